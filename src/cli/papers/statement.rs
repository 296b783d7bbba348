//! The statement of an account over a period: what came, what went, what was there before and after.

use super::moves::{Sums, add, all};
use super::{Block, Paper, Press, Span, Table, figures, texts};
use crate::cli::shown::period;
use crate::cli::text::msg;
use crate::domain::amount::{Balance, Change};
use crate::domain::ids::{AccountId, IndicatorCode};
use crate::domain::period::Period;
use crate::domain::posting::Place;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::state::keys;
use crate::service::ServiceError;

/// The statement.
pub fn statement(
    press: &Press<'_>,
    account: &AccountId,
    span: Span,
) -> Result<Paper, ServiceError> {
    if press.view.draft().get(&keys::account(account))?.is_none() {
        let refusal = Refusal::new(Code::UnknownId).with("what", "account");
        return Err(refusal.with("id", account).into());
    }
    let here = |place: &Place| place.account() == Some(account);
    let none = Change::from(Balance::ZERO);
    let (mut before, mut after) = (Sums::new(), Sums::new());
    let mut table = Table::new(
        press.say(&msg!("paper-statement-lines")),
        vec![
            texts(press, &msg!("label-date")),
            texts(press, &msg!("paper-entry-number")),
            texts(press, &msg!("paper-what")),
            texts(press, &msg!("label-indicator")),
            texts(press, &msg!("label-lot")),
            texts(press, &msg!("label-case")),
            texts(press, &msg!("paper-counterpart")),
            figures(press, &msg!("paper-income")),
            figures(press, &msg!("paper-outgo")),
            figures(press, &msg!("paper-balance")),
        ],
    );
    for moved in all(press)?.iter().filter(|moved| span.is_past(moved)) {
        let change = moved.change(here);
        if change == none {
            continue;
        }
        add(&mut after, moved.key(), change);
        if !span.holds(moved) {
            add(&mut before, moved.key(), change);
            continue;
        }
        let code = &moved.lot.indicator;
        let other = [moved.of.from.as_ref(), Some(&moved.of.to)];
        let other = other.into_iter().flatten().find(|place| !here(place));
        let other = match other.and_then(Place::account) {
            Some(account) => press.account(account)?,
            None => String::new(),
        };
        let amount = press.amount(code, moved.of.amount);
        let (income, outgo) = if change.above_zero().is_zero() {
            (String::new(), amount)
        } else {
            (amount, String::new())
        };
        table.rows.push(vec![
            moved.of.at.day().to_string(),
            moved.of.index.to_string(),
            press.word(moved.what()),
            indicator_of(code, moved.lot.period),
            moved.lot.lot.to_string(),
            moved
                .of
                .case
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            other,
            income,
            outgo,
            press.indicators.change(code, after[&moved.key()]),
        ]);
    }
    let mut notes = press.notes();
    notes.push(press.say(&msg!("paper-statement-note")));
    Ok(Paper {
        region: Some(account.region().clone()),
        letterhead: press.bureau(account.region())?,
        title: press.say(&msg!("paper-statement")),
        about: press.over(press.account(account)?, span),
        blocks: vec![
            Block::Table(sums(press, &before, &after)?),
            Block::Table(table),
        ],
        notes,
        landscape: true,
    })
}

/// An indicator's code, with the year where it is held by years.
fn indicator_of(code: &IndicatorCode, of: Period) -> String {
    match of {
        Period::Standing => code.to_string(),
        Period::Year(_) | Period::Plan(..) => format!("{code} {of}"),
    }
}

fn sums(press: &Press<'_>, before: &Sums, after: &Sums) -> Result<Table, ServiceError> {
    let mut table = Table::new(
        press.say(&msg!("paper-statement-sums")),
        vec![
            texts(press, &msg!("label-indicator")),
            texts(press, &msg!("paper-unit")),
            texts(press, &msg!("label-period")),
            figures(press, &msg!("paper-before")),
            figures(press, &msg!("paper-change")),
            figures(press, &msg!("paper-after")),
        ],
    );
    for ((code, of), after) in after {
        let none = Change::from(Balance::ZERO);
        let before = before.get(&(code.clone(), *of)).copied().unwrap_or(none);
        let (name, unit) = press.indicator(code)?;
        let shown = |change| press.indicators.change(code, change);
        table.rows.push(vec![
            name,
            unit,
            period(*of).in_lang(press.lang),
            shown(before),
            shown(after.plus(before.negated())),
            shown(*after),
        ]);
    }
    Ok(table)
}

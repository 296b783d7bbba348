//! `demo`: the Zhundong case from inside the binary: a move, and the double use it blocks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Args;

use super::play::{Report, kept, played};
use crate::cli::because;
use crate::cli::error::{Exit, Failure};
use crate::cli::output::{Head, Table, cell};
use crate::cli::service_error;
use crate::cli::session::Session;
use crate::cli::shown::{Indicators, period};
use crate::cli::text::msg;
use crate::domain::amount::Balance;
use crate::domain::case::Content;
use crate::domain::ids::{AccountId, Holder, IndicatorCode};
use crate::domain::period::Period;
use crate::domain::procedure::CaseKind;
use crate::domain::rules::cases::plan::reserve_of;
use crate::domain::state::keys;
use crate::receipt::{Expected, Receipt, verify};
use crate::scenario::{Played, SAMPLES, Scenario};
use crate::service::query::{BalanceFilter, BalanceRow, CaseFilter};
use crate::service::{Ledger, Progress, ServiceError};

/// What `demo` plays: S1, and S3 after it.
const DEMO: &str = "double_use.yaml";

#[derive(Debug, Args)]
pub struct Demo {
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
}

/// Plays the scenario and shows what a reader would ask for: the acts, what was refused and why, the
/// balances of origin, park and reserve before and after, a receipt verified offline.
pub fn run(args: &Demo, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let scenario = Scenario::read(&SAMPLES, DEMO)
        .map_err(|error| Failure::usage(msg!("play-unread", what = error.text(session.lang()))))?;
    let mut played = played(&scenario, args.keep.as_ref(), session)?;
    session.out.show(&Report(&played.report))?;
    show_move(&played.ledger, session)?;
    show_balances(&played.ledger, session)?;
    show_receipt(&mut played, session)?;
    kept(played, args.keep.as_ref(), session)?;
    Ok(Exit::Done)
}

/// The accounts of a move, in the order of its table: origin, park, reserve.
struct Move {
    accounts: [AccountId; 3],
    /// The entry before its application, and the one by which it took effect.
    around: [u64; 2],
}

/// The first relocation that took effect.
fn the_move(ledger: &Ledger) -> Result<Option<Move>, ServiceError> {
    let view = ledger.view()?;
    let filter = CaseFilter {
        kind: Some(CaseKind::Relocation),
        over: true,
        ..CaseFilter::default()
    };
    let Some(brief) = view.cases(&filter)?.into_iter().next() else {
        return Ok(None);
    };
    let case = view.draft().must(&keys::case(&brief.case))?;
    let Content::Relocation(content) = &case.content else {
        return Ok(None);
    };
    let (region, today) = (content.origin.region(), view.now().day());
    let indicator = content.required.first().map(|q| &q.indicator);
    let reserve = reserve_of(view.draft(), region, indicator, today)?;
    let park = Holder::Party(content.firm.clone());
    let park = AccountId::new(content.site.clone(), park, content.project.clone());
    let effective = case.done.last().map_or(case.opened, |done| done.index);
    Ok(Some(Move {
        accounts: [content.origin.clone(), park, reserve],
        around: [case.opened.saturating_sub(1), effective],
    }))
}

/// What an account has of everything, reserved and barred parts included.
type Held = BTreeMap<(IndicatorCode, Period), Balance>;

/// Everybody's balances after an entry. Replaying a practice ledger takes no time worth showing.
fn balances_after(ledger: &Ledger, entry: u64) -> Result<Vec<BalanceRow>, ServiceError> {
    let past = ledger.past(entry, &mut Unwatched)?;
    past.view()?.balances(&BalanceFilter::default())
}

fn held(rows: &[BalanceRow], account: &AccountId) -> Held {
    let of_account = rows.iter().filter(|row| row.account == *account);
    let sum = |row: &BalanceRow| row.available.plus(row.barred).plus(row.reserved);
    of_account
        .map(|row| ((row.indicator.clone(), row.period), sum(row)))
        .collect()
}

/// What origin, park and reserve held before the move was applied for and after it took effect.
fn show_move(ledger: &Ledger, session: &mut Session<'_>) -> Result<(), Failure> {
    let failed = |error| service_error::failure_of_play(&error);
    let Some(the_move) = the_move(ledger).map_err(failed)? else {
        return Ok(());
    };
    let [before, after] = the_move
        .around
        .map(|entry| balances_after(ledger, entry).map_err(failed));
    let (before, after) = (before?, after?);
    let accounts = the_move.accounts.iter();
    let columns: Vec<Held> = accounts
        .flat_map(|account| [held(&before, account), held(&after, account)])
        .collect();
    let view = ledger.view().map_err(failed)?;
    let indicators = Indicators::of(view.draft())?;
    let [origin, park, reserve] = &the_move.accounts;
    let mut table = Table::new(vec![
        Head::text(msg!("label-indicator")),
        Head::figures(msg!("demo-origin-before")),
        Head::figures(msg!("demo-origin-after")),
        Head::figures(msg!("demo-park-before")),
        Head::figures(msg!("demo-park-after")),
        Head::figures(msg!("demo-reserve-before")),
        Head::figures(msg!("demo-reserve-after")),
    ])
    .titled(msg!(
        "demo-move",
        origin = origin,
        park = park,
        reserve = reserve
    ));
    let rows: BTreeSet<_> = columns.iter().flat_map(BTreeMap::keys).collect();
    for row in rows.into_iter().filter(|(_, period)| is_shown(*period)) {
        let (indicator, period) = row;
        let name = match period.year() {
            Some(year) => format!("{indicator} {year}"),
            None => indicator.to_string(),
        };
        let mut cells = vec![cell(&name)];
        cells.extend(columns.iter().map(|held| {
            let balance = held.get(row).copied().unwrap_or(Balance::ZERO);
            cell(&indicators.balance(indicator, balance))
        }));
        table.row(cells);
    }
    show_table(&table, session)
}

/// Of the yearly budgets the year of the move and the next say it all.
fn is_shown(period: Period) -> bool {
    period.year().is_none_or(|year| year <= 2028)
}

fn show_table(table: &Table, session: &mut Session<'_>) -> Result<(), Failure> {
    let text = format!("\n{}", table.to_text(session.lang(), session.out.width()));
    session.out.table_text(&text)
}

fn show_balances(ledger: &Ledger, session: &mut Session<'_>) -> Result<(), Failure> {
    let failed = |error| service_error::failure_of_play(&error);
    let view = ledger.view().map_err(failed)?;
    let rows = view.balances(&BalanceFilter::default()).map_err(failed)?;
    let indicators = Indicators::of(view.draft())?;
    let mut table = Table::new(vec![
        Head::text(msg!("label-account")),
        Head::text(msg!("label-indicator")),
        Head::text(msg!("label-period")),
        Head::figures(msg!("label-available")),
        Head::figures(msg!("label-reserved")),
    ])
    .titled(msg!("demo-balances"));
    for row in rows.iter().filter(|row| is_shown(row.period)) {
        table.row(vec![
            cell(&row.account),
            cell(&row.indicator),
            period(row.period),
            cell(&indicators.balance(&row.indicator, row.available.plus(row.barred))),
            cell(&indicators.balance(&row.indicator, row.reserved)),
        ]);
    }
    show_table(&table, session)
}

/// Makes the receipt of the last act and verifies it against the ledger id and operator key alone.
fn show_receipt(played: &mut Played, session: &mut Session<'_>) -> Result<(), Failure> {
    let index = played.ledger.size() - 1;
    let bytes = played
        .ledger
        .receipt(index)
        .map_err(|error| service_error::failure_of_play(&error))?;
    let expected = Expected {
        ledger: played.ledger.id(),
        operator: Some(*played.ledger.checkpoint_key().operator()),
    };
    let verdict = Receipt::parse(&bytes).and_then(|receipt| verify(&receipt, &expected));
    let found = verdict.map_err(|error| {
        Failure::not_verified(msg!(
            "verify-failed",
            file = index,
            reason = because::receipt(&error)
        ))
    })?;
    session.out.line(&msg!(
        "demo-receipt",
        index = index,
        bytes = bytes.len(),
        signers = found.signers.len(),
        ledger = expected.ledger
    ))
}

/// Watches nothing.
struct Unwatched;

impl Progress for Unwatched {
    fn at(&mut self, _done: u64, _all: u64) {}
}

//! Acts about quantity, each judged as it would be: signed, and under its head.

mod base_limit;
mod corrections;
mod emission;
mod finding;
mod hold;
mod issue;
mod opening;
mod permit;
mod project;
mod reduction;

use super::*;
use crate::domain::amount::Balance;
use crate::domain::entry::{Act, OpeningRecord, OpeningRow, PermitRecord};
use crate::domain::ids::IndicatorCode;
use crate::domain::lot::Slot;
use crate::domain::refusal::Code;
use crate::domain::region::Emission;
use crate::domain::rules::testkit::{E1, Kit, of};

/// E1 at the place it is in.
const FIRM: &str = "650109/91650109MA77AB0192";
/// The reserve of the prefecture above it.
const RESERVE: &str = "650100/RESERVE";
/// E1's permit.
const PERMIT: &str = "91650109MA77AB0192001P";

/// The Zhundong ledger on 2027-03-01, with E1's account and its prefecture's reserve.
fn kit() -> Kit {
    let mut kit = Kit::zhundong();
    kit.on("2027-03-01");
    kit.open(FIRM);
    kit.open(RESERVE);
    kit
}

/// Codes, and the changes to an act that they answer.
type Refusals<A> = [(Code, fn(&mut A))];

/// One act after another, each a changed copy of one that passes, must be refused with its code;
/// at last the unchanged act must pass.
#[track_caller]
fn refused_then_admitted<A: Clone + Into<Act>>(
    kit: &mut Kit,
    good: &A,
    cases: &Refusals<A>,
) -> Vec<Assigned> {
    for (at, (code, change)) in cases.iter().enumerate() {
        let mut act = good.clone();
        change(&mut act);
        let refusal = kit.refused(act);
        assert_eq!(refusal.code, *code, "case {at}: {refusal}");
        let text = refusal.text(crate::domain::text::Lang::En);
        assert!(!text.contains('{'), "case {at} leaves a value out: {text}");
    }
    kit.admit(good.clone())
}

/// The first number of a kind that was given.
#[track_caller]
fn number<T: FromStr<Err: std::fmt::Debug>>(assigned: &[Assigned], what: &str) -> T {
    of(&assigned
        .iter()
        .find(|given| given.what == what)
        .unwrap()
        .number)
}

fn row(account: &str, indicator: &str, amount: &str) -> OpeningRow {
    OpeningRow {
        account: of(account),
        indicator: of(indicator),
        period: of("standing"),
        amount: of(amount),
        since: of("2020-01-01"),
        paid: false,
        base_emission: None,
        evidence: None,
    }
}

fn opening(kit: &Kit, region: &str, rows: Vec<OpeningRow>) -> OpeningRecord {
    let (region, document) = (of(region), kit.letter());
    OpeningRecord {
        region,
        cut_over: of("2027-01-01"),
        rows,
        document,
    }
}

/// Loads opening balances of an account, in lots of their own; gives their numbers.
fn open_with(kit: &mut Kit, account: &str, rows: &[(&str, &str)]) -> Vec<String> {
    let rows = rows
        .iter()
        .map(|(indicator, amount)| row(account, indicator, amount))
        .collect();
    let region = of::<AccountId>(account).region().to_string();
    let opening = opening(kit, &region, rows);
    kit.admit(opening)
        .into_iter()
        .map(|given| given.number)
        .collect()
}

/// E1's permit, with these limits, for five years from 2026-07-01.
fn permit(kit: &Kit, limits: &[(&str, &str)]) -> PermitRecord {
    PermitRecord {
        permit: of(PERMIT),
        holder: of(E1),
        region: of("650109"),
        limits: quantities(limits),
        from: of("2026-07-01"),
        until: of("2031-06-30"),
        document: kit.letter(),
    }
}

fn quantities(rows: &[(&str, &str)]) -> Vec<Quantity> {
    let quantity = |(indicator, amount): &(&str, &str)| Quantity {
        indicator: of(indicator),
        amount: of(amount),
    };
    rows.iter().map(quantity).collect()
}

fn emissions(rows: &[(&str, &str)]) -> Vec<Emission> {
    let emission = |(indicator, amount): &(&str, &str)| Emission {
        indicator: of(indicator),
        amount: of(amount),
    };
    rows.iter().map(emission).collect()
}

/// What an account has available of an indicator, barred parts included.
fn available(kit: &Kit, account: &str, indicator: &str) -> String {
    let indicator: IndicatorCode = of(indicator);
    let held = kit
        .draft()
        .list(&keys::holdings_of_indicator(&of(account), &indicator))
        .unwrap();
    let available = held
        .iter()
        .filter(|holding| holding.slot == Slot::Available);
    let sum = available.fold(Balance::ZERO, |sum, held| sum.plus(held.amount.into()));
    sum.to_string()
}

/// Standing use of a region.
fn used(kit: &Kit, region: &str, indicator: &str) -> String {
    let totals = kit
        .draft()
        .get(&keys::totals(&of(region), &of(indicator)))
        .unwrap();
    totals.unwrap_or_default().use_standing.to_string()
}

#[test]
fn an_act_has_one_row_at_least_and_two_hundred_at_most() {
    let judged = |count: usize| {
        let rows: Vec<usize> = (0..count).collect();
        check_rows("rows", &rows, |row| *row).map_err(|refusal| refusal.code)
    };
    for (count, verdict) in [
        (0, Err(Code::Nothing)),
        (1, Ok(())),
        (200, Ok(())),
        (201, Err(Code::TooManyRows)),
    ] {
        assert_eq!(judged(count), verdict, "{count} rows");
    }
    let twice = check_rows("rows", &[1, 2, 1], |row| *row).unwrap_err();
    assert_eq!(
        (twice.code, twice.values["what"].as_str()),
        (Code::RowTwice, "1")
    );
}

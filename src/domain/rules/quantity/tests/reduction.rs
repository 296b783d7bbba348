//! Reductions.

use super::*;
use crate::domain::entry::{
    EmissionVerify, HoldPlace, PermitCancel, ReductionRecord, ReductionVerify,
};
use crate::domain::ids::{LotNo, ReductionNo};
use crate::domain::lot::{
    HoldTarget, Holding, Lot, Measure, Origin, Permit, Reduction, ReductionState,
};
use crate::domain::posting::{Line, Place};
use crate::domain::region::Sums;
use crate::domain::rules::quantity::reduction::verify_lines;

/// The boiler DA001 emitted 268.4 t of nitrogen oxides and is shut.
pub(super) fn boiler(kit: &Kit) -> ReductionRecord {
    ReductionRecord {
        account: of(FIRM),
        permit: of(PERMIT),
        facility: of("DA001"),
        name: of("1号锅炉"),
        indicator: of("NOX"),
        measure: Measure::Closure,
        before: of("268.4"),
        after: of("0"),
        completed_on: of("2027-02-01"),
        document: kit.letter(),
    }
}

pub(super) fn recorded(kit: &mut Kit, act: ReductionRecord) -> ReductionNo {
    number(&kit.admit(act), "reduction")
}

/// A verification with the rules' own lines; with none where they find none.
pub(super) fn verification(kit: &Kit, reduction: &ReductionNo, amount: &str) -> ReductionVerify {
    ReductionVerify {
        reduction: reduction.clone(),
        amount: of(amount),
        lines: verify_lines(&kit.draft(), reduction, of(amount)).unwrap_or_default(),
        document: kit.letter(),
    }
}

pub(super) fn verified(kit: &mut Kit, reduction: &ReductionNo, amount: &str) -> Lot {
    let act = verification(kit, reduction, amount);
    let no: LotNo = number(&kit.admit(act), "lot");
    kit.draft().must(&keys::lot(&no)).unwrap()
}

/// The unit's verified emission of the base year.
pub(super) fn base(kit: &Kit, emission: &str) -> EmissionVerify {
    EmissionVerify {
        account: of(FIRM),
        year: 2025,
        emissions: emissions(&[("NOX", emission)]),
        document: kit.letter(),
    }
}

/// E1 with a permit, these lots of nitrogen oxides, and a base that limits nothing.
pub(super) fn unit(limit: &str, lots: &[&str]) -> Kit {
    let mut kit = kit();
    let act = base(&kit, "10000");
    kit.admit(act);
    let act = permit(&kit, &[("NOX", limit)]);
    kit.admit(act);
    let rows: Vec<_> = lots.iter().map(|amount| ("NOX", *amount)).collect();
    if !rows.is_empty() {
        open_with(&mut kit, FIRM, &rows);
    }
    kit
}

fn limits(kit: &Kit) -> Vec<Quantity> {
    let permit: Permit = kit.draft().must(&keys::permit(&of(PERMIT))).unwrap();
    permit.limits
}

#[test]
fn a_reduction_is_refused_for_what_is_wrong_with_it() {
    let mut kit = unit("400", &[]);
    kit.open("650109/91650100MA77EF046M");
    kit.open("650100/91650109MA77AB0192");
    let good = boiler(&kit);
    let cases: &Refusals<ReductionRecord> = &[
        (Code::UnknownId, |act| act.account = of("650109/RESERVE")),
        (Code::UnknownId, |act| {
            act.permit = of("91650109MA77AB0192002P");
        }),
        (Code::DocumentInFuture, |act| {
            act.document.date = of("2027-03-02");
        }),
        (Code::DateInFuture, |act| {
            act.completed_on = of("2027-03-02");
        }),
        (Code::IndicatorUnknown, |act| act.indicator = of("CH4")),
        (Code::PeriodNotOfIndicator, |act| act.indicator = of("CO2")),
        (Code::TooManyDecimals, |act| act.before = of("268.4001")),
        (Code::TooManyDecimals, |act| act.after = of("0.0001")),
        (Code::PermitMissing, |act| {
            act.account = of("650109/91650100MA77EF046M");
        }),
        (Code::PermitMissing, |act| {
            act.account = of("650100/91650109MA77AB0192");
        }),
        (Code::PermitMissing, |act| act.account = of(RESERVE)),
        (Code::NothingReduced, |act| act.after = of("268.4")),
        (Code::NothingReduced, |act| act.after = of("300")),
    ];
    let given = refused_then_admitted(&mut kit, &good, cases);
    assert_eq!(given[0].number, "650109-2027-R0001");
    let no: ReductionNo = number(&given, "reduction");
    let row: Reduction = kit.draft().must(&keys::reduction(&no)).unwrap();
    assert_eq!(row.state, ReductionState::Completed);
    assert_eq!(
        available(&kit, FIRM, "NOX"),
        "0",
        "nothing may be drawn on it yet"
    );
}

#[test]
fn a_source_is_claimed_once_whatever_it_is_called() {
    let mut kit = unit("400", &["412.6"]);
    let first = boiler(&kit);
    kit.admit(first.clone());
    let same: [fn(&mut ReductionRecord); 4] = [
        |_| {},
        |act| act.name = of("热电锅炉"),
        |act| act.facility = of("da001"),
        |act| (act.before, act.completed_on) = (of("100"), of("2027-02-20")),
    ];
    for change in same {
        let mut act = first.clone();
        change(&mut act);
        let refusal = kit.refuses(Code::SourceAlreadyClaimed, act);
        assert_eq!(refusal.values["reduction"], "650109-2027-R0001");
    }
    let others: [fn(&mut ReductionRecord); 3] = [
        |act| act.facility = of("DA002"),
        |act| act.indicator = of("SO2"),
        |act| act.measure = Measure::Treatment,
    ];
    for change in others {
        let mut act = first.clone();
        change(&mut act);
        kit.admit(act);
    }
}

#[test]
fn a_reduction_needs_a_permit_in_force() {
    for (day, cancelled, state) in [
        ("2027-03-02", true, "cancelled"),
        ("2031-07-01", false, "expired"),
    ] {
        let mut kit = unit("400", &["412.6"]);
        let act = boiler(&kit);
        let reduction = recorded(&mut kit, act);
        if cancelled {
            let act = PermitCancel {
                permit: of(PERMIT),
                document: kit.letter(),
            };
            kit.admit(act);
        }
        kit.on(day);
        let mut second = boiler(&kit);
        second.facility = of("DA002");
        let refusal = kit.refuses(Code::PermitNotInForce, second);
        assert_eq!(refusal.values["state"], state);
        let act = verification(&kit, &reduction, "268.4");
        kit.refuses(Code::PermitNotInForce, act);
    }
}

#[test]
fn a_permit_that_has_not_begun_carries_no_reduction() {
    let mut kit = kit();
    let mut act = permit(&kit, &[("NOX", "400")]);
    (act.from, act.until) = (of("2027-03-02"), of("2032-03-01"));
    kit.admit(act);
    let act = boiler(&kit);
    let refusal = kit.refuses(Code::PermitNotInForce, act);
    assert_eq!(refusal.values["state"], "from 2027-03-02");
}

#[test]
fn a_verified_reduction_moves_the_units_own_holding_and_creates_nothing() {
    let mut kit = unit("400", &["200", "212.6"]);
    let act = boiler(&kit);
    let reduction = recorded(&mut kit, act);
    let lot = verified(&mut kit, &reduction, "268.4");
    let parents = vec![of("650109-2027-L0001"), of("650109-2027-L0002")];
    assert_eq!(
        lot.origin,
        Origin::Reduction {
            reduction: reduction.clone(),
            parents
        }
    );
    assert_eq!(
        (lot.since, lot.base_emission),
        (of("2027-02-01"), Some(of("268.4")))
    );
    assert_eq!(available(&kit, FIRM, "NOX"), "412.6");
    assert_eq!(used(&kit, "650000", "NOX"), "412.6");
    let sums: Sums = kit.draft().must(&keys::sums(&of("NOX"))).unwrap();
    assert_eq!((sums.opening, sums.held), (of("412.6"), of("412.6")));
    assert_eq!(limits(&kit), quantities(&[("NOX", "131.6")]));
    let row: Reduction = kit.draft().must(&keys::reduction(&reduction)).unwrap();
    assert_eq!(row.state, ReductionState::Verified(lot.lot.clone()));
    let children = kit
        .draft()
        .list(&keys::children_of(&of("650109-2027-L0001")))
        .unwrap();
    assert_eq!(children, [lot.lot]);
}

#[test]
fn lots_are_drawn_by_age_and_then_by_number() {
    let mut kit = unit("400", &[]);
    let mut rows = vec![
        row(FIRM, "NOX", "10"),
        row(FIRM, "NOX", "20"),
        row(FIRM, "NOX", "30"),
    ];
    rows[2].since = of("2019-12-31");
    let act = opening(&kit, "650109", rows);
    kit.admit(act);
    let act = boiler(&kit);
    let reduction = recorded(&mut kit, act);
    let line = |lot: &str, amount: &str| Line {
        lot: of(lot),
        indicator: of("NOX"),
        from: Place::Available(of(FIRM)),
        to: Place::Reduced,
        amount: of(amount),
    };
    for (amount, lines) in [
        ("30", vec![line("650109-2027-L0003", "30")]),
        (
            "30.001",
            vec![
                line("650109-2027-L0003", "30"),
                line("650109-2027-L0001", "0.001"),
            ],
        ),
        (
            "60",
            vec![
                line("650109-2027-L0003", "30"),
                line("650109-2027-L0001", "10"),
                line("650109-2027-L0002", "20"),
            ],
        ),
    ] {
        let found = verify_lines(&kit.draft(), &reduction, of(amount)).unwrap();
        assert_eq!(found, lines, "{amount}");
    }
}

#[test]
fn a_verification_is_refused_for_what_is_wrong_with_it() {
    let mut kit = unit("400", &["412.6"]);
    let act = boiler(&kit);
    let reduction = recorded(&mut kit, act);
    let good = verification(&kit, &reduction, "268.4");
    let cases: &Refusals<ReductionVerify> = &[
        (Code::UnknownId, |act| {
            act.reduction = of("650109-2027-R0009");
        }),
        (Code::DocumentInFuture, |act| {
            act.document.date = of("2027-03-02");
        }),
        (Code::FiguresMovedOn, |act| act.lines.clear()),
        (Code::FiguresMovedOn, |act| act.lines[0].amount = of("268")),
        (Code::FiguresMovedOn, |act| {
            act.lines[0].to = Place::Available(of(FIRM));
        }),
        (Code::TooManyDecimals, |act| act.amount = of("0.0001")),
        (Code::LimitNotLower, |act| act.amount = of("400.001")),
        (Code::SourceExceedsBase, |act| act.amount = of("268.401")),
    ];
    refused_then_admitted(&mut kit, &good, cases);
    let refusal = kit.refuses(
        Code::SourceAlreadyClaimed,
        verification(&kit, &reduction, "1"),
    );
    assert_eq!(refusal.values["reduction"], reduction.to_string());
}

#[test]
fn what_is_reserved_or_barred_is_not_drawn() {
    for (slot, barred) in [
        (Slot::Available, true),
        (Slot::Reserved(of("ZD-WZ-2027-0001")), false),
    ] {
        let mut kit = unit("400", &["412.6"]);
        let lot: LotNo = of("650109-2027-L0001");
        let mut draft = Draft::on(&kit.state);
        let whole = keys::holding(&of(FIRM), &of("NOX"), &lot, &Slot::Available, false);
        let mut part: Holding = draft.must(&whole).unwrap();
        draft.delete(&whole);
        (part.slot, part.barred) = (slot.clone(), barred);
        let key = keys::holding(&of(FIRM), &of("NOX"), &lot, &slot, barred);
        draft.put(&key, &part).unwrap();
        let effects = draft.into_effects();
        kit.state.apply(effects);
        let act = boiler(&kit);
        let reduction = recorded(&mut kit, act);
        let act = verification(&kit, &reduction, "1");
        let refusal = kit.refuses(Code::SourceNotHeld, act);
        assert_eq!(refusal.values["held"], "0", "{slot:?}");
    }
}

#[test]
fn a_giver_must_hold_what_it_frees() {
    let mut kit = unit("400", &[]);
    let act = boiler(&kit);
    let reduction = recorded(&mut kit, act);
    let act = verification(&kit, &reduction, "268.4");
    let refusal = kit.refuses(Code::SourceNotHeld, act);
    assert_eq!(
        (
            refusal.values["held"].as_str(),
            refusal.values["needed"].as_str()
        ),
        ("0", "268.4")
    );
    open_with(&mut kit, FIRM, &[("NOX", "268.399")]);
    let act = verification(&kit, &reduction, "268.4");
    kit.refuses(Code::SourceNotHeld, act);
    open_with(&mut kit, FIRM, &[("NOX", "0.001")]);
    verified(&mut kit, &reduction, "268.4");
    assert_eq!(limits(&kit), quantities(&[("NOX", "131.6")]));
}

#[test]
fn what_a_unit_freed_once_it_cannot_free_again() {
    let mut kit = unit("400", &["300"]);
    let first = boiler(&kit);
    let second = ReductionRecord {
        facility: of("DA002"),
        ..first.clone()
    };
    let (first, second) = (recorded(&mut kit, first), recorded(&mut kit, second));
    verified(&mut kit, &first, "268.4");
    let act = verification(&kit, &second, "31.601");
    let refusal = kit.refuses(Code::SourceNotHeld, act);
    assert_eq!(refusal.values["held"], "31.6");
    verified(&mut kit, &second, "31.6");
}

#[test]
fn a_permit_is_lowered_to_nothing_and_no_further() {
    let mut kit = unit("268.4", &["412.6"]);
    let first = boiler(&kit);
    let second = ReductionRecord {
        facility: of("DA002"),
        ..first.clone()
    };
    let (first, second) = (recorded(&mut kit, first), recorded(&mut kit, second));
    verified(&mut kit, &first, "268.4");
    assert_eq!(limits(&kit), []);
    let act = verification(&kit, &second, "0.001");
    let refusal = kit.refuses(Code::LimitNotLower, act);
    assert_eq!(
        (
            refusal.values["old"].as_str(),
            refusal.values["new"].as_str()
        ),
        ("0", "-0.001")
    );
}

#[test]
fn a_lot_made_out_of_paid_and_free_ones_is_free() {
    for (paid, is_paid) in [
        ([true, true], true),
        ([true, false], false),
        ([false, false], false),
    ] {
        let mut kit = unit("400", &[]);
        let mut rows = vec![row(FIRM, "NOX", "200"), row(FIRM, "NOX", "100")];
        (rows[0].paid, rows[1].paid) = (paid[0], paid[1]);
        let act = opening(&kit, "650109", rows);
        kit.admit(act);
        let act = boiler(&kit);
        let reduction = recorded(&mut kit, act);
        assert_eq!(
            verified(&mut kit, &reduction, "268.4").paid,
            is_paid,
            "{paid:?}"
        );
    }
}

#[test]
fn nothing_is_freed_out_of_a_held_account_or_lot() {
    let targets = [
        (HoldTarget::Account(of(FIRM)), Code::AccountOnHold),
        (HoldTarget::Lot(of("650109-2027-L0001")), Code::LotOnHold),
    ];
    for (target, code) in targets {
        let mut kit = unit("400", &["412.6"]);
        let act = boiler(&kit);
        let reduction = recorded(&mut kit, act);
        let by = of("650100-EEB");
        let hold = HoldPlace {
            target,
            by,
            until: None,
            document: kit.letter(),
        };
        kit.admit(hold);
        let act = verification(&kit, &reduction, "1");
        kit.refuses(code, act);
    }
}

#[test]
fn a_unit_may_record_its_own_reduction_but_not_verify_it() {
    let mut kit = unit("400", &["412.6"]);
    let act = boiler(&kit);
    let reduction: ReductionNo = number(&kit.admit_as(E1, act), "reduction");
    let act = verification(&kit, &reduction, "268.4");
    let refusal = kit.refused_entry(act, |entry| {
        for signer in &mut entry.head.signers {
            signer.party = of(E1);
        }
    });
    assert_eq!(refusal.code, Code::NotAuthorised);
}

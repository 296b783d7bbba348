//! Invalidation, reversal, correction and completion, outside of cases.

use super::reduction::{base, boiler, recorded, verified};
use super::*;
use crate::domain::correction::{Datum, Posting, RightRow, Shortfall};
use crate::domain::entry::{
    DataComplete, EntryCorrect, EntryReverse, IssueRow, QuotaInvalidate, QuotaIssue, QuotaTakeBack,
    ShortfallCure,
};
use crate::domain::ids::{LotNo, ShortfallNo};
use crate::domain::lot::{Permit, Reduction, ReductionState};
use crate::domain::region::{Sums, Totals};
use crate::domain::rules::corrections::{correction, cure_lines, reversal_lines};

fn issued(kit: &mut Kit, account: &str, amount: &str) -> LotNo {
    let act = QuotaIssue {
        account: of(account),
        rows: vec![IssueRow {
            indicator: of("SO2"),
            period: of("standing"),
            amount: of(amount),
            since: kit.today(),
            paid: false,
        }],
        document: kit.letter(),
    };
    number(&kit.admit(act), "lot")
}

fn invalidation(kit: &Kit, lot: &LotNo, amount: &str) -> QuotaInvalidate {
    QuotaInvalidate {
        account: of(FIRM),
        lot: lot.clone(),
        amount: of(amount),
        document: kit.letter(),
    }
}

/// A reversal with the rules' own lines; with none where they find none.
fn reversal(kit: &Kit, posting: Posting) -> EntryReverse {
    EntryReverse {
        lines: reversal_lines(&kit.draft(), &posting).unwrap_or_default(),
        posting,
        document: kit.letter(),
    }
}

fn right(kit: &mut Kit, lot: &LotNo, amount: &str) -> EntryCorrect {
    let posting = Posting::Lot(lot.clone());
    let right = vec![RightRow {
        lot: Some(lot.clone()),
        indicator: of("SO2"),
        amount: of(amount),
    }];
    let act = EntryCorrect {
        posting: posting.clone(),
        right: right.clone(),
        lines: Vec::new(),
        owed: Vec::new(),
        document: kit.letter(),
    };
    let head = kit.entry(act.clone(), None).head;
    let draft = kit.draft();
    let context = Context {
        now: head.made,
        index: 0,
        entry_hash: crate::envelope::EntryHash::from_bytes([0; 32]),
        head: &head,
        signers: &[],
    };
    let ours = correction(&draft, &context, &posting, &right).unwrap_or_default();
    EntryCorrect {
        lines: ours.lines,
        owed: ours.owed,
        ..act
    }
}

fn sums(kit: &Kit, indicator: &str) -> Sums {
    kit.draft().must(&keys::sums(&of(indicator))).unwrap()
}

fn standing_cap(kit: &Kit, region: &str) -> String {
    let totals: Totals = kit
        .draft()
        .must(&keys::totals(&of(region), &of("SO2")))
        .unwrap();
    totals.cap_standing.unwrap().amount.to_string()
}

/// The leaf of the entry that was admitted last.
fn last_leaf(kit: &Kit) -> u64 {
    kit.draft().must(&keys::ledger()).unwrap().leaves_next - 1
}

#[test]
fn an_invalidation_lowers_the_caps_up_the_path_and_its_reversal_raises_them_again() {
    let mut kit = kit();
    kit.ceiling("650100", "SO2", "standing", "100");
    kit.ceiling("650109", "SO2", "standing", "60");
    let lot = issued(&mut kit, FIRM, "50");
    kit.admit(invalidation(&kit, &lot, "20"));
    let leaf = last_leaf(&kit);
    assert_eq!(standing_cap(&kit, "650100"), "80");
    assert_eq!(standing_cap(&kit, "650109"), "40");
    assert_eq!(used(&kit, "650100", "SO2"), "30");
    assert_eq!(sums(&kit, "SO2").invalidated, of("20"));
    let back = reversal(&kit, Posting::Entry(leaf));
    kit.admit(back);
    assert_eq!(standing_cap(&kit, "650100"), "100");
    assert_eq!(used(&kit, "650109", "SO2"), "50");
    let sums = sums(&kit, "SO2");
    assert_eq!((sums.invalidated, sums.held), (of("0"), of("50")));
    assert_eq!(available(&kit, FIRM, "SO2"), "50");
}

#[test]
fn an_invalidation_is_refused_for_what_is_wrong_with_it() {
    let mut kit = kit();
    kit.ceiling("650100", "SO2", "standing", "100");
    let lot = issued(&mut kit, FIRM, "50");
    let good = invalidation(&kit, &lot, "50");
    let cases: &Refusals<QuotaInvalidate> = &[
        (Code::UnknownId, |act| {
            act.account = of("650109/91650100MA77EF046M");
        }),
        (Code::UnknownId, |act| act.lot = of("650109-2027-L0009")),
        (Code::DocumentInFuture, |act| {
            act.document.date = of("2027-03-02");
        }),
        (Code::TooManyDecimals, |act| act.amount = of("0.0001")),
        (Code::InsufficientBalance, |act| act.amount = of("50.001")),
    ];
    refused_then_admitted(&mut kit, &good, cases);
    assert_eq!(available(&kit, FIRM, "SO2"), "0");
}

#[test]
fn a_reversed_opening_counts_as_never_recorded_and_can_be_recorded_again() {
    let mut kit = kit();
    let lots = open_with(&mut kit, FIRM, &[("SO2", "40"), ("NOX", "30")]);
    let rows = vec![row(FIRM, "SO2", "40"), row(FIRM, "NOX", "30")];
    let again = opening(&kit, "650109", rows);
    kit.refuses(Code::AlreadyThere, again.clone());
    let back = reversal(&kit, Posting::Lot(of(&lots[0])));
    assert_eq!(back.lines.len(), 2, "the whole entry, not one row of it");
    kit.admit(back);
    assert_eq!(available(&kit, FIRM, "NOX"), "0");
    assert_eq!(sums(&kit, "SO2"), Sums::default());
    assert_eq!(used(&kit, "650100", "SO2"), "0");
    kit.admit(again);
    assert_eq!(available(&kit, FIRM, "SO2"), "40");
}

#[test]
fn what_was_taken_back_comes_back_only_where_the_room_is_still_there() {
    let mut kit = kit();
    kit.ceiling("650100", "SO2", "standing", "100");
    let lot = issued(&mut kit, FIRM, "100");
    let act = QuotaTakeBack {
        account: of(FIRM),
        lot,
        amount: of("30"),
        document: kit.letter(),
    };
    kit.admit(act);
    let leaf = last_leaf(&kit);
    let other = issued(&mut kit, FIRM, "10");
    let back = reversal(&kit, Posting::Entry(leaf));
    kit.refuses(Code::CapExceeded, back);
    let strike = reversal(&kit, Posting::Lot(other));
    kit.admit(strike);
    let back = reversal(&kit, Posting::Entry(leaf));
    kit.admit(back);
    let sums = sums(&kit, "SO2");
    let expected = (of("0"), of("100"), of("100"));
    assert_eq!((sums.taken_back, sums.held, sums.issued), expected);
}

#[test]
fn a_reversed_verification_gives_lot_and_permit_back() {
    let mut kit = kit();
    open_with(&mut kit, FIRM, &[("NOX", "300")]);
    let limits = permit(&kit, &[("NOX", "300")]);
    kit.admit(limits);
    let emission = base(&kit, "300");
    kit.admit(emission);
    let claim = boiler(&kit);
    let no = recorded(&mut kit, claim);
    let lot = verified(&mut kit, &no, "268.4");
    let before = sums(&kit, "NOX");
    let back = reversal(&kit, Posting::Lot(lot.lot.clone()));
    kit.admit(back);
    assert_eq!(sums(&kit, "NOX"), before);
    assert_eq!(available(&kit, FIRM, "NOX"), "300");
    let holders = kit.draft().list(&keys::holders_of_lot(&lot.lot)).unwrap();
    assert!(holders.is_empty(), "{holders:?}");
    let permit: Permit = kit.draft().must(&keys::permit(&of(PERMIT))).unwrap();
    assert_eq!(permit.limits, quantities(&[("NOX", "300")]));
    let reduction: Reduction = kit.draft().must(&keys::reduction(&no)).unwrap();
    assert_eq!(reduction.state, ReductionState::Completed);
    let anew = verified(&mut kit, &no, "200");
    assert_ne!(anew.lot, lot.lot);
}

#[test]
fn a_verification_is_reversed_and_not_corrected() {
    let mut kit = kit();
    open_with(&mut kit, FIRM, &[("NOX", "300")]);
    let limits = permit(&kit, &[("NOX", "300")]);
    kit.admit(limits);
    let emission = base(&kit, "300");
    kit.admit(emission);
    let claim = boiler(&kit);
    let no = recorded(&mut kit, claim);
    let lot = verified(&mut kit, &no, "268.4").lot;
    let mut act = right(&mut kit, &lot, "200");
    act.right[0].indicator = of("NOX");
    kit.refuses(Code::NotCorrectable, act);
}

#[test]
fn a_reversal_is_refused_for_what_is_wrong_with_it() {
    let mut kit = kit();
    kit.ceiling("650100", "SO2", "standing", "100");
    let lot = issued(&mut kit, FIRM, "50");
    let good = reversal(&kit, Posting::Lot(lot));
    let cases: &Refusals<EntryReverse> = &[
        (Code::NothingPosted, |act| act.posting = Posting::Entry(1)),
        (Code::UnknownId, |act| {
            act.posting = Posting::Lot(of("650109-2027-L0009"));
        }),
        (Code::UnknownId, |act| {
            act.posting = Posting::Case(of("ZD-WZ-2027-0009"));
        }),
        (Code::DocumentInFuture, |act| {
            act.document.date = of("2027-03-02");
        }),
        (Code::FiguresMovedOn, |act| act.lines.clear()),
        (Code::FiguresMovedOn, |act| act.lines[0].amount = of("49")),
    ];
    refused_then_admitted(&mut kit, &good, cases);
    kit.refuses(Code::AlreadyReversed, good);
    let leaf = last_leaf(&kit) - 1;
    let mut again = reversal(&kit, Posting::Entry(leaf));
    for index in leaf..=last_leaf(&kit) {
        if kit.draft().get(&keys::posted(index)).unwrap().is_some() {
            again.posting = Posting::Entry(index);
        }
    }
    kit.refuses(Code::IsUndoing, again);
}

#[test]
fn a_reversal_is_in_its_window_to_the_last_working_day() {
    // The 10th working day after Monday 2027-03-01 is Monday the 15th.
    for (day, code) in [
        ("2027-03-15", None),
        ("2027-03-16", Some(Code::ReversalWindowPassed)),
    ] {
        let mut kit = kit();
        kit.ceiling("650100", "SO2", "standing", "100");
        let lot = issued(&mut kit, FIRM, "50");
        kit.on(day);
        let act = reversal(&kit, Posting::Lot(lot));
        match code {
            None => drop(kit.admit(act)),
            Some(code) => assert_eq!(kit.refuses(code, act).values["until"], "2027-03-15"),
        }
    }
}

#[test]
fn a_late_correction_is_signed_by_the_body_above_too() {
    let mut kit = kit();
    kit.ceiling("650100", "SO2", "standing", "100");
    let lot = issued(&mut kit, FIRM, "50");
    let signers = |kit: &mut Kit| -> Vec<String> {
        let act = right(kit, &lot, "45");
        let head = kit.entry(act, None).head;
        head.signers.iter().map(ToString::to_string).collect()
    };
    let own = ["650100-EEB:handle", "650100-EEB:review", "650100-EEB:issue"];
    kit.on("2027-03-15");
    assert_eq!(signers(&mut kit), own);
    kit.on("2027-03-16");
    let late = signers(&mut kit);
    assert_eq!(late[..3], own);
    assert!(
        late.len() > 3 && late[3..].iter().all(|s| s == "650000-EEB:issue"),
        "{late:?}"
    );
    let act = right(&mut kit, &lot, "45");
    kit.admit(act);
    assert_eq!(sums(&kit, "SO2").issued, of("45"));
}

#[test]
fn what_is_used_already_is_owed_and_made_good_out_of_the_reserve() {
    let mut kit = kit();
    kit.ceiling("650100", "SO2", "standing", "1000");
    let lot = issued(&mut kit, FIRM, "50");
    kit.admit(invalidation(&kit, &lot, "48"));
    let act = right(&mut kit, &lot, "45");
    let given = kit.admit(act);
    let no: ShortfallNo = number(&given, "shortfall");
    assert_eq!(sums(&kit, "SO2").issued, of("48"));
    let owed: Shortfall = kit.draft().must(&keys::shortfall(&no)).unwrap();
    assert_eq!((owed.open, owed.owed.to.clone()), (of("3"), None));
    // The 60th working day after 2027-03-01, without a calendar.
    assert_eq!(owed.due, of("2027-05-24"));
    let cure = |kit: &Kit| ShortfallCure {
        shortfall: no.clone(),
        lines: cure_lines(&kit.draft(), &no, kit.today()).unwrap_or_default(),
        document: kit.letter(),
    };
    let act = cure(&kit);
    kit.refuses(Code::InsufficientBalance, act);
    issued(&mut kit, RESERVE, "10");
    let act = cure(&kit);
    let cases: &Refusals<ShortfallCure> = &[
        (Code::UnknownId, |act| {
            act.shortfall = of("650100-2027-S0009");
        }),
        (Code::FiguresMovedOn, |act| act.lines[0].amount = of("1")),
    ];
    refused_then_admitted(&mut kit, &act, cases);
    assert_eq!(available(&kit, RESERVE, "SO2"), "7");
    assert_eq!(sums(&kit, "SO2").taken_back, of("3"));
    let act = cure(&kit);
    kit.refuses(Code::ShortfallCured, act);
}

#[test]
fn a_correction_is_refused_for_what_is_wrong_with_it() {
    let mut kit = kit();
    kit.ceiling("650100", "SO2", "standing", "100");
    let lot = issued(&mut kit, FIRM, "50");
    let good = right(&mut kit, &lot, "45");
    let cases: &Refusals<EntryCorrect> = &[
        (Code::Nothing, |act| act.right.clear()),
        (Code::RowTwice, |act| act.right.push(act.right[0].clone())),
        (Code::UnknownId, |act| act.right[0].lot = None),
        (Code::SourceWrongLot, |act| {
            act.right[0].indicator = of("NOX");
        }),
        (Code::TooManyDecimals, |act| {
            act.right[0].amount = of("44.0001");
        }),
        (Code::NothingChanges, |act| act.right[0].amount = of("50")),
        (Code::CorrectionRaises, |act| act.right[0].amount = of("51")),
        (Code::FiguresMovedOn, |act| act.lines.clear()),
        (Code::FiguresMovedOn, |act| {
            act.owed.push(crate::domain::correction::Owed {
                region: of("650100"),
                indicator: of("SO2"),
                to: None,
                amount: of("1"),
            });
        }),
    ];
    refused_then_admitted(&mut kit, &good, cases);
    let back = reversal(&kit, Posting::Lot(lot));
    kit.refuses(Code::AlreadyCorrected, back);
}

#[test]
fn a_completed_datum_keeps_its_old_value_beside_the_entry_that_gave_the_new() {
    use crate::domain::entry::ProjectRegister;
    use crate::domain::lot::{Nature, Project};
    let mut kit = kit();
    let act = ProjectRegister {
        code: None,
        name: of("煤制烯坯"),
        builder: of(E1),
        region: of("ZD-WZ"),
        industry: of("2614"),
        nature: Nature::New,
        document: kit.letter(),
    };
    let no: crate::domain::ids::ProjectNo = number(&kit.admit(act), "project");
    let complete = |kit: &Kit, datum| DataComplete {
        datum,
        document: kit.letter(),
    };
    let datum = Datum::ProjectName {
        project: no.clone(),
        name: of("煤制烯烃"),
    };
    let act = complete(&kit, datum);
    let cases: &Refusals<DataComplete> = &[
        (Code::UnknownId, |act| {
            act.datum = Datum::ProjectCode {
                project: of("ZD-WZ-2027-P0009"),
                code: of("2701"),
            };
        }),
        (Code::UnknownId, |act| {
            act.datum = Datum::LotEvidence {
                lot: of("650109-2027-L0009"),
                evidence: of(&"ab".repeat(32)),
            };
        }),
        (Code::DocumentInFuture, |act| {
            act.document.date = of("2027-03-02");
        }),
    ];
    refused_then_admitted(&mut kit, &act, cases);
    kit.refuses(Code::NothingChanges, act);
    let project: Project = kit.draft().must(&keys::project(&no)).unwrap();
    assert_eq!(project.name, of("煤制烯烃"));
    let what = format!("project {no}");
    let history = kit.draft().list(&keys::completions_of(&what)).unwrap();
    let old: Vec<_> = history.iter().map(|row| row.old.clone()).collect();
    assert_eq!(old, [Some(of("煤制烯坯"))]);
}

#[test]
fn a_completion_names_the_number_that_is_recorded() {
    let mut kit = kit();
    for region in ["650000", "650100", "650109"] {
        kit.ceiling(region, "SO2", "standing", "500");
    }
    let lot = issued(&mut kit, FIRM, "10");
    let posting = Posting::Lot(lot);
    let index = crate::domain::rules::corrections::posted(&kit.draft(), &posting).unwrap();
    let there = index.documents[0].clone();
    let complete = |kit: &Kit, recorded: &str, right: &str| DataComplete {
        datum: Datum::DocumentNumber {
            posting: posting.clone(),
            recorded: of(recorded),
            right: of(right),
        },
        document: kit.letter(),
    };
    let act = complete(&kit, "从未有过1号", "乌环1号");
    kit.refuses(Code::UnknownId, act);
    let act = complete(&kit, &there.to_string(), "乌环1号");
    kit.admit(act);
    // What a completion said stands recorded too.
    let act = complete(&kit, "乌环1号", "乌环2号");
    kit.admit(act);
}

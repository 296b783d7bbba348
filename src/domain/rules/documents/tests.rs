//! Ages of documents, in working days.

use super::*;
use crate::domain::entry::AccountOpen;
use crate::domain::policy::{Limits, PolicyItem};
use crate::domain::rules::testkit::{Kit, of};
use crate::domain::text::DocumentKind;

/// 2027-10: the 1st is a Friday; the week of the national day is free, the 9th is worked.
fn october() -> PolicyItem {
    let days = |days: &[&str]| days.iter().map(|day| of(&format!("2027-{day}"))).collect();
    PolicyItem::Calendar(Calendar {
        year: 2027,
        holidays: days(&[
            "10-01", "10-02", "10-03", "10-04", "10-05", "10-06", "10-07",
        ]),
        workdays: days(&["10-09"]),
    })
}

#[test]
fn working_days_pass_over_weekends_holidays_and_make_up_days() {
    let mut kit = Kit::zhundong();
    let cases_without = [
        // Monday, and back: itself, Friday, Thursday …
        ("2027-10-11", 0, "2027-10-11"),
        ("2027-10-11", 1, "2027-10-08"),
        ("2027-10-11", 5, "2027-10-04"),
        ("2027-10-11", 6, "2027-10-01"),
        // Sunday: no working day passes until Friday.
        ("2027-10-10", 0, "2027-10-08"),
        ("2027-10-10", 1, "2027-10-07"),
    ];
    let cases_with = [
        ("2027-10-11", 0, "2027-10-11"),
        ("2027-10-11", 1, "2027-10-09"),
        ("2027-10-11", 2, "2027-10-08"),
        ("2027-10-11", 3, "2027-09-30"),
        ("2027-10-10", 0, "2027-10-09"),
        ("2027-10-03", 0, "2027-09-30"),
        // Into a year that has no calendar of its own.
        ("2027-01-04", 1, "2027-01-01"),
        ("2027-01-04", 2, "2026-12-31"),
    ];
    let check = |kit: &Kit, (today, days, limit): (&str, u16, &str)| {
        let found = working_days_before(&kit.draft(), of(today), days).unwrap();
        assert_eq!(found, of(limit), "{days} working days before {today}");
    };
    for case in cases_without {
        check(&kit, case);
    }
    // A calendar counts for its year whenever its adoption says it holds.
    let mut adoption = kit.adoption(None, vec![october()]);
    adoption.valid_from = of("2028-01-01");
    kit.admit(adoption);
    for case in cases_with {
        check(&kit, case);
    }
}

#[test]
fn the_last_calendar_of_a_year_counts() {
    let mut kit = Kit::zhundong();
    kit.adopt(None, vec![october()]);
    let without = Calendar {
        year: 2027,
        holidays: Vec::new(),
        workdays: Vec::new(),
    };
    kit.adopt(None, vec![PolicyItem::Calendar(without)]);
    let limit = working_days_before(&kit.draft(), of("2027-10-11"), 3).unwrap();
    assert_eq!(limit, of("2027-10-06"));
}

#[test]
fn a_document_is_neither_of_tomorrow_nor_too_old() {
    let mut kit = Kit::zhundong();
    let limits = Limits {
        document_age_working_days: 3,
        refusals_per_key_and_day: 100,
        ..Limits::default()
    };
    kit.adopt(None, vec![october(), PolicyItem::Limits(limits)]);
    kit.admit(kit.party("X", crate::domain::party::PartyKind::Court, "650100"));
    let cases = [
        ("2027-10-11", "2027-10-12", Some(Code::DocumentInFuture)),
        ("2027-10-11", "2027-10-11", None),
        ("2027-10-11", "2027-10-02", None),
        ("2027-10-11", "2027-09-30", None),
        ("2027-10-11", "2027-09-29", Some(Code::DocumentTooOld)),
        ("2027-10-11", "1999-01-01", Some(Code::DocumentTooOld)),
        // Four calendar days and four working days; three of each.
        ("2027-10-15", "2027-10-11", Some(Code::DocumentTooOld)),
        ("2027-10-15", "2027-10-12", None),
    ];
    for (at, (today, date, code)) in cases.into_iter().enumerate() {
        if kit.today() != of(today) {
            kit.on(today);
        }
        kit.admit(kit.party(
            &format!("F{at}"),
            crate::domain::party::PartyKind::Court,
            "650100",
        ));
        let mut document = kit.document(DocumentKind::Application);
        document.date = of(date);
        let act = AccountOpen {
            account: of(&format!("650100/F{at}")),
            document,
        };
        match code {
            None => drop(kit.admit(act)),
            Some(code) => drop(kit.refuses(code, act)),
        }
    }
}

#[test]
fn an_age_limit_of_centuries_still_ends() {
    let kit = Kit::begun();
    let limit = working_days_before(&kit.draft(), kit.today(), u16::MAX).unwrap();
    assert!(limit < of("1970-01-01"));
}

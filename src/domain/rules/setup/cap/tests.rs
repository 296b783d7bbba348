//! Caps.

use super::*;
use crate::domain::entry::{IssueRow, OpeningRecord, OpeningRow, QuotaIssue};
use crate::domain::region::Totals;
use crate::domain::rules::testkit::{E1, Kit, of};

fn totals(kit: &Kit, region: &str, indicator: &str) -> Totals {
    kit.draft()
        .get(&keys::totals(&of(region), &of(indicator)))
        .unwrap()
        .unwrap_or_default()
}

fn ceiling_of(kit: &Kit, region: &str, period: &str) -> Option<String> {
    totals(kit, region, "SO2")
        .ceiling(of(period))
        .map(|amount| amount.to_string())
}

#[test]
fn a_standing_cap_serves_every_year_that_has_none_of_its_own() {
    let mut kit = Kit::zhundong();
    kit.ceiling("652300", "SO2", "standing", "1000");
    kit.ceiling("652300", "SO2", "2027", "940.5");
    let of_years =
        |kit: &Kit| ["standing", "2026", "2027"].map(|period| ceiling_of(kit, "652300", period));
    let some = |text: &str| Some(text.to_owned());
    assert_eq!(of_years(&kit), [some("1000"), some("1000"), some("940.5")]);
    kit.admit(kit.cap(("652300", "SO2", "2027"), CapKind::None, None));
    assert_eq!(of_years(&kit), [some("1000"), some("1000"), some("1000")]);
    kit.admit(kit.cap(("652300", "SO2", "standing"), CapKind::None, None));
    assert_eq!(of_years(&kit), [None, None, None]);
    let listed = kit
        .draft()
        .list(&keys::indicators_of(&of("652300")))
        .unwrap();
    assert_eq!(listed, [of("SO2")]);
}

#[test]
fn a_target_is_recorded_and_binds_nothing() {
    let mut kit = Kit::zhundong();
    kit.admit(kit.cap(("652300", "SO2", "2027"), CapKind::Target, Some("5")));
    assert_eq!(ceiling_of(&kit, "652300", "2027"), None);
    let cap = totals(&kit, "652300", "SO2")
        .cap(Period::Year(2027))
        .unwrap();
    assert_eq!(
        (cap.kind, cap.amount.to_string()),
        (CapKind::Target, "5".to_owned())
    );
}

#[test]
fn a_cap_says_what_it_caps_in_the_indicators_own_terms() {
    let mut kit = Kit::zhundong();
    let ceiling = CapKind::Ceiling;
    let cases = [
        (
            ("652300", "SO2", "standing"),
            ceiling,
            None,
            Code::FieldMissing,
        ),
        (
            ("652300", "SO2", "standing"),
            CapKind::Target,
            None,
            Code::FieldMissing,
        ),
        (
            ("652300", "SO2", "standing"),
            CapKind::None,
            Some("1"),
            Code::FieldMissing,
        ),
        (
            ("NOWHERE", "SO2", "standing"),
            ceiling,
            Some("1"),
            Code::UnknownId,
        ),
        (
            ("652300", "SO3", "standing"),
            ceiling,
            Some("1"),
            Code::IndicatorUnknown,
        ),
        (
            ("652300", "SO2", "2026-2030"),
            ceiling,
            Some("1"),
            Code::PeriodNotOfIndicator,
        ),
        (
            ("652300", "SO2", "standing"),
            ceiling,
            Some("1.0001"),
            Code::TooManyDecimals,
        ),
        (
            ("652300", "CO2", "2027"),
            ceiling,
            Some("1.001"),
            Code::TooManyDecimals,
        ),
    ];
    for (what, kind, amount, code) in cases {
        let act = kit.cap(what, kind, amount);
        kit.refuses(code, act);
    }
    let mut old = kit.cap(("652300", "SO2", "standing"), ceiling, Some("1"));
    old.document.date = of("2026-01-01");
    kit.refuses(Code::DocumentTooOld, old);
    kit.ceiling("652300", "SO2", "standing", "0");
    kit.ceiling("652300", "CO2", "2027", "0.01");
}

#[test]
fn a_root_sets_its_own_cap_and_every_other_is_set_from_above() {
    let mut kit = Kit::zhundong();
    for (region, party, seats) in [
        ("650000", "650000-EEB", 1),
        ("XPCC", "XPCC-EEB", 2),
        // Above its divisions a root issues with as many persons as for itself.
        ("XPCC-06", "XPCC-EEB", 4),
        ("652300", "650000-EEB", 3),
        ("ZD", "652300-EEB", 3),
        ("ZD-WZ", "652300-EEB", 3),
        ("650109", "650100-EEB", 3),
    ] {
        let act = kit.cap((region, "SO2", "standing"), CapKind::Ceiling, Some("1"));
        let entry = kit.entry(act, None);
        let signers = &entry.head.signers;
        assert!(
            signers.iter().all(|signer| signer.party == of(party)),
            "{region}"
        );
        assert_eq!(signers.len(), seats, "{region}");
    }
}

/// S8: a cap lowered below what is allocated.
#[test]
fn a_lowered_cap_is_recorded_and_then_lets_nothing_in() {
    let mut kit = Kit::zhundong();
    let account = format!("650109/{E1}");
    kit.open(&account);
    kit.ceiling("650109", "SO2", "standing", "1000");
    kit.admit(OpeningRecord {
        region: of("650109"),
        cut_over: kit.today(),
        rows: vec![OpeningRow {
            account: of(&account),
            indicator: of("SO2"),
            period: of("standing"),
            amount: of("985"),
            since: of("2020-01-01"),
            paid: false,
            base_emission: None,
            evidence: None,
        }],
        document: kit.letter(),
    });
    kit.ceiling("650109", "SO2", "standing", "940");
    let over = totals(&kit, "650109", "SO2").over(Period::Standing);
    assert_eq!(over.to_string(), "45");
    let row = IssueRow {
        indicator: of("SO2"),
        period: of("standing"),
        amount: of("0.001"),
        since: of("2027-01-01"),
        paid: false,
    };
    let issue = QuotaIssue {
        account: of(&account),
        rows: vec![row],
        document: kit.letter(),
    };
    kit.refuses(Code::CapExceeded, issue);
}

#[test]
fn a_region_has_figures_of_a_thousand_years_at_most_and_they_can_be_stored() {
    let mut kit = Kit::zhundong();
    let key = keys::totals(&of("652300"), &of("SO2"));
    let mut full = Totals::default();
    for year in 3000..4000 {
        let cap = Cap {
            kind: CapKind::Ceiling,
            amount: of("-19999999999999.9999"),
        };
        let row = full.year_mut(year);
        (row.used, row.cap) = (of("19999999999999.9999"), Some(cap));
        row.shift = of("-19999999999999.9999");
    }
    assert!(postcard::to_stdvec(&full).unwrap().len() < 256 * 1_024);
    let mut draft = Draft::on(&kit.state);
    draft.put(&key, &full).unwrap();
    let effects = draft.into_effects();
    kit.state.apply(effects);
    let act = kit.cap(("652300", "SO2", "2027"), CapKind::Ceiling, Some("1"));
    kit.refuses(Code::TooManyRows, act);
    kit.ceiling("652300", "SO2", "3000", "1");
    kit.ceiling("652300", "SO2", "standing", "1");
}

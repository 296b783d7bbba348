//! Queries over the samples: what a clerk, a park officer and an inspector read after S1 to S3.
#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use qledger::domain::amount::Balance;
use qledger::domain::ids::{CaseNo, IndicatorCode, RegionId, StepId};
use qledger::domain::party::Seat;
use qledger::domain::posting::Place;
use qledger::domain::refusal::Code;
use qledger::domain::text::DocumentKind;
use qledger::scenario::Played;
use qledger::service::query::{
    BalanceFilter, CaseFilter, CaseView, PermitFilter, PolicyFilter, RefusalFilter, StepState,
    StepView, TotalsFilter,
};
use qledger::service::{Silent as Unheard, View};

#[path = "scenarios/common.rs"]
#[allow(
    dead_code,
    reason = "of what scenarios share, queries need the playing"
)]
mod common;

fn played(file: &str) -> Played {
    common::in_memory(&common::sample(file)).unwrap_or_else(|failure| panic!("{failure}"))
}

fn of<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

fn step<'a>(view: &'a CaseView, id: &str) -> &'a StepView {
    let id: StepId = of(id);
    view.checklist.iter().find(|step| step.step == id).unwrap()
}

fn only_case(view: &View<'_>) -> CaseNo {
    let cases = view
        .cases(&CaseFilter {
            over: true,
            ..CaseFilter::default()
        })
        .unwrap();
    assert_eq!(cases.len(), 1);
    cases[0].case.clone()
}

#[test]
fn a_checklist_says_who_must_act_next_since_when_and_what_is_missing() {
    let played = played("relocation.yaml");
    let view = played.ledger.view().unwrap();
    let case = only_case(&view);
    let whole = view.case_view(&case).unwrap();
    let confirmed = step(&whole, "origin_confirm").done.clone().unwrap();

    // The day the origin had confirmed, and nobody else had acted.
    let past = played.ledger.past(confirmed.index, &mut Unheard).unwrap();
    let view = past.view().unwrap();
    let then = view.case_view(&case).unwrap();
    assert_eq!(step(&then, "accept").state, StepState::Done);
    let consent = step(&then, "carry_consent");
    assert_eq!(consent.state, StepState::Open);
    let accepted = step(&then, "accept").done.clone().unwrap();
    assert_eq!(consent.open_since, Some(accepted.at));
    assert_eq!(consent.parties, [of("650100-GOV")]);
    assert_eq!(consent.recorders, [of("650100-EEB")]);
    assert_eq!(consent.documents_missing, [DocumentKind::CarryConsent]);
    let reserve = step(&then, "reserve");
    assert_eq!(
        (reserve.state, reserve.open_since),
        (StepState::Waiting, None)
    );
    assert!(reserve.waits_for.contains(&of("carry_consent")));
    assert!(reserve.documents_missing.is_empty());

    let next = &then.brief.next;
    let consenting = next
        .iter()
        .find(|next| next.step == Some(of("carry_consent")))
        .unwrap();
    assert_eq!(consenting.seats, [Seat::Issue]);
    assert_eq!(then.brief.done, 2);
    assert!(then.brief.lapses_at.is_some());
    assert!(then.drew.is_empty() && then.reserved.is_empty());

    // A body finds the cases that wait for it.
    let waiting = |party: &str| {
        let filter = CaseFilter {
            waits_for: Some(of(party)),
            ..CaseFilter::default()
        };
        view.cases(&filter).unwrap().len()
    };
    assert_eq!((waiting("650100-GOV"), waiting("650100-EEB")), (1, 0));
}

#[test]
fn a_first_step_is_open_since_the_case_was_opened() {
    let played = played("relocation.yaml");
    let view = played.ledger.view().unwrap();
    let case = only_case(&view);
    let opened = view.case_view(&case).unwrap().opened;
    let past = played.ledger.past(opened, &mut Unheard).unwrap();
    let then = past.view().unwrap().case_view(&case).unwrap();
    let admitted = played.ledger.leaf(opened).unwrap().admitted;
    assert_eq!(step(&then, "accept").open_since, Some(admitted));
}

#[test]
fn a_case_that_is_over_asks_nobody_and_tells_who_recorded_whose_letter() {
    let played = played("relocation.yaml");
    let view = played.ledger.view().unwrap();
    let case = view.case_view(&only_case(&view)).unwrap();
    assert!(case.brief.next.is_empty() && case.brief.lapses_at.is_none());
    assert!(
        case.checklist
            .iter()
            .all(|step| step.state == StepState::Done)
    );
    let consent = step(&case, "carry_consent").done.clone().unwrap();
    assert_eq!(
        consent.by,
        [of::<qledger::domain::ids::PartyId>("650100-GOV")]
    );
    assert_eq!(consent.recorded_by, Some(of("650100-EEB")));
    assert!(case.drew.iter().all(|drawn| drawn.posted));
    assert_eq!(case.base_decision.unwrap().year, 2025);
    // Open cases only, unless asked.
    assert!(view.cases(&CaseFilter::default()).unwrap().is_empty());
}

#[test]
fn what_is_reserved_shows_until_it_is_posted() {
    let played = played("relocation.yaml");
    let view = played.ledger.view().unwrap();
    let case = only_case(&view);
    let reserved = step(&view.case_view(&case).unwrap(), "reserve")
        .done
        .clone()
        .unwrap();
    let past = played.ledger.past(reserved.index, &mut Unheard).unwrap();
    let view = past.view().unwrap();
    let then = view.case_view(&case).unwrap();
    assert!(!then.drew.is_empty() && then.drew.iter().all(|drawn| !drawn.posted));
    assert!(!then.reserved.is_empty());
    let filter = BalanceFilter {
        account: Some(of("650100/RESERVE")),
        ..BalanceFilter::default()
    };
    let rows = view.balances(&filter).unwrap();
    let voc = rows.iter().find(|row| row.indicator == of("VOCS")).unwrap();
    assert_eq!(
        (voc.available, voc.reserved, voc.total),
        (of("14.12"), of("5.88"), of("20"))
    );
    assert_eq!(voc.lots[0].reserved[0].case, case);
}

#[test]
fn a_lot_is_traced_to_everyone_who_holds_of_it() {
    let played = played("relocation.yaml");
    let view = played.ledger.view().unwrap();
    let trace = view.trace_lot(&of("650100-2027-L0001")).unwrap();
    assert_eq!(trace.lot.amount, of("20"));
    let mut held: Vec<_> = trace
        .holders
        .iter()
        .map(|h| (h.account.to_string(), h.amount.to_string()))
        .collect();
    held.sort();
    let expected = [
        ("650100/RESERVE", "14.12"),
        ("ZD-WZ/91650109MA77AB0192", "5.88"),
    ];
    assert_eq!(
        held,
        expected.map(|(account, amount)| (account.into(), amount.into()))
    );
    assert_eq!(trace.moves[0].from, None);
    assert_eq!(trace.cases, [only_case(&view)]);
    assert_eq!((trace.held, trace.retired), (of("20"), Balance::ZERO));
    assert!(view.trace_lot(&of("650100-2027-L0099")).is_err());
}

#[test]
fn balances_and_totals_are_found_by_region_and_below() {
    let played = played("relocation.yaml");
    let view = played.ledger.view().unwrap();
    let sum = |region: &str, below: bool| {
        let (region, indicator) = (Some(of(region)), Some(of("SO2")));
        let filter = BalanceFilter {
            region,
            below,
            indicator,
            ..BalanceFilter::default()
        };
        let rows = view.balances(&filter).unwrap();
        rows.iter()
            .fold(Balance::ZERO, |sum, row| sum.plus(row.total))
    };
    assert_eq!(
        (sum("650100", true), sum("ZD", false), sum("ZD", true)),
        (of("38.35"), of("0"), of("160"))
    );
    let used = |region: &str| {
        let region: RegionId = of(region);
        let (below, indicator) = (false, Some(of::<IndicatorCode>("SO2")));
        let filter = TotalsFilter {
            region: Some(region),
            below,
            indicator,
        };
        view.totals(&filter).unwrap()[0].used
    };
    for region in ["ZD-WZ", "ZD", "652300"] {
        assert_eq!(used(region), of("160"), "{region}");
    }
    assert!(
        view.totals(&TotalsFilter {
            region: Some(of("NOWHERE")),
            ..Default::default()
        })
        .is_err()
    );
}

#[test]
fn refusals_are_found_by_number_party_kind_and_day() {
    let played = played("double_use.yaml");
    let view = played.ledger.view().unwrap();
    let found = |filter: RefusalFilter| view.refusals(&filter).unwrap();
    let all = found(RefusalFilter::default());
    assert!(all.windows(2).all(|pair| pair[0].index < pair[1].index));
    for row in &all {
        let leaf = played.ledger.leaf(row.index).unwrap();
        assert_eq!(leaf.refusal.unwrap().number, row.refusal.number);
        let text = row.refusal.text.as_ref().unwrap();
        assert!(!text.zh.contains('{') && !text.en.contains('{'));
    }
    let number = Some(Code::InsufficientLot.number());
    let short = found(RefusalFilter {
        number,
        ..RefusalFilter::default()
    });
    assert!(
        short
            .iter()
            .any(|row| row.refusal.values.values().any(|v| v.contains("37.4")))
    );
    assert!(short.len() < all.len());
    let party = Some(short[0].signers[0].party.clone());
    assert!(
        found(RefusalFilter {
            number,
            party,
            ..Default::default()
        })
        .contains(&short[0])
    );
    let party = Some(of("650000-COURT"));
    assert!(
        found(RefusalFilter {
            number,
            party,
            ..Default::default()
        })
        .is_empty()
    );
    let day = short[0].admitted.day();
    let on_that_day = RefusalFilter {
        number,
        from: Some(day),
        until: Some(day),
        ..Default::default()
    };
    assert!(found(on_that_day).contains(&short[0]));
    let until = Some(day.before());
    assert!(
        !found(RefusalFilter {
            number,
            until,
            ..Default::default()
        })
        .contains(&short[0])
    );
    let kind = Some("cap.set".to_owned());
    assert!(
        found(RefusalFilter {
            number,
            kind,
            ..Default::default()
        })
        .is_empty()
    );
}

#[test]
fn every_lot_permit_party_policy_and_leaf_is_listed() {
    let played = played("double_use.yaml");
    let view = played.ledger.view().unwrap();
    for lot in view.lots(None, false).unwrap() {
        let trace = view.trace_lot(&lot.lot).unwrap();
        let gone = trace.retired.plus(trace.taken_back).plus(trace.reduced);
        assert_eq!(
            trace.held.plus(gone),
            Balance::from(trace.lot.amount),
            "{}",
            lot.lot
        );
    }
    let permits = view.permits(&PermitFilter::default()).unwrap();
    assert!(!permits.is_empty());
    assert_eq!(view.permit(&permits[0].permit).unwrap(), permits[0]);
    let regions = view.regions().unwrap();
    let park = regions
        .iter()
        .find(|region| region.region.region == of("ZD-WZ"))
        .unwrap();
    assert_eq!(park.answers_to, of("650100"));
    assert_eq!(park.cap_path, ["ZD-WZ", "ZD", "652300", "650000"].map(of));
    let parties = view.parties(None).unwrap();
    assert!(
        parties
            .iter()
            .any(|party| party.party.party == of("650000-EEB") && !party.keys.is_empty())
    );
    let key = &parties.iter().find_map(|party| party.keys.first()).unwrap();
    assert_eq!(&view.key(&key.key).unwrap(), *key);
    assert!(view.person(&key.person).unwrap().keys.contains(key));
    let policies = view.policies(&PolicyFilter::default()).unwrap();
    let procedures = PolicyFilter {
        kind: Some("procedure".to_owned()),
        ..PolicyFilter::default()
    };
    assert!(view.policies(&procedures).unwrap().len() < policies.len());
    assert!(policies.iter().all(|row| row.index < view.size()));
    let lines = view.log(0..view.size()).unwrap();
    assert_eq!(
        (lines.len() as u64, lines[0].kind),
        (view.size(), "genesis")
    );
    for line in lines.iter().skip(1) {
        let entry = view.entry(line.index).unwrap();
        assert_eq!(entry.signed_by.len(), line.signers.len());
        let index = line.refusal.is_none().then_some(line.index);
        assert_eq!(view.index_of(&line.id).unwrap(), index);
    }
    assert!(view.entry(view.size()).is_err());
}

#[test]
fn a_project_is_traced_to_its_lots_and_what_they_were_made_out_of() {
    let played = played("introduction.yaml");
    let view = played.ledger.view().unwrap();
    let covered = view.projects(None).unwrap();
    let project = covered
        .iter()
        .find(|project| project.covered_by.is_some())
        .unwrap();
    let trace = view.trace_project(&project.project).unwrap();
    let nox = trace
        .sums
        .iter()
        .find(|sum| sum.indicator == of("NOX"))
        .unwrap();
    assert_eq!(
        (nox.credited, nox.retired, nox.reserved),
        (of("640"), of("640"), Balance::ZERO)
    );
    assert!(
        trace.cases.len() >= 2,
        "the demonstration and the introduction"
    );
    let retired = trace.drew.iter().filter(|drawn| drawn.to == Place::Retired);
    assert!(retired.count() > 0);
    // Lots of verified reductions name what they were made out of.
    let reductions = view.reductions(None).unwrap();
    assert!(!reductions.is_empty() && !trace.sources.is_empty());
    for ancestor in &trace.sources {
        let older = view.trace_lot(&ancestor.lot).unwrap();
        let made = older
            .made_into
            .iter()
            .find(|made| made.lot == ancestor.of)
            .unwrap();
        assert_eq!(made.amount, ancestor.amount);
        assert_eq!(
            view.reduction(&ancestor.reduction).unwrap().reduction,
            ancestor.reduction
        );
    }
}

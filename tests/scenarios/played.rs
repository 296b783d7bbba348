//! Every sample plays, to the last decimal.

use std::collections::BTreeSet;

use qledger::domain::entry::Act;
use qledger::domain::refusal::Code;
use qledger::receipt;
use qledger::scenario::Scenario;

use crate::common::{Changed, EVERY_ACT, SAMPLES, in_memory, sample};

fn plays(file: &str) {
    let played = in_memory(&sample(file)).unwrap_or_else(|failure| panic!("{failure}"));
    assert!(
        played.report.met > 30,
        "{file}: only {} expectations",
        played.report.met
    );
    for refused in played
        .report
        .acts
        .iter()
        .filter_map(|act| act.refused.as_ref())
    {
        super::provoked::note(refused.refusal.code.name());
    }
}

#[test]
fn a_firm_moves_and_brings_its_quota_along() {
    plays("relocation.yaml");
}

#[test]
fn the_surplus_beyond_the_base_year_is_no_source() {
    plays("relocation_base_limit.yaml");
}

#[test]
fn a_two_high_project_is_supplied_by_who_introduces_it() {
    plays("introduction.yaml");
}

#[test]
fn an_introduction_is_refused_for_each_of_its_reasons() {
    plays("introduction_refusals.yaml");
}

#[test]
fn carbon_is_replaced_at_its_ratio() {
    plays("introduction_carbon_ratio.yaml");
}

#[test]
fn freed_quota_is_used_only_once() {
    plays("double_use.yaml");
}

#[test]
fn a_project_in_stages_takes_its_reservation_part_by_part() {
    plays("introduction_stages.yaml");
}

#[test]
fn a_firm_moves_line_by_line_and_no_line_twice() {
    plays("relocation_lines.yaml");
}

#[test]
fn everything_a_firm_holds_goes_to_its_successors() {
    plays("holder_change.yaml");
}

#[test]
fn a_mistake_found_late_is_corrected_out_of_the_reserve() {
    plays("correction.yaml");
}

#[test]
fn what_a_correction_lacks_is_owed_and_stops_reservations_until_it_is_made_good() {
    plays("correction_shortfall.yaml");
}

#[test]
fn a_posting_is_reversed_once_as_a_whole_and_in_its_window() {
    plays("reversal.yaml");
}

#[test]
fn a_lowered_cap_is_recorded_and_taking_back_makes_room() {
    plays("lowered_cap.yaml");
}

#[test]
fn an_invalidation_lowers_the_cap_and_makes_no_room() {
    plays("lowered_cap_invalidated.yaml");
}

#[test]
fn a_new_plan_period_closes_old_lots_until_they_are_listed() {
    plays("plan_period.yaml");
}

#[test]
fn every_kind_of_act_can_be_written() {
    let sources = Changed(vec![("every_act.yaml".to_owned(), EVERY_ACT.to_owned())]);
    let scenario = Scenario::read(&sources, "every_act.yaml").unwrap_or_else(|e| panic!("{e}"));
    let kinds: BTreeSet<&str> = scenario
        .acts
        .iter()
        .flat_map(|step| &step.deeds)
        .map(|deed| deed.kind)
        .collect();
    // The genesis, persons and keys come by themselves; a day's end of a key and the number of the
    // rules are no matter of a scenario.
    let by_themselves = [
        "genesis",
        "person.enrol",
        "key.enrol",
        "key.amend",
        "upgrade",
    ];
    let all = Act::KINDS
        .iter()
        .copied()
        .filter(|kind| !by_themselves.contains(kind));
    assert_eq!(kinds, all.collect());
    in_memory(&scenario).unwrap_or_else(|failure| panic!("{failure}"));
}

#[test]
fn the_samples_meet_every_refusal_of_their_flows() {
    let mut met = BTreeSet::new();
    for file in SAMPLES {
        let steps = sample(file).acts;
        met.extend(
            steps
                .iter()
                .filter_map(|step| Some(step.expect.refused.as_ref()?.code.name())),
        );
    }
    let named = [
        Code::MissingSignature,
        Code::StepNotOpen,
        Code::OriginNotClosed,
        Code::BaseUndecided,
        Code::SourceExceedsBase,
        Code::DemonstrationMissing,
        Code::SourceOutOfScope,
        Code::WrongSupplier,
        Code::FactorUndetermined,
        Code::SourceAlreadyClaimed,
        Code::SourceNotHeld,
        Code::InsufficientLot,
        Code::LotAlreadyUsed,
        Code::StagesDiffer,
        Code::PermitMissing,
        Code::RowTwice,
        Code::LineTaken,
        Code::PermitAboveRest,
        Code::SharesDiffer,
        Code::ShareBelowReserved,
        Code::NotAssigned,
        Code::PartyClosed,
        Code::AccountOnHold,
        Code::AlreadyReversed,
        Code::ReversalWindowPassed,
        Code::ShortfallCured,
        Code::AlreadyCorrected,
        Code::NothingChanges,
        Code::CorrectionRaises,
        Code::NotCorrectable,
        Code::BaseYearNotSet,
        Code::PlanPeriodUnsound,
        Code::LotOfOldPeriod,
        Code::InsufficientBalance,
        Code::ShortfallOpen,
        Code::PostedQuantityUsed,
        Code::CapExceeded,
    ];
    assert_eq!(met, named.iter().map(|code| code.name()).collect());
}

#[test]
fn the_same_scenario_gives_the_same_ledger() {
    let ends = |file| {
        let played = in_memory(&sample(file)).unwrap();
        (
            played.report.ledger,
            played.ledger.tree_head(),
            played.ledger.state_digest(),
        )
    };
    assert_eq!(ends("double_use.yaml"), ends("double_use.yaml"));
    assert_ne!(ends("double_use.yaml").0, ends("relocation.yaml").0);
}

#[test]
fn refusals_are_on_record_and_provable() {
    let played = in_memory(&sample("double_use.yaml")).unwrap();
    let refused: Vec<_> = played
        .report
        .acts
        .iter()
        .filter_map(|step| step.refused.as_ref())
        .collect();
    assert!(refused.len() >= 3);
    let expected = receipt::Expected {
        ledger: played.report.ledger,
        operator: Some(*played.ledger.checkpoint_key().operator()),
    };
    for refused in refused {
        let bytes = played.ledger.receipt(refused.index.unwrap()).unwrap();
        let verified =
            receipt::verify(&receipt::Receipt::parse(&bytes).unwrap(), &expected).unwrap();
        assert_eq!(verified.level, receipt::Level::Logged);
        assert_eq!(verified.refusal, Some(refused.refusal.recorded()));
        assert_eq!(verified.entry.act.kind(), refused.kind);
    }
}

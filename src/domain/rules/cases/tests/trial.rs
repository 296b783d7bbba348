//! A case tried out comes to what the case itself comes to, and tells everything at once.

use super::relocation::{ORIGIN, TO_RESERVE, before_the_case, opened};
use super::*;
use crate::domain::case::{Content, Relocation};
use crate::domain::entry::CaseOpen;
use crate::domain::ids::LotNo;
use crate::domain::rules::cases::trial::Trial;
use crate::domain::rules::testkit::E1;
use crate::domain::state::Draft;

fn asked(kit: &Kit, required: &[(&str, &str)]) -> CaseOpen {
    CaseOpen {
        procedure: of("relocation"),
        by: of("ZD-WZ-PC"),
        content: Content::Relocation(Relocation {
            firm: of(E1),
            origin: of(ORIGIN),
            site: of("ZD-WZ"),
            project: None,
            required: required.iter().map(|(i, need)| quantity(i, need)).collect(),
            lines: Vec::new(),
        }),
        documents: vec![kit.document(DocumentKind::Application)],
    }
}

fn tried<'d, 's>(kit: &Kit, draft: &'d mut Draft<'s>, open: CaseOpen) -> Trial<'d, 's> {
    let mut trial = Trial::begin(draft, kit.now, of("试算"));
    if let Some(no) = trial.open(open).unwrap() {
        trial.go_through(&no).unwrap();
    }
    trial
}

#[test]
fn what_is_tried_is_what_is_reserved_and_the_state_knows_nothing_of_it() {
    let mut kit = before_the_case("412.600");
    let rows: Vec<(&str, &str)> = super::relocation::ROWS
        .iter()
        .map(|(indicator, _, need)| (*indicator, *need))
        .chain([("CO2", "268000.00")])
        .collect();
    let state = kit.draft();
    let mut draft = Draft::on(&state);
    let trial = tried(&kit, &mut draft, asked(&kit, &rows));
    let against: Vec<_> = trial.obstacles.iter().filter(|o| !o.on_the_way).collect();
    assert!(against.is_empty(), "{against:?}");
    assert!(!trial.posted.is_empty());
    let vocs = trial.figures.iter().find(|f| f.indicator == of("VOCS"));
    let vocs = vocs.unwrap();
    assert_eq!((vocs.held, vocs.short), (of("54.12"), of("5.88")));
    let lines = trial.reserved.iter();
    let mut tried: Vec<(LotNo, String)> = lines
        .map(|line| (line.lot.clone(), line.amount.to_string()))
        .collect();
    tried.sort();

    let case = opened(&mut kit);
    assert!(case.ends_with("-0001"), "a trial gives no number away");
    kit.does(&case, &TO_RESERVE);
    let held = kit.draft().list(&keys::reserved_of_case(&of(&case)));
    let mut reserved: Vec<(LotNo, String)> = held
        .unwrap()
        .into_iter()
        .map(|holding| (holding.lot, holding.amount.to_string()))
        .collect();
    reserved.sort();
    assert_eq!(tried, reserved);
}

#[test]
fn a_trial_tells_every_fault_and_a_submission_the_first() {
    let mut kit = before_the_case("412.600");
    let required = [("SO2", "500"), ("VOCS", "90"), ("CO2PROJ", "1")];
    let state = kit.draft();
    let mut draft = Draft::on(&state);
    let trial = tried(&kit, &mut draft, asked(&kit, &required));
    let told: Vec<Code> = trial.obstacles.iter().map(|o| o.refusal.code).collect();
    assert_eq!(
        told.iter()
            .filter(|c| **c == Code::FactorUndetermined)
            .count(),
        1,
        "{told:?}"
    );
    // Without the indicator that has no ratio, both shortfalls are told.
    let mut draft = Draft::on(&state);
    let trial = tried(&kit, &mut draft, asked(&kit, &required[..2]));
    let short = trial.obstacles.iter().filter(|o| !o.on_the_way);
    let short: Vec<_> = short
        .map(|o| (o.refusal.code, o.refusal.values["short"].as_str()))
        .collect();
    let code = Code::InsufficientBalance;
    assert_eq!(short, [(code, "301.65"), (code, "15.88")]);
    assert!(trial.reserved.is_empty() && trial.posted.is_empty());

    let open = asked(&kit, &required[..2]);
    let case = numbered(&kit.admit(open), "case");
    kit.does(&case, &TO_RESERVE[..5]);
    let refusal = kit.step_refused(code, &case, "reserve");
    assert_eq!(refusal.values["short"], "301.65");
}

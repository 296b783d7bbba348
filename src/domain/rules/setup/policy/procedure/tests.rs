//! Procedures that hold together, and every way in which they do not.

use super::*;
use crate::domain::policy::PolicyItem;
use crate::domain::rules::testkit::of;

/// The default procedures, by id.
fn sample(id: &str) -> Procedure {
    let items: Vec<PolicyItem> = serde_json::from_str(include_str!(
        "../../../../../../samples/policy/procedures.json"
    ))
    .unwrap();
    let procedures = items.into_iter().filter_map(|item| match item {
        PolicyItem::Procedure(procedure) => Some(procedure),
        _ => None,
    });
    procedures
        .into_iter()
        .find(|procedure| procedure.procedure == of(id))
        .unwrap()
}

fn step<'a>(procedure: &'a mut Procedure, id: &str) -> &'a mut Step {
    procedure
        .steps
        .iter_mut()
        .find(|step| step.id == of(id))
        .unwrap()
}

#[test]
fn the_default_procedures_hold_together() {
    for id in ["relocation", "introduction", "demonstration"] {
        assert_eq!(check(&sample(id)), Ok(()), "{id}");
    }
}

#[test]
fn a_procedure_that_does_not_hold_together_names_the_place() {
    type Amend = fn(&mut Procedure);
    let cases: [(&str, Amend); 21] = [
        ("lapse_days 0", |p| p.lapse_days = 0),
        ("0 steps", |p| p.steps.clear()),
        ("steps, 1 to 64", |p| {
            p.steps = vec![p.steps[0].clone(); STEPS_MAX + 1];
        }),
        ("step accept stands twice", |p| {
            p.steps.push(p.steps[0].clone());
        }),
        ("eia waits for nowhere, which", |p| {
            step(p, "eia").after.push(of("nowhere"));
        }),
        ("eia waits for reserve twice", |p| {
            step(p, "eia").after.push(of("reserve"));
        }),
        ("step eia has 0 seats", |p| step(p, "eia").seats.clear()),
        ("step eia has 9 seats", |p| {
            step(p, "eia").seats = [step(p, "eia").seats[0]; 9].into();
        }),
        ("carry_consent is recorded by a beneficiary", |p| {
            step(p, "carry_consent").recorded_by = Some(Signatory::Enterprise);
        }),
        ("carry_consent is recorded by a beneficiary", |p| {
            step(p, "carry_consent").recorded_by = Some(Signatory::ParkCommittee);
        }),
        ("step accept waits for itself", |p| {
            step(p, "accept").after.push(of("accept"));
        }),
        ("step accept waits for itself", |p| {
            step(p, "accept").after.push(of("reserve"));
        }),
        ("host_opinion and effective lead nowhere", |p| {
            step(p, "upper_confirm")
                .after
                .retain(|after| *after != of("host_opinion"));
        }),
        ("step reserve establishes what another does", |p| {
            step(p, "reserve").establishes = Establishes::Acceptance;
        }),
        ("step origin_closure establishes what another does", |p| {
            step(p, "eia").establishes = Establishes::Closure;
        }),
        ("1 steps reserve and 0 post", |p| {
            step(p, "effective").effect = Effect::None;
        }),
        ("0 steps reserve and 1 post", |p| {
            step(p, "reserve").effect = Effect::None;
        }),
        ("1 steps reserve and 2 post", |p| {
            step(p, "eia").effect = Effect::Post;
        }),
        ("2 steps reserve and 1 post", |p| {
            step(p, "eia").effect = Effect::Reserve;
        }),
        ("step eia posts and does not wait for effective", |p| {
            step(p, "effective").effect = Effect::Reserve;
            step(p, "eia").effect = Effect::Post;
            step(p, "reserve").effect = Effect::None;
        }),
        ("step archive comes after effective, which posts", |p| {
            let mut archive = step(p, "effective").clone();
            archive.id = of("archive");
            archive.after = vec![of("effective")];
            archive.effect = Effect::None;
            p.steps.push(archive);
        }),
    ];
    for (what, amend) in cases {
        let mut procedure = sample("relocation");
        amend(&mut procedure);
        let refusal = check(&procedure).expect_err(what);
        assert_eq!(refusal.code, Code::ProcedureUnsound);
        assert!(refusal.values["what"].contains(what), "{what}: {refusal}");
    }
}

#[test]
fn a_demonstration_moves_nothing() {
    let mut procedure = sample("relocation");
    procedure.kind = CaseKind::Demonstration;
    assert!(check(&procedure).is_err());
    let mut demonstration = sample("demonstration");
    demonstration.steps[0].effect = Effect::Reserve;
    assert!(check(&demonstration).is_err());
}

#[test]
fn only_confirmations_come_from_several_steps() {
    for (establishes, is_sound) in [
        (Establishes::SourceConfirmed, true),
        (Establishes::UpperConfirmation, true),
        (Establishes::Nothing, true),
        (Establishes::SourcesAchieved, false),
        (Establishes::DemonstrationPassed, false),
    ] {
        let mut procedure = sample("relocation");
        for id in ["eia", "host_opinion"] {
            step(&mut procedure, id).establishes = establishes;
        }
        assert_eq!(check(&procedure).is_ok(), is_sound, "{establishes:?}");
    }
}

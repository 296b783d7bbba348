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
    let cases: [(&str, Amend); 22] = [
        ("lapse_days 0", |p| p.lapse_days = 0),
        ("0 steps", |p| p.steps.clear()),
        ("steps, 1 to 32", |p| {
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
        ("archive follows effective, which posts", |p| {
            let mut archive = step(p, "eia").clone();
            (archive.id, archive.after) = (of("archive"), vec![of("effective")]);
            p.steps.push(archive);
        }),
        ("0 steps reserve and 0 post", |p| {
            step(p, "reserve").effect = Effect::None;
            step(p, "effective").effect = Effect::None;
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

/// A procedure without the steps named: what waited for them waits for what they waited for.
fn without(procedure: &mut Procedure, id: &str) {
    let after = step(procedure, id).after.clone();
    procedure.steps.retain(|step| step.id != of(id));
    for step in &mut procedure.steps {
        if step.after.contains(&of(id)) {
            step.after.retain(|before| *before != of(id));
            let more: Vec<_> = after.iter().filter(|a| !step.after.contains(a)).collect();
            let more: Vec<_> = more.into_iter().cloned().collect();
            step.after.extend(more);
        }
    }
}

#[test]
fn no_consent_can_be_left_out() {
    for (kind, id, what) in [
        (
            "relocation",
            "accept",
            "reserve does not wait for acceptance by host_authority",
        ),
        (
            "relocation",
            "carry_consent",
            "reserve does not wait for carry_consent by origin_gov",
        ),
        (
            "relocation",
            "upper_confirm",
            "reserve does not wait for upper_confirmation by common",
        ),
        (
            "relocation",
            "origin_closure",
            "effective does not wait for closure by origin_auth",
        ),
        (
            "relocation",
            "old_permit",
            "effective does not wait for old_permit_ended by origin",
        ),
        (
            "relocation",
            "new_permit",
            "effective does not wait for new_permit_issued by host",
        ),
        (
            "introduction",
            "accept",
            "reserve does not wait for acceptance by host_authority",
        ),
        (
            "introduction",
            "source_plan",
            "reserve does not wait for source_plan by introducer",
        ),
        (
            "introduction",
            "confirm_builder",
            "source_confirmed by enterprise after source_plan",
        ),
        (
            "introduction",
            "confirm_giver",
            "source_confirmed by giver after source_plan",
        ),
        (
            "introduction",
            "confirm_government",
            "source_confirmed by introducer after source_plan",
        ),
        (
            "introduction",
            "review",
            "upper_confirmation by common_upper after source_plan",
        ),
        (
            "introduction",
            "sources_achieved",
            "effective does not wait for sources_achieved by",
        ),
        (
            "introduction",
            "permit",
            "effective does not wait for new_permit_issued by host",
        ),
        ("demonstration", "accept", "acceptance by host_authority"),
        (
            "demonstration",
            "passed",
            "demonstration_passed by introducer after acceptance",
        ),
    ] {
        let mut procedure = sample(kind);
        without(&mut procedure, id);
        let refusal = check(&procedure).expect_err(id);
        assert!(
            refusal.values["what"].contains(what),
            "{kind} {id}: {refusal}"
        );
    }
}

#[test]
fn a_consent_is_given_in_time_by_whose_it_is() {
    type Amend = fn(&mut Procedure);
    let cases: [(&str, &str, Amend); 6] = [
        ("relocation", "carry_consent by origin_government", |p| {
            step(p, "carry_consent").signatory = Signatory::HostAuthority;
        }),
        (
            "relocation",
            "only by origin_authority or common_upper",
            |p| {
                step(p, "carry_consent").recorded_by = Some(Signatory::HostAuthority);
            },
        ),
        ("relocation", "only by common_upper", |p| {
            step(p, "upper_confirm").recorded_by = Some(Signatory::HostAuthority);
        }),
        ("relocation", "carry_consent by origin_government", |p| {
            step(p, "upper_confirm")
                .after
                .retain(|id| *id != of("carry_consent"));
            step(p, "eia").after.push(of("carry_consent"));
        }),
        ("introduction", "source_confirmed by giver after", |p| {
            step(p, "confirm_giver").after = vec![of("accept")];
        }),
        ("demonstration", "demonstration_passed by introducer", |p| {
            let mut archive = step(p, "screen").clone();
            (archive.id, archive.after) = (of("archive"), vec![of("passed")]);
            p.steps.push(archive);
        }),
    ];
    for (kind, what, amend) in cases {
        let mut procedure = sample(kind);
        amend(&mut procedure);
        let refusal = check(&procedure).expect_err(what);
        assert!(refusal.values["what"].contains(what), "{what}: {refusal}");
    }
}

/// Reserve and effective, both signed by the bureau of the site: nobody at the origin, nobody above.
#[test]
fn a_bureau_cannot_let_itself_take_what_another_holds() {
    let mut procedure = sample("relocation");
    procedure.steps.retain(|step| step.effect != Effect::None);
    for step in &mut procedure.steps {
        step.signatory = Signatory::HostAuthority;
    }
    step(&mut procedure, "reserve").after.clear();
    step(&mut procedure, "effective").after = vec![of("reserve")];
    assert_eq!(check(&procedure).unwrap_err().code, Code::ProcedureUnsound);
}

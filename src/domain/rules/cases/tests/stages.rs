//! S10: a project built in stages; each takes its part of one reservation.

use super::introduction::{STEPS_TO_RESERVE, introduction, plain_project, planned, supplied};
use super::*;
use crate::domain::case::{Content, Phase, Stage};
use crate::domain::entry::{CaseOpen, CaseResubmit, CaseReturn};
use crate::domain::rules::testkit::E2;

const PERMIT: &str = "91659004MA78BT0226001P";

/// What a stage needs.
type Needs = &'static [(&'static str, &'static str)];

/// The application of S2 in stages of so much.
fn in_stages(kit: &mut Kit, project: &str, stages: &[Needs], all: &str) -> CaseOpen {
    let mut open = introduction(kit, project, "XPCC-GOV", vec![quantity("NOX", all)]);
    let Content::Introduction(content) = &mut open.content else {
        panic!("{:?}", open.content);
    };
    content.stages = stages
        .iter()
        .map(|stage| Stage {
            required: stage
                .iter()
                .map(|(code, amount)| quantity(code, amount))
                .collect(),
        })
        .collect();
    open
}

/// S2 in stages of 400 and 240, reserved; the case, its project and its lots.
fn reserved() -> (Kit, String, String, [String; 3]) {
    let (mut kit, _, lots) = supplied();
    let project = plain_project(&mut kit);
    let stages: &[Needs] = &[&[("NOX", "400.000")], &[("NOX", "240.000")]];
    let open = in_stages(&mut kit, &project, stages, "640.000");
    let case = planned(&mut kit, open, &lots, true);
    kit.does(&case, &STEPS_TO_RESERVE);
    kit.does(&case, &["reserve"]);
    (kit, case, project, lots)
}

/// What of each lot is available and reserved where it came from.
fn lots_are(kit: &Kit, wanted: [(&str, &str); 3]) {
    let accounts = ["XPCC-06/L1-CO", "XPCC-06/L2-CO", "XPCC-08/L3-CO"];
    for (account, (available, reserved)) in accounts.iter().zip(wanted) {
        let (found_available, found_reserved, _) = kit.held(account, "NOX", "standing");
        assert_eq!(
            (found_available.as_str(), found_reserved.as_str()),
            (available, reserved),
            "{account}"
        );
    }
}

/// Does the first stage with a permit over what it brings.
fn first_stage(kit: &mut Kit, case: &str) {
    kit.does(case, &["eia", "sources_achieved"]);
    kit.permit(PERMIT, E2, "ZD-BZ", vec![quantity("NOX", "400")]);
    kit.does(case, &["permit", "effective"]);
}

#[test]
fn each_stage_takes_its_part_of_one_reservation_in_the_plans_order() {
    let (mut kit, case, project, _) = reserved();
    lots_are(&kit, [("0", "905.25"), ("0", "268.4"), ("43.65", "106.35")]);
    first_stage(&mut kit, &case);
    // 800 of the first lot: 400 to the site, 400 retired; 480 stays reserved.
    lots_are(&kit, [("0", "105.25"), ("0", "268.4"), ("43.65", "106.35")]);
    let site = format!("ZD-BZ/{E2}/{project}");
    kit.holds(&site, "NOX", "standing", "400");
    let row = kit.case(&case);
    assert_eq!((row.stage, row.phase), (2, Phase::Open));
    kit.does(&case, &["eia", "sources_achieved"]);
    kit.admit(crate::domain::entry::PermitCancel {
        permit: of(PERMIT),
        document: kit.document(DocumentKind::PermitDecision),
    });
    kit.permit(
        "91659004MA78BT0226002P",
        E2,
        "ZD-BZ",
        vec![quantity("NOX", "640")],
    );
    kit.does(&case, &["permit", "effective"]);
    lots_are(&kit, [("0", "0"), ("0", "0"), ("43.65", "0")]);
    kit.holds(&site, "NOX", "standing", "640");
    assert_eq!(kit.case(&case).phase, Phase::Effective);
    let sums = kit.draft().get(&keys::sums(&of("NOX"))).unwrap().unwrap();
    assert_eq!(sums.retired.to_string(), "640");
}

#[test]
fn what_a_lapsed_stage_has_not_taken_is_free_again() {
    let (mut kit, case, project, _) = reserved();
    let opened = kit.case(&case).lapses_at;
    kit.on("2027-06-01");
    first_stage(&mut kit, &case);
    let clock = kit.case(&case).lapses_at;
    assert!(clock > opened, "the clock of a stage runs anew");
    assert_eq!(clock, of::<crate::domain::moment::Day>("2028-05-31").end());
    kit.on("2028-06-02");
    kit.open("ZD-BZ/RESERVE");
    assert_eq!(kit.case(&case).phase, Phase::Lapsed);
    lots_are(&kit, [("105.25", "0"), ("268.4", "0"), ("150", "0")]);
    let site = format!("ZD-BZ/{E2}/{project}");
    kit.holds(&site, "NOX", "standing", "400");
}

#[test]
fn a_signature_for_one_stage_counts_for_no_other() {
    let (mut kit, case, _, _) = reserved();
    let speaks_on = kit.case(&case).content_hash;
    first_stage(&mut kit, &case);
    let row = kit.case(&case);
    assert_ne!(row.content_hash, speaks_on);
    assert!(row.done(&of("eia")).is_none() && row.done_for(&of("eia"), 1).is_some());
    assert!(row.done(&of("accept")).is_some(), "what is done once stays");
    // The permit over the first stage is not that of the second.
    kit.does(&case, &["eia", "sources_achieved"]);
    let refusal = kit.step_refused(Code::PermitMissing, &case, "permit");
    assert_eq!(refusal.values["what"], format!("{PERMIT} (stage 1)"));
    kit.permit("002P", E2, "ZD-BZ", vec![quantity("NOX", "240.001")]);
    let refusal = kit.step_refused(Code::PermitMissing, &case, "permit");
    assert_eq!(refusal.values["what"], "NOX 640.001 > 640");
}

#[test]
fn the_permit_of_a_stage_stays_within_the_stages_so_far() {
    let (mut kit, case, _, _) = reserved();
    kit.does(&case, &["eia", "sources_achieved"]);
    kit.permit(PERMIT, E2, "ZD-BZ", vec![quantity("NOX", "640")]);
    let refusal = kit.step_refused(Code::PermitMissing, &case, "permit");
    assert_eq!(refusal.values["what"], format!("{PERMIT} NOX 640 > 400"));
}

#[test]
fn stages_add_up_to_what_is_required() {
    let (mut kit, _, _) = supplied();
    let project = plain_project(&mut kit);
    let cases: [(&[Needs], Code); 5] = [
        (
            &[&[("NOX", "400")], &[("NOX", "239.999")]],
            Code::StagesDiffer,
        ),
        (
            &[&[("NOX", "400")], &[("NOX", "240.001")]],
            Code::StagesDiffer,
        ),
        (&[&[("NOX", "640")], &[("SO2", "1")]], Code::StagesDiffer),
        (&[&[("NOX", "640")], &[]], Code::Nothing),
        (&[&[("NOX", "320"), ("NOX", "320")]], Code::RowTwice),
    ];
    for (stages, code) in cases {
        let open = in_stages(&mut kit, &project, stages, "640");
        kit.refuses(code, open);
    }
    let many: Vec<Needs> = vec![&[("NOX", "1")]; 13];
    let open = in_stages(&mut kit, &project, &many, "13");
    kit.refuses(Code::TooManyRows, open);
}

#[test]
fn a_cover_is_rounded_up_once_for_all_stages() {
    let (mut kit, _, lots) = supplied();
    kit.factor("652300", CaseKind::Introduction, "NOX", "1.5");
    let project = plain_project(&mut kit);
    let stages: &[Needs] = &[&[("NOX", "0.001")], &[("NOX", "0.001")]];
    let open = in_stages(&mut kit, &project, stages, "0.002");
    let case = planned(&mut kit, open, &lots, true);
    kit.does(&case, &STEPS_TO_RESERVE);
    kit.does(&case, &["reserve"]);
    assert_eq!(kit.held("XPCC-06/L1-CO", "NOX", "standing").1, "0.003");
    kit.does(&case, &["eia", "sources_achieved"]);
    kit.permit(PERMIT, E2, "ZD-BZ", vec![quantity("NOX", "0.001")]);
    kit.does(&case, &["permit", "effective"]);
    // 0.0015 is 0.002, and the second stage needs the 0.001 that is left.
    assert_eq!(kit.held("XPCC-06/L1-CO", "NOX", "standing").1, "0.001");
}

/// Returns a case to a step, for a letter.
fn returned(kit: &mut Kit, case: &str, to: &str) {
    let act = CaseReturn {
        case: of(case),
        by: of("652300-EEB"),
        to: of(to),
        missing: vec![DocumentKind::Letter],
        document: kit.letter(),
    };
    kit.admit(act);
}

fn resubmitted(kit: &mut Kit, case: &str, content: Option<Content>) -> CaseResubmit {
    CaseResubmit {
        case: of(case),
        content,
        documents: vec![kit.letter()],
    }
}

#[test]
fn a_return_in_a_later_stage_leaves_the_earlier_ones() {
    let (mut kit, case, project, _) = reserved();
    first_stage(&mut kit, &case);
    returned(&mut kit, &case, "reserve");
    // What the second stage needs is free, what the first took is gone.
    lots_are(&kit, [("105.25", "0"), ("268.4", "0"), ("150", "0")]);
    let again = resubmitted(&mut kit, &case, None);
    kit.admit(again);
    kit.does(&case, &["reserve"]);
    lots_are(&kit, [("0", "105.25"), ("0", "268.4"), ("43.65", "106.35")]);
    kit.holds(&format!("ZD-BZ/{E2}/{project}"), "NOX", "standing", "400");
    assert!(kit.case(&case).done_for(&of("effective"), 1).is_some());
}

#[test]
fn an_amendment_changes_only_stages_to_come() {
    let (mut kit, case, _, _) = reserved();
    first_stage(&mut kit, &case);
    returned(&mut kit, &case, "accept");
    let amended = |kit: &Kit, stages: &[&str]| {
        let Content::Introduction(mut content) = kit.case(&case).content else {
            panic!("an introduction");
        };
        content.stages = stages
            .iter()
            .map(|amount| Stage {
                required: vec![quantity("NOX", amount)],
            })
            .collect();
        Some(Content::Introduction(content))
    };
    let changed = amended(&kit, &["300", "340"]);
    let act = resubmitted(&mut kit, &case, changed);
    let refusal = kit.refuses(Code::NotTheSame, act);
    assert_eq!(
        (
            refusal.values["field"].as_str(),
            refusal.values["old"].as_str()
        ),
        ("stage 1", "NOX 400")
    );
    let three = amended(&kit, &["400", "100", "140"]);
    let act = resubmitted(&mut kit, &case, three);
    kit.admit(act);
    assert_eq!(
        (kit.case(&case).stage, kit.case(&case).stage_last()),
        (2, 3)
    );
}

//! What was accepted is judged by the rules and the places of then.

use super::introduction::{STEPS_TO_RESERVE, introduction, plain_project, planned, supplied};
use super::relocation::{TO_RESERVE, before_the_case, opened, to_effective};
use super::*;
use crate::domain::entry::RegionEnrol;
use crate::domain::indicator::Cover;
use crate::domain::region::{Level, Relation};
use crate::domain::rules::testkit::{E2, indicators, relation};

#[test]
fn another_cover_adopted_since_does_not_stop_what_is_reserved() {
    let mut kit = before_the_case("412.600");
    let case = opened(&mut kit);
    kit.does(&case, &TO_RESERVE);
    let by_factor = indicators().into_iter().find_map(|item| match item {
        PolicyItem::Indicator(item) if item.code == of("CO2") => {
            let cover = Cover::Factor;
            Some(PolicyItem::Indicator(crate::domain::indicator::Indicator {
                cover,
                ..item
            }))
        }
        _ => None,
    });
    kit.adopt(None, vec![by_factor.unwrap()]);
    to_effective(&mut kit, &case);
    kit.does(&case, &["effective"]);
}

/// The host's bureau alone moves a site within its area; dated back, to before the acceptance.
#[test]
fn a_place_recorded_since_with_an_earlier_day_does_not_bring_another_factor() {
    let (mut kit, _, lots) = supplied();
    kit.admit(kit.region("ZD-X", Level::Park, "ZD"));
    kit.factor("ZD-X", CaseKind::Introduction, "NOX", "1.0");
    let project = plain_project(&mut kit);
    let required = vec![quantity("NOX", "640.000")];
    let open = introduction(&mut kit, &project, "XPCC-GOV", required);
    let case = planned(&mut kit, open, &lots, true);
    kit.does(&case, &STEPS_TO_RESERVE);
    kit.does(&case, &["reserve", "eia", "sources_achieved"]);
    let limits = vec![quantity("NOX", "640")];
    kit.permit("91659004MA78BT0226001P", E2, "ZD-BZ", limits);
    kit.does(&case, &["permit"]);
    let site = kit.draft().must(&keys::region(&of("ZD-BZ"))).unwrap();
    kit.admit(RegionEnrol {
        region: site.region,
        names: site.names,
        level: site.level,
        division: site.division,
        relations: vec![relation(Relation::Place, "ZD-X")],
        document: kit.letter(),
    });
    kit.does(&case, &["effective"]);
    let sums = kit.draft().get(&keys::sums(&of("NOX"))).unwrap().unwrap();
    assert_eq!(sums.retired.to_string(), "640");
    // What is accepted from now on is judged by where the site lies.
    let judged_by = crate::domain::case::Acceptance {
        date: kit.today(),
        index: u64::MAX,
    };
    let (flow, site) = (CaseKind::Introduction, of("ZD-BZ"));
    let factor = crate::domain::rules::setup::policy::factor;
    let factor = factor(&kit.draft(), flow, &of("NOX"), &site, judged_by).unwrap();
    assert_eq!(factor.unwrap().factor.to_string(), "1");
}

//! What was accepted is judged by the rules and the places of then.

use super::relocation::{
    TO_RESERVE, base_decided, before_the_case, cancel_old_permit, new_permit, opened,
};
use super::*;
use crate::domain::indicator::Cover;
use crate::domain::rules::testkit::indicators;

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
    kit.does(&case, &["eia", "origin_closure"]);
    cancel_old_permit(&mut kit);
    kit.does(&case, &["old_permit"]);
    new_permit(&mut kit);
    kit.does(&case, &["new_permit"]);
    base_decided(&mut kit, &case);
    kit.does(&case, &["effective"]);
}

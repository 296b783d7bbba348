//! A project built in stages (分期): the whole source plan is reserved once, and each stage takes its
//! part of it by an act of its own, in the plan's order.
//!
//! What the reservation waits for is done once: acceptance, source plan, confirmations. What waits for
//! it is done for every stage anew: its environmental approval, its sources, its permit, the posting
//! that takes effect. A stage begins when the one before has taken effect; from then on the clock runs
//! anew, and acts speak on that posting, so that no signature for one stage counts for another. What
//! no stage has taken when the case ends or lapses is free again.
//!
//! ```text
//! 640 at 2.0, in stages of 400 and 240   L1 905.25   L2 268.4   L3 150
//! reserved                                  905.25      268.4   106.35
//! stage 1: 400 to the site, 400 retired     800             0        0
//! stage 2: 240 to the site, 240 retired     105.25      268.4   106.35
//! ```
//!
//! The cover of a stage is what the stages up to it must cover, less what those before it must: an
//! obligation is rounded up once for the whole, and stages add up to it exactly.

use super::waits_for;
use crate::domain::amount::{Balance, Ratio};
use crate::domain::case::{Case, Content};
use crate::domain::ids::IndicatorCode;
use crate::domain::indicator::Indicator;
use crate::domain::procedure::{Effect, Procedure, Step};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::region::Quantity;
use crate::domain::rules::Context;
use crate::domain::rules::cases::plan::required_of;
use crate::domain::state::{Damage, Draft, Due, DueAction, due_key};

/// Whether a step is done for every stage anew: it waits for the reservation, or posts.
pub fn is_repeated(procedure: &Procedure, step: &Step) -> bool {
    let before = waits_for(procedure, &step.id);
    step.effect == Effect::Post || before.iter().any(|step| step.effect == Effect::Reserve)
}

/// The stage that an act on a step counts for now; 0 where the step is done once.
pub fn stage_of(case: &Case, procedure: &Procedure, step: &Step) -> u16 {
    if case.stages().is_empty() || !is_repeated(procedure, step) {
        return 0;
    }
    case.stage
}

/// What the stages up to and including `stage` need of an indicator, before any factor; of a case
/// without stages, all that it asks for from its one stage on.
pub fn needed_up_to(case: &Case, indicator: &IndicatorCode, stage: u16) -> Balance {
    let of = |required: &[Quantity]| {
        let found = required.iter().find(|q| q.indicator == *indicator);
        found.map_or(Balance::ZERO, |quantity| quantity.amount.into())
    };
    let stages = case.stages();
    if stages.is_empty() {
        return if stage == 0 {
            Balance::ZERO
        } else {
            of(required_of(case))
        };
    }
    let counted = stages.iter().take(stage.into());
    counted.fold(Balance::ZERO, |sum, stage| sum.plus(of(&stage.required)))
}

/// What the stages up to and including `stage` must cover: an obligation, rounded up.
pub fn cover_up_to(case: &Case, indicator: &Indicator, ratio: Ratio, stage: u16) -> Balance {
    let needed = needed_up_to(case, &indicator.code, stage);
    needed.amount().map_or(Balance::ZERO, |needed| {
        needed.times_rounded_up(ratio, indicator.decimals.into())
    })
}

/// What is still to be covered: by the stage under way and those behind it.
pub fn cover_left(case: &Case, indicator: &Indicator, ratio: Ratio) -> Balance {
    let all = cover_up_to(case, indicator, ratio, case.stage_last());
    all.minus_or_zero(cover_up_to(case, indicator, ratio, case.stage - 1))
}

/// What one stage comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The site's 1×.
    pub required: Balance,
    /// What must be covered.
    pub cover: Balance,
}

/// The part of the stage under way.
pub fn part(case: &Case, indicator: &Indicator, ratio: Ratio) -> Part {
    let (now, before) = (case.stage, case.stage - 1);
    let of = |stage| needed_up_to(case, &indicator.code, stage);
    let cover = |stage| cover_up_to(case, indicator, ratio, stage);
    Part {
        required: of(now).minus_or_zero(of(before)),
        cover: cover(now).minus_or_zero(cover(before)),
    }
}

/// Goes on to the next stage: its clock runs anew, and acts speak on the posting of the one before.
pub fn next(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    procedure: &Procedure,
    case: &mut Case,
) -> Result<(), Damage> {
    case.stage += 1;
    case.content_hash = context.entry_hash;
    case.lapses_at = context.today().plus_days(procedure.lapse_days.into()).end();
    let due = Due {
        at: case.lapses_at,
        action: DueAction::CaseLapses(case.case.clone()),
    };
    draft.put(&due_key(&due), &due)
}

/// An amendment leaves stages as they are that have taken effect, and the one under way in its place.
pub fn check_amended(case: &Case, content: &Content) -> Result<(), Refusal> {
    let Content::Introduction(content) = content else {
        return Ok(());
    };
    let told = |required: Option<&Vec<Quantity>>| {
        let quantities = required.into_iter().flatten();
        let told: Vec<_> = quantities
            .map(|q| format!("{} {}", q.indicator, q.amount))
            .collect();
        if told.is_empty() {
            "-".to_owned()
        } else {
            told.join(", ")
        }
    };
    for number in 1..case.stage {
        let at = usize::from(number) - 1;
        let old = case.stages().get(at).map(|stage| &stage.required);
        let new = content.stages.get(at).map(|stage| &stage.required);
        if old != new {
            return Err(Refusal::new(Code::NotTheSame)
                .with("what", "case")
                .with("id", &case.case)
                .with("field", format!("stage {number}"))
                .with("old", told(old))
                .with("new", told(new)));
        }
    }
    if case.stage > 1 && content.stages.len() < case.stage.into() {
        return Err(Refusal::new(Code::Nothing).with("what", format!("stage {}", case.stage)));
    }
    Ok(())
}

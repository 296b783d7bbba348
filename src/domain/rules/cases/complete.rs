//! Filling in what nobody types: lots of a source plan, lines of a reservation or posting.

use super::{case, plan, procedure_of, step_of};
use crate::domain::entry::CaseAct;
use crate::domain::procedure::{Effect, Establishes};
use crate::domain::rules::Context;
use crate::domain::state::{Draft, Stop};

/// Writes into an act what follows from the state today. A refusal says why nothing can be
/// written; the act may still be signed and submitted, to be refused on record.
pub fn complete(
    draft: &Draft<'_>,
    context: &Context<'_>,
    act: &mut CaseAct,
) -> Result<(), Stop> {
    let case = case(draft, &act.case)?;
    let procedure = procedure_of(draft, &case)?;
    let step = step_of(&procedure, &case, &act.step)?;
    if step.establishes == Establishes::SourcePlan && act.sources.is_empty() {
        act.sources = plan::default_sources(draft, context, &case)?;
    }
    match step.effect {
        Effect::None => {}
        Effect::Reserve => act.lines = plan::reservation(draft, context, &case)?.lines,
        Effect::Post => {
            let date = act.documents.first().map_or(context.today(), |document| document.date);
            act.lines = plan::posting(draft, context, &case, date)?.lines;
        }
    }
    Ok(())
}

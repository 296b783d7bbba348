//! Projects: registered with what the lists of the day say of their industry.

use super::{give_number, party};
use crate::domain::entry::ProjectRegister;
use crate::domain::lot::Project;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::documents::check_document;
use crate::domain::rules::setup::policy;
use crate::domain::rules::{Assigned, Context, places};
use crate::domain::state::{Draft, Stop, keys};

/// Registers a project, and flags it: two-high under the version of the list in force today, and
/// outside the industries its park is for. The first flag is information: whether a demonstration is
/// needed the list says that is in force when a case is accepted (R12).
///
/// Refuses an unknown builder or region, and an industry outside the park's list where the list
/// blocks. A place without a list is for every industry.
pub fn register(
    draft: &mut Draft<'_>,
    context: &Context<'_>,
    act: &ProjectRegister,
    assigned: &mut Vec<Assigned>,
) -> Result<(), Stop> {
    party(draft, &act.builder)?;
    places::region(draft, &act.region)?;
    check_document(draft, context, &act.document)?;
    let judged_by = context.judged_by();
    let park = policy::park_industries(draft, &act.region, judged_by)?;
    let missed_by = park.filter(|park| !park.industries.contains(&act.industry));
    if let Some(park) = missed_by.as_ref().filter(|park| park.blocking) {
        let refusal = Refusal::new(Code::IndustryNotListed).with("industry", &act.industry);
        return Err(refusal.with("region", &park.region).into());
    }
    let list = policy::two_high_list(draft, judged_by)?;
    let two_high = list.filter(|list| list.industries.contains(&act.industry));
    let number = give_number(draft, context, ("project", "P"), &act.region, assigned)?;
    let project = Project {
        project: number,
        code: act.code.clone(),
        name: act.name.clone(),
        builder: act.builder.clone(),
        region: act.region.clone(),
        industry: act.industry.clone(),
        nature: act.nature,
        two_high: two_high.map(|list| list.version),
        outside_list: missed_by.is_some(),
        demonstration: None,
        covered_by: None,
    };
    draft.put(
        &keys::project_listed(&act.region, &project.project),
        &project.project,
    )?;
    Ok(draft.put(&keys::project(&project.project), &project)?)
}

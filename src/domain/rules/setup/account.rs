//! Opening accounts.

use super::{already, stays};
use crate::domain::entry::AccountOpen;
use crate::domain::lot::Account;
use crate::domain::rules::{Context, documents, places, unknown};
use crate::domain::state::{Draft, Stop, keys};

/// Opens an account of a known party, or a reserve, in a known region. An account kept for a
/// project lies where the project does.
pub fn open(draft: &mut Draft<'_>, context: &Context<'_>, act: &AccountOpen) -> Result<(), Stop> {
    let id = &act.account;
    places::region(draft, id.region())?;
    if let Some(party) = id.party() {
        draft
            .get(&keys::party(party))?
            .ok_or_else(|| unknown("party", party))?;
    }
    let project = match id.project() {
        None => None,
        Some(no) => Some(
            draft
                .get(&keys::project(no))?
                .ok_or_else(|| unknown("project", no))?,
        ),
    };
    if draft.get(&keys::account(id))?.is_some() {
        return Err(already("account", id).into());
    }
    if let Some(project) = project {
        let this = ("project", project.project.as_str());
        stays(this, "region", &project.region, id.region())?;
        if let Some(holder) = id.party() {
            stays(this, "builder", &project.builder, holder)?;
        }
    }
    documents::check_document(draft, context, &act.document)?;
    let account = Account {
        account: id.clone(),
        index: context.index,
    };
    draft.put(&keys::account(id), &account)?;
    Ok(draft.put(&keys::account_listed(id), id)?)
}

#[cfg(test)]
mod tests;

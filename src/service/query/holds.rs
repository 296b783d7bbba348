//! Holds.

use crate::domain::ids::{HoldNo, PartyId};
use crate::domain::lot::{Hold, HoldTarget};
use crate::domain::state::keys;
use crate::service::{ServiceError, View};

/// Which holds are asked for.
#[derive(Debug, Clone, Default)]
pub struct HoldFilter {
    /// Also those that stop nothing any more.
    pub ended: bool,
    /// Placed by this party.
    pub by: Option<PartyId>,
    /// On exactly this.
    pub target: Option<HoldTarget>,
}

impl View<'_> {
    /// Holds, by number.
    pub fn holds(&self, filter: &HoldFilter) -> Result<Vec<Hold>, ServiceError> {
        let mut found = Vec::new();
        for region in self.regions_in(None, false)? {
            for no in self.numbers_given::<HoldNo>(&region, "H")? {
                found.push(self.hold(&no)?);
            }
        }
        found.retain(|hold| {
            (filter.ended || hold.active)
                && super::passes(filter.by.as_ref(), &hold.by)
                && super::passes(filter.target.as_ref(), &hold.target)
        });
        Ok(found)
    }

    /// One hold.
    pub fn hold(&self, no: &HoldNo) -> Result<Hold, ServiceError> {
        let hold = self.draft().get(&keys::hold(no))?;
        hold.ok_or_else(|| super::unknown("hold", no))
    }
}

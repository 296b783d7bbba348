//! Permits and reductions.

use super::passes;
use crate::domain::ids::{PartyId, PermitNo, ReductionNo, RegionId};
use crate::domain::lot::{Permit, Reduction};
use crate::domain::state::keys;
use crate::service::{ServiceError, View};

/// Which permits are asked for.
#[derive(Debug, Clone, Default)]
pub struct PermitFilter {
    /// Of this holder.
    pub holder: Option<PartyId>,
    /// For sites in this region.
    pub region: Option<RegionId>,
}

impl View<'_> {
    /// Permits, by holder and number; those that ended as well.
    pub fn permits(&self, filter: &PermitFilter) -> Result<Vec<Permit>, ServiceError> {
        let mut found = Vec::new();
        for holder in self.permit_holders(filter)? {
            for listed in self.draft().list(&keys::permits_of(&holder))? {
                if passes(filter.region.as_ref(), &listed.region) {
                    found.push(self.draft().must(&keys::permit(&listed.permit))?);
                }
            }
        }
        Ok(found)
    }

    fn permit_holders(&self, filter: &PermitFilter) -> Result<Vec<PartyId>, ServiceError> {
        if let Some(holder) = &filter.holder {
            return Ok(vec![self.party(holder)?.party.party]);
        }
        let mut holders = Vec::new();
        for region in self.regions_in(None, false)? {
            holders.extend(self.draft().list(&keys::parties_of(&region))?);
        }
        Ok(holders)
    }

    /// One permit.
    pub fn permit(&self, no: &PermitNo) -> Result<Permit, ServiceError> {
        let permit = self.draft().get(&keys::permit(no))?;
        permit.ok_or_else(|| super::unknown("permit", no))
    }

    /// The reductions recorded in a region, or all.
    pub fn reductions(&self, region: Option<&RegionId>) -> Result<Vec<Reduction>, ServiceError> {
        let mut found = Vec::new();
        for region in self.regions_in(region, false)? {
            for no in self.numbers_given::<ReductionNo>(&region, "R")? {
                found.push(self.reduction(&no)?);
            }
        }
        Ok(found)
    }

    /// One reduction.
    pub fn reduction(&self, no: &ReductionNo) -> Result<Reduction, ServiceError> {
        let reduction = self.draft().get(&keys::reduction(no))?;
        reduction.ok_or_else(|| super::unknown("reduction", no))
    }
}

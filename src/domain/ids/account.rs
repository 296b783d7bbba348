//! Account ids: region, holder, and the project an account is kept for.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{IdError, PartyId, ProjectNo, RegionId};

/// An account: whose quantity, in which region, `650109/91650109MA77AB0192`; a region's reserve is
/// `650100/RESERVE`; an account kept for one project has its number behind:
/// `ZD-BZ/91659004MA78BT0226/ZD-BZ-2027-P0001`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AccountId {
    region: RegionId,
    holder: Holder,
    project: Option<ProjectNo>,
}

/// Who an account belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// A party.
    Party(PartyId),
    /// The region's government reserve (储备).
    Reserve,
}

pub(super) const RESERVE: &str = "RESERVE";

impl AccountId {
    /// An account of `holder` in `region`, for one project where one is named.
    pub fn new(region: RegionId, holder: Holder, project: Option<ProjectNo>) -> Self {
        Self {
            region,
            holder,
            project,
        }
    }

    /// The reserve of `region`.
    pub fn reserve(region: RegionId) -> Self {
        Self::new(region, Holder::Reserve, None)
    }

    /// The region whose totals it counts into.
    pub fn region(&self) -> &RegionId {
        &self.region
    }

    /// The holder.
    pub fn holder(&self) -> &Holder {
        &self.holder
    }

    /// The holder's party id; `None` for a reserve.
    pub fn party(&self) -> Option<&PartyId> {
        match &self.holder {
            Holder::Party(party) => Some(party),
            Holder::Reserve => None,
        }
    }

    /// The project the account is kept for.
    pub fn project(&self) -> Option<&ProjectNo> {
        self.project.as_ref()
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let holder = match &self.holder {
            Holder::Party(party) => party.as_str(),
            Holder::Reserve => RESERVE,
        };
        match &self.project {
            None => f.pad(&format!("{}/{holder}", self.region)),
            Some(project) => f.pad(&format!("{}/{holder}/{project}", self.region)),
        }
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "AccountId({self})")
    }
}

impl FromStr for AccountId {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError::Form {
            what: "account",
            text: text.to_owned(),
            right: "region/holder, such as 650109/91650109MA77AB0192 or 650100/RESERVE",
        };
        let mut parts = text.split('/');
        let (Some(region), Some(holder)) = (parts.next(), parts.next()) else {
            return Err(wrong());
        };
        let region = region.parse().map_err(|_| wrong())?;
        let holder = if holder == RESERVE {
            Holder::Reserve
        } else {
            Holder::Party(holder.parse().map_err(|_| wrong())?)
        };
        let project = parts
            .next()
            .map(str::parse)
            .transpose()
            .map_err(|_| wrong())?;
        if parts.next().is_some() {
            return Err(wrong());
        }
        Ok(Self {
            region,
            holder,
            project,
        })
    }
}

impl TryFrom<String> for AccountId {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<AccountId> for String {
    fn from(id: AccountId) -> String {
        id.to_string()
    }
}

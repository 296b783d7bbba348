//! Policy: everything adopted, and what is in force.

use serde::Serialize;

use crate::domain::moment::Day;
use crate::domain::policy::PolicyItem;
use crate::domain::state::keys;
use crate::domain::text::Label;
use crate::service::{ServiceError, View};

/// The kinds of policy there are.
pub const POLICY_KINDS: [&str; 9] = [
    "indicator",
    "procedure",
    "factor",
    "carbon_ratio",
    "two_high_list",
    "park_industries",
    "calendar",
    "limits",
    "form_head",
];

/// Which adoptions are asked for; what is not given does not matter.
#[derive(Debug, Clone, Default)]
pub struct PolicyFilter {
    /// One of [`POLICY_KINDS`].
    pub kind: Option<String>,
    /// With this scope: a code, a region, a year … as a [`PolicyRow`] shows it.
    pub scope: Option<String>,
    /// Only what holds on this day.
    pub on: Option<Day>,
}

/// An adoption.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PolicyRow {
    /// Its kind.
    pub kind: &'static str,
    /// What of that kind it is about.
    pub scope: String,
    /// Its number among the adoptions of the same thing, from 1.
    pub version: u32,
    /// Whether it is the last of them.
    pub last: bool,
    /// First day.
    pub valid_from: Day,
    /// The first day it no longer holds.
    pub valid_to: Option<Day>,
    /// What it rests on.
    pub legal_basis: Label,
    /// The entry that adopted it.
    pub index: u64,
    /// What it says.
    pub item: PolicyItem,
}

impl View<'_> {
    /// Adoptions, by kind, scope and version.
    pub fn policies(&self, filter: &PolicyFilter) -> Result<Vec<PolicyRow>, ServiceError> {
        let mut rows = Vec::new();
        for kind in POLICY_KINDS {
            if filter.kind.as_ref().is_some_and(|asked| asked != kind) {
                continue;
            }
            for scope in self.draft().list(&keys::policy_scopes(kind))? {
                if super::passes(filter.scope.as_ref(), &scope) {
                    rows.extend(self.adoptions(kind, &scope)?);
                }
            }
        }
        rows.retain(|row| {
            let holds =
                |day: Day| row.valid_from <= day && row.valid_to.is_none_or(|end| day < end);
            filter.on.is_none_or(holds)
        });
        Ok(rows)
    }

    fn adoptions(&self, kind: &'static str, scope: &str) -> Result<Vec<PolicyRow>, ServiceError> {
        let adoptions = self.draft().list(&keys::adoptions(kind, scope))?;
        let last = adoptions.len();
        let rows = adoptions
            .into_iter()
            .enumerate()
            .map(|(place, adopted)| PolicyRow {
                kind,
                scope: scope.to_owned(),
                version: adopted.version,
                last: place + 1 == last,
                valid_from: adopted.valid_from,
                valid_to: adopted.valid_to,
                legal_basis: adopted.legal_basis,
                index: adopted.index,
                item: adopted.item,
            });
        Ok(rows.collect())
    }
}

//! Changes of holder.

use super::Reader;
use super::acts::{Read, deed};
use super::set_up::titled;
use crate::domain::amount::Amount;
use crate::domain::entry::{ChangeKind, HeldPart, HolderChange, Successor};
use crate::domain::ids::{CaseNo, IndicatorCode, PartyId, PermitNo, ProjectNo};
use crate::domain::period::Period;
use crate::domain::text::{DocumentKind, FileHash, Names};
use crate::scenario::error::{Numbered, ScenarioError};
use crate::scenario::fields::{Fields, amount, items_or_one, one_of, pairs, parsed, two_names};
use crate::scenario::model::{AccountRef, Ref, World};
use crate::scenario::node::Node;
use crate::scenario::texts::Say;
use sha2::{Digest as _, Sha256};

const CHANGES: [(&str, ChangeKind); 5] = [
    ("rename", ChangeKind::Rename),
    ("merge", ChangeKind::Merge),
    ("split", ChangeKind::Split),
    ("transfer", ChangeKind::Transfer),
    ("bankruptcy", ChangeKind::Bankruptcy),
];

/// Who takes over, before numbers are known.
struct Taker {
    party: PartyId,
    parts: Vec<(AccountRef, IndicatorCode, Amount)>,
    permits: Vec<PermitNo>,
    cases: Vec<Ref<CaseNo>>,
    projects: Vec<Ref<ProjectNo>>,
}

impl Taker {
    fn get(&self, world: &World<'_>) -> Result<Successor, Say> {
        let parts = self.parts.iter().map(|(account, indicator, amount)| {
            Ok(HeldPart {
                account: account.get(world.numbers)?,
                indicator: indicator.clone(),
                period: Period::Standing,
                amount: *amount,
            })
        });
        let cases = self.cases.iter().map(|case| case.get(world.numbers));
        let projects = self.projects.iter().map(|no| no.get(world.numbers));
        Ok(Successor {
            party: self.party.clone(),
            parts: parts.collect::<Result<_, Say>>()?,
            permits: self.permits.clone(),
            cases: cases.collect::<Result<_, _>>()?,
            projects: projects.collect::<Result<_, _>>()?,
        })
    }
}

impl Reader {
    /// `holder: E1` with `change`, `names` of a rename, and `successors` by party: each empty where
    /// it takes everything, else with `parts` by account, `permits`, `cases`, `projects`. The
    /// document gets the SHA-256 of its number, so that a scenario needs no file.
    pub(super) fn holder(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let party = self.party(subject)?;
        let change = one_of(fields.need("change")?, &CHANGES)?;
        let names: Option<Names> = fields.take("names").map(two_names).transpose()?;
        let takers = match fields.take("successors") {
            Some(node) => self.takers(node)?,
            None => Vec::new(),
        };
        let mut document = self.document(fields, DocumentKind::Letter, false)?;
        let of_number = || FileHash::from_bytes(Sha256::digest(document.number.as_str()).into());
        document.sha256 = Some(document.sha256.unwrap_or_else(of_number));
        let title = titled("主体变更", "change of holder", &party);
        let make = move |world: &World<'_>| {
            let successors = takers.iter().map(|taker| taker.get(world));
            Ok(HolderChange {
                change,
                party: party.clone(),
                names: names.clone(),
                successors: successors.collect::<Result<_, _>>()?,
                moves: Vec::new(),
                document: document.clone(),
            }
            .into())
        };
        Ok(Read::of(title, deed("holder.change", make)))
    }

    fn takers(&self, node: &Node) -> Result<Vec<Taker>, ScenarioError> {
        let read = |(party, body): &(Node, Node)| {
            let party = self.party(party)?;
            let mut fields = Fields::of(body)?;
            let mut parts = Vec::new();
            for (account, amounts) in fields.take("parts").map(pairs).transpose()?.unwrap_or(&[]) {
                for (indicator, part) in pairs(amounts)? {
                    parts.push((self.account(account)?, parsed(indicator)?, amount(part)?));
                }
            }
            let list =
                |node: Option<&Node>| node.map_or(Vec::new(), |node| items_or_one(node).to_vec());
            let permits = list(fields.take("permits"));
            let cases = list(fields.take("cases"));
            let projects = list(fields.take("projects"));
            fields.done()?;
            Ok(Taker {
                party,
                parts,
                permits: permits.iter().map(parsed).collect::<Result<_, _>>()?,
                cases: cases
                    .iter()
                    .map(|case| self.reference(case, Numbered::Case))
                    .collect::<Result<_, _>>()?,
                projects: projects
                    .iter()
                    .map(|no| self.reference(no, Numbered::Project))
                    .collect::<Result<_, _>>()?,
            })
        };
        pairs(node)?.iter().map(read).collect()
    }
}

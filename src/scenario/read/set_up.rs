//! What a ledger begins with: regions, parties and their keys, accounts, policy, caps, openings,
//! permits, base-year emissions. Each row becomes an entry like any clerk's, at the scenario's
//! start.

use std::collections::BTreeSet;

use super::Reader;
use super::acts::{Read, deed};
use super::values::value;
use crate::domain::entry::{AccountOpen, PartyEnrol, RegionEnrol};
use crate::domain::ids::RegionId;
use crate::domain::party::Party;
use crate::domain::region::{Relation, RelationEntry};
use crate::domain::text::DocumentKind;
use crate::scenario::error::ScenarioError;
use crate::scenario::fields::{Fields, items, pairs, parsed, text, two_names};
use crate::scenario::model::{AccountRef, Expect, Step};
use crate::scenario::node::{Node, Place};
use crate::scenario::source::Files;
use crate::scenario::texts::Value;

/// The sections of a set-up, in the order they are recorded.
pub(super) const SECTIONS: [&str; 8] = [
    "regions",
    "parties",
    "accounts",
    "policy",
    "caps",
    "openings",
    "permits",
    "base_emissions",
];

impl Reader {
    /// Every section of every file, section by section.
    pub(super) fn set_up(&mut self, files: &Files) -> Result<Vec<Step>, ScenarioError> {
        let mut steps = Vec::new();
        for section in SECTIONS {
            if section == "accounts" {
                steps.extend(self.accounts(files)?);
                continue;
            }
            for rows in files.all().filter_map(|file| file.get(section)) {
                for (place, read) in self.section(section, rows)? {
                    steps.push(self.set_up_step(place, read));
                }
            }
        }
        Ok(steps)
    }

    fn set_up_step(&self, place: Place, read: Read) -> Step {
        Step {
            place,
            at: self.at,
            title: read.title,
            by: None,
            deeds: read.deeds,
            keys_of: read.keys_of,
            names: read.names,
            mark: None,
            expect: Expect::default(),
        }
    }

    fn section(&mut self, section: &str, rows: &Node) -> Result<Vec<(Place, Read)>, ScenarioError> {
        let mut found = Vec::new();
        if let "regions" | "parties" | "caps" = section {
            for (key, body) in pairs(rows)? {
                let read = match section {
                    "caps" => self.ceilings(key, body)?,
                    _ => {
                        let mut fields = Fields::of(body)?;
                        let read = match section {
                            "regions" => self.region(&mut fields, key, true)?,
                            _ => self.party_enrolled(&mut fields, key, true)?,
                        };
                        fields.done()?;
                        read
                    }
                };
                found.push((key.place.clone(), read));
            }
            return Ok(found);
        }
        for body in items(rows)? {
            let mut fields = Fields::of(body)?;
            let read = match section {
                "policy" => {
                    let subject = fields.need("adopt")?;
                    self.adopt(&mut fields, subject, true)?
                }
                "openings" => {
                    let region = fields.need("region")?;
                    self.opening(&mut fields, region, true)?
                }
                "permits" => {
                    let number = fields.need("number")?;
                    self.permit(&mut fields, number, true)?
                }
                _ => {
                    let account = fields.need("account")?;
                    self.base_emission(&mut fields, account, true)?
                }
            };
            fields.done()?;
            found.push((body.place.clone(), read));
        }
        Ok(found)
    }

    /// The accounts listed, and those that openings and base-year emissions speak of.
    fn accounts(&mut self, files: &Files) -> Result<Vec<Step>, ScenarioError> {
        let mut nodes: Vec<&Node> = Vec::new();
        for file in files.all() {
            nodes.extend(file.get("accounts").map_or(Ok(&[][..]), items)?);
            for opening in file.get("openings").map_or(Ok(&[][..]), items)? {
                let rows = opening.get("rows").map_or(Ok(&[][..]), items)?;
                nodes.extend(rows.iter().filter_map(|row| row.get("account")));
            }
            let emissions = file.get("base_emissions").map_or(Ok(&[][..]), items)?;
            nodes.extend(emissions.iter().filter_map(|row| row.get("account")));
        }
        let mut seen = BTreeSet::new();
        let mut steps = Vec::new();
        for node in nodes {
            if !seen.insert(node.scalar().unwrap_or_default()) {
                continue;
            }
            let account = self.account(node)?;
            let document = self.own_document(DocumentKind::Application);
            let read = account_opened(node, account, document);
            steps.push(self.set_up_step(node.place.clone(), read));
        }
        Ok(steps)
    }

    /// `account: 650100/RESERVE`
    pub(super) fn account_act(
        &self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let account = self.account(subject)?;
        let document = self.document(fields, DocumentKind::Application, false)?;
        Ok(account_opened(subject, account, document))
    }

    /// `650109: {names: […], level: county, place: 650100}`
    pub(super) fn region(
        &self,
        fields: &mut Fields<'_>,
        subject: &Node,
        in_set_up: bool,
    ) -> Result<Read, ScenarioError> {
        let from = fields.maybe("from")?.unwrap_or(self.at.day());
        let mut relations = Vec::new();
        for (field, relation) in [
            ("place", Relation::Place),
            ("cap_parent", Relation::CapParent),
            ("answers_to", Relation::AnswersTo),
        ] {
            if let Some(target) = fields.maybe::<RegionId>(field)? {
                relations.push(RelationEntry {
                    relation,
                    target,
                    indicator: None,
                    from,
                });
            }
        }
        let act = RegionEnrol {
            region: parsed(subject)?,
            names: two_names(fields.need("names")?)?,
            level: value(fields.need("level")?)?,
            division: fields.maybe("division")?,
            relations,
            document: self.document(fields, DocumentKind::Letter, in_set_up)?,
        };
        let title = titled("登记区域", "region", &act.region);
        Ok(Read::of(
            title,
            deed("region.enrol", move |_| Ok(act.clone().into())),
        ))
    }

    /// `E1: {id: …, kind: enterprise, names: […], region: 650109}`
    pub(super) fn party_enrolled(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
        in_set_up: bool,
    ) -> Result<Read, ScenarioError> {
        let known = || {
            self.parties
                .get(text(subject)?)
                .cloned()
                .map_or_else(|| parsed(subject), Ok)
        };
        let party = fields.maybe("id")?.map_or_else(known, Ok)?;
        let upper = fields
            .take("upper")
            .map(|node| self.party(node))
            .transpose()?;
        let enrol = PartyEnrol {
            party: Party {
                party,
                kind: value(fields.need("kind")?)?,
                names: two_names(fields.need("names")?)?,
                region: fields.read("region")?,
                upper,
                credit_code: fields.maybe("credit_code")?,
            },
            document: self.document(fields, DocumentKind::Letter, in_set_up)?,
        };
        let keys_of = fields.flag("keys")?.then(|| enrol.party.party.clone());
        let title = titled("登记主体", "party", &enrol.party.party);
        for name in [text(subject)?, enrol.party.party.as_str()] {
            self.parties
                .insert(name.to_owned(), enrol.party.party.clone());
        }
        let read = Read::of(
            title,
            deed("party.enrol", move |_| Ok(enrol.clone().into())),
        );
        Ok(Read { keys_of, ..read })
    }
}

fn account_opened(
    node: &Node,
    account: AccountRef,
    document: crate::domain::text::Document,
) -> Read {
    let title = titled("开户", "account", node.scalar().unwrap_or_default());
    let make = move |world: &crate::scenario::model::World<'_>| {
        let account = account.get(world.numbers)?;
        Ok(AccountOpen {
            account,
            document: document.clone(),
        }
        .into())
    };
    Read::of(title, deed("account.open", make))
}

/// A title: what is done, and to what.
pub(super) fn titled(zh: &str, en: &str, what: impl std::fmt::Display) -> Value {
    Value::Both(format!("{zh} {what}"), format!("{en} {what}"))
}

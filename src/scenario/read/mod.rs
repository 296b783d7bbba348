//! From files to a [`Scenario`]: reads set-up and acts in order, so that a name is known before it
//! is spoken of.

mod acts;
mod cases;
mod corrections;
mod expect;
mod findings;
mod holders;
mod holds;
mod parts;
mod permits;
mod policy;
mod quantities;
mod set_up;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use super::error::{Numbered, ScenarioError, Thing};
use super::fields::{Fields, items, moment, pairs, parsed, text, two_names};
use super::model::{RootSpec, Scenario, Step};
use super::node::Node;
use super::source::{Files, Sources, gather};
use super::texts::{Key, Say};
use crate::domain::ids::{PartyId, ProcedureId};
use crate::domain::indicator::Indicator;
use crate::domain::moment::Moment;
use crate::domain::procedure::Procedure;
use crate::domain::text::Label;

/// What is known while a scenario is read.
struct Reader {
    /// Parties by short name and by id.
    parties: BTreeMap<String, PartyId>,
    /// The indicators its policy adopts.
    indicators: Vec<Indicator>,
    /// The procedures its policy adopts.
    procedures: Vec<Procedure>,
    /// Names given so far.
    names: BTreeMap<String, Bound>,
    /// Marks set so far.
    marks: BTreeSet<String>,
    /// When what is being read happens.
    at: Moment,
    /// The document that set-up rows rest on.
    document: Label,
}

/// What a name stands for.
struct Bound {
    what: Numbered,
    /// Of a case, its procedure.
    procedure: Option<ProcedureId>,
}

/// The mark that stands for the state after everything is set up.
pub const START: &str = "start";

/// Reads a scenario and what it includes.
pub fn scenario(sources: &dyn Sources, file: &str) -> Result<Scenario, ScenarioError> {
    let files = gather(sources, file)?;
    let head = Head::of(&files)?;
    let start = moment(head.need("start")?)?;
    let mut reader = Reader {
        parties: BTreeMap::new(),
        indicators: Vec::new(),
        procedures: Vec::new(),
        names: BTreeMap::new(),
        marks: BTreeSet::from([START.to_owned()]),
        at: start,
        document: parsed(head.need("document")?)?,
    };
    let roots = reader.roots(head.need("roots")?)?;
    let (ledger_names, origin, keeper) = reader.ledger(&head)?;
    for file in files.all() {
        reader.parties_named(file)?;
    }
    let set_up = reader.set_up(&files)?;
    let acts = reader.acts(&files)?;
    Ok(Scenario {
        place: files.main.place.clone(),
        id: text(head.need("scenario")?)?.to_owned(),
        names: two_names(head.need("names")?)?,
        seed: text(head.need("seed")?)?.to_owned(),
        start,
        ledger_names,
        origin,
        keeper,
        roots,
        set_up,
        acts,
    })
}

/// The fields of a file's head, and those whose lists are joined over all files.
const HEAD: [&str; 8] = [
    "scenario", "names", "seed", "start", "ledger", "roots", "document", "include",
];

/// The heads of all files; what a file states itself counts before what it includes.
struct Head<'a>(&'a Files);

impl<'a> Head<'a> {
    fn of(files: &'a Files) -> Result<Self, ScenarioError> {
        for file in files.all() {
            let mut fields = Fields::of(file)?;
            for name in HEAD.into_iter().chain(set_up::SECTIONS).chain(["acts"]) {
                fields.take(name);
            }
            fields.done()?;
        }
        Ok(Self(files))
    }

    fn need(&self, name: &'static str) -> Result<&'a Node, ScenarioError> {
        let Files { included, main } = self.0;
        let stated = [main]
            .into_iter()
            .chain(included.iter().rev())
            .find_map(|f| f.get(name));
        stated.ok_or_else(|| main.fault(Say::new(Key::MissingField).with("field", name)))
    }
}

impl Reader {
    fn roots(&mut self, node: &Node) -> Result<Vec<RootSpec>, ScenarioError> {
        let mut roots = Vec::new();
        for (region, body) in pairs(node)? {
            let mut fields = Fields::of(body)?;
            let root = RootSpec {
                region: parsed(region)?,
                region_names: two_names(fields.need("names")?)?,
                party: fields.read("party")?,
                party_names: two_names(fields.need("party_names")?)?,
                keys: fields.read("keys")?,
                threshold: fields.read("threshold")?,
            };
            self.parties
                .insert(root.party.to_string(), root.party.clone());
            fields.done()?;
            roots.push(root);
        }
        Ok(roots)
    }

    fn ledger(
        &self,
        head: &Head<'_>,
    ) -> Result<(crate::domain::text::Names, Label, PartyId), ScenarioError> {
        let mut fields = Fields::of(head.need("ledger")?)?;
        let names = two_names(fields.need("names")?)?;
        let origin = fields.read("origin")?;
        let keeper = self.party(fields.need("keeper")?)?;
        fields.done()?;
        Ok((names, origin, keeper))
    }

    /// Every party by its short name and its id, before anything speaks of it.
    fn parties_named(&mut self, file: &Node) -> Result<(), ScenarioError> {
        let Some(parties) = file.get("parties") else {
            return Ok(());
        };
        for (name, body) in pairs(parties)? {
            let id: PartyId = match body.get("id") {
                Some(id) => parsed(id)?,
                None => parsed(name)?,
            };
            let short = text(name)?.to_owned();
            if self.parties.contains_key(&short) {
                return Err(name.fault(Say::new(Key::Again).with("found", short)));
            }
            self.parties.insert(id.to_string(), id.clone());
            self.parties.insert(short, id);
        }
        Ok(())
    }

    fn acts(&mut self, files: &Files) -> Result<Vec<Step>, ScenarioError> {
        let mut steps = Vec::new();
        for acts in files.all().filter_map(|file| file.get("acts")) {
            for node in items(acts)? {
                steps.push(self.act(node)?);
            }
        }
        Ok(steps)
    }

    /// Gives a name to something numbered.
    fn bind(
        &mut self,
        node: &Node,
        what: Numbered,
        procedure: Option<ProcedureId>,
    ) -> Result<String, ScenarioError> {
        let name = text(node)?;
        if self.names.contains_key(name) {
            return Err(node.fault(Say::new(Key::Again).with("found", name)));
        }
        self.names
            .insert(name.to_owned(), Bound { what, procedure });
        Ok(name.to_owned())
    }

    /// The party of a short name or id.
    fn party(&self, node: &Node) -> Result<PartyId, ScenarioError> {
        let found = text(node)?;
        let known = self.parties.get(found).cloned();
        known.ok_or_else(|| node.fault(Thing::Party.unknown(found, self.parties.keys())))
    }
}

//! One act: when, what, and what must hold after it.

use super::set_up::titled;
use super::{Bound, Reader};
use crate::domain::entry::{Act, EndKind, KeyRevoke};
use crate::domain::ids::{PartyId, ProcedureId};
use crate::domain::moment::Moment;
use crate::domain::party::Seat;
use crate::domain::procedure::Procedure;
use crate::domain::region::CapKind;
use crate::scenario::error::{Numbered, ScenarioError};
use crate::scenario::fields::{Fields, moment, text, two_names};
use crate::scenario::model::{Deed, Step, World};
use crate::scenario::node::Node;
use crate::scenario::texts::{Key, Say, Value};

use super::values::value;

/// What an act was read as.
pub(super) struct Read {
    /// What people call it.
    pub title: Value,
    /// What is recorded.
    pub deeds: Vec<Deed>,
    /// Whose persons and keys are enrolled with it.
    pub keys_of: Option<PartyId>,
    /// What it numbers, with names where rows give them.
    pub names: Vec<(Numbered, Option<String>)>,
    /// Of a case opened, its procedure.
    pub procedure: Option<ProcedureId>,
}

impl Read {
    /// Entries that number nothing.
    pub(super) fn several(title: Value, deeds: Vec<Deed>) -> Self {
        Self {
            title,
            deeds,
            keys_of: None,
            names: Vec::new(),
            procedure: None,
        }
    }

    /// A look at where things stand.
    fn nothing() -> Self {
        Self::several(
            Value::Both("查看".to_owned(), "a look".to_owned()),
            Vec::new(),
        )
    }

    /// One entry that numbers nothing.
    pub(super) fn of(title: Value, deed: Deed) -> Self {
        Self::several(title, vec![deed])
    }

    /// One entry that numbers one thing.
    pub(super) fn numbering(title: Value, deed: Deed, what: Numbered) -> Self {
        Self {
            names: vec![(what, None)],
            ..Self::of(title, deed)
        }
    }
}

/// One entry to be recorded.
pub(super) fn deed(
    kind: &'static str,
    make: impl Fn(&World<'_>) -> Result<Act, Say> + 'static,
) -> Deed {
    Deed {
        kind,
        make: Box::new(make),
    }
}

/// Reads an act of one kind from its subject (the value of the field that says the kind) and its
/// other fields.
type ReadKind = fn(&mut Reader, &mut Fields<'_>, &Node) -> Result<Read, ScenarioError>;

/// What an act can be, by the field that says it. The first that an act has says what it is, so a
/// kind stands before those whose names it uses for fields of its own.
const KINDS: &[(&str, ReadKind)] = &[
    ("open", |reader, fields, it| reader.open(fields, it)),
    ("resubmit", |reader, fields, it| reader.resubmit(fields, it)),
    ("step", |reader, fields, it| reader.step(fields, it)),
    ("return", |reader, fields, it| {
        reader.return_for_completion(fields, it)
    }),
    ("refuse", |reader, fields, it| {
        reader.end(fields, it, EndKind::Refused)
    }),
    ("not_accept", |reader, fields, it| {
        reader.end(fields, it, EndKind::NotAccepted)
    }),
    ("withdraw", |reader, fields, it| {
        reader.end(fields, it, EndKind::Withdrawn)
    }),
    ("revoke", |reader, fields, it| reader.revoke(fields, it)),
    ("adopt", |reader, fields, it| {
        reader.adopt(fields, it, false)
    }),
    ("ceiling", |reader, fields, it| {
        reader.cap(fields, it, CapKind::Ceiling)
    }),
    ("target", |reader, fields, it| {
        reader.cap(fields, it, CapKind::Target)
    }),
    ("no_cap", |reader, fields, it| {
        reader.cap(fields, it, CapKind::None)
    }),
    ("opening", |reader, fields, it| {
        reader.opening(fields, it, false)
    }),
    ("issue", |reader, fields, it| reader.issue(fields, it)),
    ("take_back", |reader, fields, it| {
        reader.take_back(fields, it)
    }),
    ("reduction", |reader, fields, it| {
        reader.reduction(fields, it)
    }),
    ("verify", |reader, fields, it| reader.verify(fields, it)),
    ("lower_permit", |reader, fields, it| {
        reader.lower_permit(fields, it)
    }),
    ("cancel_permit", |reader, fields, it| {
        reader.cancel_permit(fields, it)
    }),
    ("permit", |reader, fields, it| {
        reader.permit(fields, it, false)
    }),
    ("base_emission", |reader, fields, it| {
        reader.base_emission(fields, it, false)
    }),
    ("base_decision", |reader, fields, it| {
        reader.base_decision(fields, it)
    }),
    ("project", |reader, fields, it| reader.project(fields, it)),
    ("finding", |reader, fields, it| reader.finding(fields, it)),
    ("rectify", |reader, fields, it| reader.rectify(fields, it)),
    ("close_finding", |reader, fields, it| {
        reader.close_finding(fields, it)
    }),
    ("hold", |reader, fields, it| reader.hold(fields, it)),
    ("lift", |reader, fields, it| reader.lift(fields, it)),
    ("party", |reader, fields, it| {
        reader.party_enrolled(fields, it, false)
    }),
    ("region", |reader, fields, it| {
        reader.region(fields, it, false)
    }),
    ("account", |reader, fields, it| {
        reader.account_act(fields, it)
    }),
];

impl Reader {
    /// Reads an act; what it names may be spoken of from its own expectations on.
    pub(super) fn act(&mut self, node: &Node) -> Result<Step, ScenarioError> {
        let mut fields = Fields::of(node)?;
        self.at = self.time_of(fields.need("at")?)?;
        let title = fields.take("title").map(two_names).transpose()?;
        let name = fields.take("name");
        let mark = fields.take("mark");
        let by = fields.take("as").map(|node| self.party(node)).transpose()?;
        let expect = fields.take("expect");
        let mut read = match kind_of(node, expect.is_some())? {
            Some((kind, read)) => {
                let subject = fields.need(kind)?;
                read(self, &mut fields, subject)?
            }
            None => Read::nothing(),
        };
        fields.done()?;
        if let Some(name) = name {
            self.name(name, &mut read)?;
        }
        let expect = expect
            .map(|node| self.expect(node))
            .transpose()?
            .unwrap_or_default();
        if let (Some(_), Some((_, Some(named)))) = (&expect.refused, read.names.first()) {
            let say = Say::new(Key::RefusedNamesNothing).with("found", named);
            return Err(name.unwrap_or(node).fault(say));
        }
        let mark = mark.map(|node| self.new_mark(node)).transpose()?;
        Ok(Step {
            place: node.place.clone(),
            at: self.at,
            title: title.as_ref().map_or(read.title, Value::from),
            by,
            deeds: read.deeds,
            keys_of: read.keys_of,
            names: read.names,
            mark,
            expect,
        })
    }

    fn time_of(&self, node: &Node) -> Result<Moment, ScenarioError> {
        let at = moment(node)?;
        if at >= self.at {
            return Ok(at);
        }
        let say = Say::new(Key::TimeBackwards).with("at", text(node)?);
        Err(node.fault(say.with("before", self.at)))
    }

    fn name(&mut self, node: &Node, read: &mut Read) -> Result<(), ScenarioError> {
        let procedure = read.procedure.take();
        match read.names.as_mut_slice() {
            [(what, name @ None)] => {
                *name = Some(self.bind(node, *what, procedure)?);
                Ok(())
            }
            _ => Err(node.fault(Say::new(Key::NothingToName).with("found", text(node)?))),
        }
    }

    fn new_mark(&mut self, node: &Node) -> Result<String, ScenarioError> {
        let mark = text(node)?;
        if self.marks.insert(mark.to_owned()) {
            return Ok(mark.to_owned());
        }
        Err(node.fault(Say::new(Key::Again).with("found", mark)))
    }

    /// `revoke: 650100-EEB`, the key of a seat.
    fn revoke(&self, fields: &mut Fields<'_>, subject: &Node) -> Result<Read, ScenarioError> {
        let party = self.party(subject)?;
        let seat: Seat = value(fields.need("seat")?)?;
        let reason = value(fields.need("reason")?)?;
        let not_trusted_since = fields.maybe("not_trusted_since")?;
        let title = titled("撤销密钥", "revoke a key of", &party);
        let make = move |world: &World<'_>| {
            let key = world.keyring.key(&party, seat, 1).public_key().key_id();
            Ok(KeyRevoke {
                key,
                reason,
                not_trusted_since,
            }
            .into())
        };
        Ok(Read::of(title, deed("key.revoke", make)))
    }

    /// The procedure of a case that a node speaks of by name.
    pub(super) fn procedure_of(&self, node: &Node) -> Option<&Procedure> {
        let name = node.scalar()?.strip_prefix('$')?;
        let Bound { procedure, .. } = self.names.get(name)?;
        let id = procedure.as_ref()?;
        self.procedures
            .iter()
            .find(|procedure| procedure.procedure == *id)
    }
}

/// What an act is; nothing where it only looks.
fn kind_of(node: &Node, looks: bool) -> Result<Option<(&'static str, ReadKind)>, ScenarioError> {
    match KINDS.iter().find(|(kind, _)| node.get(kind).is_some()) {
        Some(kind) => Ok(Some(*kind)),
        None if looks => Ok(None),
        None => {
            let kinds = KINDS.iter().map(|(kind, _)| *kind);
            Err(node.fault(Say::new(Key::NoKind).with_list("expected", kinds)))
        }
    }
}

//! What an entry says, for the person who is about to sign it.
//!
//! Pure: from an [`Entry`], which comes from the bytes themselves, to labelled values. Labels and words
//! are ids of a catalogue that has each in Chinese and English (`label-…`, `term-…`); values stand as
//! they stand in the bytes. Every field of every kind of entry is shown: the acts are taken apart
//! field by field, so that a field that is added and not shown does not compile. Bytes that are not
//! an entry cannot be shown, and what cannot be shown is not signed: [`explain_payload`].
//!
//! ```
//! use qledger::explain::{Part, Value, explain_act};
//! use qledger::domain::entry::{Act, Upgrade};
//!
//! let parts = explain_act(&Act::from(Upgrade { rules: 2 }));
//! assert_eq!(parts, [Part::Field { label: "label-rules", value: Value::Text("2".into()) }]);
//! ```

mod cases;
mod corrections;
mod findings;
mod holder;
mod policy;
mod quantities;
mod setup;
pub mod words;

use std::fmt::Display;

use crate::codec::entry::decode;
use crate::domain::amount::Balance;
use crate::domain::entry::{Act, Basis, Entry, Head, RequiredSigner};
use crate::domain::ids::IndicatorCode;
use crate::domain::posting::{BalanceShown, Line};
use crate::domain::refusal::Refusal;
use crate::domain::region::Quantity;
use crate::domain::text::{Document, Names};

/// A part of an explanation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// One labelled value.
    Field {
        /// Id of the label.
        label: &'static str,
        /// What stands there.
        value: Value,
    },
    /// Rows of values under headings.
    Rows {
        /// Id of the title.
        label: &'static str,
        /// Ids of the headings.
        heads: Vec<&'static str>,
        /// The rows, a value a heading.
        rows: Vec<Vec<Value>>,
    },
}

/// A value as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// As it stands in the bytes.
    Text(String),
    /// A word of a closed set, by its id in the catalogue.
    Word(&'static str),
    /// A quantity of an indicator, as it stands in the bytes. Where the indicator is known it can be
    /// shown with its decimals.
    Quantity {
        /// The indicator.
        indicator: IndicatorCode,
        /// The quantity.
        amount: Balance,
    },
    /// From where to where.
    Move {
        /// From.
        from: Box<Value>,
        /// To.
        to: Box<Value>,
    },
    /// Both names.
    Names(Names),
    /// Several values.
    List(Vec<Value>),
    /// Nothing is given.
    Nothing,
}

impl Value {
    /// Something that is displayed as it stands in the bytes.
    pub fn text(value: impl Display) -> Self {
        Value::Text(value.to_string())
    }

    /// The same of what may be absent.
    pub fn or_nothing(value: Option<impl Display>) -> Self {
        value.map_or(Value::Nothing, Value::text)
    }

    fn quantity(indicator: &IndicatorCode, amount: impl Into<Balance>) -> Self {
        Value::Quantity {
            indicator: indicator.clone(),
            amount: amount.into(),
        }
    }

    fn list<T: Display>(values: &[T]) -> Self {
        match values {
            [] => Value::Nothing,
            some => Value::List(some.iter().map(Value::text).collect()),
        }
    }

    fn words(ids: impl Iterator<Item = &'static str>) -> Self {
        let words: Vec<_> = ids.map(Value::Word).collect();
        if words.is_empty() {
            Value::Nothing
        } else {
            Value::List(words)
        }
    }
}

/// What the bytes of a payload say: head and act.
///
/// Bytes that are not the canonical form of an entry this build knows are refused, with the place.
pub fn explain_payload(payload: &[u8]) -> Result<(Entry, Vec<Part>), Refusal> {
    let entry = decode(payload)?;
    let parts = explain(&entry);
    Ok((entry, parts))
}

/// What an entry says: the act first, then the head.
pub fn explain(entry: &Entry) -> Vec<Part> {
    let Entry { head, act } = entry;
    let mut parts = vec![Part::Field {
        label: "label-kind",
        value: Value::List(vec![Value::Word(words::kind(act)), Value::text(act.kind())]),
    }];
    parts.extend(explain_act(act));
    parts.extend(explain_head(head));
    parts
}

/// What an act says.
pub fn explain_act(act: &Act) -> Vec<Part> {
    match act {
        Act::Genesis(act) => setup::genesis(act),
        Act::RegionEnrol(act) => setup::region(act),
        Act::PartyEnrol(act) => setup::party(act),
        Act::PersonEnrol(act) => setup::person(act),
        Act::KeyEnrol(act) => setup::key(act),
        Act::KeyAmend(act) => setup::key_amend(act),
        Act::KeyRevoke(act) => setup::key_revoke(act),
        Act::AccountOpen(act) => setup::account(act),
        Act::PolicyAdopt(act) => policy::adopt(act),
        Act::CapSet(act) => setup::cap(act),
        Act::Upgrade(act) => setup::upgrade(act),
        Act::OpeningRecord(act) => quantities::opening(act),
        Act::QuotaIssue(act) => quantities::issue(act),
        Act::QuotaTakeBack(act) => quantities::take_back(act),
        Act::PermitRecord(act) => quantities::permit(act),
        Act::PermitLower(act) => quantities::permit_lower(act),
        Act::PermitCancel(act) => quantities::permit_cancel(act),
        Act::EmissionVerify(act) => quantities::emission(act),
        Act::BaseDecide(act) => quantities::base(act),
        Act::ReductionRecord(act) => quantities::reduction(act),
        Act::ReductionVerify(act) => quantities::reduction_verify(act),
        Act::ProjectRegister(act) => quantities::project(act),
        Act::HoldPlace(act) => quantities::hold(act),
        Act::HoldLift(act) => quantities::hold_lift(act),
        Act::CaseOpen(act) => cases::open(act),
        Act::CaseAct(act) => cases::act(act),
        Act::CaseReturn(act) => cases::return_for_completion(act),
        Act::CaseResubmit(act) => cases::resubmit(act),
        Act::FindingOpen(act) => findings::open(act),
        Act::FindingRectify(act) => findings::rectify(act),
        Act::FindingClose(act) => findings::close(act),
        Act::CaseEnd(act) => cases::end(act),
        Act::QuotaInvalidate(act) => corrections::invalidate(act),
        Act::EntryReverse(act) => corrections::reverse(act),
        Act::EntryCorrect(act) => corrections::correct(act),
        Act::ShortfallCure(act) => corrections::cure(act),
        Act::DataComplete(act) => corrections::complete(act),
        Act::HolderChange(act) => holder::change(act),
    }
}

fn explain_head(head: &Head) -> Vec<Part> {
    let Head {
        ledger,
        id,
        made,
        expires,
        signers,
        speaks_on,
        basis,
    } = head;
    let basis = basis.map_or(Value::Nothing, |Basis { size, root }| {
        Value::List(vec![Value::text(size), Value::text(root)])
    });
    vec![
        signers_rows(signers),
        field("label-ledger", Value::or_nothing(ledger.as_ref())),
        field("label-entry-id", Value::text(id)),
        field("label-made", Value::text(made)),
        field("label-expires", Value::text(expires)),
        field("label-speaks-on", Value::or_nothing(speaks_on.as_ref())),
        field("label-basis", basis),
    ]
}

fn signers_rows(signers: &[RequiredSigner]) -> Part {
    let rows = signers
        .iter()
        .enumerate()
        .map(|(at, RequiredSigner { party, seat, new })| {
            let new = if *new {
                Value::Word("term-new-key")
            } else {
                Value::Nothing
            };
            vec![
                Value::text(at + 1),
                Value::text(party),
                Value::Word(words::seat(*seat)),
                new,
            ]
        });
    Part::Rows {
        label: "label-signers",
        heads: vec!["label-place", "label-party", "label-seat", "label-remark"],
        rows: rows.collect(),
    }
}

fn field(label: &'static str, value: Value) -> Part {
    Part::Field { label, value }
}

fn text(label: &'static str, value: impl Display) -> Part {
    field(label, Value::text(value))
}

fn optional(label: &'static str, value: Option<impl Display>) -> Part {
    field(label, Value::or_nothing(value))
}

fn document_values(document: &Document) -> Vec<Value> {
    let Document {
        kind,
        number,
        date,
        sha256,
    } = document;
    vec![
        Value::Word(words::document_kind(*kind)),
        Value::text(number),
        Value::text(date),
        Value::or_nothing(sha256.as_ref()),
    ]
}

fn document(document: &Document) -> Part {
    field("label-document", Value::List(document_values(document)))
}

fn documents(documents: &[Document]) -> Part {
    Part::Rows {
        label: "label-documents",
        heads: vec![
            "label-document-kind",
            "label-number",
            "label-date",
            "label-sha256",
        ],
        rows: documents.iter().map(document_values).collect(),
    }
}

fn quantities_rows(label: &'static str, quantities: &[Quantity]) -> Part {
    amounts_rows(
        label,
        quantities
            .iter()
            .map(|row| (&row.indicator, row.amount.into())),
    )
}

/// A row for each indicator with its amount.
fn amounts_rows<'a>(
    label: &'static str,
    amounts: impl Iterator<Item = (&'a IndicatorCode, Balance)>,
) -> Part {
    let rows = amounts.map(|(indicator, amount)| {
        vec![Value::text(indicator), Value::quantity(indicator, amount)]
    });
    Part::Rows {
        label,
        heads: vec!["label-indicator", "label-amount"],
        rows: rows.collect(),
    }
}

/// Who gives what to whom: each line with lot, amount and both places.
fn lines_rows(lines: &[Line]) -> Part {
    let rows = lines.iter().map(
        |Line {
             lot,
             indicator,
             from,
             to,
             amount,
         }| {
            let (from, to) = (Box::new(words::place(from)), Box::new(words::place(to)));
            vec![
                Value::quantity(indicator, *amount),
                Value::text(indicator),
                Value::text(lot),
                Value::Move { from, to },
            ]
        },
    );
    Part::Rows {
        label: "label-lines",
        heads: vec![
            "label-amount",
            "label-indicator",
            "label-lot",
            "label-from-to",
        ],
        rows: rows.collect(),
    }
}

fn balances_rows(balances: &[BalanceShown]) -> Part {
    let rows = balances.iter().map(
        |BalanceShown {
             account,
             indicator,
             available,
             reserved,
         }| {
            vec![
                Value::text(account),
                Value::text(indicator),
                Value::quantity(indicator, *available),
                Value::quantity(indicator, *reserved),
            ]
        },
    );
    Part::Rows {
        label: "label-balances",
        heads: vec![
            "label-account",
            "label-indicator",
            "label-available",
            "label-reserved",
        ],
        rows: rows.collect(),
    }
}

#[cfg(test)]
mod tests;

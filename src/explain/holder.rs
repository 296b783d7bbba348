//! Changes of holder.

use super::{Part, Value, document, field, lines_rows, text, words};
use crate::domain::amount::Balance;
use crate::domain::entry::{HeldPart, HolderChange, HolderMove, Successor};
use crate::domain::text::Names;

pub(super) fn change(act: &HolderChange) -> Vec<Part> {
    let HolderChange {
        change,
        party,
        names,
        successors,
        moves,
        document: rests_on,
    } = act;
    let names = names.as_ref().map_or(Value::Nothing, |Names { zh, en }| {
        Value::List(vec![Value::text(zh), Value::text(en)])
    });
    let mut parts = vec![
        field("label-change", Value::Word(words::change(*change))),
        text("label-party", party),
        field("label-new-names", names),
    ];
    for successor in successors {
        parts.extend(successor_parts(successor));
    }
    for HolderMove { case, lines } in moves {
        parts.push(field(
            "label-reserved-for",
            Value::or_nothing(case.as_ref()),
        ));
        parts.push(lines_rows(lines));
    }
    parts.push(document(rests_on));
    parts
}

/// Who takes over, and what.
fn successor_parts(successor: &Successor) -> Vec<Part> {
    let Successor {
        party,
        parts,
        permits,
        cases,
        projects,
    } = successor;
    let rows = parts.iter().map(
        |HeldPart {
             account,
             indicator,
             period,
             amount,
         }| {
            vec![
                Value::text(account),
                Value::text(indicator),
                Value::text(period),
                Value::quantity(indicator, Balance::from(*amount)),
            ]
        },
    );
    vec![
        text("label-successor", party),
        Part::Rows {
            label: "label-takes",
            heads: vec![
                "label-account",
                "label-indicator",
                "label-period",
                "label-amount",
            ],
            rows: rows.collect(),
        },
        field("label-permits", Value::list(permits)),
        field("label-cases", Value::list(cases)),
        field("label-projects", Value::list(projects)),
    ]
}

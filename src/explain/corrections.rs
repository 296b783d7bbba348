//! Acts that mend the record: who gives what back to whom, what is owed, what is named anew.

use super::{Part, Value, document, field, lines_rows, text};
use crate::domain::correction::{Datum, Owed, Posting, RightRow};
use crate::domain::entry::{
    DataComplete, EntryCorrect, EntryReverse, QuotaInvalidate, ShortfallCure,
};

pub(super) fn invalidate(act: &QuotaInvalidate) -> Vec<Part> {
    let QuotaInvalidate {
        account,
        lot,
        amount,
        document: decision,
    } = act;
    vec![
        text("label-account", account),
        text("label-lot", lot),
        text("label-amount", amount),
        document(decision),
    ]
}

pub(super) fn reverse(act: &EntryReverse) -> Vec<Part> {
    let EntryReverse {
        posting,
        lines,
        document: decision,
    } = act;
    vec![of_posting(posting), lines_rows(lines), document(decision)]
}

pub(super) fn correct(act: &EntryCorrect) -> Vec<Part> {
    let EntryCorrect {
        posting,
        right,
        lines,
        owed,
        document: decision,
    } = act;
    let rows = right.iter().map(|row| {
        let RightRow {
            lot,
            indicator,
            amount,
        } = row;
        vec![
            Value::or_nothing(lot.as_ref()),
            Value::text(indicator),
            Value::quantity(indicator, *amount),
        ]
    });
    let right = Part::Rows {
        label: "label-right",
        heads: vec!["label-lot", "label-indicator", "label-amount"],
        rows: rows.collect(),
    };
    vec![
        of_posting(posting),
        right,
        lines_rows(lines),
        owed_rows(owed),
        document(decision),
    ]
}

fn owed_rows(owed: &[Owed]) -> Part {
    let rows = owed.iter().map(|row| {
        let Owed {
            region,
            indicator,
            to,
            amount,
        } = row;
        vec![
            Value::text(region),
            Value::text(indicator),
            Value::quantity(indicator, *amount),
            Value::or_nothing(to.as_ref()),
        ]
    });
    Part::Rows {
        label: "label-owed",
        heads: vec![
            "label-region",
            "label-indicator",
            "label-amount",
            "label-owed-to",
        ],
        rows: rows.collect(),
    }
}

pub(super) fn cure(act: &ShortfallCure) -> Vec<Part> {
    let ShortfallCure {
        shortfall,
        lines,
        document: letter,
    } = act;
    vec![
        text("label-shortfall", shortfall),
        lines_rows(lines),
        document(letter),
    ]
}

pub(super) fn complete(act: &DataComplete) -> Vec<Part> {
    let DataComplete {
        datum,
        document: letter,
    } = act;
    let mut parts = match datum {
        Datum::ProjectName { project, name } => vec![
            text("label-project", project),
            text("label-right-name", name),
        ],
        Datum::ProjectCode { project, code } => vec![
            text("label-project", project),
            text("label-right-code", code),
        ],
        Datum::LotEvidence { lot, evidence } => {
            vec![
                text("label-lot", lot),
                text("label-right-evidence", evidence),
            ]
        }
        Datum::DocumentNumber {
            posting,
            recorded,
            right,
        } => vec![
            of_posting(posting),
            text("label-recorded-number", recorded),
            text("label-right-number", right),
        ],
    };
    parts.push(document(letter));
    parts
}

/// The posting that is meant, by what people call it.
fn of_posting(posting: &Posting) -> Part {
    let (word, value) = match posting {
        Posting::Case(case) => ("term-posting-case", Value::text(case)),
        Posting::Lot(lot) => ("term-posting-lot", Value::text(lot)),
        Posting::Entry(index) => ("term-posting-entry", Value::text(index)),
    };
    field("label-posting", Value::List(vec![Value::Word(word), value]))
}

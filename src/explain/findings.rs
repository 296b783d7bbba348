//! Findings, as people read them.

use super::quantities::held;
use super::{Part, Value, document, field, optional, text, words};
use crate::domain::entry::{FindingClose, FindingOpen, FindingRectify};

pub(super) fn open(act: &FindingOpen) -> Vec<Part> {
    let FindingOpen {
        kind,
        target,
        by,
        responsible,
        rectify_by,
        document: letter,
    } = act;
    let mut parts = vec![field(
        "label-finding-kind",
        Value::Word(words::finding_kind(*kind)),
    )];
    parts.extend(held(target));
    parts.extend([
        text("label-by", by),
        text("label-responsible", responsible),
        optional("label-rectify-by", rectify_by.as_ref()),
        document(letter),
    ]);
    parts
}

pub(super) fn rectify(act: &FindingRectify) -> Vec<Part> {
    let FindingRectify {
        finding,
        by,
        document: report,
    } = act;
    vec![
        text("label-finding", finding),
        text("label-by", by),
        document(report),
    ]
}

pub(super) fn close(act: &FindingClose) -> Vec<Part> {
    let FindingClose {
        finding,
        by,
        outcome,
        document: decision,
    } = act;
    let outcome = Value::Word(words::finding_outcome(*outcome));
    vec![
        text("label-finding", finding),
        text("label-by", by),
        field("label-outcome", outcome),
        document(decision),
    ]
}

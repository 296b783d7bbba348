//! Acts on cases.

use super::{
    Part, Value, balances_rows, document, documents, field, lines_rows, optional, quantities_rows,
    text, words,
};
use crate::domain::amount::Balance;
use crate::domain::case::{Content, Demonstration, Introduction, MovedLine, Relocation, Stage};
use crate::domain::entry::{CaseAct, CaseEnd, CaseOpen, CaseResubmit, CaseReturn};

pub(super) fn open(act: &CaseOpen) -> Vec<Part> {
    let CaseOpen {
        procedure,
        by,
        content,
        documents: rests_on,
    } = act;
    let mut parts = vec![text("label-procedure", procedure), text("label-by", by)];
    parts.extend(content_parts(content));
    parts.push(documents(rests_on));
    parts
}

fn content_parts(content: &Content) -> Vec<Part> {
    let mut parts = vec![field(
        "label-case-kind",
        Value::Word(words::case_kind(content.kind())),
    )];
    match content {
        Content::Relocation(Relocation {
            firm,
            origin,
            site,
            project,
            required,
            lines,
        }) => {
            parts.extend([
                text("label-firm", firm),
                text("label-origin", origin),
                text("label-site", site),
                optional("label-project", project.as_ref()),
                quantities_rows("label-required", required),
            ]);
            parts.extend(lines_moved_rows(lines));
        }
        Content::Introduction(Introduction {
            project,
            supplier,
            required,
            stages,
        }) => {
            parts.extend([
                text("label-project", project),
                text("label-supplier", supplier),
                quantities_rows("label-required", required),
            ]);
            parts.extend(stages_rows(stages));
        }
        Content::Demonstration(Demonstration { project, led_by }) => {
            parts.extend([text("label-project", project), text("label-led-by", led_by)]);
        }
    }
    parts
}

/// Which lines move with what, where a firm moves line by line.
fn lines_moved_rows(lines: &[MovedLine]) -> Option<Part> {
    let rows = lines.iter().flat_map(|line| {
        line.shares.iter().map(move |share| {
            let base = share
                .base
                .map(|base| Value::quantity(&share.indicator, base));
            vec![
                Value::text(&line.line),
                Value::text(&line.name),
                Value::text(&share.indicator),
                Value::quantity(&share.indicator, Balance::from(share.amount)),
                base.unwrap_or(Value::Nothing),
            ]
        })
    });
    (!lines.is_empty()).then(|| Part::Rows {
        label: "label-lines-moved",
        heads: vec![
            "label-line",
            "label-name",
            "label-indicator",
            "label-amount",
            "label-base-emission",
        ],
        rows: rows.collect(),
    })
}

/// What each stage of a project needs, where it is built in stages.
fn stages_rows(stages: &[Stage]) -> Option<Part> {
    let rows = (1_u16..).zip(stages).flat_map(|(number, stage)| {
        stage.required.iter().map(move |row| {
            vec![
                Value::text(number),
                Value::text(&row.indicator),
                Value::quantity(&row.indicator, Balance::from(row.amount)),
            ]
        })
    });
    (!stages.is_empty()).then(|| Part::Rows {
        label: "label-stages",
        heads: vec!["label-stage", "label-indicator", "label-amount"],
        rows: rows.collect(),
    })
}

pub(super) fn act(act: &CaseAct) -> Vec<Part> {
    let CaseAct {
        case,
        step,
        documents: rests_on,
        issuers,
        sources,
        until,
        lines,
        balances,
    } = act;
    let mut parts = vec![text("label-case", case), text("label-step", step)];
    parts.push(if issuers.is_empty() {
        field("label-issuer", Value::Nothing)
    } else {
        let issuers = issuers.iter().map(Value::text);
        let words = issuers.chain([Value::Word("term-by-document")]);
        field("label-issuer", Value::List(words.collect()))
    });
    parts.push(optional("label-until", until.as_ref()));
    parts.push(field("label-sources", Value::list(sources)));
    if !lines.is_empty() {
        parts.push(lines_rows(lines));
    }
    if !balances.is_empty() {
        parts.push(balances_rows(balances));
    }
    parts.push(documents(rests_on));
    parts
}

pub(super) fn return_for_completion(act: &CaseReturn) -> Vec<Part> {
    let CaseReturn {
        case,
        by,
        to,
        missing,
        document: notice,
    } = act;
    vec![
        text("label-case", case),
        text("label-by", by),
        text("label-back-to", to),
        field(
            "label-missing",
            Value::words(missing.iter().map(|kind| words::document_kind(*kind))),
        ),
        document(notice),
    ]
}

pub(super) fn resubmit(act: &CaseResubmit) -> Vec<Part> {
    let CaseResubmit {
        case,
        content,
        documents: rests_on,
    } = act;
    let mut parts = vec![text("label-case", case)];
    match content {
        Some(content) => parts.extend(content_parts(content)),
        None => parts.push(field("label-amended", Value::Nothing)),
    }
    parts.push(documents(rests_on));
    parts
}

pub(super) fn end(act: &CaseEnd) -> Vec<Part> {
    let CaseEnd {
        case,
        by,
        kind,
        document: decision,
    } = act;
    vec![
        text("label-case", case),
        text("label-by", by),
        field("label-end", Value::Word(words::end_kind(*kind))),
        document(decision),
    ]
}

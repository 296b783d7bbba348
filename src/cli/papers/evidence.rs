//! The report in a folder of evidence: what happened to a case, who signed, and what it moved.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Block, Paper, Press, Table, figures, texts};
use crate::cli::commands::{finding_told, phase_id, short_name};
use crate::cli::evidence::Role;
use crate::cli::pictures;
use crate::cli::text::{Message, msg};
use crate::domain::amount::{Balance, Change};
use crate::domain::ids::{AccountId, IndicatorCode, LotNo};
use crate::domain::posting::{BalanceShown, Line};
use crate::domain::text::Document;
use crate::explain::words;
use crate::service::ServiceError;
use crate::service::query::{CaseView, EntryView};

/// The report.
pub fn evidence(
    press: &Press<'_>,
    case: &CaseView,
    entries: &BTreeMap<u64, Role>,
    lots: &[LotNo],
) -> Result<Paper, ServiceError> {
    let mut views = Vec::new();
    for (index, role) in entries {
        views.push((*role, press.view.entry(*index)?));
    }
    let mut blocks = vec![
        Block::Fields(head(press, case)?),
        Block::Table(timeline(press, case, &views)?),
        Block::Table(moved(press, &views)?),
        Block::Table(lots_of(press, lots)?),
        Block::Table(refused(press, case, &views)),
        Block::Table(found(press, case)),
        Block::Table(documents(press, &views)),
        Block::Table(ground(press, case, &views)?),
    ];
    for lot in lots {
        let picture = pictures::flow(press, &press.view.trace_lot(lot)?)?;
        blocks.push(Block::Picture(picture));
    }
    let seals = press.seals(case)?;
    blocks.insert(1, Block::Seals(seals));
    let mut notes = press.notes();
    notes.push(press.say(&msg!("evidence-note")));
    Ok(Paper {
        region: Some(case.brief.site.clone()),
        letterhead: press.say(&msg!("evidence-letterhead")),
        title: press.say(&msg!("evidence-title")),
        about: press.say(&msg!("paper-case", case = case.brief.case)),
        blocks,
        notes,
        landscape: true,
    })
}

fn head(press: &Press<'_>, case: &CaseView) -> Result<Vec<(String, String)>, ServiceError> {
    let brief = &case.brief;
    let firm = brief
        .firm
        .as_ref()
        .map(|firm| press.party(firm))
        .transpose()?;
    let phase = Message::new(phase_id(&brief.phase), Vec::new());
    let field = |label: Message, value: String| (press.say(&label), value);
    Ok(vec![
        field(msg!("label-case"), brief.case.to_string()),
        field(
            msg!("paper-kind-of-case"),
            press.word(words::case_kind(brief.kind)),
        ),
        field(msg!("label-of-firm"), firm.unwrap_or_default()),
        field(msg!("label-site"), press.region(&brief.site)?),
        field(msg!("label-state"), press.say(&phase)),
        field(
            msg!("paper-accepted-on"),
            case.accepted
                .map(|accepted| accepted.date.to_string())
                .unwrap_or_default(),
        ),
    ])
}

/// Who signed, in which seats, by which persons; and whose letter it was, where it was recorded.
fn signed(press: &Press<'_>, entry: &EntryView) -> Result<String, ServiceError> {
    let mut lines = Vec::new();
    for signer in &entry.signed_by {
        let (Some(party), Some(seat), Some(person)) = (&signer.party, signer.seat, &signer.person)
        else {
            continue;
        };
        let seat = press.word(words::seat(seat));
        lines.push(format!("{} {seat} {person}", press.party(party)?));
    }
    let body: Value = serde_json::from_str(entry.payload.get()).unwrap_or_default();
    let issuers = body["body"]["issuers"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let mut names = Vec::new();
    for issuer in issuers.iter().filter_map(Value::as_str) {
        if let Ok(party) = issuer.parse() {
            names.push(press.party(&party)?);
        }
    }
    names.dedup();
    if !names.is_empty() {
        let by = names.join(", ");
        lines.push(press.say(&msg!("evidence-letter-of", by = by)));
    }
    Ok(lines.join("; "))
}

fn kind_of(press: &Press<'_>, case: &CaseView, entry: &EntryView) -> String {
    let body: Value = serde_json::from_str(entry.payload.get()).unwrap_or_default();
    let decoded = crate::codec::entry::decode(entry.payload.get().as_bytes());
    let kind = match decoded {
        Ok(decoded) => press.word(words::kind(&decoded.act)),
        Err(_) => entry.line.kind.to_owned(),
    };
    match body["body"]["step"].as_str() {
        Some(id) => {
            let mut steps = case.checklist.iter();
            let step = steps.find(|step| step.step.as_str() == id);
            let name = step.map_or_else(|| id.to_owned(), |s| short_name(&s.names, press.lang));
            format!("{kind}: {name}")
        }
        None => kind,
    }
}

fn documents_in(entry: &EntryView) -> Vec<Document> {
    fn collect(value: &Value, found: &mut Vec<Document>) {
        if let Ok(document) = serde_json::from_value(value.clone()) {
            found.push(document);
            return;
        }
        match value {
            Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
            Value::Object(fields) => fields.values().for_each(|field| collect(field, found)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut found = Vec::new();
    let body: Value = serde_json::from_str(entry.payload.get()).unwrap_or_default();
    collect(&body["body"], &mut found);
    found
}

fn numbers(entry: &EntryView) -> String {
    let numbers = documents_in(entry)
        .into_iter()
        .map(|d| d.number.to_string());
    numbers.collect::<Vec<_>>().join(", ")
}

type Views = [(Role, EntryView)];

fn timeline(press: &Press<'_>, case: &CaseView, views: &Views) -> Result<Table, ServiceError> {
    let mut table = Table::new(
        press.say(&msg!("evidence-timeline")),
        vec![
            texts(press, &msg!("paper-entry-number")),
            texts(press, &msg!("label-admitted")),
            texts(press, &msg!("label-kind")),
            texts(press, &msg!("evidence-signed")),
            texts(press, &msg!("label-documents")),
        ],
    );
    for (_, entry) in views.iter().filter(|(role, _)| *role == Role::Own) {
        table.rows.push(line(press, case, entry)?);
    }
    Ok(table)
}

fn line(
    press: &Press<'_>,
    case: &CaseView,
    entry: &EntryView,
) -> Result<Vec<String>, ServiceError> {
    Ok(vec![
        entry.line.index.to_string(),
        entry.line.admitted.day().to_string(),
        kind_of(press, case, entry),
        signed(press, entry)?,
        numbers(entry),
    ])
}

/// What the case rests on, in the same columns.
fn ground(press: &Press<'_>, case: &CaseView, views: &Views) -> Result<Table, ServiceError> {
    let mut table = timeline(press, case, &[])?;
    table.title = press.say(&msg!("evidence-ground"));
    for (_, entry) in views.iter().filter(|(role, _)| *role == Role::Ground) {
        table.rows.push(line(press, case, entry)?);
    }
    Ok(table)
}

/// Figures before and after each act that moves: what the accounts held when it was drafted, and
/// what its lines change in them.
fn moved(press: &Press<'_>, views: &Views) -> Result<Table, ServiceError> {
    let mut table = Table::new(
        press.say(&msg!("evidence-moved")),
        vec![
            texts(press, &msg!("paper-entry-number")),
            texts(press, &msg!("evidence-account")),
            texts(press, &msg!("label-indicator")),
            figures(press, &msg!("evidence-before")),
            figures(press, &msg!("evidence-out")),
            figures(press, &msg!("evidence-in")),
            figures(press, &msg!("evidence-after")),
        ],
    );
    for (role, entry) in views {
        let body: Value = serde_json::from_str(entry.payload.get()).unwrap_or_default();
        let read = |field: &str| body["body"][field].clone();
        let lines: Vec<Line> = serde_json::from_value(read("lines")).unwrap_or_default();
        let shown: Vec<BalanceShown> = serde_json::from_value(read("balances")).unwrap_or_default();
        if *role != Role::Own || lines.is_empty() {
            continue;
        }
        for ((account, code), [out, into]) in sums(&lines) {
            let before = shown
                .iter()
                .find(|held| held.account == account && held.indicator == code)
                .map(|held| held.available.plus(held.reserved));
            let after = before.and_then(|before| {
                let change = Change::from(before)
                    .plus(into.into())
                    .plus(Change::from(out).negated());
                Balance::new(change.decimal())
            });
            let figure = |balance: Option<Balance>| {
                balance.map_or_else(|| "-".to_owned(), |b| press.balance(&code, b))
            };
            table.rows.push(vec![
                entry.line.index.to_string(),
                press.account(&account)?,
                code.to_string(),
                figure(before),
                press.balance(&code, out),
                press.balance(&code, into),
                figure(after),
            ]);
        }
    }
    Ok(table)
}

type Sums = BTreeMap<(AccountId, IndicatorCode), [Balance; 2]>;

/// What leaves and enters each account; what only changes its mark inside one does neither.
fn sums(lines: &[Line]) -> Sums {
    let mut sums = Sums::new();
    for line in lines {
        let (from, to) = (line.from.account(), line.to.account());
        if from == to {
            continue;
        }
        for (at, account) in [from, to].into_iter().enumerate() {
            if let Some(account) = account {
                let key = (account.clone(), line.indicator.clone());
                let sum = sums.entry(key).or_insert([Balance::ZERO; 2]);
                sum[at] = sum[at].plus(line.amount.into());
            }
        }
    }
    sums
}

/// Each lot from what made it to where it is now.
fn lots_of(press: &Press<'_>, lots: &[LotNo]) -> Result<Table, ServiceError> {
    let mut table = Table::new(
        press.say(&msg!("evidence-lots")),
        vec![
            texts(press, &msg!("label-lot")),
            texts(press, &msg!("label-indicator")),
            texts(press, &msg!("evidence-sources")),
            texts(press, &msg!("evidence-account")),
            figures(press, &msg!("evidence-made")),
            figures(press, &msg!("label-held")),
            figures(press, &msg!("label-retired")),
            figures(press, &msg!("evidence-reduced")),
            texts(press, &msg!("evidence-cases")),
        ],
    );
    for lot in lots {
        let trace = press.view.trace_lot(lot)?;
        let code = &trace.lot.indicator;
        let sources: Vec<_> = trace.sources.iter().map(|s| s.lot.to_string()).collect();
        let cases: Vec<_> = trace.cases.iter().map(ToString::to_string).collect();
        table.rows.push(vec![
            lot.to_string(),
            code.to_string(),
            sources.join(", "),
            press.account(&trace.lot.account)?,
            press.amount(code, trace.lot.amount),
            press.balance(code, trace.held),
            press.balance(code, trace.retired),
            press.balance(code, trace.reduced),
            cases.join(", "),
        ]);
    }
    Ok(table)
}

fn refused(press: &Press<'_>, case: &CaseView, views: &Views) -> Table {
    let mut table = Table::new(
        press.say(&msg!("evidence-refused")),
        vec![
            texts(press, &msg!("paper-entry-number")),
            texts(press, &msg!("label-admitted")),
            texts(press, &msg!("label-kind")),
            texts(press, &msg!("evidence-why")),
        ],
    );
    for (_, entry) in views.iter().filter(|(role, _)| *role == Role::Refused) {
        let why = entry.line.refusal.as_ref();
        let text = why.and_then(|why| why.text.as_ref());
        table.rows.push(vec![
            entry.line.index.to_string(),
            entry.line.admitted.day().to_string(),
            kind_of(press, case, entry),
            text.map(|text| text.in_lang(press.lang).to_owned())
                .unwrap_or_default(),
        ]);
    }
    table
}

fn found(press: &Press<'_>, case: &CaseView) -> Table {
    let head = vec![texts(press, &msg!("evidence-what"))];
    let mut table = Table::new(press.say(&msg!("trace-title-findings")), head);
    for line in case.findings.iter().flat_map(finding_told) {
        table.rows.push(vec![press.say(&line)]);
    }
    table
}

fn documents(press: &Press<'_>, views: &Views) -> Table {
    let mut table = Table::new(
        press.say(&msg!("label-documents")),
        vec![
            texts(press, &msg!("evidence-number")),
            texts(press, &msg!("label-document-kind")),
            texts(press, &msg!("label-date")),
            texts(press, &msg!("evidence-file")),
            texts(press, &msg!("paper-entry-number")),
        ],
    );
    let mut rows: Vec<(Document, Vec<String>)> = Vec::new();
    for (_, entry) in views {
        for document in documents_in(entry) {
            let index = entry.line.index.to_string();
            match rows.iter_mut().find(|(known, _)| *known == document) {
                Some((_, entries)) => entries.push(index),
                None => rows.push((document, vec![index])),
            }
        }
    }
    for (document, entries) in rows {
        table.rows.push(vec![
            document.number.to_string(),
            press.word(words::document_kind(document.kind)),
            document.date.to_string(),
            document
                .sha256
                .map(|hash| hash.to_string())
                .unwrap_or_default(),
            entries.join(", "),
        ]);
    }
    table
}

//! `audit`: re-derives everything from the log alone, as it lies in the folder.
//!
//! It takes no lock, needs no index and writes nothing: it runs beside a writer, and on a copy that
//! somebody else may not change. What does not verify ends with exit code 3, a folder that cannot be
//! read to its end with 4.

use clap::Args;
use serde_json::{Value, json};

use super::log::minute;
use crate::audit::AuditReport;
use crate::cli::because;
use crate::cli::error::{Exit, Failure};
use crate::cli::output::{Card, Head, Shown, Table, cell, hanging};
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::domain::text::Lang;
use crate::service::query::SumsRow;

#[derive(Debug, Args)]
pub struct Audit {}

pub fn run(_: &Audit, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let report = session.audit()?.map_err(|failure| {
        Failure::not_verified(msg!(
            "audit-failed",
            index = failure.index,
            reason = because::audit(&failure.fault)
        ))
        .hint(msg!("hint-audit-failed"))
    })?;
    session.out.show(&Report(&report))?;
    Ok(Exit::Done)
}

struct Report<'a>(&'a AuditReport);

impl Shown for Report<'_> {
    fn json(&self) -> Value {
        let report = self.0;
        let sums: Vec<SumsRow> = report
            .sums
            .iter()
            .map(|(indicator, sums)| SumsRow {
                indicator: indicator.clone(),
                sums: *sums,
            })
            .collect();
        json!({
            "audited": true,
            "ledger": report.ledger,
            "rules": report.rules,
            "leaves": report.leaves,
            "admitted": report.admitted,
            "refused": report.refused,
            "signatures": report.signatures,
            "checkpoints": report.checkpoints,
            "digests": report.digests,
            "begun": report.begun,
            "admitted_last": report.admitted_last,
            "root": report.size_and_root.root.to_hex(),
            "state_digest": report.state_digest.to_hex(),
            "sums": sums,
        })
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        let mut table = Table::new(vec![
            Head::text(msg!("label-indicator")),
            Head::figures(msg!("label-opening")),
            Head::figures(msg!("label-issued")),
            Head::figures(msg!("label-held")),
            Head::figures(msg!("label-retired")),
            Head::figures(msg!("label-taken-back")),
            Head::figures(msg!("paper-invalidated")),
        ]);
        for (indicator, sums) in &self.0.sums {
            table.row(vec![
                cell(indicator),
                cell(&sums.opening),
                cell(&sums.issued),
                cell(&sums.held),
                cell(&sums.retired),
                cell(&sums.taken_back),
                cell(&sums.invalidated),
            ]);
        }
        vec![table]
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        let head = hanging(&msg!("audit-done").in_lang(lang), 0, width);
        let card = self.card().text(lang, width);
        let tables = self.tables(lang);
        let tables: String = tables.iter().map(|t| t.to_text(lang, width)).collect();
        format!("{head}\n{card}\n{tables}")
    }
}

impl Report<'_> {
    /// What was checked, and how much of it there was.
    fn card(&self) -> Card {
        let report = self.0;
        let mut card = Card::new(Value::Null);
        let entries = msg!(
            "audit-entries",
            leaves = report.leaves,
            admitted = report.admitted,
            refused = report.refused
        );
        card.row(msg!("label-audit-entries"), &entries);
        let span = msg!(
            "audit-span",
            from = minute(report.begun),
            to = minute(report.admitted_last)
        );
        card.row(msg!("label-audit-span"), &span);
        let signatures = msg!("audit-signatures", count = report.signatures);
        card.row(msg!("label-audit-signatures"), &signatures);
        let checkpoints = msg!("audit-checkpoints", count = report.checkpoints);
        card.row(msg!("label-audit-checkpoints"), &checkpoints);
        let digests = msg!("audit-digests", count = report.digests);
        card.row(msg!("label-audit-digests"), &digests);
        let balances = msg!("audit-balances", count = report.sums.len());
        card.row(msg!("label-audit-balances"), &balances);
        let rules = msg!("audit-rules", rules = report.rules);
        card.row(msg!("label-audit-rules"), &rules);
        card.row(msg!("label-ledger"), &report.ledger);
        card.row(
            msg!("label-audit-root"),
            &report.size_and_root.root.to_hex(),
        );
        card
    }
}

//! `audit`: re-derives everything from the log alone.

use clap::Args;
use serde_json::{Value, json};

use crate::audit::AuditReport;
use crate::cli::error::{Exit, Failure};
use crate::cli::output::{Head, Shown, Table, cell};
use crate::cli::progress::Bar;
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::domain::text::Lang;

#[derive(Debug, Args)]
pub struct Audit {}

pub fn run(_: &Audit, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let mut bar = Bar::new(session.terminals.stderr, session.lang());
    let audited = ledger.audit(&mut bar);
    bar.finish();
    let verdict = audited.map_err(|error| session.failed(&error))?;
    let report = verdict.map_err(|failure| {
        Failure::not_verified(msg!(
            "audit-failed",
            index = failure.index,
            reason = failure
        ))
    })?;
    session.out.show(&Report(&report))?;
    Ok(Exit::Done)
}

struct Report<'a>(&'a AuditReport);

impl Shown for Report<'_> {
    fn json(&self) -> Value {
        let report = self.0;
        json!({
            "audited": true,
            "ledger": report.ledger,
            "rules": report.rules,
            "leaves": report.leaves,
            "admitted": report.admitted,
            "refused": report.refused,
            "signatures": report.signatures,
            "checkpoints": report.checkpoints,
            "root": report.size_and_root.root.to_hex(),
            "state_digest": report.state_digest.to_hex(),
            "sums": report.sums,
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
        ]);
        for (indicator, sums) in &self.0.sums {
            table.row(vec![
                cell(indicator),
                cell(&sums.opening),
                cell(&sums.issued),
                cell(&sums.held),
                cell(&sums.retired),
                cell(&sums.taken_back),
            ]);
        }
        vec![table]
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        let report = self.0;
        let head = msg!(
            "audit-done",
            leaves = report.leaves,
            admitted = report.admitted,
            refused = report.refused,
            signatures = report.signatures,
            root = report.size_and_root.root.to_hex()
        );
        let table = self.tables(lang).pop();
        let table = table.map_or_else(String::new, |table| table.to_text(lang, width));
        format!("{}\n{table}", head.in_lang(lang))
    }
}

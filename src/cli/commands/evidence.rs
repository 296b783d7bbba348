//! `evidence`: everything about one case in a folder that stands by itself, and checking one.

use std::path::PathBuf;

use clap::Args;
use serde_json::{Value, json};

use super::verify::operator_key;
use crate::cli::error::{Exit, Failure};
use crate::cli::evidence::{Bundle, Checked, MANIFEST, bundle, check};
use crate::cli::numbers::{self, Said};
use crate::cli::output::{Shown, Table, fold};
use crate::cli::published;
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::domain::ids::{CaseNo, LedgerId};
use crate::domain::text::Lang;

#[derive(Debug, Args)]
pub struct Evidence {
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    #[arg(long, value_name = "CASE", value_parser = numbers::said::<CaseNo>, required_unless_present = "check")]
    case: Option<Said<CaseNo>>,
    #[arg(long, conflicts_with = "case")]
    check: bool,
    #[arg(long, value_name = "ID|FILE", requires = "check")]
    id: Option<String>,
    #[arg(long, value_name = "KEY|FILE", requires = "check")]
    operator: Option<String>,
}

pub fn run(args: &Evidence, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Some(case) = &args.case else {
        let operator = args.operator.as_deref().map(operator_key).transpose()?;
        let id = args.id.as_deref().map(published::ledger_id).transpose()?;
        let checked = check(&args.dir, id, operator)?;
        session.out.show(&Held(&checked))?;
        return Ok(Exit::Done);
    };
    let ledger = session.open()?;
    let view = ledger.view().map_err(|error| session.failed(&error))?;
    let case = case.one(&view)?;
    drop(view);
    let gathered = bundle(session, &ledger, &case)?;
    let files = gathered.write(&args.dir)?;
    session.out.show(&Wrote {
        case: &case,
        bundle: &gathered,
        files,
        dir: args.dir.display().to_string(),
        ledger: ledger.id(),
    })?;
    Ok(Exit::Done)
}

struct Wrote<'a> {
    case: &'a CaseNo,
    bundle: &'a Bundle,
    files: usize,
    dir: String,
    ledger: LedgerId,
}

impl Shown for Wrote<'_> {
    fn json(&self) -> Value {
        json!({
            "case": self.case,
            "folder": self.dir,
            "entries": self.bundle.entries,
            "files": self.files,
            "manifest": MANIFEST,
            "ledger": self.ledger,
        })
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        Vec::new()
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        let wrote = msg!(
            "evidence-written",
            case = self.case,
            folder = self.dir,
            entries = self.bundle.entries,
            files = self.files
        );
        let next = format!(
            "  qledger evidence {} --check --id {}\n",
            self.dir, self.ledger
        );
        format!("{}{next}", fold(&wrote.in_lang(lang), width, 2))
    }
}

struct Held<'a>(&'a Checked);

impl Shown for Held<'_> {
    fn json(&self) -> Value {
        json!({
            "verified": true,
            "ledger": self.0.ledger,
            "id_given": self.0.given,
            "files": self.0.files,
            "receipts": self.0.receipts,
        })
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        Vec::new()
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        let Checked {
            ledger,
            given,
            files,
            receipts,
        } = self.0;
        let held = msg!("evidence-holds", files = files, receipts = receipts);
        let mut text = fold(&held.in_lang(lang), width, 2);
        let whose = if *given {
            msg!("evidence-id-held", ledger = ledger)
        } else {
            msg!("evidence-id-own", ledger = ledger)
        };
        text.push_str(&fold(&whose.in_lang(lang), width, 2));
        text
    }
}

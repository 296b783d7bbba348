//! `case act`: does a step of a case.

use clap::Args;

use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::numbers::{self, Said};
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::cli::{documents, lookup, values, write};
use crate::domain::entry::CaseAct;
use crate::domain::ids::{CaseNo, LotNo, PartyId, StepId};
use crate::domain::moment::Day;
use crate::domain::procedure::Step;
use crate::domain::state::Draft;

#[derive(Debug, Args)]
pub struct Act {
    #[arg(value_name = "CASE", value_parser = numbers::said::<CaseNo>)]
    case: Said<CaseNo>,
    #[arg(value_name = "STEP", value_parser = values::id::<StepId>)]
    step: StepId,
    #[arg(long, value_name = "PARTY", value_parser = values::id::<PartyId>)]
    issuer: Vec<PartyId>,
    #[arg(long, value_name = "LOT", value_parser = numbers::said::<LotNo>)]
    source: Vec<Said<LotNo>>,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    until: Option<Day>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(args: Act, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Act {
        case,
        step,
        issuer,
        source,
        until,
        documents,
        writing,
    } = args;
    let mut ledger = write::open(session, &writing)?;
    let today = write::today(session, &ledger)?;
    let view = write::view(session, &ledger)?;
    let case = case.one(&view)?;
    let needs = step_of(view.draft(), &case, &step)?.documents;
    let sources = numbers::each(&source, &view)?;
    let documents = documents::several(&documents, &needs, today)?;
    // One letter after the other, each of its issuer; a single issuer has written them all.
    let issuers = match issuer.as_slice() {
        [only] => vec![only.clone(); documents.len()],
        _ => issuer,
    };
    if let Some(issuer) = issuers.first()
        && documents.iter().any(|document| document.sha256.is_none())
    {
        let missing = msg!("letter-without-file", party = issuer);
        return Err(Failure::usage(missing).hint(msg!("hint-letter-file")));
    }
    // Lines and balances are written by the service.
    let act = CaseAct {
        case,
        step,
        documents,
        issuers,
        sources,
        until,
        lines: Vec::new(),
        balances: Vec::new(),
    };
    write::record(session, &mut ledger, act, &writing)
}

/// A step of a case's procedure; a step that is not there is told with those that are.
fn step_of(draft: &Draft<'_>, no: &CaseNo, id: &StepId) -> Result<Step, Failure> {
    let case = lookup::case(draft, no)?;
    let steps = lookup::procedure(draft, &case)?.map(|procedure| procedure.steps);
    let steps = steps.unwrap_or_default();
    let names: Vec<_> = steps.iter().map(|step| step.id.to_string()).collect();
    steps
        .into_iter()
        .find(|step| step.id == *id)
        .ok_or_else(|| {
            Failure::usage(msg!("no-such-step", case = no, step = id))
                .hint(msg!("hint-steps", steps = names.join(", ")))
        })
}

//! `case return`, `resubmit`, `refuse`, `not-accept`, `withdraw`.

use clap::Args;

use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::numbers::{self, Said};
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::cli::{documents, lookup, stages, values, write};
use crate::domain::case::{Content, Phase, Stage};
use crate::domain::entry::{CaseEnd, CaseResubmit, CaseReturn, EndKind};
use crate::domain::ids::{CaseNo, PartyId, StepId};
use crate::domain::moment::Day;
use crate::domain::region::Quantity;
use crate::domain::state::Draft;
use crate::domain::text::DocumentKind;

#[derive(Debug, Args)]
pub struct Return {
    #[arg(value_name = "CASE", value_parser = numbers::said::<CaseNo>)]
    case: Said<CaseNo>,
    #[arg(long, value_name = "STEP", value_parser = values::id::<StepId>)]
    to: StepId,
    #[arg(long, value_name = "KIND", required = true, value_parser = values::word::<DocumentKind>)]
    missing: Vec<DocumentKind>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Resubmit {
    #[arg(value_name = "CASE", value_parser = numbers::said::<CaseNo>)]
    case: Said<CaseNo>,
    #[arg(long, value_name = "INDICATOR=AMOUNT", value_parser = values::quantity)]
    need: Vec<Quantity>,
    #[arg(long, value_name = "AMOUNTS", value_parser = stages::stage)]
    stage: Vec<Stage>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct End {
    #[arg(value_name = "CASE", value_parser = numbers::said::<CaseNo>)]
    case: Said<CaseNo>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

/// Who returns or refuses unless `--as` says otherwise: the bureau of the site.
fn host(
    draft: &Draft<'_>,
    no: &CaseNo,
    given: Option<&PartyId>,
    today: Day,
) -> Result<PartyId, Failure> {
    match given {
        Some(party) => Ok(party.clone()),
        None => lookup::bureau(draft, &lookup::case(draft, no)?.site, today),
    }
}

pub fn return_for_completion(args: Return, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Return {
        case,
        to,
        missing,
        documents,
        writing,
    } = args;
    let mut ledger = write::open(session, &writing)?;
    let today = write::today(session, &ledger)?;
    let view = write::view(session, &ledger)?;
    let case = case.one(&view)?;
    let by = host(view.draft(), &case, writing.by.as_ref(), today)?;
    let document = documents::one(&documents, DocumentKind::Letter, today)?;
    let act = CaseReturn {
        case,
        by,
        to,
        missing,
        document,
    };
    write::record(session, &mut ledger, act, &writing)
}

/// With `--need` the case is amended: the indicators named are asked for in the new amounts, the
/// others stay. With `--stage` all stages are said anew, those in effect as they are.
pub fn resubmit(args: Resubmit, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Resubmit {
        case: no,
        need,
        stage,
        documents,
        writing,
    } = args;
    let mut ledger = write::open(session, &writing)?;
    let today = write::today(session, &ledger)?;
    let view = write::view(session, &ledger)?;
    let no = no.one(&view)?;
    let case = lookup::case(view.draft(), &no)?;
    let missing = match &case.phase {
        Phase::Returned { missing, .. } => missing.clone(),
        Phase::Open
        | Phase::NotAccepted
        | Phase::Refused
        | Phase::Withdrawn
        | Phase::Lapsed
        | Phase::Effective => vec![DocumentKind::Application],
    };
    let content = if need.is_empty() && stage.is_empty() {
        None
    } else {
        Some(amended(case.content, need, stage)?)
    };
    let documents = documents::several(&documents, &missing, today)?;
    write::record(
        session,
        &mut ledger,
        CaseResubmit {
            case: no,
            content,
            documents,
        },
        &writing,
    )
}

fn amended(content: Content, need: Vec<Quantity>, stages: Vec<Stage>) -> Result<Content, Failure> {
    let amounts = need.clone();
    let with = |mut required: Vec<Quantity>| {
        for quantity in amounts {
            match required
                .iter_mut()
                .find(|old| old.indicator == quantity.indicator)
            {
                Some(old) => old.amount = quantity.amount,
                None => required.push(quantity),
            }
        }
        required
    };
    match content {
        Content::Relocation(_) if !stages.is_empty() => {
            Err(Failure::usage(msg!("resubmit-stage-introduction")))
        }
        Content::Relocation(mut content) => {
            content.required = with(content.required);
            Ok(Content::Relocation(content))
        }
        Content::Introduction(mut content) if !stages.is_empty() => {
            content.required = stages::together(need, &stages);
            content.stages = stages;
            Ok(Content::Introduction(content))
        }
        Content::Introduction(mut content) => {
            content.required = with(content.required);
            Ok(Content::Introduction(content))
        }
        Content::Demonstration(_) => Err(Failure::usage(msg!("resubmit-need-demonstration"))),
    }
}

pub fn end(args: End, kind: EndKind, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let End {
        case,
        documents,
        writing,
    } = args;
    let mut ledger = write::open(session, &writing)?;
    let today = write::today(session, &ledger)?;
    let view = write::view(session, &ledger)?;
    let case = case.one(&view)?;
    let by = match (kind, &writing.by) {
        (EndKind::Withdrawn, None) => lookup::case(view.draft(), &case)?.opened_by,
        (EndKind::Withdrawn | EndKind::Refused | EndKind::NotAccepted, given) => {
            host(view.draft(), &case, given.as_ref(), today)?
        }
    };
    let document = documents::one(&documents, DocumentKind::Letter, today)?;
    write::record(
        session,
        &mut ledger,
        CaseEnd {
            case,
            by,
            kind,
            document,
        },
        &writing,
    )
}

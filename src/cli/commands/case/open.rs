//! `case open`: a relocation, an introduction, a demonstration.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::numbers::{self, Said};
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::cli::values::BadValue;
use crate::cli::{documents, intake, lines, lookup, stages, values, write};
use crate::domain::case::{Content, Demonstration, Introduction, MovedLine, Relocation, Stage};
use crate::domain::entry::CaseOpen;
use crate::domain::ids::{AccountId, Holder, PartyId, ProcedureId, ProjectNo, RegionId};
use crate::domain::moment::Day;
use crate::domain::region::Quantity;
use crate::domain::text::DocumentKind;
use crate::service::View;

/// An application: by hand, or as a form.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Open {
    #[arg(long, value_name = "FILE.xlsx", required = true)]
    form: Option<PathBuf>,
    #[command(flatten)]
    terms: Terms,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Relocation(Box<RelocationArgs>),
    Introduction(Box<IntroductionArgs>),
    Demonstration(Box<DemonstrationArgs>),
}

/// What every opening says besides its content.
#[derive(Debug, Args)]
pub struct Terms {
    #[arg(long, value_name = "PROCEDURE", value_parser = values::id::<ProcedureId>)]
    procedure: Option<ProcedureId>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct RelocationArgs {
    #[arg(long, value_name = "PARTY", value_parser = values::id::<PartyId>)]
    firm: PartyId,
    #[arg(long, value_name = "REGION|ACCOUNT", value_parser = origin)]
    origin: Origin,
    #[arg(long, value_name = "REGION", value_parser = values::id::<RegionId>)]
    site: RegionId,
    #[arg(long, value_name = "PROJECT", value_parser = numbers::said::<ProjectNo>)]
    project: Option<Said<ProjectNo>>,
    #[arg(long, value_name = "INDICATOR=AMOUNT", required = true, value_parser = values::quantity)]
    need: Vec<Quantity>,
    #[arg(long, value_name = "LINE:NAME:SHARES", value_parser = lines::line)]
    line: Vec<MovedLine>,
    #[command(flatten)]
    terms: Terms,
}

#[derive(Debug, Args)]
pub struct IntroductionArgs {
    #[arg(long, value_name = "PROJECT", value_parser = numbers::said::<ProjectNo>)]
    project: Said<ProjectNo>,
    #[arg(long, value_name = "INDICATOR=AMOUNT", required_unless_present = "stage", value_parser = values::quantity)]
    need: Vec<Quantity>,
    #[arg(long, value_name = "AMOUNTS", value_parser = stages::stage)]
    stage: Vec<Stage>,
    #[arg(long, value_name = "PARTY", value_parser = values::id::<PartyId>)]
    supplier: Option<PartyId>,
    #[command(flatten)]
    terms: Terms,
}

#[derive(Debug, Args)]
pub struct DemonstrationArgs {
    #[arg(long, value_name = "PROJECT", value_parser = numbers::said::<ProjectNo>)]
    project: Said<ProjectNo>,
    #[arg(long, value_name = "PARTY", value_parser = values::id::<PartyId>)]
    led_by: Option<PartyId>,
    #[command(flatten)]
    terms: Terms,
}

/// Where a firm leaves: a region, whose account of the firm is meant, or the account itself.
#[derive(Debug, Clone)]
enum Origin {
    Region(RegionId),
    Account(AccountId),
}

fn origin(text: &str) -> Result<Origin, BadValue> {
    if text.contains('/') {
        values::id(text).map(Origin::Account)
    } else {
        values::id(text).map(Origin::Region)
    }
}

pub fn run(args: Open, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Open {
        form,
        terms,
        command,
    } = args;
    match (command, form) {
        (Some(command), _) => by_hand(command, session),
        (None, Some(form)) => {
            let Terms {
                procedure,
                documents,
                writing,
            } = terms;
            intake::open_case(session, &form, procedure, &documents, &writing)
        }
        (None, None) => Err(Failure::usage(msg!("case-open-lacks"))),
    }
}

fn by_hand(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Relocation(args) => {
            let RelocationArgs {
                firm,
                origin,
                site,
                project,
                need,
                line,
                terms,
            } = *args;
            open(session, terms, "relocation", move |view, _| {
                let origin = match origin {
                    Origin::Account(account) => account,
                    Origin::Region(region) => {
                        AccountId::new(region, Holder::Party(firm.clone()), None)
                    }
                };
                let content = Relocation {
                    firm,
                    origin,
                    site: site.clone(),
                    project: numbers::one_if_any(project.as_ref(), view)?,
                    required: need,
                    lines: line,
                };
                Ok((site, Content::Relocation(content)))
            })
        }
        Command::Introduction(args) => {
            let IntroductionArgs {
                project,
                need,
                stage,
                supplier,
                terms,
            } = *args;
            let need = stages::together(need, &stage);
            open(session, terms, "introduction", move |view, today| {
                let (draft, project) = (view.draft(), project.one(view)?);
                let site = lookup::project(draft, &project)?.region;
                let first = need.first().map(|quantity| &quantity.indicator);
                let supplier = match supplier {
                    Some(supplier) => supplier,
                    None => lookup::introducer(draft, &site, first, today)?,
                };
                let content = Introduction {
                    project,
                    supplier,
                    required: need,
                    stages: stage,
                };
                Ok((site, Content::Introduction(content)))
            })
        }
        Command::Demonstration(args) => {
            let DemonstrationArgs {
                project,
                led_by,
                terms,
            } = *args;
            open(session, terms, "demonstration", move |view, today| {
                let (draft, project) = (view.draft(), project.one(view)?);
                let site = lookup::project(draft, &project)?.region;
                let led_by = match led_by {
                    Some(leader) => leader,
                    None => lookup::introducer(draft, &site, None, today)?,
                };
                Ok((
                    site,
                    Content::Demonstration(Demonstration { project, led_by }),
                ))
            })
        }
    }
}

/// Opens a case: by the park committee of the site, or its bureau, unless `--as` says otherwise.
fn open(
    session: &mut Session<'_>,
    terms: Terms,
    procedure: &str,
    content: impl FnOnce(&View<'_>, Day) -> Result<(RegionId, Content), Failure>,
) -> Result<Exit, Failure> {
    let Terms {
        procedure: given,
        documents,
        writing,
    } = terms;
    let mut ledger = write::open(session, &writing)?;
    let today = write::today(session, &ledger)?;
    let view = write::view(session, &ledger)?;
    let (site, content) = content(&view, today)?;
    let by = match &writing.by {
        Some(party) => party.clone(),
        None => lookup::opener(view.draft(), &site, today)
            .map_err(|failure| failure.hint(msg!("hint-as")))?,
    };
    let procedure = match given {
        Some(procedure) => procedure,
        None => values::id(procedure)?,
    };
    let documents = documents::several(&documents, &[DocumentKind::Application], today)?;
    let act = CaseOpen {
        procedure,
        by,
        content,
        documents,
    };
    write::record(session, &mut ledger, act, &writing)
}

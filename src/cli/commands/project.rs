//! `project`: projects.

use clap::{Args, Subcommand};

use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::output::{Head, Listing, Table, cell};
use crate::cli::session::Session;
use crate::cli::shown::{or_dash, word};
use crate::cli::text::msg;
use crate::cli::{documents, lookup, values, write};
use crate::domain::entry::ProjectRegister;
use crate::domain::ids::{IndustryCode, PartyId, RegionId};
use crate::domain::lot::{Nature, Project};
use crate::domain::state::keys;
use crate::domain::text::{DocumentKind, Label};
use crate::explain::words;

#[derive(Debug, Subcommand)]
pub enum Command {
    Register(Box<Register>),
    List(List),
}

#[derive(Debug, Args)]
pub struct Register {
    #[arg(long, value_name = "NAME", value_parser = values::id::<Label>)]
    name: Label,
    #[arg(long, value_name = "PARTY", value_parser = values::id::<PartyId>)]
    builder: PartyId,
    #[arg(long, value_name = "REGION", value_parser = values::id::<RegionId>)]
    region: RegionId,
    #[arg(long, value_name = "CODE", value_parser = values::id::<IndustryCode>)]
    industry: IndustryCode,
    #[arg(long, value_name = "NATURE", value_parser = values::word::<Nature>)]
    nature: Nature,
    #[arg(long, value_name = "CODE", value_parser = values::id::<Label>)]
    code: Option<Label>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(long, value_name = "REGION", value_parser = values::id::<RegionId>)]
    region: Option<RegionId>,
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Register(args) => register(*args, session),
        Command::List(args) => list(&args, session),
    }
}

fn register(args: Register, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Register {
        name,
        builder,
        region,
        industry,
        nature,
        code,
        documents,
        writing,
    } = args;
    let mut ledger = write::open(session, &writing)?;
    let today = write::today(session, &ledger)?;
    let document = documents::one(&documents, DocumentKind::Application, today)?;
    let act = ProjectRegister {
        code,
        name,
        builder,
        region,
        industry,
        nature,
        document,
    };
    write::record(session, &mut ledger, act, &writing)
}

fn list(args: &List, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = write::view(session, &ledger)?;
    let draft = view.draft();
    let regions = match &args.region {
        Some(region) => vec![region.clone()],
        None => lookup::regions(draft)?,
    };
    let mut projects = Vec::new();
    for region in regions {
        for no in draft.list(&keys::projects_of(&region))? {
            projects.push(draft.must(&keys::project(&no))?);
        }
    }
    let shorts = view.shorts().map_err(|error| session.failed(&error))?;
    let table = Table::new(vec![
        Head::text(msg!("label-short-number")),
        Head::text(msg!("label-project")),
        Head::text(msg!("label-name")),
        Head::text(msg!("label-builder")),
        Head::text(msg!("label-industry")),
        Head::text(msg!("label-nature")),
        Head::text(msg!("label-two-high")),
        Head::text(msg!("label-outside-list")),
        Head::text(msg!("label-covered-by")),
    ]);
    let listing = Listing::new("projects", &projects, table, |project: &Project| {
        vec![
            cell(&shorts.of(&project.project)),
            cell(&project.project),
            cell(&project.name),
            cell(&project.builder),
            cell(&project.industry),
            word(words::nature(project.nature)),
            or_dash(project.two_high.as_ref()),
            word(if project.outside_list {
                "term-yes"
            } else {
                "term-no"
            }),
            or_dash(project.covered_by.as_ref()),
        ]
    })?;
    session.out.show(&listing)?;
    Ok(Exit::Done)
}

//! `holder`: changes of holder (主体变更): rename, merge, split, transfer, bankruptcy.

mod parts;

use clap::{Args, Subcommand};

use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::cli::{documents, values, write};
use crate::domain::entry::{ChangeKind, HolderChange, Successor};
use crate::domain::ids::PartyId;
use crate::domain::text::{DocumentKind, Label, Names};
use parts::{CaseGoes, Part, PermitGoes, ProjectGoes};

#[derive(Debug, Subcommand)]
pub enum Command {
    Rename(Rename),
    Merge(Whole),
    Transfer(Whole),
    Split(Box<Split>),
    Bankruptcy(Bankruptcy),
}

#[derive(Debug, Args)]
pub struct Rename {
    #[arg(value_name = "PARTY", value_parser = values::id::<PartyId>)]
    party: PartyId,
    #[arg(long, value_name = "NAME", value_parser = values::id::<Label>)]
    name_zh: Label,
    #[arg(long, value_name = "NAME", value_parser = values::id::<Label>)]
    name_en: Label,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

/// All that a party has goes to one other.
#[derive(Debug, Args)]
pub struct Whole {
    #[arg(value_name = "PARTY", value_parser = values::id::<PartyId>)]
    party: PartyId,
    #[arg(long, value_name = "PARTY", value_parser = values::id::<PartyId>)]
    into: PartyId,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Split {
    #[arg(value_name = "PARTY", value_parser = values::id::<PartyId>)]
    party: PartyId,
    #[arg(long, value_name = "PARTY:AMOUNTS", required = true, value_parser = parts::part)]
    part: Vec<Part>,
    #[arg(long, value_name = "CASE=PARTY", value_parser = parts::case)]
    case: Vec<CaseGoes>,
    #[arg(long, value_name = "PERMIT=PARTY", value_parser = parts::permit)]
    permit: Vec<PermitGoes>,
    #[arg(long, value_name = "PROJECT=PARTY", value_parser = parts::project)]
    project: Vec<ProjectGoes>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Bankruptcy {
    #[arg(value_name = "PARTY", value_parser = values::id::<PartyId>)]
    party: PartyId,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Rename(args) => {
            let names = Names {
                zh: args.name_zh,
                en: args.name_en,
            };
            let of = (ChangeKind::Rename, args.party, Some(names));
            record(session, of, Vec::new(), &args.documents, &args.writing)
        }
        Command::Merge(args) => whole(session, ChangeKind::Merge, args),
        Command::Transfer(args) => whole(session, ChangeKind::Transfer, args),
        Command::Split(args) => split(session, *args),
        Command::Bankruptcy(args) => {
            let of = (ChangeKind::Bankruptcy, args.party, None);
            record(session, of, Vec::new(), &args.documents, &args.writing)
        }
    }
}

fn whole(session: &mut Session<'_>, kind: ChangeKind, args: Whole) -> Result<Exit, Failure> {
    let all = Successor {
        party: args.into,
        parts: Vec::new(),
        permits: Vec::new(),
        cases: Vec::new(),
        projects: Vec::new(),
    };
    let of = (kind, args.party, None);
    record(session, of, vec![all], &args.documents, &args.writing)
}

fn split(session: &mut Session<'_>, args: Split) -> Result<Exit, Failure> {
    let successors = {
        let ledger = write::open(session, &args.writing)?;
        let view = write::view(session, &ledger)?;
        let mut successors = parts::successors(&view, &args.party, &args.part)?;
        for CaseGoes { case, to } in &args.case {
            let case = case.one(&view)?;
            parts::of(&mut successors, to)?.cases.push(case);
        }
        for PermitGoes { permit, to } in &args.permit {
            let taker = parts::of(&mut successors, to)?;
            taker.permits.push(permit.clone());
        }
        for ProjectGoes { project, to } in &args.project {
            let project = project.one(&view)?;
            parts::of(&mut successors, to)?.projects.push(project);
        }
        successors
    };
    let of = (ChangeKind::Split, args.party, None);
    record(session, of, successors, &args.documents, &args.writing)
}

fn record(
    session: &mut Session<'_>,
    (change, party, names): (ChangeKind, PartyId, Option<Names>),
    successors: Vec<Successor>,
    documents: &Documents,
    writing: &Writing,
) -> Result<Exit, Failure> {
    let mut ledger = write::open(session, writing)?;
    let today = write::today(session, &ledger)?;
    let document = documents::one(documents, DocumentKind::Letter, today)
        .map_err(|failure| failure.hint(msg!("hint-holder-document")))?;
    let act = HolderChange {
        change,
        party,
        names,
        successors,
        moves: Vec::new(),
        document,
    };
    write::record(session, &mut ledger, act, writing)
}

//! `region`: regions and their relations.

use std::collections::BTreeMap;

use clap::{Args, Subcommand};

use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::output::{Head, Listing, Table, cell};
use crate::cli::session::Session;
use crate::cli::shown::{or_dash, word};
use crate::cli::text::msg;
use crate::cli::{documents, lookup, values, write};
use crate::domain::entry::RegionEnrol;
use crate::domain::ids::{IndicatorCode, RegionId};
use crate::domain::moment::Day;
use crate::domain::region::{Level, Region, Relation, RelationEntry};
use crate::domain::rules::places::answers_to;
use crate::domain::state::keys;
use crate::domain::text::{DocumentKind, Label, Names};
use crate::explain::words;

#[derive(Debug, Subcommand)]
pub enum Command {
    Enrol(Box<Enrol>),
    List,
}

#[derive(Debug, Args)]
pub struct Enrol {
    #[arg(value_name = "REGION", value_parser = values::id::<RegionId>)]
    region: RegionId,
    #[arg(long, value_name = "NAME", value_parser = values::id::<Label>)]
    name_zh: Option<Label>,
    #[arg(long, value_name = "NAME", value_parser = values::id::<Label>)]
    name_en: Option<Label>,
    #[arg(long, value_name = "LEVEL", value_parser = values::word::<Level>)]
    level: Option<Level>,
    #[arg(long, value_name = "CODE", value_parser = values::id::<Label>)]
    division: Option<Label>,
    #[arg(long, value_name = "REGION", value_parser = values::id::<RegionId>)]
    place: Option<RegionId>,
    #[arg(long, value_name = "REGION", value_parser = values::id::<RegionId>)]
    cap_parent: Option<RegionId>,
    #[arg(long, value_name = "REGION", value_parser = values::id::<RegionId>)]
    answers_to: Option<RegionId>,
    #[arg(long, value_name = "INDICATOR", value_parser = values::id::<IndicatorCode>)]
    indicator: Option<IndicatorCode>,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    from: Option<Day>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Enrol(args) => enrol(*args, session),
        Command::List => list(session),
    }
}

fn enrol(args: Enrol, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Enrol {
        region, writing, ..
    } = &args;
    let mut ledger = write::open(session, writing)?;
    let today = write::today(session, &ledger)?;
    let there = write::view(session, &ledger)?
        .draft()
        .get(&keys::region(region))?;
    let act = act_of(&args, there.as_ref(), today)?;
    write::record(session, &mut ledger, act, writing)
}

/// An amendment keeps what is not given; a new region needs names, level and place.
fn act_of(args: &Enrol, there: Option<&Region>, today: Day) -> Result<RegionEnrol, Failure> {
    let lacks =
        |flag: &str| Failure::usage(msg!("region-lacks", region = args.region, flag = flag));
    let names = |given: &Option<Label>, old: Option<&Label>, flag| {
        given.clone().or(old.cloned()).ok_or_else(|| lacks(flag))
    };
    let from = args.from.unwrap_or(today);
    let relations = [
        (Relation::Place, &args.place),
        (Relation::CapParent, &args.cap_parent),
        (Relation::AnswersTo, &args.answers_to),
    ];
    let relations = relations.into_iter().filter_map(|(relation, target)| {
        let indicator = args.indicator.clone();
        Some(RelationEntry {
            relation,
            target: target.clone()?,
            indicator,
            from,
        })
    });
    if there.is_none() && args.place.is_none() {
        return Err(lacks("--place"));
    }
    Ok(RegionEnrol {
        region: args.region.clone(),
        names: Names {
            zh: names(
                &args.name_zh,
                there.map(|region| &region.names.zh),
                "--name-zh",
            )?,
            en: names(
                &args.name_en,
                there.map(|region| &region.names.en),
                "--name-en",
            )?,
        },
        level: args
            .level
            .or(there.map(|region| region.level))
            .ok_or_else(|| lacks("--level"))?,
        division: args
            .division
            .clone()
            .or(there.and_then(|region| region.division.clone())),
        relations: relations.collect(),
        document: documents::one(&args.documents, DocumentKind::Letter, today)?,
    })
}

fn list(session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = write::view(session, &ledger)?;
    let (draft, today, lang) = (view.draft(), view.now().day(), session.lang());
    let (mut regions, mut answers) = (Vec::new(), BTreeMap::new());
    for id in lookup::regions(draft)? {
        regions.push(draft.must(&keys::region(&id))?);
        let target = answers_to(draft, &id, None, today)?;
        answers.insert(id, target);
    }
    let table = Table::new(vec![
        Head::text(msg!("label-region")),
        Head::text(msg!("label-name")),
        Head::text(msg!("label-level")),
        Head::text(msg!("term-relation-place")),
        Head::text(msg!("term-relation-cap-parent")),
        Head::text(msg!("term-relation-answers-to")),
    ]);
    let listing = Listing::new("regions", &regions, table, |region: &Region| {
        let related = |relation| or_dash(region.related(relation, None, today));
        vec![
            cell(&region.region),
            cell(region.names.in_lang(lang)),
            word(words::level(region.level)),
            related(Relation::Place),
            // What follows where nothing was said counts as well.
            or_dash(
                region
                    .related(Relation::CapParent, None, today)
                    .or(region.related(Relation::Place, None, today)),
            ),
            or_dash(answers.get(&region.region)),
        ]
    })?;
    session.out.show(&listing)?;
    Ok(Exit::Done)
}

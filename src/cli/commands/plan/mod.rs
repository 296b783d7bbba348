//! `plan`: the telephone call. What a move or a new project would come to today, from a few figures;
//! nothing is recorded.

mod against;
mod figures;
mod screen;
mod shown;

use clap::{Args, Subcommand};

use crate::cli::error::{Exit, Failure};
use crate::cli::lookup;
use crate::cli::numbers::{self, Said};
use crate::cli::session::Session;
use crate::cli::shown::Indicators;
use crate::cli::text::{Message, msg};
use crate::cli::values::{self, BadValue};
use crate::domain::case::{Introduction, Relocation};
use crate::domain::ids::{
    AccountId, Holder, IndustryCode, LotNo, PartyId, ProcedureId, ProjectNo, RegionId,
};
use crate::domain::moment::Day;
use crate::domain::region::Quantity;
use crate::domain::state::{Draft, keys};
use crate::service::View;
use crate::service::query::{Asked, NewProject, PlanTerms, StandIns, Texts};

#[derive(Debug, Subcommand)]
pub enum Command {
    Relocation(Box<RelocationArgs>),
    Introduction(Box<IntroductionArgs>),
}

#[derive(Debug, Args)]
pub struct RelocationArgs {
    #[arg(value_name = "FIRM", value_parser = values::id::<PartyId>)]
    firm: PartyId,
    #[arg(value_name = "INDICATOR=AMOUNT", required = true, value_parser = values::quantity)]
    need: Vec<Quantity>,
    #[arg(long, value_name = "REGION|ACCOUNT", value_parser = origin)]
    from: Option<AccountOrRegion>,
    #[arg(long, value_name = "REGION", value_parser = values::id::<RegionId>)]
    to: RegionId,
    #[arg(long, value_name = "PROJECT", value_parser = numbers::said::<ProjectNo>)]
    project: Option<Said<ProjectNo>>,
    #[arg(long, value_name = "PROCEDURE", value_parser = values::id::<ProcedureId>)]
    procedure: Option<ProcedureId>,
    #[arg(long)]
    full: bool,
}

#[derive(Debug, Args)]
pub struct IntroductionArgs {
    #[arg(value_name = "PROJECT|INDICATOR=AMOUNT", required = true, value_parser = item)]
    need: Vec<Item>,
    #[arg(long, value_name = "REGION", requires = "industry", value_parser = values::id::<RegionId>)]
    site: Option<RegionId>,
    #[arg(long, value_name = "CODE", requires = "site", value_parser = values::id::<IndustryCode>)]
    industry: Option<IndustryCode>,
    #[arg(long, value_name = "PARTY", requires = "site", value_parser = values::id::<PartyId>)]
    builder: Option<PartyId>,
    #[arg(long, value_name = "PARTY", value_parser = values::id::<PartyId>)]
    supplier: Option<PartyId>,
    #[arg(long, value_name = "LOT", value_parser = numbers::said::<LotNo>)]
    source: Vec<Said<LotNo>>,
    #[arg(long, value_name = "PROCEDURE", value_parser = values::id::<ProcedureId>)]
    procedure: Option<ProcedureId>,
    #[arg(long)]
    full: bool,
}

#[derive(Debug, Clone)]
enum AccountOrRegion {
    Region(RegionId),
    Account(AccountId),
}

fn origin(text: &str) -> Result<AccountOrRegion, BadValue> {
    if text.contains('/') {
        values::id(text).map(AccountOrRegion::Account)
    } else {
        values::id(text).map(AccountOrRegion::Region)
    }
}

#[derive(Debug, Clone)]
enum Item {
    Project(Said<ProjectNo>),
    Quantity(Quantity),
}

fn item(text: &str) -> Result<Item, BadValue> {
    if text.contains('=') {
        values::quantity(text).map(Item::Quantity)
    } else {
        numbers::said(text).map(Item::Project)
    }
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = ledger.view().map_err(|error| session.failed(&error))?;
    match command {
        Command::Relocation(args) => relocation(*args, &view, session),
        Command::Introduction(args) => introduction(*args, &view, session),
    }
}

fn relocation(
    args: RelocationArgs,
    view: &View<'_>,
    session: &mut Session<'_>,
) -> Result<Exit, Failure> {
    let origin = match args.from {
        Some(AccountOrRegion::Account(account)) => account,
        Some(AccountOrRegion::Region(region)) => {
            AccountId::new(region, Holder::Party(args.firm.clone()), None)
        }
        None => only_account(view.draft(), &args.firm, &args.to)?,
    };
    let site = args.to.clone();
    let asked = Asked::Relocation(Relocation {
        firm: args.firm,
        origin,
        site: args.to,
        project: numbers::one_if_any(args.project.as_ref(), view)?,
        required: args.need,
        lines: Vec::new(),
    });
    let procedure = named(args.procedure, "relocation")?;
    let how = How {
        procedure,
        sources: Vec::new(),
        full: args.full,
    };
    show(asked, &site, how, view, session)
}

/// The one account of a firm elsewhere than at the site, so that nobody has to say where it lies.
fn only_account(draft: &Draft<'_>, firm: &PartyId, site: &RegionId) -> Result<AccountId, Failure> {
    let mut found = Vec::new();
    for region in lookup::regions(draft)? {
        if region == *site {
            continue;
        }
        for account in draft.list(&keys::accounts_of(&region))? {
            if account.party() == Some(firm) {
                found.push(account);
            }
        }
    }
    match found.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(Failure::usage(msg!("plan-no-account", firm = firm))),
        several => {
            let names: Vec<_> = several.iter().map(ToString::to_string).collect();
            let which = names.join(", ");
            Err(Failure::usage(msg!("plan-which-account", firm = firm))
                .hint(msg!("hint-one-of", which = which)))
        }
    }
}

fn introduction(
    args: IntroductionArgs,
    view: &View<'_>,
    session: &mut Session<'_>,
) -> Result<Exit, Failure> {
    let (mut required, mut projects) = (Vec::new(), Vec::new());
    for item in args.need {
        match item {
            Item::Project(project) => projects.push(project.one(view)?),
            Item::Quantity(quantity) => required.push(quantity),
        }
    }
    if required.is_empty() {
        return Err(Failure::usage(msg!("plan-needs-what")));
    }
    let (draft, today) = (view.draft(), view.now().day());
    let first = required.first().map(|quantity| quantity.indicator.clone());
    let supplier = |site: &RegionId, day: Day| match args.supplier.clone() {
        Some(supplier) => Ok(supplier),
        None => lookup::introducer(draft, site, first.as_ref(), day),
    };
    let (site, asked) = match (projects.pop(), args.site, args.industry) {
        (Some(project), None, _) if projects.is_empty() => {
            let site = lookup::project(draft, &project)?.region;
            let supplier = supplier(&site, today)?;
            let content = Introduction {
                project,
                supplier,
                required,
                stages: Vec::new(),
            };
            (site, Asked::Introduction(content))
        }
        (None, Some(site), Some(industry)) => {
            let new = NewProject {
                builder: args.builder,
                supplier: supplier(&site, today)?,
                site: site.clone(),
                industry,
                required,
            };
            (site, Asked::NewProject(new))
        }
        (Some(_) | None, Some(_) | None, Some(_) | None) => {
            return Err(Failure::usage(msg!("plan-project-or-site")));
        }
    };
    let procedure = named(args.procedure, "introduction")?;
    let how = How {
        procedure,
        sources: numbers::each(&args.source, view)?,
        full: args.full,
    };
    show(asked, &site, how, view, session)
}

fn named(given: Option<ProcedureId>, name: &str) -> Result<ProcedureId, Failure> {
    match given {
        Some(procedure) => Ok(procedure),
        None => Ok(values::id(name)?),
    }
}

/// How it is tried and shown.
struct How {
    procedure: ProcedureId,
    sources: Vec<LotNo>,
    full: bool,
}

/// Tries it and shows what came out. What would be refused today is refused here, too.
fn show(
    asked: Asked,
    site: &RegionId,
    how: How,
    view: &View<'_>,
    session: &mut Session<'_>,
) -> Result<Exit, Failure> {
    let by = lookup::opener(view.draft(), site, view.now().day())?;
    let called = |id| Texts::of(|lang| Message::new(id, Vec::new()).in_lang(lang));
    let terms = PlanTerms {
        by,
        procedure: how.procedure,
        number: values::label(&msg!("plan-unwritten").in_lang(session.lang()))?,
        sources: how.sources,
        stand_ins: StandIns {
            builder: called("plan-builder"),
            project: called("term-this-project"),
            case: called("term-this-case"),
        },
    };
    let plan = view
        .plan(asked, terms)
        .map_err(|error| session.failed(&error))?;
    let shorts = view.shorts().map_err(|error| session.failed(&error))?;
    let indicators = Indicators::of(view.draft())?;
    session.out.show(&shown::Sheet {
        plan: &plan,
        indicators: &indicators,
        shorts: &shorts,
        full: how.full,
    })?;
    Ok(if plan.refused.is_empty() {
        Exit::Done
    } else {
        Exit::Refused
    })
}

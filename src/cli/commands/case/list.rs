//! `case list`: cases in one line each.

use std::collections::BTreeMap;

use clap::Args;

use crate::cli::commands::case::phase_id;
use crate::cli::error::{Exit, Failure};
use crate::cli::numbers::{self, Said};
use crate::cli::output::{Head, Listing, Table, cell};
use crate::cli::session::Session;
use crate::cli::shown::{or_dash, word};
use crate::cli::text::msg;
use crate::cli::{lookup, values};
use crate::domain::ids::{PartyId, ProjectNo, RegionId};
use crate::explain::words;
use crate::service::query::{CaseBrief, CaseFilter};

#[derive(Debug, Args)]
pub struct List {
    #[arg(long, value_name = "REGION", value_parser = values::id::<RegionId>)]
    region: Option<RegionId>,
    #[arg(long, requires = "region")]
    below: bool,
    #[arg(long, value_name = "PROJECT", value_parser = numbers::said::<ProjectNo>)]
    project: Option<Said<ProjectNo>>,
    #[arg(long, value_name = "PARTY", value_parser = values::id::<PartyId>)]
    waits_for: Option<PartyId>,
    #[arg(long)]
    all: bool,
}

pub fn run(args: List, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = ledger.view().map_err(|error| session.failed(&error))?;
    let filter = CaseFilter {
        region: args.region,
        below: args.below,
        kind: None,
        project: numbers::one_if_any(args.project.as_ref(), &view)?,
        waits_for: args.waits_for,
        over: args.all,
    };
    lookup::known(view.draft(), filter.region.as_ref(), None)?;
    if let Some(party) = &filter.waits_for {
        lookup::known_party(view.draft(), party)?;
    }
    let cases = view
        .cases(&filter)
        .map_err(|error| session.failed(&error))?;
    let shorts = view.shorts().map_err(|error| session.failed(&error))?;
    let mut firms = BTreeMap::new();
    for firm in cases.iter().filter_map(|case| case.firm.as_ref()) {
        let names = view.names_of(Some(firm));
        let names = names.map_err(|error| session.failed(&error))?;
        firms.extend(names.map(|names| (firm.clone(), names)));
    }
    let lang = session.lang();
    let table = Table::new(vec![
        Head::text(msg!("label-short-number")),
        Head::text(msg!("label-case")),
        Head::text(msg!("label-of-firm")),
        Head::text(msg!("label-case-kind")),
        Head::text(msg!("label-state")),
        Head::figures(msg!("label-done")),
        Head::text(msg!("label-next")),
    ]);
    let listing = Listing::new("cases", &cases, table, |case: &CaseBrief| {
        let firm = case.firm.as_ref().and_then(|firm| firms.get(firm));
        let firm = firm.map(|names| names.in_lang(lang));
        let next = case.next.iter().map(|next| {
            let step = next
                .step
                .as_ref()
                .map_or_else(String::new, |step| format!("{step}: "));
            let parties: Vec<_> = next.parties.iter().map(ToString::to_string).collect();
            format!("{step}{}", parties.join(", "))
        });
        vec![
            cell(&shorts.of(&case.case)),
            cell(&case.case),
            or_dash(firm),
            word(words::case_kind(case.kind)),
            word(phase_id(&case.phase)),
            cell(&format!("{}/{}", case.done, case.steps)),
            cell(&next.collect::<Vec<_>>().join("; ")),
        ]
    })?;
    session.out.show(&listing)?;
    Ok(Exit::Done)
}

//! `party`: bodies and firms.

use clap::{Args, Subcommand};

use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::output::{Head, Listing, Table, cell};
use crate::cli::session::Session;
use crate::cli::shown::{or_dash, word};
use crate::cli::text::msg;
use crate::cli::{documents, lookup, values, write};
use crate::domain::entry::PartyEnrol;
use crate::domain::ids::{CreditCode, PartyId, RegionId};
use crate::domain::moment::Day;
use crate::domain::party::{Party, PartyKind};
use crate::domain::state::keys;
use crate::domain::text::{DocumentKind, Label, Names};
use crate::explain::words;

#[derive(Debug, Subcommand)]
pub enum Command {
    Enrol(Box<Enrol>),
    List(List),
}

#[derive(Debug, Args)]
pub struct Enrol {
    #[arg(value_name = "PARTY", value_parser = values::id::<PartyId>)]
    party: PartyId,
    #[arg(long, value_name = "KIND", value_parser = values::word::<PartyKind>)]
    kind: Option<PartyKind>,
    #[arg(long, value_name = "NAME", value_parser = values::id::<Label>)]
    name_zh: Option<Label>,
    #[arg(long, value_name = "NAME", value_parser = values::id::<Label>)]
    name_en: Option<Label>,
    #[arg(long, value_name = "REGION", value_parser = values::id::<RegionId>)]
    region: Option<RegionId>,
    #[arg(long, value_name = "PARTY", value_parser = values::id::<PartyId>)]
    upper: Option<PartyId>,
    #[arg(long, value_name = "CODE", value_parser = values::id::<CreditCode>)]
    credit_code: Option<CreditCode>,
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
        Command::Enrol(args) => enrol(*args, session),
        Command::List(args) => list(&args, session),
    }
}

fn enrol(args: Enrol, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let mut ledger = write::open(session, &args.writing)?;
    let today = write::today(session, &ledger)?;
    let there = write::view(session, &ledger)?
        .draft()
        .get(&keys::party(&args.party))?;
    let act = act_of(&args, there.as_ref(), today)?;
    write::record(session, &mut ledger, act, &args.writing)
}

/// What an id of the usual form says: `650100-EEB` is the bureau of 650100, a credit code a firm.
fn said_by_id(party: &PartyId) -> (Option<PartyKind>, Option<RegionId>, Option<CreditCode>) {
    let text = party.as_str();
    if let Ok(code) = text.parse::<CreditCode>() {
        return (Some(PartyKind::Enterprise), None, Some(code));
    }
    let kinds = [
        ("-EEB", PartyKind::Bureau),
        ("-GOV", PartyKind::Government),
        ("-PC", PartyKind::ParkCommittee),
    ];
    let found = kinds
        .iter()
        .find_map(|(end, kind)| Some((text.strip_suffix(end)?, *kind)));
    match found {
        Some((region, kind)) => (Some(kind), region.parse().ok(), None),
        None => (None, None, None),
    }
}

fn act_of(args: &Enrol, there: Option<&Party>, today: Day) -> Result<PartyEnrol, Failure> {
    let (kind, region, code) = said_by_id(&args.party);
    let lacks = |flag: &str| Failure::usage(msg!("party-lacks", party = args.party, flag = flag));
    let names = |given: &Option<Label>, old: Option<&Label>, flag| {
        given.clone().or(old.cloned()).ok_or_else(|| lacks(flag))
    };
    let party = Party {
        party: args.party.clone(),
        kind: args
            .kind
            .or(there.map(|party| party.kind))
            .or(kind)
            .ok_or_else(|| lacks("--kind"))?,
        names: Names {
            zh: names(
                &args.name_zh,
                there.map(|party| &party.names.zh),
                "--name-zh",
            )?,
            en: names(
                &args.name_en,
                there.map(|party| &party.names.en),
                "--name-en",
            )?,
        },
        region: args
            .region
            .clone()
            .or(there.map(|party| party.region.clone()))
            .or(region)
            .ok_or_else(|| lacks("--region"))?,
        upper: args
            .upper
            .clone()
            .or(there.and_then(|party| party.upper.clone())),
        credit_code: args
            .credit_code
            .clone()
            .or(there.and_then(|party| party.credit_code.clone()))
            .or(code),
    };
    Ok(PartyEnrol {
        party,
        document: documents::one(&args.documents, DocumentKind::Letter, today)?,
    })
}

fn list(args: &List, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = write::view(session, &ledger)?;
    let (draft, lang) = (view.draft(), session.lang());
    let regions = match &args.region {
        Some(region) => vec![region.clone()],
        None => lookup::regions(draft)?,
    };
    let mut parties = Vec::new();
    for region in regions {
        for id in draft.list(&keys::parties_of(&region))? {
            parties.push(draft.must(&keys::party(&id))?);
        }
    }
    let table = Table::new(vec![
        Head::text(msg!("label-party")),
        Head::text(msg!("label-name")),
        Head::text(msg!("label-party-kind")),
        Head::text(msg!("label-region")),
        Head::text(msg!("label-upper")),
    ]);
    let listing = Listing::new("parties", &parties, table, |party: &Party| {
        vec![
            cell(&party.party),
            cell(party.names.in_lang(lang)),
            word(words::party_kind(party.kind)),
            cell(&party.region),
            or_dash(party.upper.as_ref()),
        ]
    })?;
    session.out.show(&listing)?;
    Ok(Exit::Done)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_of_the_usual_form_says_what_the_party_is() {
        let said = |text: &str| said_by_id(&text.parse().unwrap());
        let region = |text: &str| text.parse::<RegionId>().ok();
        assert_eq!(
            said("650100-EEB"),
            (Some(PartyKind::Bureau), region("650100"), None)
        );
        assert_eq!(
            said("ZD-WZ-PC"),
            (Some(PartyKind::ParkCommittee), region("ZD-WZ"), None)
        );
        assert_eq!(
            said("XPCC-GOV"),
            (Some(PartyKind::Government), region("XPCC"), None)
        );
        let code = "91650109MA77AB0192".parse().ok();
        assert_eq!(
            said("91650109MA77AB0192"),
            (Some(PartyKind::Enterprise), None, code)
        );
        assert_eq!(said("91650109MA77AB0193"), (None, None, None));
    }
}

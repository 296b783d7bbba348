//! `account`: accounts and reserves.

use clap::{Args, Subcommand};

use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure};
use crate::cli::output::{Head, Listing, Table, cell};
use crate::cli::session::Session;
use crate::cli::shown::or_dash;
use crate::cli::text::msg;
use crate::cli::{documents, lookup, values, write};
use crate::domain::entry::AccountOpen;
use crate::domain::ids::{AccountId, RegionId};
use crate::domain::lot::Account;
use crate::domain::state::keys;
use crate::domain::text::DocumentKind;

#[derive(Debug, Subcommand)]
pub enum Command {
    Open(Open),
    List(List),
}

#[derive(Debug, Args)]
pub struct Open {
    #[arg(value_name = "ACCOUNT", value_parser = values::id::<AccountId>)]
    account: AccountId,
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
        Command::Open(args) => open(args, session),
        Command::List(args) => list(&args, session),
    }
}

fn open(args: Open, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Open {
        account,
        documents,
        writing,
    } = args;
    let mut ledger = write::open(session, &writing)?;
    let today = write::today(session, &ledger)?;
    let document = documents::one(&documents, DocumentKind::Application, today)?;
    write::record(
        session,
        &mut ledger,
        AccountOpen { account, document },
        &writing,
    )
}

fn list(args: &List, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    let view = write::view(session, &ledger)?;
    let (draft, lang) = (view.draft(), session.lang());
    let regions = match &args.region {
        Some(region) => vec![region.clone()],
        None => lookup::regions(draft)?,
    };
    let (mut accounts, mut names) = (Vec::new(), Vec::new());
    for region in regions {
        for id in draft.list(&keys::accounts_of(&region))? {
            let account = draft.must(&keys::account(&id))?;
            names.push(match id.party() {
                Some(party) => draft.get(&keys::party(party))?.map(|party| party.names),
                None => None,
            });
            accounts.push(account);
        }
    }
    let table = Table::new(vec![
        Head::text(msg!("label-account")),
        Head::text(msg!("label-name")),
        Head::text(msg!("label-project")),
        Head::figures(msg!("label-index")),
    ]);
    let mut names = names.into_iter();
    let listing = Listing::new("accounts", &accounts, table, |account: &Account| {
        let name = names.next().flatten();
        let name = match (account.account.party(), &name) {
            (Some(_), Some(names)) => cell(names.in_lang(lang)),
            (Some(_), None) => cell("-"),
            (None, _) => cell(&msg!("term-reserve")),
        };
        vec![
            cell(&account.account),
            name,
            or_dash(account.account.project()),
            cell(&account.index),
        ]
    })?;
    session.out.show(&listing)?;
    Ok(Exit::Done)
}

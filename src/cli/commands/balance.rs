//! `balance`: what is held, by region, account, indicator and lot; now or right after an entry.

use clap::Args;

use crate::cli::error::{Exit, Failure};
use crate::cli::numbers::{self, Said};
use crate::cli::output::{Head, Listing, Table, cell};
use crate::cli::session::Session;
use crate::cli::shown::{Indicators, period};
use crate::cli::text::msg;
use crate::cli::{lookup, values};
use crate::domain::ids::{AccountId, IndicatorCode, LotNo, RegionId};
use crate::service::View;
use crate::service::query::{BalanceFilter, BalanceRow};

#[derive(Debug, Args)]
pub struct Balance {
    #[arg(value_name = "ACCOUNT", value_parser = values::id::<AccountId>)]
    account: Option<AccountId>,
    #[arg(long, value_name = "REGION", value_parser = values::id::<RegionId>)]
    region: Option<RegionId>,
    #[arg(long, requires = "region")]
    below: bool,
    #[arg(long, value_name = "INDICATOR", value_parser = values::id::<IndicatorCode>)]
    indicator: Option<IndicatorCode>,
    #[arg(long, value_name = "LOT", value_parser = numbers::said::<LotNo>)]
    lot: Option<Said<LotNo>>,
    #[arg(long, value_name = "ENTRY", value_parser = values::entry)]
    at: Option<u64>,
}

pub fn run(args: &Balance, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let ledger = session.open()?;
    match args.at {
        None => {
            let view = ledger.view().map_err(|error| session.failed(&error))?;
            show(&view, args, session)
        }
        Some(index) => {
            let mut bar = session.bar();
            let past = ledger.past(index, &mut bar);
            bar.finish();
            let past = past.map_err(|error| session.failed(&error))?;
            let view = past.view().map_err(|error| session.failed(&error))?;
            show(&view, args, session)
        }
    }
}

fn show(view: &View<'_>, args: &Balance, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let filter = BalanceFilter {
        region: args.region.clone(),
        below: args.below,
        account: args.account.clone(),
        indicator: args.indicator.clone(),
        lot: numbers::one_if_any(args.lot.as_ref(), view)?,
    };
    lookup::known(
        view.draft(),
        filter.region.as_ref(),
        filter.indicator.as_ref(),
    )?;
    let rows = view
        .balances(&filter)
        .map_err(|error| session.failed(&error))?;
    let indicators = Indicators::of(view.draft())?;
    let table = Table::new(vec![
        Head::text(msg!("label-account")),
        Head::text(msg!("label-indicator")),
        Head::text(msg!("label-period")),
        Head::figures(msg!("label-available")),
        Head::figures(msg!("label-barred")),
        Head::figures(msg!("label-reserved")),
    ]);
    let listing = Listing::new("balances", &rows, table, |row: &BalanceRow| {
        let figure = |balance| cell(&indicators.balance(&row.indicator, balance));
        vec![
            cell(&row.account),
            cell(&row.indicator),
            period(row.period),
            figure(row.available),
            figure(row.barred),
            figure(row.reserved),
        ]
    })?;
    session.out.show(&listing)?;
    Ok(Exit::Done)
}

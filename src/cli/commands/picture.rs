//! `picture`: caps, a lot's way and a year as SVG.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use super::template::Written;
use crate::cli::error::{Exit, Failure};
use crate::cli::key_file::write_new;
use crate::cli::numbers::{self, Said};
use crate::cli::papers::{Press, Span};
use crate::cli::pictures;
use crate::cli::session::Session;
use crate::cli::shown::Indicators;
use crate::cli::text::msg;
use crate::cli::{lookup, values};
use crate::domain::ids::{LotNo, RegionId};
use crate::domain::moment::Day;

#[derive(Debug, Subcommand)]
pub enum Command {
    Caps(Caps),
    Flow(Flow),
    Year(Year),
}

#[derive(Debug, Args)]
pub struct Caps {
    #[arg(value_name = "REGION", value_parser = values::id::<RegionId>)]
    region: Option<RegionId>,
    #[arg(long)]
    alone: bool,
    #[arg(long, short, value_name = "FILE.svg")]
    out: PathBuf,
}

#[derive(Debug, Args)]
pub struct Flow {
    #[arg(value_name = "LOT", value_parser = numbers::said::<LotNo>)]
    lot: Said<LotNo>,
    #[arg(long, short, value_name = "FILE.svg")]
    out: PathBuf,
}

#[derive(Debug, Args)]
pub struct Year {
    #[arg(value_name = "REGION", value_parser = values::id::<RegionId>)]
    region: RegionId,
    #[arg(value_name = "YEAR", value_parser = values::year)]
    year: Option<u16>,
    #[arg(long, short, value_name = "FILE.svg")]
    out: PathBuf,
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let out = match &command {
        Command::Caps(Caps { out, .. })
        | Command::Flow(Flow { out, .. })
        | Command::Year(Year { out, .. }) => out.clone(),
    };
    if out.extension().and_then(|ending| ending.to_str()) != Some("svg") {
        return Err(Failure::usage(msg!(
            "picture-extension",
            file = out.display()
        )));
    }
    let ledger = session.open()?;
    let view = ledger.view().map_err(|error| session.failed(&error))?;
    let press = Press {
        view: &view,
        lang: session.lang(),
        indicators: Indicators::of(view.draft())?,
    };
    let (kind, drawn) = match &command {
        Command::Caps(Caps { region, alone, .. }) => {
            lookup::known(view.draft(), region.as_ref(), None)?;
            ("caps", pictures::caps(&press, region.as_ref(), !alone))
        }
        Command::Flow(Flow { lot, .. }) => {
            let no = lot.one(&view)?;
            let trace = view
                .trace_lot(&no)
                .map_err(|error| session.failed(&error))?;
            ("flow", pictures::flow(&press, &trace))
        }
        Command::Year(Year { region, year, .. }) => {
            lookup::known(view.draft(), Some(region), None)?;
            let year = year.unwrap_or_else(|| view.now().day().year());
            let (Some(from), Some(to)) = (Day::new(year, 1, 1), Day::new(year, 12, 31)) else {
                return Err(Failure::usage(msg!("value-year", text = year)));
            };
            let span = Span { from, to };
            ("year", pictures::year(&press, region, span))
        }
    };
    let svg = drawn.map_err(|error| session.failed(&error))?;
    write(session, kind, &out, &svg)
}

fn write(
    session: &mut Session<'_>,
    kind: &'static str,
    file: &Path,
    svg: &str,
) -> Result<Exit, Failure> {
    write_new(file, 0o644, &[svg.as_bytes()])?;
    session.out.show(&Written { kind, file })?;
    Ok(Exit::Done)
}

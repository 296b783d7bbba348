//! `init`: a new ledger, for practice with all its keys in one go, or a real one from a description
//! of its roots.

mod practice;
mod real;
mod setting;

use std::path::PathBuf;

pub use practice::make_folder;

use clap::Args;

use crate::cli::error::{Exit, Failure};
use crate::cli::session::Session;

#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("what").required(true)))]
pub struct Init {
    #[arg(long, group = "what")]
    practice: bool,
    #[arg(long, value_name = "FILE.json", group = "what")]
    genesis: Option<PathBuf>,
    #[arg(long, value_name = "FILE.json", group = "what")]
    signed: Option<PathBuf>,
    #[arg(long, value_name = "KEY.pem", requires = "genesis")]
    sign: Vec<PathBuf>,
    #[arg(long, value_name = "FILE", requires = "genesis")]
    draft: Option<PathBuf>,
    #[arg(long, requires = "practice")]
    encrypt: bool,
    #[arg(
        long,
        requires = "practice",
        conflicts_with = "encrypt",
        value_name = "SETTING"
    )]
    setting: Option<PathBuf>,
}

pub fn run(args: Init, session: &mut Session<'_>) -> Result<Exit, Failure> {
    match args {
        Init {
            signed: Some(file), ..
        } => real::from_signed(session, &file),
        Init {
            genesis: Some(file),
            sign,
            draft,
            ..
        } => real::from_description(session, &file, &sign, draft.as_deref()),
        Init {
            setting: Some(setting),
            ..
        } => setting::begin(session, &setting),
        Init { encrypt, .. } => practice::begin(session, encrypt),
    }
}

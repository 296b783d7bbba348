//! A practice ledger with everything set up: offices and their keys, policy, factors, caps.
//!
//! A setting is a scenario file; `zhundong` is the one inside the binary. What it sets up is recorded
//! under a seed drawn afresh, so that no two practice ledgers are one, and everybody's keys lie
//! beside the ledger, to go on by hand.

use std::path::Path;

use super::real::announce;
use crate::cli::commands::play::{played_at, scenario_of, write_keys};
use crate::cli::error::{Exit, Failure};
use crate::cli::service_error;
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::scenario::{SAMPLES, Scenario};

/// The setting inside the binary.
const ZHUNDONG: &str = "zhundong";
/// Its file among the samples.
const ZHUNDONG_FILE: &str = "practice.yaml";

/// Begins a practice ledger with a setting. Neither its folder nor that of its keys may be there.
pub fn begin(session: &mut Session<'_>, setting: &Path) -> Result<Exit, Failure> {
    let place = session.place()?;
    let keys = Session::keys_beside(&place.folder);
    if keys.exists() {
        let there = msg!("error-file-exists", file = keys.display());
        return Err(Failure::usage(there).hint(msg!("hint-other-folder")));
    }
    let mut scenario = scenario(setting, session)?;
    scenario.seed = hex::encode(session.random::<32>());
    let played = played_at(&scenario, Some(&place), session)?;
    announce(session, &played.ledger)?;
    write_keys(&played, &keys)?;
    let closed = played.ledger.close();
    closed.map_err(|error| service_error::failure_of_play(&error))?;
    session
        .out
        .line(&msg!("init-keys", folder = keys.display()))?;
    session.out.line(&msg!("init-setting-next"))?;
    Ok(Exit::Done)
}

fn scenario(setting: &Path, session: &Session<'_>) -> Result<Scenario, Failure> {
    if setting.as_os_str() == ZHUNDONG {
        return Scenario::read(&SAMPLES, ZHUNDONG_FILE).map_err(|error| {
            Failure::usage(msg!("play-unread", what = error.text(session.lang())))
        });
    }
    let read = scenario_of(setting, session.lang());
    read.map_err(|failure| failure.hint(msg!("hint-setting")))
}

//! `draft`: an entry of any kind, from a body written as JSON.

use std::path::PathBuf;

use clap::Args;

use crate::cli::args::Writing;
use crate::cli::because;
use crate::cli::error::{Exit, Failure};
use crate::cli::session::Session;
use crate::cli::text::{Message, msg};
use crate::cli::write;
use crate::domain::entry::Act;
use crate::domain::moment::Day;

macro_rules! samples {
    ($($kind:literal)+) => {
        &[$(($kind, include_str!(concat!("../../../samples/acts/", $kind, ".json")))),+]
    };
}

/// A body of every kind, as an example to start from.
const SAMPLES: &[(&str, &str)] = samples! {
    "region.enrol" "party.enrol" "person.enrol" "key.enrol" "key.amend" "key.revoke"
    "account.open" "policy.adopt" "cap.set" "upgrade" "opening.record" "quota.issue"
    "quota.take_back" "permit.record" "permit.lower" "permit.cancel" "emission.verify"
    "base.decide" "reduction.record" "reduction.verify" "project.register" "hold.place"
    "hold.lift" "finding.open" "finding.rectify" "finding.close" "case.open" "case.act" "case.return"
    "case.resubmit" "case.end"
    "quota.invalidate" "entry.reverse" "entry.correct" "shortfall.cure" "data.complete"
    "holder.change"
};

/// How the samples date their documents.
const SAMPLE_DAY: &str = "\"date\": \"2027-03-01\"";

#[derive(Debug, Args)]
pub struct Draft {
    #[arg(value_name = "KIND")]
    kind: String,
    #[arg(long, value_name = "FILE.json", required_unless_present = "template")]
    body: Option<PathBuf>,
    #[arg(long)]
    template: bool,
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(args: Draft, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Draft {
        kind,
        body,
        template,
        out,
        mut writing,
    } = args;
    let Some((_, sample)) = SAMPLES.iter().find(|(known, _)| *known == kind) else {
        let known = SAMPLES
            .iter()
            .map(|(kind, _)| *kind)
            .collect::<Vec<_>>()
            .join(", ");
        return Err(Failure::usage(msg!(
            "value-word",
            text = kind,
            known = known
        )));
    };
    if template {
        let today = session.clock().now().day();
        session.out.write(&dated(sample, today))?;
        return Ok(Exit::Done);
    }
    let body = body.unwrap_or_else(|| PathBuf::from("-"));
    let bytes = session.read_input(&body)?;
    let unreadable = |reason: Message| {
        let file = body.display();
        Failure::usage(msg!(
            "body-unreadable",
            file = file,
            kind = kind,
            reason = reason
        ))
        .hint(msg!("hint-template", kind = kind))
    };
    let text = String::from_utf8(bytes).map_err(|_| unreadable(msg!("because-not-utf8")))?;
    let act = match Act::read(&kind, &text) {
        Some(Ok(act)) => act,
        Some(Err(error)) => return Err(unreadable(because::json(&error))),
        None => return Err(unreadable(because::detail(&kind))),
    };
    // Unless keys are named, a draft is what is asked for.
    if writing.draft.is_none() && !writing.dry_run && writing.sign.is_empty() {
        writing.draft = Some(out.unwrap_or_else(|| PathBuf::from("-")));
    }
    let mut ledger = write::open(session, &writing)?;
    write::record(session, &mut ledger, act, &writing)
}

/// The sample with today as its documents' date, so that it can be used as it is.
fn dated(sample: &str, today: Day) -> String {
    sample.replace(SAMPLE_DAY, &format!("\"date\": \"{today}\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_template_rests_on_a_document_of_today() {
        let today: Day = "2026-11-24".parse().unwrap();
        for (kind, sample) in SAMPLES {
            let text = dated(sample, today);
            let documents = text.matches("\"sha256\"").count();
            assert_eq!(
                text.matches("\"date\": \"2026-11-24\"").count(),
                documents,
                "{kind}"
            );
        }
    }

    #[test]
    fn every_kind_but_the_genesis_has_a_sample_that_can_be_read() {
        for kind in Act::KINDS.iter().filter(|kind| **kind != "genesis") {
            let sample = SAMPLES.iter().find(|(known, _)| known == kind);
            let (_, text) = sample.unwrap_or_else(|| panic!("{kind} has no sample"));
            let act = Act::read(kind, text).unwrap();
            assert_eq!(
                act.map(|act| act.kind()).map_err(|e| e.to_string()),
                Ok(*kind)
            );
        }
    }
}

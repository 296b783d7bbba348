//! `--dry-run`: every effect, and what would be refused; nothing is recorded.

use serde_json::{Value, json};

use super::effects::{self, Changes};
use super::error::{Exit, Failure};
use super::hand::{Hand, Places};
use super::kept::signer_list;
use super::output::{Shown, Table, refusal_text};
use super::session::Session;
use super::text::msg;
use super::write::{failed, sign, view};
use crate::domain::entry::RequiredSigner;
use crate::domain::moment::Moment;
use crate::domain::refusal::Refusal;
use crate::domain::rules::rehearse;
use crate::domain::state::{Damage, Draft, Stop};
use crate::domain::text::Lang;
use crate::envelope::EntryHash;
use crate::service::query::RefusalView;
use crate::service::{Drafted, Ledger};

/// Shows every effect and what would be refused; records nothing.
pub fn dry_run(
    session: &mut Session<'_>,
    ledger: &mut Ledger,
    hand: &mut Hand,
    drafts: &[Drafted],
    places: &[Places],
) -> Result<Exit, Failure> {
    let mut refused = Vec::new();
    // Signed, an act can be judged whole; one of several cannot be judged before those in front.
    if let ([drafted], [places]) = (drafts, places)
        && places.iter().all(Option::is_some)
    {
        let envelope = sign(session, hand, drafted, places)?;
        let judged = ledger
            .judge_only(&envelope)
            .map_err(|error| failed(session, &error))?;
        refused.extend(judged.refusal().cloned());
    }
    let view = view(session, ledger)?;
    let now = view.now();
    let mut trial = Draft::on(view.draft());
    for refusal in try_in_order(&mut trial, drafts, now)?.into_iter().flatten() {
        if !refused.contains(&refusal) {
            refused.push(refusal);
        }
    }
    let changes = effects::changes(view.draft(), trial.effects())?;
    let missing: Vec<RequiredSigner> = drafts
        .iter()
        .zip(places)
        .flat_map(|(drafted, places)| drafted.entry.head.signers.iter().zip(places))
        .filter(|(_, place)| place.is_none())
        .map(|(signer, _)| signer.clone())
        .collect();
    let exit = if refused.is_empty() {
        Exit::Done
    } else {
        Exit::Refused
    };
    session.out.show(&Rehearsal {
        changes,
        refused,
        missing,
    })?;
    session.out.note(&msg!("dry-run-done"));
    Ok(exit)
}

/// What each draft would be refused for, in their order, each tried on what those in front of it lay.
/// What would pass is laid on `trial`.
pub fn try_in_order(
    trial: &mut Draft<'_>,
    drafts: &[Drafted],
    now: Moment,
) -> Result<Vec<Option<Refusal>>, Damage> {
    let mut refused = Vec::with_capacity(drafts.len());
    for Drafted {
        entry,
        payload,
        warning,
    } in drafts
    {
        let mut attempt = Draft::on(trial);
        let done = rehearse(&mut attempt, entry, EntryHash::of_payload(payload), now);
        refused.push(match (done, warning) {
            (Ok(_), None) => {
                let effects = attempt.into_effects();
                trial.absorb(effects);
                None
            }
            (Ok(_), Some(warning)) => Some(warning.clone()),
            (Err(Stop::Refused(refusal)), _) => Some(refusal),
            (Err(Stop::Unreadable(damage)), _) => return Err(damage),
        });
    }
    Ok(refused)
}

/// What a dry run found.
struct Rehearsal {
    changes: Changes,
    refused: Vec<Refusal>,
    missing: Vec<RequiredSigner>,
}

impl Shown for Rehearsal {
    fn json(&self) -> Value {
        json!({
            "dry_run": true,
            "changes": self.changes.json(),
            "refused": self.refused.iter().map(RefusalView::from).collect::<Vec<_>>(),
            "missing": self.missing,
        })
    }

    fn tables(&self, lang: Lang) -> Vec<Table> {
        self.changes.tables(lang)
    }

    fn text(&self, lang: Lang, width: usize) -> String {
        let mut texts: Vec<_> = self
            .changes
            .tables(lang)
            .iter()
            .map(|table| table.to_text(lang, width))
            .collect();
        texts.extend(self.refused.iter().map(|refusal| {
            format!(
                "{}\n{}",
                msg!("would-be-refused").in_lang(lang),
                refusal_text(refusal, lang)
            )
        }));
        if !self.missing.is_empty() {
            let missing = msg!("dry-run-missing", missing = signer_list(&self.missing));
            texts.push(format!("{}\n", missing.in_lang(lang)));
        }
        texts.join("\n")
    }
}

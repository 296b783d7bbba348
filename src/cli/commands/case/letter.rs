//! `case show --letter STEP`: a draft of the letter that a step waits for, with the case's figures, in
//! the words of the body that signs it. Number and date are left to be filled in.

use std::io::Write as _;
use std::path::Path;

use serde_json::{Value, json};

use crate::cli::error::Failure;
use crate::cli::output::{Shown, Table};
use crate::cli::session::Session;
use crate::cli::shown::Indicators;
use crate::cli::text::{Message, msg};
use crate::domain::case::Content;
use crate::domain::ids::{PartyId, RegionId, StepId};
use crate::domain::procedure::{Effect, Establishes};
use crate::domain::region::Quantity;
use crate::domain::state::keys;
use crate::domain::text::Lang;
use crate::explain::words;
use crate::service::View;
use crate::service::query::{CaseView, StepView, Texts};

/// A letter that is not written yet.
pub struct Letter {
    case: String,
    step: StepId,
    from: Vec<PartyId>,
    text: Texts,
}

/// Drafts the letter of a step.
pub fn draft(view: &View<'_>, case: &CaseView, id: &StepId) -> Result<Letter, Failure> {
    let Some(step) = case.checklist.iter().find(|step| step.step == *id) else {
        let names: Vec<_> = case.checklist.iter().map(|s| s.step.to_string()).collect();
        let missing = msg!("no-such-step", case = case.brief.case, step = id);
        return Err(Failure::usage(missing).hint(msg!("hint-steps", steps = names.join(", "))));
    };
    let texts = [Lang::Zh, Lang::En].map(|lang| text(view, case, step, lang));
    let [zh, en] = texts;
    Ok(Letter {
        case: case.brief.case.to_string(),
        step: id.clone(),
        from: step.parties.clone(),
        text: Texts { zh: zh?, en: en? },
    })
}

/// The command that drafts the letter of a step.
pub fn command(case: &str, step: &StepId) -> String {
    format!("qledger case show {case} --letter {step}")
}

/// Writes a letter into a new file, in the language of the session.
pub fn write(letter: &Letter, file: &Path, session: &mut Session<'_>) -> Result<(), Failure> {
    let text = letter.text.in_lang(session.lang());
    let mut options = std::fs::OpenOptions::new();
    let opened = options.write(true).create_new(true).open(file);
    let written = opened.and_then(|mut file| file.write_all(text.as_bytes()));
    written.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => {
            Failure::usage(msg!("error-file-exists", file = file.display()))
                .hint(msg!("hint-other-file"))
        }
        _ => Failure::write(file, &error),
    })?;
    session
        .out
        .line(&msg!("letter-written", file = file.display()))
}

impl Shown for Letter {
    fn json(&self) -> Value {
        json!({
            "case": self.case,
            "step": self.step,
            "from": self.from,
            "text": self.text,
        })
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        Vec::new()
    }

    fn text(&self, lang: Lang, _width: usize) -> String {
        self.text.in_lang(lang).to_owned()
    }
}

/// The paragraphs of a letter: title, to whom, what it is about, the figures, what is said, the end.
fn text(view: &View<'_>, case: &CaseView, step: &StepView, lang: Lang) -> Result<String, Failure> {
    let firm = match &case.brief.firm {
        Some(firm) => party_name(view, firm, lang)?,
        None => case.brief.case.to_string(),
    };
    let kind = step.documents.first().copied();
    let document = kind.map_or("term-document-letter", words::document_kind);
    let title = msg!(
        "letter-title",
        firm = firm,
        procedure = case.procedure_names.in_lang(lang),
        document = Message::new(document, Vec::new())
    );
    let to = party_name(view, &case.brief.opened_by, lang)?;
    let (no, opened) = (&case.brief.case, case.brief.opened_on);
    let mut paragraphs = vec![
        title,
        msg!("letter-to", party = to),
        about(view, case, &firm, lang)?,
        msg!("letter-case", case = no, opened = opened),
    ];
    let indicators = Indicators::of(view.draft())?;
    let quantities = required(&case.content).iter();
    let figures: Vec<_> = quantities.map(|q| indicators.with_unit(q)).collect();
    if !figures.is_empty() {
        let figures = figures.join("\n  ");
        paragraphs.push(msg!("letter-figures", figures = figures));
    }
    paragraphs.push(sentence(step));
    let mut signs = Vec::new();
    for party in &step.parties {
        signs.push(party_name(view, party, lang)?);
    }
    paragraphs.push(msg!("letter-end", parties = signs.join("\n")));
    let texts: Vec<_> = paragraphs.iter().map(|p| p.in_lang(lang)).collect();
    Ok(format!("{}\n", texts.join("\n\n")))
}

/// What the case is about, in a sentence.
fn about(view: &View<'_>, case: &CaseView, firm: &str, lang: Lang) -> Result<Message, Failure> {
    let code = case.brief.firm.as_ref().map_or("-", |firm| firm.as_str());
    let site = region_name(view, &case.brief.site, lang)?;
    Ok(match &case.content {
        Content::Relocation(content) => {
            let origin = region_name(view, content.origin.region(), lang)?;
            msg!(
                "letter-relocation",
                firm = firm,
                code = code,
                origin = origin,
                site = site
            )
        }
        Content::Introduction(content) => msg!(
            "letter-introduction",
            firm = firm,
            code = code,
            project = content.project,
            site = site
        ),
        Content::Demonstration(content) => msg!(
            "letter-demonstration",
            firm = firm,
            code = code,
            project = content.project,
            site = site
        ),
    })
}

fn party_name(view: &View<'_>, party: &PartyId, lang: Lang) -> Result<String, Failure> {
    let row = view.draft().get(&keys::party(party))?;
    Ok(row.map_or_else(
        || party.to_string(),
        |row| row.names.in_lang(lang).to_string(),
    ))
}

fn region_name(view: &View<'_>, region: &RegionId, lang: Lang) -> Result<String, Failure> {
    let row = view.draft().get(&keys::region(region))?;
    Ok(row.map_or_else(
        || region.to_string(),
        |row| row.names.in_lang(lang).to_string(),
    ))
}

fn required(content: &Content) -> &[Quantity] {
    match content {
        Content::Relocation(content) => &content.required,
        Content::Introduction(content) => &content.required,
        Content::Demonstration(_) => &[],
    }
}

/// What the letter says, by what its step establishes or does.
fn sentence(step: &StepView) -> Message {
    match (step.establishes, step.effect) {
        (Establishes::Acceptance, _) => msg!("letter-acceptance"),
        (Establishes::CarryConsent, _) => msg!("letter-carry-consent"),
        (Establishes::SourcePlan, _) => msg!("letter-source-plan"),
        (Establishes::SourceConfirmed, _) => msg!("letter-source-confirmed"),
        (Establishes::UpperConfirmation, _) => msg!("letter-upper-confirmation"),
        (Establishes::Closure, _) => msg!("letter-closure"),
        (Establishes::OldPermitEnded, _) => msg!("letter-old-permit"),
        (Establishes::NewPermitIssued, _) => msg!("letter-new-permit"),
        (Establishes::SourcesAchieved, _) => msg!("letter-sources-achieved"),
        (Establishes::DemonstrationPassed, _) => msg!("letter-demonstration-passed"),
        (Establishes::Nothing, Effect::Reserve) => msg!("letter-reserve"),
        (Establishes::Nothing, Effect::Post) => msg!("letter-effective"),
        (Establishes::Nothing, Effect::None) => msg!("letter-opinion"),
    }
}

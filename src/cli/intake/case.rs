//! The application of a case from a sheet: a relocation or an introduction, whichever the form is.

use std::path::Path;

use super::form::{FIRM, Form, INDICATOR, Kind, NEED, ORIGIN, PROJECT, SITE, STAGE, SUPPLIER};
use super::mistakes::Mistakes;
use super::read::{Filled, fields_known, read};
use super::{Intake, Piece, Reading, record, tell};
use crate::cli::args::{Documents, Writing};
use crate::cli::error::{Exit, Failure, What};
use crate::cli::session::Session;
use crate::cli::text::msg;
use crate::cli::{lookup, stages, values, write};
use crate::domain::case::{Content, Introduction, Relocation, Stage};
use crate::domain::entry::{Act, CaseOpen};
use crate::domain::ids::{AccountId, Holder, PartyId, ProcedureId, ProjectNo, RegionId};
use crate::domain::region::Quantity;
use crate::domain::state::Draft;
use crate::domain::text::DocumentKind;
use crate::sheets::Book;

/// Opens the case that a form applies for.
pub fn open(
    session: &mut Session<'_>,
    path: &Path,
    procedure: Option<ProcedureId>,
    documents: &Documents,
    writing: &Writing,
) -> Result<Exit, Failure> {
    let Intake {
        mut ledger,
        reading,
        book,
        mut mistakes,
    } = Intake::new(session, path, writing)?;
    let form = form_of(&book);
    let filled = read(form, &book, &mut mistakes);
    let kind = DocumentKind::Application;
    let document = reading.document(&filled.fields, documents, kind, &mut mistakes)?;
    let (required, stages) = needs(&reading, &filled, &mut mistakes);
    let content = {
        let view = write::view(session, &ledger)?;
        match form.kind {
            Kind::Introduction => {
                let needed = (required, stages);
                introduction(&reading, &filled, needed, view.draft(), &mut mistakes)?
            }
            Kind::Relocation | Kind::Opening | Kind::Reduction | Kind::Plan => {
                relocation(&filled, required, &mut mistakes)
            }
        }
    };
    let content = content.filter(|_| mistakes.len() == 0);
    let Some((site, content)) = content else {
        return Err(tell(session, mistakes)?);
    };
    let by = match &writing.by {
        Some(party) => party.clone(),
        None => {
            let view = write::view(session, &ledger)?;
            lookup::opener(view.draft(), &site, reading.today)
                .map_err(|failure| failure.hint(msg!("hint-as")))?
        }
    };
    let procedure = match procedure {
        Some(procedure) => procedure,
        None => values::id(form.kind.name())?,
    };
    let act = Act::from(CaseOpen {
        procedure,
        by,
        content,
        documents: vec![document],
    });
    let piece = Piece {
        act,
        row: &filled.fields,
        fields: &filled.fields,
    };
    record(session, &mut ledger, &[piece], None, writing, mistakes)
}

/// The form whose fields the book has more of.
fn form_of(book: &Book) -> &'static Form {
    let [relocation, introduction] = [Kind::Relocation, Kind::Introduction].map(Kind::form);
    if fields_known(introduction, book) > fields_known(relocation, book) {
        introduction
    } else {
        relocation
    }
}

/// What is needed, and stage by stage where the form says so.
fn needs(
    reading: &Reading,
    filled: &Filled,
    mistakes: &mut Mistakes,
) -> (Vec<Quantity>, Vec<Stage>) {
    let mut needs: Vec<(Option<u16>, Quantity)> = Vec::new();
    let is_staged = filled.rows.iter().any(|row| {
        row.optional(STAGE, stages::number, &mut Mistakes::default())
            .is_some()
    });
    for row in &filled.rows {
        let indicator = row.needed(INDICATOR, |text| reading.indicator(text), mistakes);
        let amount = row.needed(NEED, values::amount, mistakes);
        let before = mistakes.len();
        let stage = row.optional(STAGE, stages::number, mistakes);
        if is_staged && stage.is_none() && mistakes.len() == before {
            row.wrong(STAGE, msg!("form-stage-lacks"), mistakes);
        }
        let (Some(indicator), Some(amount)) = (indicator, amount) else {
            continue;
        };
        let same =
            |(at, need): &(Option<u16>, Quantity)| *at == stage && need.indicator == indicator;
        if needs.iter().any(same) {
            let reason = msg!("form-indicator-twice", indicator = indicator);
            row.wrong(INDICATOR, reason, mistakes);
        }
        needs.push((stage, Quantity { indicator, amount }));
    }
    let last = needs
        .iter()
        .filter_map(|(stage, _)| *stage)
        .max()
        .unwrap_or(0);
    let of = |number: u16| Stage {
        required: needs
            .iter()
            .filter(|(stage, _)| *stage == Some(number))
            .map(|(_, need)| need.clone())
            .collect(),
    };
    let found: Vec<Stage> = (1..=last).map(of).collect();
    let gap = found.iter().any(|stage| stage.required.is_empty());
    if let Some(row) = filled.rows.first().filter(|_| gap) {
        row.wrong(STAGE, msg!("form-stage-gap", last = last), mistakes);
    }
    let whole = needs.into_iter().map(|(_, need)| need).collect();
    if found.is_empty() {
        (whole, found)
    } else {
        (stages::together(Vec::new(), &found), found)
    }
}

fn relocation(
    filled: &Filled,
    required: Vec<Quantity>,
    mistakes: &mut Mistakes,
) -> Option<(RegionId, Content)> {
    let fields = &filled.fields;
    let firm = fields.needed(FIRM, values::id::<PartyId>, mistakes);
    let leaves = firm.clone();
    // Where a region is given, the firm's account there is meant.
    let origin = |text: &str| match &leaves {
        Some(firm) if !text.contains('/') => {
            let region = values::id::<RegionId>(text)?;
            Ok(AccountId::new(region, Holder::Party(firm.clone()), None))
        }
        Some(_) | None => values::id(text),
    };
    let origin = fields.needed(ORIGIN, origin, mistakes);
    let site = fields.needed(SITE, values::id::<RegionId>, mistakes);
    let project = fields.optional(PROJECT, values::id, mistakes);
    let content = Relocation {
        firm: firm?,
        origin: origin?,
        site: site.clone()?,
        project,
        required,
        lines: Vec::new(),
    };
    Some((site?, Content::Relocation(content)))
}

fn introduction(
    reading: &Reading,
    filled: &Filled,
    (required, stages): (Vec<Quantity>, Vec<Stage>),
    draft: &Draft<'_>,
    mistakes: &mut Mistakes,
) -> Result<Option<(RegionId, Content)>, Failure> {
    let fields = &filled.fields;
    let project = fields.needed(PROJECT, values::id::<ProjectNo>, mistakes);
    let given = fields.optional(SUPPLIER, values::id::<PartyId>, mistakes);
    let Some(project) = project else {
        return Ok(None);
    };
    let site = match lookup::project(draft, &project) {
        Ok(found) => found.region,
        Err(failure) => {
            // That there is no such project is a mistake in the form; anything else is none.
            return match (failure.exit, &failure.what) {
                (Exit::Usage, What::Message(reason)) => {
                    fields.wrong(PROJECT, reason.clone(), mistakes);
                    Ok(None)
                }
                _ => Err(failure),
            };
        }
    };
    let supplier = match given {
        Some(supplier) => supplier,
        None => {
            let first = required.first().map(|need| &need.indicator);
            lookup::introducer(draft, &site, first, reading.today)?
        }
    };
    let content = Introduction {
        project,
        supplier,
        required,
        stages,
    };
    Ok(Some((site, Content::Introduction(content))))
}

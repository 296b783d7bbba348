//! Every row tried on the state as the rows in front of it leave it, before anybody signs.

use super::form::Takes;
use super::mistakes::{Mistake, Mistakes, Place, Reason};
use super::read::Record;
use crate::cli::args::Writing;
use crate::cli::dry_run::try_in_order;
use crate::cli::error::Failure;
use crate::cli::session::Session;
use crate::cli::write::{failed, options, view};
use crate::domain::entry::Act;
use crate::domain::refusal::Refusal;
use crate::domain::state::Draft;
use crate::service::Ledger;

/// What a row alone would record, or a form that is one act.
pub struct Piece<'a> {
    /// The act.
    pub act: Act,
    /// The row, or the first of several; the fields where the form is one act.
    pub row: &'a Record,
    /// The fields above the table.
    pub fields: &'a Record,
}

/// Tries the acts of single rows in their order; what the rules would refuse goes to `mistakes`.
pub fn try_out(
    session: &Session<'_>,
    ledger: &mut Ledger,
    pieces: &[Piece<'_>],
    writing: &Writing,
    mistakes: &mut Mistakes,
) -> Result<(), Failure> {
    let options = options(writing);
    let mut drafts = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let drafted = ledger.draft(piece.act.clone(), &options);
        drafts.push(drafted.map_err(|error| failed(session, &error))?);
    }
    let view = view(session, ledger)?;
    let mut trial = Draft::on(view.draft());
    let found = try_in_order(&mut trial, &drafts, view.now())?;
    let refused = pieces.iter().zip(found);
    let refused: Vec<_> = refused
        .filter_map(|(piece, refusal)| Some((piece, refusal?)))
        .collect();
    tell(&refused, pieces.len(), mistakes);
    Ok(())
}

/// What is wrong with the whole is told once, and not for every row.
fn tell(refused: &[(&Piece<'_>, Refusal)], of: usize, mistakes: &mut Mistakes) {
    if let [(piece, first), rest @ ..] = refused
        && !rest.is_empty()
        && refused.len() == of
        && rest.iter().all(|(_, refusal)| refusal == first)
    {
        let place = Place {
            row: None,
            ..piece.row.place.clone()
        };
        mistakes.add(placed(&[piece.fields], place, first.clone()));
        return;
    }
    for (piece, refusal) in refused {
        let records = [piece.row, piece.fields];
        mistakes.add(placed(&records, piece.row.place.clone(), refusal.clone()));
    }
}

/// The cell that a refusal speaks of is the one that holds one of its values, a quantity before a
/// code; else it is `whole`.
fn placed(records: &[&Record], whole: Place, refusal: Refusal) -> Mistake {
    let cells = || records.iter().flat_map(|record| record.told());
    let named = |told: &str| refusal.values.values().any(|value| value == told);
    let quantity = cells().find(|(part, _, told)| part.takes == Takes::Quantity && named(told));
    let any = || cells().find(|(.., told)| named(told));
    let (place, part, found) = match quantity.or_else(any) {
        Some((part, place, told)) => (place.clone(), Some(part), told),
        None => (whole, None, String::new()),
    };
    Mistake {
        place,
        part,
        found,
        reason: Reason::Rules(refusal),
    }
}

//! Pictures: how far caps are used, a lot's way, a year's income and outgo; as SVG.
//!
//! Every figure that is drawn is also written, exactly; see `docs/decisions/0014-pictures.md`.
//!
//! ```text
//! view ──► caps, flow, year ──► Canvas ──► SVG ──► a file, or inside a form's page
//! ```

mod canvas;
mod caps;
mod flow;
#[cfg(test)]
mod tests;
mod year;

pub use caps::{caps, caps_of, caps_pages};
pub use flow::flow;
pub use year::{year, year_pages};

use canvas::{Anchor, Canvas};
use rust_decimal::Decimal;

use crate::cli::text::Message;
use crate::domain::text::Lang;

/// The width of every picture: what an A4 page lying on its side holds at 96 dots an inch.
const WIDTH: i32 = 1000;
/// Titles.
const TITLE: i32 = 18;
/// Texts.
const TEXT: i32 = 13;
/// Figures beside what they are about.
const SMALL: i32 = 11;

/// A part of a whole as pixels of a length, rounded down; `most` where it is more, 0 where there is
/// no whole.
fn pixels(part: Decimal, whole: Decimal, length: i32, most: i32) -> i32 {
    if whole.is_zero() || part.is_sign_negative() {
        return 0;
    }
    // What is too large to be drawn in full is drawn as far as there is room.
    let Some(share) = part.checked_div(whole) else {
        return most;
    };
    let long = (share * Decimal::from(length)).trunc();
    i32::try_from(long).unwrap_or(most).min(most)
}

/// A picture that says that there is nothing to draw.
fn empty(title: &str, why: &Message, lang: Lang) -> String {
    let mut canvas = Canvas::new(WIDTH, 120, title);
    canvas.text((WIDTH / 2, 36), TITLE, Anchor::Middle, title);
    canvas.text((WIDTH / 2, 80), TEXT, Anchor::Middle, &why.in_lang(lang));
    canvas.finish()
}

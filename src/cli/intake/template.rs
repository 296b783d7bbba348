//! The empty sheet of a form: fields, heading, rows to fill in; and beside it what each means.

use super::form::{Form, Part, Takes};
use crate::cli::text::{Message, msg};
use crate::domain::text::Lang;
use crate::sheets::{Drawn, List, Look, Page};

/// Empty rows that are drawn; more may be filled in.
const ROWS_DRAWN: u32 = 200;
/// The width of a column, in characters.
const WIDTH: u16 = 18;
/// The width of the explanations' last column, in characters.
const WIDTH_EXPLAINED: u16 = 90;

/// The pages of a form in a language: what is filled in, and the explanations.
pub fn pages(form: &'static Form, lang: Lang) -> [Page; 2] {
    [to_fill_in(form, lang), explanations(form, lang)]
}

fn drawn(text: String, look: Look) -> Drawn {
    Drawn { text, look }
}

fn word(id: &'static str, lang: Lang) -> String {
    Message::new(id, Vec::new()).in_lang(lang)
}

/// The head of a part, with a star where it must be filled in.
fn head(part: &Part, lang: Lang) -> Drawn {
    let text = part.head().in_lang(lang);
    if part.needed {
        drawn(format!("{text} *"), Look::HeadNeeded)
    } else {
        drawn(text, Look::Head)
    }
}

fn to_fill_in(form: &'static Form, lang: Lang) -> Page {
    let mut rows = vec![
        vec![drawn(word(form.title, lang), Look::Title)],
        vec![drawn(msg!("template-note").in_lang(lang), Look::Note)],
    ];
    let mut lists = Vec::new();
    for part in form.fields {
        rows.push(vec![
            head(part, lang),
            drawn(String::new(), part.takes.look()),
            drawn(part.right().in_lang(lang), Look::Note),
        ]);
    }
    rows.push(Vec::new());
    rows.push(form.columns.iter().map(|part| head(part, lang)).collect());
    let frozen = u32::try_from(rows.len()).unwrap_or(0);
    for (column, part) in (0..).zip(form.columns) {
        if let Takes::Choice(words) = part.takes {
            let mut values: Vec<String> = words.iter().map(|(id, _)| word(id, lang)).collect();
            values.dedup();
            lists.push(List {
                column,
                rows: (frozen, frozen + ROWS_DRAWN - 1),
                values,
            });
        }
    }
    let looks: Vec<Look> = form.columns.iter().map(|part| part.takes.look()).collect();
    Page {
        name: word(form.title, lang),
        rows,
        widths: vec![WIDTH + 10; 1]
            .into_iter()
            .chain(vec![WIDTH; form.columns.len().saturating_sub(1)])
            .collect(),
        blank: (ROWS_DRAWN, looks),
        lists,
        frozen,
    }
}

fn explanations(form: &'static Form, lang: Lang) -> Page {
    let mut rows = vec![
        vec![drawn(word(form.hand_in, lang), Look::Note)],
        vec![drawn(msg!("template-whole").in_lang(lang), Look::Note)],
        Vec::new(),
        ["label-form-part", "label-form-needed", "label-form-right"]
            .map(|id| drawn(word(id, lang), Look::Head))
            .to_vec(),
    ];
    for part in form.fields.iter().chain(form.columns) {
        let needed = if part.needed {
            msg!("term-yes")
        } else {
            msg!("term-no")
        };
        rows.push(vec![
            drawn(part.head().in_lang(lang), Look::Plain),
            drawn(needed.in_lang(lang), Look::Plain),
            drawn(part.right().in_lang(lang), Look::Plain),
        ]);
    }
    Page {
        name: msg!("label-form-explanations").in_lang(lang),
        rows,
        widths: vec![WIDTH + 4, WIDTH / 2, WIDTH_EXPLAINED],
        ..Page::default()
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;
    use crate::cli::intake::form::Kind;
    use crate::cli::intake::mistakes::Mistakes;
    use crate::cli::intake::read::{fields_known, read};
    use crate::sheets::{csv_of, read as read_book, xlsx_of};

    #[test]
    fn every_template_is_read_back_and_lacks_nothing_but_rows() {
        for kind in Kind::value_variants() {
            for lang in [Lang::Zh, Lang::En] {
                let pages = pages(kind.form(), lang);
                let csv = csv_of(&pages[0]).into_bytes();
                for bytes in [xlsx_of(&pages).unwrap(), csv] {
                    let book = read_book(&bytes).unwrap();
                    let mut mistakes = Mistakes::of_file("f".to_owned());
                    let filled = read(kind.form(), &book, &mut mistakes);
                    assert_eq!(
                        (filled.rows.len(), mistakes.len()),
                        (0, 1),
                        "{kind:?} {mistakes:?}"
                    );
                    assert_eq!(fields_known(kind.form(), &book), kind.form().fields.len());
                }
            }
        }
    }
}

//! From cells to texts that values can be read from: what a cell shows must be what it holds.

use super::form::{Choice, Takes};
use crate::cli::text::{Listed, Message, msg};
use crate::cli::values::BadValue;
use crate::domain::text::Lang;
use crate::sheets::{Cell, Number, Showing, Value};

/// The text of a cell for what it takes; nothing where it is empty.
pub fn text_of(cell: &Cell, takes: Takes) -> Result<Option<String>, BadValue> {
    if cell.is_empty() {
        return Ok(None);
    }
    let found = cell.value.told();
    if cell.formula {
        return bad(msg!("cell-formula", found = found));
    }
    if cell.merged {
        return bad(msg!("cell-merged", found = found));
    }
    if let Value::Error(error) = &cell.value {
        return bad(msg!("cell-error", found = error));
    }
    match takes {
        Takes::Text => plain(&cell.value),
        Takes::Choice(words) => match plain(&cell.value)? {
            Some(text) => chosen(&text, words).map(Some),
            None => Ok(None),
        },
        Takes::Quantity => quantity(&cell.value),
        Takes::Day => day(&cell.value),
    }
}

fn bad<T>(message: Message) -> Result<T, BadValue> {
    Err(BadValue(message))
}

fn plain(value: &Value) -> Result<Option<String>, BadValue> {
    match value {
        Value::Empty | Value::Error(_) => Ok(None),
        Value::Text(text) => Ok(Some(text.clone())),
        Value::Truth(truth) => Ok(Some(truth.to_string())),
        Value::Number(number) => shown_whole(number).map(Some),
        Value::Day(text) | Value::Time(text) => bad(msg!("cell-date", found = text)),
    }
}

fn quantity(value: &Value) -> Result<Option<String>, BadValue> {
    match value {
        Value::Empty | Value::Error(_) => Ok(None),
        Value::Number(number) => shown_whole(number).map(Some),
        Value::Text(text) => Ok(Some(without_groups(text))),
        Value::Day(text) | Value::Time(text) => bad(msg!("cell-date", found = text)),
        Value::Truth(_) => bad(msg!("value-not-decimal", text = value.told())),
    }
}

fn day(value: &Value) -> Result<Option<String>, BadValue> {
    match value {
        Value::Empty | Value::Error(_) => Ok(None),
        Value::Day(text) => Ok(Some(text.clone())),
        Value::Text(text) => Ok(Some(day_spelled(text))),
        Value::Number(_) | Value::Time(_) | Value::Truth(_) => {
            bad(msg!("value-day", text = value.told()))
        }
    }
}

/// The exact number, if the cell shows all of it: nobody vouches for what he cannot see.
fn shown_whole(number: &Number) -> Result<String, BadValue> {
    match number.showing {
        Showing::Whole => Ok(number.exact.clone()),
        Showing::Rounded => bad(msg!("cell-rounded", found = number.exact)),
        Showing::Otherwise => bad(msg!("cell-otherwise", found = number.exact)),
    }
}

/// `1,198.350` without the commas that group its thousands; anything else as it is, so that `1,5`
/// does not become fifteen.
fn without_groups(text: &str) -> String {
    let (whole, rest) = match text.split_once('.') {
        Some((whole, rest)) => (whole, Some(rest)),
        None => (text, None),
    };
    let groups: Vec<&str> = whole.split(',').collect();
    let digits = |group: &&str| group.bytes().all(|b| b.is_ascii_digit());
    let grouped = groups.len() > 1
        && groups.iter().all(digits)
        && (1..=3).contains(&groups[0].len())
        && groups[1..].iter().all(|group| group.len() == 3);
    match (grouped, rest) {
        (false, _) => text.to_owned(),
        (true, None) => groups.concat(),
        (true, Some(rest)) => format!("{}.{rest}", groups.concat()),
    }
}

/// `2027/3/1`, `2027.3.1` and `2027年3月1日` as `2027-03-01`; anything else as it is.
fn day_spelled(text: &str) -> String {
    let numbers: Vec<&str> = text
        .trim_end_matches('日')
        .split(['-', '/', '.', '年', '月'])
        .map(str::trim)
        .collect();
    match numbers.as_slice() {
        [year, month, day] if year.len() == 4 && !day.is_empty() => {
            format!("{year}-{month:0>2}-{day:0>2}")
        }
        _ => text.to_owned(),
    }
}

/// How payloads spell a word that is given in either language or as they spell it.
fn chosen(text: &str, words: &[Choice]) -> Result<String, BadValue> {
    let lower = text.to_lowercase();
    let found = words.iter().find(|(id, spelled)| {
        let word = Message::new(*id, Vec::new());
        let names = [Lang::Zh, Lang::En].map(|lang| word.in_lang(lang).to_lowercase());
        lower == *spelled || names.contains(&lower)
    });
    match found {
        Some((_, spelled)) => Ok((*spelled).to_owned()),
        None => {
            let known = words.iter().map(|(id, _)| Message::new(*id, Vec::new()));
            bad(msg!(
                "value-word",
                text = text,
                known = Listed(known.collect())
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_commas_that_group_thousands_are_left_out() {
        let cases = [
            ("1,198.350", "1198.350"),
            ("12,345,678", "12345678"),
            ("1,5", "1,5"),
            ("1,2345", "1,2345"),
            ("1234,567", "1234,567"),
            (",123", ",123"),
            ("1.198,350", "1.198,350"),
            ("160", "160"),
        ];
        for (text, right) in cases {
            assert_eq!(without_groups(text), right);
        }
    }

    #[test]
    fn a_date_is_read_as_people_write_it() {
        let cases = [
            ("2027/3/1", "2027-03-01"),
            ("2027.03.1", "2027-03-01"),
            ("2027年3月1日", "2027-03-01"),
            ("2027-03-01", "2027-03-01"),
            ("1/3/2027", "1/3/2027"),
            ("2027年3月", "2027年3月"),
        ];
        for (text, right) in cases {
            assert_eq!(day_spelled(text), right);
        }
    }
}

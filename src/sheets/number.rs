//! Numbers of a workbook: the value that is stored, and how much of it its cell shows.
//!
//! A workbook stores binary floating-point numbers. Typed in, `198.35` is stored as the nearest one,
//! whose shortest spelling is `198.35` again; computed, `0.1+0.2` is stored as
//! `0.30000000000000004` and shown as `0.3`. A person vouches for what is shown, so both are kept:
//!
//! | stored | format | exact | showing |
//! | --- | --- | --- | --- |
//! | 198.35 | `General` | `198.35` | [`Showing::Whole`] |
//! | 0.1+0.2 | `General` | `0.30000000000000004` | [`Showing::Rounded`] |
//! | 198.35 | `0.0` | `198.35` | [`Showing::Rounded`] |
//! | 0.5 | `0%` | `0.5` | [`Showing::Otherwise`] |

/// The digits that a spreadsheet keeps of a number; what is beyond them is no figure of a person.
const DIGITS_MAX: usize = 15;
/// The characters that the format `General` shows at most.
const GENERAL_CHARS_MAX: usize = 11;

/// A number and how it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The shortest decimal that is this number and no other, without an exponent.
    pub exact: String,
    /// How much of it the cell shows.
    pub showing: Showing,
}

/// How much of a number its cell shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Showing {
    /// All of it.
    Whole,
    /// Fewer digits than it has.
    Rounded,
    /// Something else than its digits: a percentage, thousands, a fraction, words.
    Otherwise,
}

impl Number {
    /// A number in a cell of a format, such as `General` or `#,##0.000`.
    pub fn new(value: f64, format: &str) -> Self {
        let exact = if value == 0.0 {
            "0".to_owned()
        } else {
            value.to_string()
        };
        let showing = showing(&exact, format);
        Self { exact, showing }
    }
}

fn showing(exact: &str, format: &str) -> Showing {
    let digits = exact.trim_start_matches('-');
    let decimals = digits.split_once('.').map_or(0, |(_, rest)| rest.len());
    let significant = digits.replace('.', "");
    let significant = significant.trim_start_matches('0').trim_end_matches('0');
    if significant.len() > DIGITS_MAX {
        return Showing::Rounded;
    }
    match decimals_of(format) {
        Some(Decimals::General) if digits.len() > GENERAL_CHARS_MAX => Showing::Rounded,
        Some(Decimals::General) => Showing::Whole,
        Some(Decimals::UpTo(shown)) if decimals > shown => Showing::Rounded,
        Some(Decimals::UpTo(_)) => Showing::Whole,
        None => Showing::Otherwise,
    }
}

#[derive(Debug, PartialEq, Eq)]
enum Decimals {
    General,
    UpTo(usize),
}

/// The decimals that a format shows; nothing where it shows something else than digits.
fn decimals_of(format: &str) -> Option<Decimals> {
    let section = format.split(';').next().unwrap_or_default();
    if section.eq_ignore_ascii_case("general") || section == "@" || section.is_empty() {
        return Some(Decimals::General);
    }
    let mut digits = String::new();
    let mut chars = section.chars();
    while let Some(c) = chars.next() {
        match c {
            '0' | '#' | '?' | '.' | ',' => digits.push(c),
            // Colours, conditions and locales show nothing themselves; a currency would.
            '[' => {
                let inside: String = chars.by_ref().take_while(|c| *c != ']').collect();
                if inside.starts_with('$') && !inside.starts_with("$-") {
                    return None;
                }
            }
            // A space as wide as the next character, or a filling.
            '_' | '*' => {
                chars.next();
            }
            ' ' => {}
            _ => return None,
        }
    }
    // A comma behind the last digit divides by a thousand.
    if digits.ends_with(',') || digits.contains(",.") || !digits.contains(['0', '#', '?']) {
        return None;
    }
    let decimals = digits.split_once('.').map_or(0, |(_, rest)| rest.len());
    Some(Decimals::UpTo(decimals))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_whole_only_where_its_cell_shows_every_digit() {
        let cases = [
            (198.35, "General", "198.35", Showing::Whole),
            (198.35, "", "198.35", Showing::Whole),
            (198.35, "@", "198.35", Showing::Whole),
            (198.35, "#,##0.0##", "198.35", Showing::Whole),
            (
                198.35,
                "_ * #,##0.00_ ;_ * -#,##0.00_ ",
                "198.35",
                Showing::Whole,
            ),
            (198.35, "[$-804]0.00", "198.35", Showing::Whole),
            (198.35, "0.0", "198.35", Showing::Rounded),
            (198.35, "0", "198.35", Showing::Rounded),
            (1_234_567.5, "General", "1234567.5", Showing::Whole),
            (1_234_567.891_2, "General", "1234567.8912", Showing::Rounded),
            (1_234_567.891_2, "0.0000", "1234567.8912", Showing::Whole),
            (
                0.1 + 0.2,
                "General",
                "0.30000000000000004",
                Showing::Rounded,
            ),
            (0.1 + 0.2, "0.00", "0.30000000000000004", Showing::Rounded),
            (0.5, "0%", "0.5", Showing::Otherwise),
            (12_000.0, "0,", "12000", Showing::Otherwise),
            (1.0, "0.00\"万吨\"", "1", Showing::Otherwise),
            (1.0, "[$¥-804]0.00", "1", Showing::Otherwise),
            (1.5, "# ?/?", "1.5", Showing::Otherwise),
            (1e21, "0", "1000000000000000000000", Showing::Whole),
            (-0.0, "General", "0", Showing::Whole),
        ];
        for (value, format, exact, showing) in cases {
            let number = Number::new(value, format);
            assert_eq!(
                (number.exact.as_str(), number.showing),
                (exact, showing),
                "{format}"
            );
        }
    }
}

//! When two names mean one thing.
//!
//! ```text
//! ２号 锅炉, 二号锅炉, No.2锅炉, #2锅炉     one name: 2锅炉
//! DA001, DA-1                            one code: DA1
//! DA001, DA002                           two outlets: figures differ
//! 2号燃煤锅炉, 2号燃煤锅炉房               near: figures agree, the rest differs by one in four or more
//! ```

/// A name without what people write one way today and another tomorrow: full and half width, case,
/// spaces and punctuation, words for "number", Chinese figures, zeros in front.
pub fn normal(name: &str) -> String {
    let folded: String = name.chars().map(half_width).collect();
    let upper = folded.to_uppercase();
    let without = upper
        .replace("NO.", "")
        .replace("NO．", "")
        .replace(['#', '号'], "");
    let without = strip_word(&without);
    let mut text = String::new();
    let mut run = String::new();
    for c in chinese_figures(&without).chars() {
        if c.is_ascii_digit() {
            run.push(c);
            continue;
        }
        end_run(&mut text, &mut run);
        if c.is_alphanumeric() {
            text.push(c);
        }
    }
    end_run(&mut text, &mut run);
    text
}

/// Full-width forms and the ideographic space, as half-width ones.
fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// `NO` and `NUMBER` in front of a figure are words for "number".
fn strip_word(text: &str) -> String {
    let mut text = text.to_owned();
    for word in ["NUMBER", "NO"] {
        let mut from = 0;
        while let Some(at) = text.get(from..).and_then(|rest| rest.find(word)) {
            let at = from + at;
            let after = text[at + word.len()..].trim_start_matches([' ', '-', '.']);
            let before = text[..at].chars().last();
            let stands_alone = before.is_none_or(|c| !c.is_ascii_alphabetic());
            if stands_alone && after.starts_with(|c: char| c.is_ascii_digit()) {
                text = format!("{}{after}", &text[..at]);
                from = at;
            } else {
                from = at + word.len();
            }
        }
    }
    text
}

/// Chinese figures up to 99 as digits: 十二 is 12, 二 is 2.
fn chinese_figures(text: &str) -> String {
    let mut out = String::new();
    let mut figures = String::new();
    for c in text.chars() {
        if digit(c).is_some() || c == '十' {
            figures.push(c);
        } else {
            out.push_str(&value(&figures));
            figures.clear();
            out.push(c);
        }
    }
    out.push_str(&value(&figures));
    out
}

fn digit(c: char) -> Option<u32> {
    "零一二三四五六七八九"
        .chars()
        .position(|figure| figure == c)
        .or((c == '〇').then_some(0))
        .or((c == '两').then_some(2))
        .and_then(|at| u32::try_from(at).ok())
}

fn value(figures: &str) -> String {
    let Some((tens, ones)) = figures.split_once('十') else {
        return figures
            .chars()
            .filter_map(digit)
            .map(|d| d.to_string())
            .collect();
    };
    let one = |text: &str| text.chars().find_map(digit);
    (one(tens).unwrap_or(1) * 10 + one(ones).unwrap_or(0)).to_string()
}

fn end_run(text: &mut String, run: &mut String) {
    if !run.is_empty() {
        let digits = run.trim_start_matches('0');
        text.push_str(if digits.is_empty() { "0" } else { digits });
        run.clear();
    }
}

/// Whether two names likely mean one thing: the same when normalised, or with the same figures in
/// the same order and otherwise differing by one character in four or more, by two in twelve or more; two neighbours
/// that changed places count as one.
pub fn are_near(a: &str, b: &str) -> bool {
    let (a, b) = (normal(a), normal(b));
    if a.is_empty() || b.is_empty() {
        return false;
    }
    if a == b {
        return true;
    }
    if figures(&a) != figures(&b) {
        return false;
    }
    let letters =
        |text: &str| -> Vec<char> { text.chars().filter(|c| !c.is_ascii_digit()).collect() };
    let (a, b) = (letters(&a), letters(&b));
    let allowed = match a.len().min(b.len()) {
        0..=3 => 0,
        4..=11 => 1,
        _ => 2,
    };
    distance(&a, &b) <= allowed
}

/// The runs of digits, in order.
fn figures(text: &str) -> Vec<&str> {
    let runs = text.split(|c: char| !c.is_ascii_digit());
    runs.filter(|run| !run.is_empty()).collect()
}

/// How many characters must be put in, taken out, changed, or swapped with their neighbour
/// (optimal string alignment).
fn distance(a: &[char], b: &[char]) -> usize {
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let changed = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut least = changed.min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_thing_is_known_under_its_spellings() {
        for (a, b, near) in [
            ("2号锅炉", "２号锅炉", true),
            ("2号锅炉", "二号锅炉", true),
            ("2号锅炉", "No.2锅炉", true),
            ("2号锅炉", "#2 锅炉", true),
            ("2号锅炉", "no 02 锅炉", true),
            ("12号炉", "十二号炉", true),
            ("20号炉", "二十号炉", true),
            ("2号锅炉", "3号锅炉", false),
            ("2号锅炉", "2号锅炉房", false),
            ("2号燃煤锅炉", "2号燃煤锅炉房", true),
            ("DA001", "DA-1", true),
            ("DA001", "da001", true),
            ("DA001", "DA002", false),
            ("DA001", "DB001", false),
            ("Boiler No. 1", "boiler 1", true),
            ("Boiler No. 1", "boilers 1", true),
            ("North kiln", "north klin", true),
            ("North kiln", "South kiln", false),
            ("kiln", "furnace", false),
            ("NOX unit 1", "NOX-Unit1", true),
            ("", "", false),
        ] {
            assert_eq!(are_near(a, b), near, "{a} {b} {} {}", normal(a), normal(b));
            assert_eq!(are_near(b, a), near, "{b} {a}");
        }
    }
}

//! `$name` in texts: the numbers that acts gave, by the names given to them.

use std::collections::BTreeMap;

/// The names that a text speaks of, without their `$`.
pub fn names_in(text: &str) -> impl Iterator<Item = &str> {
    text.split('$').skip(1).map(|rest| {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
        &rest[..end.unwrap_or(rest.len())]
    })
}

/// A text with numbers where names stand; a name without a number stays.
pub fn filled(text: &str, numbers: &BTreeMap<String, String>) -> String {
    let mut parts = text.split('$');
    let mut full = parts.next().unwrap_or_default().to_owned();
    for (part, name) in parts.zip(names_in(text)) {
        match numbers.get(name) {
            Some(number) => full.extend([number.as_str(), &part[name.len()..]]),
            None => full.extend(["$", part]),
        }
    }
    full
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_end_where_words_do() {
        let names: Vec<&str> = names_in("$a, $b_1/x of $c ($) $$d").collect();
        assert_eq!(names, ["a", "b_1", "c", "", "", "d"]);
        let numbers = BTreeMap::from([
            ("a".to_owned(), "L1".to_owned()),
            ("ab".to_owned(), "L2".to_owned()),
        ]);
        assert_eq!(
            filled("$ab $a; $abc costs $5", &numbers),
            "L2 L1; $abc costs $5"
        );
    }
}

//! Production lines as people type them: `L1:一号线:NOX=230@225,SO2=40@38`, code, name, and of each
//! indicator the line's share and behind `@` its verified base-year emission.

use crate::cli::text::msg;
use crate::cli::values::{self, BadValue};
use crate::domain::case::{LineShare, MovedLine};
use crate::domain::text::Label;

/// Reads one line with what belongs to it; commas and colons may be Chinese ones.
pub fn line(text: &str) -> Result<MovedLine, BadValue> {
    let not_a_line = || BadValue(msg!("value-line", text = text));
    let mut parts = text.splitn(3, [':', '：']).map(str::trim);
    let (Some(code), Some(name), Some(rest)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(not_a_line());
    };
    let shares: Vec<LineShare> = rest
        .split([',', '，', '、'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(share)
        .collect::<Result<_, _>>()?;
    if shares.is_empty() || name.is_empty() {
        return Err(not_a_line());
    }
    Ok(MovedLine {
        line: values::id(code)?,
        name: values::id::<Label>(name)?,
        shares,
    })
}

fn share(text: &str) -> Result<LineShare, BadValue> {
    let (quantity, base) = match text.split_once('@') {
        Some((quantity, base)) => (quantity, Some(values::balance(base.trim())?)),
        None => (text, None),
    };
    let quantity = values::quantity(quantity.trim())?;
    Ok(LineShare {
        indicator: quantity.indicator,
        amount: quantity.amount,
        base,
    })
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn a_line_is_read_with_its_shares_and_their_bases() {
        for text in [
            "L1:一号线:NOX=230@225.5,SO2=40",
            "L1： 一号线 ：NOX=230@225.5，SO2=40",
        ] {
            let line = line(text).unwrap();
            assert_eq!((line.line.as_str(), line.name.as_str()), ("L1", "一号线"));
            let told: Vec<_> = line
                .shares
                .iter()
                .map(|s| {
                    format!(
                        "{} {} {:?}",
                        s.indicator,
                        s.amount,
                        s.base.map(|b| b.to_string())
                    )
                })
                .collect();
            assert_eq!(told, ["NOX 230 Some(\"225.5\")", "SO2 40 None"]);
        }
    }

    #[test]
    fn what_is_no_line_is_told() {
        for text in [
            "",
            "L1",
            "L1:一号线",
            "L1:一号线:",
            "L1::NOX=1",
            "L 1:一号线:NOX=1",
            "L1:x:NOX=0",
            "L1:x:NOX=1@-1",
        ] {
            assert!(line(text).is_err(), "{text:?}");
        }
    }
}

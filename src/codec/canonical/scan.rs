//! One pass over a text that lets only its canonical form through.

use std::borrow::Cow;
use std::cmp::Ordering;

use unicode_normalization::is_nfc;

use super::{CanonicalError, DEPTH_MAX, INTEGER_MAX, escape_of, key_order};

type Checked<T> = Result<T, CanonicalError>;

/// See [`super::check_canonical_up_to`].
pub(super) fn scan(bytes: &[u8], max: usize) -> Checked<()> {
    let found = bytes.len();
    if found > max {
        return Err(CanonicalError::TooLong { found, max });
    }
    if bytes.starts_with(b"\xef\xbb\xbf") {
        return Err(CanonicalError::ByteOrderMark);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| CanonicalError::NotUtf8 {
        at: error.valid_up_to(),
    })?;
    let mut scanner = Scanner {
        text,
        at: 0,
        depth: 0,
    };
    scanner.value()?;
    match scanner.peek() {
        None => Ok(()),
        Some(b' ' | b'\t' | b'\n' | b'\r') => Err(CanonicalError::Whitespace { at: scanner.at }),
        Some(_) => Err(CanonicalError::TrailingBytes { at: scanner.at }),
    }
}

/// A place in the text: always between two characters.
struct Scanner<'a> {
    text: &'a str,
    /// Bytes read so far.
    at: usize,
    /// Arrays and objects open at this place.
    depth: usize,
}

impl<'a> Scanner<'a> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The rest of the text.
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// What stands here is not what had to.
    fn unexpected<T>(&self) -> Checked<T> {
        let at = self.at;
        Err(match self.rest().chars().next() {
            None => CanonicalError::Truncated { at },
            Some(' ' | '\t' | '\n' | '\r') => CanonicalError::Whitespace { at },
            Some(found) => CanonicalError::Unexpected { at, found },
        })
    }

    /// Reads exactly `token`; names the first character that differs.
    fn expect(&mut self, token: &str) -> Checked<()> {
        for byte in token.bytes() {
            if self.peek() != Some(byte) {
                return self.unexpected();
            }
            self.at += 1;
        }
        Ok(())
    }

    fn value(&mut self) -> Checked<()> {
        match self.peek() {
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'"') => self.string().map(|_| ()),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(b't') => self.expect("true"),
            Some(b'f') => self.expect("false"),
            Some(b'n') => self.expect("null"),
            Some(_) | None => self.unexpected(),
        }
    }

    /// Reads an array or object, whose opening bracket stands here, one level further down.
    fn nested(&mut self, read: fn(&mut Self) -> Checked<()>) -> Checked<()> {
        if self.depth == DEPTH_MAX {
            return Err(CanonicalError::TooDeep {
                at: self.at,
                max: DEPTH_MAX,
            });
        }
        self.depth += 1;
        self.at += 1;
        read(self)?;
        self.depth -= 1;
        Ok(())
    }

    /// Reads an array from behind its bracket.
    fn array(&mut self) -> Checked<()> {
        if self.peek() == Some(b']') {
            return self.expect("]");
        }
        loop {
            self.value()?;
            if self.peek() != Some(b',') {
                return self.expect("]");
            }
            self.at += 1;
        }
    }

    /// Reads an object from behind its brace.
    fn object(&mut self) -> Checked<()> {
        if self.peek() == Some(b'}') {
            return self.expect("}");
        }
        let mut keys = Vec::new();
        loop {
            self.key(&mut keys)?;
            self.expect(":")?;
            self.value()?;
            if self.peek() != Some(b',') {
                return self.expect("}");
            }
            self.at += 1;
        }
    }

    /// Reads a key that must come after all of `keys`, which are in order.
    fn key(&mut self, keys: &mut Vec<Cow<'a, str>>) -> Checked<()> {
        let at = self.at;
        if self.peek() != Some(b'"') {
            return self.unexpected();
        }
        let key = self.string()?;
        if let Some(last) = keys.last()
            && key_order(last, &key) != Ordering::Less
        {
            // Searched only here, on the way out: an ascending list has no repetition.
            if keys.contains(&key) {
                return Err(CanonicalError::KeyRepeated {
                    at,
                    key: clip(&key),
                });
            }
            return Err(CanonicalError::KeyOrder {
                at,
                key: clip(&key),
                after: clip(last),
            });
        }
        keys.push(key);
        Ok(())
    }

    /// Reads what could be meant as a number and requires a canonical integer.
    fn number(&mut self) -> Checked<()> {
        let at = self.at;
        let is_part = |c: char| matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E');
        let rest = self.rest();
        let token = &rest[..rest.find(|c| !is_part(c)).unwrap_or(rest.len())];
        self.at += token.len();

        let found = || clip(token);
        if token == "-0" {
            return Err(CanonicalError::MinusZero { at });
        }
        if token.contains(['.', 'e', 'E']) {
            return Err(CanonicalError::NotInteger { at, found: found() });
        }
        let digits = token.strip_prefix('-').unwrap_or(token);
        let only_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !only_digits || (digits.starts_with('0') && token != "0") {
            return Err(CanonicalError::NumberSpelling { at, found: found() });
        }
        match digits.parse::<u64>() {
            Ok(magnitude) if magnitude <= INTEGER_MAX => Ok(()),
            Ok(_) | Err(_) => Err(CanonicalError::NumberTooLarge { at, found: found() }),
        }
    }

    /// Reads a string, whose opening quote stands here; returns it with escapes resolved.
    fn string(&mut self) -> Checked<Cow<'a, str>> {
        let opened_at = self.at;
        self.at += 1;
        let mut resolved = Cow::Borrowed("");
        loop {
            let rest = self.rest();
            // ASCII bytes are never part of another character in UTF-8.
            let plain = rest
                .bytes()
                .position(|byte| matches!(byte, b'"' | b'\\' | 0..0x20));
            let (plain, stop) = rest.split_at(plain.unwrap_or(rest.len()));
            resolved += plain;
            self.at += plain.len();
            match stop.chars().next() {
                None => return Err(CanonicalError::Truncated { at: self.at }),
                Some('"') => break,
                Some('\\') => resolved.to_mut().push(self.escape()?),
                Some(found) => {
                    return Err(CanonicalError::ControlCharacter { at: self.at, found });
                }
            }
        }
        self.at += 1;
        check_text(opened_at, &resolved)?;
        Ok(resolved)
    }

    /// Reads an escape, whose backslash stands here; returns the character it stands for.
    fn escape(&mut self) -> Checked<char> {
        let at = self.at;
        let rest = self.rest();
        let long = rest.starts_with("\\u");
        let spelled: String = rest.chars().take(if long { 6 } else { 2 }).collect();
        let code = hex_of(&spelled);
        let meant = match spelled.as_str() {
            "\\b" => Some('\u{8}'),
            "\\t" => Some('\t'),
            "\\n" => Some('\n'),
            "\\f" => Some('\u{c}'),
            "\\r" => Some('\r'),
            "\\\"" | "\\\\" | "\\/" => spelled.chars().nth(1),
            _ => code.and_then(char::from_u32),
        };
        match (meant, code) {
            (Some(c), _) if escape_of(c).as_ref() == Some(&spelled) => {
                self.at += spelled.len();
                Ok(c)
            }
            (Some(_), _) => Err(CanonicalError::EscapeSpelling { at, found: spelled }),
            (None, Some(_)) => Err(surrogate(at, rest)),
            (None, None) if self.text.len() < at + 2 => Err(CanonicalError::Truncated {
                at: self.text.len(),
            }),
            (None, None) => Err(CanonicalError::EscapeUnknown { at, found: spelled }),
        }
    }
}

/// The code unit that `\uXXXX` names.
fn hex_of(escape: &str) -> Option<u32> {
    let digits = escape.strip_prefix("\\u")?;
    let complete = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    if complete {
        u32::from_str_radix(digits, 16).ok()
    } else {
        None
    }
}

/// What is wrong with `rest`, which begins with the escape of a surrogate.
///
/// A whole pair is a character spelled the wrong way; half of one is no character at all.
fn surrogate(at: usize, rest: &str) -> CanonicalError {
    let unit = |from: usize| rest.get(from..from + 6).and_then(hex_of);
    let is_pair = matches!(
        (unit(0), unit(6)),
        (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff))
    );
    let found = rest.chars().take(if is_pair { 12 } else { 6 }).collect();
    if is_pair {
        CanonicalError::EscapeSpelling { at, found }
    } else {
        CanonicalError::LoneSurrogate { at, found }
    }
}

/// Is the string that begins at byte `at` made of characters, in normalization form C?
///
/// Escapes are resolved before: a combining mark behind `\n` must not count as behind an `n`.
fn check_text(at: usize, text: &str) -> Checked<()> {
    if text.is_ascii() {
        return Ok(());
    }
    if let Some(found) = text.chars().find(|c| is_noncharacter(*c)) {
        return Err(CanonicalError::Noncharacter { at, found });
    }
    if !is_nfc(text) {
        return Err(CanonicalError::NotNfc {
            at,
            found: clip(text),
        });
    }
    Ok(())
}

/// The 66 code points that Unicode reserves for never.
fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

/// The first 64 characters: a message must not grow with what a stranger sent.
fn clip(text: &str) -> String {
    text.chars().take(64).collect()
}

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn text_of(value: &Value) -> String {
    String::from_utf8(to_canonical(value).unwrap()).unwrap()
}

/// The example of RFC 8785, section 3.2.3, in an order that is neither its own nor the right one.
fn rfc_key_order_example() -> Value {
    json!({
        "\u{20ac}": "Euro Sign",
        "\r": "Carriage Return",
        "\u{fb33}": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\u{1f600}": "Emoji: Grinning Face",
        "\u{80}": "Control",
        "\u{f6}": "Latin Small Letter O With Diaeresis",
    })
}

#[test]
fn keys_are_ordered_as_in_the_example_of_rfc_8785() {
    // Without the check of the text: U+FB33 is in the example, and not in normalization form C.
    let written = write::write(&rfc_key_order_example());
    assert_eq!(
        written,
        "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u{80}\":\"Control\",\
         \"\u{f6}\":\"Latin Small Letter O With Diaeresis\",\"\u{20ac}\":\"Euro Sign\",\
         \"\u{1f600}\":\"Emoji: Grinning Face\",\"\u{fb33}\":\"Hebrew Letter Dalet With Dagesh\"}"
    );
    let error = to_canonical(&rfc_key_order_example()).unwrap_err();
    assert!(matches!(error, CanonicalError::NotNfc { .. }), "{error}");

    let accepted = r#"{"😀":1,"豈":2}"#.replace('豈', "\u{ffe5}");
    assert_eq!(check_canonical(accepted.as_bytes()), Ok(()));
    let in_utf8_order = r#"{"￥":2,"😀":1}"#;
    let error = check_canonical(in_utf8_order.as_bytes()).unwrap_err();
    assert!(
        matches!(error, CanonicalError::KeyOrder { at: 9, .. }),
        "{error:?}"
    );
}

#[test]
fn strings_are_escaped_as_in_the_example_of_rfc_8785() {
    // Section 3.2.2, its numbers left out.
    let value: Value = serde_json::from_str(
        r#"{"string":"\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/","literals":[null,true,false]}"#,
    )
    .unwrap();
    let written = r#"{"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}"#;
    assert_eq!(text_of(&value), written);
    assert_eq!(parse_canonical(written.as_bytes()), Ok(value));
}

#[test]
fn every_ascii_character_has_its_one_spelling() {
    for code in 0_u8..0x80 {
        let c = char::from(code);
        let written = text_of(&json!(c.to_string()));
        let expected = match c {
            '"' => r#""\"""#.to_owned(),
            '\\' => r#""\\""#.to_owned(),
            '\u{8}' => r#""\b""#.to_owned(),
            '\t' => r#""\t""#.to_owned(),
            '\n' => r#""\n""#.to_owned(),
            '\u{c}' => r#""\f""#.to_owned(),
            '\r' => r#""\r""#.to_owned(),
            '\0'..=' ' if c != ' ' => format!("\"\\u00{code:02x}\""),
            _ => format!("\"{c}\""),
        };
        assert_eq!(written, expected);
        assert_eq!(
            parse_canonical(written.as_bytes()),
            Ok(json!(c.to_string()))
        );

        let as_code = format!("\"\\u00{code:02x}\"");
        let upper = as_code.replace("\\u00", "").to_uppercase();
        let upper = format!("\"\\u00{}", &upper[1..]);
        for other in [as_code, upper] {
            if other != expected {
                let error = check_canonical(other.as_bytes()).unwrap_err();
                assert!(
                    matches!(error, CanonicalError::EscapeSpelling { at: 1, .. }),
                    "{other}"
                );
            }
        }
    }
}

#[test]
fn canonical_texts_are_accepted() {
    let deepest = "[".repeat(DEPTH_MAX) + &"]".repeat(DEPTH_MAX);
    let wide = format!("[{}{{}}]", "[[]],".repeat(2 * DEPTH_MAX));
    let longest = format!("\"{}\"", "x".repeat(BYTES_MAX - 2));
    for text in [
        "null",
        "true",
        "false",
        "0",
        "-1",
        "9007199254740991",
        "-9007199254740991",
        "\"\"",
        "\"0\"",
        "\"\u{7f}\u{2028}\u{e000}\u{feff}\"",
        "\"乌准园区 é ≮\"",
        "[]",
        "{}",
        "[[],{},\"\",0]",
        r#"{"":1}"#,
        r#"{"":{"":{}},"a":[{"a":1},{"a":1}]}"#,
        r#"{"A":1,"B":2,"a":3,"aa":4,"é":5}"#,
        r#"{"\b":1,"\t":2,"\n":3,"\u000b":4}"#,
        &deepest,
        &wide,
        &longest,
    ] {
        assert_eq!(check_canonical(text.as_bytes()), Ok(()), "{text}");
        let value = parse_canonical(text.as_bytes()).unwrap();
        assert_eq!(text_of(&value), text);
    }
}

/// What is refused, with the error and its place.
const NOT_CANONICAL: &[(&str, &str)] = &[
    // The text as a whole
    ("", "Truncated { at: 0 }"),
    ("\u{feff}{}", "ByteOrderMark"),
    ("{}\u{feff}", "TrailingBytes { at: 2 }"),
    ("{}{}", "TrailingBytes { at: 2 }"),
    ("1 ", "Whitespace { at: 1 }"),
    ("{}\n", "Whitespace { at: 2 }"),
    (" {}", "Whitespace { at: 0 }"),
    ("{} x", "Whitespace { at: 2 }"),
    ("truex", "TrailingBytes { at: 4 }"),
    ("0x10", "TrailingBytes { at: 1 }"),
    // White space and separators
    ("{ }", "Whitespace { at: 1 }"),
    ("[\t]", "Whitespace { at: 1 }"),
    ("[1, 2]", "Whitespace { at: 3 }"),
    ("[1 ,2]", "Whitespace { at: 2 }"),
    (r#"{"a": 1}"#, "Whitespace { at: 5 }"),
    (r#"{"a" :1}"#, "Whitespace { at: 4 }"),
    (r#"{"a":1, "b":2}"#, "Whitespace { at: 7 }"),
    ("{\"a\":1\r\n}", "Whitespace { at: 6 }"),
    ("[1\u{a0}]", "Unexpected { at: 2, found: '\\u{a0}' }"),
    ("[1,]", "Unexpected { at: 3, found: ']' }"),
    ("[,1]", "Unexpected { at: 1, found: ',' }"),
    ("[1;2]", "Unexpected { at: 2, found: ';' }"),
    ("[1}", "Unexpected { at: 2, found: '}' }"),
    (r#"{"a":1,}"#, "Unexpected { at: 7, found: '}' }"),
    (r#"{"a"}"#, "Unexpected { at: 4, found: '}' }"),
    (r#"{"a",1}"#, "Unexpected { at: 4, found: ',' }"),
    ("{a:1}", "Unexpected { at: 1, found: 'a' }"),
    ("{1:1}", "Unexpected { at: 1, found: '1' }"),
    ("{'a':1}", "Unexpected { at: 1, found: '\\'' }"),
    ("/**/1", "Unexpected { at: 0, found: '/' }"),
    ("[", "Truncated { at: 1 }"),
    ("[1", "Truncated { at: 2 }"),
    ("[1,", "Truncated { at: 3 }"),
    ("{", "Truncated { at: 1 }"),
    (r#"{"a""#, "Truncated { at: 4 }"),
    (r#"{"a":"#, "Truncated { at: 5 }"),
    (r#"{"a":1"#, "Truncated { at: 6 }"),
    // Literals
    ("True", "Unexpected { at: 0, found: 'T' }"),
    ("nul", "Truncated { at: 3 }"),
    ("nulL", "Unexpected { at: 3, found: 'L' }"),
    ("NaN", "Unexpected { at: 0, found: 'N' }"),
    ("Infinity", "Unexpected { at: 0, found: 'I' }"),
    ("-Infinity", "NumberSpelling { at: 0, found: \"-\" }"),
    // Numbers
    ("1.0", "NotInteger { at: 0, found: \"1.0\" }"),
    ("[0,0.5]", "NotInteger { at: 3, found: \"0.5\" }"),
    ("1e3", "NotInteger { at: 0, found: \"1e3\" }"),
    ("1E+3", "NotInteger { at: 0, found: \"1E+3\" }"),
    ("-0.0", "NotInteger { at: 0, found: \"-0.0\" }"),
    ("1.", "NotInteger { at: 0, found: \"1.\" }"),
    (".5", "Unexpected { at: 0, found: '.' }"),
    ("+1", "Unexpected { at: 0, found: '+' }"),
    ("-0", "MinusZero { at: 0 }"),
    (r#"{"a":-0}"#, "MinusZero { at: 5 }"),
    ("00", "NumberSpelling { at: 0, found: \"00\" }"),
    ("-00", "NumberSpelling { at: 0, found: \"-00\" }"),
    ("01", "NumberSpelling { at: 0, found: \"01\" }"),
    ("-01", "NumberSpelling { at: 0, found: \"-01\" }"),
    ("-", "NumberSpelling { at: 0, found: \"-\" }"),
    ("--1", "NumberSpelling { at: 0, found: \"--1\" }"),
    ("1-1", "NumberSpelling { at: 0, found: \"1-1\" }"),
    ("1_000", "TrailingBytes { at: 1 }"),
    ("９", "Unexpected { at: 0, found: '９' }"),
    (
        "9007199254740992",
        "NumberTooLarge { at: 0, found: \"9007199254740992\" }",
    ),
    (
        "-9007199254740992",
        "NumberTooLarge { at: 0, found: \"-9007199254740992\" }",
    ),
    ("18446744073709551616", "NumberTooLarge { at: 0"),
    // Strings
    ("\"", "Truncated { at: 1 }"),
    ("\"a", "Truncated { at: 2 }"),
    (r#""\"#, "Truncated { at: 2 }"),
    (r#""\""#, "Truncated { at: 3 }"),
    ("\"a\nb\"", "ControlCharacter { at: 2, found: '\\n' }"),
    ("\"\0\"", "ControlCharacter { at: 1, found: '\\0' }"),
    (r#""\x""#, "EscapeUnknown { at: 1, found: \"\\\\x\" }"),
    (
        r#""\u12""#,
        "EscapeUnknown { at: 1, found: \"\\\\u12\\\"\" }",
    ),
    (r#""\u+123""#, "EscapeUnknown { at: 1"),
    (r#""\u{41}""#, "EscapeUnknown { at: 1"),
    (r#""\U0041""#, "EscapeUnknown { at: 1, found: \"\\\\U\" }"),
    (r#""\票""#, "EscapeUnknown { at: 1"),
    (r#""\u00票""#, "EscapeUnknown { at: 1"),
    (r#""\/""#, "EscapeSpelling { at: 1, found: \"\\\\/\" }"),
    (
        r#""a\u0041""#,
        "EscapeSpelling { at: 2, found: \"\\\\u0041\" }",
    ),
    (
        r#""\u7968""#,
        "EscapeSpelling { at: 1, found: \"\\\\u7968\" }",
    ),
    (
        r#""\u001F""#,
        "EscapeSpelling { at: 1, found: \"\\\\u001F\" }",
    ),
    (
        r#""\u000a""#,
        "EscapeSpelling { at: 1, found: \"\\\\u000a\" }",
    ),
    (r#""\u005c""#, "EscapeSpelling { at: 1"),
    (
        r#""\ud83d\ude00""#,
        "EscapeSpelling { at: 1, found: \"\\\\ud83d\\\\ude00\" }",
    ),
    (
        r#""\ud83d""#,
        "LoneSurrogate { at: 1, found: \"\\\\ud83d\" }",
    ),
    (
        r#""\ude00\ud83d""#,
        "LoneSurrogate { at: 1, found: \"\\\\ude00\" }",
    ),
    (
        r#""\ud83d\ud83d""#,
        "LoneSurrogate { at: 1, found: \"\\\\ud83d\" }",
    ),
    (
        r#""\uD83Dx""#,
        "LoneSurrogate { at: 1, found: \"\\\\uD83D\" }",
    ),
    (
        r#"{"\udfff":1}"#,
        "LoneSurrogate { at: 2, found: \"\\\\udfff\" }",
    ),
    ("\"\u{ffff}\"", "Noncharacter { at: 0, found: '\\u{ffff}' }"),
    (
        "[\"\u{fdd0}\"]",
        "Noncharacter { at: 1, found: '\\u{fdd0}' }",
    ),
    (
        "\"\u{10fffe}\"",
        "Noncharacter { at: 0, found: '\\u{10fffe}' }",
    ),
    ("\"e\u{301}\"", "NotNfc { at: 0, found: \"e\\u{301}\" }"),
    ("\"\u{212b}\"", "NotNfc { at: 0"),
    ("[0,\"\u{f900}\"]", "NotNfc { at: 3"),
    ("{\"n\u{303}\":1}", "NotNfc { at: 1"),
    ("\"a\u{301}\u{327}\"", "NotNfc { at: 0"),
    // Keys
    (r#"{"a":1,"a":2}"#, "KeyRepeated { at: 7, key: \"a\" }"),
    (
        r#"{"a":1,"b":2,"a":3}"#,
        "KeyRepeated { at: 13, key: \"a\" }",
    ),
    (r#"{"":1,"":2}"#, "KeyRepeated { at: 6, key: \"\" }"),
    (r#"{"\n":1,"\n":2}"#, "KeyRepeated { at: 8, key: \"\\n\" }"),
    (
        r#"[{"x":{"k":1,"k":1}}]"#,
        "KeyRepeated { at: 13, key: \"k\" }",
    ),
    (
        r#"{"b":1,"a":2}"#,
        "KeyOrder { at: 7, key: \"a\", after: \"b\" }",
    ),
    (
        r#"{"a":1,"B":2}"#,
        "KeyOrder { at: 7, key: \"B\", after: \"a\" }",
    ),
    (
        r#"{"aa":1,"a":2}"#,
        "KeyOrder { at: 8, key: \"a\", after: \"aa\" }",
    ),
    (
        r#"{"!":1,"\n":2}"#,
        "KeyOrder { at: 7, key: \"\\n\", after: \"!\" }",
    ),
];

#[test]
fn what_is_not_canonical_is_refused_by_name_and_place() {
    let too_deep = "[".repeat(DEPTH_MAX + 1);
    let mixed = r#"{"a":"#.repeat(8) + &"[".repeat(9);
    let depth = [
        (too_deep.as_str(), "TooDeep { at: 16, max: 16 }"),
        (mixed.as_str(), "TooDeep { at: 48, max: 16 }"),
    ];
    for (text, expected) in NOT_CANONICAL.iter().chain(&depth) {
        let error = check_canonical(text.as_bytes()).expect_err(text);
        let shown = format!("{error:?}");
        assert!(
            shown.starts_with(expected),
            "{text}\n  expected {expected}\n  found {shown}"
        );
        assert_eq!(parse_canonical(text.as_bytes()), Err(error));
    }
}

#[test]
fn a_mark_behind_an_escape_does_not_compose_with_its_letter() {
    // U+0303 behind the escape of a line feed, not behind an n.
    let text = "\"\\n\u{303}\"";
    assert_eq!(check_canonical(text.as_bytes()), Ok(()));
    assert_eq!(text_of(&json!("\n\u{303}")), text);
}

#[test]
fn bytes_that_are_not_utf8_are_refused_with_their_place() {
    for (text, at) in [
        (&b"\"\xff\""[..], 1),
        (b"\"\xc3\"", 1),
        (b"\"a\xed\xa0\x80\"", 2),
        (b"\"\xc0\x80\"", 1),
        (b"\xff\xfe{\0}\0", 0),
    ] {
        assert_eq!(check_canonical(text), Err(CanonicalError::NotUtf8 { at }));
    }
}

#[test]
fn hostile_sizes_are_refused_at_their_edge() {
    let over = vec![b'1'; BYTES_MAX + 1];
    let (found, max) = (BYTES_MAX + 1, BYTES_MAX);
    assert_eq!(
        check_canonical(&over),
        Err(CanonicalError::TooLong { found, max })
    );
    let digits = vec![b'1'; BYTES_MAX];
    let error = check_canonical(&digits).unwrap_err();
    assert!(error.to_string().len() < 200, "{error}");
    let marks = format!("\"a{}\"", "\u{301}\u{327}".repeat(BYTES_MAX / 4 - 1));
    let error = check_canonical(marks.as_bytes()).unwrap_err();
    assert!(
        error.to_string().len() < 2_000,
        "{} bytes",
        error.to_string().len()
    );
    let keys: Vec<String> = (0..2_000).map(|n| format!("\"{n:05}\":0,")).collect();
    let keys = keys.concat();
    let repeated = format!("{{{keys}\"00000\":0}}");
    let error = check_canonical(repeated.as_bytes()).unwrap_err();
    assert!(
        matches!(error, CanonicalError::KeyRepeated { .. }),
        "{error}"
    );
}

#[test]
fn values_outside_the_canonical_form_are_not_written() {
    let mut deep = json!(0);
    for _ in 0..=DEPTH_MAX {
        deep = json!([deep]);
    }
    let nested_key = json!({"a": [{"e\u{301}": 1}]});
    for (value, expected) in [
        (json!(1.5), "NotInteger { at: 0, found: \"1.5\" }"),
        (json!([1e300]), "NotInteger { at: 1, found: \"1e+300\" }"),
        (json!(-0.0), "NotInteger { at: 0, found: \"-0.0\" }"),
        (
            json!(INTEGER_MAX + 1),
            "NumberTooLarge { at: 0, found: \"9007199254740992\" }",
        ),
        (json!(i64::MIN), "NumberTooLarge { at: 0"),
        (nested_key, "NotNfc { at: 7"),
        (json!("\u{ffff}"), "Noncharacter { at: 0"),
        (
            json!("x".repeat(BYTES_MAX - 1)),
            "TooLong { found: 40961, max: 40960 }",
        ),
        (deep, "TooDeep { at: 16, max: 16 }"),
    ] {
        let error = format!("{:?}", to_canonical(&value).unwrap_err());
        assert!(
            error.starts_with(expected),
            "expected {expected}\n  found {error}"
        );
    }
    let error = to_canonical(&std::collections::BTreeMap::from([([1, 2], 3)])).unwrap_err();
    assert!(
        matches!(error, CanonicalError::NotSerializable { .. }),
        "{error}"
    );
}

/// Texts in normalization form C, with every kind of character that matters.
fn text() -> impl Strategy<Value = String> {
    let letters = prop::sample::select(vec![
        'a', 'n', 'Z', '0', '"', '\\', '/', '\n', '\0', '\u{1f}', '\u{7f}', 'é', '入', '账',
        '\u{303}', '\u{e000}', '\u{ffe5}', '😀', '\u{2028}',
    ]);
    proptest::collection::vec(letters, 0..8).prop_map(|letters| {
        use unicode_normalization::UnicodeNormalization as _;
        letters.into_iter().nfc().collect()
    })
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        (-9_007_199_254_740_991..=9_007_199_254_740_991_i64).prop_map(Value::from),
        (-3..3_i64).prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            proptest::collection::btree_map(text(), inner, 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(value in value()) {
        let text = to_canonical(&value).unwrap();
        prop_assert_eq!(parse_canonical(&text), Ok(value));
    }

    #[test]
    fn what_is_accepted_is_its_own_canonical_form(
        value in value(),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..3), 0..3),
    ) {
        let mut text = to_canonical(&value).unwrap();
        for (at, byte, kind) in edits {
            let at = at.index(text.len() + 1);
            match kind {
                0 => text.insert(at, byte),
                1 if at < text.len() => text[at] = byte,
                _ if at < text.len() => drop(text.drain(at..=at)),
                _ => {}
            }
        }
        if let Ok(read) = parse_canonical(&text) {
            prop_assert_eq!(to_canonical(&read).unwrap(), text);
        }
    }

    #[test]
    fn arbitrary_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
        if let Ok(read) = parse_canonical(&bytes) {
            prop_assert_eq!(to_canonical(&read).unwrap(), bytes);
        }
    }

    #[test]
    fn json_like_text_never_panics(
        text in r#"([\[\]{}:,"\\-]|[a-c]|[01]|\.|e|u00|0a|ud83d|ude00|true|é|\x{303}| ){0,30}"#
    ) {
        if let Ok(read) = parse_canonical(text.as_bytes()) {
            prop_assert_eq!(to_canonical(&read).unwrap(), text.into_bytes());
        }
    }
}

//! Which language: the flag, else the locale, else English.

use crate::domain::text::Lang;

/// The locale variables, in the order POSIX gives them.
const LOCALE_VARIABLES: [&str; 3] = ["LC_ALL", "LC_MESSAGES", "LANG"];

/// The language that arguments and environment ask for. Looks for the flag itself, for help and
/// usage errors need it before the arguments are parsed.
pub fn choose<'a>(
    mut args: impl Iterator<Item = &'a str>,
    variable: impl Fn(&str) -> Option<String>,
) -> Lang {
    while let Some(arg) = args.next() {
        let value = match arg.strip_prefix("--lang") {
            Some("") => args.next(),
            Some(rest) => rest.strip_prefix('='),
            None => None,
        };
        match value {
            Some("zh") => return Lang::Zh,
            Some("en") => return Lang::En,
            Some(_) | None => {}
        }
    }
    of_locale(variable)
}

fn of_locale(variable: impl Fn(&str) -> Option<String>) -> Lang {
    let set = LOCALE_VARIABLES
        .iter()
        .find_map(|name| variable(name).filter(|v| !v.is_empty()));
    match set {
        Some(locale) if locale.to_ascii_lowercase().starts_with("zh") => Lang::Zh,
        Some(_) | None => Lang::En,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_flag_goes_before_the_locale_and_english_comes_last() {
        let zh = |name: &str| (name == "LANG").then(|| "zh_CN.UTF-8".to_owned());
        let c_over_zh = |name: &str| match name {
            "LC_ALL" => Some("C".to_owned()),
            "LANG" => Some("zh_CN.UTF-8".to_owned()),
            _ => None,
        };
        let empty_over_zh = |name: &str| match name {
            "LC_ALL" => Some(String::new()),
            "LC_MESSAGES" => Some("zh_TW".to_owned()),
            _ => None,
        };
        assert_eq!(choose(["--lang", "en"].into_iter(), zh), Lang::En);
        assert_eq!(
            choose(["balance", "--lang=zh"].into_iter(), |_| None),
            Lang::Zh
        );
        assert_eq!(choose(["--lang"].into_iter(), zh), Lang::Zh);
        assert_eq!(choose([].into_iter(), zh), Lang::Zh);
        assert_eq!(choose([].into_iter(), c_over_zh), Lang::En);
        assert_eq!(choose([].into_iter(), empty_over_zh), Lang::Zh);
        assert_eq!(choose([].into_iter(), |_| None), Lang::En);
    }
}

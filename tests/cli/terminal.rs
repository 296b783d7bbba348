//! What a terminal wants: completions, manual pages, a pager, no colour, little said.

use std::fs;
use std::process::{Command, Stdio};

use super::desk::{DOC, Desk, words};

#[test]
fn every_shell_gets_completions_with_explanations_in_both_languages() {
    let desk = Desk::empty();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let (zh, en) = (
            desk.done(&format!("--lang zh completions {shell}")).out,
            desk.done(&format!("--lang en completions {shell}")).out,
        );
        assert!(
            en.contains("qledger") && en.contains("relocation"),
            "{shell}"
        );
        // Those of bash have no explanations.
        if shell != "bash" {
            assert!(zh.contains("自带指标迁入"), "{shell}");
            assert!(!en.contains("自带指标迁入"), "{shell}");
        }
    }
    let wrong = desk.run("--lang en completions fisch");
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("fisch") && wrong.err.contains("did you mean fish?"));
}

#[test]
fn bash_takes_the_completions_and_completes_with_them() {
    let desk = Desk::empty();
    fs::write(desk.path("done.bash"), desk.done("completions bash").out).unwrap();
    let script = "source done.bash; COMP_WORDS=(qledger quota t); COMP_CWORD=2; \
                  _qledger qledger t quota; echo \"${COMPREPLY[@]}\"";
    let bash = Command::new("bash")
        .args(["-c", script])
        .current_dir(desk.path(""))
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&bash.stdout).trim(), "take-back");
}

#[test]
fn there_is_a_manual_page_for_every_command_in_the_users_language() {
    let desk = Desk::empty();
    for (lang, heading, about) in [
        ("zh", "用法", "自带指标迁入"),
        ("en", "SYNOPSIS", "relocation"),
    ] {
        let said = desk.done(&format!("--lang {lang} man pages-{lang}")).out;
        let pages = fs::read_dir(desk.path(format!("pages-{lang}")))
            .unwrap()
            .count();
        assert!(said.contains(&pages.to_string()), "{said}");
        let page = desk.path(format!("pages-{lang}/qledger-case-open-relocation.1"));
        let page = fs::read_to_string(page).unwrap();
        for part in [
            heading,
            about,
            "qledger case open relocation [",
            "\\-\\-firm <PARTY>",
        ] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
    }
    // Once more: pages of an older version are replaced.
    desk.done("man pages-zh");
}

#[test]
fn quiet_leaves_results_and_refusals() {
    let desk = Desk::practice();
    let loud = desk.run(&format!("account open 650000/RESERVE {DOC} --dry-run"));
    let quiet = desk.run(&format!("-q account open 650000/RESERVE {DOC} --dry-run"));
    assert_eq!((loud.code, quiet.code), (0, 0));
    assert!(loud.out.len() > quiet.out.len(), "{}", quiet.out);
    let done = desk.done(&format!("account open 650000/RESERVE {DOC} --quiet"));
    assert_eq!(done.out.lines().count(), 1, "{}", done.out);
    let refused = desk.run(&format!("--quiet quota issue 650000/RESERVE SO2=1 {DOC}"));
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("INDICATOR_UNKNOWN") || refused.out.contains("INDICATOR_UNKNOWN"));
    let mistake = desk.run("--quiet --lang en cap sett");
    assert!(mistake.err.contains("did you mean set?"), "{}", mistake.err);
}

/// A line run at a terminal of its own, by `script` of the base system; what the terminal showed.
fn at_terminal(desk: &Desk, line: &str, variables: &[(&str, &str)]) -> Option<String> {
    let program = env!("CARGO_BIN_EXE_qledger");
    let mut command = Command::new("script");
    command
        .args(["-qec", &format!("{program} {line}"), "/dev/null"])
        .current_dir(desk.path(""))
        .env("HOME", desk.path("home"))
        .env_remove("XDG_STATE_HOME")
        .env_remove("PAGER")
        .stdin(Stdio::null());
    for (name, value) in variables {
        command.env(name, value);
    }
    let output = command.output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn long_output_at_a_terminal_goes_through_the_pager_that_is_named() {
    let desk = Desk::practice();
    let pager = ("QLEDGER_PAGER", "sed s/^/paged:/");
    let shown = |line: &str, set: &[(&str, &str)]| at_terminal(&desk, line, set);
    let Some(paged) = shown("--ledger zd --lang en log", &[pager]) else {
        assert!(
            std::env::var_os("CI").is_none(),
            "script, of the base system, is missing"
        );
        return;
    };
    assert!(
        paged.contains("paged:") && paged.contains("genesis"),
        "{paged}"
    );
    for (line, set) in [
        ("--ledger zd --no-pager log", pager),
        ("--ledger zd --format json log", pager),
        ("--ledger zd log", ("QLEDGER_PAGER", "")),
    ] {
        let plain = shown(line, &[set]).unwrap();
        assert!(
            !plain.contains("paged:") && plain.contains("genesis"),
            "{line}: {plain}"
        );
    }
    // A pager that is not there is no reason to show nothing; one that ends early is no error.
    let missing = shown("--ledger zd log", &[("QLEDGER_PAGER", "no-such-pager")]).unwrap();
    assert!(missing.contains("genesis"), "{missing}");
    let left = shown(
        "--ledger zd --lang en log",
        &[("QLEDGER_PAGER", "head -n 1")],
    )
    .unwrap();
    assert!(!left.contains("error"), "{left}");
}

#[test]
fn colour_is_for_terminals_that_want_it() {
    let desk = Desk::empty();
    let Some(coloured) = at_terminal(&desk, "--help", &[]) else {
        return;
    };
    let plain = at_terminal(&desk, "--help", &[("NO_COLOR", "1")]).unwrap();
    assert!(coloured.contains("\u{1B}["), "{coloured}");
    assert!(!plain.contains("\u{1B}["), "{plain}");
    let piped = desk.run_args(&words("--help"));
    assert!(!piped.out.contains("\u{1B}["), "{}", piped.out);
}

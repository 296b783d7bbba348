//! The tours of both READMEs, run as they stand there.
//!
//! Every line of the `sh` blocks after the first is run by a shell in an empty folder, with the
//! binary of this build as `qledger`.

#![cfg(all(unix, feature = "cli"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

#[path = "documents/blocks.rs"]
mod blocks;

use std::fmt::Write as _;
use std::process::Command;

use blocks::read;

/// The lines that are meant to be refused, and what each says.
const REFUSED: [(&str, &str); 2] = [
    (
        "qledger quota issue 650000/RESERVE SO2=50",
        "650000 has a cap of 100 for SO2 (standing) and uses 60",
    ),
    (
        "qledger plan introduction 650109-2027-P0002",
        "INSUFFICIENT_LOT",
    ),
];

/// The lines of the blocks that begin with ```` ```sh ````, but for the first block.
fn tour(file: &str) -> Vec<String> {
    let text = read(file);
    let blocks = text.split("```sh\n").skip(2);
    let lines = blocks.flat_map(|block| block.split("```").next().unwrap().lines());
    let code = lines.map(|line| line.split("  #").next().unwrap().trim().to_owned());
    code.filter(|line| !line.is_empty() && !line.starts_with("cargo "))
        .collect()
}

/// Runs the lines one after the other in one shell; what each said, and its exit code.
fn run(lines: &[String]) -> Vec<(String, i32)> {
    let folder = tempfile::tempdir().unwrap();
    let mut script = format!(
        "qledger() {{ '{}' \"$@\"; }}\n",
        env!("CARGO_BIN_EXE_qledger")
    );
    for line in lines {
        // The receipt says with which id it is checked; the README cuts the id short.
        let line = match line.split_once(" --id ") {
            Some((before, _)) => format!("{before} --id \"$id\""),
            None => line.clone(),
        };
        writeln!(script, "said=$({line} 2>&1); code=$?").unwrap();
        if line.starts_with("export ") {
            writeln!(script, "{line}").unwrap();
        }
        script += "id=$(printf '%s' \"$said\" | sed -n 's/.*--id \\([0-9a-f]\\{64\\}\\).*/\\1/p'";
        script += " | tail -n 1 | grep . || printf '%s' \"$id\")\n";
        script += "printf '%s\\0%s\\0' \"$said\" \"$code\"\n";
    }
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(folder.path())
        .env("XDG_STATE_HOME", folder.path().join("state"))
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let parts: Vec<&str> = text.split('\0').collect();
    let (pairs, _) = parts.as_chunks::<2>();
    pairs
        .iter()
        .map(|[said, code]| ((*said).to_owned(), code.parse().unwrap()))
        .collect()
}

fn check(file: &str) {
    let has_openssl = Command::new("openssl").arg("version").output().is_ok();
    let mut lines = tour(file);
    if !has_openssl {
        let in_ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
        assert!(!in_ci, "openssl is not installed; CI must have it");
        eprintln!("skipped, for openssl is not installed: the signature made elsewhere");
        lines.retain(|line| !line.contains("openssl") && !line.contains("cap."));
    }
    assert!(
        lines.iter().any(|line| line.contains(" audit")),
        "{file} has its whole tour"
    );
    let answers = run(&lines);
    assert_eq!(answers.len(), lines.len());
    for (line, (said, code)) in lines.iter().zip(answers) {
        let refused = REFUSED.iter().find(|(begin, _)| line.starts_with(begin));
        let expected = i32::from(refused.is_some());
        assert_eq!(code, expected, "{file}: {line}\n{said}");
        if let Some((_, why)) = refused {
            assert!(said.contains(why), "{said}");
        }
    }
}

#[test]
fn the_tour_of_the_readme_runs() {
    check("README.md");
}

#[test]
fn the_tour_of_the_chinese_readme_runs() {
    check("README.zh-CN.md");
}

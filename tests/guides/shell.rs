//! The shell in which a guide is played.

use std::fmt::Write as _;
use std::process::Command;

use super::guide::Guide;

/// How a command ended.
pub struct Done {
    /// What it said, results and messages as they came.
    pub said: String,
    pub code: i32,
}

/// Plays a guide; for every block, how each of its commands ended.
pub fn run(lang: &str, guide: &Guide) -> Vec<Vec<Done>> {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("home");
    let work = folder.path().join("work");
    for folder in [&home, &work] {
        std::fs::create_dir(folder).unwrap();
    }
    let said = folder.path().join("said");
    let mut script = format!(
        "qledger() {{ '{}' \"$@\"; }}\n",
        env!("CARGO_BIN_EXE_qledger")
    );
    for statement in guide.blocks.iter().flat_map(|block| &block.statements) {
        // In the shell itself, so that what a command sets stays set.
        let said = said.display();
        writeln!(script, "{{ {}\n}} >'{said}' 2>&1; code=$?", statement.line).unwrap();
        writeln!(script, "cat '{said}'; printf '\\0%s\\0' \"$code\"").unwrap();
    }
    let locale = if lang == "zh" {
        "zh_CN.UTF-8"
    } else {
        "en_US.UTF-8"
    };
    let output = Command::new("sh")
        .args(["-c", &script])
        .current_dir(&work)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap_or_default())
        .env("HOME", &home)
        .env("LANG", locale)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut parts = text.split('\0');
    let mut next = || {
        let said = parts.next().unwrap_or_default().to_owned();
        let code = parts.next().and_then(|code| code.parse().ok());
        Done {
            said,
            code: code.unwrap_or_else(|| panic!("{}", String::from_utf8_lossy(&output.stderr))),
        }
    };
    let blocks = guide.blocks.iter();
    blocks
        .map(|block| block.statements.iter().map(|_| next()).collect())
        .collect()
}

//! A form as PDF, made of its workbook by an office program that is installed.
//!
//! A page with Chinese text needs fonts of many megabytes and somebody who breaks lines and pages as
//! people expect; the programs that open the workbook have both, and what they print is what was
//! looked at. See `docs/decisions/0009-pdf.md`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::cli::because;
use crate::cli::error::Failure;
use crate::cli::text::msg;

/// The variable that may name the program.
pub const OFFICE_VARIABLE: &str = "QLEDGER_OFFICE";
/// The program, where none is named.
const OFFICE: &str = "soffice";

/// A folder of this run alone, gone with it.
struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Result<Self, Failure> {
        let folder = std::env::temp_dir().join(name);
        let made = make(&folder);
        made.map_err(|error| Failure::write(&folder, &error))?;
        Ok(Self(folder))
    }
}

/// Makes a folder that is not there yet, for its owner only.
fn make(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

impl Drop for Scratch {
    /// What cannot be cleared away is left to whoever clears temporary files.
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

/// The PDF of a workbook. `program` is the office program, where one is named; `unique` makes the
/// name of a scratch folder that nobody else uses.
pub fn of(workbook: &[u8], program: Option<&Path>, unique: &str) -> Result<Vec<u8>, Failure> {
    let program = program.unwrap_or(Path::new(OFFICE));
    let scratch = Scratch::new(&format!("qledger-{unique}"))?;
    let (from, to) = (scratch.0.join("form.xlsx"), scratch.0.join("form.pdf"));
    fs::write(&from, workbook).map_err(|error| Failure::write(&from, &error))?;
    // A profile of its own: an office that is open already would take the work and not wait for it.
    let profile = format!(
        "-env:UserInstallation=file://{}",
        scratch.0.join("profile").display()
    );
    let ran = Command::new(program)
        .args([
            profile.as_str(),
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
        ])
        .arg(&scratch.0)
        .arg(&from)
        .output();
    let lacks = |reason| {
        Failure::usage(msg!(
            "pdf-no-office",
            program = program.display(),
            reason = reason
        ))
        .hint(msg!("hint-office"))
    };
    let output = ran.map_err(|error| lacks(because::io(&error)))?;
    if !output.status.success() || !to.exists() {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(lacks(because::detail(&said)));
    }
    fs::read(&to).map_err(|error| Failure::read(&to, &error))
}

//! Forms out: of the relocation as it was played, with the figures one knows it by.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;

use qledger::sheets::{Row, Value, read};

use super::desk::{Desk, copy_folder, finish, words};

const CASE: &str = "ZD-WZ-2027-0001";
const LEDGER: &str = "--ledger rel --state-dir rel.state";

/// Each form as it is asked for, and the figures in its first row about sulphur dioxide.
const FORMS: &[(&str, &str, &[&str])] = &[
    // base year, need, own, offset, net, factor, required, reserved, credited, retired
    (
        "review",
        "review ZD-WZ-2027-0001",
        &[
            "198.35", "160", "198.35", "160", "0", "1", "160", "0", "160", "0",
        ],
    ),
    // verified, used before, used now, remaining
    (
        "sources",
        "sources ZD-WZ-2027-0001",
        &["198.35", "0", "160", "38.35"],
    ),
    ("notice", "notice ZD-WZ-2027-0001", &["160"]),
    // old, new, change
    (
        "permits",
        "permits ZD-WZ-2027-0001",
        &["198.35", "160", "-38.35"],
    ),
    (
        "book",
        "book 650100 --from 2027-01-01 --to 2027-12-31",
        &["160"],
    ),
    // before, change, after
    (
        "statement",
        "statement 650109/91650109MA77AB0192 --from 2027-02-01 --to 2027-12-31",
        &["198.35", "-198.35", "0"],
    ),
    // before, opened, issued, in, out, retired, taken back, invalidated, after, verified
    (
        "quarter",
        "quarter 650100 2027Q4",
        &["198.35", "0", "0", "0", "-160", "0", "0", "0", "38.35", "0"],
    ),
    // brought, supplied, retired
    (
        "parks",
        "parks --from 2027-01-01 --to 2027-12-31",
        &["160", "0", "0"],
    ),
];

/// The relocation as played, made once; tests work on copies.
static PLAYED: LazyLock<Desk> = LazyLock::new(|| {
    let desk = Desk::empty();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/relocation.yaml");
    desk.done(&format!("play {} --keep rel", sample.display()));
    desk
});

fn relocated() -> Desk {
    let desk = Desk::empty();
    copy_folder(&PLAYED.path(""), &desk.path(""));
    desk
}

fn numbers(row: &Row) -> Vec<String> {
    let exact = row.cells.values().filter_map(|cell| match &cell.value {
        Value::Number(number) => Some(number.exact.clone()),
        _ => None,
    });
    exact.collect()
}

#[test]
fn every_form_of_the_relocation_says_what_was_moved_in_both_languages() {
    let desk = relocated();
    for (kind, line, figures) in FORMS {
        let mut rows: BTreeMap<&str, Vec<Vec<String>>> = BTreeMap::new();
        for lang in ["zh", "en"] {
            let file = format!("{kind}.{lang}.xlsx");
            desk.done(&format!("{LEDGER} --lang {lang} form {line} -o {file}"));
            let book = read(&std::fs::read(desk.path(&file)).unwrap()).unwrap();
            let sheet = &book.sheets[0];
            let about_so2 = |row: &&Row| {
                let mut cells = row.cells.values().map(|cell| cell.value.told());
                cells.any(|told| told.ends_with("SO2"))
            };
            let found = sheet.rows.iter().find(about_so2);
            assert_eq!(numbers(found.unwrap()), *figures, "{kind} {lang}");
            rows.insert(lang, sheet.rows.iter().map(numbers).collect());
        }
        assert_eq!(
            rows["zh"], rows["en"],
            "{kind} says other figures in another language"
        );
    }
}

#[test]
fn a_page_stands_by_itself_and_says_which_ledger_it_is_of() {
    let desk = relocated();
    for (kind, line, _) in FORMS {
        for (lang, tag) in [("zh", "zh-CN"), ("en", "en")] {
            let page = desk
                .done(&format!("{LEDGER} --lang {lang} form {line} -o -"))
                .out;
            assert!(page.starts_with("<!doctype html>"), "{kind}");
            assert!(page.contains(&format!("lang=\"{tag}\"")) && page.contains("@page{size:A4"));
            assert!(
                !page.contains("http") && !page.contains("<script"),
                "{kind} needs others"
            );
            assert!(page.contains("SO2"), "{kind}");
            assert!(!page.contains("{$") && !page.contains("{paper"), "{kind}");
        }
    }
    let notice = desk.done(&format!("{LEDGER} form notice {CASE} -o -")).out;
    assert!(notice.contains("Verification code: entry 153"), "{notice}");
    assert!(notice.contains("a practice ledger"));
    let adopted = desk.run(&format!(
        "{LEDGER} policy form notice --title-zh 通知书 --title-en Notification --letterhead-zh 州局 \
         --letterhead-en Prefecture --scope 652300 --basis 州发1号 --doc 州发1号"
    ));
    assert_eq!(adopted.code, 0, "{}", adopted.err);
    for (lang, title, letterhead) in [
        ("zh", "通知书", "州局"),
        ("en", "Notification", "Prefecture"),
    ] {
        let page = desk
            .done(&format!("{LEDGER} --lang {lang} form notice {CASE} -o -"))
            .out;
        assert!(page.contains(&format!("<h1>{title}</h1>")), "{page}");
        assert!(page.contains(&format!("<div class=\"letterhead\">{letterhead}</div>")));
    }
    // What is said on the command line counts before policy.
    let own = desk
        .done(&format!(
            "{LEDGER} form notice {CASE} --title 通知 --letterhead 厅 -o -"
        ))
        .out;
    assert!(own.contains("<h1>通知</h1>") && own.contains("<div class=\"letterhead\">厅</div>"));
}

#[test]
fn what_a_form_cannot_be_made_of_is_told_and_no_file_is_written_over() {
    let desk = relocated();
    let cases = [
        ("form review ZD-WZ-2027-0009", 1, "ZD-WZ-2027-0009"),
        ("form review 5", 2, "nothing is called 5"),
        (
            &format!("form review {CASE} -o x.doc"),
            2,
            ".html, .xlsx or .pdf",
        ),
        ("form statement 650100/650100-EEB", 1, "650100/650100-EEB"),
        ("form quarter 650100 2027", 2, "2027Q1"),
        (
            "form book 650100 --from 2027-02-01 --to 2027-01-01",
            2,
            "is after",
        ),
    ];
    for (line, code, part) in cases {
        let run = desk.run(&format!("{LEDGER} {line}"));
        assert_eq!(run.code, code, "{line}: {}", run.err);
        assert!(run.err.contains(part), "{line}: {}", run.err);
    }
    std::fs::write(desk.path("there.html"), "mine").unwrap();
    let run = desk.run(&format!("{LEDGER} form review {CASE} -o there.html"));
    assert_eq!(run.code, 2);
    assert_eq!(std::fs::read(desk.path("there.html")).unwrap(), b"mine");
}

#[test]
fn a_pdf_is_made_by_the_office_program_and_where_it_is_missing_that_is_said() {
    let desk = relocated();
    let line = format!("{LEDGER} form permits {CASE} -o permits.pdf");
    let mut without = desk.command(&words(&line));
    without.env("QLEDGER_OFFICE", "no-such-office");
    let run = finish(without);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("no-such-office") && run.err.contains("QLEDGER_OFFICE"),
        "{}",
        run.err
    );
    assert!(!desk.path("permits.pdf").exists());

    if Command::new("soffice").arg("--version").output().is_err() {
        eprintln!("soffice is not installed: not tried");
        return;
    }
    let mut with = desk.command(&words(&line));
    with.env("PATH", std::env::var_os("PATH").unwrap());
    let run = finish(with);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        std::fs::read(desk.path("permits.pdf"))
            .unwrap()
            .starts_with(b"%PDF-")
    );
}

/// Where `LibreOffice` is installed, every form is opened and printed by it.
#[test]
fn every_form_opens_in_libreoffice() {
    let is_there = Command::new("soffice").arg("--version").output();
    if is_there.is_err() {
        eprintln!("soffice is not installed: not tried");
        return;
    }
    let desk = relocated();
    let mut files: Vec<String> = Vec::new();
    for (kind, line, _) in FORMS {
        for extension in ["xlsx", "html"] {
            let file = format!("{kind}.{extension}");
            desk.done(&format!("{LEDGER} --lang zh form {line} -o {file}"));
        }
        files.push(format!("{kind}.xlsx"));
    }
    for kind in ["opening", "reduction", "plan", "relocation", "introduction"] {
        desk.done(&format!("--lang zh template {kind}"));
        files.push(format!("{kind}.xlsx"));
    }
    let profile = format!(
        "-env:UserInstallation=file://{}",
        desk.path("profile").display()
    );
    let converted = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "pdf"])
        .args(&files)
        .current_dir(desk.path(""))
        .output()
        .unwrap();
    assert!(converted.status.success(), "{converted:?}");
    for file in files {
        let pdf = std::fs::read(desk.path(file.replace(".xlsx", ".pdf"))).unwrap();
        assert!(pdf.starts_with(b"%PDF-"), "{file}");
    }
}

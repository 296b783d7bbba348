//! Keys and passphrases, and a real ledger begun by roots that are not in one place.

use std::fs;

use serde_json::Value;

use super::desk::{DOC, Desk, finish, words};

fn with_passphrase(desk: &Desk, line: &str, passphrase: &str) -> super::desk::Run {
    let mut command = desk.command(&words(line));
    command.env("QLEDGER_PASSPHRASE", passphrase);
    finish(command)
}

#[test]
fn a_new_key_is_encrypted_unless_asked_otherwise_and_never_written_over() {
    let desk = Desk::empty();
    let line = "key new --party 650100-EEB --seat review --person P-0017";
    let without = desk.run(line);
    assert_eq!(without.code, 2);
    assert!(
        without.err.contains("passphrase") && without.err.contains("--plain"),
        "{}",
        without.err
    );
    let made = with_passphrase(&desk, line, "open sesame");
    assert_eq!(made.code, 0, "{}", made.err);
    let path = desk.path("650100-EEB.review.P-0017.pem");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("BEGIN ENCRYPTED PRIVATE KEY"), "{text}");
    assert!(text.contains("seat: review"), "{text}");
    let again = with_passphrase(&desk, line, "open sesame");
    assert_eq!(again.code, 2);
    assert!(again.err.contains("not written over"), "{}", again.err);
    assert_eq!(fs::read_to_string(&path).unwrap(), text);

    let shown = desk.json("key show 650100-EEB.review.P-0017.pem");
    assert_eq!(shown["encrypted"], true);
    assert_eq!(shown["seat"], "review");
}

#[cfg(unix)]
#[test]
fn a_key_file_that_others_can_read_is_warned_about() {
    use std::os::unix::fs::PermissionsExt as _;
    let desk = Desk::empty();
    desk.done("key new --party 650100-EEB --seat issue --out k.pem --plain");
    assert_eq!(
        fs::metadata(desk.path("k.pem"))
            .unwrap()
            .permissions()
            .mode()
            & 0o777,
        0o600
    );
    assert!(!desk.done("key show k.pem").err.contains("warning"));
    fs::set_permissions(desk.path("k.pem"), fs::Permissions::from_mode(0o644)).unwrap();
    assert!(
        desk.done("key show k.pem")
            .err
            .contains("its mode should be 0600")
    );
}

/// Roots, operator and a description of the ledger they begin; keys encrypted under `p`.
fn roots_apart() -> Desk {
    let desk = Desk::empty();
    for (party, person, out) in [
        ("650000-EEB", "P-1", "a.pem"),
        ("650000-EEB", "P-2", "b.pem"),
        ("XPCC-EEB", "P-3", "c.pem"),
        ("650000-EEB", "P-9", "operator.pem"),
    ] {
        let line = format!("key new --party {party} --seat issue --person {person} --out {out}");
        assert_eq!(with_passphrase(&desk, &line, "p").code, 0);
    }
    let root = |region: &str, party: &str, threshold: u8, keys: &[(&str, &str)]| {
        serde_json::json!({
            "region": region, "region_names": {"zh": region, "en": region},
            "party": party, "party_names": {"zh": party, "en": party},
            "threshold": threshold,
            "keys": keys.iter().map(|(person, file)| {
                serde_json::json!({"person": person, "public_key": file})
            }).collect::<Vec<_>>(),
        })
    };
    let description = serde_json::json!({
        "names": {"zh": "准东台账", "en": "Zhundong ledger"},
        "origin": "ledger.example/zhundong",
        "keeper": "650000-EEB",
        "operator": "operator.pub.pem",
        "roots": [
            root("650000", "650000-EEB", 2, &[("P-1", "a.pub.pem"), ("P-2", "b.pub.pem")]),
            root("XPCC", "XPCC-EEB", 1, &[("P-3", "c.pub.pem")]),
        ],
    });
    fs::write(desk.path("genesis.json"), description.to_string()).unwrap();
    desk
}

#[test]
fn roots_in_different_places_begin_a_ledger_together() {
    let desk = roots_apart();
    desk.done("init --genesis genesis.json --draft genesis.draft");
    // In any order: the genesis names its keys, so their places are known.
    for key in ["c.pem", "operator.pem", "b.pem", "a.pem"] {
        let run = with_passphrase(&desk, &format!("sign genesis.draft --key {key}"), "p");
        assert_eq!(run.code, 0, "{}", run.err);
        assert!(run.out.contains("Zhundong ledger"), "{}", run.out);
    }
    let line = "--operator-key operator.pem init --signed genesis.draft";
    let begun = with_passphrase(&desk, line, "p");
    assert_eq!(begun.code, 0, "{}{}", begun.out, begun.err);
    assert!(desk.path("zd/genesis.json").exists());
    let list = desk.done("region list");
    assert!(
        !list.err.contains("practice"),
        "a real ledger is none for practice: {}",
        list.err
    );

    // Recording asks for the operator's key, which lies where it was named and is locked.
    let person = "person enrol P-7 --party XPCC-EEB --sign c.pem";
    let nowhere = desk.run(person);
    assert_eq!(nowhere.code, 2);
    assert!(
        nowhere.err.contains("there is no operator's key"),
        "{}",
        nowhere.err
    );
    let line = format!("--operator-key operator.pem {person}");
    let locked = desk.run(&line);
    assert_eq!(locked.code, 2);
    assert!(locked.err.contains("passphrase"), "{}", locked.err);
    let wrong = with_passphrase(&desk, &line, "q");
    assert_eq!(wrong.code, 2, "{}", wrong.err);
    assert_eq!(with_passphrase(&desk, &line, "p").code, 0);
    let other = format!("--operator-key a.pem {person}");
    let other = with_passphrase(&desk, &other, "p");
    assert_eq!(other.code, 2);
    assert!(
        other.err.contains("operator's key does not fit"),
        "{}",
        other.err
    );
}

#[test]
fn a_wrong_passphrase_is_told_before_anything_is_on_record() {
    let desk = Desk::practice();
    let new = "key new --party XPCC-EEB --seat handle --person P-77 --out new.pem";
    assert_eq!(with_passphrase(&desk, new, "p").code, 0);
    let before = desk.done("--format csv log").out;
    let wrong = with_passphrase(&desk, "key enrol new.pem", "q");
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""), "{}", wrong.err);
    assert_eq!(desk.done("--format csv log").out, before);
    let right = with_passphrase(&desk, "key enrol new.pem", "p");
    assert_eq!(right.code, 0, "{}", right.err);
}

#[cfg(unix)]
#[test]
fn a_passphrase_comes_from_a_file_descriptor() {
    let desk = roots_apart();
    fs::write(desk.path("pass"), "p\n").unwrap();
    let line = format!(
        "'{}' --passphrase-fd 3 --operator-key operator.pem init --genesis genesis.json \
         --sign a.pem --sign b.pem --sign c.pem 3< pass",
        env!("CARGO_BIN_EXE_qledger")
    );
    let mut shell = std::process::Command::new("sh");
    shell
        .args(["-c", &line])
        .current_dir(desk.path(""))
        .env_clear();
    shell
        .env("HOME", desk.path("home"))
        .env("QLEDGER_LEDGER", "zd");
    let run = finish(shell);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(desk.path("zd").is_dir());
}

#[test]
fn a_root_key_that_is_missing_is_named() {
    let desk = roots_apart();
    let line = "--operator-key operator.pem init --genesis genesis.json --sign a.pem --sign c.pem";
    let run = with_passphrase(&desk, line, "p");
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("P-2") && run.err.contains("--draft"),
        "{}",
        run.err
    );
    assert!(!desk.path("zd").exists(), "nothing was begun");
}

#[test]
fn keys_are_enrolled_amended_and_revoked_by_file_or_person() {
    let desk = Desk::practice();
    desk.region("650100", "prefecture", "650000", "");
    desk.party("650100-EEB", "");
    desk.seats("650100-EEB");
    let state = |person: &str| {
        let list = desk.json("key list --party 650100-EEB");
        let keys = list["keys"].as_array().unwrap().clone();
        keys.into_iter()
            .find(|key| key["person"] == person)
            .unwrap()
    };
    let person = "P-650100-EEB-HANDLE";
    desk.done(&format!("key amend {person} --until 2099-12-31"));
    assert_eq!(state(person)["until"], "2099-12-31");
    desk.done(&format!(
        "key revoke zd.keys/650100-EEB.handle.{person}.pub.pem --reason lost"
    ));
    assert_eq!(state(person)["revoked"]["reason"], "lost");
    let gone = desk.run("key revoke P-NOBODY --reason lost");
    assert_eq!(gone.code, 2);
    assert!(gone.err.contains("P-NOBODY"), "{}", gone.err);
    // What a revoked key signs is refused, and never by the folder's choice.
    let line = format!("person enrol P-88 --party 650100-EEB --as 650100-EEB {DOC}");
    assert_eq!(desk.run(&line).code, 2, "person takes no document");
    desk.done("person enrol P-88 --party 650100-EEB --as 650100-EEB");
    let value: Value = desk.json("key list --party 650100-EEB");
    assert_eq!(value["practice"], true);
}

#[test]
fn the_sample_description_begins_a_ledger() {
    let desk = Desk::empty();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/samples/genesis.json");
    let text = fs::read_to_string(sample).unwrap();
    fs::write(desk.path("genesis.json"), &text).unwrap();
    let description: Value = serde_json::from_str(&text).unwrap();
    desk.done("key new --party 650000-EEB --seat issue --person P-9 --out operator.pem --plain");
    for root in description["roots"].as_array().unwrap() {
        for key in root["keys"].as_array().unwrap() {
            let (party, person) = (
                root["party"].as_str().unwrap(),
                key["person"].as_str().unwrap(),
            );
            desk.done(&format!(
                "key new --party {party} --seat issue --person {person} --plain"
            ));
            let file = key["public_key"].as_str().unwrap();
            assert!(desk.path(file).exists(), "{file} is what key new calls it");
        }
    }
    let keys: String = fs::read_dir(desk.path(""))
        .unwrap()
        .filter_map(|entry| entry.unwrap().file_name().into_string().ok())
        .filter(|name| name.contains(".issue.") && !name.ends_with(".pub.pem"))
        .map(|name| format!(" --sign {name}"))
        .collect();
    desk.done(&format!(
        "--operator-key operator.pem init --genesis genesis.json{keys}"
    ));
}

#[test]
fn who_sits_where_is_listed_and_why_somebody_sits_there_no_more() {
    let desk = Desk::filled();
    let seats = |line: &str| {
        let list = desk.json(line);
        list["persons"].as_array().unwrap().len()
    };
    assert_eq!(seats("person list --party 650100-EEB"), 3);
    let person = "P-650100-EEB-HANDLE";
    desk.done(&format!(
        "key revoke {person} --reason left --not-trusted-since 2026-01-01"
    ));
    assert_eq!(seats("person list --party 650100-EEB"), 2, "who may sign");
    assert_eq!(seats("person list --party 650100-EEB --all"), 3);
    for (lang, parts) in [
        ("en", [": left;", "not trusted since 2026-01-01"]),
        ("zh", ["离岗", "自 2026-01-01 起不予采信"]),
    ] {
        let run = desk.done(&format!(
            "--lang {lang} --format csv person list --party 650100-EEB --all"
        ));
        let text = run.out;
        for part in parts {
            assert!(text.contains(part), "{part}: {text}");
        }
    }
    let unknown = desk.run("person list --party NOBODY");
    assert_eq!(unknown.code, 2, "{}", unknown.err);
}

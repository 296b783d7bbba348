//! Drafted here, signed there, submitted elsewhere.

use std::process::Command;

use serde_json::Value;

use super::desk::{DOC, Desk, finish};

const SEATS: [&str; 3] = ["handle.P-650000-1", "review.P-650000-2", "issue.P-650000-3"];

fn key(seat: &str) -> String {
    format!("zd.keys/650000-EEB.{seat}.pem")
}

/// A desk with a cap drafted into `cap.json`, for three seats of one body.
fn drafted() -> Desk {
    let desk = Desk::practice();
    desk.done(&format!("policy adopt indicators --basis 依据 {DOC}"));
    desk.region("650100", "prefecture", "650000", "");
    let run = desk.done(&format!("cap set 650100 SO2=5000 {DOC} --draft cap.json"));
    assert!(
        run.err
            .contains("650000-EEB handle, 650000-EEB review, 650000-EEB issue"),
        "{}",
        run.err
    );
    desk
}

/// Signs on a machine that has no ledger: the draft and the key are enough.
fn sign_elsewhere(desk: &Desk, seat: &str) -> super::desk::Run {
    let line = format!("sign cap.json --key {}", key(seat));
    let mut command = desk.command(&super::desk::words(&line));
    command.env_remove("QLEDGER_LEDGER");
    finish(command)
}

fn answer(line: &str) -> Value {
    serde_json::from_str(line).unwrap()
}

#[test]
fn a_draft_signed_in_any_order_elsewhere_is_admitted() {
    for order in [[0, 1, 2], [2, 0, 1], [1, 2, 0]] {
        let desk = drafted();
        for (done, at) in order.iter().enumerate() {
            let run = sign_elsewhere(&desk, SEATS[*at]);
            assert_eq!(run.code, 0, "{}", run.err);
            assert!(
                run.out.contains("SO2"),
                "it shows what is signed: {}",
                run.out
            );
            let said = if done < 2 {
                "of 3 signatures are there"
            } else {
                "all 3 signatures"
            };
            assert!(run.err.contains(said), "{}", run.err);
        }
        let run = desk.done("--format json submit cap.json");
        assert_eq!(
            answer(&run.out)["answer"],
            "admitted",
            "{order:?}: {}",
            run.out
        );
        assert_eq!(
            answer(&desk.done("--format json submit cap.json").out)["answer"],
            "repeated"
        );
    }
}

#[test]
fn a_draft_that_lacks_a_seat_is_refused_and_a_strange_key_does_not_sign() {
    let desk = drafted();
    let line = "sign cap.json --key zd.keys/XPCC-EEB.issue.P-XPCC-3.pem";
    let strange = desk.run(line);
    assert_eq!(strange.code, 2);
    assert!(
        strange.err.contains("XPCC-EEB issue is not asked to sign"),
        "{}",
        strange.err
    );
    sign_elsewhere(&desk, SEATS[0]);
    let twice = sign_elsewhere(&desk, SEATS[0]);
    assert_eq!(twice.code, 2);
    assert!(twice.err.contains("already"), "{}", twice.err);
    // A file is looked at first, for its refusal would be on record for good.
    for (lang, part) in [
        ("en", "still to sign: 650000-EEB review"),
        ("zh", "待签：650000-EEB 审核"),
    ] {
        let run = desk.run(&format!("--lang {lang} submit cap.json"));
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
        assert!(run.err.contains(part), "{}", run.err);
    }
    let run = desk.run_with("submit -", &std::fs::read(desk.path("cap.json")).unwrap());
    assert_eq!(run.code, 1);
    assert_eq!(
        answer(&run.out)["refusal"]["code"],
        "SIGNATURE_COUNT",
        "{}",
        run.out
    );
}

#[test]
fn the_real_openssl_signs_what_was_exported() {
    let desk = drafted();
    sign_elsewhere(&desk, SEATS[0]);
    desk.done("sign cap.json --export cap.bin");
    let openssl = Command::new("openssl")
        .current_dir(desk.path(""))
        .args([
            "pkeyutl",
            "-sign",
            "-rawin",
            "-inkey",
            &key(SEATS[1]),
            "-in",
            "cap.bin",
            "-out",
            "cap.sig",
        ])
        .status()
        .unwrap();
    assert!(openssl.success());
    let public = key(SEATS[1]).replace(".pem", ".pub.pem");
    // The signature of other bytes is found out at once, and the draft stays as it was.
    let before = std::fs::read(desk.path("cap.json")).unwrap();
    std::fs::write(desk.path("wrong.sig"), [7; 64]).unwrap();
    let wrong = desk.run(&format!(
        "sign cap.json --attach wrong.sig --public {public}"
    ));
    assert_eq!(wrong.code, 3, "{}", wrong.err);
    assert_eq!(std::fs::read(desk.path("cap.json")).unwrap(), before);

    desk.done(&format!("sign cap.json --attach cap.sig --public {public}"));
    sign_elsewhere(&desk, SEATS[2]);
    assert_eq!(
        answer(&desk.done("--format json submit cap.json").out)["answer"],
        "admitted"
    );
}

#[test]
fn what_cannot_be_shown_is_not_signed() {
    let desk = drafted();
    let text = std::fs::read_to_string(desk.path("cap.json")).unwrap();
    let mut envelope = answer(&text);
    envelope["payload"] = "eyJraW5kIjoiY2FwLnNldCJ9".into();
    std::fs::write(desk.path("cap.json"), envelope.to_string()).unwrap();
    let run = sign_elsewhere(&desk, SEATS[0]);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("UNREADABLE (104)"), "{}", run.err);
    assert!(
        run.err.contains("what cannot be shown is not signed"),
        "{}",
        run.err
    );
    assert_eq!(
        std::fs::read_to_string(desk.path("cap.json")).unwrap(),
        envelope.to_string()
    );
}

#[test]
fn where_seats_are_missing_the_draft_is_kept_and_it_is_said_who_could_sign() {
    let desk = drafted();
    let run = desk.run(&format!(
        "cap set 650100 SO2=6000 {DOC} --sign {}",
        key(SEATS[0])
    ));
    assert_eq!(run.code, 2);
    assert!(
        run.err
            .contains("missing: 650000-EEB review, who may be P-650000-2"),
        "{}",
        run.err
    );
    assert!(
        run.err
            .contains("missing: 650000-EEB issue, who may be P-650000-3"),
        "{}",
        run.err
    );
    let kept = std::fs::read_dir(desk.path("")).unwrap();
    let kept = kept.filter_map(|entry| entry.unwrap().file_name().into_string().ok());
    let kept = kept
        .filter(|name| name.starts_with("qledger-draft-"))
        .collect::<Vec<_>>();
    assert_eq!(kept.len(), 1, "{kept:?}");
    assert!(run.err.contains(&kept[0]), "{}", run.err);
    for seat in &SEATS[1..] {
        desk.done(&format!("sign {} --key {}", kept[0], key(seat)));
    }
    assert_eq!(
        answer(&desk.done(&format!("--format json submit {}", kept[0])).out)["answer"],
        "admitted"
    );
}

#[test]
fn an_entry_of_any_kind_can_be_drafted_from_its_body() {
    let desk = drafted();
    let template = desk.done("draft cap.set --template").out;
    std::fs::write(
        desk.path("body.json"),
        template.replace("\"5000\"", "\"7000\""),
    )
    .unwrap();
    desk.done("draft cap.set --body body.json --out body.draft");
    let shown = desk.done("sign body.draft").out;
    assert!(shown.contains("7000"), "{shown}");
    let bad = desk.run_with("draft cap.set --body -", b"{\"region\":\"650100\"}");
    assert_eq!(bad.code, 2);
    assert!(
        bad.err.contains("indicator") && bad.err.contains("--template"),
        "{}",
        bad.err
    );
    let unknown = desk.run_with("draft cap.sett --body -", b"{}");
    assert!(
        unknown.err.contains("cap.sett") && unknown.err.contains("cap.set,"),
        "{}",
        unknown.err
    );
}

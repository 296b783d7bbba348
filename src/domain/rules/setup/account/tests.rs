//! Accounts.

use super::*;
use crate::domain::entry::ProjectRegister;
use crate::domain::lot::Nature;
use crate::domain::refusal::Code;
use crate::domain::rules::testkit::{E1, E2, Kit, of};

fn opening(kit: &Kit, account: &str) -> AccountOpen {
    AccountOpen {
        account: of(account),
        document: kit.letter(),
    }
}

#[test]
fn an_account_is_opened_once_for_a_known_party_in_a_known_region() {
    let mut kit = Kit::zhundong();
    let midong = format!("650109/{E1}");
    let cases = [
        ("NOWHERE/RESERVE", Code::UnknownId),
        ("650109/NOBODY", Code::UnknownId),
        ("ZD-BZ/RESERVE/ZD-BZ-2027-P0009", Code::UnknownId),
    ];
    for (account, code) in cases {
        let act = opening(&kit, account);
        kit.refuses(code, act);
    }
    for account in [
        midong.as_str(),
        "650100/RESERVE",
        "ZD-BZ/RESERVE",
        "650109/RESERVE",
    ] {
        kit.open(account);
        let again = opening(&kit, account);
        kit.refuses(Code::AlreadyThere, again);
    }
    let listed = kit.draft().list(&keys::accounts_of(&of("650109"))).unwrap();
    assert_eq!(listed, [of(&midong), of("650109/RESERVE")]);
}

#[test]
fn a_projects_account_lies_where_the_project_does() {
    let mut kit = Kit::zhundong();
    let register = ProjectRegister {
        code: None,
        name: of("煤制烯烃"),
        builder: of(E2),
        region: of("ZD-BZ"),
        industry: of("2523"),
        nature: Nature::New,
        document: kit.letter(),
    };
    let project = kit.admit(register).remove(0).number;
    for (account, field) in [
        (format!("ZD-WZ/{E2}/{project}"), "region"),
        (format!("ZD-BZ/{E1}/{project}"), "builder"),
        (format!("ZD-WZ/RESERVE/{project}"), "region"),
    ] {
        let act = opening(&kit, &account);
        let refusal = kit.refuses(Code::NotTheSame, act);
        assert_eq!(refusal.values["field"], field);
    }
    kit.open(&format!("ZD-BZ/{E2}/{project}"));
    kit.open(&format!("ZD-BZ/RESERVE/{project}"));
}

#[test]
fn the_application_is_dated() {
    let mut kit = Kit::zhundong();
    let mut act = opening(&kit, "650100/RESERVE");
    act.document.date = kit.today().plus_days(1);
    kit.refuses(Code::DocumentInFuture, act);
}

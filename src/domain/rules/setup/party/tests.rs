//! Parties and persons.

use crate::domain::entry::{PartyEnrol, PersonEnrol};
use crate::domain::party::{Party, PartyKind, Seat};
use crate::domain::refusal::Code;
use crate::domain::rules::testkit::{E1, E2, Kit, names, of};
use crate::domain::state::keys;

fn amended(kit: &Kit, party: &str, amend: impl FnOnce(&mut Party)) -> PartyEnrol {
    let mut party = kit.draft().must(&keys::party(&of(party))).unwrap();
    amend(&mut party);
    PartyEnrol {
        party,
        document: kit.letter(),
    }
}

#[test]
fn a_party_is_amended_in_names_upper_body_and_missing_credit_code() {
    let mut kit = Kit::zhundong();
    kit.admit(amended(&kit, "ZD-WZ-PC", |party| {
        party.names = names("乌准园区管委会");
        party.upper = Some(of("652300-EEB"));
        party.credit_code = Some(of("11652300010000012A"));
    }));
    let found = kit.draft().must(&keys::party(&of("ZD-WZ-PC"))).unwrap();
    assert_eq!(found.names, names("乌准园区管委会"));
    assert_eq!(found.upper, Some(of("652300-EEB")));
    let listed = kit.draft().list(&keys::parties_of(&of("ZD-WZ"))).unwrap();
    assert_eq!(listed, [of("ZD-WZ-PC")]);
    // The same again changes nothing and is no conflict with itself.
    kit.admit(amended(&kit, "ZD-WZ-PC", |_| {}));
}

#[test]
fn what_authority_rests_on_does_not_change() {
    let mut kit = Kit::zhundong();
    let kind = amended(&kit, "650100-GOV", |party| party.kind = PartyKind::Bureau);
    let region = amended(&kit, "650100-GOV", |party| party.region = of("652300"));
    let code = amended(&kit, E1, |party| {
        party.credit_code = Some(of("91650100MA77396050"));
    });
    let no_code = amended(&kit, E1, |party| party.credit_code = None);
    for (act, field) in [
        (kind, "kind"),
        (region, "region"),
        (code, "credit_code"),
        (no_code, "credit_code"),
    ] {
        let refusal = kit.refuses(Code::NotTheSame, act);
        assert_eq!(refusal.values["field"], field);
    }
}

#[test]
fn a_region_has_one_office_of_a_kind_and_a_code_one_party() {
    let mut kit = Kit::zhundong();
    for (kind, region) in [
        (PartyKind::Bureau, "650100"),
        (PartyKind::Bureau, "650000"),
        (PartyKind::Government, "XPCC"),
        (PartyKind::ParkCommittee, "ZD-BZ"),
    ] {
        let second = kit.party("SECOND", kind, region);
        kit.refuses(Code::AlreadyThere, second);
    }
    kit.admit(kit.party("SECOND", PartyKind::Verifier, "650100"));
    kit.admit(kit.party("THIRD", PartyKind::Verifier, "650100"));
    let mut twin = kit.party("TWIN", PartyKind::Reform, "XPCC-06");
    twin.party.credit_code = Some(of(E2));
    kit.refuses(Code::AlreadyThere, twin);
}

#[test]
fn the_body_above_is_another_known_bureau() {
    let mut kit = Kit::zhundong();
    for upper in ["NOBODY", "650100-GOV", E2, E1] {
        let act = amended(&kit, E1, |party| party.upper = Some(of(upper)));
        kit.refuses(Code::UnknownId, act);
    }
    let itself = amended(&kit, "650100-EEB", |party| {
        party.upper = Some(of("650100-EEB"));
    });
    kit.refuses(Code::UnknownId, itself);
    let nowhere = kit.party("X", PartyKind::Court, "NOWHERE");
    kit.refuses(Code::UnknownId, nowhere);
}

#[test]
fn the_upper_body_answers_for_the_keys_of_a_party() {
    let mut kit = Kit::zhundong();
    kit.admit(amended(&kit, E1, |party| {
        party.upper = Some(of("652300-EEB"));
    }));
    let by_place = PersonEnrol {
        person: of("P-9"),
        party: of(E1),
    };
    let entry = kit.entry(by_place, None);
    assert_eq!(entry.head.signers[0].party, of("652300-EEB"));
}

#[test]
fn a_root_amends_itself_by_its_threshold() {
    let mut kit = Kit::zhundong();
    let act = amended(&kit, "XPCC-EEB", |party| {
        party.names = names("兵团生态环境局");
    });
    let entry = kit.entry(act.clone(), None);
    assert_eq!(entry.head.signers.len(), 2);
    let one = entry.head.signers[..1].to_vec();
    let refusal = kit.refused_entry(act.clone(), |entry| entry.head.signers = one);
    assert_eq!(refusal.code, Code::SignersDiffer);
    kit.admit(act);
}

#[test]
fn a_pseudonym_is_given_once_in_the_ledger() {
    let mut kit = Kit::zhundong();
    kit.ensure_seat(&of("650100-EEB"), Seat::Issue, 1);
    kit.admit(PersonEnrol {
        person: of("P-1"),
        party: of("650100-EEB"),
    });
    for party in ["650100-EEB", "652300-EEB", "XPCC-EEB"] {
        kit.refuses(
            Code::AlreadyThere,
            PersonEnrol {
                person: of("P-1"),
                party: of(party),
            },
        );
    }
    kit.refuses(
        Code::UnknownId,
        PersonEnrol {
            person: of("P-2"),
            party: of("NOBODY"),
        },
    );
}

//! Keys: enrolled once, amended, revoked.

use super::*;
use crate::domain::entry::PersonEnrol;
use crate::domain::ids::PartyId;
use crate::domain::party::RevocationReason;
use crate::domain::rules::testkit::{Kit, admitted, of, refused, seat_name, sign, signing_key};

fn revoke(key: KeyId) -> KeyRevoke {
    KeyRevoke {
        key,
        reason: RevocationReason::Left,
        not_trusted_since: None,
    }
}

/// Enrols a key of a seat for a number of days.
fn with_key(kit: &mut Kit, party: &str, seat: Seat) -> KeyId {
    kit.ensure_seat(&of(party), seat, 1);
    kit.key_id(party, seat, 1)
}

#[test]
fn a_key_is_enrolled_for_a_known_person_in_a_known_party() {
    let mut kit = Kit::zhundong();
    let bureau = of("650100-EEB");
    let act = kit.key_enrol(&bureau, Seat::Handle, 1);
    kit.refuses(Code::UnknownId, act);
    let act = kit.key_enrol(&of("NOBODY"), Seat::Handle, 1);
    kit.refuses(Code::UnknownId, act);
    kit.ensure_seat(&bureau, Seat::Handle, 1);
    let key = kit
        .draft()
        .must(&keys::key(&kit.key_id("650100-EEB", Seat::Handle, 1)))
        .unwrap();
    assert_eq!((key.seat, key.revoked), (Seat::Handle, None));
}

#[test]
fn a_key_stands_once_on_the_ledger() {
    let mut kit = Kit::zhundong();
    with_key(&mut kit, "650100-EEB", Seat::Handle);
    kit.admit(PersonEnrol {
        person: of("P-9"),
        party: of("652300-EEB"),
    });
    let taken = seat_name(&of("650100-EEB"), Seat::Handle, 1);
    for (public_key, signer) in [
        (signing_key(&taken).public_key(), taken.as_str()),
        // Also a root's, and the operator's, which signs checkpoints and no balance.
        (signing_key("P-XPCC-EEB-I1").public_key(), "P-XPCC-EEB-I1"),
        (signing_key("operator").public_key(), "operator"),
    ] {
        let again = KeyEnrol {
            person: of("P-9"),
            public_key,
            ..kit.key_enrol(&of("652300-EEB"), Seat::Issue, 1)
        };
        let entry = kit.entry(again, Some("650000-EEB"));
        let signing = ["P-650000-EEB-I1", signer].map(signing_key);
        assert_eq!(
            refused(kit.judge(&sign(entry, &signing))).code,
            Code::AlreadyThere,
            "{signer}"
        );
    }
}

#[test]
fn the_first_key_comes_from_above_and_later_ones_from_the_party_too() {
    let mut kit = Kit::zhundong();
    let act = kit.key_enrol(&of("XPCC-08-EEB"), Seat::Handle, 1);
    let sets = |kit: &Kit| {
        let signers =
            crate::domain::rules::required_signers(&kit.draft(), &act.clone().into(), kit.today());
        let first = |set: &Vec<crate::domain::entry::RequiredSigner>| set[0].party.to_string();
        signers
            .unwrap()
            .sets()
            .iter()
            .map(first)
            .collect::<Vec<_>>()
    };
    assert_eq!(sets(&kit), ["XPCC-EEB"]);
    let key = with_key(&mut kit, "XPCC-08-EEB", Seat::Issue);
    assert_eq!(sets(&kit), ["XPCC-08-EEB", "XPCC-EEB"]);
    kit.admit_as("XPCC-EEB", revoke(key));
    assert_eq!(sets(&kit), ["XPCC-EEB"]);
}

#[test]
fn a_last_day_is_neither_before_the_first_nor_past() {
    let mut kit = Kit::zhundong();
    let bureau: PartyId = of("650100-EEB");
    kit.admit(PersonEnrol {
        person: of("P-650100-EEB-R1"),
        party: bureau.clone(),
    });
    let enrol = kit.key_enrol(&bureau, Seat::Review, 1);
    for (from, until) in [("2027-03-02", "2027-03-01"), ("2026-01-01", "2027-01-03")] {
        let act = KeyEnrol {
            from: of(from),
            until: Some(of(until)),
            ..enrol.clone()
        };
        kit.refuses(Code::DatesReversed, act);
    }
    kit.admit(KeyEnrol {
        until: Some(kit.today()),
        ..enrol
    });
    let key = kit.key_id("650100-EEB", Seat::Review, 1);
    kit.on("2027-02-01");
    for until in ["2027-01-31", "2026-12-31"] {
        kit.refuses(
            Code::DatesReversed,
            KeyAmend {
                key,
                until: Some(of(until)),
            },
        );
    }
    kit.admit(KeyAmend {
        key,
        until: Some(of("2027-02-01")),
    });
    kit.admit(KeyAmend { key, until: None });
    let unknown = signing_key("nobody").public_key().key_id();
    kit.refuses(
        Code::UnknownId,
        KeyAmend {
            key: unknown,
            until: None,
        },
    );
}

#[test]
fn a_key_is_revoked_once_and_for_good() {
    let mut kit = Kit::zhundong();
    let key = with_key(&mut kit, "650100-EEB", Seat::Handle);
    let later = Some(kit.today().plus_days(1));
    kit.refuses(
        Code::DateInFuture,
        KeyRevoke {
            not_trusted_since: later,
            ..revoke(key)
        },
    );
    let since = Some(kit.today());
    kit.admit(KeyRevoke {
        not_trusted_since: since,
        ..revoke(key)
    });
    let row = kit.draft().must(&keys::key(&key)).unwrap();
    assert_eq!(row.revoked.unwrap().not_trusted_since, since);
    kit.refuses(Code::KeyRevoked, revoke(key));
    kit.refuses(Code::KeyRevoked, KeyAmend { key, until: None });
    kit.refuses(
        Code::UnknownId,
        revoke(signing_key("nobody").public_key().key_id()),
    );
}

#[test]
fn a_root_keeps_as_many_issuers_as_its_threshold() {
    // XPCC has three keys and needs two.
    let mut kit = Kit::begun();
    let [first, second, third] = [1, 2, 3].map(|n| kit.key_id("XPCC-EEB", Seat::Issue, n));
    kit.admit(revoke(third));
    kit.refuses(Code::LastIssueKey, revoke(second));
    // A last day is a revocation to come.
    let ends = KeyAmend {
        key: second,
        until: Some(of("2027-06-30")),
    };
    kit.refuses(Code::LastIssueKey, ends.clone());
    // A second key of a person who issues already is no second person.
    let again = KeyEnrol {
        public_key: signing_key("again").public_key(),
        ..kit.key_enrol(&of("XPCC-EEB"), Seat::Issue, 1)
    };
    let entry = kit.entry(again, None);
    let signing = ["P-XPCC-EEB-I1", "P-XPCC-EEB-I2", "again"].map(signing_key);
    admitted(kit.judge(&sign(entry, &signing)));
    let refusal = kit.refuses(Code::LastIssueKey, revoke(second));
    assert_eq!(
        (&*refusal.values["count"], &*refusal.values["needed"]),
        ("1", "2")
    );
    // With a successor they may go, the first by their second key's leave.
    kit.ensure_seat(&of("XPCC-EEB"), Seat::Issue, 4);
    kit.admit(ends);
    kit.admit(revoke(first));
}

#[test]
fn a_deputy_is_no_successor_of_a_roots_issuer() {
    let mut kit = Kit::begun();
    let [second, third] = [2, 3].map(|n| kit.key_id("XPCC-EEB", Seat::Issue, n));
    let xpcc = of("XPCC-EEB");
    kit.admit(PersonEnrol {
        person: of("P-XPCC-EEB-I4"),
        party: xpcc,
    });
    let deputy = kit.key_enrol(&of("XPCC-EEB"), Seat::Issue, 4);
    kit.admit(KeyEnrol {
        until: Some(of("2027-06-30")),
        ..deputy
    });
    kit.admit(revoke(third));
    kit.refuses(Code::LastIssueKey, revoke(second));
    // Once the deputy stays, the second may go.
    let fourth = kit.key_id("XPCC-EEB", Seat::Issue, 4);
    kit.admit(KeyAmend {
        key: fourth,
        until: None,
    });
    kit.admit(revoke(second));
}

#[test]
fn other_seats_of_a_root_may_stay_empty() {
    let mut kit = Kit::begun();
    let key = with_key(&mut kit, "650000-EEB", Seat::Handle);
    kit.admit(revoke(key));
}

#[test]
fn other_bodies_may_revoke_their_last_issuer() {
    let mut kit = Kit::zhundong();
    let key = with_key(&mut kit, "650100-EEB", Seat::Issue);
    kit.admit(revoke(key));
}

//! The head's refusals, each provoked through the judge.

use super::*;
use crate::domain::entry::{
    AccountOpen, Basis, KeyAmend, KeyEnrol, KeyRevoke, PersonEnrol, Upgrade,
};
use crate::domain::ids::{EntryId, LedgerId};
use crate::domain::moment::Moment;
use crate::domain::party::{RevocationReason, Seat};
use crate::domain::region::CapKind;
use crate::domain::rules::testkit::{E1, Kit, admitted, of, refused, sign, signing_key};
use crate::domain::rules::{Judgement, judge};
use crate::domain::state::{Damage, MemoryState, RowKey};
use crate::envelope::EntryHash;

fn opening(kit: &Kit) -> AccountOpen {
    AccountOpen {
        account: of("650100/RESERVE"),
        document: kit.letter(),
    }
}

fn ceiling(kit: &Kit) -> crate::domain::entry::CapSet {
    kit.cap(("650100", "SO2", "standing"), CapKind::Ceiling, Some("100"))
}

/// Makes an entry wrong before it is signed.
type Amend = fn(&mut Entry);

#[test]
fn identity_is_checked_before_anything_else() {
    let mut kit = Kit::zhundong();
    kit.open("650100/650100-EEB");
    let taken = EntryId::from_parts(0, &[9; 10]);
    let mut entry = kit.entry(opening(&kit), None);
    entry.act = AccountOpen {
        account: of("650100/650100-GOV"),
        document: kit.letter(),
    }
    .into();
    entry.head.id = taken;
    let submission = kit.sign(entry);
    admitted(kit.judge(&submission));
    let cases: [(Amend, Code); 4] = [
        (|e| e.head.ledger = None, Code::OtherLedger),
        (
            |e| e.head.ledger = Some(LedgerId::from_leaf_hash([1; 32])),
            Code::OtherLedger,
        ),
        (
            |e| e.head.id = EntryId::from_parts(0, &[9; 10]),
            Code::EntryIdReused,
        ),
        (
            |e| {
                e.head.basis = Some(Basis {
                    size: 3,
                    root: EntryHash::from_bytes([3; 32]),
                });
            },
            Code::BasisNotInLog,
        ),
    ];
    for (amend, code) in cases {
        let act = opening(&kit);
        // The signers are wrong as well, and are not spoken of.
        let refusal = kit.refused_entry(act, |entry| {
            amend(entry);
            entry.head.signers = vec![RequiredSigner::of(&of("650000-COURT"), Seat::Issue)];
        });
        assert_eq!(refusal.code, code, "{refusal}");
    }
}

/// A state beside a log whose first three leaves have a root.
struct Beside(MemoryState, [u8; 32]);

impl State for Beside {
    fn row(&self, key: &RowKey) -> Result<Option<Vec<u8>>, Damage> {
        self.0.row(key)
    }

    fn rows(&self, prefix: &RowKey) -> Result<Vec<(RowKey, Vec<u8>)>, Damage> {
        State::rows(&self.0, prefix)
    }

    fn root_at(&self, size: u64) -> Result<Option<[u8; 32]>, Damage> {
        Ok((size == 3).then_some(self.1))
    }
}

#[test]
fn a_basis_in_the_log_is_no_fork() {
    let mut kit = Kit::zhundong();
    for (size, root, is_known) in [(3, 7, true), (3, 8, false), (4, 7, false)] {
        let mut entry = kit.entry(opening(&kit), None);
        entry.head.basis = Some(Basis {
            size,
            root: EntryHash::from_bytes([root; 32]),
        });
        let submission = kit.sign(entry);
        let beside = Beside(kit.state.clone(), [7; 32]);
        let hash = submission.envelope_hash();
        let judgement = judge(&beside, &submission.entry, &hash, kit.now).unwrap();
        if is_known {
            admitted(judgement);
        } else {
            assert_eq!(refused(judgement).code, Code::BasisNotInLog);
        }
    }
}

#[test]
fn a_second_genesis_and_an_unknown_rules_number_are_refused() {
    let mut kit = Kit::zhundong();
    let again = kit.genesis(|_| {}, |_| {});
    assert_eq!(refused(kit.judge(&again)).code, Code::GenesisAgain);
    for rules in [0, 1, 2, 9] {
        kit.refuses(Code::RulesUnknown, Upgrade { rules });
    }
}

#[test]
fn only_who_may_record_an_act_is_named_for_it() {
    let mut kit = Kit::zhundong();
    let one = |party: &str, seat| RequiredSigner::of(&of(party), seat);
    let court = one("650000-COURT", Seat::Issue);
    let bureau = |seat| one("650100-EEB", seat);
    let upper = |seat| one("650000-EEB", seat);
    let three = Seat::ALL.map(upper).to_vec();
    let cases = [
        (vec![court.clone()], Code::NotAuthorised),
        // The region's own bureau does not set its cap.
        (Seat::ALL.map(bureau).to_vec(), Code::NotAuthorised),
        ([three.clone(), vec![court]].concat(), Code::NotAuthorised),
        (vec![upper(Seat::Issue)], Code::SignersDiffer),
        (three.iter().rev().cloned().collect(), Code::SignersDiffer),
        (
            [three.clone(), vec![upper(Seat::Issue)]].concat(),
            Code::SignersDiffer,
        ),
        (
            vec![RequiredSigner {
                new: true,
                ..upper(Seat::Issue)
            }],
            Code::SignersDiffer,
        ),
    ];
    for (signers, code) in cases {
        let act = ceiling(&kit);
        let refusal = kit.refused_entry(act, |entry| entry.head.signers = signers);
        assert_eq!(refusal.code, code, "{refusal}");
        assert_eq!(refusal.values["needed"], spelled(&three));
    }
}

#[test]
fn every_seat_named_signs_once_and_in_its_place() {
    let mut kit = Kit::zhundong();
    let entry = kit.entry(ceiling(&kit), None);
    kit.sign(entry);
    let [h, r, i] = ["P-650000-EEB-H1", "P-650000-EEB-R1", "P-650000-EEB-I1"];
    let stranger = "P-650000-COURT-I1";
    kit.ensure_seat(&of("650000-COURT"), Seat::Issue, 1);
    let cases: [(&[&str], Code); 7] = [
        (&[h, r], Code::SignatureCount),
        (&[h, r, i, stranger], Code::SignatureCount),
        (&[h, i, r], Code::KeyNotForSeat),
        (&[h, r, stranger], Code::KeyNotForSeat),
        (&[stranger, r, i], Code::KeyNotForSeat),
        (&[h, r, "nobody"], Code::UnknownId),
        (&["nobody", i, r], Code::UnknownId),
    ];
    for (names, code) in cases {
        let entry = kit.entry(ceiling(&kit), None);
        let signing: Vec<_> = names.iter().map(|name| signing_key(name)).collect();
        let refusal = refused(kit.judge(&sign(entry, &signing)));
        assert_eq!(refusal.code, code, "{names:?}: {refusal}");
    }
}

#[test]
fn one_person_signs_once_also_with_another_key_and_for_another_party() {
    let mut kit = Kit::zhundong();
    // The person who issues for 650000-EEB also handles for it, and handles for Urumqi.
    let person = "P-650000-EEB-I1";
    for (party, seat, name) in [
        ("650000-EEB", Seat::Handle, "second"),
        ("650100-EEB", Seat::Handle, "third"),
    ] {
        let key = KeyEnrol {
            person: of(person),
            public_key: signing_key(name).public_key(),
            ..kit.key_enrol(&of(party), seat, 1)
        };
        let entry = kit.entry(key, Some("650000-EEB"));
        let signing = [signing_key("P-650000-EEB-I2"), signing_key(name)];
        admitted(kit.judge(&sign(entry, &signing)));
    }
    let entry = kit.entry(ceiling(&kit), None);
    kit.ensure_seat(&of("650000-EEB"), Seat::Review, 1);
    let signing = ["second", "P-650000-EEB-R1", "P-650000-EEB-I1"].map(signing_key);
    let refusal = refused(kit.judge(&sign(entry, &signing)));
    assert_eq!(refusal.code, Code::OnePersonTwoSeats, "{refusal}");
    assert_eq!(refusal.values["person"], person);

    // An opening is signed by two bodies: Urumqi's three seats and the issue seat above it.
    let opening = crate::domain::entry::OpeningRecord {
        region: of("650100"),
        cut_over: kit.today(),
        rows: Vec::new(),
        document: kit.letter(),
    };
    let entry = kit.entry(opening, None);
    kit.ensure_seat(&of("650100-EEB"), Seat::Review, 1);
    kit.ensure_seat(&of("650100-EEB"), Seat::Issue, 1);
    let names = [
        "third",
        "P-650100-EEB-R1",
        "P-650100-EEB-I1",
        "P-650000-EEB-I1",
    ];
    let context = crate::domain::rules::Context {
        now: kit.now,
        index: 0,
        entry_hash: EntryHash::from_bytes([0; 32]),
        head: &entry.head,
        signers: &[],
    };
    let signed = sign(entry.clone(), &names.map(signing_key));
    let context = crate::domain::rules::Context {
        signers: signed.entry.signers(),
        ..context
    };
    let Err(Stop::Refused(refusal)) = check(&kit.draft(), &context, &entry) else {
        panic!("one person signed for two bodies")
    };
    assert_eq!(refusal.code, Code::OnePersonTwoSeats, "{refusal}");
}

#[test]
fn a_person_may_enrol_their_own_next_key() {
    let mut kit = Kit::zhundong();
    kit.ensure_seat(&of("650100-EEB"), Seat::Issue, 1);
    let next = KeyEnrol {
        public_key: signing_key("next").public_key(),
        ..kit.key_enrol(&of("650100-EEB"), Seat::Issue, 1)
    };
    let entry = kit.entry(next, Some("650100-EEB"));
    let signing = ["P-650100-EEB-I1", "next"].map(signing_key);
    admitted(kit.judge(&sign(entry, &signing)));
}

#[test]
fn a_new_key_must_be_the_one_that_is_enrolled() {
    let mut kit = Kit::zhundong();
    kit.admit(PersonEnrol {
        person: of("P-1"),
        party: of("650100-EEB"),
    });
    let act = KeyEnrol {
        person: of("P-1"),
        public_key: signing_key("claimed").public_key(),
        ..kit.key_enrol(&of("650100-EEB"), Seat::Handle, 1)
    };
    let entry = kit.entry(act, Some("650000-EEB"));
    let signing = ["P-650000-EEB-I1", "other"].map(signing_key);
    let refusal = refused(kit.judge(&sign(entry, &signing)));
    assert_eq!(refusal.code, Code::KeyNotForSeat, "{refusal}");
    assert_eq!(refusal.values["place"], "2");
}

#[test]
fn a_key_signs_from_its_first_day_to_its_last_unless_revoked() {
    let mut kit = Kit::zhundong();
    let bureau = of("650100-EEB");
    kit.ensure_seat(&bureau, Seat::Issue, 1);
    kit.admit(PersonEnrol {
        person: of("P-650100-EEB-I2"),
        party: bureau.clone(),
    });
    let deputy = KeyEnrol {
        from: of("2027-02-01"),
        until: Some(of("2027-02-10")),
        ..kit.key_enrol(&bureau, Seat::Issue, 2)
    };
    kit.admit(deputy);
    let key = kit.key_id("650100-EEB", Seat::Issue, 2);
    let signed_by_deputy = |kit: &mut Kit, account: &str| -> Judgement {
        let act = AccountOpen {
            account: of(account),
            document: kit.letter(),
        };
        let entry = kit.entry(act, None);
        kit.judge(&sign(entry, &[signing_key("P-650100-EEB-I2")]))
    };
    kit.on("2027-01-31");
    let early = refused(signed_by_deputy(&mut kit, "650100/RESERVE"));
    assert_eq!(early.code, Code::KeyNotYetValid, "{early}");
    kit.on("2027-02-01");
    admitted(signed_by_deputy(&mut kit, "650100/RESERVE"));
    kit.now = of::<Day>("2027-02-10").end().minus_ms(1);
    admitted(signed_by_deputy(&mut kit, "650100/650100-EEB"));
    kit.now = of::<Day>("2027-02-10").end();
    let late = refused(signed_by_deputy(&mut kit, "650100/650100-GOV"));
    assert_eq!(late.code, Code::KeyExpired, "{late}");
    kit.admit(KeyAmend { key, until: None });
    admitted(signed_by_deputy(&mut kit, "650100/650100-GOV"));
    let revoke = KeyRevoke {
        key,
        reason: RevocationReason::Left,
        not_trusted_since: None,
    };
    kit.admit(revoke);
    let revoked = refused(signed_by_deputy(&mut kit, &format!("650100/{E1}")));
    assert_eq!(revoked.code, Code::KeyRevoked, "{revoked}");
}

#[test]
fn a_revocation_counts_from_the_next_entry_on_though_signed_before_it() {
    let mut kit = Kit::zhundong();
    kit.ensure_seat(&of("650100-EEB"), Seat::Issue, 1);
    let [first, second] = ["650100/RESERVE", "650100/650100-GOV"].map(|account| {
        let act = AccountOpen {
            account: of(account),
            document: kit.letter(),
        };
        let entry = kit.entry(act, None);
        kit.sign(entry)
    });
    admitted(kit.judge(&first));
    let key = kit.key_id("650100-EEB", Seat::Issue, 1);
    kit.admit(KeyRevoke {
        key,
        reason: RevocationReason::Lost,
        not_trusted_since: None,
    });
    assert_eq!(refused(kit.judge(&second)).code, Code::KeyRevoked);
}

/// `made` and `expires`, from the operator's clock.
type Times = fn(Moment) -> (Moment, Moment);

#[test]
fn signed_times_bound_the_operators_clock() {
    let mut kit = Kit::zhundong();
    kit.open("650100/650100-EEB");
    let day = |kit: &Kit, days: u64| kit.now.plus_ms(days * DAY_MS);
    let cases: [(Times, Option<Code>); 8] = [
        (
            |now| (now.plus_ms(CLOCK_AHEAD_MS_MAX), now.plus_ms(DAY_MS)),
            None,
        ),
        (
            |now| (now.plus_ms(CLOCK_AHEAD_MS_MAX + 1), now.plus_ms(DAY_MS)),
            Some(Code::MadeInFuture),
        ),
        (|now| (now.minus_ms(DAY_MS), now), None),
        (
            |now| (now.minus_ms(DAY_MS), now.minus_ms(1)),
            Some(Code::Expired),
        ),
        (|now| (now, now.plus_ms(90 * DAY_MS)), None),
        (
            |now| (now, now.plus_ms(90 * DAY_MS + 1)),
            Some(Code::ExpiryTooLong),
        ),
        (
            |now| (now.plus_ms(2), now.plus_ms(1)),
            Some(Code::ExpiryTooLong),
        ),
        (
            |now| (now.minus_ms(91 * DAY_MS), now.minus_ms(1)),
            Some(Code::Expired),
        ),
    ];
    kit.now = day(&kit, 200);
    for (at, (times, code)) in cases.into_iter().enumerate() {
        let act = AccountOpen {
            account: of(&format!("650100/RESERVE-{at}")),
            document: kit.letter(),
        };
        kit.admit(kit.party(
            &format!("RESERVE-{at}"),
            crate::domain::party::PartyKind::Verifier,
            "650100",
        ));
        let mut entry = kit.entry(act, None);
        (entry.head.made, entry.head.expires) = times(kit.now);
        let submission = kit.sign(entry);
        match (kit.judge(&submission), code) {
            (judgement, Some(code)) => assert_eq!(refused(judgement).code, code, "case {at}"),
            (judgement, None) => drop(admitted(judgement)),
        }
    }
}

#[test]
fn of_several_wrong_signatures_the_lowest_number_is_told() {
    let mut kit = Kit::zhundong();
    let bureau = of("650000-EEB");
    for seat in Seat::ALL {
        kit.ensure_seat(&bureau, seat, 1);
    }
    let key = kit.key_id("650000-EEB", Seat::Handle, 1);
    kit.admit(KeyRevoke {
        key,
        reason: RevocationReason::Left,
        not_trusted_since: None,
    });
    let entry = kit.entry(ceiling(&kit), None);
    // The first is revoked (307), the last is not of its seat (304).
    let signing = ["P-650000-EEB-H1", "P-650000-EEB-R1", "P-650000-EEB-I2"].map(signing_key);
    let revoked = refused(kit.judge(&sign(entry, &signing)));
    assert_eq!(revoked.code, Code::KeyRevoked);
    let entry = kit.entry(ceiling(&kit), None);
    let signing = ["P-650000-EEB-H1", "P-650000-EEB-I2", "P-650000-EEB-I1"].map(signing_key);
    let wrong_seat = refused(kit.judge(&sign(entry, &signing)));
    assert_eq!(wrong_seat.code, Code::KeyNotForSeat);
}

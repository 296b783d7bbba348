//! Who must sign so that no bureau alone changes what others answer for.

use crate::domain::entry::{Act, KeyEnrol, PersonEnrol, RegionEnrol};
use crate::domain::ids::PartyId;
use crate::domain::party::{PartyKind, Seat};
use crate::domain::refusal::Code;
use crate::domain::region::{Level, Relation, RelationEntry};
use crate::domain::rules::testkit::{Kit, admitted, of, relation};
use crate::domain::state::keys;

/// The persons each party of an entry signs with, in order.
fn signers(kit: &mut Kit, act: impl Into<Act>) -> Vec<String> {
    let entry = kit.entry(act, None);
    let all = entry.head.signers.iter();
    all.map(|signer| signer.party.to_string()).collect()
}

fn of_one(indicator: &str, entry: RelationEntry) -> RelationEntry {
    let indicator = Some(of(indicator));
    RelationEntry { indicator, ..entry }
}

/// An enrolment of X in a place with more relations, or an amendment of what is there.
fn region(kit: &Kit, region: &str, relations: Vec<RelationEntry>) -> RegionEnrol {
    let recorded = kit.draft().get(&keys::region(&of(region))).unwrap();
    RegionEnrol {
        level: recorded.map_or(Level::Park, |region| region.level),
        relations,
        ..kit.region(region, Level::Park, "ZD")
    }
}

#[test]
fn whoever_a_new_or_changed_relation_of_a_region_reaches_signs_for_it() {
    use Relation::{AnswersTo, CapParent, Place};
    let mut kit = Kit::zhundong();
    let both = ["652300-EEB", "650000-EEB", "XPCC-EEB", "XPCC-EEB"];
    let to = relation;
    let of_nox = |kind, target| of_one("NOX", to(kind, target));
    let cases: Vec<(&str, Vec<RelationEntry>, Vec<&str>)> = vec![
        // What stays in the bureau's own area is its own affair.
        ("X", vec![to(Place, "ZD")], vec!["652300-EEB"]),
        ("ZD-BZ", vec![], vec!["652300-EEB"]),
        ("ZD-BZ", vec![to(CapParent, "652300")], vec!["652300-EEB"]),
        (
            "X",
            vec![
                to(Place, "652300"),
                to(CapParent, "ZD"),
                to(AnswersTo, "ZD"),
            ],
            vec!["652300-EEB"],
        ),
        // A new region counts into another's, past its bureau's own ceiling, or into no ceiling of
        // the root's.
        (
            "X",
            vec![to(Place, "652300"), to(CapParent, "650100")],
            vec!["652300-EEB", "650100-EEB"],
        ),
        (
            "X",
            vec![to(Place, "652300"), to(CapParent, "650000")],
            vec!["652300-EEB", "650000-EEB"],
        ),
        ("X", vec![to(Place, "652300"), to(CapParent, "XPCC")], {
            vec!["652300-EEB", "XPCC-EEB", "XPCC-EEB", "650000-EEB"]
        }),
        // Also of one indicator.
        (
            "X",
            vec![to(Place, "652300"), of_nox(CapParent, "650100")],
            vec!["652300-EEB", "650100-EEB"],
        ),
        (
            "X",
            vec![to(Place, "652300"), of_nox(Place, "650100")],
            vec!["652300-EEB", "650100-EEB"],
        ),
        // What is used moves onto another, or the host chooses its supplier.
        (
            "650109",
            vec![to(CapParent, "652300")],
            vec!["650100-EEB", "652300-EEB"],
        ),
        (
            "650109",
            vec![of_nox(CapParent, "652300")],
            vec!["650100-EEB", "652300-EEB"],
        ),
        (
            "ZD-WZ",
            vec![to(AnswersTo, "652300")],
            vec!["652300-EEB", "650100-EEB"],
        ),
        (
            "X",
            vec![to(Place, "ZD"), to(AnswersTo, "650100")],
            vec!["652300-EEB", "650100-EEB"],
        ),
        ("ZD-BZ", vec![to(AnswersTo, "652300")], {
            vec!["652300-EEB", "XPCC-EEB", "XPCC-EEB", "650000-EEB"]
        }),
        // Restated, it is asked for again: it may begin earlier.
        ("ZD-BZ", vec![to(AnswersTo, "XPCC")], {
            vec!["652300-EEB", "XPCC-EEB", "XPCC-EEB"]
        }),
        ("ZD", vec![to(Place, "XPCC-06")], {
            vec![
                "652300-EEB",
                "XPCC-06-EEB",
                "650000-EEB",
                "XPCC-EEB",
                "XPCC-EEB",
            ]
        }),
    ];
    for (name, relations, needed) in cases {
        let act = region(&kit, name, relations);
        let mut found = signers(&mut kit, act.clone());
        assert_eq!(found[0], needed[0], "{name} {:?}", act.relations);
        let mut needed: Vec<String> = needed.iter().map(ToString::to_string).collect();
        needed.sort();
        found.sort();
        assert_eq!(found, needed, "{name} {:?}", act.relations);
        // One of them alone is not enough.
        if needed.len() > 1 {
            let refusal = kit.refused_entry(act, |entry| entry.head.signers.truncate(1));
            assert_eq!(refusal.code, Code::SignersDiffer);
        }
    }
    let act = region(&kit, "ZD-BZ", vec![relation(AnswersTo, "652300")]);
    assert_eq!(signers(&mut kit, act.clone()).len(), both.len());
    kit.admit(act);
}

#[test]
fn a_region_is_moved_by_a_detour_over_nobody() {
    let mut kit = Kit::zhundong();
    // 650102 lies in 650100 and counts into 652300, which agreed to it.
    let act = RegionEnrol {
        relations: vec![
            relation(Relation::Place, "650100"),
            relation(Relation::CapParent, "652300"),
        ],
        ..kit.region("650102", Level::County, "650100")
    };
    kit.admit(act);
    // What 650109 uses does not come there without it.
    let act = region(
        &kit,
        "650109",
        vec![relation(Relation::CapParent, "650102")],
    );
    assert_eq!(signers(&mut kit, act), ["650100-EEB", "652300-EEB"]);
    // Nor is a supplier changed by another place: XPCC supplies what lies in ZD-BZ.
    let act = region(&kit, "ZD-WZ", vec![relation(Relation::Place, "ZD-BZ")]);
    let own = signers(&mut kit, act);
    assert_eq!(own, ["652300-EEB"], "it says itself whom it answers to");
    kit.admit(region(&kit, "ZD-X", vec![relation(Relation::Place, "ZD")]));
    let act = region(&kit, "ZD-X", vec![relation(Relation::Place, "ZD-BZ")]);
    let moved = signers(&mut kit, act);
    assert!(moved.contains(&"XPCC-EEB".to_owned()), "{moved:?}");
}

#[test]
fn a_bureau_leads_nothing_round_its_own_ceiling_alone() {
    let mut kit = Kit::zhundong();
    // X lies in 652300 and counts into 650000 directly, which agreed to it.
    let past = vec![
        relation(Relation::Place, "652300"),
        relation(Relation::CapParent, "650000"),
    ];
    kit.admit(region(&kit, "X", past));
    let through_x = || relation(Relation::CapParent, "X");
    let act = region(&kit, "ZD", vec![through_x()]);
    assert_eq!(signers(&mut kit, act), ["652300-EEB", "650000-EEB"]);
    let new = vec![relation(Relation::Place, "652300"), through_x()];
    let act = region(&kit, "Y", new);
    assert_eq!(signers(&mut kit, act), ["652300-EEB", "650000-EEB"]);
    // What lies in X from the start is its bureau's own affair.
    let act = region(&kit, "Y", vec![relation(Relation::Place, "X")]);
    assert_eq!(signers(&mut kit, act), ["652300-EEB"]);
}

#[test]
fn who_decides_for_a_region_is_not_changed_by_a_level_without_them() {
    let mut kit = Kit::zhundong();
    // 650102 lies in 650100, which decides for it, and counts into 652300.
    let relations = vec![
        relation(Relation::Place, "650100"),
        relation(Relation::CapParent, "652300"),
        relation(Relation::AnswersTo, "650100"),
    ];
    kit.admit(RegionEnrol {
        relations,
        ..kit.region("650102", Level::County, "650100")
    });
    let at_level = |kit: &Kit, level| RegionEnrol {
        level,
        ..region(kit, "650102", Vec::new())
    };
    let act = at_level(&kit, Level::Zone);
    assert_eq!(signers(&mut kit, act), ["652300-EEB"]);
    let act = at_level(&kit, Level::Prefecture);
    assert_eq!(signers(&mut kit, act.clone()), ["652300-EEB", "650100-EEB"]);
    kit.admit(act);
    let act = at_level(&kit, Level::County);
    assert_eq!(signers(&mut kit, act), ["652300-EEB", "650100-EEB"]);
}

#[test]
fn a_regions_place_is_the_one_for_all_indicators() {
    let mut kit = Kit::zhundong();
    let own_first = vec![
        of_one("NOX", relation(Relation::Place, "652300")),
        relation(Relation::Place, "650100"),
    ];
    let act = region(&kit, "X", own_first);
    assert_eq!(signers(&mut kit, act)[0], "650100-EEB");
    let alone = vec![of_one("NOX", relation(Relation::Place, "652300"))];
    let act = region(&kit, "X", alone);
    kit.refuses(Code::FieldMissing, act);
}

#[test]
fn a_root_signs_by_its_threshold_whatever_it_signs_as() {
    let mut kit = Kit::zhundong();
    let bureau: PartyId = of("XPCC-08-EEB");
    let person = PersonEnrol {
        person: of("P-NEW"),
        party: bureau.clone(),
    };
    // As the bureau above another: 2 of its 3 persons.
    assert_eq!(signers(&mut kit, person.clone()), ["XPCC-EEB", "XPCC-EEB"]);
    let refusal = kit.refused_entry(person.clone(), |entry| entry.head.signers.truncate(1));
    assert_eq!(refusal.code, Code::SignersDiffer);
    kit.admit(person);
    let key = KeyEnrol {
        person: of("P-NEW"),
        ..kit.key_enrol(&bureau, Seat::Issue, 1)
    };
    let named = signers(&mut kit, key.clone());
    assert_eq!(named, ["XPCC-EEB", "XPCC-EEB", "XPCC-08-EEB"]);
    // As the bureau of a place, and of its region.
    let region = kit.region("XPCC-09", Level::Prefecture, "XPCC");
    assert_eq!(signers(&mut kit, region), ["XPCC-EEB", "XPCC-EEB"]);
    let party = kit.party("XPCC-09-EEB", PartyKind::Bureau, "XPCC-06");
    assert_eq!(signers(&mut kit, party), ["XPCC-EEB", "XPCC-EEB"]);
    let cap = kit.cap(
        ("XPCC-06", "SO2", "standing"),
        crate::domain::region::CapKind::Ceiling,
        Some("5"),
    );
    let entry = kit.entry(cap, None);
    let issue = |signer: &&crate::domain::entry::RequiredSigner| signer.seat == Seat::Issue;
    assert_eq!(entry.head.signers.len(), 4);
    assert_eq!(entry.head.signers.iter().filter(issue).count(), 2);
    let submission = kit.sign(entry);
    admitted(kit.judge(&submission));
}

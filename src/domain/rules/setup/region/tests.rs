//! Regions: placed, amended, moved.

use super::*;
use crate::domain::entry::{OpeningRecord, OpeningRow};
use crate::domain::region::Level;
use crate::domain::rules::testkit::{E1, Kit, names, of, relation};

/// An amendment that adds relations.
fn amended(kit: &Kit, region: &str, relations: Vec<RelationEntry>) -> RegionEnrol {
    let old = kit.draft().must(&keys::region(&of(region))).unwrap();
    RegionEnrol {
        region: old.region,
        names: old.names,
        level: old.level,
        division: old.division,
        relations,
        document: kit.letter(),
    }
}

fn path(kit: &Kit, region: &str, indicator: Option<&str>) -> Vec<String> {
    let indicator = indicator.map(of);
    let path =
        places::cap_path(&kit.draft(), &of(region), indicator.as_ref(), kit.today()).unwrap();
    path.iter().map(ToString::to_string).collect()
}

#[test]
fn a_new_region_needs_a_place_that_stands_no_lower() {
    let mut kit = Kit::zhundong();
    let without = |kit: &Kit, relations| RegionEnrol {
        relations,
        ..kit.region("650102", Level::County, "650100")
    };
    let act = without(&kit, Vec::new());
    kit.refuses(Code::FieldMissing, act);
    let act = without(&kit, vec![relation(Relation::CapParent, "650100")]);
    kit.refuses(Code::FieldMissing, act);
    let of_one = RelationEntry {
        indicator: Some(of("SO2")),
        ..relation(Relation::Place, "650100")
    };
    let act = without(&kit, vec![of_one]);
    kit.refuses(Code::FieldMissing, act);
    let act = kit.region("650102", Level::County, "NOWHERE");
    kit.refuses(Code::UnknownId, act);
    for (level, place) in [(Level::Province, "650100"), (Level::Zone, "ZD-BZ")] {
        let act = kit.region("650102", level, place);
        let refusal = kit.refuses(Code::LevelAbovePlace, act);
        assert_eq!(refusal.values["place"], place);
    }
    let act = kit.region("650102", Level::County, "650100");
    kit.admit(act);
    assert_eq!(path(&kit, "650102", None), ["650102", "650100", "650000"]);
    // Its cap parent may be named before its place, and be another.
    let relations = vec![
        relation(Relation::CapParent, "650000"),
        relation(Relation::Place, "650100"),
    ];
    let act = RegionEnrol {
        relations,
        ..kit.region("650103", Level::County, "650100")
    };
    let entry = kit.entry(act.clone(), None);
    assert_eq!(entry.head.signers[0].party, of("650100-EEB"));
    kit.admit(act);
    assert_eq!(path(&kit, "650103", None), ["650103", "650000"]);
}

#[test]
fn an_amendment_replaces_names_and_adds_relations() {
    let mut kit = Kit::zhundong();
    let mut act = amended(&kit, "ZD-BZ", vec![relation(Relation::AnswersTo, "652300")]);
    act.names = names("兵准园区");
    act.division = Some(of("652327"));
    kit.admit(act);
    let region = kit.draft().must(&keys::region(&of("ZD-BZ"))).unwrap();
    assert_eq!(region.names, names("兵准园区"));
    assert_eq!(region.relations.len(), 3);
    let supplier = places::answers_to(&kit.draft(), &of("ZD-BZ"), None, kit.today()).unwrap();
    assert_eq!(supplier, of("652300"));
    let listed = kit.draft().list(&keys::regions()).unwrap();
    assert_eq!(listed.len(), 10);
}

/// The issuers an act on a region takes, each as often as it must sign.
fn issuers(kit: &mut Kit, act: RegionEnrol) -> Vec<String> {
    let entry = kit.entry(act, None);
    let signers = entry.head.signers.iter();
    signers.map(|signer| signer.party.to_string()).collect()
}

#[test]
fn nobody_decides_alone_about_what_lies_outside_its_area() {
    let mut kit = Kit::zhundong();
    let mut enrolled = |more: Vec<RelationEntry>| {
        let mut act = kit.region("652399", Level::County, "652300");
        act.relations.extend(more);
        issuers(&mut kit, act)
    };
    let roots = ["650000-EEB", "XPCC-EEB", "XPCC-EEB"];
    let in_both = |first: &[&'static str]| [first, &roots].concat();
    assert_eq!(enrolled(Vec::new()), ["652300-EEB"]);
    let within = relation(Relation::AnswersTo, "652300");
    assert_eq!(enrolled(vec![within]), ["652300-EEB"]);
    // Its totals would count where another body sets the ceilings, or nowhere below 650000.
    let elsewhere = relation(Relation::CapParent, "650100");
    assert_eq!(enrolled(vec![elsewhere]), ["652300-EEB", "650100-EEB"]);
    let past = relation(Relation::CapParent, "650000");
    assert_eq!(enrolled(vec![past]), ["652300-EEB", "650000-EEB"]);
    let across = relation(Relation::CapParent, "XPCC");
    let mut found = enrolled(vec![across]);
    found.sort();
    let mut expected = in_both(&["652300-EEB"]);
    expected.sort_unstable();
    assert_eq!(found, expected, "both roots, and the bureau of the place");
    // An amendment also takes the body that a relation led to before.
    let away = amended(
        &kit,
        "650109",
        vec![relation(Relation::CapParent, "652300")],
    );
    assert_eq!(issuers(&mut kit, away), ["650100-EEB", "652300-EEB"]);
    let to_the_host = amended(&kit, "ZD-BZ", vec![relation(Relation::AnswersTo, "652300")]);
    let mut found = issuers(&mut kit, to_the_host);
    found.sort();
    assert_eq!(found, expected, "the supplier is not the host's to choose");
}

#[test]
fn a_place_for_one_indicator_alone_says_not_whose_territory_it_is() {
    let mut kit = Kit::zhundong();
    let mut act = kit.region("650198", Level::County, "650100");
    let mut of_nox = relation(Relation::Place, "652300");
    of_nox.indicator = Some(of("NOX"));
    act.relations.insert(0, of_nox);
    assert_eq!(issuers(&mut kit, act), ["650100-EEB", "652300-EEB"]);
}

#[test]
fn a_region_lies_in_its_first_place_also_before_that_began() {
    let mut kit = Kit::zhundong();
    let mut act = kit.region("ZD-X", Level::Park, "ZD");
    act.relations[0].from = kit.today();
    kit.admit(act);
    let path = places::place_path(&kit.draft(), &of("ZD-X"), of("2026-12-01")).unwrap();
    assert_eq!(path.len(), 4);
}

#[test]
fn no_region_comes_to_lie_below_itself() {
    let mut kit = Kit::zhundong();
    for (region, kind, target) in [
        ("ZD", Relation::Place, "ZD"),
        ("ZD", Relation::CapParent, "ZD-BZ"),
        ("652300", Relation::Place, "ZD-WZ"),
        ("652300", Relation::CapParent, "ZD"),
    ] {
        let act = amended(&kit, region, vec![relation(kind, target)]);
        kit.refuses(Code::RegionLoop, act);
    }
    // Nor by an indicator's own relation, nor below what it once lay above: past days are read too.
    let of_one = RelationEntry {
        indicator: Some(of("SO2")),
        ..relation(Relation::CapParent, "ZD-BZ")
    };
    let act = amended(&kit, "652300", vec![of_one]);
    kit.refuses(Code::RegionLoop, act);
    kit.admit(amended(
        &kit,
        "ZD-BZ",
        vec![relation(Relation::Place, "652300")],
    ));
    let act = amended(&kit, "ZD", vec![relation(Relation::Place, "ZD-BZ")]);
    kit.refuses(Code::RegionLoop, act);
    // Whom a region answers to is no way up.
    kit.admit(amended(
        &kit,
        "ZD",
        vec![relation(Relation::AnswersTo, "ZD-BZ")],
    ));
}

#[test]
fn a_root_lies_nowhere_and_amends_itself_by_its_threshold() {
    let mut kit = Kit::zhundong();
    for kind in [Relation::Place, Relation::CapParent] {
        let act = amended(&kit, "XPCC", vec![relation(kind, "650000")]);
        kit.refuses(Code::FieldMissing, act);
    }
    let act = amended(&kit, "XPCC", Vec::new());
    let entry = kit.entry(act.clone(), None);
    assert_eq!(entry.head.signers.len(), 2);
    kit.admit(act);
}

#[test]
fn levels_stay_in_order_also_below_an_amended_region() {
    let mut kit = Kit::zhundong();
    let lowered = RegionEnrol {
        level: Level::Park,
        ..amended(&kit, "652300", Vec::new())
    };
    let refusal = kit.refuses(Code::LevelAbovePlace, lowered);
    assert_eq!(refusal.values["region"], "ZD");
    let raised = RegionEnrol {
        level: Level::Province,
        ..amended(&kit, "ZD", Vec::new())
    };
    kit.refuses(Code::LevelAbovePlace, raised);
    let same = RegionEnrol {
        level: Level::County,
        ..amended(&kit, "ZD", Vec::new())
    };
    kit.admit(same);
}

#[test]
fn a_chain_of_regions_is_bounded_also_where_two_are_joined() {
    let mut kit = Kit::zhundong();
    // ZD-WZ is the fourth of its chain; P-4 … P-15 follow.
    let mut above = "ZD-WZ".to_owned();
    for at in 5..=places::PATH_REGIONS_MAX {
        let region = format!("P-{at}");
        kit.admit(kit.region(&region, Level::Park, &above));
        above = region;
    }
    assert_eq!(path(&kit, &above, None).len(), places::PATH_REGIONS_MAX);
    let act = kit.region("P-X", Level::Park, &above);
    let refusal = kit.refuses(Code::RegionTooDeep, act);
    assert_eq!(
        refusal.values["count"],
        (places::PATH_REGIONS_MAX + 1).to_string()
    );
    let act = amended(&kit, "ZD-WZ", vec![relation(Relation::Place, "ZD-BZ")]);
    kit.refuses(Code::RegionTooDeep, act);
}

#[test]
fn relations_stand_once_have_begun_and_name_known_indicators() {
    let mut kit = Kit::zhundong();
    let place = relation(Relation::Place, "652300");
    let act = amended(
        &kit,
        "ZD-BZ",
        vec![place.clone(), relation(Relation::Place, "ZD")],
    );
    kit.refuses(Code::RowTwice, act);
    let many = vec![place.clone(); crate::domain::rules::ROWS_MAX + 1];
    let act = amended(&kit, "ZD-BZ", many);
    kit.refuses(Code::TooManyRows, act);
    let tomorrow = RelationEntry {
        from: kit.today().plus_days(1),
        ..place.clone()
    };
    let act = amended(&kit, "ZD-BZ", vec![tomorrow]);
    kit.refuses(Code::DateInFuture, act);
    let unknown = RelationEntry {
        indicator: Some(of("SO3")),
        ..place.clone()
    };
    let act = amended(&kit, "ZD-BZ", vec![unknown]);
    kit.refuses(Code::IndicatorUnknown, act);
    let mut old = amended(&kit, "ZD-BZ", vec![place]);
    old.document.date = of("2026-01-01");
    kit.refuses(Code::DocumentTooOld, old);
}

/// Puts 100 t SO2 standing and 30 t CO2 of 2027 into 650109.
fn with_use(kit: &mut Kit) {
    let account = format!("650109/{E1}");
    kit.open(&account);
    let row = |indicator, period, amount| OpeningRow {
        account: of(&account),
        indicator: of(indicator),
        period: of(period),
        amount: of(amount),
        since: of("2020-01-01"),
        paid: false,
        base_emission: None,
        evidence: None,
    };
    kit.admit(OpeningRecord {
        region: of("650109"),
        cut_over: kit.today(),
        rows: vec![row("SO2", "standing", "100"), row("CO2", "2027", "30")],
        document: kit.letter(),
    });
}

/// Use of a region: SO2 standing, CO2 of 2027.
fn used(kit: &Kit, region: &str) -> [String; 2] {
    [("SO2", "standing"), ("CO2", "2027")].map(|(indicator, period)| {
        let totals = kit
            .draft()
            .get(&keys::totals(&of(region), &of(indicator)))
            .unwrap();
        totals.unwrap_or_default().used(of(period)).to_string()
    })
}

#[test]
fn use_moves_with_a_region_to_its_new_cap_parent() {
    let mut kit = Kit::zhundong();
    with_use(&mut kit);
    kit.ceiling("650109", "SO2", "standing", "120");
    assert_eq!(used(&kit, "650100"), ["100", "30"]);
    kit.admit(amended(
        &kit,
        "650109",
        vec![relation(Relation::CapParent, "652300")],
    ));
    assert_eq!(used(&kit, "650109"), ["100", "30"]);
    assert_eq!(used(&kit, "650100"), ["0", "0"]);
    assert_eq!(used(&kit, "652300"), ["100", "30"]);
    assert_eq!(used(&kit, "650000"), ["100", "30"]);
    // Its own ceiling is still its own; the place it lies in has not changed.
    let own = kit
        .draft()
        .must(&keys::totals(&of("650109"), &of("SO2")))
        .unwrap();
    assert_eq!(
        own.ceiling(of("standing")).map(|cap| cap.to_string()),
        Some("120".to_owned())
    );
    let place = places::prefecture(&kit.draft(), &of("650109"), None, kit.today()).unwrap();
    assert_eq!(place, of("650100"));
}

#[test]
fn an_indicators_own_relation_moves_its_use_alone() {
    let mut kit = Kit::zhundong();
    with_use(&mut kit);
    let of_co2 = RelationEntry {
        indicator: Some(of("CO2")),
        ..relation(Relation::CapParent, "652300")
    };
    kit.admit(amended(&kit, "650109", vec![of_co2]));
    assert_eq!(used(&kit, "650100"), ["100", "0"]);
    assert_eq!(used(&kit, "652300"), ["0", "30"]);
    assert_eq!(
        path(&kit, "650109", Some("CO2")),
        ["650109", "652300", "650000"]
    );
    assert_eq!(
        path(&kit, "650109", Some("SO2")),
        ["650109", "650100", "650000"]
    );
}

#[test]
fn a_move_of_a_region_raises_no_over() {
    let mut kit = Kit::zhundong();
    with_use(&mut kit);
    let moved = |kit: &Kit| amended(kit, "650109", vec![relation(Relation::CapParent, "652300")]);
    kit.ceiling("652300", "CO2", "2027", "29.99");
    let act = moved(&kit);
    let refusal = kit.refuses(Code::CapExceeded, act);
    assert_eq!(refusal.values["over"], "0.01");
    assert_eq!(used(&kit, "652300"), ["0", "0"]);
    kit.ceiling("652300", "CO2", "2027", "30");
    kit.ceiling("652300", "SO2", "standing", "100");
    // Above both, nothing changes, however far over it is.
    kit.ceiling("650000", "SO2", "standing", "1");
    kit.admit(moved(&kit));
    assert_eq!(used(&kit, "652300"), ["100", "30"]);
}

#[test]
fn relations_are_only_ever_added_to_and_so_are_bounded() {
    let mut kit = Kit::zhundong();
    let mut region = kit.draft().must(&keys::region(&of("650109"))).unwrap();
    let longest = RelationEntry {
        target: of(&"R".repeat(32)),
        indicator: Some(of(&"I".repeat(64))),
        ..relation(Relation::AnswersTo, "650100")
    };
    let begun = region.relations.clone();
    region.relations.resize(RELATIONS_MAX, longest);
    region.relations[..begun.len()].clone_from_slice(&begun);
    assert!(postcard::to_stdvec(&region).unwrap().len() < 256 * 1_024);
    region.relations.truncate(begun.len());
    let again = relation(Relation::AnswersTo, "650100");
    region.relations.resize(RELATIONS_MAX - 1, again.clone());
    let mut draft = Draft::on(&kit.state);
    draft.put(&keys::region(&region.region), &region).unwrap();
    let effects = draft.into_effects();
    kit.state.apply(effects);
    let act = amended(&kit, "650109", vec![again.clone()]);
    kit.admit(act);
    let act = amended(&kit, "650109", vec![again]);
    let refusal = kit.refuses(Code::TooManyRows, act);
    assert_eq!(refusal.values["count"], "1001");
}

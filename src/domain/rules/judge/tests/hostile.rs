//! Acts of every kind with ids that are unknown, of the wrong thing, or right: judged, never taken
//! for damage of the state.
//!
//! A refusal of the head does not keep the act from being looked at, so the rules meet ids that
//! nobody vouched for. Reading one as if it must be there would let anyone stop a ledger.

use std::collections::BTreeSet;

use super::*;
use crate::domain::entry::{CaseOpen, OpeningRecord, OpeningRow, ProjectRegister};
use crate::domain::lot::Nature;
use crate::domain::rules::testkit::{E1, E2};

/// `document` of today for every act that carries one.
const DOCUMENT: &str = r#"{"kind":"letter","number":"1","date":"2027-01-04","sha256":null}"#;

/// Kind and body; `$name` stands for each of the name's values in turn.
const ACTS: [(&str, &str); 36] = [
    (
        "region.enrol",
        r#"{"region":"$region","names":$names,"level":"county","division":null,"relations":[
            {"relation":"place","target":"$place","indicator":null,"from":"2020-01-01"},
            {"relation":"cap_parent","target":"$place","indicator":"$indicator","from":"2020-01-01"}
        ],"document":$document}"#,
    ),
    (
        "party.enrol",
        r#"{"party":{"party":"$party","kind":"bureau","names":$names,"region":"$region",
            "upper":"$party","credit_code":null},"document":$document}"#,
    ),
    ("person.enrol", r#"{"person":"$person","party":"$party"}"#),
    (
        "key.enrol",
        r#"{"party":"$party","person":"$person","seat":"issue","public_key":"$key",
            "from":"2027-01-04","until":null}"#,
    ),
    ("key.amend", r#"{"key":"$id","until":"2027-03-01"}"#),
    (
        "key.revoke",
        r#"{"key":"$id","reason":"lost","not_trusted_since":"2020-01-01"}"#,
    ),
    (
        "account.open",
        r#"{"account":"$account","document":$document}"#,
    ),
    (
        "policy.adopt",
        r#"{"scope":"$region","items":[{"carbon_ratio":{"region":"$place","ratio":"1"}}],
            "valid_from":"2020-01-01","valid_to":null,"legal_basis":"1","document":$document}"#,
    ),
    (
        "cap.set",
        r#"{"region":"$region","indicator":"$indicator","period":"2027","kind":"ceiling",
            "amount":"0","document":$document}"#,
    ),
    ("upgrade", r#"{"rules":2}"#),
    (
        "opening.record",
        r#"{"region":"$region","cut_over":"2027-01-01","rows":[{"account":"$account",
            "indicator":"$indicator","period":"standing","amount":"99999999999999",
            "since":"2020-01-01","paid":false,"base_emission":null,"evidence":null}],
            "document":$document}"#,
    ),
    (
        "quota.issue",
        r#"{"account":"$account","rows":[{"indicator":"$indicator","period":"2027","amount":"1",
            "since":"2020-01-01","paid":false}],"document":$document}"#,
    ),
    (
        "quota.take_back",
        r#"{"account":"$account","lot":"$lot","amount":"1","document":$document}"#,
    ),
    (
        "quota.invalidate",
        r#"{"account":"$account","lot":"$lot","amount":"1","document":$document}"#,
    ),
    (
        "entry.reverse",
        r#"{"posting":{"lot":"$lot"},"lines":[],"document":$document}"#,
    ),
    (
        "entry.correct",
        r#"{"posting":{"case":"$case"},"right":[{"lot":null,"indicator":"$indicator",
            "amount":"1"}],"lines":[],"owed":[],"document":$document}"#,
    ),
    (
        "shortfall.cure",
        r#"{"shortfall":"650100-2027-S0001","lines":[],"document":$document}"#,
    ),
    (
        "data.complete",
        r#"{"datum":{"lot_evidence":{"lot":"$lot",
            "evidence":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"}},
            "document":$document}"#,
    ),
    (
        "permit.record",
        r#"{"permit":"1","holder":"$party","region":"$region","limits":[
            {"indicator":"$indicator","amount":"1"}],"from":"2027-01-01","until":"2030-01-01",
            "document":$document}"#,
    ),
    (
        "permit.lower",
        r#"{"permit":"9","limits":[{"indicator":"$indicator","amount":"1"}],
            "document":$document}"#,
    ),
    ("permit.cancel", r#"{"permit":"9","document":$document}"#),
    (
        "emission.verify",
        r#"{"account":"$account","year":2025,"emissions":[{"indicator":"$indicator","amount":"1"}],
            "document":$document}"#,
    ),
    (
        "base.decide",
        r#"{"decision":{"case":"$case","year":2025,"co2":"1","gdp":"1"},"document":$document}"#,
    ),
    (
        "reduction.record",
        r#"{"account":"$account","permit":"9","facility":"DA001","name":"1",
            "indicator":"$indicator","measure":"closure","before":"2","after":"1",
            "completed_on":"2026-01-01","document":$document}"#,
    ),
    (
        "reduction.verify",
        r#"{"reduction":"650109-2027-R0001","amount":"1","lines":[],"document":$document}"#,
    ),
    (
        "project.register",
        r#"{"code":null,"name":"1","builder":"$party","region":"$region","industry":"2523",
            "nature":"new","document":$document}"#,
    ),
    (
        "hold.place",
        r#"{"target":$target,"by":"$party","until":null,"document":$document}"#,
    ),
    (
        "finding.open",
        r#"{"kind":"record","target":$target,"by":"$party","responsible":"650100-EEB","rectify_by":null,"document":$document}"#,
    ),
    (
        "finding.rectify",
        r#"{"finding":"650100-2027-F0001","by":"$party","document":$document}"#,
    ),
    (
        "finding.close",
        r#"{"finding":"650100-2027-F0001","by":"$party","outcome":"unfounded","document":$document}"#,
    ),
    (
        "hold.lift",
        r#"{"hold":"650100-2027-H0001","document":$document}"#,
    ),
    (
        "holder.change",
        r#"{"change":"merge","party":"$party","names":null,"successors":[{"party":"$party",
            "parts":[{"account":"$account","indicator":"$indicator","period":"standing",
            "amount":"1"}],"permits":["P1"],"cases":["ZD-BZ-2027-0001"],"projects":[]}],
            "moves":[],"document":$document}"#,
    ),
    (
        "case.open",
        r#"{"procedure":"$procedure","by":"$party","content":$content,"documents":[$document]}"#,
    ),
    (
        "case.act",
        r#"{"case":"$case","step":"$step","documents":[$document],"issuers":[],"sources":[],
            "until":null,"lines":[],"balances":[]}"#,
    ),
    (
        "case.return",
        r#"{"case":"$case","by":"$party","to":"$step","missing":["letter"],
            "document":$document}"#,
    ),
    (
        "case.end",
        r#"{"case":"$case","by":"$party","kind":"refused","document":$document}"#,
    ),
];

/// The values of a name. `other` is the case and project of the ledger.
fn values(name: &str, case: &str, project: &str) -> Vec<String> {
    let region = ["NOWHERE", "650000", "650109", "ZD-BZ", "XPCC"];
    let account = [
        "NOWHERE/RESERVE".to_owned(),
        "650109/NOBODY".to_owned(),
        "650100/RESERVE".to_owned(),
        format!("650109/{E1}"),
        format!("650109/{E1}/ZD-BZ-2027-P0009"),
        format!("ZD-BZ/{E2}/{project}"),
    ];
    let key = signing_key("P-650100-EEB-I1").public_key();
    let fresh = signing_key("fresh").public_key();
    let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
    match name {
        "region" | "place" => owned(&region),
        "party" => owned(&["NOBODY", "650000-EEB", "650109-GOV", "ZD-BZ-PC", E1]),
        "person" => owned(&["P-9", "P-650100-EEB-I1"]),
        "key" => vec![key.to_string(), fresh.to_string()],
        "id" => vec![key.key_id().to_string(), fresh.key_id().to_string()],
        "indicator" => owned(&["XX", "SO2", "CO2"]),
        "account" => account.to_vec(),
        "lot" => owned(&["650109-2027-L0001", "650109-2027-L0009"]),
        "case" => owned(&[case, "ZD-BZ-2027-0009"]),
        "step" => owned(&["accept", "reserve", "effective", "nowhere"]),
        "procedure" => owned(&["relocation", "introduction", "nothing"]),
        "target" => vec![
            r#"{"region":{"region":"650109","indicator":"XX"}}"#.to_owned(),
            r#"{"account":"650100/NOBODY"}"#.to_owned(),
            r#"{"lot":"650109-2027-L0001"}"#.to_owned(),
            format!(r#"{{"case":"{case}"}}"#),
        ],
        "content" => vec![
            format!(r#"{{"demonstration":{{"project":"{project}","led_by":"NOBODY"}}}}"#),
            r#"{"demonstration":{"project":"ZD-BZ-2027-P0009","led_by":"XPCC-GOV"}}"#.to_owned(),
            format!(
                r#"{{"relocation":{{"firm":"{E1}","origin":"650109/{E1}","site":"ZD-BZ",
                    "project":"{project}","required":[{{"indicator":"SO2","amount":"1"}}],"lines":[]}}}}"#
            ),
        ],
        "names" => vec![r#"{"zh":"1","en":"1"}"#.to_owned()],
        "document" => vec![DOCUMENT.to_owned()],
        other => panic!("no values for {other}"),
    }
}

/// Every body a template stands for.
fn bodies(template: &str, case: &str, project: &str) -> Vec<String> {
    let Some((before, after)) = template.split_once('$') else {
        return vec![template.to_owned()];
    };
    let end = after
        .find(|c: char| !c.is_ascii_lowercase())
        .unwrap_or(after.len());
    let name = &after[..end];
    let placeholder = format!("${name}");
    let filled = values(name, case, project).into_iter().map(|value| {
        let rest = format!("{placeholder}{}", &after[end..]);
        format!("{before}{}", rest.replace(&placeholder, &value))
    });
    filled
        .flat_map(|body| bodies(&body, case, project))
        .collect()
}

/// A ledger with a lot, a project and an open case, and their numbers.
fn lively() -> (Kit, String, String) {
    let mut kit = Kit::zhundong();
    let procedures = include_str!("../../../../../samples/policy/procedures.json");
    kit.adopt(None, serde_json::from_str(procedures).unwrap());
    let account = format!("650109/{E1}");
    kit.open(&account);
    kit.open("650100/RESERVE");
    let row = OpeningRow {
        account: of(&account),
        indicator: of("SO2"),
        period: of("standing"),
        amount: of("5"),
        since: of("2020-01-01"),
        paid: false,
        base_emission: None,
        evidence: None,
    };
    kit.admit(OpeningRecord {
        region: of("650109"),
        cut_over: kit.today(),
        rows: vec![row],
        document: kit.letter(),
    });
    let project = kit.admit(ProjectRegister {
        code: None,
        name: of("1"),
        builder: of(E2),
        region: of("ZD-BZ"),
        industry: of("2523"),
        nature: Nature::New,
        document: kit.letter(),
    });
    let project = project[0].number.clone();
    let content = format!(r#"{{"demonstration":{{"project":"{project}","led_by":"XPCC-GOV"}}}}"#);
    let case = kit.admit(CaseOpen {
        procedure: of("demonstration"),
        by: of("ZD-BZ-PC"),
        content: serde_json::from_str(&content).unwrap(),
        documents: vec![kit.letter()],
    });
    let case = case[0].number.clone();
    (kit, case, project)
}

#[test]
fn no_act_is_taken_for_damage_whatever_it_names() {
    let (mut kit, case, project) = lively();
    let court = one_issuer("650000-COURT");
    let mut codes = BTreeSet::new();
    for (kind, template) in ACTS {
        for body in bodies(template, &case, &project) {
            let act = Act::read(kind, &body)
                .unwrap()
                .unwrap_or_else(|e| panic!("{body}: {e}"));
            for by_a_stranger in [false, true] {
                let mut entry = kit.entry(act.clone(), None);
                if by_a_stranger {
                    entry.head.signers.clone_from(&court);
                }
                let submission = kit.sign(entry);
                let hash = submission.envelope_hash();
                let judged = judge(&kit.state, &submission.entry, &hash, kit.now);
                match judged.unwrap_or_else(|damage| panic!("{kind} {body}: {damage}")) {
                    Judgement::Refused { refusal, .. } => drop(codes.insert(refusal.code)),
                    other => assert!(!by_a_stranger, "{kind} {body}: {other:?}"),
                }
            }
        }
    }
    assert!(codes.len() >= 15, "few refusals were met: {codes:?}");
}

#[test]
fn every_kind_is_among_the_hostile_ones() {
    let mut kinds: BTreeSet<&str> = ACTS.iter().map(|(kind, _)| *kind).collect();
    // A genesis is refused unread; resubmitting needs a returned case, which other tests have.
    kinds.extend(["genesis", "case.resubmit"]);
    assert_eq!(kinds, Act::KINDS.iter().copied().collect());
}

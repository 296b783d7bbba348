//! The ledger every history begins with: two roots, prefectures, divisions and parks with their
//! bodies, firms, indicators, procedures, accounts and caps.

use std::sync::OnceLock;

use qledger::domain::entry::{
    AccountOpen, Act, CapSet, Entry, Genesis, KeyEnrol, PartyEnrol, PersonEnrol, PolicyAdopt,
    RegionEnrol,
};
use qledger::domain::moment::{Day, MINUTE_MS, Moment};
use qledger::domain::party::{Party, PartyKind, Root, RootKey, Seat};
use qledger::domain::policy::{CarbonRatio, Factor, Limits, PolicyItem};
use qledger::domain::procedure::CaseKind;
use qledger::domain::region::{CapKind, Level, Region, Relation, RelationEntry};
use qledger::domain::text::{Document, DocumentKind, Names};
use qledger::envelope::SigningKey;
use qledger::service::Answer;

use crate::naive::{self, Model, Seen, Verdict};
use crate::office::{Office, key_of, sign};

/// The indicators histories are about.
pub const INDICATORS: [&str; 4] = ["NOX", "HG", "CO2", "CO2PROJ"];

const ROOTS: [(&str, &str, usize, u8); 2] =
    [("650000", "650000-EEB", 2, 1), ("XPCC", "XPCC-EEB", 3, 2)];

const REGIONS: [(&str, Level, &str, Option<&str>); 9] = [
    ("650100", Level::Prefecture, "650000", None),
    ("650104", Level::County, "650100", None),
    ("650109", Level::County, "650100", None),
    ("652300", Level::Prefecture, "650000", None),
    ("ZD", Level::Zone, "652300", None),
    ("ZD-BZ", Level::Park, "ZD", Some("XPCC")),
    ("ZD-WZ", Level::Park, "ZD", Some("650100")),
    ("XPCC-06", Level::Prefecture, "XPCC", None),
    ("XPCC-08", Level::Prefecture, "XPCC", None),
];

/// Firms: their credit codes and where they are.
pub const FIRMS: [(&str, &str); 5] = [
    ("91650109MA77AB0192", "650109"),
    ("91650100MA77EF046M", "650104"),
    ("91659004MA78BT0226", "XPCC-06"),
    ("91650100MA77396050", "XPCC-08"),
    ("91652327MA77CD031E", "652300"),
];

/// Reserves there are from the beginning.
const RESERVES: [&str; 5] = ["650000", "650100", "652300", "XPCC", "XPCC-06"];

/// Who there is and which seats have keys.
const PARTIES: [(&str, PartyKind, &str, &str); 14] = [
    ("650100-EEB", PartyKind::Bureau, "650100", "HRI"),
    ("652300-EEB", PartyKind::Bureau, "652300", "HRI"),
    ("XPCC-06-EEB", PartyKind::Bureau, "XPCC-06", "HRI"),
    ("XPCC-08-EEB", PartyKind::Bureau, "XPCC-08", "HRI"),
    ("650100-GOV", PartyKind::Government, "650100", ""),
    ("652300-GOV", PartyKind::Government, "652300", "HRI"),
    ("XPCC-GOV", PartyKind::Government, "XPCC", "HRI"),
    ("XPCC-06-GOV", PartyKind::Government, "XPCC-06", ""),
    ("XPCC-08-GOV", PartyKind::Government, "XPCC-08", "I"),
    ("ZD-BZ-PC", PartyKind::ParkCommittee, "ZD-BZ", "HRI"),
    ("ZD-WZ-PC", PartyKind::ParkCommittee, "ZD-WZ", "H"),
    ("650000-INSP", PartyKind::Inspector, "650000", "I"),
    ("650100-COURT", PartyKind::Court, "650100", "I"),
    ("XPCC-VER", PartyKind::Verifier, "XPCC", "I"),
];

/// Ceilings in the beginning; 650104 and XPCC-08 have none of their own.
const CAPS: [(&str, &str, &str, &str); 13] = [
    ("650000", "NOX", "standing", "9000"),
    ("650100", "NOX", "standing", "1500"),
    ("650109", "NOX", "standing", "900"),
    ("652300", "NOX", "standing", "700"),
    ("ZD-BZ", "NOX", "standing", "50"),
    ("XPCC", "NOX", "standing", "2500"),
    ("XPCC-06", "NOX", "standing", "1200"),
    ("650000", "HG", "standing", "400"),
    ("XPCC", "HG", "standing", "300"),
    ("650000", "CO2", "standing", "2000000"),
    ("650100", "CO2", "2027", "900000"),
    ("650109", "CO2", "2028", "500000.5"),
    ("XPCC", "CO2", "2027", "700000"),
];

/// A parsed value of any of the domain's text types.
pub fn of<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

pub fn names(text: &str) -> Names {
    Names {
        zh: of(text),
        en: of(text),
    }
}

pub fn document(kind: DocumentKind, date: Day) -> Document {
    Document {
        kind,
        number: of("新环函〔2027〕12号"),
        date,
        sha256: None,
    }
}

pub fn seat_name(seat: Seat) -> &'static str {
    match seat {
        Seat::Handle => "H",
        Seat::Review => "R",
        Seat::Issue => "I",
    }
}

/// A ledger with its world, the model of it, and who holds which keys.
pub struct World {
    pub office: Office,
    pub model: Model,
}

/// When the world is set up.
fn begin() -> Moment {
    of::<Day>("2027-01-04").start().plus_ms(9 * 60 * MINUTE_MS)
}

fn root_key_names() -> Vec<String> {
    let of_root = |(_, party, keys, _): (&str, &str, usize, u8)| {
        (1..=keys)
            .map(|at| format!("{party}-I{at}"))
            .collect::<Vec<_>>()
    };
    ROOTS.into_iter().flat_map(of_root).collect()
}

fn begin_office() -> Office {
    let root = |(region, party, keys, threshold): (&str, &str, usize, u8)| Root {
        region: of(region),
        region_names: names(region),
        party: of(party),
        party_names: names(party),
        threshold,
        keys: (1..=keys)
            .map(|at| format!("{party}-I{at}"))
            .map(|name| RootKey {
                person: of(&name),
                public_key: key_of(&name).public_key(),
            })
            .collect(),
    };
    let genesis = Genesis {
        names: names("准东"),
        origin: of("qledger.example/zhundong"),
        practice: true,
        rules: 1,
        keeper: of("650000-EEB"),
        operator: key_of("operator").public_key(),
        roots: ROOTS.map(root).to_vec(),
    };
    let root_keys: Vec<SigningKey> = root_key_names().iter().map(|name| key_of(name)).collect();
    let mut office = Office::begin(genesis, &root_keys, begin());
    for (_, party, keys, _) in ROOTS {
        for at in 1..=keys {
            office.keep_key(&of(party), Seat::Issue, &format!("{party}-I{at}"));
        }
    }
    office
}

/// The model of a ledger that has its genesis.
fn begin_model(office: &Office) -> Model {
    let mut model = Model::begin(office.ledger.id(), key_of("operator").public_key());
    for (region, party, keys, threshold) in ROOTS {
        let root = naive::Root {
            region: of(region),
            party: of(party),
            threshold: threshold.into(),
        };
        let body = Party {
            party: of(party),
            kind: PartyKind::Bureau,
            names: names(party),
            region: of(region),
            upper: None,
            credit_code: None,
        };
        let place = Region {
            region: of(region),
            names: names(region),
            level: Level::Province,
            division: None,
            relations: Vec::new(),
        };
        model.add_root(root, body, place);
        for at in 1..=keys {
            let name = format!("{party}-I{at}");
            model.add_root_key(
                &of(party),
                &name,
                &key_of(&name).public_key(),
                office.today(),
            );
        }
    }
    model
}

fn region(name: &str, level: Level, place: &str, answers_to: Option<&str>, today: Day) -> Act {
    let relation = |relation, target: &str| RelationEntry {
        relation,
        target: of(target),
        indicator: None,
        from: of("2020-01-01"),
    };
    let mut relations = vec![relation(Relation::Place, place)];
    relations.extend(answers_to.map(|target| relation(Relation::AnswersTo, target)));
    let document = document(DocumentKind::Letter, today);
    let (region, names) = (of(name), names(name));
    RegionEnrol {
        region,
        names,
        level,
        division: None,
        relations,
        document,
    }
    .into()
}

fn party(name: &str, kind: PartyKind, region: &str, today: Day) -> Act {
    let credit_code = (kind == PartyKind::Enterprise).then(|| of(name));
    let (id, names, region) = (of(name), names(name), of(region));
    let party = Party {
        party: id,
        kind,
        names,
        region,
        upper: None,
        credit_code,
    };
    PartyEnrol {
        party,
        document: document(DocumentKind::Letter, today),
    }
    .into()
}

/// Procedures of the samples, with lapse times that histories reach.
fn procedures() -> Vec<PolicyItem> {
    let text = include_str!("../../samples/policy/procedures.json");
    let mut items: Vec<PolicyItem> = serde_json::from_str(text).unwrap();
    for item in &mut items {
        if let PolicyItem::Procedure(procedure) = item {
            procedure.lapse_days = 120;
        }
    }
    items
}

fn indicators() -> Vec<PolicyItem> {
    let text = include_str!("../../samples/policy/indicators.json");
    let items: Vec<PolicyItem> = serde_json::from_str(text).unwrap();
    let wanted = |item: &PolicyItem| match item {
        PolicyItem::Indicator(item) => INDICATORS.contains(&item.code.as_str()),
        _ => false,
    };
    items.into_iter().filter(wanted).collect()
}

fn lists() -> Vec<PolicyItem> {
    let two_high = include_str!("../../samples/policy/two_high.json");
    let parks = include_str!("../../samples/policy/park_industries.json");
    let mut items: Vec<PolicyItem> = serde_json::from_str(two_high).unwrap();
    items.extend(serde_json::from_str::<Vec<PolicyItem>>(parks).unwrap());
    for item in &mut items {
        if let PolicyItem::ParkIndustries(list) = item {
            list.blocking = list.region.as_str() == "ZD-WZ";
        }
    }
    items
}

fn factors(today: Day) -> Vec<PolicyItem> {
    let factor = |flow, indicator: &str, region: &str, factor: &str| {
        PolicyItem::Factor(Factor {
            flow,
            indicator: of(indicator),
            region: of(region),
            factor: of(factor),
            attainment: document(DocumentKind::Letter, today),
        })
    };
    let mut items = Vec::new();
    for indicator in ["NOX", "HG"] {
        items.push(factor(CaseKind::Relocation, indicator, "652300", "1"));
        items.push(factor(CaseKind::Introduction, indicator, "652300", "1.5"));
    }
    items.push(factor(CaseKind::Relocation, "NOX", "ZD-BZ", "1.2"));
    items.push(factor(CaseKind::Introduction, "NOX", "650100", "2"));
    items.push(PolicyItem::CarbonRatio(CarbonRatio {
        region: of("650000"),
        ratio: of("1.1"),
    }));
    let limits = Limits {
        document_age_working_days: 60,
        refusals_per_key_and_day: 6,
        ..Limits::default()
    };
    items.push(PolicyItem::Limits(limits));
    items
}

fn adopt(items: Vec<PolicyItem>, today: Day) -> Act {
    PolicyAdopt {
        scope: None,
        items,
        valid_from: of("2026-01-01"),
        valid_to: None,
        legal_basis: of("新环发〔2026〕1号"),
        document: document(DocumentKind::Letter, today),
    }
    .into()
}

/// Enrolment of a person and of their key.
fn seat_acts(party: &str, seat: Seat, today: Day) -> [Act; 2] {
    let name = format!("{party}-{}1", seat_name(seat));
    let person = PersonEnrol {
        person: of(&name),
        party: of(party),
    };
    let key = KeyEnrol {
        party: of(party),
        person: of(&name),
        seat,
        public_key: key_of(&name).public_key(),
        from: today,
        until: None,
    };
    [person.into(), key.into()]
}

fn seats_of(letters: &str) -> Vec<Seat> {
    Seat::ALL
        .into_iter()
        .filter(|seat| letters.contains(seat_name(*seat)))
        .collect()
}

fn acts(today: Day) -> Vec<Act> {
    let mut acts = Vec::new();
    for (_, party, _, _) in ROOTS {
        for seat in [Seat::Handle, Seat::Review] {
            acts.extend(seat_acts(party, seat, today));
        }
    }
    for (name, level, place, answers_to) in REGIONS {
        acts.push(region(name, level, place, answers_to, today));
    }
    for (name, kind, region, letters) in PARTIES {
        acts.push(party(name, kind, region, today));
        for seat in seats_of(letters) {
            acts.extend(seat_acts(name, seat, today));
        }
    }
    for (name, region) in FIRMS {
        acts.push(party(name, PartyKind::Enterprise, region, today));
    }
    for (firm, _) in &FIRMS[..3] {
        acts.extend(seat_acts(firm, Seat::Handle, today));
    }
    for items in [indicators(), procedures(), lists(), factors(today)] {
        acts.push(adopt(items, today));
    }
    let firms = FIRMS.map(|(firm, region)| format!("{region}/{firm}"));
    let reserves = RESERVES.map(|region| format!("{region}/RESERVE"));
    for account in firms.iter().chain(&reserves) {
        let document = document(DocumentKind::Application, today);
        acts.push(
            AccountOpen {
                account: of(account),
                document,
            }
            .into(),
        );
    }
    for (region, indicator, period, amount) in CAPS {
        let document = document(DocumentKind::CapDecision, today);
        let (region, indicator, period) = (of(region), of(indicator), of(period));
        let (kind, amount) = (CapKind::Ceiling, Some(of(amount)));
        acts.push(
            CapSet {
                region,
                indicator,
                period,
                kind,
                amount,
                document,
            }
            .into(),
        );
    }
    acts
}

fn keep_keys(office: &mut Office) {
    for (_, party, _, _) in ROOTS {
        for seat in [Seat::Handle, Seat::Review] {
            office.keep_key(&of(party), seat, &format!("{party}-{}1", seat_name(seat)));
        }
    }
    let firms = FIRMS[..3].iter().map(|(firm, _)| (*firm, "H"));
    let parties = PARTIES
        .iter()
        .map(|(party, _, _, letters)| (*party, *letters));
    for (party, letters) in parties.chain(firms) {
        for seat in seats_of(letters) {
            office.keep_key(&of(party), seat, &format!("{party}-{}1", seat_name(seat)));
        }
    }
}

/// The set-up as it was signed once, and the model after it.
struct Script {
    envelopes: Vec<Vec<u8>>,
    model: Model,
}

fn script() -> &'static Script {
    static SCRIPT: OnceLock<Script> = OnceLock::new();
    SCRIPT.get_or_init(|| {
        let mut office = begin_office();
        keep_keys(&mut office);
        let mut model = begin_model(&office);
        let mut envelopes = Vec::new();
        for act in acts(office.today()) {
            let entry: Entry = office.draft(act, None).entry;
            let keys = office.keys_for(&model, &entry).unwrap();
            let signed = sign(entry, &keys);
            let seen = Seen {
                at: office.now(),
                hash: signed.hash,
                entry: &signed.entry,
                keys: &signed.keys,
                basis_in_log: true,
            };
            let verdict = model.record(&seen);
            let kind = signed.entry.act.kind();
            assert!(
                matches!(verdict, Verdict::Admitted(_)),
                "model, {kind}: {verdict:?}"
            );
            let answer = office
                .ledger
                .submit(std::slice::from_ref(&signed.envelope))
                .unwrap();
            assert!(
                matches!(answer[0], Answer::Admitted { .. }),
                "{kind}: {:?}",
                answer[0]
            );
            envelopes.push(signed.envelope);
        }
        Script { envelopes, model }
    })
}

/// A fresh ledger with its world; the ids of what follows come from `seed`.
pub fn world(seed: u64) -> World {
    let script = script();
    let mut office = begin_office();
    keep_keys(&mut office);
    let answers = office.ledger.submit(&script.envelopes).unwrap();
    assert!(answers.iter().all(Answer::is_admitted));
    office.reseed(seed);
    World {
        office,
        model: script.model.clone(),
    }
}

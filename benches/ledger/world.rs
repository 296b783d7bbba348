//! The world of the workload: regions, bureaus with three seats each, firms and their accounts.
//!
//! Everything follows from a number, so that every run, on every machine, submits the same acts by
//! the same keys; only the ledger's id and what follows from it are a run's own.
//!
//! | | full | quick |
//! | --- | --- | --- |
//! | regions, each with a bureau | 100 | 10 |
//! | keys, one a seat | 300 | 30 |
//! | accounts, spread over the regions | 50,000 | 500 |

use std::str::FromStr;

use qledger::domain::entry::{
    AccountOpen, Act, CapSet, Genesis, KeyEnrol, PartyEnrol, PersonEnrol, PolicyAdopt, RegionEnrol,
};
use qledger::domain::ids::{AccountId, CreditCode, Holder, IdError, PartyId, RegionId};
use qledger::domain::indicator::{CapRule, Cover, Indicator, Span};
use qledger::domain::moment::Day;
use qledger::domain::party::{Party, PartyKind, Root, RootKey, Seat};
use qledger::domain::policy::PolicyItem;
use qledger::domain::region::{CapKind, Level, Relation, RelationEntry};
use qledger::domain::text::{Document, DocumentKind, FileHash, Names};
use qledger::envelope::SigningKey;

use crate::rng::Rng;

/// The root that all regions lie under.
pub const ROOT: &str = "650000";
const OTHER_ROOT: &str = "XPCC";

/// The indicators quantity is issued in.
pub const INDICATORS: [&str; 2] = ["SO2", "NOX"];

/// The day on which everything happens.
pub const TODAY: &str = "2027-01-04";

/// The seats of a bureau, in the order they sign.
pub const SEATS: [Seat; 3] = [Seat::Handle, Seat::Review, Seat::Issue];

/// An act with the keys that sign it, in order, and who it names as signers.
pub struct Signed<'w> {
    pub act: Act,
    pub signers: Vec<(PartyId, Seat, bool)>,
    pub keys: Vec<&'w SigningKey>,
}

/// A value of one of the domain's text types. The benchmark's own texts are right.
pub fn of<T: FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse()
        .unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

/// The same text in both languages.
pub fn names(text: &str) -> Names {
    Names {
        zh: of(text),
        en: of(text),
    }
}

/// A document of today, with the hash of its file.
pub fn document(kind: DocumentKind, number: &str, rng: &mut Rng) -> Document {
    Document {
        kind,
        number: of(number),
        date: of(TODAY),
        sha256: Some(FileHash::from_bytes(rng.bytes())),
    }
}

/// The key pair of a name.
pub fn key(name: &str) -> SigningKey {
    SigningKey::from_seed(&Rng::named(name).bytes())
}

/// How large the world is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    pub regions: usize,
    pub accounts: usize,
}

/// Regions, bureaus, firms and their keys.
pub struct World {
    pub size: Size,
    /// For every region its seats' keys, in the order of [`SEATS`].
    seats: Vec<[SigningKey; 3]>,
    root: SigningKey,
    other_root: SigningKey,
}

impl World {
    pub fn new(size: Size) -> Self {
        let seats = (0..size.regions)
            .map(|region| SEATS.map(|seat| key(&seat_name(region, seat))))
            .collect();
        Self {
            size,
            seats,
            root: key("root 650000"),
            other_root: key("root XPCC"),
        }
    }

    pub fn operator() -> SigningKey {
        key("operator")
    }

    pub fn root_keys(&self) -> [&SigningKey; 2] {
        [&self.root, &self.other_root]
    }

    pub fn genesis(&self) -> Genesis {
        let root = |region: &str, key: &SigningKey| Root {
            region: of(region),
            region_names: names(region),
            party: of(&format!("{region}-EEB")),
            party_names: names(region),
            threshold: 1,
            keys: vec![RootKey {
                person: of(&format!("P-{region}")),
                public_key: key.public_key(),
            }],
        };
        Genesis {
            names: names("性能测试台账"),
            origin: of("qledger.example/bench"),
            // Its clock is set by hand, so that every run decides on the same day.
            practice: true,
            rules: 1,
            keeper: of("650000-EEB"),
            operator: Self::operator().public_key(),
            roots: vec![root(ROOT, &self.root), root(OTHER_ROOT, &self.other_root)],
        }
    }

    /// Everything that must be on record before the workload can begin, in order.
    pub fn set_up(&self) -> impl Iterator<Item = Signed<'_>> {
        let mut rng = Rng::named("set up");
        let offices = self.offices(&mut rng);
        let firms = (0..self.size.accounts).flat_map(move |account| self.firm(account, &mut rng));
        offices.into_iter().chain(firms)
    }

    fn offices(&self, rng: &mut Rng) -> Vec<Signed<'_>> {
        let mut acts = vec![self.adoption(rng)];
        acts.extend(INDICATORS.map(|indicator| self.cap(indicator, rng)));
        for region in 0..self.size.regions {
            acts.push(self.by_root(enrol_region(region, rng)));
            acts.push(self.by_root(enrol_bureau(region, rng)));
            for seat in SEATS {
                let person = PersonEnrol {
                    person: of(&seat_name(region, seat)),
                    party: bureau(region),
                };
                acts.push(self.by_root(person));
                acts.push(self.enrol_key(region, seat));
            }
        }
        acts
    }

    fn adoption(&self, rng: &mut Rng) -> Signed<'_> {
        let indicator = |code: &str| {
            PolicyItem::Indicator(Indicator {
                code: of(code),
                names: names(code),
                unit: of("t/a"),
                decimals: 3,
                span: Span::Standing,
                cap: CapRule::Ceiling,
                cover: Cover::Factor,
                base_limited: true,
            })
        };
        let act = PolicyAdopt {
            scope: None,
            items: INDICATORS.map(indicator).into(),
            valid_from: of("2026-01-01"),
            valid_to: None,
            legal_basis: of("新环发〔2026〕1号"),
            document: document(DocumentKind::Letter, "新环发〔2026〕1号", rng),
        };
        Signed {
            act: act.into(),
            signers: [ROOT, OTHER_ROOT].map(root_issues).into(),
            keys: vec![&self.root, &self.other_root],
        }
    }

    fn cap(&self, indicator: &str, rng: &mut Rng) -> Signed<'_> {
        self.by_root(CapSet {
            region: of(ROOT),
            indicator: of(indicator),
            period: of("standing"),
            kind: CapKind::Ceiling,
            amount: Some(of("900000000")),
            document: document(DocumentKind::CapDecision, "新环发〔2026〕2号", rng),
        })
    }

    fn by_root(&self, act: impl Into<Act>) -> Signed<'_> {
        Signed {
            act: act.into(),
            signers: vec![root_issues(ROOT)],
            keys: vec![&self.root],
        }
    }

    fn enrol_key(&self, region: usize, seat: Seat) -> Signed<'_> {
        let new = self.key_of(region, seat);
        let act = KeyEnrol {
            party: bureau(region),
            person: of(&seat_name(region, seat)),
            seat,
            public_key: new.public_key(),
            from: of(TODAY),
            until: None,
        };
        let mut signed = self.by_root(act);
        signed.signers.push((bureau(region), seat, true));
        signed.keys.push(new);
        signed
    }

    fn firm(&self, account: usize, rng: &mut Rng) -> [Signed<'_>; 2] {
        let region = self.region_of(account);
        let party = Party {
            party: firm(account),
            kind: PartyKind::Enterprise,
            names: names(&format!("准东第{account}号煤电化工有限责任公司")),
            region: region_id(region),
            upper: None,
            credit_code: Some(credit_code(account)),
        };
        let enrolment = PartyEnrol {
            party,
            document: document(DocumentKind::Application, &letter("注册", account), rng),
        };
        let opening = AccountOpen {
            account: self.account(account),
            document: document(DocumentKind::Application, &letter("开户", account), rng),
        };
        [
            self.by_bureau(region, &[Seat::Issue], enrolment),
            self.by_bureau(region, &[Seat::Issue], opening),
        ]
    }

    /// An act that a region's bureau signs in these seats.
    pub fn by_bureau(&self, region: usize, seats: &[Seat], act: impl Into<Act>) -> Signed<'_> {
        let keys = seats.iter().map(|seat| self.key_of(region, *seat));
        let signers = seats.iter().map(|seat| (bureau(region), *seat, false));
        Signed {
            act: act.into(),
            signers: signers.collect(),
            keys: keys.collect(),
        }
    }

    fn key_of(&self, region: usize, seat: Seat) -> &SigningKey {
        let [handle, review, issue] = &self.seats[region];
        match seat {
            Seat::Handle => handle,
            Seat::Review => review,
            Seat::Issue => issue,
        }
    }

    /// The region an account lies in.
    pub fn region_of(&self, account: usize) -> usize {
        account % self.size.regions
    }

    /// An account's id.
    pub fn account(&self, account: usize) -> AccountId {
        let region = region_id(self.region_of(account));
        AccountId::new(region, Holder::Party(firm(account)), None)
    }
}

fn root_issues(region: &str) -> (PartyId, Seat, bool) {
    (of(&format!("{region}-EEB")), Seat::Issue, false)
}

fn enrol_region(region: usize, rng: &mut Rng) -> RegionEnrol {
    RegionEnrol {
        region: region_id(region),
        names: names(&format!("第{region}号地州")),
        level: Level::Prefecture,
        division: None,
        relations: vec![RelationEntry {
            relation: Relation::Place,
            target: of(ROOT),
            indicator: None,
            from: of("2020-01-01"),
        }],
        document: document(DocumentKind::Letter, &letter("设立", region), rng),
    }
}

fn enrol_bureau(region: usize, rng: &mut Rng) -> PartyEnrol {
    let party = Party {
        party: bureau(region),
        kind: PartyKind::Bureau,
        names: names(&format!("第{region}号地州生态环境局")),
        region: region_id(region),
        upper: None,
        credit_code: None,
    };
    PartyEnrol {
        party,
        document: document(DocumentKind::Letter, &letter("授权", region), rng),
    }
}

/// A letter's number, as long as such things are.
pub fn letter(about: &str, number: usize) -> String {
    format!(
        "新环函〔2027〕{number}号（关于{about}事项的申请、附件、现场核查意见、公示情况、集体审议纪要、信息公开说明和审批材料的函）"
    )
}

pub fn region_id(region: usize) -> RegionId {
    // 650000 is the root.
    of(&format!("65{:04}", region + 1))
}

fn seat_name(region: usize, seat: Seat) -> String {
    let seat = match seat {
        Seat::Handle => 'H',
        Seat::Review => 'R',
        Seat::Issue => 'I',
    };
    format!("P-{}-{seat}", region_id(region))
}

pub fn bureau(region: usize) -> PartyId {
    of(&format!("{}-EEB", region_id(region)))
}

pub fn firm(account: usize) -> PartyId {
    of(credit_code(account).as_str())
}

/// A made-up credit code with the check digit it must have.
fn credit_code(account: usize) -> CreditCode {
    let text = |check: char| format!("916500MA{account:09}{check}");
    match text('0').parse() {
        Ok(code) => code,
        Err(IdError::CheckDigit { expected, .. }) => of(&text(expected)),
        Err(error) => panic!("{error}"),
    }
}

/// Today as a day.
pub fn today() -> Day {
    of(TODAY)
}

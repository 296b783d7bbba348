//! Wishes about regions, caps, accounts, keys, policy, projects and holds.

use qledger::domain::amount::Balance;
use qledger::domain::entry::{
    AccountOpen, CapSet, ChangeKind, HoldLift, HoldPlace, HolderChange, KeyAmend, KeyEnrol,
    KeyRevoke, PersonEnrol, PolicyAdopt, ProjectRegister, RegionEnrol,
};
use qledger::domain::ids::{AccountId, Holder, PartyId, RegionId};
use qledger::domain::lot::{HoldTarget, Nature};
use qledger::domain::party::{PartyKind, RevocationReason, Seat};
use qledger::domain::period::Period;
use qledger::domain::policy::{CarbonRatio, Factor, FormHead, FormKind, Limits, PolicyItem};
use qledger::domain::procedure::CaseKind;
use qledger::domain::region::{CapKind, Relation, RelationEntry};
use qledger::domain::text::{DocumentKind, FileHash, Names};
use qledger::envelope::KeyId;
use rust_decimal::Decimal;

use super::{Wish, Wisher};
use crate::office::key_of;
use crate::world::{document, of, seat_name};

impl Wisher<'_> {
    fn any_region(&mut self) -> RegionId {
        self.rng.pick(self.model.regions.keys().cloned()).unwrap()
    }

    /// A cap near what is used, far above it, or none.
    pub(super) fn cap(&mut self) -> Option<Wish> {
        let (region, indicator) = (self.any_region(), self.any_indicator_of_all());
        let yearly = indicator.as_str() == "CO2" || self.rng.percent(20);
        let year = self.today.year() + u16::try_from(self.rng.range(0, 3)).unwrap();
        let own_year = yearly && self.rng.percent(70);
        let period = if own_year {
            Period::Year(year)
        } else {
            Period::Standing
        };
        let used = self.model.uses(self.today).of(&region, &indicator, period);
        let percent = i64::try_from(self.rng.range(80, 220)).unwrap();
        let near = Decimal::new(used / 10_000 * percent / 100, 0);
        let size = Decimal::from(Self::size_of(&indicator).1 / 100);
        let amount = if used > 0 && self.rng.percent(70) {
            near
        } else {
            size
        };
        let kind = self.rng.weighted(&[
            (80, CapKind::Ceiling),
            (10, CapKind::Target),
            (10, CapKind::None),
        ]);
        let amount = (kind != CapKind::None).then(|| Balance::new(amount).unwrap());
        let document = self.document(DocumentKind::CapDecision);
        Some(
            CapSet {
                region,
                indicator,
                period,
                kind,
                amount,
                document,
            }
            .into(),
        )
    }

    pub(super) fn account(&mut self) -> Option<Wish> {
        let region = self.any_region();
        let holder = if self.rng.percent(60) {
            Holder::Reserve
        } else {
            Holder::Party(self.firm())
        };
        let account = AccountId::new(region, holder, None);
        let document = self.document(DocumentKind::Application);
        Some(AccountOpen { account, document }.into())
    }

    /// A new person and, another time, their key; or a second key for somebody who has one.
    pub(super) fn key(&mut self) -> Option<Wish> {
        let seats: Vec<(PartyId, Seat)> = self.office.rings().keys().cloned().collect();
        let (party, seat) = self.rng.pick(seats)?;
        self.key_of_seat(&party, seat)
    }

    /// What a seat needs to get one more key.
    pub(super) fn key_of_seat(&mut self, party: &PartyId, seat: Seat) -> Option<Wish> {
        let start = format!("{party}-{}N", seat_name(seat));
        let of_party = |name: &str| name.starts_with(&start);
        let waiting = self.model.persons.iter().find(|person| {
            of_party(person.as_str()) && self.model.keys.values().all(|key| key.person != **person)
        });
        let somebody = self.model.keys.values().find(|key| key.party == *party);
        let person = match waiting {
            Some(person) => person.clone(),
            None if self.rng.percent(80) => {
                let name = format!("{start}{}", self.rng.range(0, 1000));
                return Some(
                    PersonEnrol {
                        person: of(&name),
                        party: party.clone(),
                    }
                    .into(),
                );
            }
            None => somebody?.person.clone(),
        };
        let name = format!("{person}-{}", self.rng.range(0, 1000));
        let key = key_of(&name);
        self.office.keep_key(party, seat, &name);
        let deputy = self.rng.percent(30);
        let days = self.rng.range(0, 60);
        let late = self.rng.percent(10);
        Some(
            KeyEnrol {
                party: party.clone(),
                person,
                seat,
                public_key: key.public_key(),
                from: if late {
                    self.today.plus_days(days)
                } else {
                    self.today
                },
                until: deputy.then(|| self.today.plus_days(30 + days)),
            }
            .into(),
        )
    }

    pub(super) fn key_end(&mut self) -> Option<Wish> {
        let key: KeyId = *self.rng.pick(self.model.keys.keys())?;
        if self.rng.percent(50) {
            let days = self.rng.range(0, 200);
            let until = self.rng.percent(80).then(|| self.today.plus_days(days));
            return Some(KeyAmend { key, until }.into());
        }
        let days = self.rng.range(0, 30);
        let distrusted = self.rng.percent(20);
        Some(
            KeyRevoke {
                key,
                reason: RevocationReason::Replaced,
                not_trusted_since: distrusted.then(|| self.days_back(days)),
            }
            .into(),
        )
    }

    pub(super) fn policy(&mut self) -> Option<Wish> {
        let region = self.any_region();
        let value = |tenths: u64| Balance::new(Decimal::new(i64::try_from(tenths).unwrap(), 1));
        let factor = value(self.rng.range(9, 21)).unwrap();
        let item = match self.rng.range(0, 11) {
            0..7 => {
                let flows = [CaseKind::Relocation, CaseKind::Introduction];
                let flow = self.rng.pick(flows).unwrap();
                let indicator = of(if self.rng.percent(70) { "NOX" } else { "HG" });
                let attainment = self.letter();
                PolicyItem::Factor(Factor {
                    flow,
                    indicator,
                    region: region.clone(),
                    factor,
                    attainment,
                })
            }
            7..9 => PolicyItem::CarbonRatio(CarbonRatio {
                region: region.clone(),
                ratio: factor,
            }),
            9 => PolicyItem::FormHead(FormHead {
                form: FormKind::Review,
                title: None,
                letterhead: self.rng.percent(50).then(|| Names {
                    zh: of("厅"),
                    en: of("bureau"),
                }),
            }),
            _ => PolicyItem::Limits(Limits {
                document_age_working_days: u16::try_from(self.rng.range(40, 61)).unwrap(),
                refusals_per_key_and_day: u16::try_from(self.rng.range(3, 8)).unwrap(),
                ..Limits::default()
            }),
        };
        let own = self.rng.percent(50);
        let (back, on) = (self.rng.range(0, 40), self.rng.range(1, 200));
        let ends = self.rng.percent(30);
        Some(
            PolicyAdopt {
                scope: own.then(|| self.model.prefecture(&region, self.today)),
                items: vec![item],
                valid_from: self.days_back(back),
                valid_to: ends.then(|| self.today.plus_days(on)),
                legal_basis: of("新环发〔2027〕9号"),
                document: self.letter(),
            }
            .into(),
        )
    }

    /// A region comes to count into another, for all indicators or for one.
    pub(super) fn region(&mut self) -> Option<Wish> {
        let (region, target) = (self.any_region(), self.any_region());
        let row = self.model.regions[&region].clone();
        if self.model.roots.iter().any(|root| root.region == region) {
            return None;
        }
        let one = self.rng.percent(50);
        let relation = RelationEntry {
            relation: Relation::CapParent,
            target,
            indicator: one.then(|| self.any_indicator_of_all()),
            from: if self.rng.percent(90) {
                self.days_back(1)
            } else {
                self.today.plus_days(9)
            },
        };
        Some(
            RegionEnrol {
                region,
                names: row.names,
                level: row.level,
                division: row.division,
                relations: vec![relation],
                document: self.letter(),
            }
            .into(),
        )
    }

    pub(super) fn project(&mut self) -> Option<Wish> {
        let regions = ["ZD-BZ", "ZD-WZ", "ZD-BZ", "ZD-WZ", "650109", "XPCC-06"];
        let region = self.rng.pick(regions).unwrap();
        let industries = ["2523", "3985", "4415", "3415", "1011"];
        let industry = self.rng.pick(industries).unwrap();
        Some(
            ProjectRegister {
                code: None,
                name: of("项目"),
                builder: self.firm(),
                region: of(region),
                industry: of(industry),
                nature: Nature::New,
                document: self.document(DocumentKind::Application),
            }
            .into(),
        )
    }

    pub(super) fn hold(&mut self) -> Option<Wish> {
        let target = match self.rng.range(0, 4) {
            0 => {
                let all = self.rng.percent(30);
                let indicator = (!all).then(|| self.any_indicator_of_all());
                HoldTarget::Region {
                    region: self.any_region(),
                    indicator,
                }
            }
            1 => HoldTarget::Account(self.any_account()?),
            2 => HoldTarget::Lot(self.rng.pick(self.model.book.lots.keys().cloned())?),
            _ => HoldTarget::Case(self.rng.pick(self.model.cases.keys().cloned())?),
        };
        let places = |party: &qledger::domain::party::Party| match party.kind {
            PartyKind::Bureau | PartyKind::Inspector | PartyKind::Court => true,
            _ => party.party.as_str() == "XPCC-VER",
        };
        let parties = self.model.parties.values().filter(|party| places(party));
        let by = self.rng.pick(parties)?.party.clone();
        let days = self.rng.range(0, 40);
        let ends = self.rng.percent(80);
        let until = ends.then(|| self.today.plus_days(days));
        Some(
            HoldPlace {
                target,
                by,
                until,
                document: self.letter(),
            }
            .into(),
        )
    }

    /// New names for a firm, or for somebody that is none; sometimes forgotten.
    pub(super) fn rename(&mut self) -> Option<Wish> {
        let party = self.rng.pick(self.model.parties.keys().cloned())?;
        let names = self.rng.percent(90).then(|| Names {
            zh: of("新名"),
            en: of("new name"),
        });
        let mut document = self.letter();
        if self.rng.percent(80) {
            document.sha256 = Some(FileHash::from_bytes([9; 32]));
        }
        let change = HolderChange {
            change: ChangeKind::Rename,
            party,
            names,
            successors: Vec::new(),
            moves: Vec::new(),
            document,
        };
        Some(change.into())
    }

    pub(super) fn lift(&mut self) -> Option<Wish> {
        let active = self.model.holds.values().filter(|hold| hold.active);
        let hold = match self.rng.pick(active) {
            Some(hold) => hold.hold.clone(),
            None => self.rng.pick(self.model.holds.keys().cloned())?,
        };
        Some(
            HoldLift {
                hold,
                document: self.letter(),
            }
            .into(),
        )
    }

    /// A factor for a case's demand.
    pub(super) fn factor_of(&mut self, flow: CaseKind, region: &RegionId) -> Vec<PolicyItem> {
        let attainment = document(DocumentKind::Letter, self.today);
        let factor = |indicator: &str| {
            PolicyItem::Factor(Factor {
                flow,
                indicator: of(indicator),
                region: region.clone(),
                factor: of("1.2"),
                attainment: attainment.clone(),
            })
        };
        vec![factor("NOX"), factor("HG")]
    }
}

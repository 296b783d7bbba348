//! The workload: signed envelopes, from a fixed seed.
//!
//! | mix | acts | signatures |
//! | --- | --- | --- |
//! | one | a hold on an account; three times as often a project registered | 1 |
//! | two | a permit recorded | 2 |
//! | three | quota issued to an account, two lots | 3 |
//!
//! Accounts are drawn evenly, and with an account its region, and with the region the keys that
//! sign.

use qledger::codec::entry::encode;
use qledger::domain::entry::{
    Basis, Entry, Head, HoldPlace, IssueRow, PermitRecord, ProjectRegister, QuotaIssue,
    RequiredSigner,
};
use qledger::domain::ids::{EntryId, LedgerId};
use qledger::domain::lot::{HoldTarget, Nature};
use qledger::domain::moment::{DAY_MS, Moment};
use qledger::domain::party::Seat;
use qledger::domain::region::Quantity;
use qledger::domain::text::DocumentKind;
use qledger::envelope::{EntryHash, Envelope};
use qledger::log::tree::TreeHead;

use crate::rng::Rng;
use crate::world::{
    INDICATORS, SEATS, Signed, World, bureau, document, firm, letter, of, region_id, today,
};
use crate::{Failure, failure};

/// How many sign each act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mix {
    One,
    Two,
    Three,
}

/// Where entries of a ledger begin from: what their heads say.
pub struct Basics {
    pub ledger: LedgerId,
    pub tree: TreeHead,
    pub now: Moment,
}

/// Draws acts and signs them.
pub struct Workload<'w> {
    pub world: &'w World,
    rng: Rng,
    /// Acts drawn, for numbers that must not repeat.
    drawn: usize,
    pub tally: Tally,
}

/// What was made.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    pub entries: usize,
    pub signatures: usize,
    pub payload_bytes: usize,
    pub envelope_bytes: usize,
}

impl Tally {
    fn add(&mut self, signed: &Signed<'_>, payload: usize, envelope: usize) {
        self.entries += 1;
        self.signatures += signed.keys.len();
        self.payload_bytes += payload;
        self.envelope_bytes += envelope;
    }
}

impl<'w> Workload<'w> {
    pub fn new(world: &'w World, seed: &str) -> Self {
        Self {
            world,
            rng: Rng::named(seed),
            drawn: 0,
            tally: Tally::default(),
        }
    }

    /// So many envelopes of a mix.
    pub fn batch(
        &mut self,
        mix: Mix,
        entries: usize,
        basics: &Basics,
    ) -> Result<Vec<Vec<u8>>, Failure> {
        let acts: Vec<Signed<'_>> = (0..entries).map(|_| self.act(mix)).collect();
        acts.iter().map(|act| self.envelope(act, basics)).collect()
    }

    /// An act's entry, signed.
    pub fn envelope(&mut self, signed: &Signed<'_>, basics: &Basics) -> Result<Vec<u8>, Failure> {
        let signer = |(party, seat, new): &(_, Seat, bool)| RequiredSigner {
            new: *new,
            ..RequiredSigner::of(party, *seat)
        };
        let root = EntryHash::from_bytes(*basics.tree.root.as_bytes());
        let head = Head {
            ledger: Some(basics.ledger),
            id: EntryId::from_parts(basics.now.ms(), &self.rng.bytes()),
            made: basics.now,
            expires: basics.now.plus_ms(30 * DAY_MS),
            signers: signed.signers.iter().map(signer).collect(),
            speaks_on: None,
            basis: Some(Basis {
                size: basics.tree.size,
                root,
            }),
        };
        let entry = Entry {
            head,
            act: signed.act.clone(),
        };
        let payload = encode(&entry).map_err(failure)?;
        let payload_bytes = payload.len();
        let mut envelope = Envelope::new(payload)?;
        for key in &signed.keys {
            envelope.sign_with(*key)?;
        }
        let bytes = envelope.to_bytes();
        self.tally.add(signed, payload_bytes, bytes.len());
        Ok(bytes)
    }

    fn act(&mut self, mix: Mix) -> Signed<'w> {
        self.drawn += 1;
        let account = self.rng.below(self.world.size.accounts);
        let region = self.world.region_of(account);
        match mix {
            Mix::One if self.rng.next().is_multiple_of(4) => self.hold(account, region),
            Mix::One => self.project(account, region),
            Mix::Two => self.permit(account, region),
            Mix::Three => self.issue(account, region),
        }
    }

    fn hold(&mut self, account: usize, region: usize) -> Signed<'w> {
        let number = letter(
            "冻结该企业账户并停止其主要污染物排放总量指标的预留、划转和替代核销直至督察整改验收完成",
            self.drawn,
        );
        let act = HoldPlace {
            target: HoldTarget::Account(self.world.account(account)),
            by: bureau(region),
            until: None,
            document: document(DocumentKind::Letter, &number, &mut self.rng),
        };
        self.world.by_bureau(region, &[Seat::Issue], act)
    }

    fn project(&mut self, account: usize, region: usize) -> Signed<'w> {
        let act = ProjectRegister {
            code: Some(of(&format!("2701-65{:04}-04-01-{:06}", region, self.drawn))),
            name: of(&format!(
                "准东经济技术开发区年产四十亿立方米煤制天然气及其配套自备热电厂、空分装置、污水处理与回用装置、灰渣场和铁路专用线第{}期扩建工程（含以新带老和节能降碳改造）",
                self.drawn
            )),
            builder: firm(account),
            region: region_id(region),
            industry: of("2523"),
            nature: Nature::Expanded,
            document: document(
                DocumentKind::Application,
                &letter(
                    "该建设项目环境影响评价报批前主要污染物排放总量指标来源核定、预登记与公示",
                    self.drawn,
                ),
                &mut self.rng,
            ),
        };
        self.world.by_bureau(region, &[Seat::Handle], act)
    }

    fn permit(&mut self, account: usize, region: usize) -> Signed<'w> {
        let limit = |indicator: &str| Quantity {
            indicator: of(indicator),
            amount: of("412.6"),
        };
        let act = PermitRecord {
            permit: of(&format!("{}-{:08}P", firm(account), self.drawn)),
            holder: firm(account),
            region: region_id(region),
            limits: INDICATORS.map(limit).into(),
            from: today(),
            until: of("2031-12-31"),
            document: document(
                DocumentKind::PermitDecision,
                &letter(
                    "核发排污许可证正本、副本及其主要排放口年许可排放量限值、自行监测、台账管理与执行报告要求",
                    self.drawn,
                ),
                &mut self.rng,
            ),
        };
        self.world
            .by_bureau(region, &[Seat::Review, Seat::Issue], act)
    }

    fn issue(&mut self, account: usize, region: usize) -> Signed<'w> {
        let mut row = |indicator: &str| IssueRow {
            indicator: of(indicator),
            period: of("standing"),
            amount: of(&format!("{}.125", 1 + self.rng.below(90))),
            since: of("2026-12-01"),
            paid: false,
        };
        let rows = INDICATORS.map(&mut row).into();
        let number = letter(
            "按年度减排计划下达主要污染物排放总量控制指标并纳入排污许可管理",
            self.drawn,
        );
        let act = QuotaIssue {
            account: self.world.account(account),
            rows,
            document: document(DocumentKind::CapDecision, &number, &mut self.rng),
        };
        self.world.by_bureau(region, &SEATS, act)
    }
}

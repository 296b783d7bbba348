//! Each kind is planted once and found, and its honest neighbour is not.

use super::*;
use crate::codec::leaf::Leaf;
use crate::domain::case::{Case, Content, Phase, Relocation};
use crate::domain::entry::{
    CaseAct, CaseOpen, CaseReturn, OpeningRecord, OpeningRow, PermitCancel, PermitRecord,
    ReductionRecord, ReductionVerify,
};
use crate::domain::ids::{CaseNo, LotNo, PartyId};
use crate::domain::lot::{Permit, PermitState, Reduction, ReductionState};
use crate::domain::moment::Moment;
use crate::domain::party::Seat;
use crate::domain::posting::Place;
use crate::domain::region::Quantity;
use crate::domain::rules::testkit::{E1, Kit, of};
use crate::domain::state::{Draft, Movement, PermitOfHolder, keys};
use crate::domain::text::{Document, DocumentKind, FileHash};
use crate::envelope::EntryHash;
use crate::service::{Hand, Leaves};

const FIRM: &str = "650109/91650109MA77AB0192";
const CASE: &str = "ZD-WZ-2027-0001";

/// No leaf is asked for.
struct NoLog;

impl Leaves for NoLog {
    fn leaf(&self, index: u64) -> Result<Leaf, ServiceError> {
        Err(ServiceError::NoLeaf { index, size: 0 })
    }
}

/// A ledger and deeds made up beside it.
struct Scene {
    kit: Kit,
    deeds: Vec<Deed>,
    now: Moment,
}

impl Scene {
    fn new() -> Self {
        let mut kit = Kit::zhundong();
        kit.on("2027-03-01");
        let now = kit.draft().must(&keys::ledger()).unwrap().admitted_last;
        let deeds = Vec::new();
        Self { kit, deeds, now }
    }

    /// A deed so many minutes after the first, signed by these (party, person, seat).
    fn did(&mut self, minutes: u64, act: impl Into<Act>, hands: &[(&str, &str, Seat)]) -> u64 {
        let entry = self.kit.entry(act, None);
        let index = 1_000 + self.deeds.len() as u64;
        let hands = hands.iter().map(|(party, person, seat)| Hand {
            key: self.kit.key_id(party, *seat, 0),
            party: of(party),
            person: of(person),
            seat: *seat,
        });
        let deed = Deed {
            index,
            admitted: Moment::from_ms(self.now.ms() + minutes * 60_000).unwrap(),
            entry,
            hands: hands.collect(),
            refused: false,
            deadline: None,
        };
        self.deeds.push(deed);
        index
    }

    /// Suspicions of one kind, after what `plant` wrote and at `days` after the first deed.
    fn of_kind(&self, kind: Kind, days: u64, plant: impl Fn(&mut Draft<'_>)) -> Vec<Suspicion> {
        let mut draft = self.kit.draft();
        plant(&mut draft);
        let now = self.now.plus_ms(days * 86_400_000);
        let view = View::on(&draft, &NoLog, now).unwrap();
        let subject = Subject {
            deeds: &self.deeds,
            view: &view,
            terms: Terms::default(),
        };
        let mut found = suspicions(&subject).unwrap();
        found.retain(|suspicion| suspicion.rule == kind);
        found
    }

    fn count(&self, kind: Kind) -> usize {
        self.of_kind(kind, 0, |_| ()).len()
    }

    fn letter(&self, number: &str) -> Document {
        Document {
            number: of(number),
            ..self.kit.letter()
        }
    }
}

fn reduction(scene: &Scene, facility: &str, name: &str) -> ReductionRecord {
    ReductionRecord {
        account: of(FIRM),
        permit: of("P1"),
        facility: of(facility),
        name: of(name),
        indicator: of("SO2"),
        measure: crate::domain::lot::Measure::Treatment,
        before: of("100"),
        after: of("40"),
        completed_on: of("2026-12-01"),
        document: scene.letter(&format!("减〔2027〕{facility}")),
    }
}

fn step(scene: &Scene, step: &str, issuers: &[&str]) -> CaseAct {
    CaseAct {
        case: of(CASE),
        step: of(step),
        documents: vec![scene.letter(&format!("办〔2027〕{step}"))],
        issuers: issuers.iter().map(|issuer| of(issuer)).collect(),
        sources: Vec::new(),
        until: None,
        lines: Vec::new(),
        balances: Vec::new(),
    }
}

fn relocation() -> Content {
    Content::Relocation(Relocation {
        firm: of(E1),
        origin: of(FIRM),
        site: of("ZD-WZ"),
        project: None,
        lines: Vec::new(),
        required: vec![Quantity {
            indicator: of("SO2"),
            amount: of("10"),
        }],
    })
}

/// A case that an entry opened.
fn put_case(draft: &mut Draft<'_>, opened: u64) {
    let no: CaseNo = of(CASE);
    let case = Case {
        case: no.clone(),
        procedure: of("relocation"),
        procedure_index: 0,
        site: of("ZD-WZ"),
        opened_by: of("ZD-WZ-PC"),
        opened,
        opened_on: of("2027-03-01"),
        content: relocation(),
        stage: 1,
        content_hash: EntryHash::from_bytes([0; 32]),
        accepted: None,
        sources: Vec::new(),
        done: Vec::new(),
        documents: Vec::new(),
        signed: Vec::new(),
        reserved: false,
        lapses_at: Moment::from_ms(1_900_000_000_000).unwrap(),
        phase: Phase::Open,
    };
    draft.put(&keys::case(&no), &case).unwrap();
    draft
        .put(&keys::case_listed(&of("ZD-WZ"), &no), &no)
        .unwrap();
}

fn put_permit(draft: &mut Draft<'_>, permit: &str, region: &str, until: &str, state: PermitState) {
    let holder: PartyId = of(E1);
    let row = Permit {
        permit: of(permit),
        holder: holder.clone(),
        region: of(region),
        limits: vec![Quantity {
            indicator: of("SO2"),
            amount: of("100"),
        }],
        from: of("2022-01-01"),
        until: of(until),
        state,
    };
    let listed = PermitOfHolder {
        permit: row.permit.clone(),
        region: row.region.clone(),
    };
    draft.put(&keys::permit(&row.permit), &row).unwrap();
    draft
        .put(&keys::permit_listed(&holder, &row.permit), &listed)
        .unwrap();
}

#[test]
fn one_facility_under_near_names_is_suspected() {
    for ((facility, name), suspected) in [
        (("DA-1", "脱硫塔"), true),
        (("DA009", "２号 燃煤锅炉"), true),
        (("DA009", "二号燃煤锅炉房"), true),
        (("DA009", "3号燃煤锅炉"), false),
        (("DA002", "脱硫塔"), false),
    ] {
        let mut scene = Scene::new();
        let first = reduction(&scene, "DA001", "2号燃煤锅炉");
        scene.did(0, first, &[]);
        let second = reduction(&scene, facility, name);
        scene.did(9, second, &[]);
        let found = scene.of_kind(Kind::ClaimedTwice, 0, |_| ());
        assert_eq!(found.len(), usize::from(suspected), "{facility} {name}");
        if suspected {
            assert_eq!(found[0].entries, [1_000, 1_001]);
            assert_eq!(found[0].figures["indicator"], "SO2");
        }
    }
    // Another indicator or another firm's permit is another claim.
    let mut scene = Scene::new();
    let first = reduction(&scene, "DA001", "2号燃煤锅炉");
    scene.did(0, first.clone(), &[]);
    let mut other = first.clone();
    other.indicator = of("NOX");
    scene.did(1, other, &[]);
    let mut other = first;
    other.permit = of("P2");
    other.account = of("650109/91650100MA77EF046M");
    scene.did(2, other, &[]);
    assert_eq!(scene.count(Kind::ClaimedTwice), 0);
}

#[test]
fn a_second_measure_that_goes_on_from_the_first_is_honest() {
    for (before, after, suspected) in [("40", "30", false), ("100", "60", true)] {
        let mut scene = Scene::new();
        let first = reduction(&scene, "DA001", "2号锅炉");
        scene.did(0, first.clone(), &[]);
        let mut second = first;
        second.measure = crate::domain::lot::Measure::Feed;
        (second.before, second.after) = (of(before), of(after));
        scene.did(9, second, &[]);
        let found = scene.count(Kind::ClaimedTwice);
        assert_eq!(found, usize::from(suspected), "{before} {after}");
    }
}

#[test]
fn more_out_of_a_lot_than_was_in_it_is_found_from_its_moves() {
    let mut scene = Scene::new();
    scene.kit.open(FIRM);
    let row = OpeningRow {
        account: of(FIRM),
        indicator: of("SO2"),
        period: of("standing"),
        amount: of("100"),
        since: of("2020-01-01"),
        paid: false,
        base_emission: None,
        evidence: None,
    };
    let given = scene.kit.admit(OpeningRecord {
        region: of("650109"),
        cut_over: of("2027-01-01"),
        rows: vec![row],
        document: scene.kit.letter(),
    });
    scene.now = scene
        .kit
        .draft()
        .must(&keys::ledger())
        .unwrap()
        .admitted_last;
    let lot: LotNo = of(&given[0].number);
    assert_eq!(scene.count(Kind::UsedAboveLot), 0);
    let retire = |draft: &mut Draft<'_>, amount: &str| {
        let step = Movement {
            index: 2_000,
            at: scene.now,
            from: Some(Place::Available(of(FIRM))),
            to: Place::Retired,
            amount: of(amount),
            case: None,
        };
        draft.put(&keys::movement(&lot, 2_000, 0), &step).unwrap();
    };
    let within = scene.of_kind(Kind::UsedAboveLot, 0, |draft| retire(draft, "100"));
    assert_eq!(within, []);
    let above = scene.of_kind(Kind::UsedAboveLot, 0, |draft| retire(draft, "100.001"));
    assert_eq!(above.len(), 1);
    assert_eq!(above[0].figures["short"], "0.001");
    assert!(above[0].entries.contains(&2_000));
}

#[test]
fn a_new_permit_before_the_old_is_over_is_suspected() {
    let new = |scene: &Scene| PermitRecord {
        permit: of("NEW"),
        holder: of(E1),
        region: of("ZD-WZ"),
        limits: Vec::new(),
        from: of("2027-03-01"),
        until: of("2032-02-28"),
        document: scene.letter("证〔2027〕1号"),
    };
    let cancel = |scene: &Scene| PermitCancel {
        permit: of("OLD"),
        document: scene.letter("注销〔2027〕1号"),
    };
    for (old_first, suspected) in [(true, false), (false, true)] {
        let mut scene = Scene::new();
        let (new, cancel) = (new(&scene), cancel(&scene));
        if old_first {
            scene.did(0, cancel, &[]);
            scene.did(9, new, &[]);
        } else {
            scene.did(0, new, &[]);
            scene.did(9, cancel, &[]);
        }
        let found = scene.of_kind(Kind::PermitBeforeCancel, 0, |draft| {
            put_case(draft, 900);
            put_permit(draft, "OLD", "650109", "2028-01-01", PermitState::Cancelled);
        });
        assert_eq!(
            found.len(),
            usize::from(suspected),
            "old first: {old_first}"
        );
        if suspected {
            assert_eq!(found[0].entries, [1_000, 1_001]);
        }
    }
}

#[test]
fn an_expired_permit_counts_while_its_quantity_is_held_and_no_other_is_in_force() {
    let mut scene = Scene::new();
    scene.kit.open(FIRM);
    let holds = |draft: &mut Draft<'_>| {
        let held = crate::domain::lot::Holding {
            account: of(FIRM),
            lot: of("650109-2027-L0001"),
            indicator: of("SO2"),
            period: of("standing"),
            slot: crate::domain::lot::Slot::Available,
            barred: false,
            amount: of("80"),
        };
        let key = keys::holding(&held.account, &held.indicator, &held.lot, &held.slot, false);
        draft.put(&key, &held).unwrap();
    };
    let expired = |draft: &mut Draft<'_>| {
        put_permit(draft, "OLD", "650109", "2027-01-01", PermitState::Expired);
    };
    let found = scene.of_kind(Kind::ExpiredPermit, 0, |draft| {
        holds(draft);
        expired(draft);
    });
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].figures["held"], "SO2 80");
    assert_eq!(scene.of_kind(Kind::ExpiredPermit, 0, expired), []);
    let renewed = scene.of_kind(Kind::ExpiredPermit, 0, |draft| {
        holds(draft);
        expired(draft);
        put_permit(draft, "NEW", "650109", "2032-01-01", PermitState::InForce);
    });
    assert_eq!(renewed, []);
}

#[test]
fn an_approval_sooner_than_anybody_reads_is_suspected() {
    let bureau = [("652300-EEB", "P-1", Seat::Review)];
    for (minutes, issuers, suspected) in [
        (4, vec![], true),
        (5, vec![], false),
        (4, vec!["652300-GOV"], false),
    ] {
        let mut scene = Scene::new();
        let open = CaseOpen {
            procedure: of("relocation"),
            by: of("ZD-WZ-PC"),
            content: relocation(),
            documents: vec![scene.letter("申〔2027〕1号")],
        };
        scene.did(0, open, &[("ZD-WZ-PC", "P-9", Seat::Handle)]);
        let act = step(&scene, "accept", &issuers);
        scene.did(minutes, act, &bureau);
        let found = scene.of_kind(Kind::ApprovedFast, 0, |draft| put_case(draft, 1_000));
        assert_eq!(found.len(), usize::from(suspected), "{minutes} {issuers:?}");
    }
}

#[test]
fn a_person_who_signs_for_two_bodies_is_suspected() {
    for (second, suspected) in [("650100-GOV", true), ("650100-EEB", false)] {
        let mut scene = Scene::new();
        for party in ["650100-EEB", second] {
            let act = step(&scene, "accept", &[]);
            scene.did(0, act, &[(party, "P-1", Seat::Issue)]);
        }
        assert_eq!(
            scene.count(Kind::PersonOfSeveral),
            usize::from(suspected),
            "{second}"
        );
    }
}

#[test]
fn who_verifies_what_they_recorded_is_suspected() {
    for (person, suspected) in [("P-1", true), ("P-2", false)] {
        let mut scene = Scene::new();
        let record = reduction(&scene, "DA001", "2号锅炉");
        scene.did(0, record.clone(), &[("650100-EEB", "P-1", Seat::Handle)]);
        let verify = ReductionVerify {
            reduction: of("650109-2027-R0001"),
            amount: of("60"),
            lines: Vec::new(),
            document: scene.letter("核〔2027〕1号"),
        };
        scene.did(9, verify, &[("650100-EEB", person, Seat::Review)]);
        scene.kit.open(FIRM);
        scene.now = scene
            .kit
            .draft()
            .must(&keys::ledger())
            .unwrap()
            .admitted_last;
        let found = scene.of_kind(Kind::VerifiedByRecorder, 0, |draft| {
            let row = Reduction {
                reduction: of("650109-2027-R0001"),
                account: record.account.clone(),
                permit: record.permit.clone(),
                facility: record.facility.clone(),
                indicator: record.indicator.clone(),
                measure: record.measure,
                before: record.before,
                after: record.after,
                completed_on: record.completed_on,
                state: ReductionState::Verified(of("650109-2027-L0001")),
            };
            let no = row.reduction.clone();
            draft.put(&keys::reduction(&no), &row).unwrap();
            draft
                .put(&keys::counter(&of("650109"), "R", 2027), &1)
                .unwrap();
            draft
                .put(&keys::reduction_listed(&row.account, &no), &no)
                .unwrap();
        });
        assert_eq!(found.len(), usize::from(suspected), "{person}");
    }
}

#[test]
fn a_letter_recorded_for_others_is_to_be_confirmed_in_time() {
    let mut scene = Scene::new();
    let act = step(&scene, "carry_consent", &["650100-GOV"]);
    scene.did(0, act, &[("650100-EEB", "P-1", Seat::Handle)]);
    assert_eq!(scene.of_kind(Kind::NotConfirmed, 20, |_| ()), []);
    let late = scene.of_kind(Kind::NotConfirmed, 40, |_| ());
    assert_eq!(late.len(), 1);
    assert_eq!(late[0].figures["issuer"], "650100-GOV");
    let own = step(&scene, "carry_consent", &[]);
    scene.did(50, own, &[("650100-GOV", "P-2", Seat::Issue)]);
    assert_eq!(scene.of_kind(Kind::NotConfirmed, 40, |_| ()), []);
}

#[test]
fn one_number_is_one_letter_and_one_file_has_one_number() {
    let hash = |byte: u8| Some(FileHash::from_bytes([byte; 32]));
    for (number, date, file, letters, files) in [
        ("乌环函〔2027〕1号", "2027-03-01", 1, 0, 0),
        ("乌环函〔2027〕1 号", "2027-03-01", 1, 0, 0),
        ("乌环函〔2027〕1号", "2027-02-26", 1, 1, 0),
        ("乌环函〔2027〕1号", "2027-03-01", 2, 1, 0),
        ("乌环函〔2027〕2号", "2027-03-01", 1, 0, 1),
        ("乌环函〔2027〕2号", "2027-03-01", 2, 0, 0),
    ] {
        let mut scene = Scene::new();
        let letter = |number: &str, date: &str, byte: u8| Document {
            kind: DocumentKind::Letter,
            number: of(number),
            date: of(date),
            sha256: hash(byte),
        };
        let mut act = step(&scene, "accept", &[]);
        act.documents = vec![letter("乌环函〔2027〕1号", "2027-03-01", 1)];
        scene.did(0, act.clone(), &[]);
        act.documents = vec![letter(number, date, file)];
        scene.did(9, act, &[]);
        let case = format!("{number} {date} {file}");
        assert_eq!(scene.count(Kind::LetterTwice), letters, "{case}");
        assert_eq!(scene.count(Kind::FileTwice), files, "{case}");
    }
}

#[test]
fn a_return_with_hardly_a_day_left_is_suspected() {
    for (days, suspected) in [(2, true), (30, false)] {
        let mut scene = Scene::new();
        let act = CaseReturn {
            case: of(CASE),
            by: of("652300-EEB"),
            to: of("accept"),
            missing: vec![DocumentKind::Opinion],
            document: scene.letter("退〔2027〕1号"),
        };
        scene.did(0, act, &[]);
        let admitted = scene.deeds[0].admitted;
        scene.deeds[0].deadline = Some(admitted.day().plus_days(days).end());
        assert_eq!(
            scene.count(Kind::RightBeforeDeadline),
            usize::from(suspected),
            "{days}"
        );
    }
}

#[test]
fn refused_entries_raise_nothing() {
    let mut scene = Scene::new();
    for minutes in [0, 9] {
        let record = reduction(&scene, "DA001", "2号锅炉");
        scene.did(minutes, record, &[]);
    }
    assert_eq!(scene.count(Kind::ClaimedTwice), 1);
    scene.deeds[1].refused = true;
    assert_eq!(scene.count(Kind::ClaimedTwice), 0);
}

//! Changes of holder by really signed entries: everything goes over, to the last decimal.

mod findings;

use super::super::cases::lines;
use super::super::testkit::{E1, E4, Kit, of};
use crate::domain::case::{Content, LineShare, MovedLine, Relocation};
use crate::domain::entry::{
    Act, CaseOpen, ChangeKind, EmissionVerify, HeldPart, HoldPlace, HolderChange, OpeningRecord,
    OpeningRow, PermitCancel, PermitRecord, ProjectRegister, Successor,
};
use crate::domain::lot::{HoldTarget, Nature, Slot};
use crate::domain::party::{PartyKind, Seat};
use crate::domain::policy::{Factor, PolicyItem};
use crate::domain::procedure::CaseKind;
use crate::domain::refusal::Code;
use crate::domain::region::{Emission, Quantity};
use crate::domain::state::keys;
use crate::domain::text::{DocumentKind, FileHash};

const PROCEDURES: &str = include_str!("../../../../samples/policy/procedures.json");
const ACCOUNT: &str = "650109/91650109MA77AB0192";
const A: &str = "FIRM-A";
const B: &str = "FIRM-B";

fn quantity(indicator: &str, amount: &str) -> Quantity {
    Quantity {
        indicator: of(indicator),
        amount: of(amount),
    }
}

impl Kit {
    fn held_by(&self, account: &str) -> (String, String) {
        let zero = crate::domain::amount::Balance::ZERO;
        let (mut available, mut reserved) = (zero, zero);
        for holding in self.draft().list(&keys::holdings_of(&of(account))).unwrap() {
            let sum = match holding.slot {
                Slot::Available => &mut available,
                Slot::Reserved(_) => &mut reserved,
            };
            *sum = sum.plus(holding.amount.into());
        }
        (available.to_string(), reserved.to_string())
    }

    fn opens_with(&mut self, account: &str, amount: &str, paid: bool) -> String {
        let row = OpeningRow {
            account: of(account),
            indicator: of("NOX"),
            period: of("standing"),
            amount: of(amount),
            since: of(if paid { "2021-01-01" } else { "2020-01-01" }),
            paid,
            base_emission: None,
            evidence: None,
        };
        let region = row.account.region().clone();
        let assigned = self.admit(OpeningRecord {
            region,
            cut_over: self.today(),
            rows: vec![row],
            document: self.letter(),
        });
        assigned[0].number.clone()
    }
}

/// E1 with 60 t `NOX`, a permit, a base, and two firms that may take over.
fn firm() -> Kit {
    let mut kit = Kit::zhundong();
    kit.adopt(None, serde_json::from_str(PROCEDURES).unwrap());
    for region in ["650000", "650100", "650109", "ZD-WZ"] {
        kit.ceiling(region, "NOX", "standing", "500");
    }
    kit.open(ACCOUNT);
    kit.open("650100/RESERVE");
    kit.opens_with(ACCOUNT, "60", false);
    for party in [A, B] {
        kit.admit(kit.party(party, PartyKind::ReserveBody, "650109"));
    }
    kit.admit(PermitRecord {
        permit: of("001P"),
        holder: of(E1),
        region: of("650109"),
        limits: vec![quantity("NOX", "60")],
        from: kit.today(),
        until: kit.today().plus_days(900),
        document: kit.document(DocumentKind::PermitDecision),
    });
    kit.admit(EmissionVerify {
        account: of(ACCOUNT),
        year: 2025,
        emissions: vec![Emission {
            indicator: of("NOX"),
            amount: of("54"),
        }],
        document: kit.document(DocumentKind::VerificationReport),
    });
    kit
}

/// A case that reserves 12 of E1's.
fn reserving(kit: &mut Kit) -> String {
    let factor = PolicyItem::Factor(Factor {
        flow: CaseKind::Relocation,
        indicator: of("NOX"),
        region: of("652300"),
        factor: crate::domain::amount::Ratio::parse_input("1.0").unwrap(),
        attainment: kit.letter(),
    });
    kit.adopt(Some("652300"), vec![factor]);
    let line = MovedLine {
        line: of("L1"),
        name: of("一号线"),
        shares: vec![LineShare {
            indicator: of("NOX"),
            amount: of("12"),
            base: Some(of("12")),
        }],
    };
    let open = CaseOpen {
        procedure: of("relocation"),
        by: of("ZD-WZ-PC"),
        content: Content::Relocation(Relocation {
            firm: of(E1),
            origin: of(ACCOUNT),
            site: of("ZD-WZ"),
            project: None,
            required: vec![quantity("NOX", "10")],
            lines: vec![line],
        }),
        documents: vec![kit.document(DocumentKind::Application)],
    };
    let case = kit.admit(open)[0].number.clone();
    let to_reserve = [
        "accept",
        "origin_confirm",
        "carry_consent",
        "host_opinion",
        "upper_confirm",
        "reserve",
    ];
    kit.does(&case, &to_reserve);
    case
}

fn change(kit: &Kit, kind: ChangeKind, successors: Vec<Successor>) -> HolderChange {
    let mut document = kit.letter();
    document.sha256 = Some(FileHash::from_bytes([7; 32]));
    HolderChange {
        change: kind,
        party: of(E1),
        names: None,
        successors,
        moves: Vec::new(),
        document,
    }
}

fn takes(party: &str, amount: Option<&str>) -> Successor {
    let part = |amount| HeldPart {
        account: of(ACCOUNT),
        indicator: of("NOX"),
        period: of("standing"),
        amount: of(amount),
    };
    Successor {
        party: of(party),
        parts: amount.map(part).into_iter().collect(),
        permits: Vec::new(),
        cases: Vec::new(),
        projects: Vec::new(),
    }
}

fn completed(kit: &mut Kit, act: HolderChange) -> Act {
    let head = kit.head(Vec::new());
    let mut act = Act::from(act);
    // What cannot be completed is judged as it is, and refused for that.
    let _ = crate::domain::rules::complete(&kit.state, &head, kit.now, &mut act);
    act
}

fn split(kit: &Kit, case: &str, (a, b): (&str, &str)) -> HolderChange {
    let mut first = takes(A, Some(a));
    first.cases = vec![of(case)];
    first.permits = vec![of("001P")];
    change(kit, ChangeKind::Split, vec![first, takes(B, Some(b))])
}

#[test]
fn a_split_divides_to_the_last_decimal_and_reservations_follow_their_case() {
    let mut kit = firm();
    let case = reserving(&mut kit);
    let before = kit
        .draft()
        .get(&keys::totals(&of("650109"), &of("NOX")))
        .unwrap();
    let act = split(&kit, &case, ("35", "25"));
    let act = completed(&mut kit, act);
    kit.admit(act);
    assert_eq!(kit.held_by(ACCOUNT), ("0".into(), "0".into()));
    assert_eq!(kit.held_by("650109/FIRM-A"), ("23".into(), "12".into()));
    assert_eq!(kit.held_by("650109/FIRM-B"), ("25".into(), "0".into()));
    let after = kit
        .draft()
        .get(&keys::totals(&of("650109"), &of("NOX")))
        .unwrap();
    assert_eq!(before, after, "caps and use do not move");
    let draft = kit.draft();
    let row = draft.must(&keys::case(&of(&case))).unwrap();
    let Content::Relocation(content) = &row.content else {
        panic!("a relocation")
    };
    assert_eq!(
        (content.firm.as_str(), content.origin.to_string().as_str()),
        (A, "650109/FIRM-A")
    );
    assert_eq!(
        draft
            .must(&keys::permit(&of("001P")))
            .unwrap()
            .holder
            .as_str(),
        A
    );
    // 54 of base: 35/60 of it, rounded down, and the rest.
    let base = |account: &str| {
        let key = keys::base_emission(&of(account), &of("NOX"));
        draft.must(&key).unwrap().emission.to_string()
    };
    assert_eq!(
        (base("650109/FIRM-A"), base("650109/FIRM-B")),
        ("31.5".into(), "22.5".into())
    );
    assert_eq!(lines::of(&row)[0].line.as_str(), "L1");
    let claimed = keys::line_taken(&of("650109/FIRM-A"), &of("l1"));
    assert_eq!(draft.get(&claimed).unwrap().unwrap().as_str(), case);
}

#[test]
fn the_case_goes_on_in_the_successors_name() {
    let mut kit = firm();
    let case = reserving(&mut kit);
    let spoken = kit
        .draft()
        .must(&keys::case(&of(&case)))
        .unwrap()
        .content_hash;
    let act = split(&kit, &case, ("35", "25"));
    let act = completed(&mut kit, act);
    kit.admit(act);
    let row = kit.draft().must(&keys::case(&of(&case))).unwrap();
    assert_ne!(
        row.content_hash, spoken,
        "nobody's signature for E1 counts for its successor"
    );
    kit.does(&case, &["eia", "origin_closure"]);
    kit.admit(crate::domain::entry::PermitLower {
        permit: of("001P"),
        limits: vec![quantity("NOX", "23")],
        document: kit.document(DocumentKind::PermitDecision),
    });
    kit.does(&case, &["old_permit"]);
    kit.admit(PermitRecord {
        permit: of("002P"),
        holder: of(A),
        region: of("ZD-WZ"),
        limits: vec![quantity("NOX", "10")],
        from: kit.today(),
        until: kit.today().plus_days(900),
        document: kit.document(DocumentKind::PermitDecision),
    });
    kit.does(&case, &["new_permit", "effective"]);
    assert_eq!(kit.held_by("ZD-WZ/FIRM-A"), ("10".into(), "0".into()));
    assert_eq!(kit.held_by("650109/FIRM-A"), ("23".into(), "0".into()));
    assert_eq!(kit.held_by("650100/RESERVE"), ("2".into(), "0".into()));
}

#[test]
fn parts_that_do_not_add_up_or_miss_something_are_refused() {
    let mut kit = firm();
    let case = reserving(&mut kit);
    for (parts, code) in [
        (("35", "24.999"), Code::SharesDiffer),
        (("35", "25.001"), Code::SharesDiffer),
        (("11.999", "48.001"), Code::ShareBelowReserved),
    ] {
        let act = split(&kit, &case, parts);
        let act = completed(&mut kit, act);
        kit.refuses(code, act);
    }
    let mut odd = Vec::new();
    let mut act = split(&kit, &case, ("35", "25"));
    act.successors[0].cases.clear();
    odd.push(act);
    let mut act = split(&kit, &case, ("35", "25"));
    act.successors[1].permits = vec![of("001P")];
    odd.push(act);
    let mut act = split(&kit, &case, ("35", "25"));
    act.successors[1].permits = vec![of("009P")];
    odd.push(act);
    for act in odd {
        let act = completed(&mut kit, act);
        kit.refuses(Code::NotAssigned, act);
    }
    let mut act = split(&kit, &case, ("35", "25"));
    act.document.sha256 = None;
    let act = completed(&mut kit, act);
    kit.refuses(Code::AgreementFileMissing, act);
    let act = split(&kit, &case, ("35", "25"));
    kit.refuses(Code::FiguresMovedOn, act);
}

#[test]
fn each_kind_of_change_has_what_belongs_to_it() {
    let mut kit = firm();
    let one = vec![takes(A, None)];
    for (kind, successors, code) in [
        (ChangeKind::Rename, Vec::new(), Code::FieldMissing),
        (ChangeKind::Merge, Vec::new(), Code::FieldMissing),
        (ChangeKind::Split, one.clone(), Code::FieldMissing),
        (ChangeKind::Bankruptcy, one.clone(), Code::FieldMissing),
        (
            ChangeKind::Split,
            vec![takes(A, None), takes(A, None)],
            Code::RowTwice,
        ),
        (ChangeKind::Merge, vec![takes(E1, None)], Code::RowTwice),
        (
            ChangeKind::Merge,
            vec![takes("NOBODY", None)],
            Code::UnknownId,
        ),
        (
            ChangeKind::Merge,
            vec![takes("650100-GOV", None)],
            Code::UnknownId,
        ),
    ] {
        let act = change(&kit, kind, successors);
        let act = completed(&mut kit, act);
        kit.refuses(code, act);
    }
}

#[test]
fn a_merger_takes_everything_without_anything_being_typed() {
    let mut kit = firm();
    let case = reserving(&mut kit);
    let project = kit.admit(ProjectRegister {
        code: None,
        name: of("新项目"),
        builder: of(E1),
        region: of("ZD-WZ"),
        industry: of("3985"),
        nature: Nature::New,
        document: kit.document(DocumentKind::Application),
    })[0]
        .number
        .clone();
    let act = change(&kit, ChangeKind::Merge, vec![takes(E4, None)]);
    let act = completed(&mut kit, act);
    let Act::HolderChange(whole) = &act else {
        panic!("a change")
    };
    assert_eq!(whole.successors[0].cases, [of(&case)]);
    kit.admit(act);
    assert_eq!(
        kit.held_by(&format!("650109/{E4}")),
        ("48".into(), "12".into())
    );
    let project = kit.draft().must(&keys::project(&of(&project))).unwrap();
    assert_eq!(project.builder.as_str(), E4);
    // The party does nothing new, and who names it is told its successor.
    let refusal = kit.refuses(
        Code::PartyClosed,
        PermitRecord {
            permit: of("003P"),
            holder: of(E1),
            region: of("650109"),
            limits: vec![quantity("NOX", "1")],
            from: kit.today(),
            until: kit.today().plus_days(90),
            document: kit.document(DocumentKind::PermitDecision),
        },
    );
    assert_eq!(refusal.values["successors"], E4);
    let again = change(&kit, ChangeKind::Merge, vec![takes(A, None)]);
    let again = completed(&mut kit, again);
    kit.refuses(Code::PartyClosed, again);
}

#[test]
fn a_party_may_be_one_of_those_it_is_split_into() {
    let mut kit = firm();
    let mut own = takes(E1, Some("40"));
    own.permits = vec![of("001P")];
    let act = change(&kit, ChangeKind::Split, vec![own, takes(A, Some("20"))]);
    let act = completed(&mut kit, act);
    kit.admit(act);
    assert_eq!(kit.held_by(ACCOUNT), ("40".into(), "0".into()));
    assert_eq!(kit.held_by("650109/FIRM-A"), ("20".into(), "0".into()));
    kit.opens_with(ACCOUNT, "1", true);
}

#[test]
fn a_freeze_goes_along_by_law_and_stops_a_transfer() {
    let mut kit = firm();
    kit.admit(HoldPlace {
        target: HoldTarget::Account(of(ACCOUNT)),
        by: of("650000-COURT"),
        until: None,
        document: kit.letter(),
    });
    let act = change(&kit, ChangeKind::Transfer, vec![takes(A, None)]);
    let act = completed(&mut kit, act);
    kit.refuses(Code::AccountOnHold, act);
    let act = change(&kit, ChangeKind::Merge, vec![takes(A, None)]);
    let act = completed(&mut kit, act);
    let assigned = kit.admit(act);
    assert_eq!(assigned.len(), 1, "a hold of its own: {assigned:?}");
    let refused = super::super::quantity::hold::check_account(&kit.draft(), &of("650109/FIRM-A"));
    assert!(refused.is_err());
}

#[test]
fn of_a_bankrupt_party_the_free_part_is_the_reserves_and_the_paid_part_frozen() {
    let mut kit = firm();
    kit.opens_with(ACCOUNT, "7.5", true);
    let act = change(&kit, ChangeKind::Bankruptcy, Vec::new());
    let act = completed(&mut kit, act);
    kit.refuses(Code::PermitNotEnded, act);
    kit.admit(PermitCancel {
        permit: of("001P"),
        document: kit.document(DocumentKind::PermitDecision),
    });
    let act = change(&kit, ChangeKind::Bankruptcy, Vec::new());
    let act = completed(&mut kit, act);
    kit.admit(act);
    assert_eq!(kit.held_by("650100/RESERVE"), ("60".into(), "0".into()));
    assert_eq!(kit.held_by(ACCOUNT), ("7.5".into(), "0".into()));
    let frozen = super::super::quantity::hold::check_account(&kit.draft(), &of(ACCOUNT));
    assert!(frozen.is_err());
    // What the court sells is transferred once the freeze is lifted.
    let act = change(&kit, ChangeKind::Transfer, vec![takes(A, None)]);
    let act = completed(&mut kit, act);
    kit.refuses(Code::AccountOnHold, act);
    let hold = kit
        .draft()
        .list(&keys::holds_on(&format!("account {ACCOUNT}")))
        .unwrap();
    kit.admit(crate::domain::entry::HoldLift {
        hold: hold[0].clone(),
        document: kit.letter(),
    });
    let act = change(&kit, ChangeKind::Transfer, vec![takes(A, None)]);
    let act = completed(&mut kit, act);
    kit.admit(act);
    assert_eq!(kit.held_by("650109/FIRM-A"), ("7.5".into(), "0".into()));
}

#[test]
fn a_bankrupt_partys_cases_are_ended_first() {
    let mut kit = firm();
    let case = reserving(&mut kit);
    let act = change(&kit, ChangeKind::Bankruptcy, Vec::new());
    let act = completed(&mut kit, act);
    let refusal = kit.refuses(Code::CaseStillOpen, act);
    assert_eq!(refusal.values["case"], case);
}

#[test]
fn a_renamed_party_stays_who_it_is_and_its_old_names_are_kept() {
    let mut kit = firm();
    let old = kit.draft().must(&keys::party(&of(E1))).unwrap().names;
    let mut act = change(&kit, ChangeKind::Rename, Vec::new());
    act.names = Some(super::super::testkit::names("新名"));
    kit.admit(act);
    let draft = kit.draft();
    assert_eq!(
        draft
            .must(&keys::party(&of(E1)))
            .unwrap()
            .names
            .zh
            .to_string(),
        "新名"
    );
    assert_eq!(draft.list(&keys::former_names(&of(E1))).unwrap(), [old]);
    assert_eq!(kit.held_by(ACCOUNT), ("60".into(), "0".into()));
}

#[test]
fn who_has_a_key_signs_and_the_bureau_always_does() {
    let mut kit = firm();
    kit.ensure_seat(&of(A), Seat::Issue, 1);
    let act = Act::from(change(&kit, ChangeKind::Merge, vec![takes(A, None)]));
    let sets = crate::domain::rules::required_signers(&kit.draft(), &act, kit.today()).unwrap();
    let told: Vec<String> = sets.sets()[0].iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        ["650100-EEB:review", "650100-EEB:issue", "FIRM-A:issue"]
    );
}

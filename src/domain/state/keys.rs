//! The key of every row, typed by what the row holds.

mod corrections;
mod findings;
mod holders;

pub use corrections::*;
pub use findings::*;
pub use holders::*;

use super::key::{Key, Prefix};
use super::rows::{Admission, DayCount, Ledger, Movement, PermitOfHolder, RefusedRow, RelationsAt};
use crate::domain::case::{Case, Turned};
use crate::domain::ids::{
    AccountId, CaseNo, CreditCode, EntryId, HoldNo, IndicatorCode, LotNo, PartyId, PermitNo,
    PersonId, ProcedureId, ProjectNo, ReductionNo, RegionId,
};
use crate::domain::lot::{
    Account, BaseDecision, BaseEmission, Hold, Holding, Lot, Permit, Project, Reduction, Slot,
};
use crate::domain::party::{Key as SigningKey, Party, PartyKind, Person, Seat};
use crate::domain::policy::{Adopted, FormKind};
use crate::domain::procedure::CaseKind;
use crate::domain::region::{Region, Sums, Totals};
use crate::envelope::{EntryHash, KeyId};

fn number(value: u64) -> String {
    format!("{value:016x}")
}

/// The ledger itself.
pub fn ledger() -> Key<Ledger> {
    Key::new(&["ledger"], &[b"ledger"])
}

/// The next number of a series (`L`, `P` …) in a region and year.
pub fn counter(region: &RegionId, series: &str, year: u16) -> Key<u32> {
    Key::new(
        &["counter", region.as_str()],
        &[series.as_bytes(), year.to_string().as_bytes()],
    )
}

/// A region.
pub fn region(region: &RegionId) -> Key<Region> {
    Key::new(&["region", region.as_str()], &[b"region"])
}

/// How many relations a region had after each entry that added some, in order.
pub fn relations_of(region: &RegionId) -> Prefix<RelationsAt> {
    Prefix::new(&["relations", region.as_str()], &[])
}

/// How many relations a region had after the entry at `index`.
pub fn relations_at(region: &RegionId, index: u64) -> Key<RelationsAt> {
    Key::new(&["relations", region.as_str()], &[number(index).as_bytes()])
}

/// Every region's id, in order.
pub fn regions() -> Prefix<RegionId> {
    Prefix::new(&["regions"], &[])
}

/// One region in the list.
pub fn region_listed(region: &RegionId) -> Key<RegionId> {
    Key::new(&["regions"], &[region.as_str().as_bytes()])
}

/// A party.
pub fn party(party: &PartyId) -> Key<Party> {
    Key::new(&["party", party.as_str()], &[b"party"])
}

/// The parties of a region.
pub fn parties_of(region: &RegionId) -> Prefix<PartyId> {
    Prefix::new(&["parties", region.as_str()], &[])
}

/// One party in a region's list.
pub fn party_listed(region: &RegionId, party: &PartyId) -> Key<PartyId> {
    Key::new(&["parties", region.as_str()], &[party.as_str().as_bytes()])
}

/// The office of a kind that serves a region (its bureau, government, park committee).
pub fn office(region: &RegionId, kind: PartyKind) -> Key<PartyId> {
    Key::new(
        &["region", region.as_str()],
        &[b"office", super::word::office(kind).as_bytes()],
    )
}

/// The party of a unified social credit code.
pub fn credit_code(code: &CreditCode) -> Key<PartyId> {
    Key::new(&["credit-code", code.as_str()], &[])
}

/// A person.
pub fn person(person: &PersonId) -> Key<Person> {
    Key::new(&["person", person.as_str()], &[])
}

/// A key by its id.
pub fn key(key: &KeyId) -> Key<SigningKey> {
    Key::new(&["key", &key.to_string()], &[b"key"])
}

/// The keys of a party in a seat.
pub fn keys_of_seat(party: &PartyId, seat: Seat) -> Prefix<KeyId> {
    Prefix::new(
        &["party", party.as_str()],
        &[b"key", super::word::seat(seat).as_bytes()],
    )
}

/// One key in the list of its party's seat.
pub fn key_listed(party: &PartyId, seat: Seat, key: &KeyId) -> Key<KeyId> {
    let (seat, key) = (super::word::seat(seat), key.to_string());
    Key::new(
        &["party", party.as_str()],
        &[b"key", seat.as_bytes(), key.as_bytes()],
    )
}

/// How many refusals of a key went on record on a day.
pub fn refusals_of_key(key: &KeyId) -> Key<DayCount> {
    Key::new(&["key", &key.to_string()], &[b"refusals"])
}

/// An account.
pub fn account(account: &AccountId) -> Key<Account> {
    Key::new(&["account", &account.to_string()], &[b"account"])
}

/// The accounts of a region.
pub fn accounts_of(region: &RegionId) -> Prefix<AccountId> {
    Prefix::new(&["accounts", region.as_str()], &[])
}

/// One account in its region's list.
pub fn account_listed(account: &AccountId) -> Key<AccountId> {
    Key::new(
        &["accounts", account.region().as_str()],
        &[account.to_string().as_bytes()],
    )
}

fn slot_name(slot: &Slot) -> String {
    match slot {
        Slot::Available => "available".to_owned(),
        Slot::Reserved(case) => format!("reserved {case}"),
    }
}

/// A holding, under its account.
pub fn holding(
    account: &AccountId,
    indicator: &IndicatorCode,
    lot: &LotNo,
    slot: &Slot,
    barred: bool,
) -> Key<Holding> {
    let slot = slot_name(slot);
    let barred: &[u8] = if barred { b"barred" } else { b"free" };
    Key::new(
        &["account", &account.to_string()],
        &[
            b"holding",
            indicator.as_str().as_bytes(),
            lot.as_str().as_bytes(),
            slot.as_bytes(),
            barred,
        ],
    )
}

/// Every holding of an account, by indicator, lot and slot.
pub fn holdings_of(account: &AccountId) -> Prefix<Holding> {
    Prefix::new(&["account", &account.to_string()], &[b"holding"])
}

/// The holdings of one indicator in an account.
pub fn holdings_of_indicator(account: &AccountId, indicator: &IndicatorCode) -> Prefix<Holding> {
    Prefix::new(
        &["account", &account.to_string()],
        &[b"holding", indicator.as_str().as_bytes()],
    )
}

/// The same holding, under its lot.
pub fn holding_of_lot(holding: &Holding) -> Key<Holding> {
    let slot = slot_name(&holding.slot);
    let barred: &[u8] = if holding.barred { b"barred" } else { b"free" };
    let account = holding.account.to_string();
    Key::new(
        &["lot", holding.lot.as_str()],
        &[b"holding", account.as_bytes(), slot.as_bytes(), barred],
    )
}

/// Who holds a lot.
pub fn holders_of_lot(lot: &LotNo) -> Prefix<Holding> {
    Prefix::new(&["lot", lot.as_str()], &[b"holding"])
}

/// The same holding, under the case that reserves it.
pub fn holding_of_case(case: &CaseNo, holding: &Holding) -> Key<Holding> {
    let account = holding.account.to_string();
    let barred: &[u8] = if holding.barred { b"barred" } else { b"free" };
    Key::new(
        &["case", case.as_str()],
        &[
            b"reserved",
            holding.lot.as_str().as_bytes(),
            account.as_bytes(),
            barred,
        ],
    )
}

/// What a case reserves.
pub fn reserved_of_case(case: &CaseNo) -> Prefix<Holding> {
    Prefix::new(&["case", case.as_str()], &[b"reserved"])
}

/// A lot.
pub fn lot(lot: &LotNo) -> Key<Lot> {
    Key::new(&["lot", lot.as_str()], &[b"lot"])
}

/// A move of a lot: the `line`-th of the entry at `index`.
pub fn movement(lot: &LotNo, index: u64, line: usize) -> Key<Movement> {
    Key::new(
        &["lot", lot.as_str()],
        &[
            b"movement",
            number(index).as_bytes(),
            number(line as u64).as_bytes(),
        ],
    )
}

/// The moves of a lot made by one entry.
pub fn movements_at(lot: &LotNo, index: u64) -> Prefix<Movement> {
    Prefix::new(
        &["lot", lot.as_str()],
        &[b"movement", number(index).as_bytes()],
    )
}

/// Every move of a lot, in order.
pub fn movements_of(lot: &LotNo) -> Prefix<Movement> {
    Prefix::new(&["lot", lot.as_str()], &[b"movement"])
}

/// Lots made out of a lot by reductions.
pub fn children_of(lot: &LotNo) -> Prefix<LotNo> {
    Prefix::new(&["lot", lot.as_str()], &[b"child"])
}

/// One lot made out of another.
pub fn child(parent: &LotNo, child: &LotNo) -> Key<LotNo> {
    Key::new(
        &["lot", parent.as_str()],
        &[b"child", child.as_str().as_bytes()],
    )
}

/// Use and caps of a region and indicator.
pub fn totals(region: &RegionId, indicator: &IndicatorCode) -> Key<Totals> {
    Key::new(
        &["totals", region.as_str()],
        &[indicator.as_str().as_bytes()],
    )
}

/// The indicators a region has totals of, with them.
pub fn totals_of(region: &RegionId) -> Prefix<Totals> {
    Prefix::new(&["totals", region.as_str()], &[])
}

/// The indicators a region has totals of.
pub fn indicators_of(region: &RegionId) -> Prefix<IndicatorCode> {
    Prefix::new(&["indicators", region.as_str()], &[])
}

/// One indicator a region has totals of.
pub fn indicator_listed(region: &RegionId, indicator: &IndicatorCode) -> Key<IndicatorCode> {
    Key::new(
        &["indicators", region.as_str()],
        &[indicator.as_str().as_bytes()],
    )
}

/// Sums over the whole ledger.
pub fn sums(indicator: &IndicatorCode) -> Key<Sums> {
    Key::new(&["sums", indicator.as_str()], &[])
}

/// A permit.
pub fn permit(permit: &PermitNo) -> Key<Permit> {
    Key::new(&["permit", permit.as_str()], &[])
}

/// The permits of a holder.
pub fn permits_of(holder: &PartyId) -> Prefix<PermitOfHolder> {
    Prefix::new(&["permits", holder.as_str()], &[])
}

/// One permit in its holder's list.
pub fn permit_listed(holder: &PartyId, permit: &PermitNo) -> Key<PermitOfHolder> {
    Key::new(&["permits", holder.as_str()], &[permit.as_str().as_bytes()])
}

/// A reduction.
pub fn reduction(reduction: &ReductionNo) -> Key<Reduction> {
    Key::new(&["reduction", reduction.as_str()], &[])
}

/// The reductions of a unit's account.
pub fn reductions_of(account: &AccountId) -> Prefix<ReductionNo> {
    Prefix::new(&["account", &account.to_string()], &[b"reduction"])
}

/// One reduction in its account's list.
pub fn reduction_listed(account: &AccountId, reduction: &ReductionNo) -> Key<ReductionNo> {
    Key::new(
        &["account", &account.to_string()],
        &[b"reduction", reduction.as_str().as_bytes()],
    )
}

/// The claim of a reduction: permit × facility × indicator × measure. `DA001` and `da001` are one
/// facility.
pub fn claim(of: &Reduction) -> Key<ReductionNo> {
    let measure = super::word::measure(of.measure);
    Key::new(
        &["claim", of.permit.as_str()],
        &[
            of.facility.as_str().to_ascii_uppercase().as_bytes(),
            of.indicator.as_str().as_bytes(),
            measure.as_bytes(),
        ],
    )
}

/// The lot an opening row became, by all that the row says.
pub fn opened(account: &AccountId, spelled: &str) -> Key<LotNo> {
    Key::new(&["opened", &account.to_string()], &[spelled.as_bytes()])
}

/// A unit's verified base-year emission of an indicator; the last recorded counts.
pub fn base_emission(account: &AccountId, indicator: &IndicatorCode) -> Key<BaseEmission> {
    Key::new(
        &["account", &account.to_string()],
        &[b"base", indicator.as_str().as_bytes()],
    )
}

/// The base decision of a case.
pub fn base_decision(case: &CaseNo) -> Key<BaseDecision> {
    Key::new(&["case", case.as_str()], &[b"base"])
}

/// A project.
pub fn project(project: &ProjectNo) -> Key<Project> {
    Key::new(&["project", project.as_str()], &[])
}

/// The projects of a region.
pub fn projects_of(region: &RegionId) -> Prefix<ProjectNo> {
    Prefix::new(&["projects", region.as_str()], &[])
}

/// One project in its region's list.
pub fn project_listed(region: &RegionId, project: &ProjectNo) -> Key<ProjectNo> {
    Key::new(
        &["projects", region.as_str()],
        &[project.as_str().as_bytes()],
    )
}

/// A case.
pub fn case(case: &CaseNo) -> Key<Case> {
    Key::new(&["case", case.as_str()], &[b"case"])
}

/// How a case was turned aside, set going again, or ended: by one entry.
pub fn turned(case: &CaseNo, index: u64) -> Key<Turned> {
    Key::new(
        &["case", case.as_str()],
        &[b"turned", number(index).as_bytes()],
    )
}

/// Every turn of a case, in order.
pub fn turns_of(case: &CaseNo) -> Prefix<Turned> {
    Prefix::new(&["case", case.as_str()], &[b"turned"])
}

/// The cases of a site's region.
pub fn cases_of(region: &RegionId) -> Prefix<CaseNo> {
    Prefix::new(&["cases", region.as_str()], &[])
}

/// One case in its region's list.
pub fn case_listed(region: &RegionId, case: &CaseNo) -> Key<CaseNo> {
    Key::new(&["cases", region.as_str()], &[case.as_str().as_bytes()])
}

/// Which case has reserved or covered a project already.
pub fn project_taken(project: &ProjectNo) -> Key<CaseNo> {
    Key::new(&["project-taken", project.as_str()], &[])
}

/// A hold.
pub fn hold(hold: &HoldNo) -> Key<Hold> {
    Key::new(&["hold", hold.as_str()], &[])
}

/// The holds on one thing, by its name: `region X`, `account X`, `lot X`, `case X`.
pub fn holds_on(what: &str) -> Prefix<HoldNo> {
    Prefix::new(&["holds-on", what], &[])
}

/// One hold in the list of what it stops.
pub fn hold_listed(what: &str, hold: &HoldNo) -> Key<HoldNo> {
    Key::new(&["holds-on", what], &[hold.as_str().as_bytes()])
}

/// An adoption: the `version`-th of its kind and scope.
pub fn adopted(kind: &str, scope: &str, version: u32) -> Key<Adopted> {
    Key::new(
        &["policy", kind, scope],
        &[number(u64::from(version)).as_bytes()],
    )
}

/// Every adoption of a kind and scope, in order.
pub fn adoptions(kind: &str, scope: &str) -> Prefix<Adopted> {
    Prefix::new(&["policy", kind, scope], &[])
}

/// Scopes under which something of `kind` was ever adopted.
pub fn policy_scopes(kind: &str) -> Prefix<String> {
    Prefix::new(&["policy-scopes", kind], &[])
}

/// One scope in the list.
pub fn policy_scope_listed(kind: &str, scope: &str) -> Key<String> {
    Key::new(&["policy-scopes", kind], &[scope.as_bytes()])
}

/// Scope text of a factor.
pub fn factor_scope(flow: CaseKind, indicator: &IndicatorCode, region: &RegionId) -> String {
    format!("{} {indicator} {region}", super::word::flow(flow))
}

/// Scope text of a procedure: a region's own, or everybody's.
pub fn procedure_scope(procedure: &ProcedureId, region: Option<&RegionId>) -> String {
    match region {
        Some(region) => format!("{procedure} {region}"),
        None => procedure.to_string(),
    }
}

/// Scope text of a form's head: a region's own, or everybody's.
pub fn form_scope(form: FormKind, region: Option<&RegionId>) -> String {
    match region {
        Some(region) => format!("{} {region}", form.name()),
        None => form.name().to_owned(),
    }
}

/// An admitted entry by its id.
pub fn entry_id(id: &EntryId) -> Key<Admission> {
    Key::new(&["id", &id.to_string()], &[])
}

/// An admitted entry by its hash.
pub fn entry_hash(hash: &EntryHash) -> Key<Admission> {
    Key::new(&["hash", &hash.to_string()], &[])
}

/// A refused envelope by the SHA-256 of its bytes.
pub fn refused(envelope: &[u8; 32]) -> Key<RefusedRow> {
    Key::new(&["refused", &hex::encode(envelope)], &[])
}

/// Refusals on record in a month, `yyyymm`.
pub fn refusals_of(month: u32) -> Prefix<RefusedRow> {
    Prefix::new(&["refusals", &month.to_string()], &[])
}

/// One refusal in its month's list.
pub fn refusal_listed(month: u32, index: u64) -> Key<RefusedRow> {
    Key::new(
        &["refusals", &month.to_string()],
        &[number(index).as_bytes()],
    )
}

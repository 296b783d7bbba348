//! Which entries belong to a case, and which it rests on.
//!
//! ```text
//! own      name the case, or a hold or finding about it
//! refused  the same, refused and on record
//! ground   made the lots it draws, back to their sources; the permits of its firm; its procedure,
//!          project and base emissions
//! ```

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::Value;

use crate::codec::entry::decode;
use crate::domain::entry::{Act, Entry};
use crate::domain::ids::{CaseNo, LotNo};
use crate::domain::lot::{HoldTarget, Origin};
use crate::envelope::Envelope;
use crate::service::query::{CaseView, FindingFilter, HoldFilter, PermitFilter};
use crate::service::{ServiceError, View};

/// What an entry is to the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// It is about the case.
    Own,
    /// It was about the case, and refused.
    Refused,
    /// The case rests on it.
    Ground,
}

/// A leaf, read.
struct Read {
    entry: Entry,
    body: Value,
    refused: bool,
}

/// The entries of a case by index, each with what it is to it; and the lots it draws, in order.
pub fn entries(
    view: &View<'_>,
    case: &CaseView,
) -> Result<(BTreeMap<u64, Role>, Vec<LotNo>), ServiceError> {
    let mut log = Vec::new();
    for index in 0..view.size() {
        let leaf = view.leaf(index)?;
        let envelope = Envelope::parse_stored(&leaf.envelope)?;
        let entry = decode(envelope.payload())?;
        let body = entry.act.body().unwrap_or_default();
        let refused = leaf.refusal.is_some();
        log.push(Read {
            entry,
            body,
            refused,
        });
    }
    let mut found = BTreeMap::from([(case.opened, Role::Own)]);
    let names = names(view, &case.brief.case)?;
    for (index, read) in (0..).zip(&log) {
        if mentions(&read.body, &names) {
            let role = if read.refused {
                Role::Refused
            } else {
                Role::Own
            };
            found.insert(index, role);
        }
    }
    let lots = lots(case);
    for index in ground(view, case, &lots, &log)? {
        found.entry(index).or_insert(Role::Ground);
    }
    Ok((found, lots))
}

/// The case's number and those of the holds and findings about it.
fn names(view: &View<'_>, no: &CaseNo) -> Result<BTreeSet<String>, ServiceError> {
    let target = Some(HoldTarget::Case(no.clone()));
    let mut names = BTreeSet::from([no.to_string()]);
    let holds = view.holds(&HoldFilter {
        ended: true,
        by: None,
        target: target.clone(),
    })?;
    names.extend(holds.iter().map(|hold| hold.hold.to_string()));
    let findings = view.findings(&FindingFilter {
        closed: true,
        party: None,
        target,
    })?;
    names.extend(findings.iter().map(|finding| finding.finding.to_string()));
    Ok(names)
}

/// Whether a body names one of these.
fn mentions(value: &Value, names: &BTreeSet<String>) -> bool {
    match value {
        Value::String(text) => names.contains(text),
        Value::Array(items) => items.iter().any(|item| mentions(item, names)),
        Value::Object(fields) => fields.values().any(|field| mentions(field, names)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Every lot the case draws or names, in order.
fn lots(case: &CaseView) -> Vec<LotNo> {
    let drawn = case.drew.iter().map(|drawn| &drawn.lot);
    let reserved = case.reserved.iter().map(|held| &held.lot);
    let mut lots: Vec<LotNo> = Vec::new();
    for lot in drawn.chain(reserved).chain(&case.sources) {
        if !lots.contains(lot) {
            lots.push(lot.clone());
        }
    }
    lots
}

fn ground(
    view: &View<'_>,
    case: &CaseView,
    lots: &[LotNo],
    log: &[Read],
) -> Result<BTreeSet<u64>, ServiceError> {
    // Leaf 0 says whose ledger it is.
    let mut found = BTreeSet::from([0, case.procedure_index]);
    let mut reductions = BTreeSet::new();
    for lot in lots {
        let trace = view.trace_lot(lot)?;
        found.insert(trace.lot.index);
        found.extend(trace.sources.iter().map(|source| source.index));
        if let Origin::Reduction { reduction, .. } = &trace.lot.origin {
            reductions.insert(reduction.clone());
        }
        reductions.extend(trace.sources.into_iter().map(|source| source.reduction));
    }
    let mut claims = Vec::new();
    for no in &reductions {
        claims.push(view.reduction(no)?);
    }
    let permits: BTreeSet<String> = match &case.brief.firm {
        Some(firm) => view
            .permits(&PermitFilter::default())?
            .into_iter()
            .filter(|permit| permit.holder == *firm)
            .map(|permit| permit.permit.to_string())
            .collect(),
        None => BTreeSet::new(),
    };
    let project = case.brief.project.as_ref();
    let project = project.map(|no| view.project(no)).transpose()?;
    for (index, read) in (0..).zip(log) {
        if read.refused {
            continue;
        }
        let is_ground = match &read.entry.act {
            Act::ReductionRecord(act) => claims.iter().any(|claim| {
                (
                    &claim.permit,
                    &claim.facility,
                    &claim.indicator,
                    claim.measure,
                ) == (&act.permit, &act.facility, &act.indicator, act.measure)
            }),
            Act::PermitRecord(_) | Act::PermitLower(_) | Act::PermitCancel(_) => {
                let permit = read.body["permit"].as_str();
                permit.is_some_and(|permit| permits.contains(permit))
            }
            Act::EmissionVerify(act) => act.account.party() == case.brief.firm.as_ref(),
            Act::ProjectRegister(act) => project.as_ref().is_some_and(|project| {
                (&project.name, &project.builder, &project.region)
                    == (&act.name, &act.builder, &act.region)
            }),
            _ => false,
        };
        if is_ground {
            found.insert(index);
        }
    }
    Ok(found)
}

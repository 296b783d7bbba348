//! The ledger's rows held against the model, row by row.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;

use qledger::domain::amount::Change;
use qledger::domain::case::{Case, Phase as CasePhase};
use qledger::domain::ids::{AccountId, CaseNo, IndicatorCode, LotNo, RegionId};
use qledger::domain::lot::{Holding, ReductionState, Slot};
use qledger::domain::moment::Day;
use qledger::domain::period::Period;
use qledger::domain::posting::Place;
use qledger::domain::region::Totals;
use qledger::domain::state::{Draft, keys};

use crate::naive::{Model, Phase, Qty, Spot, ticks};
use crate::world::{INDICATORS, of};

/// What differs, in words.
pub type Compared = Result<(), String>;

fn same<T: PartialEq + Debug>(what: impl FnOnce() -> String, ledger: &T, model: &T) -> Compared {
    if ledger == model {
        return Ok(());
    }
    Err(format!(
        "{}\n  ledger: {ledger:?}\n  model:  {model:?}",
        what()
    ))
}

fn signed(change: Change) -> Qty {
    ticks(change.decimal())
}

/// Over of every region, indicator and period, as the ledger's rows say.
pub type Overs = BTreeMap<(RegionId, IndicatorCode, Period), Qty>;

/// Reads the ledger and compares everything with the model; gives the ledger's own overs.
pub fn compare(draft: &Draft<'_>, model: &Model, today: Day) -> Result<Overs, String> {
    accounts_and_holdings(draft, model)?;
    let overs = totals(draft, model, today)?;
    sums(draft, model)?;
    cases(draft, model)?;
    things(draft, model)?;
    Ok(overs)
}

fn spot_of(holding: &Holding) -> Spot {
    let case = match &holding.slot {
        Slot::Available => None,
        Slot::Reserved(case) => Some(case.clone()),
    };
    Spot {
        lot: holding.lot.clone(),
        account: holding.account.clone(),
        case,
        barred: holding.barred,
    }
}

fn accounts_and_holdings(draft: &Draft<'_>, model: &Model) -> Compared {
    let mut accounts: BTreeSet<AccountId> = BTreeSet::new();
    for region in model.regions.keys() {
        accounts.extend(draft.list(&keys::accounts_of(region)).unwrap());
    }
    same(|| "accounts".into(), &accounts, &model.accounts)?;
    let by_spot = |holdings: Vec<Holding>| -> BTreeMap<Spot, Qty> {
        holdings
            .iter()
            .map(|holding| (spot_of(holding), ticks(holding.amount.decimal())))
            .collect()
    };
    let mut by_account = BTreeMap::new();
    for account in &accounts {
        by_account.extend(by_spot(draft.list(&keys::holdings_of(account)).unwrap()));
    }
    same(
        || "holdings by account".into(),
        &by_account,
        &model.book.held,
    )?;
    let mut by_lot = BTreeMap::new();
    for lot in model.book.lots.keys() {
        by_lot.extend(by_spot(draft.list(&keys::holders_of_lot(lot)).unwrap()));
    }
    same(|| "holdings by lot".into(), &by_lot, &model.book.held)?;
    let mut by_case = BTreeMap::new();
    for case in model.cases.keys() {
        by_case.extend(by_spot(draft.list(&keys::reserved_of_case(case)).unwrap()));
    }
    let mut reserved = model.book.held.clone();
    reserved.retain(|spot, _| spot.case.is_some());
    same(|| "holdings by case".into(), &by_case, &reserved)?;
    lots(draft, model)
}

/// Every lot as recorded, and all of it accounted for by its movements.
fn lots(draft: &Draft<'_>, model: &Model) -> Compared {
    for (number, lot) in &model.book.lots {
        let row = draft
            .must(&keys::lot(number))
            .map_err(|damage| damage.to_string())?;
        let base = row.base_emission.map(|base| ticks(base.decimal()));
        let ours = (
            &row.account,
            &row.indicator,
            row.period,
            row.since,
            row.paid,
            base,
        );
        let theirs = (
            &lot.account,
            &lot.indicator,
            lot.period,
            lot.since,
            lot.paid,
            lot.base,
        );
        same(|| format!("lot {number}"), &ours, &theirs)?;
        same(
            || format!("lot {number}"),
            &ticks(row.amount.decimal()),
            &lot.amount,
        )?;
        moves_lead_to_holdings(draft, model, number)?;
    }
    Ok(())
}

/// What every movement of a lot, one after the other, leaves at each place, cases told apart.
fn moves_lead_to_holdings(draft: &Draft<'_>, model: &Model, lot: &LotNo) -> Compared {
    let mut left: BTreeMap<(Place, Option<CaseNo>), Qty> = BTreeMap::new();
    let of_case = |place: &Place, case: &Option<CaseNo>| match place {
        Place::Reserved(_) | Place::ReservedBarred(_) => case.clone(),
        _ => None,
    };
    for movement in draft.list(&keys::movements_of(lot)).unwrap() {
        let quantity = ticks(movement.amount.decimal());
        if let Some(from) = movement.from {
            let case = of_case(&from, &movement.case);
            *left.entry((from, case)).or_default() -= quantity;
        }
        let case = of_case(&movement.to, &movement.case);
        *left.entry((movement.to, case)).or_default() += quantity;
    }
    left.retain(|(place, _), quantity| *quantity != 0 && place.account().is_some());
    let here = model.book.held.iter().filter(|(spot, _)| spot.lot == *lot);
    let held = here.map(|(spot, quantity)| ((spot.place(), spot.case.clone()), *quantity));
    same(|| format!("movements of {lot}"), &left, &held.collect())
}

/// Standing, and every year that any history reaches.
fn periods() -> BTreeSet<Period> {
    (2025..2042)
        .map(Period::Year)
        .chain([Period::Standing])
        .collect()
}

fn totals(draft: &Draft<'_>, model: &Model, today: Day) -> Result<Overs, String> {
    let uses = model.uses(today);
    let mut overs = Overs::new();
    let periods = periods();
    let model_overs = model.overs(&periods, today);
    for region in model.regions.keys() {
        for code in INDICATORS {
            let code: IndicatorCode = of(code);
            let row: Totals = draft
                .get(&keys::totals(region, &code))
                .unwrap()
                .unwrap_or_default();
            for period in periods.iter().copied() {
                let what = || format!("{region} {code} {period}");
                let used = ticks(row.used(period).decimal());
                let of_model = uses.of(region, &code, period);
                same(|| format!("use of {}", what()), &used, &of_model)?;
                let cap = row.cap(period).map(|cap| (cap.kind, signed(cap.amount)));
                let of_model = model.book.cap(region, &code, period);
                same(|| format!("cap of {}", what()), &cap, &of_model)?;
                let over = ticks(row.over(period).decimal());
                let key = (region.clone(), code.clone(), period);
                let of_model = model_overs.get(&key).copied().unwrap_or(0);
                same(|| format!("over of {}", what()), &over, &of_model)?;
                overs.insert(key, over);
            }
        }
    }
    Ok(overs)
}

/// issued + opening = held + retired + invalidated + taken back, and each as the model has it.
fn sums(draft: &Draft<'_>, model: &Model) -> Compared {
    use crate::naive::Origin;
    for code in INDICATORS {
        let code: IndicatorCode = of(code);
        let row = draft.get(&keys::sums(&code)).unwrap().unwrap_or_default();
        let made = |origin| -> Qty {
            let struck = |no| model.book.struck.get(no).copied().unwrap_or(0);
            let lots = model.book.lots.iter();
            let made = lots.filter(|(_, lot)| lot.indicator == code && lot.origin == origin);
            made.map(|(no, lot)| lot.amount - struck(no)).sum()
        };
        let gone = |sink: &Place| -> Qty {
            let gone = model
                .book
                .gone
                .iter()
                .filter(|(of, to, _)| *of == code && to == sink);
            gone.map(|(_, _, quantity)| quantity).sum()
        };
        let held: Qty = model
            .book
            .held
            .iter()
            .filter(|(spot, _)| model.book.lots[&spot.lot].indicator == code)
            .map(|(_, quantity)| quantity)
            .sum();
        let of_model = [
            made(Origin::Issuance),
            made(Origin::Opening),
            held,
            gone(&Place::Retired),
            gone(&Place::Invalidated),
            gone(&Place::TakenBack),
        ];
        let of_row = [
            row.issued,
            row.opening,
            row.held,
            row.retired,
            row.invalidated,
            row.taken_back,
        ]
        .map(|sum| ticks(sum.decimal()));
        same(|| format!("sums of {code}"), &of_row, &of_model)?;
        let [issued, opening, held, retired, invalidated, taken_back] = of_row;
        let sides = (issued + opening, held + retired + invalidated + taken_back);
        same(|| format!("both sides of {code}"), &sides.0, &sides.1)?;
    }
    Ok(())
}

fn phase_of(case: &Case) -> Phase {
    match &case.phase {
        CasePhase::Open => Phase::Open,
        CasePhase::Returned {
            missing, left_ms, ..
        } => Phase::Returned {
            missing: missing.clone(),
            left: *left_ms,
        },
        CasePhase::NotAccepted => Phase::Over("not_accepted"),
        CasePhase::Refused => Phase::Over("refused"),
        CasePhase::Withdrawn => Phase::Over("withdrawn"),
        CasePhase::Lapsed => Phase::Over("lapsed"),
        CasePhase::Effective => Phase::Over("effective"),
    }
}

fn cases(draft: &Draft<'_>, model: &Model) -> Compared {
    for (number, case) in &model.cases {
        let row = draft
            .must(&keys::case(number))
            .map_err(|damage| damage.to_string())?;
        same(
            || format!("phase of {number}"),
            &phase_of(&row),
            &case.phase,
        )?;
        let done = |case: &Case| -> Vec<_> {
            case.done
                .iter()
                .map(|done| (done.step.clone(), done.index))
                .collect()
        };
        let of_model = case
            .done
            .iter()
            .map(|done| (done.step.clone(), done.index))
            .collect();
        same(|| format!("steps of {number}"), &done(&row), &of_model)?;
        let accepted = row.accepted.map(|accepted| (accepted.date, accepted.index));
        same(
            || format!("acceptance of {number}"),
            &accepted,
            &case.accepted,
        )?;
        same(
            || format!("sources of {number}"),
            &row.sources,
            &case.sources,
        )?;
        same(
            || format!("content of {number}"),
            &row.content,
            &case.content,
        )?;
        same(
            || format!("whether {number} reserves"),
            &row.reserved,
            &case.reserved,
        )?;
        if case.phase == Phase::Open {
            same(
                || format!("lapse of {number}"),
                &row.lapses_at,
                &case.lapses,
            )?;
        }
    }
    Ok(())
}

fn things(draft: &Draft<'_>, model: &Model) -> Compared {
    for (number, permit) in &model.permits {
        let row = draft
            .must(&keys::permit(number))
            .map_err(|damage| damage.to_string())?;
        same(|| format!("permit {number}"), &row, permit)?;
    }
    for (number, project) in &model.projects {
        let row = draft
            .must(&keys::project(number))
            .map_err(|damage| damage.to_string())?;
        same(|| format!("project {number}"), &row, project)?;
    }
    for (number, hold) in &model.holds {
        let row = draft
            .must(&keys::hold(number))
            .map_err(|damage| damage.to_string())?;
        same(|| format!("hold {number}"), &row, hold)?;
    }
    for (number, finding) in &model.findings {
        let row = draft
            .must(&keys::finding(number))
            .map_err(|damage| damage.to_string())?;
        same(|| format!("finding {number}"), &row, finding)?;
    }
    for (number, reduction) in &model.reductions {
        let row = draft
            .must(&keys::reduction(number))
            .map_err(|damage| damage.to_string())?;
        let lot = match row.state {
            ReductionState::Completed => None,
            ReductionState::Verified(lot) => Some(lot),
        };
        same(|| format!("reduction {number}"), &lot, &reduction.verified)?;
    }
    for ((account, code), (year, base)) in &model.bases {
        let row = draft.get(&keys::base_emission(account, code)).unwrap();
        let row = row.map(|row| (row.year, ticks(row.emission.decimal())));
        same(
            || format!("base of {account} {code}"),
            &row,
            &Some((*year, *base)),
        )?;
    }
    Ok(())
}

//! Who gets what of a split, as people type it.
//!
//! ```text
//! FIRM-A:NOX=35,SO2=10       so much of what the firm holds; of a yearly indicator, of every year
//! FIRM-A:650109/NOX=35       of its account in that region, where several hold it
//! FIRM-A:CO2@2027=120000     of one year
//! ```

use crate::cli::error::Failure;
use crate::cli::numbers::{self, Said};
use crate::cli::text::msg;
use crate::cli::values::{self, BadValue};
use crate::domain::amount::Amount;
use crate::domain::entry::{HeldPart, Successor};
use crate::domain::ids::{
    AccountId, CaseNo, IndicatorCode, PartyId, PermitNo, ProjectNo, RegionId,
};
use crate::domain::period::Period;
use crate::domain::rules::holder::accounts_of;
use crate::domain::state::keys;
use crate::service::View;

/// A successor with what it gets.
#[derive(Debug, Clone)]
pub struct Part {
    party: PartyId,
    rows: Vec<Row>,
}

#[derive(Debug, Clone)]
struct Row {
    region: Option<RegionId>,
    indicator: IndicatorCode,
    period: Option<Period>,
    amount: Amount,
}

/// Which successor a case goes to.
#[derive(Debug, Clone)]
pub struct CaseGoes {
    pub case: Said<CaseNo>,
    pub to: PartyId,
}

/// Which successor a permit goes to.
#[derive(Debug, Clone)]
pub struct PermitGoes {
    pub permit: PermitNo,
    pub to: PartyId,
}

/// Which successor a project goes to.
#[derive(Debug, Clone)]
pub struct ProjectGoes {
    pub project: Said<ProjectNo>,
    pub to: PartyId,
}

fn to(text: &str) -> Result<(&str, PartyId), BadValue> {
    let Some((what, party)) = text.rsplit_once('=') else {
        return Err(BadValue(msg!("value-goes-to", text = text)));
    };
    Ok((what.trim(), values::id(party.trim())?))
}

/// Reads `CASE=PARTY`.
pub fn case(text: &str) -> Result<CaseGoes, BadValue> {
    let (what, to) = to(text)?;
    let case = numbers::said(what)?;
    Ok(CaseGoes { case, to })
}

/// Reads `PERMIT=PARTY`.
pub fn permit(text: &str) -> Result<PermitGoes, BadValue> {
    let (what, to) = to(text)?;
    let permit = values::id(what)?;
    Ok(PermitGoes { permit, to })
}

/// Reads `PROJECT=PARTY`.
pub fn project(text: &str) -> Result<ProjectGoes, BadValue> {
    let (what, to) = to(text)?;
    let project = numbers::said(what)?;
    Ok(ProjectGoes { project, to })
}

/// Reads a successor with what it gets; nothing behind the colon where it gets no quantity.
pub fn part(text: &str) -> Result<Part, BadValue> {
    let Some((party, rest)) = text.split_once([':', '：']) else {
        return Err(BadValue(msg!("value-part", text = text)));
    };
    let rows = rest.split([',', '，', '、']).map(str::trim);
    let rows = rows.filter(|row| !row.is_empty()).map(row);
    Ok(Part {
        party: values::id(party.trim())?,
        rows: rows.collect::<Result<_, _>>()?,
    })
}

fn row(text: &str) -> Result<Row, BadValue> {
    let Some((what, amount)) = text.split_once('=') else {
        return Err(BadValue(msg!("value-part", text = text)));
    };
    let (region, what) = match what.split_once('/') {
        Some((region, what)) => (Some(values::id(region.trim())?), what),
        None => (None, what),
    };
    let (indicator, period) = match what.split_once('@') {
        Some((indicator, period)) => (indicator, Some(values::id(period.trim())?)),
        None => (what, None),
    };
    Ok(Row {
        region,
        indicator: values::id(indicator.trim())?,
        period,
        amount: values::amount(amount.trim())?,
    })
}

/// The successors with their parts of the party's accounts.
pub fn successors(
    view: &View<'_>,
    party: &PartyId,
    parts: &[Part],
) -> Result<Vec<Successor>, Failure> {
    let mut successors = Vec::new();
    for part in parts {
        let mut held = Vec::new();
        for row in &part.rows {
            held.extend(held_parts(view, party, row)?);
        }
        successors.push(Successor {
            party: part.party.clone(),
            parts: held,
            permits: Vec::new(),
            cases: Vec::new(),
            projects: Vec::new(),
        });
    }
    Ok(successors)
}

/// The successor named, or what those are that were.
pub fn of<'a>(
    successors: &'a mut [Successor],
    party: &PartyId,
) -> Result<&'a mut Successor, Failure> {
    let names: Vec<String> = successors.iter().map(|it| it.party.to_string()).collect();
    let found = successors.iter_mut().find(|it| it.party == *party);
    found.ok_or_else(|| {
        let known = names.join(", ");
        Failure::usage(msg!("holder-no-successor", party = party, known = known))
    })
}

/// Which account and periods a row means: of those not kept for a project, the one that holds the
/// indicator. What nobody holds is said as it is, for the rules to refuse.
fn held_parts(view: &View<'_>, party: &PartyId, row: &Row) -> Result<Vec<HeldPart>, Failure> {
    let damaged = |error: crate::domain::state::Damage| {
        Failure::storage(msg!("number-lookup", reason = error))
    };
    let draft = view.draft();
    let mut found: Vec<(AccountId, Vec<Period>)> = Vec::new();
    for account in accounts_of(draft, party).map_err(damaged)? {
        let elsewhere = row
            .region
            .as_ref()
            .is_some_and(|region| region != account.region());
        if account.project().is_some() || elsewhere {
            continue;
        }
        let key = keys::holdings_of_indicator(&account, &row.indicator);
        let mut periods: Vec<Period> = draft
            .list(&key)
            .map_err(damaged)?
            .into_iter()
            .map(|holding| holding.period)
            .filter(|period| row.period.is_none_or(|wanted| wanted == *period))
            .collect();
        periods.sort_unstable();
        periods.dedup();
        if !periods.is_empty() {
            found.push((account, periods));
        }
    }
    match found.as_slice() {
        [(account, periods)] => {
            let part = |period: &Period| HeldPart {
                account: account.clone(),
                indicator: row.indicator.clone(),
                period: *period,
                amount: row.amount,
            };
            Ok(periods.iter().map(part).collect())
        }
        [] => Err(Failure::usage(msg!(
            "holder-holds-none",
            party = party,
            indicator = row.indicator
        ))),
        several => {
            let accounts: Vec<String> = several.iter().map(|(it, _)| it.to_string()).collect();
            Err(Failure::usage(msg!(
                "holder-which-account",
                indicator = row.indicator,
                accounts = accounts.join(", ")
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{case, part, permit};

    #[test]
    fn a_part_names_who_gets_what_and_of_which_account() {
        let part = part("FIRM-A：650109/NOX=35，CO2@2027=120000, SO2=0.001").unwrap();
        assert_eq!(part.party.as_str(), "FIRM-A");
        let told: Vec<_> = part
            .rows
            .iter()
            .map(|row| {
                let region = row.region.as_ref().map_or("-", |region| region.as_str());
                let period = row
                    .period
                    .map_or("-".to_owned(), |period| period.to_string());
                format!("{region} {} {period} {}", row.indicator, row.amount)
            })
            .collect();
        assert_eq!(
            told,
            ["650109 NOX - 35", "- CO2 2027 120000", "- SO2 - 0.001"]
        );
    }

    #[test]
    fn what_says_nobody_or_nothing_is_told() {
        for text in [
            "",
            "FIRM-A",
            "FIRM-A:NOX",
            "FIRM-A:NOX=0",
            "FIRM-A:NOX=-1",
            ":NOX=1",
        ] {
            assert!(part(text).is_err(), "{text:?}");
        }
        assert!(case("ZD-WZ-7=").is_err() && case("7").is_err() && case("7=FIRM-A").is_ok());
        assert!(permit("001P=FIRM-A").is_ok() && permit("=FIRM-A").is_err());
    }
}

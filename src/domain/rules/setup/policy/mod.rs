//! Policy on the ledger: what is in force for whom on which day.
//!
//! Everything adopted is kept, in order, under a kind and a scope. A rule counts for a case if it
//! was adopted before the accepting act and holds on the acceptance date; among several the last
//! adopted. So nothing that was accepted is ever judged again.
//!
//! | kind | scope |
//! | --- | --- |
//! | `indicator` | its code |
//! | `procedure` | its id, and the region where it is a region's own |
//! | `form_head` | the form, and the region where it is a region's own |
//! | `factor` | kind of case, indicator, region |
//! | `carbon_ratio`, `park_industries` | region |
//! | `calendar` | year |
//! | `plan_period` | its years |
//! | `two_high_list`, `limits` | nothing: one for all |

mod adopt;
mod procedure;

pub use adopt::adopt;
pub use procedure::STEPS_MAX;

use crate::domain::amount::Ratio;
use crate::domain::case::Acceptance;
use crate::domain::ids::{IndicatorCode, ProcedureId, RegionId};
use crate::domain::indicator::Indicator;
use crate::domain::moment::Day;
use crate::domain::policy::{
    Adopted, Calendar, Factor, FormHead, FormKind, IndustryList, Limits, ParkIndustries, PolicyItem,
};
use crate::domain::procedure::{CaseKind, Procedure};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::places;
use crate::domain::state::{Damage, Draft, Stop, keys};
use crate::domain::workdays::Workdays;

/// Reads an item as the kind that its key says; anything else is damage.
macro_rules! item {
    ($adopted:expr, $variant:ident) => {
        if let PolicyItem::$variant(item) = $adopted.item {
            Ok(item)
        } else {
            Err(misplaced(stringify!($variant), &$adopted.item))
        }
    };
}

fn misplaced(right: &str, found: &PolicyItem) -> Damage {
    Damage::of(
        right,
        format!("another kind of policy lies there: {found:?}"),
    )
}

/// The last adoption of a kind and scope, whatever its validity.
pub fn last_adopted(draft: &Draft<'_>, kind: &str, scope: &str) -> Result<Option<Adopted>, Damage> {
    Ok(draft.list(&keys::adoptions(kind, scope))?.pop())
}

/// What of a kind and scope is in force: the last adopted before the accepting act that holds on
/// the acceptance date.
pub fn in_force(
    draft: &Draft<'_>,
    kind: &str,
    scope: &str,
    judged_by: Acceptance,
) -> Result<Option<Adopted>, Damage> {
    let adoptions = draft.list(&keys::adoptions(kind, scope))?;
    let counts =
        |adopted: &Adopted| adopted.index < judged_by.index && adopted.holds_on(judged_by.date);
    Ok(adoptions.into_iter().rev().find(counts))
}

/// What of a kind is in force at the nearest region up the place path of `site`, by the scope
/// that each region has there.
fn nearest(
    draft: &Draft<'_>,
    (kind, indicator): (&str, Option<&IndicatorCode>),
    site: &RegionId,
    judged_by: Acceptance,
    scope: impl Fn(&RegionId) -> String,
) -> Result<Option<Adopted>, Stop> {
    places::region(draft, site)?;
    for region in places::place_path_known(draft, site, indicator, judged_by)? {
        if let Some(adopted) = in_force(draft, kind, &scope(&region), judged_by)? {
            return Ok(Some(adopted));
        }
    }
    Ok(None)
}

/// The indicator as last adopted; `INDICATOR_UNKNOWN` where it never was. What amounts mean, its unit,
/// span and decimals, does not depend on a day, so validity is not asked. How it is covered, whether
/// R34 bounds it and whether it needs a ceiling is asked of [`indicator_for`].
pub fn indicator(draft: &Draft<'_>, code: &IndicatorCode) -> Result<Indicator, Stop> {
    match last_adopted(draft, "indicator", code.as_str())? {
        Some(adopted) => Ok(item!(adopted, Indicator)?),
        None => Err(Refusal::new(Code::IndicatorUnknown)
            .with("indicator", code)
            .into()),
    }
}

/// The indicator with the cover, the cap rule and the base limit that are in force for what is judged.
/// Nothing can be recorded without them: where no version is in force, the last that began counts,
/// and before any did the first.
pub fn indicator_for(
    draft: &Draft<'_>,
    code: &IndicatorCode,
    judged_by: Acceptance,
) -> Result<Indicator, Stop> {
    let last = indicator(draft, code)?;
    let adoptions = draft.list(&keys::adoptions("indicator", code.as_str()))?;
    let begun = |adopted: &&Adopted| {
        adopted.index < judged_by.index && adopted.valid_from <= judged_by.date
    };
    let holds = |adopted: &&Adopted| begun(adopted) && adopted.holds_on(judged_by.date);
    let versions = || adoptions.iter().rev();
    let counts = versions().find(holds).or_else(|| versions().find(begun));
    let Some(counts) = counts.or(adoptions.first()) else {
        return Ok(last);
    };
    let of_then: Indicator = item!(counts.clone(), Indicator)?;
    Ok(Indicator {
        cap: of_then.cap,
        cover: of_then.cover,
        base_limited: of_then.base_limited,
        ..last
    })
}

/// The replacement factor for a demand of `indicator` at `site`, from the nearest region above it
/// by place that has one.
pub fn factor(
    draft: &Draft<'_>,
    flow: CaseKind,
    indicator: &IndicatorCode,
    site: &RegionId,
    judged_by: Acceptance,
) -> Result<Option<Factor>, Stop> {
    let scope = |region: &RegionId| keys::factor_scope(flow, indicator, region);
    let found = nearest(draft, ("factor", Some(indicator)), site, judged_by, scope)?;
    Ok(found.map(|adopted| item!(adopted, Factor)).transpose()?)
}

/// The carbon replacement ratio at `site` (R13), from the nearest region above it that has one.
pub fn carbon_ratio(
    draft: &Draft<'_>,
    site: &RegionId,
    judged_by: Acceptance,
) -> Result<Option<Ratio>, Stop> {
    let found = nearest(
        draft,
        ("carbon_ratio", None),
        site,
        judged_by,
        ToString::to_string,
    )?;
    Ok(found
        .map(|adopted| item!(adopted, CarbonRatio))
        .transpose()?
        .map(|item| item.ratio))
}

/// The two-high list in force (R12).
pub fn two_high_list(
    draft: &Draft<'_>,
    judged_by: Acceptance,
) -> Result<Option<IndustryList>, Damage> {
    let found = in_force(draft, "two_high_list", "", judged_by)?;
    found.map(|adopted| item!(adopted, TwoHighList)).transpose()
}

/// The industries of the park that `site` is or lies in.
pub fn park_industries(
    draft: &Draft<'_>,
    site: &RegionId,
    judged_by: Acceptance,
) -> Result<Option<ParkIndustries>, Stop> {
    let found = nearest(
        draft,
        ("park_industries", None),
        site,
        judged_by,
        ToString::to_string,
    )?;
    Ok(found
        .map(|adopted| item!(adopted, ParkIndustries))
        .transpose()?)
}

/// The head of a form that `region` prints: of the nearest region above it that adopted its own, else
/// everybody's; nothing where nobody adopted one. Without a region everybody's.
pub fn form_head(
    draft: &Draft<'_>,
    form: FormKind,
    region: Option<&RegionId>,
    judged_by: Acceptance,
) -> Result<Option<FormHead>, Stop> {
    let own = match region {
        Some(region) => {
            let scope = |above: &RegionId| keys::form_scope(form, Some(above));
            nearest(draft, ("form_head", None), region, judged_by, scope)?
        }
        None => None,
    };
    let found = match own {
        Some(adopted) => Some(adopted),
        None => in_force(draft, "form_head", &keys::form_scope(form, None), judged_by)?,
    };
    Ok(found.map(|adopted| item!(adopted, FormHead)).transpose()?)
}

/// The procedure in force at `site`: of the nearest region above it that adopted its own, else
/// everybody's. The number is the adopting entry's index, by which an open case keeps its version.
pub fn procedure(
    draft: &Draft<'_>,
    id: &ProcedureId,
    site: &RegionId,
    judged_by: Acceptance,
) -> Result<Option<(Procedure, u64)>, Stop> {
    let scope = |region: &RegionId| keys::procedure_scope(id, Some(region));
    let found = match nearest(draft, ("procedure", None), site, judged_by, scope)? {
        Some(own) => Some(own),
        None => in_force(
            draft,
            "procedure",
            &keys::procedure_scope(id, None),
            judged_by,
        )?,
    };
    let Some(adopted) = found else {
        return Ok(None);
    };
    let index = adopted.index;
    Ok(Some((item!(adopted, Procedure)?, index)))
}

/// The version of a procedure that the entry at `index` adopted, for an open case at `site` that
/// keeps it. It is looked for in every scope, for the site may have been placed elsewhere since.
pub fn procedure_at(
    draft: &Draft<'_>,
    id: &ProcedureId,
    site: &RegionId,
    index: u64,
) -> Result<Procedure, Damage> {
    let of_all = keys::procedure_scope(id, None);
    let begins_alike = format!("{of_all} ");
    let scopes = draft.list(&keys::policy_scopes("procedure"))?;
    for scope in scopes
        .iter()
        .filter(|s| **s == of_all || s.starts_with(&begins_alike))
    {
        let adoptions = draft.list(&keys::adoptions("procedure", scope))?;
        if let Some(adopted) = adoptions.into_iter().find(|adopted| adopted.index == index) {
            return item!(adopted, Procedure);
        }
    }
    Err(Damage::of(
        site.as_str(),
        format!("no procedure {id} was adopted by entry {index}"),
    ))
}

/// The last adopted calendar of a year. It speaks of its year alone, so it counts whenever that
/// year's days are counted, whatever the validity of the adoption.
pub fn calendar(draft: &Draft<'_>, year: u16) -> Result<Option<Calendar>, Damage> {
    match last_adopted(draft, "calendar", &year.to_string())? {
        Some(adopted) => Ok(Some(item!(adopted, Calendar)?)),
        None => Ok(None),
    }
}

/// The scopes of plan periods that were ever adopted.
pub fn periods(draft: &Draft<'_>) -> Result<Vec<String>, Damage> {
    draft.list(&keys::policy_scopes("plan_period"))
}

/// What is needed to count working days from one day to another.
pub fn workdays(draft: &Draft<'_>, from: Day, until: Day) -> Result<Workdays, Damage> {
    let mut calendars = Vec::new();
    for year in from.year()..=until.year() {
        calendars.extend(calendar(draft, year)?);
    }
    Ok(Workdays::of(calendars))
}

/// The limits of form on a day; the defaults where no policy says otherwise.
pub fn limits_on(draft: &Draft<'_>, day: Day) -> Result<Limits, Damage> {
    let adoptions = draft.list(&keys::adoptions("limits", ""))?;
    match adoptions
        .into_iter()
        .rev()
        .find(|adopted| adopted.holds_on(day))
    {
        Some(adopted) => item!(adopted, Limits),
        None => Ok(Limits::default()),
    }
}

#[cfg(test)]
mod tests;

//! What was adopted, what counts for a case, and how old a document may be.

use super::{Faults, Judged, Model, Seen, ticks};
use qledger::domain::entry::PolicyAdopt;
use qledger::domain::ids::{IndicatorCode, ProcedureId, RegionId};
use qledger::domain::indicator::Indicator;
use qledger::domain::moment::Day;
use qledger::domain::period::Period;
use qledger::domain::policy::{Limits, PolicyItem};
use qledger::domain::procedure::{CaseKind, Procedure};
use qledger::domain::refusal::Code;
use qledger::domain::text::Document;
use rust_decimal::Decimal;

/// One item as adopted.
#[derive(Debug, Clone)]
pub struct Adoption {
    pub index: u64,
    pub scope: Option<RegionId>,
    pub from: Day,
    pub to: Option<Day>,
    pub item: PolicyItem,
}

/// The acceptance a case is judged by: its date, and the index a rule must have been adopted before.
pub type JudgedBy = (Day, u64);

impl Model {
    /// The indicator as last adopted.
    pub fn indicator(&self, code: &IndicatorCode) -> Judged<Indicator> {
        let mut adopted = self.policy.iter().rev();
        let found = adopted.find_map(|adoption| match &adoption.item {
            PolicyItem::Indicator(item) if item.code == *code => Some(item.clone()),
            _ => None,
        });
        found.ok_or(Faults::of(Code::IndicatorUnknown))
    }

    /// The indicator with how it is covered, capped and limited by what was in force; else by what
    /// had begun, else by what was first.
    pub fn indicator_for(&self, code: &IndicatorCode, judged_by: JudgedBy) -> Judged<Indicator> {
        let of = |adoption: &Adoption| match &adoption.item {
            PolicyItem::Indicator(item) if item.code == *code => Some(item.clone()),
            _ => None,
        };
        let begun = |adoption: &Adoption| {
            let begun = adoption.index < judged_by.1 && adoption.from <= judged_by.0;
            of(adoption).filter(|_| begun)
        };
        let then = self.in_force(judged_by, of);
        let then = then.or_else(|| self.policy.iter().rev().find_map(begun));
        let then = then.or_else(|| self.policy.iter().find_map(of));
        let mut indicator = self.indicator(code)?;
        if let Some(then) = then {
            (indicator.cap, indicator.cover) = (then.cap, then.cover);
            indicator.base_limited = then.base_limited;
        }
        Ok(indicator)
    }

    /// Whether an amount is of an adopted indicator, kept by that period, exact enough.
    pub fn check_amount(
        &self,
        code: &IndicatorCode,
        period: Option<Period>,
        value: Decimal,
    ) -> Judged<Indicator> {
        let indicator = self.indicator(code)?;
        let mut faults = Faults::default();
        let standing = format!("{:?}", indicator.span) == "Standing";
        let fits = |period: Period| {
            if standing {
                period == Period::Standing
            } else {
                period.year().is_some()
            }
        };
        faults.when(!period.is_none_or(fits), Code::PeriodNotOfIndicator);
        faults.when(
            value.normalize().scale() > indicator.decimals.into(),
            Code::TooManyDecimals,
        );
        faults.verdict().map(|()| indicator)
    }

    /// The last adopted before the acceptance that holds on its date, of the items a test picks.
    fn in_force<T>(
        &self,
        (date, before): JudgedBy,
        pick: impl Fn(&Adoption) -> Option<T>,
    ) -> Option<T> {
        let holds = |adoption: &&Adoption| {
            let ended = adoption.to.is_some_and(|to| to <= date);
            adoption.index < before && adoption.from <= date && !ended
        };
        self.policy.iter().rev().filter(holds).find_map(pick)
    }

    /// The factor at a site, of the nearest region it lies in that has one.
    pub fn factor(
        &self,
        kind: CaseKind,
        code: &IndicatorCode,
        site: &RegionId,
        judged_by: JudgedBy,
    ) -> Option<Decimal> {
        let path = self.lay_in(site, Some(code), judged_by);
        path.iter().find_map(|region| {
            self.in_force(judged_by, |adoption| match &adoption.item {
                PolicyItem::Factor(item)
                    if item.flow == kind && item.indicator == *code && item.region == *region =>
                {
                    Some(item.factor.decimal())
                }
                _ => None,
            })
        })
    }

    /// The carbon ratio at a site.
    pub fn carbon_ratio(&self, site: &RegionId, judged_by: JudgedBy) -> Option<Decimal> {
        let path = self.lay_in(site, None, judged_by);
        path.iter().find_map(|region| {
            self.in_force(judged_by, |adoption| match &adoption.item {
                PolicyItem::CarbonRatio(item) if item.region == *region => {
                    Some(item.ratio.decimal())
                }
                _ => None,
            })
        })
    }

    /// The procedure at a site: of the nearest region that adopted its own, else everybody's.
    pub fn procedure(
        &self,
        id: &ProcedureId,
        site: &RegionId,
        judged_by: JudgedBy,
    ) -> Option<Procedure> {
        let of = |scope: Option<&RegionId>| {
            self.in_force(judged_by, |adoption| match &adoption.item {
                PolicyItem::Procedure(item)
                    if item.procedure == *id && adoption.scope.as_ref() == scope =>
                {
                    Some(item.clone())
                }
                _ => None,
            })
        };
        let own = self
            .lay_in(site, None, judged_by)
            .iter()
            .find_map(|region| of(Some(region)));
        own.or_else(|| of(None))
    }

    /// What the lists of the day say of an industry: the two-high list's version that names it, and
    /// whether the park's list lacks it and blocks.
    pub fn listed(
        &self,
        industry: &str,
        region: &RegionId,
        judged_by: JudgedBy,
    ) -> (Option<String>, Option<bool>) {
        let two_high = self.in_force(judged_by, |adoption| match &adoption.item {
            PolicyItem::TwoHighList(list) => Some(list.clone()),
            _ => None,
        });
        let named = |list: &qledger::domain::policy::IndustryList| {
            list.industries
                .iter()
                .any(|known| known.as_str() == industry)
        };
        let two_high = two_high.filter(named).map(|list| list.version.to_string());
        let park = self
            .lay_in(region, None, judged_by)
            .iter()
            .find_map(|region| {
                self.in_force(judged_by, |adoption| match &adoption.item {
                    PolicyItem::ParkIndustries(list) if list.region == *region => {
                        Some(list.clone())
                    }
                    _ => None,
                })
            });
        let missed = park.filter(|list| list.industries.iter().all(|i| i.as_str() != industry));
        (two_high, missed.map(|list| list.blocking))
    }

    /// The limits of form today.
    pub fn limits(&self, today: Day) -> Limits {
        let of = |adoption: &Adoption| match &adoption.item {
            PolicyItem::Limits(limits) => Some(*limits),
            _ => None,
        };
        self.in_force((today, u64::MAX), of).unwrap_or_default()
    }

    /// Monday to Friday without holidays, and the weekend days that are worked.
    fn is_workday(&self, day: Day) -> bool {
        let mut adopted = self.policy.iter().rev();
        let calendar = adopted.find_map(|adoption| match &adoption.item {
            PolicyItem::Calendar(calendar) if calendar.year == day.year() => Some(calendar),
            _ => None,
        });
        match calendar {
            Some(calendar) if calendar.workdays.contains(&day) => true,
            Some(calendar) if calendar.holidays.contains(&day) => false,
            _ => !day.is_weekend(),
        }
    }

    /// The day on which so many working days have passed.
    pub fn day_after(&self, from: Day, working_days: u16) -> Day {
        let (mut day, mut left) = (from, working_days);
        while left > 0 {
            day = day.plus_days(1);
            left -= u16::from(self.is_workday(day));
        }
        day
    }

    /// A document is dated, not in the future, at most so many working days back.
    pub fn check_document(&self, seen: &Seen<'_>, document: &Document) -> Judged {
        let today = seen.today();
        let allowed = usize::from(self.limits(today).document_age_working_days);
        let mut age = 0;
        let mut day = document.date;
        while day < today && age <= allowed {
            day = day.plus_days(1);
            age += usize::from(self.is_workday(day));
        }
        let mut faults = Faults::default();
        faults.when(document.date > today, Code::DocumentInFuture);
        faults.when(age > allowed, Code::DocumentTooOld);
        faults.verdict()
    }

    /// Adopts policy.
    pub fn adopt(&mut self, seen: &Seen<'_>, act: &PolicyAdopt) -> Judged {
        let mut faults = Faults::default();
        faults.when(act.items.is_empty(), Code::Nothing);
        faults.of_part(self.check_document(seen, &act.document));
        let reversed = act.valid_to.is_some_and(|to| to <= act.valid_from);
        faults.when(reversed, Code::DatesReversed);
        for item in &act.items {
            match item {
                PolicyItem::Factor(item) => {
                    faults.when(
                        ticks(item.factor.decimal()) < ticks(Decimal::ONE),
                        Code::RatioBelowOne,
                    );
                    faults.when(item.attainment.date > seen.today(), Code::DocumentInFuture);
                    self.check_scope(seen, act, &item.region, &mut faults);
                    faults.of_part(self.indicator(&item.indicator));
                }
                PolicyItem::CarbonRatio(item) => {
                    faults.when(
                        ticks(item.ratio.decimal()) < ticks(Decimal::ONE),
                        Code::RatioBelowOne,
                    );
                    self.check_scope(seen, act, &item.region, &mut faults);
                }
                PolicyItem::ParkIndustries(item) => {
                    self.check_scope(seen, act, &item.region, &mut faults);
                }
                PolicyItem::Procedure(_) => {}
                PolicyItem::FormHead(head) => faults.when(
                    head.title.is_none() && head.letterhead.is_none(),
                    Code::Nothing,
                ),
                PolicyItem::Indicator(_)
                | PolicyItem::TwoHighList(_)
                | PolicyItem::Calendar(_)
                | PolicyItem::Limits(_)
                | PolicyItem::PlanPeriod(_) => faults.when(act.scope.is_some(), Code::ScopeTooWide),
            }
        }
        faults.verdict()?;
        for item in &act.items {
            let (scope, item) = (act.scope.clone(), item.clone());
            let (from, to) = (act.valid_from, act.valid_to);
            self.policy.push(Adoption {
                index: self.size,
                scope,
                from,
                to,
                item,
            });
        }
        Ok(())
    }

    fn check_scope(
        &self,
        seen: &Seen<'_>,
        act: &PolicyAdopt,
        region: &RegionId,
        faults: &mut Faults,
    ) {
        if !self.regions.contains_key(region) {
            faults.when(true, Code::UnknownId);
            return;
        }
        let inside = |scope: &RegionId| self.lies_in(region, seen.today()).contains(scope);
        faults.when(!act.scope.as_ref().is_none_or(inside), Code::ScopeTooWide);
    }
}

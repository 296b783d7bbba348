//! What came out of a trial, as rows: figures with their sources, caps, what stands against it.

use super::rows::{Near, PlanCap, PlanFigure, PlanRefusal, PlanSource, ReservedElsewhere};
use super::stand_in::Called;
use crate::domain::amount::{Balance, Change};
use crate::domain::ids::{IndicatorCode, RegionId};
use crate::domain::lot::Lot;
use crate::domain::period::Period;
use crate::domain::posting::{Line, Place};
use crate::domain::region::Totals;
use crate::domain::rules::cases::plan::{Figure, Scope, SourceFigure};
use crate::domain::rules::cases::trial::Obstacle;
use crate::domain::rules::places::cap_path;
use crate::domain::state::{Draft, keys};
use crate::service::{ServiceError, View};

impl View<'_> {
    pub(super) fn figures(
        &self,
        figures: Vec<Figure>,
        reserved: &[Line],
        posted: &[Line],
    ) -> Result<Vec<PlanFigure>, ServiceError> {
        let mut rows = Vec::with_capacity(figures.len());
        for figure in figures {
            let retired = self.retired(&figure, posted)?;
            let elsewhere = figure.reserved.into_iter();
            rows.push(PlanFigure {
                indicator: figure.indicator,
                period: figure.period,
                held: figure.held,
                eligible: figure.eligible,
                reserved_elsewhere: elsewhere
                    .map(|(case, amount)| ReservedElsewhere { case, amount })
                    .collect(),
                base: figure.base,
                required: figure.required,
                factor: figure.factor,
                cover: figure.cover,
                surplus: figure.surplus,
                short: figure.short,
                retired,
                sources: figure
                    .sources
                    .into_iter()
                    .map(|source| source_row(source, reserved))
                    .collect(),
            });
        }
        Ok(rows)
    }

    /// What the posting would retire of an indicator and period.
    fn retired(&self, figure: &Figure, posted: &[Line]) -> Result<Option<Balance>, ServiceError> {
        if posted.is_empty() {
            return Ok(None);
        }
        let mut sum = Balance::ZERO;
        for line in posted.iter().filter(|line| line.to == Place::Retired) {
            let Lot { period, .. } = self.lot(&line.lot)?;
            if line.indicator == figure.indicator && period == figure.period {
                sum = sum.plus(line.amount.into());
            }
        }
        Ok(Some(sum))
    }

    /// Totals that differ before and after the posting, in the periods of the lots that move.
    pub(super) fn caps(
        &self,
        after: &Draft<'_>,
        posted: &[Line],
    ) -> Result<Vec<PlanCap>, ServiceError> {
        let today = self.now().day();
        let mut asked: Vec<(RegionId, IndicatorCode, Period)> = Vec::new();
        for line in posted {
            let period = self.lot(&line.lot)?.period;
            for account in line.from.account().into_iter().chain(line.to.account()) {
                for region in
                    cap_path(self.draft(), account.region(), Some(&line.indicator), today)?
                {
                    let one = (region, line.indicator.clone(), period);
                    if !asked.contains(&one) {
                        asked.push(one);
                    }
                }
            }
        }
        let mut rows = Vec::new();
        for (region, indicator, period) in asked {
            let key = keys::totals(&region, &indicator);
            let before: Totals = self.draft().get(&key)?.unwrap_or_default();
            let after: Totals = after.get(&key)?.unwrap_or_default();
            let used = after.used(period);
            let (cap_before, cap_after) = (before.ceiling(period), after.ceiling(period));
            if before.used(period) == used && cap_before == cap_after {
                continue;
            }
            let room = cap_after.map(|cap| cap.plus(Change::from(used).negated()));
            rows.push(PlanCap {
                region,
                indicator,
                period,
                used_before: before.used(period),
                used_after: used,
                cap_before,
                cap_after,
                room,
            });
        }
        Ok(rows)
    }
}

fn source_row(source: SourceFigure, reserved: &[Line]) -> PlanSource {
    let drawn = reserved
        .iter()
        .filter(|line| line.lot == source.lot && line.from.account() == Some(&source.account));
    PlanSource {
        drawn: drawn.fold(Balance::ZERO, |sum, line| sum.plus(line.amount.into())),
        lot: source.lot,
        account: source.account,
        scope: match source.scope {
            Scope::Site => Near::Site,
            Scope::Prefecture => Near::Prefecture,
            Scope::Elsewhere => Near::Elsewhere,
        },
        free: source.free,
        eligible: source.eligible,
    }
}

/// What stands against it, without ids that only the trial knows.
pub(super) fn against(obstacles: &[Obstacle], called: &Called<'_>) -> Vec<PlanRefusal> {
    let rows = obstacles.iter().map(|obstacle| PlanRefusal {
        step: obstacle.step.clone(),
        refusal: called.view(&obstacle.refusal),
    });
    rows.collect()
}

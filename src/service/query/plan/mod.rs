//! The telephone call: what a move or a new project would come to today, from a few figures.
//!
//! Nothing is recorded. The case is tried out by the rules themselves
//! ([`Trial`](crate::domain::rules::cases::trial)) on a draft; what is told here is what they said.

mod rows;

pub use rows::{
    Asked, Near, NewProject, PlanCap, PlanFigure, PlanRefusal, PlanSource, PlanStep, PlanTerms,
    PlanView, ReservedElsewhere,
};

use super::RefusalView;
use crate::domain::amount::{Balance, Change};
use crate::domain::case::{Case, Content, Introduction};
use crate::domain::entry::{CaseOpen, ProjectRegister};
use crate::domain::ids::{IndicatorCode, PartyId, ProcedureId, RegionId};
use crate::domain::lot::{Lot, Nature};
use crate::domain::party::{Party, PartyKind};
use crate::domain::period::Period;
use crate::domain::posting::{Line, Place};
use crate::domain::procedure::{CaseKind, Step};
use crate::domain::region::Totals;
use crate::domain::rules::cases::plan::{Figure, Scope, SourceFigure};
use crate::domain::rules::cases::trial::{Obstacle, Trial};
use crate::domain::rules::cases::{procedure_of, signatory};
use crate::domain::rules::places::cap_path;
use crate::domain::state::{Draft, Stop, keys};
use crate::domain::text::{DocumentKind, Label, Names};
use crate::service::{ServiceError, View};

impl View<'_> {
    /// Tries a case out.
    pub fn plan(&self, asked: Asked, terms: PlanTerms) -> Result<PlanView, ServiceError> {
        let PlanTerms {
            by,
            procedure,
            number,
            sources,
        } = terms;
        let mut trial_draft = Draft::on(self.draft());
        let mut view = self.begun(&asked, &by, procedure)?;
        if self.draft().get(&keys::party(&view.firm))?.is_none() && view.origin.is_none() {
            enrol_unknown(&mut trial_draft, &view)?;
        }
        let begun = Trial::begin(&mut trial_draft, self.now(), number.clone());
        let mut trial = begun.drawing_first(sources);
        let content = match asked {
            Asked::Relocation(content) => Some(Content::Relocation(content)),
            Asked::Introduction(content) => Some(Content::Introduction(content)),
            Asked::NewProject(new) => registered(&mut trial, new, number)?,
        };
        let document = trial.document(DocumentKind::Application);
        let opened = match content {
            Some(content) => trial.open(CaseOpen {
                procedure: view.procedure.clone(),
                by,
                content,
                documents: vec![document],
            })?,
            None => None,
        };
        let case = match &opened {
            Some(no) => Some(trial.go_through(no)?),
            None => None,
        };
        let Trial {
            figures,
            obstacles,
            reserved,
            posted,
            ..
        } = trial;
        let (on_the_way, refused) = obstacles.into_iter().partition(|o: &Obstacle| o.on_the_way);
        view.refused = rows(refused);
        view.on_the_way = rows(on_the_way);
        view.figures = self.figures(figures, &reserved, &posted)?;
        view.caps = self.caps(&trial_draft, &posted)?;
        if let Some(case) = &case {
            self.fill(&mut view, &trial_draft, case)?;
        }
        Ok(view)
    }

    /// What is known before anything is tried.
    fn begun(
        &self,
        asked: &Asked,
        by: &PartyId,
        procedure: ProcedureId,
    ) -> Result<PlanView, ServiceError> {
        let (firm, origin, site, project, supplier) = match asked {
            Asked::Relocation(content) => (
                content.firm.clone(),
                Some(content.origin.clone()),
                content.site.clone(),
                content.project.clone(),
                None,
            ),
            Asked::Introduction(content) => {
                let project = self.project(&content.project)?;
                (
                    project.builder,
                    None,
                    project.region,
                    Some(project.project),
                    Some(content.supplier.clone()),
                )
            }
            Asked::NewProject(new) => (
                new.builder.clone(),
                None,
                new.site.clone(),
                None,
                Some(new.supplier.clone()),
            ),
        };
        self.party(by)?;
        Ok(PlanView {
            kind: match asked {
                Asked::Relocation(_) => CaseKind::Relocation,
                Asked::Introduction(_) | Asked::NewProject(_) => CaseKind::Introduction,
            },
            date: self.now().day(),
            firm_names: self.names_of(Some(&firm))?,
            firm,
            origin,
            site,
            project,
            two_high: None,
            supplier,
            procedure,
            procedure_names: None,
            figures: Vec::new(),
            steps: Vec::new(),
            caps: Vec::new(),
            refused: Vec::new(),
            on_the_way: Vec::new(),
        })
    }

    /// Adds what only a case that could be opened tells: its steps, and whether it is two-high.
    fn fill(
        &self,
        view: &mut PlanView,
        trial: &Draft<'_>,
        case: &Case,
    ) -> Result<(), ServiceError> {
        if let Some(no) = case.project() {
            view.two_high = trial.must(&keys::project(no))?.two_high;
        }
        let procedure = procedure_of(trial, case)?;
        for step in &procedure.steps {
            view.steps.push(self.plan_step(trial, case, step)?);
        }
        view.procedure_names = Some(procedure.names);
        Ok(())
    }

    fn plan_step(
        &self,
        trial: &Draft<'_>,
        case: &Case,
        step: &Step,
    ) -> Result<PlanStep, ServiceError> {
        let today = self.now().day();
        let of = |relation| signatory::parties(trial, case, relation, today);
        let parties = super::cases::known(of(step.signatory))?.0;
        let recorders = match step.recorded_by {
            Some(recorder) => super::cases::known(of(recorder))?.0,
            None => Vec::new(),
        };
        let mut without_key = Vec::new();
        for party in &parties {
            if !self.has_keys(party, &step.seats)? {
                without_key.push(party.clone());
            }
        }
        Ok(PlanStep {
            step: step.id.clone(),
            names: step.names.clone(),
            parties,
            seats: step.seats.clone(),
            documents: step.documents.clone(),
            effect: step.effect,
            without_key,
            recorders,
        })
    }

    fn figures(
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
    fn caps(&self, after: &Draft<'_>, posted: &[Line]) -> Result<Vec<PlanCap>, ServiceError> {
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

fn rows(obstacles: Vec<Obstacle>) -> Vec<PlanRefusal> {
    let rows = obstacles.into_iter().map(|obstacle| PlanRefusal {
        step: obstacle.step,
        refusal: RefusalView::from(&obstacle.refusal),
    });
    rows.collect()
}

/// A builder that nobody has enrolled yet counts as enrolled at the site.
fn enrol_unknown(draft: &mut Draft<'_>, view: &PlanView) -> Result<(), ServiceError> {
    let name: Result<Label, _> = view.firm.as_str().parse();
    let Ok(name) = name else { return Ok(()) };
    let party = Party {
        party: view.firm.clone(),
        kind: PartyKind::Enterprise,
        names: Names {
            zh: name.clone(),
            en: name,
        },
        region: view.site.clone(),
        upper: None,
        credit_code: None,
    };
    Ok(draft.put(&keys::party(&view.firm), &party)?)
}

/// Registers a project that is not known yet, and asks for its supply.
fn registered(
    trial: &mut Trial<'_, '_>,
    new: NewProject,
    name: Label,
) -> Result<Option<Content>, Stop> {
    let project = trial.register(ProjectRegister {
        code: None,
        name,
        builder: new.builder,
        region: new.site,
        industry: new.industry,
        nature: Nature::New,
        document: trial.document(DocumentKind::Application),
    })?;
    Ok(project.map(|project| {
        Content::Introduction(Introduction {
            project,
            supplier: new.supplier,
            required: new.required,
        })
    }))
}

//! The telephone call: what a move or a new project would come to today, from a few figures.
//!
//! Nothing is recorded. The case is tried out by the rules themselves
//! ([`Trial`](crate::domain::rules::cases::trial)) on a draft; what is told here is what they said.

mod rows;
mod stand_in;
mod tell;

pub use rows::{
    Asked, Near, NewProject, PlanCap, PlanFigure, PlanParty, PlanRefusal, PlanSource, PlanStep,
    PlanTerms, PlanView, ReservedElsewhere,
};
pub use stand_in::StandIns;

use stand_in::{Called, is_builder};
use tell::against;

use crate::domain::case::{Case, Content, Introduction};
use crate::domain::entry::{CaseOpen, ProjectRegister};
use crate::domain::ids::{PartyId, ProcedureId};
use crate::domain::lot::Nature;
use crate::domain::party::{Party, PartyKind};
use crate::domain::procedure::{CaseKind, Step};
use crate::domain::refusal::Refusal;
use crate::domain::rules::cases::trial::{Obstacle, Trial};
use crate::domain::rules::cases::{procedure_of, signatory};
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
            stand_ins,
        } = terms;
        let mut trial_draft = Draft::on(self.draft());
        let mut view = self.begun(&asked, &by, procedure)?;
        if let Asked::NewProject(new) = &asked {
            self.enrol_unknown(&mut trial_draft, new)?;
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
        let project = case.as_ref().and_then(Case::project);
        let project = project.filter(|no| view.project.as_ref() != Some(*no));
        let called = Called::new(&stand_ins, project, opened.as_ref());
        let of_way = obstacles.into_iter().partition(|o: &Obstacle| o.on_the_way);
        let (on_the_way, refused): (Vec<_>, Vec<_>) = of_way;
        view.refused = against(&refused, &called);
        view.on_the_way = against(&on_the_way, &called);
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
                Some(content.firm.clone()),
                Some(content.origin.clone()),
                content.site.clone(),
                content.project.clone(),
                None,
            ),
            Asked::Introduction(content) => {
                let project = self.project(&content.project)?;
                (
                    Some(project.builder),
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
            firm_names: self.names_of(firm.as_ref())?,
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
            parties: Vec::new(),
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
            let step = self.plan_step(trial, case, step)?;
            for party in step.parties.iter().chain(&step.recorders) {
                let names = self.names_of(Some(party))?;
                let row = names.map(|names| PlanParty {
                    party: party.clone(),
                    names,
                });
                view.parties
                    .extend(row.filter(|row| !view.parties.contains(row)));
            }
            view.steps.push(step);
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
        let mut parties = super::cases::known(of(step.signatory))?.0;
        parties.retain(|party| !is_builder(party));
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
            signatory: step.signatory,
            parties,
            seats: step.seats.clone(),
            documents: step.documents.clone(),
            effect: step.effect,
            without_key,
            recorders,
        })
    }

    /// A builder that nobody has enrolled yet counts as enrolled at the site.
    fn enrol_unknown(&self, draft: &mut Draft<'_>, new: &NewProject) -> Result<(), ServiceError> {
        let builder = builder_of(new)?;
        if self.draft().get(&keys::party(&builder))?.is_some() {
            return Ok(());
        }
        let Ok(name) = builder.as_str().parse::<Label>() else {
            return Ok(());
        };
        let party = Party {
            party: builder.clone(),
            kind: PartyKind::Enterprise,
            names: Names {
                zh: name.clone(),
                en: name,
            },
            region: new.site.clone(),
            upper: None,
            credit_code: None,
        };
        Ok(draft.put(&keys::party(&builder), &party)?)
    }
}

/// The builder, or who stands for one that has no id.
fn builder_of(new: &NewProject) -> Result<PartyId, Refusal> {
    match &new.builder {
        Some(builder) => Ok(builder.clone()),
        None => stand_in::builder(),
    }
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
        builder: builder_of(&new)?,
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
            stages: Vec::new(),
        })
    }))
}

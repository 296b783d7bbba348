//! A whole case tried out before anybody signs: opened, every step done, posted, on a draft that is
//! thrown away.
//!
//! Every act goes through the rules as if it were admitted now. Where one is refused, what is found
//! is noted and the step counts as done, so that everything that stands against the case is
//! told at once. The figures come from the reservation's own functions, the lines from its plan.

mod attempt;

use attempt::entry_hash;

use super::moves::lay_posting;
use super::plan::{self, Figure};
use super::{case, procedure_of, signatory, stages};
use crate::domain::case::{Acceptance, Case, StepDone};
use crate::domain::entry::{Act, CaseAct, CaseOpen, ProjectRegister};
use crate::domain::ids::{CaseNo, LotNo, ProjectNo, StepId};
use crate::domain::moment::Moment;
use crate::domain::posting::Line;
use crate::domain::procedure::{Effect, Establishes, Procedure, Signatory, Step};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules::{complete, rehearse};
use crate::domain::state::{Damage, Draft, Ledger, Stop, keys};
use crate::domain::text::{Document, DocumentKind, Label};

/// Days a draft of a trial would live; it never does.
const EXPIRES_DAYS: u64 = 30;

/// What a step waits for that others record on the way: no reason against the case today.
pub const ON_THE_WAY: [Code; 6] = [
    Code::BaseUndecided,
    Code::PermitNotInForce,
    Code::PermitNotEnded,
    Code::PermitMissing,
    Code::SourceNotAchieved,
    Code::SourceOutOfScope,
];

/// What stands against a case, and where it was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// The step; nothing at the registration or the opening.
    pub step: Option<StepId>,
    /// Why.
    pub refusal: Refusal,
    /// Whether it is to be done on the way: permits, the decision on the base, the statement that
    /// sources beyond the prefecture need.
    pub on_the_way: bool,
}

/// A case being tried out on a draft.
pub struct Trial<'d, 's> {
    draft: &'d mut Draft<'s>,
    now: Moment,
    number: Label,
    sources: Vec<LotNo>,
    /// What stands against it, each once.
    pub obstacles: Vec<Obstacle>,
    /// What it comes to, before anything is reserved.
    pub figures: Vec<Figure>,
    /// What would be reserved today; nothing where that is refused.
    pub reserved: Vec<Line>,
    /// What would be posted today; nothing where that is refused.
    pub posted: Vec<Line>,
}

impl<'d, 's> Trial<'d, 's> {
    /// Begins on a draft on which everything due by `now` has fallen. `number` stands where acts
    /// carry the numbers of their documents.
    pub fn begin(draft: &'d mut Draft<'s>, now: Moment, number: Label) -> Self {
        Self {
            draft,
            now,
            number,
            sources: Vec::new(),
            obstacles: Vec::new(),
            figures: Vec::new(),
            reserved: Vec::new(),
            posted: Vec::new(),
        }
    }

    /// Names lots that the source plan takes first; those it takes by itself follow. A unit's own
    /// right, which may replace carbon, is never taken unless it is named.
    #[must_use]
    pub fn drawing_first(mut self, lots: Vec<LotNo>) -> Self {
        self.sources = lots;
        self
    }

    /// A document of a kind, dated today.
    pub fn document(&self, kind: DocumentKind) -> Document {
        Document {
            kind,
            number: self.number.clone(),
            date: self.now.day(),
            sha256: None,
        }
    }

    /// Registers a project; nothing where that is refused.
    pub fn register(&mut self, act: ProjectRegister) -> Result<Option<ProjectNo>, Damage> {
        self.numbered(Act::ProjectRegister(act))
    }

    /// Opens a case; nothing where that is refused.
    pub fn open(&mut self, act: CaseOpen) -> Result<Option<CaseNo>, Damage> {
        self.numbered(Act::CaseOpen(act))
    }

    fn numbered<N: std::str::FromStr>(&mut self, act: Act) -> Result<Option<N>, Damage> {
        let given = self.attempt(None, act)?.unwrap_or_default();
        let mut numbers = given.iter().filter_map(|given| given.number.parse().ok());
        Ok(numbers.next())
    }

    /// Does every step in its turn and lays the posting. Gives the case as it would stand.
    pub fn go_through(&mut self, no: &CaseNo) -> Result<Case, Stop> {
        let opened = case(self.draft, no)?;
        let procedure = procedure_of(self.draft, &opened)?;
        while let Some(step) = self.next_step(no, &procedure)? {
            if step.effect == Effect::Reserve {
                self.read_figures(no)?;
            }
            let act = self.act_of(no, &step)?;
            match (step.effect, act) {
                (Effect::Post, act) => self.post(no, &step, act)?,
                (Effect::Reserve, Some(act)) => self.reserve(no, &step, act)?,
                (Effect::None, Some(act)) => {
                    self.attempt(Some(&step), Act::CaseAct(act))?;
                }
                (Effect::None | Effect::Reserve, None) => {}
            }
            self.mark_done(no, &step)?;
        }
        case(self.draft, no)
    }

    fn next_step(&self, no: &CaseNo, procedure: &Procedure) -> Result<Option<Step>, Stop> {
        let case = case(self.draft, no)?;
        let done = |id: &StepId| case.done(id).is_some();
        let mut open = procedure.steps.iter();
        let next = open.find(|step| !done(&step.id) && step.after.iter().all(done));
        Ok(next.cloned())
    }

    fn read_figures(&mut self, no: &CaseNo) -> Result<(), Stop> {
        let case = case(self.draft, no)?;
        let head = self.head(&case);
        let context = self.context(&head)?;
        self.figures = plan::figures(self.draft, &context, &case)?;
        Ok(())
    }

    /// The act of a step, with what nobody types; nothing where there is no lot that a source plan could
    /// name, and so no giver.
    fn act_of(&mut self, no: &CaseNo, step: &Step) -> Result<Option<CaseAct>, Stop> {
        let case = case(self.draft, no)?;
        let head = self.head(&case);
        let context = self.context(&head)?;
        let kinds = match step.documents.as_slice() {
            [] => &[DocumentKind::Letter],
            kinds => kinds,
        };
        let mut act = CaseAct {
            case: no.clone(),
            step: step.id.clone(),
            documents: kinds.iter().map(|kind| self.document(*kind)).collect(),
            issuers: Vec::new(),
            sources: Vec::new(),
            until: None,
            lines: Vec::new(),
            balances: Vec::new(),
        };
        if step.establishes == Establishes::DemonstrationPassed {
            act.until = Some(self.now.day());
        }
        if step.establishes == Establishes::SourcePlan {
            let lots = plan::default_sources(self.draft, &context, &case)?;
            let nearest = plan::nearest_first(self.draft, &case, self.now.day(), lots)?;
            act.sources.clone_from(&self.sources);
            act.sources.extend(
                nearest
                    .into_iter()
                    .filter(|lot| !self.sources.contains(lot)),
            );
        }
        let of_givers = step.signatory == Signatory::Giver && case.sources.is_empty();
        let no_plan = step.establishes == Establishes::SourcePlan && act.sources.is_empty();
        if of_givers || no_plan {
            return Ok(None);
        }
        let mut whole = Act::CaseAct(act.clone());
        match complete(self.draft, &head, self.now, &mut whole) {
            Ok(()) => {}
            // The rehearsal meets it again, and tells it.
            Err(Stop::Refused(_)) => return Ok(Some(act)),
            Err(Stop::Unreadable(damage)) => return Err(damage.into()),
        }
        if let Act::CaseAct(whole) = whole {
            act = whole;
        }
        Ok(Some(act))
    }

    /// Reserves; where only sources beyond the prefecture stand in the way, once more with the
    /// statement of the host authority that R06 asks for.
    fn reserve(&mut self, no: &CaseNo, step: &Step, act: CaseAct) -> Result<(), Stop> {
        let lines = act.lines.clone();
        if self.attempt(Some(step), Act::CaseAct(act))?.is_some() {
            self.reserved = lines;
            return Ok(());
        }
        let here = self
            .obstacles
            .iter()
            .filter(|o| o.step.as_ref() == Some(&step.id));
        let out_of_scope = |obstacle: &Obstacle| obstacle.refusal.code == Code::SourceOutOfScope;
        let only = here.clone().next().is_some() && here.clone().all(out_of_scope);
        if !only || !self.state_shortage(no)? {
            return Ok(());
        }
        if let Some(act) = self.act_of(no, step)? {
            let lines = act.lines.clone();
            if self.attempt(Some(step), Act::CaseAct(act))?.is_some() {
                self.reserved = lines;
            }
        }
        Ok(())
    }

    /// Lets the host authority have stated that its prefecture is short, with the last of its steps.
    fn state_shortage(&mut self, no: &CaseNo) -> Result<bool, Stop> {
        let mut case = case(self.draft, no)?;
        let procedure = procedure_of(self.draft, &case)?;
        let statement = self.document(DocumentKind::ShortageStatement);
        let of_host = |done: &&mut StepDone| {
            let step = procedure.step(&done.step);
            step.is_some_and(|step| step.signatory == Signatory::HostAuthority)
        };
        let Some(done) = case.done.iter_mut().rev().find(of_host) else {
            return Ok(false);
        };
        done.documents.push(statement);
        self.draft.put(&keys::case(no), &case)?;
        Ok(true)
    }

    /// Tries the posting, and lays it whatever of the case is still to be done.
    fn post(&mut self, no: &CaseNo, step: &Step, act: Option<CaseAct>) -> Result<(), Stop> {
        let case = case(self.draft, no)?;
        if !case.reserved {
            return Ok(());
        }
        let head = self.head(&case);
        if let Some(act) = act {
            let act = self.entry(head.clone(), Act::CaseAct(act))?;
            let mut aside = Draft::on(self.draft);
            let refused = rehearse(&mut aside, &act, entry_hash(), self.now);
            self.note(Some(step), refused)?;
        }
        let context = self.context(&head)?;
        let mut laid = Draft::on(self.draft);
        let posted = lay_posting(&mut laid, &context, &case, context.today(), None);
        let effects = laid.into_effects();
        if let Some(plan) = self.note(Some(step), posted)? {
            self.draft.absorb(effects);
            self.posted.extend(plan.lines);
        }
        Ok(())
    }

    /// Counts a step as done that was refused, so that those behind it are tried as well.
    fn mark_done(&mut self, no: &CaseNo, step: &Step) -> Result<(), Stop> {
        let mut case = case(self.draft, no)?;
        if case.done(&step.id).is_some() {
            return Ok(());
        }
        let procedure = procedure_of(self.draft, &case)?;
        let ledger: Ledger = self.draft.must(&keys::ledger())?;
        let today = self.now.day();
        let parties = signatory::parties(self.draft, &case, step.signatory, today);
        let parties = self.note(Some(step), parties)?.unwrap_or_default();
        let kinds = step.documents.iter();
        let done = StepDone {
            step: step.id.clone(),
            stage: stages::stage_of(&case, &procedure, step),
            index: ledger.leaves_next,
            at: self.now,
            date: today,
            by: parties,
            recorded_by: None,
            documents: kinds.map(|kind| self.document(*kind)).collect(),
            keys: Vec::new(),
        };
        if step.establishes == Establishes::Acceptance {
            let (date, index) = (today, ledger.leaves_next);
            case.accepted = Some(Acceptance { date, index });
        }
        case.done.push(done);
        let done = |step: &Step| case.done(&step.id).is_some();
        if procedure.steps.iter().all(done) && case.stage < case.stage_last() {
            case.stage += 1;
        }
        Ok(self.draft.put(&keys::case(no), &case)?)
    }
}

//! Cases: opening them and doing their steps.

use std::collections::BTreeSet;

use super::{Faults, Judged, Model, Seen};
use qledger::domain::case::{Content, Introduction, Relocation};
use qledger::domain::entry::{CaseAct, CaseOpen};
use qledger::domain::ids::{LotNo, PartyId, ProjectNo, RegionId, StepId};
use qledger::domain::moment::{Day, Moment};
use qledger::domain::party::{PartyKind, Seat};
use qledger::domain::posting::Line;
use qledger::domain::procedure::{Effect, Establishes, Procedure, Signatory, Step};
use qledger::domain::refusal::Code;
use qledger::domain::region::Quantity;
use qledger::domain::text::{Document, DocumentKind};
use qledger::envelope::{EntryHash, KeyId};

/// Where a case stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    Open,
    /// Sent back; its clock stands with so many milliseconds left.
    Returned {
        missing: Vec<DocumentKind>,
        left: u64,
    },
    /// Ended, in this way.
    Over(&'static str),
}

/// A step that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    pub step: StepId,
    pub index: u64,
    pub on: Day,
    /// The parties whose step it was then.
    pub by: Vec<PartyId>,
    pub documents: Vec<Document>,
    pub keys: Vec<KeyId>,
}

/// A case.
#[derive(Debug, Clone)]
pub struct Case {
    pub procedure: Procedure,
    pub site: RegionId,
    pub opened_by: PartyId,
    pub opened_on: Day,
    pub opened: u64,
    pub content: Content,
    pub content_hash: EntryHash,
    pub accepted: Option<(Day, u64)>,
    pub sources: Vec<LotNo>,
    pub done: Vec<Done>,
    pub documents: Vec<Document>,
    /// The days and keys of the opening or last amendment, and of completions since.
    pub signed: Vec<(Day, Vec<KeyId>)>,
    pub reserved: bool,
    pub lapses: Moment,
    pub phase: Phase,
}

impl Case {
    /// The acceptance it is judged by, or its opening before that.
    pub fn judged_by(&self) -> (Day, u64) {
        self.accepted.unwrap_or((self.opened_on, self.opened))
    }

    pub fn relocation(&self) -> Option<&Relocation> {
        match &self.content {
            Content::Relocation(content) => Some(content),
            Content::Introduction(_) | Content::Demonstration(_) => None,
        }
    }

    pub fn required(&self) -> &[Quantity] {
        match &self.content {
            Content::Relocation(content) => &content.required,
            Content::Introduction(content) => &content.required,
            Content::Demonstration(_) => &[],
        }
    }

    pub fn project(&self) -> Option<&ProjectNo> {
        match &self.content {
            Content::Relocation(content) => content.project.as_ref(),
            Content::Introduction(content) => Some(&content.project),
            Content::Demonstration(content) => Some(&content.project),
        }
    }

    pub fn has_done(&self, step: &StepId) -> bool {
        self.done.iter().any(|done| done.step == *step)
    }

    /// All that must be done before a step.
    pub fn before(&self, id: &StepId) -> Vec<&Step> {
        let step = self
            .procedure
            .steps
            .iter()
            .find(|step| step.id == *id)
            .unwrap();
        let direct = self
            .procedure
            .steps
            .iter()
            .filter(|other| step.after.contains(&other.id));
        let all = direct.flat_map(|other| {
            let mut chain = self.before(&other.id);
            chain.push(other);
            chain
        });
        all.collect()
    }

    /// The day before which a step may not be dated: of the opening, and of what it waits for.
    pub fn earliest(&self, id: &StepId) -> Day {
        let before = self.before(id);
        let done = self.done.iter();
        let done = done.filter(|done| before.iter().any(|step| step.id == done.step));
        done.fold(self.opened_on, |day, done| day.max(done.documents[0].date))
    }

    /// A step and all that wait for it.
    pub fn from_on(&self, id: &StepId) -> Vec<StepId> {
        let waits = |step: &&Step| {
            step.id == *id || self.before(&step.id).iter().any(|before| before.id == *id)
        };
        self.procedure
            .steps
            .iter()
            .filter(waits)
            .map(|step| step.id.clone())
            .collect()
    }

    /// What is wrong about acting on it at all.
    pub(super) fn check_open(&self, seen: &Seen<'_>, faults: &mut Faults) {
        faults.when(matches!(self.phase, Phase::Over(_)), Code::CaseOver);
        faults.when(
            seen.entry.head.speaks_on != Some(self.content_hash),
            Code::CaseMovedOn,
        );
    }
}

/// Whether a relation's act approves, so that it may not be by who asks or gains.
pub fn approves(signatory: Signatory) -> bool {
    match signatory {
        Signatory::OriginAuthority
        | Signatory::HostAuthority
        | Signatory::CommonUpper
        | Signatory::IntroducerAuthority => true,
        Signatory::ParkCommittee
        | Signatory::Enterprise
        | Signatory::OriginGovernment
        | Signatory::Introducer
        | Signatory::Giver => false,
    }
}

/// The same lines, in whatever order.
pub(super) fn same(ours: &[Line], theirs: &[Line]) -> bool {
    let sorted = |lines: &[Line]| {
        let mut lines = lines.to_vec();
        lines.sort();
        lines
    };
    sorted(ours) == sorted(theirs)
}

impl Model {
    /// Who opened a case, and who gains by it.
    pub(super) fn gains(&self, case: &Case) -> [PartyId; 2] {
        [case.opened_by.clone(), self.firm(case)]
    }

    /// Opens a case.
    pub fn open_case(&mut self, seen: &Seen<'_>, act: &CaseOpen) -> Judged<Vec<String>> {
        let today = seen.today();
        let mut faults = Faults::default();
        faults.when(act.documents.is_empty(), Code::Nothing);
        faults.when(act.documents.len() > 32, Code::TooManyRows);
        for document in &act.documents {
            faults.of_part(self.check_document(seen, document));
        }
        faults.of_part(self.check_content(&act.content, today));
        let site = self.site_of(&act.content);
        let (Some(site), Some(first)) = (site, act.documents.first()) else {
            return faults.verdict().map(|()| Vec::new());
        };
        let enterprise = match &act.content {
            Content::Relocation(content) => Some(content.firm.clone()),
            Content::Introduction(content) => self.builder_of(&content.project),
            Content::Demonstration(content) => self.builder_of(&content.project),
        };
        let openers = faults.of_part(self.openers(&site, enterprise.as_ref(), today));
        let openers = openers.unwrap_or_default();
        faults.when(!openers.contains(&act.by), Code::NotAuthorised);
        let found = self.procedure(&act.procedure, &site, (first.date, self.size));
        let fits = found.filter(|procedure| procedure.kind == act.content.kind());
        faults.when(fits.is_none(), Code::NoProcedure);
        faults.verdict()?;
        let procedure = fits.unwrap();
        let lapses = today.plus_days(procedure.lapse_days.into()).end();
        let number = self.number(&site, "", today);
        let case = Case {
            procedure,
            site,
            opened_by: act.by.clone(),
            opened_on: first.date,
            opened: self.size,
            content: act.content.clone(),
            content_hash: seen.hash,
            accepted: None,
            sources: Vec::new(),
            done: Vec::new(),
            documents: act.documents.clone(),
            signed: vec![(today, seen.keys.to_vec())],
            reserved: false,
            lapses,
            phase: Phase::Open,
        };
        self.cases.insert(number.parse().unwrap(), case);
        Ok(vec![number])
    }

    fn builder_of(&self, project: &ProjectNo) -> Option<PartyId> {
        Some(self.projects.get(project)?.builder.clone())
    }

    fn site_of(&self, content: &Content) -> Option<RegionId> {
        let of_project = |project| Some(self.projects.get(project)?.region.clone());
        match content {
            Content::Relocation(content) => self
                .regions
                .contains_key(&content.site)
                .then(|| content.site.clone()),
            Content::Introduction(content) => of_project(&content.project),
            Content::Demonstration(content) => of_project(&content.project),
        }
    }

    /// What a case asks for: at opening and at every amendment.
    pub(super) fn check_content(&self, content: &Content, today: Day) -> Judged {
        let mut faults = Faults::default();
        match content {
            Content::Relocation(content) => {
                self.check_required(&content.required, &mut faults);
                self.knows_account(&content.origin, &mut faults);
                faults.when(!self.regions.contains_key(&content.site), Code::UnknownId);
                faults.when(
                    content.origin.party() != Some(&content.firm),
                    Code::NotTheSame,
                );
                faults.when(*content.origin.region() == content.site, Code::RowTwice);
                let project = content
                    .project
                    .as_ref()
                    .map(|number| self.projects.get(number));
                let fits = project.is_none_or(|project| {
                    project.is_some_and(|p| p.builder == content.firm && p.region == content.site)
                });
                let unknown = project == Some(None);
                faults.when(unknown, Code::UnknownId);
                faults.when(!unknown && !fits, Code::NotTheSame);
            }
            Content::Introduction(content) => {
                self.check_required(&content.required, &mut faults);
                faults.when(
                    !self.parties.contains_key(&content.supplier),
                    Code::UnknownId,
                );
                match self.projects.get(&content.project) {
                    None => faults.when(true, Code::UnknownId),
                    Some(project) => {
                        self.check_introducer(content, &project.region, today, &mut faults);
                    }
                }
            }
            Content::Demonstration(content) => {
                faults.when(
                    !self.projects.contains_key(&content.project),
                    Code::UnknownId,
                );
                faults.when(!self.parties.contains_key(&content.led_by), Code::UnknownId);
                if let Some(project) = self.projects.get(&content.project) {
                    let leads = self.introduced_of(&content.led_by, &project.region, today);
                    faults.when(leads.is_empty(), Code::WrongSupplier);
                }
            }
        }
        faults.verdict()
    }

    /// Who supplies is the government of a region that the site answers to today for one of the
    /// indicators.
    pub(super) fn check_introducer(
        &self,
        content: &Introduction,
        site: &RegionId,
        today: Day,
        faults: &mut Faults,
    ) {
        let introducers = content.required.iter().map(|row| {
            let supplies = self.answers_to_of(site, Some(&row.indicator), today);
            self.office(&supplies, PartyKind::Government)
        });
        let introducers: Vec<_> = introducers.collect();
        let right = introducers.contains(&Some(content.supplier.clone()));
        let known = introducers.iter().all(Option::is_some);
        faults.when(!right && !known, Code::UnknownId);
        faults.when(!right && known, Code::WrongSupplier);
    }

    fn check_required(&self, required: &[Quantity], faults: &mut Faults) {
        faults.when(required.is_empty(), Code::Nothing);
        faults.when(required.len() > 200, Code::TooManyRows);
        for (at, row) in required.iter().enumerate() {
            let twice = required[..at]
                .iter()
                .any(|other| other.indicator == row.indicator);
            faults.when(twice, Code::RowTwice);
            faults.of_part(self.check_amount(&row.indicator, None, row.amount.decimal()));
        }
    }

    /// Does a step of a case.
    pub fn act_on_case(&mut self, seen: &Seen<'_>, act: &CaseAct) -> Judged {
        let Some(mut case) = self.cases.get(&act.case).cloned() else {
            return Err(Faults::of(Code::UnknownId));
        };
        let step = case
            .procedure
            .steps
            .iter()
            .find(|step| step.id == act.step)
            .cloned();
        let Some(step) = step else {
            return Err(Faults::of(Code::StepUnknown));
        };
        let mut faults = Faults::default();
        check_form(&step, act, &mut faults);
        self.check_bodies(seen, &case, &step, act, &mut faults);
        check_turn(seen, &case, &step, &mut faults);
        let done = case.done.iter().map(|done| done.documents.len());
        let all = done.sum::<usize>() + act.documents.len();
        faults.when(act.documents.len() > 32 || all > 128, Code::TooManyRows);
        for document in &act.documents {
            faults.of_part(self.check_document(seen, document));
        }
        let earliest = case.earliest(&step.id);
        let early = act.documents.first().is_some_and(|doc| doc.date < earliest);
        faults.when(early, Code::DatesReversed);
        let has = |kind: &DocumentKind| act.documents.iter().any(|doc| doc.kind == *kind);
        let of_each = |kind: &DocumentKind| {
            act.issuers.iter().all(|issuer| {
                let mut letters = act.documents.iter().zip(&act.issuers);
                letters.any(|(doc, by)| by == issuer && doc.kind == *kind)
            })
        };
        let complete = step.documents.iter().all(|kind| has(kind) && of_each(kind));
        faults.when(!complete, Code::MissingDocument);
        faults.when(self.case_held(&act.case), Code::CaseOnHold);
        faults.when(self.rests_on_distrusted(&case), Code::SignerNotTrusted);
        let can_go_on = faults.0.iter().all(|code| code.number() >= 600);
        if can_go_on {
            let done = self.do_step(seen, &mut case, &step, act);
            faults.of_part(done);
        }
        faults.verdict()?;
        self.cases.insert(act.case.clone(), case);
        Ok(())
    }

    fn check_bodies(
        &self,
        seen: &Seen<'_>,
        case: &Case,
        step: &Step,
        act: &CaseAct,
        faults: &mut Faults,
    ) {
        let gains = self.gains(case);
        let signers = &seen.entry.head.signers;
        let gaining = |party: &PartyId| gains.contains(party);
        let signs = signers.iter().any(|signer| gaining(&signer.party));
        let writes = act.issuers.iter().any(gaining);
        let records = signers.first().is_some_and(|s| gaining(&s.party));
        let judges = approves(step.signatory) && (signs || writes);
        let records = !act.issuers.is_empty() && records;
        faults.when(judges || records, Code::ApproverIsBeneficiary);
        if act.issuers.is_empty() {
            return;
        }
        let rightful = self.parties_of(case, step.signatory, seen.today());
        let rightful = faults.of_part(rightful).unwrap_or_default();
        for issuer in &act.issuers {
            let stranger = !rightful.contains(issuer);
            faults.when(stranger, Code::NotAuthorised);
            let able = self.can_sign(issuer, &step.seats, seen.today());
            faults.when(!stranger && able, Code::SignsByKey);
        }
    }

    /// Whether a body has persons for all seats, by keys good today.
    pub(super) fn can_sign(&self, party: &PartyId, seats: &[Seat], today: Day) -> bool {
        let persons = |wanted: &dyn Fn(Seat) -> bool| {
            let keys = self.keys.values();
            let good = keys.filter(|key| {
                let lives = key.from <= today && key.until.is_none_or(|until| today <= until);
                key.party == *party && wanted(key.seat) && lives && !key.revoked
            });
            good.map(|key| &key.person).collect::<BTreeSet<_>>().len()
        };
        let needed = |seat: Seat| seats.iter().filter(|other| **other == seat).count();
        let each = seats
            .iter()
            .all(|seat| persons(&|of| of == *seat) >= needed(*seat));
        each && persons(&|of| seats.contains(&of)) >= seats.len()
    }

    /// Whether a step was signed with a key that is not trusted since a day before.
    fn rests_on_distrusted(&self, case: &Case) -> bool {
        let steps = case.done.iter().map(|done| (done.on, &done.keys));
        let content = case.signed.iter().map(|(on, keys)| (*on, keys));
        steps.chain(content).any(|(on, keys)| {
            let since = |key| self.keys[key].not_trusted_since;
            keys.iter()
                .any(|key| since(key).is_some_and(|since| since <= on))
        })
    }

    /// What a step establishes and moves.
    fn do_step(&mut self, seen: &Seen<'_>, case: &mut Case, step: &Step, act: &CaseAct) -> Judged {
        let today = seen.today();
        let date = act
            .documents
            .first()
            .map_or(today, |document| document.date);
        match step.establishes {
            Establishes::Nothing
            | Establishes::CarryConsent
            | Establishes::SourceConfirmed
            | Establishes::UpperConfirmation
            | Establishes::Closure => {}
            Establishes::Acceptance => case.accepted = Some((date, self.size)),
            Establishes::SourcePlan => {
                self.check_plan(case, &act.sources, today)?;
                case.sources.clone_from(&act.sources);
                case.content_hash = seen.hash;
                let later = case.from_on(&step.id);
                case.done.retain(|done| !later.contains(&done.step));
            }
            Establishes::OldPermitEnded => self.check_old_permits(case, today)?,
            Establishes::NewPermitIssued => self.check_new_permit(case, None)?,
            Establishes::SourcesAchieved => self.check_achieved(&act.case, case, today)?,
            Establishes::DemonstrationPassed => self.pass_demonstration(case, act, today)?,
        }
        case.done.push(Done {
            step: step.id.clone(),
            index: self.size,
            on: today,
            by: self.parties_of(case, step.signatory, today)?,
            documents: act.documents.clone(),
            keys: seen.keys.to_vec(),
        });
        match step.effect {
            Effect::None => {}
            Effect::Reserve => self.reserve(case, act, today)?,
            Effect::Post => self.make_effective(case, act, date, today)?,
        }
        if case
            .procedure
            .steps
            .iter()
            .all(|step| case.has_done(&step.id))
        {
            case.phase = Phase::Over("effective");
        }
        Ok(())
    }
}

/// Fields stand where their step asks for them, and nowhere else.
fn check_form(step: &Step, act: &CaseAct, faults: &mut Faults) {
    faults.when(act.documents.is_empty(), Code::Nothing);
    let by_document = !act.issuers.is_empty();
    let unhashed = act.documents.iter().any(|doc| doc.sha256.is_none());
    let uneven = act.issuers.len() != act.documents.len();
    faults.when(by_document && (unhashed || uneven), Code::FieldMissing);
    let letters: Vec<_> = act.documents.iter().zip(&act.issuers).collect();
    let shared = letters.iter().any(|(doc, by)| {
        let mut others = letters.iter();
        doc.sha256.is_some() && others.any(|(o, other)| other != by && o.sha256 == doc.sha256)
    });
    faults.when(
        by_document && !uneven && !unhashed && shared,
        Code::RowTwice,
    );
    let plans = step.establishes == Establishes::SourcePlan;
    let passes = step.establishes == Establishes::DemonstrationPassed;
    faults.when(act.sources.is_empty() == plans, Code::FieldMissing);
    faults.when(act.until.is_some() != passes, Code::FieldMissing);
    faults.when(
        step.effect == Effect::None && !act.lines.is_empty(),
        Code::FieldMissing,
    );
    faults.when(
        act.lines.is_empty() && !act.balances.is_empty(),
        Code::FieldMissing,
    );
}

fn check_turn(seen: &Seen<'_>, case: &Case, step: &Step, faults: &mut Faults) {
    case.check_open(seen, faults);
    faults.when(
        matches!(case.phase, Phase::Returned { .. }),
        Code::CaseReturned,
    );
    faults.when(case.has_done(&step.id), Code::StepDone);
    let before = case.before(&step.id);
    let missing: Vec<&&Step> = before
        .iter()
        .filter(|step| !case.has_done(&step.id))
        .collect();
    let lacks = |what| missing.iter().any(|step| step.establishes == what);
    if missing.is_empty() {
        return;
    }
    faults.when(
        true,
        match step.effect {
            Effect::Reserve if lacks(Establishes::CarryConsent) => Code::MissingSignature,
            Effect::Post if lacks(Establishes::Closure) => Code::OriginNotClosed,
            Effect::None | Effect::Reserve | Effect::Post => Code::StepNotOpen,
        },
    );
}

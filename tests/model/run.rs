//! One history: wishes become entries, entries become leaves, and after each the ledger must be what
//! the model says.

use std::collections::{BTreeMap, BTreeSet};

use qledger::domain::entry::Act;
use qledger::domain::ids::EntryId;
use qledger::domain::moment::{DAY_MS, Day, MINUTE_MS, Moment};
use qledger::domain::refusal::Code;
use qledger::envelope::KeyId;
use qledger::service::Silent;

use crate::compare::{Compared, Overs, compare};
use crate::naive::{Model, Phase, Seen, Verdict};
use crate::office::{Office, Signed, sign};
use crate::plant;
use crate::rng::Rng;
use crate::wishes::{Wish, Wisher};
use crate::world::world;

/// What a history did.
#[derive(Debug, Default, Clone)]
pub struct Tally {
    pub acts: u64,
    pub admitted: BTreeMap<&'static str, u64>,
    pub refused: BTreeMap<Code, u64>,
    pub repeats: u64,
    pub ends: BTreeMap<&'static str, u64>,
}

impl Tally {
    pub fn add(&mut self, other: &Tally) {
        self.acts += other.acts;
        self.repeats += other.repeats;
        for (kind, count) in &other.admitted {
            *self.admitted.entry(kind).or_default() += count;
        }
        for (code, count) in &other.refused {
            *self.refused.entry(*code).or_default() += count;
        }
        for (end, count) in &other.ends {
            *self.ends.entry(end).or_default() += count;
        }
    }
}

/// An envelope as it was first answered.
pub struct Past {
    pub envelope: Vec<u8>,
    /// The refusal's leaf and code, where it is on record.
    pub recorded: Option<(u64, Code)>,
    pub signed: Signed,
    pub admitted: bool,
}

/// A history on its way.
pub struct Run {
    pub office: Office,
    pub model: Model,
    pub tally: Tally,
    pub(crate) past: Vec<Past>,
    /// Refusals on record of each key, on its last day with any.
    pub(crate) refusals: BTreeMap<KeyId, (Day, u16)>,
    rng: Rng,
    overs: Overs,
    /// The kind of act of which the model is not told the first that is admitted.
    pub(crate) unheard: Option<&'static str>,
}

impl Run {
    pub fn new(seed: u64) -> Self {
        let world = world(seed);
        Self {
            office: world.office,
            model: world.model,
            tally: Tally::default(),
            rng: Rng::new(seed),
            past: Vec::new(),
            overs: Overs::new(),
            refusals: BTreeMap::new(),
            unheard: None,
        }
    }

    /// The model will not hear of the first admitted act of this kind.
    pub fn keep_from_model(&mut self, kind: &'static str) {
        self.unheard = Some(kind);
    }

    /// So many acts, each compared; then the log is replayed.
    pub fn go(&mut self, acts: u64) -> Compared {
        self.overs = self.compare_all()?;
        while self.tally.acts < acts {
            self.pass_time();
            let group = if self.rng.percent(8) {
                self.rng.range(2, 5)
            } else {
                1
            };
            let mut signed = Vec::new();
            for _ in 0..group {
                signed.extend(self.next_entry()?);
            }
            self.submit(&signed)?;
        }
        for case in self.model.cases.values() {
            if let Phase::Over(end) = case.phase {
                *self.tally.ends.entry(end).or_default() += 1;
            }
        }
        self.audit()
    }

    /// The log alone gives the same rows, digest and all, and no prefix of it breaks what must hold.
    fn audit(&self) -> Compared {
        let verdict = self.office.ledger.audit(&mut Silent).unwrap();
        let report = verdict.map_err(|failure| failure.to_string())?;
        let digest = self.office.ledger.state_digest();
        if report.state_digest != digest || report.leaves != self.model.size {
            return Err(format!(
                "audit: {report:?}\n  ledger: {digest:?}, {}",
                self.model.size
            ));
        }
        Ok(())
    }

    /// Mostly minutes or days; sometimes to the very moment at which something falls due.
    fn pass_time(&mut self) {
        let now = self.office.now();
        let by = match self.rng.range(0, 200) {
            0..140 => self.rng.range(0, 30) * MINUTE_MS,
            140..190 => self.rng.range(0, 20) * 60 * MINUTE_MS,
            190..196 => self.rng.range(0, 12) * DAY_MS,
            196..199 => return self.go_to_a_due_moment(now),
            _ => self.rng.range(30, 130) * DAY_MS,
        };
        self.office.set_clock(now.plus_ms(by));
    }

    fn go_to_a_due_moment(&mut self, now: Moment) {
        let cases = self
            .model
            .cases
            .values()
            .filter(|case| case.phase == Phase::Open);
        let holds = self.model.holds.values().filter(|hold| hold.active);
        let permits = self.model.permits.values();
        let moments = cases.map(|case| case.lapses);
        let moments = moments.chain(holds.filter_map(|hold| Some(hold.until?.end())));
        let moments = moments.chain(permits.map(|permit| permit.until.end()));
        let soon = now.plus_ms(100 * DAY_MS);
        let mut moments: Vec<Moment> = moments.filter(|at| *at > now && *at < soon).collect();
        moments.sort();
        if let Some(at) = moments.first() {
            let just_before = self.rng.percent(50);
            self.office.set_clock(at.minus_ms(u64::from(just_before)));
        }
    }

    /// The next thing to submit: an old envelope, or a new entry.
    fn next_entry(&mut self) -> Result<Option<Signed>, String> {
        if self.rng.percent(4) {
            let past = self.rng.pick(&self.past).map(|past| past.signed.clone());
            return Ok(past);
        }
        let mut wish = self.wish();
        for _ in 0..3 {
            let Some(wished) = wish.take() else { break };
            let drafted = self.office.draft(wished.act.clone(), wished.by.clone());
            let keys = self.office.keys_for(&self.model, &drafted.entry);
            let Some(keys) = keys.filter(|keys| !keys.is_empty()) else {
                break;
            };
            let signed = sign(drafted.entry.clone(), &keys);
            let (verdict, _) = self.model.predict(&self.seen(&signed, true));
            self.check_draft(
                &wished.act,
                &signed,
                &verdict,
                drafted.warning.as_ref().map(|r| r.code),
            )?;
            if let (Verdict::Refused(faults), true) = (&verdict, self.rng.percent(75)) {
                wish = self.wisher(|wisher| wisher.remedy(&signed.entry.act, &faults.0));
                if wish.is_some() {
                    continue;
                }
            }
            return Ok(Some(self.with_faults(signed, keys)));
        }
        Ok(None)
    }

    fn wisher<T>(&mut self, ask: impl FnOnce(&mut Wisher<'_>) -> T) -> T {
        let today = self.office.today();
        let (model, office, rng) = (&self.model, &mut self.office, &mut self.rng);
        ask(&mut Wisher {
            model,
            office,
            rng,
            today,
        })
    }

    fn wish(&mut self) -> Option<Wish> {
        #[allow(
            clippy::redundant_closure_for_method_calls,
            reason = "the method is tied to one lifetime"
        )]
        let wished = |run: &mut Self| run.wisher(|wisher| wisher.wish());
        (0..9).find_map(|_| wished(self))
    }

    pub(crate) fn seen<'a>(&self, signed: &'a Signed, basis_in_log: bool) -> Seen<'a> {
        Seen {
            at: self.office.now(),
            hash: signed.hash,
            entry: &signed.entry,
            keys: &signed.keys,
            basis_in_log,
        }
    }

    /// Now and then something is wrong with what is submitted.
    fn with_faults(
        &mut self,
        signed: Signed,
        mut keys: Vec<qledger::envelope::SigningKey>,
    ) -> Signed {
        if !self.rng.percent(15) {
            return signed;
        }
        let planted = plant::any(&mut self.rng);
        let mut entry = signed.entry;
        let admitted = self.past.iter().filter(|past| past.admitted);
        let used: Option<EntryId> = self
            .rng
            .pick(admitted)
            .map(|past| past.signed.entry.head.id);
        let before = entry.head.signers.clone();
        planted.in_entry(&mut entry, self.office.today(), used, &mut self.rng);
        if entry.head.signers != before {
            match self.office.keys_for(&self.model, &entry) {
                Some(others) if !others.is_empty() => keys = others,
                _ => entry.head.signers = before,
            }
        }
        planted.in_keys(&mut keys);
        let mut once = BTreeSet::new();
        keys.retain(|key| once.insert(key.public_key().key_id()));
        sign(entry, &keys)
    }

    /// Submits a group and compares every answer, then the whole ledger.
    fn submit(&mut self, group: &[Signed]) -> Compared {
        let envelopes: Vec<Vec<u8>> = group.iter().map(|signed| signed.envelope.clone()).collect();
        let answers = self.office.ledger.submit(&envelopes).unwrap();
        for (signed, answer) in group.iter().zip(&answers) {
            self.tally.acts += 1;
            self.answered(signed, answer)
                .map_err(|what| format!("{what}\nentry: {:?}\nanswer: {answer:?}", signed.entry))?;
        }
        let overs = self.compare_all().map_err(|what| {
            let acts: Vec<_> = group.iter().map(|signed| &signed.entry.act).collect();
            format!("{what}\nafter: {acts:?}\nanswers: {answers:?}")
        })?;
        self.over_rose_by_caps_only(&overs, group)?;
        self.overs = overs;
        Ok(())
    }

    /// Over rises by a cap entry only, and only where it sets the cap.
    fn over_rose_by_caps_only(&self, overs: &Overs, group: &[Signed]) -> Compared {
        let sets: Vec<_> = group
            .iter()
            .filter_map(|signed| match &signed.entry.act {
                Act::CapSet(act) => Some((&act.region, &act.indicator)),
                _ => None,
            })
            .collect();
        for (key @ (region, indicator, _), over) in overs {
            let before = self.overs.get(key).copied().unwrap_or(0);
            if *over > before && !sets.contains(&(region, indicator)) {
                return Err(format!("over rose at {key:?}: {before} -> {over}"));
            }
        }
        Ok(())
    }

    fn compare_all(&self) -> Result<Overs, String> {
        let now = self.office.now();
        let view = self
            .office
            .ledger
            .view_at(now)
            .map_err(|error| error.to_string())?;
        let mut model = self.model.clone();
        model.fall_due(now);
        compare(view.draft(), &model, now.day())
    }
}

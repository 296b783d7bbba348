//! Expectations held against what is.

use std::collections::{BTreeMap, BTreeSet};

use super::report::FigureMet;
use super::snapshot::Snapshot;
use crate::domain::amount::Change;
use crate::domain::ids::StepId;
use crate::domain::refusal::Refusal;
use crate::domain::rules::cases::{phase_name, procedure_of};
use crate::domain::state::{Draft, Stop, keys};
use crate::domain::text::Lang;
use crate::scenario::model::{
    AccountRef, CaseExpected, Figure, FigureOf, ProjectKind, Ref, RefusedExpected, Slotted,
    SumKind, TotalKind, Wanted,
};
use crate::scenario::node::Place;
use crate::scenario::read::names_in;
use crate::scenario::texts::{Key, Say, Value};

/// What is checked of one step.
pub struct Checker<'a> {
    /// Numbers by name.
    pub numbers: &'a BTreeMap<String, String>,
    /// What was expected and not found, each with its place.
    pub unmet: Vec<(Place, Say)>,
    /// Figures as expected.
    pub met: Vec<FigureMet>,
    /// How many expectations were met.
    pub count: usize,
}

fn both(zh: impl Into<String>, en: impl Into<String>) -> Value {
    Value::Both(zh.into(), en.into())
}

fn unmet(what: Value, expected: Value, found: Value) -> Say {
    Say::new(Key::Unmet)
        .and("what", what)
        .and("expected", expected)
        .and("found", found)
}

fn plain(text: impl ToString) -> Value {
    Value::Plain(text.to_string())
}

fn figure_text(figure: Option<Change>) -> Value {
    figure.map_or_else(|| both("无", "none"), plain)
}

impl<'a> Checker<'a> {
    /// Nothing checked yet.
    pub fn new(numbers: &'a BTreeMap<String, String>) -> Self {
        Self {
            numbers,
            unmet: Vec::new(),
            met: Vec::new(),
            count: 0,
        }
    }

    fn hold(&mut self, place: &Place, what: Value, expected: Value, found: Value) {
        if expected == found {
            self.count += 1;
        } else {
            self.unmet
                .push((place.clone(), unmet(what, expected, found)));
        }
    }

    /// A figure, or what it changed by since its mark.
    pub fn figure(&mut self, figure: &Figure, now: &Snapshot, since: Option<&Snapshot>) {
        let what = described(&figure.of, figure.since.as_deref());
        let value = |snapshot: &Snapshot| snapshot.figure(&figure.of, self.numbers);
        let found = value(now).map(|found| match since {
            None => found,
            Some(since) => {
                // A name had no number yet, or a cap was not there: it began at nothing.
                let before = value(since).unwrap_or_default().unwrap_or_default();
                found.map(|found| found.plus(before.negated()))
            }
        });
        match found {
            Err(say) => self.unmet.push((figure.place.clone(), say)),
            Ok(found) => {
                if found == figure.wanted {
                    let found = figure_text(found);
                    self.met.push(FigureMet {
                        what: what.clone(),
                        found,
                    });
                }
                self.hold(
                    &figure.place,
                    what,
                    figure_text(figure.wanted),
                    figure_text(found),
                );
            }
        }
    }

    /// That nothing moved.
    pub fn nothing_moved(&mut self, place: &Place, before: &Snapshot, after: &Snapshot) {
        let found = if before == after {
            both("没有变动", "nothing moved")
        } else {
            both("有变动", "something moved")
        };
        let expected = both("没有变动", "nothing moved");
        self.hold(
            place,
            both("各账户和总量", "accounts and totals"),
            expected,
            found,
        );
    }

    /// A refusal: its code, the values named, and that it is on record unless it is transient.
    pub fn refusal(
        &mut self,
        place: &Place,
        expected: &RefusedExpected,
        found: &Refusal,
        index: Option<u64>,
    ) {
        let what = both("拒绝代码", "refusal code");
        let said = both(
            format!("{}：{}", found.code.name(), found.text(Lang::Zh)),
            format!("{}: {}", found.code.name(), found.text(Lang::En)),
        );
        if found.code != expected.code {
            let wanted = plain(expected.code.name());
            self.unmet.push((place.clone(), unmet(what, wanted, said)));
            return;
        }
        self.count += 1;
        let on_record = |yes| {
            if yes {
                both("记录在案", "on record")
            } else {
                both("不记录", "not on record")
            }
        };
        self.hold(
            place,
            both("该拒绝", "the refusal"),
            on_record(!found.code.is_transient()),
            on_record(index.is_some()),
        );
        for (place, name, wanted) in &expected.values {
            self.value(
                place,
                name,
                wanted,
                found.values.get(name).map(String::as_str),
            );
        }
    }

    fn value(&mut self, place: &Place, name: &str, wanted: &Wanted, found: Option<&str>) {
        let what = both(format!("拒绝的 {name}"), format!("{name} of the refusal"));
        let Some(found) = found else {
            self.hold(
                place,
                what,
                both("有此项", "to be there"),
                both("没有", "absent"),
            );
            return;
        };
        match wanted {
            Wanted::Whole(text) => {
                let wanted = self.filled(text);
                if same(&wanted, found) {
                    self.count += 1;
                } else {
                    self.unmet
                        .push((place.clone(), unmet(what, plain(wanted), plain(found))));
                }
            }
            Wanted::Parts(parts) => {
                for part in parts {
                    let wanted = self.filled(part);
                    if found.contains(&wanted) {
                        self.count += 1;
                    } else {
                        let wanted = both(format!("含 {wanted}"), format!("to contain {wanted}"));
                        self.unmet
                            .push((place.clone(), unmet(what.clone(), wanted, plain(found))));
                    }
                }
            }
        }
    }

    /// A text with numbers where names stand.
    fn filled(&self, text: &str) -> String {
        let mut names: Vec<&str> = names_in(text).collect();
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        names.iter().fold(text.to_owned(), |text, name| {
            match self.numbers.get(*name) {
                Some(number) => text.replace(&format!("${name}"), number),
                None => text,
            }
        })
    }

    /// Where a case stands.
    pub fn case(&mut self, expected: &CaseExpected, draft: &Draft<'_>) -> Result<(), Stop> {
        let no = match expected.case.get(self.numbers) {
            Ok(no) => no,
            Err(say) => {
                self.unmet.push((expected.place.clone(), say));
                return Ok(());
            }
        };
        let case = draft.must(&keys::case(&no))?;
        if let Some(phase) = &expected.phase {
            let what = both(format!("{no} 的状态"), format!("phase of {no}"));
            self.hold(
                &expected.place,
                what,
                plain(phase),
                plain(phase_name(&case.phase)),
            );
        }
        let done: BTreeSet<&StepId> = case.done.iter().map(|done| &done.step).collect();
        if let Some(wanted) = &expected.done {
            let what = both(format!("{no} 已办步骤"), format!("steps done of {no}"));
            self.hold(
                &expected.place,
                what,
                listed(wanted),
                listed(done.iter().copied()),
            );
        }
        if let Some(wanted) = &expected.open {
            let procedure = procedure_of(draft, &case)?;
            let is_open = |step: &&crate::domain::procedure::Step| {
                !done.contains(&step.id) && step.after.iter().all(|before| done.contains(before))
            };
            let over = case.phase.is_over();
            let open = procedure.steps.iter().filter(|_| !over).filter(is_open);
            let found = listed(open.map(|step| &step.id));
            let what = both(format!("{no} 可办步骤"), format!("steps open of {no}"));
            self.hold(&expected.place, what, listed(wanted), found);
        }
        Ok(())
    }
}

fn listed<'s>(steps: impl IntoIterator<Item = &'s StepId>) -> Value {
    let mut steps: Vec<String> = steps.into_iter().map(ToString::to_string).collect();
    steps.sort();
    Value::List(steps)
}

/// Equal as texts, or as decimals: `37.400` is `37.4`.
fn same(wanted: &str, found: &str) -> bool {
    let decimal = |text: &str| Change::parse_input(text).ok();
    wanted == found || decimal(wanted).is_some_and(|wanted| Some(wanted) == decimal(found))
}

fn account(account: &AccountRef) -> String {
    let holder = match &account.holder {
        crate::domain::ids::Holder::Party(party) => party.as_str(),
        crate::domain::ids::Holder::Reserve => "RESERVE",
    };
    match &account.project {
        None => format!("{}/{holder}", account.region),
        Some(project) => format!("{}/{holder}/{}", account.region, spelled(project)),
    }
}

fn spelled<T: std::fmt::Display>(reference: &Ref<T>) -> String {
    match reference {
        Ref::Given(number) => number.to_string(),
        Ref::Named(name) => format!("${name}"),
    }
}

fn slot(slot: Slotted) -> (&'static str, &'static str) {
    match slot {
        Slotted::Available => ("可用", "available"),
        Slotted::Reserved => ("预留", "reserved"),
        Slotted::Barred => ("不可用于替代", "barred"),
    }
}

/// What a figure is of, in words.
fn described(of: &FigureOf, since: Option<&str>) -> Value {
    let period = |period: &crate::domain::period::Period| {
        period
            .year()
            .map_or_else(String::new, |year| format!(" {year}"))
    };
    let (zh, en) = match of {
        FigureOf::Balance(kind, place, of) => {
            let (zh, en) = slot(*kind);
            let place = account(place);
            match of {
                Some((code, of)) => {
                    let of = period(of);
                    (
                        format!("{place} {zh} {code}{of}"),
                        format!("{place} {en} {code}{of}"),
                    )
                }
                None => (
                    format!("{place} {zh}各指标"),
                    format!("{place} {en}, all indicators"),
                ),
            }
        }
        FigureOf::Lot(lot, kind, place) => {
            let ((zh, en), lot, place) = (slot(*kind), spelled(lot), account(place));
            (
                format!("批次 {lot} 在 {place} {zh}"),
                format!("lot {lot} in {place} {en}"),
            )
        }
        FigureOf::LotElsewhere(lot, kind, _) => {
            let ((zh, en), lot) = (slot(*kind), spelled(lot));
            (
                format!("批次 {lot} 在其他账户 {zh}"),
                format!("lot {lot} elsewhere {en}"),
            )
        }
        FigureOf::Total(kind, region, code, of) => {
            let (zh, en) = match kind {
                TotalKind::Used => ("使用量", "use"),
                TotalKind::Cap => ("总量", "cap"),
                TotalKind::Over => ("超量", "over"),
            };
            let of = period(of);
            (
                format!("{region} {zh} {code}{of}"),
                format!("{region} {en} {code}{of}"),
            )
        }
        FigureOf::Sum(kind, code) => {
            let (zh, en) = match kind {
                SumKind::Issued => ("累计下达", "issued in all"),
                SumKind::Opening => ("期初合计", "opening in all"),
                SumKind::Held => ("各账户合计", "held in all"),
                SumKind::Retired => ("替代核销合计", "retired in all"),
                SumKind::Invalidated => ("作废合计", "invalidated in all"),
                SumKind::TakenBack => ("核减合计", "taken back in all"),
            };
            (format!("{zh} {code}"), format!("{en} {code}"))
        }
        FigureOf::Project(kind, project, code) => {
            let (zh, en) = match kind {
                ProjectKind::Credited => ("到账", "credited"),
                ProjectKind::Retired => ("替代核销", "retired"),
            };
            let project = spelled(project);
            (
                format!("项目 {project} {zh} {code}"),
                format!("project {project} {en} {code}"),
            )
        }
    };
    match since {
        None => both(zh, en),
        Some(mark) => both(
            format!("{zh} 较 {mark} 的变化"),
            format!("{en}, change since {mark}"),
        ),
    }
}

//! Expectations held against what is.

use std::collections::BTreeMap;

use super::described::{both, described};
use super::report::FigureMet;
use super::snapshot::Snapshot;
use crate::domain::amount::Change;
use crate::domain::ids::{IndicatorCode, ProjectNo, StepId};
use crate::domain::refusal::Refusal;
use crate::domain::rules::cases::phase_name;
use crate::domain::text::Lang;
use crate::scenario::model::{
    CaseExpected, Figure, FigureOf, ProjectKind, RefusedExpected, Wanted,
};
use crate::scenario::names::filled;
use crate::scenario::node::Place;
use crate::scenario::texts::{Key, Say, Value};
use crate::service::query::StepState;
use crate::service::{ServiceError, View};

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
    pub fn figure(
        &mut self,
        figure: &Figure,
        view: &View<'_>,
        (now, marks): (&Snapshot, &BTreeMap<String, Snapshot>),
    ) -> Result<(), ServiceError> {
        let what = described(&figure.of, figure.since.as_deref());
        let value = |snapshot: &Snapshot| snapshot.figure(&figure.of, self.numbers);
        let found = match (&figure.of, &figure.since) {
            (FigureOf::Project(kind, project, indicator), _) => match project.get(self.numbers) {
                Ok(no) => Ok(Some(of_project(view, *kind, &no, indicator)?)),
                Err(say) => Err(say),
            },
            (_, None) => value(now),
            (_, Some(mark)) => value(now).map(|found| {
                // A name had no number yet, or a cap was not there: it began at nothing.
                let before = marks.get(mark).map(value).and_then(Result::ok).flatten();
                found.map(|found| found.plus(before.unwrap_or_default().negated()))
            }),
        };
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
        Ok(())
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
        let what = both("驳回代码", "refusal code");
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
            both("该驳回", "the refusal"),
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
        let what = both(format!("驳回的 {name}"), format!("{name} of the refusal"));
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
                let wanted = filled(text, self.numbers);
                if same(&wanted, found) {
                    self.count += 1;
                } else {
                    self.unmet
                        .push((place.clone(), unmet(what, plain(wanted), plain(found))));
                }
            }
            Wanted::Parts(parts) => {
                for part in parts {
                    let wanted = filled(part, self.numbers);
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

    /// Where a case stands, by the checklist that people see.
    pub fn case(&mut self, expected: &CaseExpected, view: &View<'_>) -> Result<(), ServiceError> {
        let place = &expected.place;
        let no = match expected.case.get(self.numbers) {
            Ok(no) => no,
            Err(say) => {
                self.unmet.push((place.clone(), say));
                return Ok(());
            }
        };
        let case = view.case_view(&no)?;
        let in_state = |state| {
            let steps = case
                .checklist
                .iter()
                .filter(move |step| step.state == state);
            listed(steps.map(|step| &step.step))
        };
        if let Some(phase) = &expected.phase {
            let what = both(format!("{no} 的状态"), format!("phase of {no}"));
            self.hold(
                place,
                what,
                plain(phase),
                plain(phase_name(&case.brief.phase)),
            );
        }
        if let Some(wanted) = &expected.done {
            let what = both(format!("{no} 已办步骤"), format!("steps done of {no}"));
            self.hold(place, what, listed(wanted), in_state(StepState::Done));
        }
        if let Some(wanted) = &expected.open {
            let what = both(format!("{no} 可办步骤"), format!("steps open of {no}"));
            self.hold(place, what, listed(wanted), in_state(StepState::Open));
        }
        Ok(())
    }
}

/// What a project was credited with, or what was retired for it.
fn of_project(
    view: &View<'_>,
    kind: ProjectKind,
    no: &ProjectNo,
    indicator: &IndicatorCode,
) -> Result<Change, ServiceError> {
    let sums = view.trace_project(no)?.sums;
    let sum = sums.into_iter().find(|sum| sum.indicator == *indicator);
    let figure = sum.map(|sum| match kind {
        ProjectKind::Credited => sum.credited,
        ProjectKind::Retired => sum.retired,
    });
    Ok(figure.unwrap_or_default().into())
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

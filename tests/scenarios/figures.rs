//! A changed expectation makes the play fail, naming the step and the line.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use qledger::domain::amount::Change;
use qledger::scenario::node::{Node, Value};
use qledger::scenario::{Scenario, Sources, StepFailure};

use crate::common::{Changed, SAMPLES, in_memory, list, nodes, sample};

/// An expectation in a file, and what to write in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Edit {
    /// The number of the act among all of the scenario, from 1.
    act: usize,
    line: u64,
    bytes: Range<usize>,
    instead: String,
    /// Whether it is a figure; others are told at what they belong to.
    figure: bool,
}

/// Every expectation of a sample's own acts, each with another one to write in its place.
fn edits(file: &str) -> Vec<Edit> {
    let steps = sample(file).acts;
    let mut found = BTreeMap::new();
    for node in list(&nodes(file), "acts") {
        let act = 1 + steps
            .iter()
            .position(|step| step.place == node.place)
            .unwrap();
        if let Some(expect) = node.get("expect") {
            let mut add = |node: &Node, instead: String, figure| {
                let (line, bytes) = (node.place.line, node.bytes.clone());
                found.insert(
                    bytes.start,
                    Edit {
                        act,
                        line,
                        bytes,
                        instead,
                        figure,
                    },
                );
            };
            other_expectations(expect, &mut add);
        }
    }
    found.into_values().collect()
}

type Add<'a> = dyn FnMut(&Node, String, bool) + 'a;

fn other_expectations(expect: &Node, add: &mut Add<'_>) {
    let Value::Map(pairs) = &expect.value else {
        return;
    };
    for (key, value) in pairs {
        match key.scalar().unwrap() {
            "nothing_moved" | "since" => {}
            "refused" => other_refusal(value, add),
            "cases" => other_cases(value, add),
            "lots" => other_figures(value, "{650100/RESERVE: 0.001}", add),
            "changes" => other_expectations(value, add),
            _ => other_figures(value, "{NOX: 0.001}", add),
        }
    }
}

fn other_figures(node: &Node, something: &str, add: &mut Add<'_>) {
    match &node.value {
        Value::Nothing | Value::List(_) => panic!("no figure: {node:?}"),
        Value::Map(pairs) => {
            for (_, value) in pairs {
                other_figures(value, something, add);
            }
        }
        Value::Scalar(text) if text == "nothing" => add(node, something.to_owned(), true),
        Value::Scalar(text) if text == "none" => add(node, "0".to_owned(), true),
        Value::Scalar(text) => {
            let figure = Change::parse_input(text.trim_start_matches('+')).unwrap();
            let other = figure.plus(Change::parse_input("0.001").unwrap());
            add(node, other.to_string(), true);
        }
    }
}

fn other_refusal(node: &Node, add: &mut Add<'_>) {
    match &node.value {
        Value::Scalar(_) => add(node, "CASE_OVER".to_owned(), false),
        Value::List(parts) => parts
            .iter()
            .for_each(|part| add(part, "else".to_owned(), false)),
        Value::Nothing => {}
        Value::Map(pairs) => {
            for (key, value) in pairs {
                let is_code = key.scalar() == Some("code");
                match &value.value {
                    Value::Scalar(_) if is_code => add(value, "CASE_OVER".to_owned(), false),
                    Value::Scalar(_) => add(value, "else".to_owned(), false),
                    _ => other_refusal(value, add),
                }
            }
        }
    }
}

/// Another phase; for a step another one that every procedure has, or the end of this one.
fn other_cases(node: &Node, add: &mut Add<'_>) {
    let Value::Map(cases) = &node.value else {
        return;
    };
    for (case, body) in cases {
        let demonstrations = ["$demonstration", "$first", "$second"];
        let end = if demonstrations.contains(&case.scalar().unwrap()) {
            "passed"
        } else {
            "effective"
        };
        let mut step = |node: &Node| {
            let other = if node.scalar() == Some("accept") {
                end
            } else {
                "accept"
            };
            add(node, other.to_owned(), false);
        };
        for key in ["open", "done"] {
            match body.get(key).map(|node| (node, &node.value)) {
                Some((node, Value::Scalar(_))) => step(node),
                Some((_, Value::List(steps))) => steps.iter().for_each(&mut step),
                _ => {}
            }
        }
        if let Some(phase) = body.get("phase") {
            add(phase, "lapsed".to_owned(), false);
        }
    }
}

/// The failure of a sample in which expectations were changed.
fn failure(file: &str, edits: &[&Edit]) -> StepFailure {
    let mut text = Changed::default().text(file).unwrap();
    for edit in edits.iter().rev() {
        text.replace_range(edit.bytes.clone(), &edit.instead);
    }
    let changed = Changed(vec![(file.to_owned(), text)]);
    let scenario = Scenario::read(&changed, file).unwrap_or_else(|error| panic!("{error}"));
    match in_memory(&scenario) {
        Ok(_) => panic!("{file} plays with other expectations: {edits:?}"),
        Err(failure) => failure
            .step()
            .unwrap_or_else(|| panic!("{failure}"))
            .clone(),
    }
}

/// The step is named; and where it is a figure, its line.
fn assert_told(file: &str, edit: &Edit, failure: &StepFailure) {
    assert_eq!(
        (failure.set_up, failure.number),
        (false, edit.act),
        "{edit:?}: {failure:?}"
    );
    assert_eq!(&*failure.place.file, file);
    let told = unmet_at(failure, edit.line) > 0;
    assert!(told || !edit.figure, "{edit:?}: {failure:?}");
}

fn unmet_at(failure: &StepFailure, line: u64) -> usize {
    failure
        .unmet
        .iter()
        .filter(|(place, _)| place.line == line)
        .count()
}

#[test]
fn every_changed_figure_of_a_step_is_told() {
    for file in SAMPLES {
        let edits = edits(file);
        let acts: BTreeSet<usize> = edits.iter().map(|edit| edit.act).collect();
        for act in acts {
            let figures = edits.iter().filter(|edit| edit.act == act && edit.figure);
            let figures: Vec<&Edit> = figures.collect();
            if !figures.is_empty() {
                let failure = failure(file, &figures);
                for edit in &figures {
                    assert_told(file, edit, &failure);
                    let same_line = figures.iter().filter(|other| other.line == edit.line);
                    assert!(
                        unmet_at(&failure, edit.line) >= same_line.count(),
                        "{failure:?}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_single_changed_expectation_is_told_with_its_step_and_line() {
    for file in SAMPLES {
        for edit in edits(file).iter().step_by(23) {
            let failure = failure(file, &[edit]);
            assert_told(file, edit, &failure);
        }
    }
}

/// The same for each expectation of each sample; minutes long.
#[test]
#[ignore = "minutes long: cargo test --test scenarios -- --ignored"]
fn every_single_changed_expectation_is_told_with_its_step() {
    for file in SAMPLES {
        let edits = edits(file);
        println!("{file}: {} expectations", edits.len());
        for edit in &edits {
            let failure = failure(file, &[edit]);
            assert_told(file, edit, &failure);
        }
    }
}

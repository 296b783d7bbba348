//! What the tests of scenarios share.

use qledger::replay::CheckpointKey;
use qledger::scenario::node::{Node, Value};
use qledger::scenario::{PlayFailure, Played, Scenario, Silent, Sources, play};
use qledger::service::Ledger;
use qledger::store::{Group, MemoryStore, Store, StoreError};

/// Every sample that is a scenario by itself.
pub const SAMPLES: [&str; 15] = [
    "relocation.yaml",
    "relocation_base_limit.yaml",
    "introduction.yaml",
    "introduction_refusals.yaml",
    "introduction_carbon_ratio.yaml",
    "double_use.yaml",
    "introduction_stages.yaml",
    "relocation_lines.yaml",
    "holder_change.yaml",
    "correction.yaml",
    "correction_shortfall.yaml",
    "reversal.yaml",
    "lowered_cap.yaml",
    "lowered_cap_invalidated.yaml",
    "plan_period.yaml",
];

/// A scenario with every kind of act; it includes a part of the samples.
pub const EVERY_ACT: &str = include_str!("every_act.yaml");

/// The samples, with the text of some files changed.
#[derive(Default)]
pub struct Changed(pub Vec<(String, String)>);

impl Sources for Changed {
    fn text(&self, file: &str) -> Result<String, String> {
        match self.0.iter().find(|(name, _)| name == file) {
            Some((_, text)) => Ok(text.clone()),
            None => std::fs::read_to_string(format!("samples/{file}"))
                .map_err(|error| format!("{file}: {error}")),
        }
    }
}

fn memory(_: &CheckpointKey, group: Group<'_>) -> Result<Box<dyn Store>, StoreError> {
    let mut store = MemoryStore::new();
    store.append(0, group)?;
    Ok(Box::new(store))
}

/// Plays a scenario in memory.
pub fn in_memory(scenario: &Scenario) -> Result<Played, PlayFailure> {
    play(
        scenario,
        |genesis, operator, clock, entropy| {
            Ledger::create_signed(memory, genesis, operator, clock, entropy)
        },
        &mut Silent,
    )
}

/// A sample, read.
pub fn sample(file: &str) -> Scenario {
    Scenario::read(&Changed::default(), file).unwrap_or_else(|error| panic!("{error}"))
}

/// A file of the samples, as nodes.
pub fn nodes(file: &str) -> Node {
    let text = Changed::default().text(file).unwrap();
    Node::parse(file, &text).unwrap_or_else(|error| panic!("{error}"))
}

/// The items of a list at a key.
pub fn list<'a>(node: &'a Node, key: &str) -> &'a [Node] {
    match node.get(key).map(|node| &node.value) {
        Some(Value::List(items)) => items,
        _ => &[],
    }
}

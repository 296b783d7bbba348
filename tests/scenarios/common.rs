//! What the tests of scenarios share.

use qledger::scenario::node::{Node, Value};
use qledger::scenario::{Folder, PlayFailure, Played, Scenario, Silent, Sources, play};
use qledger::store::{MemoryStore, Store};

/// Every sample that is a scenario by itself.
pub const SAMPLES: [&str; 6] = [
    "relocation.yaml",
    "relocation_base_limit.yaml",
    "introduction.yaml",
    "introduction_refusals.yaml",
    "introduction_carbon_ratio.yaml",
    "double_use.yaml",
];

/// The samples, with the text of some files changed.
#[derive(Default)]
pub struct Changed(pub Vec<(String, String)>);

impl Sources for Changed {
    fn text(&self, file: &str) -> Result<String, String> {
        match self.0.iter().find(|(name, _)| name == file) {
            Some((_, text)) => Ok(text.clone()),
            None => Folder::new("samples").text(file),
        }
    }
}

/// Plays a scenario in memory.
pub fn in_memory(scenario: &Scenario) -> Result<Played, PlayFailure> {
    let new_store = |_: &qledger::replay::CheckpointKey, group: qledger::store::Group<'_>| {
        let mut store = MemoryStore::new();
        store.append(0, group)?;
        Ok(Box::new(store) as Box<dyn Store>)
    };
    play(scenario, new_store, &mut Silent)
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

//! Every sample is played.

use qledger::scenario::{Folder, Scenario, Silent, play};
use qledger::store::{MemoryStore, Store};

fn played(file: &str) {
    let scenario = match Scenario::read(&Folder::new("samples"), file) {
        Ok(scenario) => scenario,
        Err(error) => panic!("{error}"),
    };
    let started = std::time::Instant::now();
    let played = play(
        &scenario,
        |group| {
            let mut store = MemoryStore::new();
            store.append(0, group)?;
            Ok(Box::new(store))
        },
        &mut Silent,
    );
    match played {
        Ok(played) => println!(
            "{}: {} met {:?}",
            file,
            played.report.met,
            started.elapsed()
        ),
        Err(failure) => panic!("{failure}"),
    }
}

#[test]
fn relocation() {
    played("relocation.yaml");
}

#[test]
fn relocation_base_limit() {
    played("relocation_base_limit.yaml");
}

#[test]
fn double_use() {
    played("double_use.yaml");
}

#[test]
fn introduction() {
    played("introduction.yaml");
}

#[test]
fn introduction_refusals() {
    played("introduction_refusals.yaml");
}

#[test]
fn introduction_carbon_ratio() {
    played("introduction_carbon_ratio.yaml");
}

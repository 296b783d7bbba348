//! Queries over the samples: what a clerk, a park officer and an inspector read after S1 to S3.
#![cfg(feature = "cli")]

use qledger::scenario::{Folder, Played, Scenario, Silent, play};
use qledger::store::{MemoryStore, Store};

fn played(file: &str) -> Played {
    let scenario = Scenario::read(&Folder::new("samples"), file).unwrap();
    let new_store = |_: &qledger::replay::CheckpointKey, group: qledger::store::Group<'_>| {
        let mut store = MemoryStore::new();
        store.append(0, group)?;
        Ok(Box::new(store) as Box<dyn Store>)
    };
    play(&scenario, new_store, &mut Silent).unwrap_or_else(|failure| panic!("{failure}"))
}

#[test]
fn look() {
    for file in ["relocation.yaml", "introduction.yaml", "double_use.yaml"] {
        let played = played(file);
        let view = played.ledger.view().unwrap();
        println!("== {file}");
        let mut filter = qledger::service::query::CaseFilter::default();
        filter.over = true;
        for case in view.cases(&filter).unwrap() {
            println!("{}", serde_json::to_string(&case).unwrap());
            println!(
                "{}",
                serde_json::to_string_pretty(&view.case_view(&case.case).unwrap()).unwrap()
            );
            if let Some(project) = case.project {
                println!(
                    "{}",
                    serde_json::to_string_pretty(&view.trace_project(&project).unwrap()).unwrap()
                );
            }
        }
        for lot in view.lots(None, false).unwrap() {
            println!(
                "{}",
                serde_json::to_string(&view.trace_lot(&lot.lot).unwrap()).unwrap()
            );
        }
        println!(
            "refusals {}",
            serde_json::to_string_pretty(&view.refusals(&Default::default()).unwrap()).unwrap()
        );
        println!(
            "sums {}",
            serde_json::to_string(&view.sums().unwrap()).unwrap()
        );
        for row in view.balances(&Default::default()).unwrap() {
            println!("{}", serde_json::to_string(&row).unwrap());
        }
        println!("{}", view.permits(&Default::default()).unwrap().len());
        println!("{}", view.reductions(None).unwrap().len());
        println!("{}", view.holds(&Default::default()).unwrap().len());
        println!("{}", view.policies(&Default::default()).unwrap().len());
        println!("{}", view.parties(None).unwrap().len());
        println!("{}", view.regions().unwrap().len());
        println!("{}", view.log(0..view.size()).unwrap().len());
        println!(
            "{}",
            serde_json::to_string_pretty(&view.entry(5).unwrap()).unwrap()
        );
    }
}

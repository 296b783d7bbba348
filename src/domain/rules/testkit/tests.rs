//! The kit itself: what other tests rest on.

use super::*;
use crate::domain::entry::AccountOpen;
use crate::domain::refusal::Code;
use crate::domain::rules::places;

#[test]
fn the_zhundong_ledger_stands_with_both_parks_in_place() {
    let kit = Kit::zhundong();
    let draft = kit.draft();
    let path = places::cap_path(&draft, &of("ZD-BZ"), None, kit.today()).unwrap();
    let path: Vec<_> = path.iter().map(ToString::to_string).collect();
    assert_eq!(path, ["ZD-BZ", "ZD", "652300", "650000"]);
    let supplier = places::answers_to(&draft, &of("ZD-BZ"), None, kit.today()).unwrap();
    assert_eq!(supplier.as_str(), "XPCC");
}

#[test]
fn the_kit_enrols_the_keys_that_an_act_needs() {
    let mut kit = Kit::zhundong();
    kit.ceiling("ZD-WZ", "SO2", "standing", "100");
    kit.open("ZD-WZ/91650109MA77AB0192");
    kit.refuses(
        Code::AlreadyThere,
        AccountOpen {
            account: of("ZD-WZ/91650109MA77AB0192"),
            document: kit.letter(),
        },
    );
}

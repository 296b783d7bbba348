//! A ledger set up by hand, ready for a firm that moves.

use super::desk::{DOC, Desk, FIRM};

/// Zhundong as far as the relocation needs it.
pub fn zhundong() -> Desk {
    let desk = Desk::practice();
    for policy in ["indicators", "procedures", "two-high"] {
        desk.done(&format!(
            "policy adopt {policy} --basis 环办环评〔2020〕36号 {DOC}"
        ));
    }
    desk.region("650100", "prefecture", "650000", "");
    desk.party("650100-EEB", "");
    desk.party("650100-GOV", "");
    desk.seats("650100-EEB");
    desk.region("650109", "county", "650100", "");
    desk.region("652300", "prefecture", "650000", "");
    desk.party("652300-EEB", "");
    desk.seats("652300-EEB");
    desk.region("ZD", "zone", "652300", "");
    desk.region("ZD-WZ", "park", "ZD", "--answers-to 650100");
    desk.party("ZD-WZ-PC", "");
    desk.seats("ZD-WZ-PC");
    desk.party(FIRM, "--region 650109");
    desk.done(&format!("account open 650109/{FIRM} {DOC}"));
    desk.done(&format!("account open 650100/RESERVE {DOC}"));
    for region in ["650000", "650100", "650109", "652300", "ZD", "ZD-WZ"] {
        desk.done(&format!(
            "cap set {region} SO2=5000 NOX=8000 VOCS=3000 {DOC}"
        ));
    }
    desk
}

//! How a case ends without effect: each outcome is told as what it is, by whom and by which letter.

use std::fs;

use super::office::played_until;

/// Where the sample is broken off, the act that ends the case, its outcome on the list, and what
/// `case show` says of it, in Chinese and in English.
const OUTCOMES: [(&str, &str, &str, &str, &str); 4] = [
    (
        "  - at: 2027-03-03 10:00",
        "{at: 2027-03-04 10:00, not_accept: $case, by: 652300-EEB, document: 昌环不受〔2027〕1号}",
        "不予受理",
        "2027-03-04 由 652300-EEB 不予受理，理由见 昌环不受〔2027〕1号",
        "not accepted 2027-03-04 by 652300-EEB; the reasons are in 昌环不受〔2027〕1号",
    ),
    (
        "  - at: 2027-03-10 11:00",
        "{at: 2027-03-12 10:00, refuse: $case, by: 652300-EEB, document: 昌环不批〔2027〕1号}",
        "不予批准",
        "2027-03-12 由 652300-EEB 不予批准，理由见 昌环不批〔2027〕1号",
        "refused 2027-03-12 by 652300-EEB; the reasons are in 昌环不批〔2027〕1号",
    ),
    (
        "  - at: 2027-03-10 11:00",
        "{at: 2027-03-12 10:00, withdraw: $case, by: ZD-WZ-PC, document: 乌准管〔2027〕7号}",
        "已撤回",
        "2027-03-12 由 ZD-WZ-PC 撤回（乌准管〔2027〕7号）",
        "withdrawn 2027-03-12 by ZD-WZ-PC (乌准管〔2027〕7号)",
    ),
    (
        "  - at: 2027-03-10 11:00",
        "{at: 2028-06-01 10:00, withdraw: $case, by: ZD-WZ-PC, document: 乌准管〔2028〕7号, \
         expect: {refused: {code: CASE_OVER}}}",
        "已失效",
        "2028-03-01 期满失效",
        "lapsed 2028-03-01: its time ran out",
    ),
];

#[test]
fn every_outcome_is_told_as_what_it_is() {
    for (until, act, outcome, zh, en) in OUTCOMES {
        let desk = played_until("relocation.yaml", until);
        let file = desk.path("relocation.yaml");
        let begun = fs::read_to_string(&file).unwrap();
        fs::write(&file, format!("{begun}  - {act}\n")).unwrap();
        desk.done("play relocation.yaml --keep over");
        let read = |line: &str| {
            let over = "--ledger over --state-dir over.state";
            desk.done(&format!("{over} {line}")).out
        };
        assert!(read("--lang zh case show 1").contains(zh), "{zh}");
        assert!(read("--lang en case show 1").contains(en), "{en}");
        assert!(
            read("--lang zh case list --all").contains(outcome),
            "{outcome}"
        );
        assert!(
            !read("--lang zh case list").contains("ZD-WZ-2027-0001"),
            "{outcome}"
        );
        assert!(
            !read("--lang zh todo").contains("ZD-WZ-2027-0001"),
            "{outcome}"
        );
    }
}

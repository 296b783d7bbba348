//! Broken scenarios: each is told with file, line and what was expected, in both languages.

use qledger::domain::text::Lang;
use qledger::scenario::{Scenario, ScenarioError};

use crate::common::{Changed, EVERY_ACT, in_memory};
use crate::schema::{json, validator};

/// What is written instead of what, what is said of it, and whether the schema refuses it as well.
struct Mistake {
    from: &'static str,
    to: &'static str,
    says: &'static str,
    by_schema: bool,
}

const fn form(from: &'static str, to: &'static str, says: &'static str) -> Mistake {
    Mistake {
        from,
        to,
        says,
        by_schema: true,
    }
}

const fn meaning(from: &'static str, to: &'static str, says: &'static str) -> Mistake {
    Mistake {
        from,
        to,
        says,
        by_schema: false,
    }
}

#[rustfmt::skip]
const MISTAKES: &[Mistake] = &[
    // Not even YAML; the schema never sees it.
    meaning("seed: every_act", "seed: [every_act", "not one YAML document"),
    meaning("seed: every_act", "seed: a\nseed: b", "duplicate mapping key"),
    meaning("seed: every_act", "seed: *nobody", "unknown anchor"),
    // The head.
    form("seed: every_act", "sead: every_act", "there is no `sead` here; expected one of: "),
    form("names: [各类事项, Every kind of act]", "names: 各类事项", "[Chinese name, English name] is expected here"),
    form("start: 2027-01-04 09:00", "start: 2027-01-04T09:00", "write a day, or a day and a time"),
    form("start: 2027-01-04 09:00", "start: 2027-01-04 25:00", "write a day, or a day and a time"),
    meaning("start: 2027-01-04 09:00", "start: 2027-02-30", "write a day, or a day and a time"),
    meaning("include: parts/zhundong.yaml", "include: parts/absent.yaml", "the file cannot be read"),
    meaning("include: parts/zhundong.yaml", "include: every_act.yaml", "includes itself"),
    // The set-up.
    form("kind: enterprise, names: [企业一, Firm 1]", "kind: company, names: [企业一, Firm 1]", "`company` is none of: bureau, government"),
    meaning("upper: 650100-EEB}", "upper: 650100-EBB}", "there is no party `650100-EBB`; there are: "),
    meaning("E1: {id: 91650109MA77AB0192,", "E1: {id: 91650109MA77AB0192, credit_code: 91650109MA77AB0129,", "fails its check digit"),
    form("650109: {NOX: 300.000,", "650109: {nox: 300.000,", "`nox` is not a indicator code"),
    meaning("650109: {NOX: 300.000,", "650109: {NOX: 3e2,", "`3e2` is not a decimal number"),
    form("650109: {NOX: 300.000,", "650109: {NOX: '300,000',", "is not a decimal number"),
    meaning("650109: {NOX: 300.000,", "650109: {NOX: 300.00001,", "has more than"),
    form("650109: {NOX: 300.000,", "650109: {NOX: -300.000,", "is below zero"),
    form("CO2 2027-2028: 700.00}", "CO2 2028-2027: 700.00, CO2 20: 1}", "is not a period"),
    // An act.
    form("region: 650121\n", "regoin: 650121\n", "this records nothing and expects nothing"),
    form("level: county", "level: parish", "`parish` is none of: province, prefecture, county, zone, park"),
    form("    level: county\n", "", "`level` is missing"),
    form("    place: 650100\n", "    place: 650100\n    palce: 650100\n", "there is no `palce` here"),
    meaning("region: 650121\n", "region: 新区\n", "is not a region id"),
    meaning("- {at: 2027-01-05 11:00, account", "- {at: 2027-01-04 08:00, account", "lies before"),
    form("- {at: 2027-01-05 11:00, account: 650109/E1", "- {at: 2027-01-05 11:00, account: 650109", "write region/holder"),
    meaning("account: 650109/E1, document", "account: 650109/E3, document", "there is no party `E3`"),
    meaning("by: {NOX: 1.0}}", "by: {NOX: x}}", "is not a decimal number"),
    form("holidays: [2027-10-01]", "hollydays: [2027-10-01]", "there is no `hollydays` here"),
    form("- calendar:", "- kalender:", "`kalender` is none of: indicator, procedure"),
    form("of: [NOX]", "of: NOX", "a list is expected here"),
    meaning("lots: {NOX: old}", "lots: {SO2: old}", "there is no amount `SO2`; there are: NOX"),
    meaning("lots: {NOX: new, CO2", "lots: {NOX: old, CO2", "`old` is given a second time"),
    form("limits: {NOX: 130.000}", "limits: [NOX]", "a mapping of names to values is expected here"),
    form("from: 2027-01-01\n", "from: 2027-1-1\n", "is not a date: write it as"),
    form("measure: treatment", "measure: magic", "`magic` is none of: closure, feed, process, treatment"),
    meaning("verify: $boiler,", "verify: $boiled,", "nothing is named `$boiled` yet; named so far: "),
    meaning("verify: $boiler,", "verify: $old,", "`$old` is a lot; a reduction is needed here"),
    form("amount: 10.000, name: freed,", "amount: 0.000, name: freed, lots: {},", "`0.000` is not above zero"),
    meaning("hold: {lot: $freed}", "hold: {lot: $plant}", "nothing is named `$plant` yet"),
    form("hold: {lot: $freed}", "hold: {lots: $freed}", "`case` is missing"),
    meaning("open: demonstration", "open: demolition", "there is no procedure `demolition`; there are: "),
    form("    led_by: 650100-GOV\n", "    led_by: $case\n", "there is no party `$case`"),
    meaning("step: accept\n", "step: acept\n", "there is no step `acept`; there are: accept, origin_confirm"),
    meaning("step: accept\n", "step: demand\n", "there is no step `demand`"),
    meaning("to: accept\n", "to: accepted\n", "there is no step `accepted`"),
    form("missing: [application, letter]", "missing: [application, poem]", "`poem` is none of: letter, application"),
    form("number: 准东乌管〔2027〕3号,", "nubmer: 准东乌管〔2027〕3号,", "`number` is missing"),
    form("file: e3b0", "file: E3B0", "is not a SHA-256"),
    meaning("seat: review, reason: left}", "seat: review, reason: left, name: key}", "this act numbers nothing that could be named `key`"),
    // An expectation.
    meaning("nothing_moved: true", "nothing_moved: yes", "`yes` is none of: true, false"),
    form("{$case: {phase: refused", "{$case: {phase: rejected", "`rejected` is none of: open, returned"),
    meaning("done: accept}}}", "done: accepted}}}", "there is no step `accepted`"),
    form("lots: {$new: {available: {", "lots: {$new: {free: {", "`free` is none of: available, reserved, barred"),
    meaning("lots: {$new: {available", "lots: {$case: {available", "nothing is named `$case` yet"),
    meaning("650109/E1: 50.000}}, $carbon", "650109/E1: 50.000 t}}, $carbon", "is not a decimal number"),
    meaning("sums: {opening: {NOX: 100.000}, issued", "sums: {opening: {NOY: 100.000}, issued", "there is no indicator `NOY`"),
    meaning("CO2 2028: 0}}}", "CO2: 0}}}", "CO2 is kept by years: write `CO2 2027`"),
    meaning("over: {650109: {NOX: 0}}}", "over: {650109: {NOX 2027: 0}}}", "NOX is standing: write no year"),
    meaning("- since: opened", "- since: closed", "there is no mark `closed`; there are: opened, start"),
    form("{taken_back: {NOX: 20.000}", "{taken: {NOX: 20.000}", "`taken` is none of: issued, opening"),
    meaning("phase: not_accepted}}}", "phase: not_accepted}}, refused: NO_SUCH_CODE}", "there is no refusal code `NO_SUCH_CODE`"),
    meaning("phase: not_accepted}}}", "phase: not_accepted}}, refused: {code: CASE_OVER, case: $fourth}}", "nothing is named `$fourth` yet"),
    form("phase: not_accepted}}}", "phase: not_accepted}}, refuse: CASE_OVER}", "there is no `refuse` here"),
];

fn error(text: &str) -> ScenarioError {
    let changed = Changed(vec![("every_act.yaml".to_owned(), text.to_owned())]);
    match Scenario::read(&changed, "every_act.yaml") {
        Ok(_) => panic!("it was read"),
        Err(error) => error,
    }
}

#[test]
fn each_mistake_is_told_with_its_line_and_what_was_expected() {
    let validator = validator();
    assert!(validator.is_valid(&json(EVERY_ACT)));
    let mut wrong = Vec::new();
    for Mistake {
        from,
        to,
        says,
        by_schema,
    } in MISTAKES
    {
        let at = EVERY_ACT
            .find(from)
            .unwrap_or_else(|| panic!("there is no {from}"));
        let text = format!("{}{to}{}", &EVERY_ACT[..at], &EVERY_ACT[at + from.len()..]);
        let line = 1 + EVERY_ACT[..at].matches('\n').count() as u64;
        let error = error(&text);
        let said = error.text(Lang::En);
        let mut check = |holds: bool, what: &str| {
            if !holds {
                wrong.push(format!("{what}: {to}: {said}"));
            }
        };
        check(said.contains(says), says);
        check(&*error.place.file == "every_act.yaml", "another file");
        // What is missing is told where its mapping begins; what ends too late, where it is met.
        let near = if to.is_empty() { 5 } else { 1 };
        check(
            error.place.line.abs_diff(line) <= near,
            &format!("not at line {line}"),
        );
        let zh = error.text(Lang::Zh);
        check(
            zh.contains(|c: char| c >= '\u{4e00}') && !zh.contains('{'),
            &zh,
        );
        check(
            !by_schema || !validator.is_valid(&json(&text)),
            "the schema allows it",
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn an_act_that_is_refused_gives_no_name() {
    let text = EVERY_ACT.replace(
        "  - {at: 2027-01-11, verify: $boiler, amount: 10.000, name: freed,",
        "  - {at: 2027-01-11, verify: $boiler, amount: 10.000, name: freed, expect: {refused: NOTHING},",
    );
    let said = error(&text).to_string();
    assert!(
        said.contains("an act that is to be refused numbers nothing"),
        "{said}"
    );
}

#[test]
fn names_cannot_be_spoken_of_before_they_are_given() {
    let said = error(&EVERY_ACT.replace("hold: {lot: $freed}", "hold: {case: $case}")).to_string();
    assert!(
        said.contains("nothing is named `$case` yet; named so far: $boiler, $carbon"),
        "{said}"
    );
}

/// What only the ledger can find out stops the play at its step.
#[test]
fn what_the_ledger_refuses_is_told_with_its_step_and_line() {
    for (from, to, says) in [
        (
            "acts:\n  - at",
            "roots:\n  650000: {names: [x, x], party: 650000-EEB, party_names: [x, x], keys: 1, threshold: 1}\nacts:\n  - at",
            "FIELD_MISSING",
        ),
        (
            "verify: $boiler, amount: 10.000",
            "verify: $boiler, amount: 11.000",
            "SOURCE_EXCEEDS_BASE",
        ),
        ("    keys: true\n", "", "there is no key"),
        (
            "- {at: 2027-01-26, cancel_permit: P-1,",
            "- {at: 2027-01-26, cancel_permit: P-2,",
            "UNKNOWN_ID",
        ),
        (
            "by: ZD-WZ-PC, document: 准东乌管〔2027〕7号",
            "by: E1, document: 准东乌管〔2027〕7号",
            "has no key number 1",
        ),
        (
            "as: 650100-EEB\n    permit: P-1",
            "as: 650100-EEB\n    permit: P-1\n    expect: {refused: NOTHING_REDUCED}",
            "numbers nothing",
        ),
    ] {
        let text = EVERY_ACT.replace(from, to);
        let changed = Changed(vec![("every_act.yaml".to_owned(), text)]);
        let failure = match Scenario::read(&changed, "every_act.yaml") {
            Ok(scenario) => in_memory(&scenario).unwrap_err().text(Lang::En),
            Err(error) => error.text(Lang::En),
        };
        assert!(
            failure.contains(says) && failure.contains("every_act.yaml:"),
            "{to}: {failure}"
        );
    }
}

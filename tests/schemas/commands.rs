//! Every command, and the schemas of what it prints with `--format json`.

use std::collections::BTreeSet;

use super::desk::Desk;
use super::shelf::{BASE, SCHEMAS, validator};

/// What commands that record print, all by the same road: answers, or what a dry run found.
pub const RECORDS: &[&str] = &["output/answers.json", "output/dry_run.json"];

/// What commands that read a form print besides: what is wrong with it.
pub const IMPORTS: &[&str] = &[
    "output/answers.json",
    "output/dry_run.json",
    "output/mistakes.json",
];

/// A command that is not here, or one here that is no more, fails a test; so does a schema that no
/// command prints, and a pair that no session showed.
pub const COMMANDS: &[(&str, &[&str])] = &[
    ("init", &["output/ledger.json"]),
    ("key new", RECORDS),
    ("key show", &["output/key.json"]),
    ("key enrol", RECORDS),
    ("key amend", RECORDS),
    ("key revoke", RECORDS),
    ("key list", &["output/keys.json"]),
    ("person enrol", RECORDS),
    ("person list", &["output/persons.json"]),
    ("region enrol", RECORDS),
    ("region list", &["output/regions.json"]),
    ("party enrol", RECORDS),
    ("party list", &["output/parties.json"]),
    ("account open", RECORDS),
    ("account list", &["output/accounts.json"]),
    ("policy adopt", RECORDS),
    ("policy factor", RECORDS),
    ("policy ratio", RECORDS),
    ("policy form", RECORDS),
    ("policy list", &["output/policies.json"]),
    ("cap set", RECORDS),
    ("cap list", &["output/caps.json"]),
    ("quota issue", RECORDS),
    ("quota import", IMPORTS),
    ("quota take-back", RECORDS),
    ("quota invalidate", RECORDS),
    ("opening record", RECORDS),
    ("opening import", IMPORTS),
    ("permit record", RECORDS),
    ("permit issue", RECORDS),
    ("permit lower", RECORDS),
    ("permit cancel", RECORDS),
    ("permit list", &["output/permits.json"]),
    ("emission verify", RECORDS),
    ("base decide", RECORDS),
    ("reduction record", RECORDS),
    ("reduction import", IMPORTS),
    ("reduction verify", RECORDS),
    ("reduction list", &["output/reductions.json"]),
    ("project register", RECORDS),
    ("project list", &["output/projects.json"]),
    ("picture caps", &["output/written.json"]),
    ("picture flow", &["output/written.json"]),
    ("picture year", &["output/written.json"]),
    ("check", &["output/check.json"]),
    (
        "evidence",
        &["output/evidence.json", "output/evidence_checked.json"],
    ),
    ("correction reverse", RECORDS),
    ("correction post", RECORDS),
    ("correction cure", RECORDS),
    ("correction complete", RECORDS),
    ("correction shortfalls", &["output/shortfalls.json"]),
    ("hold place", RECORDS),
    ("hold lift", RECORDS),
    ("hold list", &["output/holds.json"]),
    ("finding open", RECORDS),
    ("finding rectify", RECORDS),
    ("finding close", RECORDS),
    ("finding list", &["output/findings.json"]),
    ("finding show", &["output/finding.json"]),
    ("holder rename", RECORDS),
    ("holder merge", RECORDS),
    ("holder transfer", RECORDS),
    ("holder split", RECORDS),
    ("holder bankruptcy", RECORDS),
    ("case open relocation", RECORDS),
    ("case open introduction", RECORDS),
    ("case open demonstration", RECORDS),
    ("case act", RECORDS),
    ("case return", RECORDS),
    ("case resubmit", RECORDS),
    ("case refuse", RECORDS),
    ("case not-accept", RECORDS),
    ("case withdraw", RECORDS),
    ("case list", &["output/cases.json"]),
    ("case show", &["output/case.json", "output/letter.json"]),
    ("plan relocation", &["output/plan.json"]),
    ("plan introduction", &["output/plan.json"]),
    ("find", &["output/found.json"]),
    ("todo", &["output/todo.json"]),
    ("draft", &["envelope.schema.json"]),
    ("sign", &["envelope.schema.json"]),
    ("submit", &["output/submit_line.json"]),
    ("pack out", &["output/pack_out.json"]),
    ("pack in", &["output/pack_in.json", "output/update.json"]),
    ("pack show", &["output/pack.json"]),
    ("pack list", &["output/outbox.json"]),
    ("pack sign", &["output/outbox.json", "output/answers.json"]),
    ("pack add", &["output/outbox.json"]),
    ("pack redo", &["output/outbox.json"]),
    ("pack drop", &["output/outbox.json"]),
    ("update", &["output/update.json"]),
    ("template", &["output/written.json"]),
    ("form review", &["output/written.json"]),
    ("form sources", &["output/written.json"]),
    ("form notice", &["output/written.json"]),
    ("form permits", &["output/written.json"]),
    ("form book", &["output/written.json"]),
    ("form statement", &["output/written.json"]),
    ("form quarter", &["output/written.json"]),
    ("form parks", &["output/written.json"]),
    ("balance", &["output/balances.json"]),
    (
        "trace",
        &[
            "output/lot.json",
            "output/project.json",
            "output/written.json",
        ],
    ),
    ("refusals", &["output/refusals.json"]),
    (
        "log",
        &[
            "output/log.json",
            "output/entry.json",
            "output/checkpoint.json",
        ],
    ),
    ("receipt", &["receipt.schema.json"]),
    ("verify", &["output/verdict.json"]),
    ("audit", &["output/audit.json"]),
    ("play", &["output/play.json"]),
    ("demo", &["output/play.json"]),
    ("completions", &[]),
    ("man", &["output/pages.json"]),
];

/// Schemas that are no output by themselves, but what outputs and files are made of.
const PARTS: &[&str] = &[
    "entry-v1.schema.json",
    "output/answer.json",
    "pack.schema.json",
    "refusal.schema.json",
    "rows.schema.json",
    "scenario.schema.json",
    "values.schema.json",
];

/// The command that a line runs, and its schemas.
pub fn of_line(line: &str) -> (&'static str, &'static [&'static str]) {
    let found = COMMANDS.iter().find(|(command, _)| {
        let rest = line.strip_prefix(command);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    });
    *found.unwrap_or_else(|| panic!("no command begins {line}"))
}

/// The commands that help lists below `path`, whole.
fn listed(desk: &Desk, path: &str) -> Vec<String> {
    let help = desk.done(&format!("{path} --help")).out;
    let below: Vec<String> = help
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        // What a command does may go on in a line below, further to the right.
        .filter(|line| !line.starts_with("   "))
        .filter_map(|line| line.split_whitespace().next())
        .map(|name| format!("{path} {name}").trim_start().to_owned())
        .collect();
    if below.is_empty() {
        return vec![path.to_owned()];
    }
    below.iter().flat_map(|path| listed(desk, path)).collect()
}

#[test]
fn every_command_has_a_schema_for_what_it_prints() {
    let listed: BTreeSet<String> = listed(&Desk::empty(), "").into_iter().collect();
    let known: BTreeSet<String> = COMMANDS
        .iter()
        .map(|(name, _)| (*name).to_owned())
        .collect();
    assert_eq!(listed, known);
}

#[test]
fn every_schema_is_of_something_that_is_printed_or_a_part_of_one() {
    let printed = COMMANDS.iter().flat_map(|(_, schemas)| *schemas).copied();
    let known: BTreeSet<&str> = printed.chain(PARTS.iter().copied()).collect();
    let there: BTreeSet<&str> = SCHEMAS.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(there, known);
}

#[test]
fn every_schema_is_named_described_and_refers_to_what_is_there() {
    for (name, schema) in SCHEMAS.iter() {
        jsonschema::meta::validate(schema).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(schema["$id"], format!("{BASE}{name}"), "{name}");
        for field in ["title", "description"] {
            assert!(schema[field].is_string(), "{name} has no {field}");
        }
        validator(name);
        if name == "scenario.schema.json" {
            continue;
        }
        // A definition that nothing uses would be checked by nothing.
        let Some(definitions) = schema["$defs"].as_object() else {
            continue;
        };
        for (definition, value) in definitions {
            validator(&format!("{name}#/$defs/{definition}"));
            assert!(
                value["title"].is_string(),
                "{name}: {definition} has no title"
            );
            let (own, other) = (
                format!("\"#/$defs/{definition}\""),
                format!("{name}#/$defs/{definition}\""),
            );
            let used = SCHEMAS.iter().any(|(user, text)| {
                let text = text.to_string();
                (user == name && text.contains(&own)) || text.contains(&other)
            });
            let by_leaves = name == "refusal.schema.json" && definition == "recorded";
            assert!(used || by_leaves, "{name}: nothing refers to {definition}");
        }
    }
}

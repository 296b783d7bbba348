//! The tables of fields and closed lists in `docs/SPEC.md`, held against what the code reads.

use qledger::domain::case::{
    Content, Demonstration, Introduction, LineShare, MovedLine, Relocation, Stage,
};
use qledger::domain::entry::{
    Act, Basis, ChangeKind, EndKind, HeldPart, HolderMove, IssueRow, OpeningRow, RequiredSigner,
    Successor,
};
use qledger::domain::finding::{FindingKind, FindingOutcome};
use qledger::domain::indicator::{CapRule, Cover, Indicator, Span};
use qledger::domain::lot::{BaseDecision, HoldTarget, Measure, Nature};
use qledger::domain::party::{Party, PartyKind, RevocationReason, Root, RootKey, Seat};
use qledger::domain::policy::{
    Calendar, CarbonRatio, Factor, FormHead, FormKind, IndustryList, Limits, ParkIndustries,
    PolicyItem,
};
use qledger::domain::posting::{BalanceShown, Line, Place};
use qledger::domain::procedure::{CaseKind, Effect, Establishes, Procedure, Signatory, Step};
use qledger::domain::region::{CapKind, Level, Quantity, Relation, RelationEntry};
use qledger::domain::text::{Document, DocumentKind, Names};

use super::asked::{expected_in, fields, variants};
use super::blocks::read;

/// The first cells, in backticks, of the table that follows a line of the specification.
fn table_after(text: &str, line: &str) -> Vec<String> {
    let after = text
        .lines()
        .skip_while(|found| *found != line && !found.starts_with(&format!("{line}:")));
    let mut rows = after.skip(1).skip_while(|found| !found.starts_with('|'));
    assert!(rows.next().is_some(), "no table behind {line:?}");
    let rows = rows.skip(1).take_while(|found| found.starts_with('|'));
    let mut names: Vec<String> = rows
        .map(|row| {
            row.split('`')
                .nth(1)
                .unwrap_or_else(|| panic!("{row}"))
                .to_owned()
        })
        .collect();
    names.sort();
    names
}

#[test]
fn every_kind_of_entry_has_its_fields_in_the_specification() {
    let text = read("docs/SPEC.md");
    for kind in Act::KINDS {
        let read = Act::read(kind, r#"{"?":0}"#).unwrap();
        let known = expected_in(&read.unwrap_err().to_string());
        assert_eq!(
            table_after(&text, &format!("### `{kind}`")),
            known,
            "{kind}"
        );
    }
    let headings = text.lines().filter(|line| line.starts_with("### `"));
    assert_eq!(
        headings.count(),
        Act::KINDS.len(),
        "no kind that the code does not have"
    );
}

#[test]
fn every_shared_object_has_its_fields_in_the_specification() {
    let text = read("docs/SPEC.md");
    for (name, known) in [
        ("names", fields::<Names>()),
        ("document", fields::<Document>()),
        ("quantity", fields::<Quantity>()),
        ("relation entry", fields::<RelationEntry>()),
        ("line", fields::<Line>()),
        ("balance shown", fields::<BalanceShown>()),
        ("signer", fields::<RequiredSigner>()),
        ("basis", fields::<Basis>()),
        ("root", fields::<Root>()),
        ("root key", fields::<RootKey>()),
        ("party object", fields::<Party>()),
        ("indicator object", fields::<Indicator>()),
        ("procedure", fields::<Procedure>()),
        ("procedure step", fields::<Step>()),
        ("factor", fields::<Factor>()),
        ("carbon ratio", fields::<CarbonRatio>()),
        ("industry list", fields::<IndustryList>()),
        ("park industries", fields::<ParkIndustries>()),
        ("calendar", fields::<Calendar>()),
        ("form limits", fields::<Limits>()),
        ("form head", fields::<FormHead>()),
        ("opening row", fields::<OpeningRow>()),
        ("issue row", fields::<IssueRow>()),
        ("base decision", fields::<BaseDecision>()),
        ("relocation", fields::<Relocation>()),
        ("introduction", fields::<Introduction>()),
        ("stage", fields::<Stage>()),
        ("moved line", fields::<MovedLine>()),
        ("line share", fields::<LineShare>()),
        ("successor", fields::<Successor>()),
        ("held part", fields::<HeldPart>()),
        ("holder move", fields::<HolderMove>()),
        ("demonstration", fields::<Demonstration>()),
    ] {
        assert_eq!(table_after(&text, &format!("**{name}**")), known, "{name}");
    }
}

#[test]
fn every_closed_list_is_in_the_specification() {
    let text = read("docs/SPEC.md");
    for (name, known) in [
        ("seat", variants::<Seat>()),
        ("party kind", variants::<PartyKind>()),
        ("level", variants::<Level>()),
        ("relation", variants::<Relation>()),
        ("cap kind", variants::<CapKind>()),
        ("revocation reason", variants::<RevocationReason>()),
        ("document kind", variants::<DocumentKind>()),
        ("measure", variants::<Measure>()),
        ("nature", variants::<Nature>()),
        ("end kind", variants::<EndKind>()),
        ("holder change", variants::<ChangeKind>()),
        ("finding kind", variants::<FindingKind>()),
        ("finding outcome", variants::<FindingOutcome>()),
        ("case kind", variants::<CaseKind>()),
        ("form kind", variants::<FormKind>()),
        ("signatory", variants::<Signatory>()),
        ("effect", variants::<Effect>()),
        ("establishes", variants::<Establishes>()),
        ("span", variants::<Span>()),
        ("cap rule", variants::<CapRule>()),
        ("cover", variants::<Cover>()),
    ] {
        let row = text
            .lines()
            .find(|line| line.starts_with(&format!("| {name} | `")));
        let row = row.unwrap_or_else(|| panic!("no row for {name}"));
        let mut listed: Vec<&str> = row.split('`').skip(1).step_by(2).collect();
        listed.sort_unstable();
        assert_eq!(listed, known, "{name}");
    }
}

#[test]
fn every_choice_between_objects_is_in_the_specification() {
    let text = read("docs/SPEC.md");
    assert_eq!(
        table_after(
            &text,
            "A **policy item** is an object with one key that says what it is:"
        ),
        variants::<PolicyItem>()
    );
    for (start, known) in [
        ("**place** is one of", variants::<Place>()),
        ("**hold target** is one of", variants::<HoldTarget>()),
        ("**content** is", variants::<Content>()),
    ] {
        let paragraph = text
            .split("\n\n")
            .find(|part| part.starts_with(start))
            .unwrap();
        let quoted = paragraph.split('"').skip(1).step_by(2);
        let mut listed: Vec<&str> = quoted
            .filter(|name| known.iter().any(|known| known == name))
            .collect();
        listed.sort_unstable();
        listed.dedup();
        assert_eq!(listed, known, "{start}");
    }
}

//! `policy`: adopting indicators, procedures, factors, lists and calendars.

use clap::{Args, Subcommand};

use crate::cli::args::{Documents, Writing};
use crate::cli::because;
use crate::cli::error::{Exit, Failure};
use crate::cli::output::{Head, Listing, Table, cell};
use crate::cli::session::Session;
use crate::cli::shown::or_dash;
use crate::cli::text::{Arg, Message, msg};
use crate::cli::{documents, values, write};
use crate::domain::amount::Ratio;
use crate::domain::entry::PolicyAdopt;
use crate::domain::ids::{IndicatorCode, RegionId};
use crate::domain::moment::Day;
use crate::domain::policy::{Adopted, CarbonRatio, Factor, FormHead, FormKind, PolicyItem};
use crate::domain::procedure::CaseKind;
use crate::domain::state::keys;
use crate::domain::text::{DocumentKind, Label, Lang, Names};
use crate::explain::words;

/// The policies that a ledger can begin with, by name.
pub const STANDARD: &[(&str, &str)] = &[
    (
        "indicators",
        include_str!("../../../samples/policy/indicators.json"),
    ),
    (
        "procedures",
        include_str!("../../../samples/policy/procedures.json"),
    ),
    (
        "two_high",
        include_str!("../../../samples/policy/two_high.json"),
    ),
    (
        "park_industries",
        include_str!("../../../samples/policy/park_industries.json"),
    ),
];

/// The kinds of policy, as the state's keys name them.
const KINDS: &[(&str, &str)] = &[
    ("indicator", "term-policy-indicator"),
    ("procedure", "term-policy-procedure"),
    ("factor", "term-policy-factor"),
    ("carbon_ratio", "term-policy-carbon-ratio"),
    ("two_high_list", "term-policy-two-high-list"),
    ("park_industries", "term-policy-park-industries"),
    ("calendar", "term-policy-calendar"),
    ("limits", "term-policy-limits"),
    ("form_head", "term-policy-form-head"),
];

#[derive(Debug, Subcommand)]
pub enum Command {
    Adopt(Adopt),
    Factor(Box<FactorArgs>),
    Ratio(RatioArgs),
    Form(Box<FormArgs>),
    List(List),
}

/// What every adoption says besides its items.
#[derive(Debug, Args)]
pub struct Terms {
    #[arg(long, value_name = "REGION", value_parser = values::id::<RegionId>)]
    scope: Option<RegionId>,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    from: Option<Day>,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    to: Option<Day>,
    #[arg(long, value_name = "TEXT", value_parser = values::id::<Label>)]
    basis: Label,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Args)]
pub struct Adopt {
    #[arg(value_name = "FILE|NAME")]
    policy: String,
    #[command(flatten)]
    terms: Terms,
}

#[derive(Debug, Args)]
pub struct FactorArgs {
    #[arg(value_name = "FACTOR", value_parser = values::balance)]
    factor: Ratio,
    #[arg(long, value_name = "KIND", value_parser = values::word::<CaseKind>)]
    flow: CaseKind,
    #[arg(long, value_name = "INDICATOR", required = true, value_parser = values::id::<IndicatorCode>)]
    indicator: Vec<IndicatorCode>,
    #[arg(long, value_name = "REGION", value_parser = values::id::<RegionId>)]
    region: RegionId,
    #[command(flatten)]
    terms: Terms,
}

#[derive(Debug, Args)]
pub struct RatioArgs {
    #[arg(value_name = "RATIO", value_parser = values::balance)]
    ratio: Ratio,
    #[arg(long, value_name = "REGION", value_parser = values::id::<RegionId>)]
    region: RegionId,
    #[command(flatten)]
    terms: Terms,
}

/// A head has names in both languages, or none.
#[derive(Debug, Args)]
pub struct FormArgs {
    #[arg(value_name = "FORM", value_parser = values::word::<FormKind>)]
    form: FormKind,
    #[arg(long, value_name = "NAME", requires = "title_en", value_parser = values::id::<Label>)]
    title_zh: Option<Label>,
    #[arg(long, value_name = "NAME", requires = "title_zh", value_parser = values::id::<Label>)]
    title_en: Option<Label>,
    #[arg(long, value_name = "NAME", requires = "letterhead_en", value_parser = values::id::<Label>)]
    letterhead_zh: Option<Label>,
    #[arg(long, value_name = "NAME", requires = "letterhead_zh", value_parser = values::id::<Label>)]
    letterhead_en: Option<Label>,
    #[command(flatten)]
    terms: Terms,
}

#[derive(Debug, Args)]
pub struct List {
    #[arg(value_name = "KIND")]
    kind: Option<String>,
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    match command {
        Command::Adopt(Adopt { policy, terms }) => {
            let items = items_of(session, &policy)?;
            adopt(session, items, &terms)
        }
        Command::Factor(args) => factor(*args, session),
        Command::Ratio(RatioArgs {
            ratio,
            region,
            terms,
        }) => adopt(
            session,
            vec![PolicyItem::CarbonRatio(CarbonRatio { region, ratio })],
            &terms,
        ),
        Command::Form(args) => {
            let FormArgs {
                form,
                title_zh,
                title_en,
                letterhead_zh,
                letterhead_en,
                terms,
            } = *args;
            let names =
                |zh: Option<Label>, en: Option<Label>| zh.zip(en).map(|(zh, en)| Names { zh, en });
            let head = FormHead {
                form,
                title: names(title_zh, title_en),
                letterhead: names(letterhead_zh, letterhead_en),
            };
            adopt(session, vec![PolicyItem::FormHead(head)], &terms)
        }
        Command::List(args) => list(&args, session),
    }
}

/// The items of a standard policy, or of a file.
fn items_of(session: &mut Session<'_>, policy: &str) -> Result<Vec<PolicyItem>, Failure> {
    let known = STANDARD
        .iter()
        .find(|(name, _)| *name == policy.replace('-', "_"));
    let bytes = match known {
        Some((_, text)) => text.as_bytes().to_vec(),
        None => session.read_input(policy.as_ref()).map_err(|failure| {
            let names = STANDARD
                .iter()
                .map(|(name, _)| name.replace('_', "-"))
                .collect::<Vec<_>>()
                .join(", ");
            failure.hint(msg!("hint-policy-names", names = names))
        })?,
    };
    serde_json::from_slice(&bytes).map_err(|error| {
        let reason = because::json(&error);
        Failure::usage(msg!("policy-unreadable", file = policy, reason = reason))
            .hint(msg!("hint-policy-file"))
    })
}

fn adopt(
    session: &mut Session<'_>,
    items: Vec<PolicyItem>,
    terms: &Terms,
) -> Result<Exit, Failure> {
    let mut ledger = write::open(session, &terms.writing)?;
    let today = write::today(session, &ledger)?;
    let act = PolicyAdopt {
        scope: terms.scope.clone(),
        items,
        valid_from: terms.from.unwrap_or(today),
        valid_to: terms.to,
        legal_basis: terms.basis.clone(),
        document: documents::one(&terms.documents, DocumentKind::Letter, today)?,
    };
    write::record(session, &mut ledger, act, &terms.writing)
}

/// The attainment record, or the decision, is the adoption's document.
fn factor(args: FactorArgs, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let FactorArgs {
        factor,
        flow,
        indicator,
        region,
        terms,
    } = args;
    let mut ledger = write::open(session, &terms.writing)?;
    let today = write::today(session, &ledger)?;
    let document = documents::one(&terms.documents, DocumentKind::Letter, today)?;
    let items = indicator.into_iter().map(|indicator| {
        let (region, attainment) = (region.clone(), document.clone());
        PolicyItem::Factor(Factor {
            flow,
            indicator,
            region,
            factor,
            attainment,
        })
    });
    let act = PolicyAdopt {
        scope: terms.scope.clone(),
        items: items.collect(),
        valid_from: terms.from.unwrap_or(today),
        valid_to: terms.to,
        legal_basis: terms.basis.clone(),
        document,
    };
    write::record(session, &mut ledger, act, &terms.writing)
}

/// One adoption in the list.
#[derive(serde::Serialize)]
struct Row {
    kind: &'static str,
    scope: String,
    #[serde(flatten)]
    adopted: Adopted,
}

fn list(args: &List, session: &mut Session<'_>) -> Result<Exit, Failure> {
    if let Some(kind) = &args.kind
        && KINDS.iter().all(|(known, _)| known != kind)
    {
        let known = KINDS
            .iter()
            .map(|(kind, _)| *kind)
            .collect::<Vec<_>>()
            .join(", ");
        return Err(Failure::usage(msg!(
            "value-word",
            text = kind,
            known = known
        )));
    }
    let ledger = session.open()?;
    let view = write::view(session, &ledger)?;
    let (draft, lang) = (view.draft(), session.lang());
    let mut rows = Vec::new();
    for (kind, _) in KINDS {
        if args.kind.as_deref().is_some_and(|asked| asked != *kind) {
            continue;
        }
        for scope in draft.list(&keys::policy_scopes(kind))? {
            for adopted in draft.list(&keys::adoptions(kind, &scope))? {
                rows.push(Row {
                    kind,
                    scope: scope.clone(),
                    adopted,
                });
            }
        }
    }
    let table = Table::new(vec![
        Head::text(msg!("label-policy")),
        Head::text(msg!("label-scope")),
        Head::text(msg!("label-name")),
        Head::figures(msg!("label-version")),
        Head::text(msg!("label-valid-from")),
        Head::text(msg!("label-valid-to")),
        Head::text(msg!("label-legal-basis")),
    ]);
    let listing = Listing::new("policies", &rows, table, |row: &Row| {
        let kind = KINDS.iter().find(|(kind, _)| *kind == row.kind);
        let kind = kind.map_or("label-policy", |(_, word)| word);
        vec![
            cell(&Message::new(kind, Vec::new())),
            scope_of(row),
            cell(&name_of(&row.adopted.item, lang)),
            cell(&row.adopted.version),
            cell(&row.adopted.valid_from),
            or_dash(row.adopted.valid_to),
            cell(&row.adopted.legal_basis),
        ]
    })?;
    session.out.show(&listing)?;
    Ok(Exit::Done)
}

/// What an adoption is for. That of a factor names a flow, whose word is not the record's.
fn scope_of(row: &Row) -> Arg {
    match &row.adopted.item {
        PolicyItem::Factor(item) => Arg::Message(msg!(
            "policy-scope-factor",
            flow = Message::new(words::case_kind(item.flow), Vec::new()),
            indicator = item.indicator,
            region = item.region
        )),
        PolicyItem::Indicator(_)
        | PolicyItem::Procedure(_)
        | PolicyItem::CarbonRatio(_)
        | PolicyItem::TwoHighList(_)
        | PolicyItem::ParkIndustries(_)
        | PolicyItem::Calendar(_)
        | PolicyItem::Limits(_)
        | PolicyItem::FormHead(_)
        | PolicyItem::PlanPeriod(_) => cell(&row.scope),
    }
}

/// What an item says in a word: its name, its factor, its version.
fn name_of(item: &PolicyItem, lang: Lang) -> String {
    match item {
        PolicyItem::Indicator(item) => item.names.in_lang(lang).to_owned(),
        PolicyItem::Procedure(item) => item.names.in_lang(lang).to_owned(),
        PolicyItem::Factor(item) => item.factor.shown(1),
        PolicyItem::CarbonRatio(item) => item.ratio.shown(1),
        PolicyItem::TwoHighList(item) => item.version.to_string(),
        PolicyItem::ParkIndustries(item) => item.industries.len().to_string(),
        PolicyItem::Calendar(item) => item.year.to_string(),
        PolicyItem::Limits(item) => item.document_age_working_days.to_string(),
        PolicyItem::FormHead(item) => {
            let name = item.title.as_ref().or(item.letterhead.as_ref());
            name.map_or_else(String::new, |name| name.in_lang(lang).to_owned())
        }
        PolicyItem::PlanPeriod(item) => format!("{}-{}", item.from, item.to),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standard_policies_can_be_read() {
        for (name, text) in STANDARD {
            let items = serde_json::from_str::<Vec<PolicyItem>>(text);
            assert!(items.is_ok_and(|items| !items.is_empty()), "{name}");
        }
    }
}

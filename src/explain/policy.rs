//! Adoptions of policy.

use super::{Part, Value, document, document_values, field, optional, text, words};
use crate::domain::entry::PolicyAdopt;
use crate::domain::indicator::Indicator;
use crate::domain::policy::{
    Calendar, CarbonRatio, Factor, FormHead, IndustryList, Limits, ParkIndustries, PlanPeriod,
    PolicyItem,
};
use crate::domain::procedure::{Procedure, Step};
use crate::domain::text::Names;

pub(super) fn adopt(act: &PolicyAdopt) -> Vec<Part> {
    let PolicyAdopt {
        scope,
        items,
        valid_from,
        valid_to,
        legal_basis,
        document: decision,
    } = act;
    let mut parts = vec![
        match scope {
            Some(region) => text("label-scope", region),
            None => field("label-scope", Value::Word("term-scope-all")),
        },
        text("label-valid-from", valid_from),
        optional("label-valid-to", valid_to.as_ref()),
        text("label-legal-basis", legal_basis),
        document(decision),
    ];
    parts.extend(items.iter().flat_map(item));
    parts
}

fn names_or_none(names: Option<&Names>) -> Value {
    names.map_or_else(
        || Value::or_nothing(None::<&str>),
        |names| Value::Names(names.clone()),
    )
}

fn item(item: &PolicyItem) -> Vec<Part> {
    match item {
        PolicyItem::Indicator(item) => indicator(item),
        PolicyItem::Procedure(item) => procedure(item),
        PolicyItem::Factor(Factor {
            flow,
            indicator,
            region,
            factor,
            attainment,
        }) => vec![
            field("label-factor-flow", Value::Word(words::case_kind(*flow))),
            text("label-indicator", indicator),
            text("label-region", region),
            text("label-factor", factor),
            field("label-attainment", Value::List(document_values(attainment))),
        ],
        PolicyItem::CarbonRatio(CarbonRatio { region, ratio }) => {
            vec![
                text("label-region", region),
                text("label-carbon-ratio", ratio),
            ]
        }
        PolicyItem::TwoHighList(IndustryList {
            version,
            industries,
        }) => vec![
            text("label-two-high-list", version),
            field("label-industries", Value::list(industries)),
        ],
        PolicyItem::ParkIndustries(ParkIndustries {
            region,
            industries,
            blocking,
        }) => vec![
            text("label-park-industries", region),
            field("label-industries", Value::list(industries)),
            field("label-blocking", words::yes_no(*blocking)),
        ],
        PolicyItem::FormHead(FormHead {
            form,
            title,
            letterhead,
        }) => vec![
            field("label-form", Value::Word(words::form(*form))),
            field("label-form-title", names_or_none(title.as_ref())),
            field("label-letterhead", names_or_none(letterhead.as_ref())),
        ],
        PolicyItem::Calendar(Calendar {
            year,
            holidays,
            workdays,
        }) => vec![
            text("label-calendar", year),
            field("label-holidays", Value::list(holidays)),
            field("label-workdays", Value::list(workdays)),
        ],
        PolicyItem::Limits(Limits {
            document_age_working_days,
            refusals_per_key_and_day,
            reversal_working_days,
            shortfall_working_days,
        }) => {
            vec![
                text("label-document-age", document_age_working_days),
                text("label-refusals-a-day", refusals_per_key_and_day),
                text("label-reversal-days", reversal_working_days),
                text("label-shortfall-days", shortfall_working_days),
            ]
        }
        PolicyItem::PlanPeriod(PlanPeriod {
            from,
            to,
            base_year,
            lots,
        }) => vec![
            text("label-plan-period", format!("{from}-{to}")),
            field("label-base-year", Value::or_nothing(base_year.as_ref())),
            field("label-lots-listed", Value::list(lots)),
        ],
    }
}

fn indicator(item: &Indicator) -> Vec<Part> {
    let Indicator {
        code,
        names,
        unit,
        decimals,
        span,
        cap,
        cover,
        base_limited,
    } = item;
    vec![field(
        "label-indicator",
        Value::List(vec![
            Value::text(code),
            Value::Names(names.clone()),
            Value::text(unit),
            Value::List(vec![Value::Word("label-decimals"), Value::text(decimals)]),
            Value::Word(words::span(*span)),
            Value::Word(words::cap_rule(*cap)),
            Value::Word(words::cover(*cover)),
            Value::Word(if *base_limited {
                "term-base-limited"
            } else {
                "term-base-free"
            }),
        ]),
    )]
}

fn procedure(item: &Procedure) -> Vec<Part> {
    let Procedure {
        procedure,
        kind,
        names,
        lapse_days,
        steps,
    } = item;
    let mut parts = vec![
        field(
            "label-procedure",
            Value::List(vec![Value::text(procedure), Value::Names(names.clone())]),
        ),
        field("label-case-kind", Value::Word(words::case_kind(*kind))),
        text("label-lapse-days", lapse_days),
    ];
    parts.extend(steps.iter().map(step));
    parts
}

fn step(step: &Step) -> Part {
    let Step {
        id,
        names,
        after,
        signatory,
        seats,
        documents,
        effect,
        establishes,
        recorded_by,
    } = step;
    let rows = [
        ("label-after", Value::list(after)),
        ("label-signatory", Value::Word(words::signatory(*signatory))),
        (
            "label-seats",
            Value::words(seats.iter().map(|seat| words::seat(*seat))),
        ),
        (
            "label-documents",
            Value::words(documents.iter().map(|d| words::document_kind(*d))),
        ),
        ("label-effect", Value::Word(words::effect(*effect))),
        (
            "label-establishes",
            Value::Word(words::establishes(*establishes)),
        ),
        (
            "label-recorded-by",
            recorded_by.map_or(Value::Nothing, |by| Value::Word(words::signatory(by))),
        ),
    ];
    let mut values = vec![Value::text(id), Value::Names(names.clone())];
    for (label, value) in rows {
        if value != Value::Nothing {
            values.push(Value::List(vec![Value::Word(label), value]));
        }
    }
    field("label-step", Value::List(values))
}

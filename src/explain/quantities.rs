//! Acts about quantity outside cases.

use super::{
    Part, Value, amounts_rows, document, field, lines_rows, optional, quantities_rows, text, words,
};
use crate::domain::entry::{
    BaseDecide, EmissionVerify, HoldLift, HoldPlace, IssueRow, OpeningRecord, OpeningRow,
    PermitCancel, PermitLower, PermitRecord, ProjectRegister, QuotaIssue, QuotaTakeBack,
    ReductionRecord, ReductionVerify,
};
use crate::domain::lot::{BaseDecision, HoldTarget};

pub(super) fn opening(act: &OpeningRecord) -> Vec<Part> {
    let OpeningRecord {
        region,
        cut_over,
        rows,
        document: inventory,
    } = act;
    let rows = rows.iter().map(|row| {
        let OpeningRow {
            account,
            indicator,
            period,
            amount,
            since,
            paid,
            base_emission,
            evidence,
        } = row;
        vec![
            Value::text(account),
            Value::text(indicator),
            words::period(*period),
            Value::quantity(indicator, *amount),
            Value::text(since),
            words::yes_no(*paid),
            base_emission.map_or(Value::Nothing, |emission| {
                Value::quantity(indicator, emission)
            }),
            Value::or_nothing(evidence.as_ref()),
        ]
    });
    vec![
        text("label-region", region),
        text("label-cut-over", cut_over),
        Part::Rows {
            label: "label-opening-rows",
            heads: vec![
                "label-account",
                "label-indicator",
                "label-period",
                "label-amount",
                "label-since",
                "label-paid",
                "label-base-emission",
                "label-sha256",
            ],
            rows: rows.collect(),
        },
        document(inventory),
    ]
}

pub(super) fn issue(act: &QuotaIssue) -> Vec<Part> {
    let QuotaIssue {
        account,
        rows,
        document: decision,
    } = act;
    let rows = rows.iter().map(
        |IssueRow {
             indicator,
             period,
             amount,
             since,
             paid,
         }| {
            vec![
                Value::text(indicator),
                words::period(*period),
                Value::quantity(indicator, *amount),
                Value::text(since),
                words::yes_no(*paid),
            ]
        },
    );
    let heads = vec![
        "label-indicator",
        "label-period",
        "label-amount",
        "label-since",
        "label-paid",
    ];
    vec![
        text("label-account", account),
        Part::Rows {
            label: "label-issue-rows",
            heads,
            rows: rows.collect(),
        },
        document(decision),
    ]
}

pub(super) fn take_back(act: &QuotaTakeBack) -> Vec<Part> {
    let QuotaTakeBack {
        account,
        lot,
        amount,
        document: decision,
    } = act;
    vec![
        text("label-account", account),
        text("label-lot", lot),
        text("label-amount", amount),
        document(decision),
    ]
}

pub(super) fn permit(act: &PermitRecord) -> Vec<Part> {
    let PermitRecord {
        permit,
        holder,
        region,
        limits,
        from,
        until,
        document: decision,
    } = act;
    vec![
        text("label-permit", permit),
        text("label-holder", holder),
        text("label-region", region),
        quantities_rows("label-limits", limits),
        text("label-first-day", from),
        text("label-last-day", until),
        document(decision),
    ]
}

pub(super) fn permit_lower(act: &PermitLower) -> Vec<Part> {
    let PermitLower {
        permit,
        limits,
        document: decision,
    } = act;
    vec![
        text("label-permit", permit),
        quantities_rows("label-limits", limits),
        document(decision),
    ]
}

pub(super) fn permit_cancel(act: &PermitCancel) -> Vec<Part> {
    let PermitCancel {
        permit,
        document: decision,
    } = act;
    vec![text("label-permit", permit), document(decision)]
}

pub(super) fn emission(act: &EmissionVerify) -> Vec<Part> {
    let EmissionVerify {
        account,
        year,
        emissions,
        document: report,
    } = act;
    vec![
        text("label-account", account),
        text("label-base-year", year),
        amounts_rows(
            "label-emissions",
            emissions.iter().map(|row| (&row.indicator, row.amount)),
        ),
        document(report),
    ]
}

pub(super) fn base(act: &BaseDecide) -> Vec<Part> {
    let BaseDecide {
        decision:
            BaseDecision {
                case,
                year,
                co2,
                gdp,
            },
        document: decision,
    } = act;
    vec![
        text("label-case", case),
        text("label-base-year", year),
        text("label-base-co2", co2),
        text("label-base-gdp", gdp),
        document(decision),
    ]
}

pub(super) fn reduction(act: &ReductionRecord) -> Vec<Part> {
    let ReductionRecord {
        account,
        permit,
        facility,
        name,
        indicator,
        measure,
        before,
        after,
        completed_on,
        document: report,
    } = act;
    vec![
        text("label-account", account),
        text("label-permit", permit),
        text("label-facility", facility),
        text("label-name", name),
        text("label-indicator", indicator),
        field("label-measure", Value::Word(words::measure(*measure))),
        field("label-before", Value::quantity(indicator, *before)),
        field("label-after", Value::quantity(indicator, *after)),
        text("label-completed-on", completed_on),
        document(report),
    ]
}

pub(super) fn reduction_verify(act: &ReductionVerify) -> Vec<Part> {
    let ReductionVerify {
        reduction,
        amount,
        lines,
        document: report,
    } = act;
    vec![
        text("label-reduction", reduction),
        text("label-amount", amount),
        lines_rows(lines),
        document(report),
    ]
}

pub(super) fn project(act: &ProjectRegister) -> Vec<Part> {
    let ProjectRegister {
        code,
        name,
        builder,
        region,
        industry,
        nature,
        document: application,
    } = act;
    vec![
        text("label-name", name),
        optional("label-project-code", code.as_ref()),
        text("label-builder", builder),
        text("label-region", region),
        text("label-industry", industry),
        field("label-nature", Value::Word(words::nature(*nature))),
        document(application),
    ]
}

pub(super) fn hold(act: &HoldPlace) -> Vec<Part> {
    let HoldPlace {
        target,
        by,
        until,
        document: decision,
    } = act;
    let mut parts = held(target);
    parts.extend([
        text("label-by", by),
        optional("label-last-day", until.as_ref()),
        document(decision),
    ]);
    parts
}

/// What a hold or a finding stops.
pub(super) fn held(target: &HoldTarget) -> Vec<Part> {
    match target {
        HoldTarget::Region { region, indicator } => vec![
            text("label-hold-region", region),
            match indicator {
                Some(indicator) => text("label-indicator", indicator),
                None => field("label-indicator", Value::Word("term-all")),
            },
        ],
        HoldTarget::Account(account) => vec![text("label-hold-account", account)],
        HoldTarget::Lot(lot) => vec![text("label-hold-lot", lot)],
        HoldTarget::Case(case) => vec![text("label-hold-case", case)],
    }
}

pub(super) fn hold_lift(act: &HoldLift) -> Vec<Part> {
    let HoldLift {
        hold,
        document: decision,
    } = act;
    vec![text("label-hold", hold), document(decision)]
}

//! Acts that set up.

use super::{Part, Value, document, field, optional, text, words};
use crate::domain::entry::{
    AccountOpen, CapSet, Genesis, KeyAmend, KeyEnrol, KeyRevoke, PartyEnrol, PersonEnrol,
    RegionEnrol, Upgrade,
};
use crate::domain::party::{Party, Root, RootKey};
use crate::domain::region::RelationEntry;

pub(super) fn genesis(act: &Genesis) -> Vec<Part> {
    let Genesis {
        names,
        origin,
        practice,
        rules,
        keeper,
        operator,
        roots,
    } = act;
    let mut parts = vec![
        field("label-names", Value::Names(names.clone())),
        text("label-checkpoint-origin", origin),
        field("label-practice", words::yes_no(*practice)),
        text("label-rules", rules),
        text("label-keeper", keeper),
        text("label-operator", operator),
    ];
    parts.extend(roots.iter().flat_map(root));
    parts
}

fn root(root: &Root) -> Vec<Part> {
    let Root {
        region,
        region_names,
        party,
        party_names,
        threshold,
        keys,
    } = root;
    let rows = keys
        .iter()
        .map(|RootKey { person, public_key }| vec![Value::text(person), Value::text(public_key)]);
    vec![
        field(
            "label-root-region",
            Value::List(vec![
                Value::text(region),
                Value::Names(region_names.clone()),
            ]),
        ),
        field(
            "label-root-party",
            Value::List(vec![Value::text(party), Value::Names(party_names.clone())]),
        ),
        text("label-threshold", threshold),
        Part::Rows {
            label: "label-root-keys",
            heads: vec!["label-person", "label-public-key"],
            rows: rows.collect(),
        },
    ]
}

pub(super) fn region(act: &RegionEnrol) -> Vec<Part> {
    let RegionEnrol {
        region,
        names,
        level,
        division,
        relations,
        document: decision,
    } = act;
    let rows = relations.iter().map(
        |RelationEntry {
             relation,
             target,
             indicator,
             from,
         }| {
            vec![
                Value::Word(words::relation(*relation)),
                Value::text(target),
                indicator
                    .as_ref()
                    .map_or(Value::Word("term-all"), Value::text),
                Value::text(from),
            ]
        },
    );
    vec![
        text("label-region", region),
        field("label-names", Value::Names(names.clone())),
        field("label-level", Value::Word(words::level(*level))),
        optional("label-division", division.as_ref()),
        Part::Rows {
            label: "label-relations",
            heads: vec![
                "label-relation",
                "label-region",
                "label-indicator",
                "label-from-day",
            ],
            rows: rows.collect(),
        },
        document(decision),
    ]
}

pub(super) fn party(act: &PartyEnrol) -> Vec<Part> {
    let PartyEnrol {
        party:
            Party {
                party,
                kind,
                names,
                region,
                upper,
                credit_code,
            },
        document: decision,
    } = act;
    vec![
        text("label-party", party),
        field("label-names", Value::Names(names.clone())),
        field("label-party-kind", Value::Word(words::party_kind(*kind))),
        text("label-region", region),
        optional("label-upper", upper.as_ref()),
        optional(
            "label-credit-code",
            credit_code
                .as_ref()
                .map(crate::domain::ids::CreditCode::as_str),
        ),
        document(decision),
    ]
}

pub(super) fn person(act: &PersonEnrol) -> Vec<Part> {
    let PersonEnrol { person, party } = act;
    vec![text("label-person", person), text("label-party", party)]
}

pub(super) fn key(act: &KeyEnrol) -> Vec<Part> {
    let KeyEnrol {
        party,
        person,
        seat,
        public_key,
        from,
        until,
    } = act;
    vec![
        text("label-party", party),
        text("label-person", person),
        field("label-seat", Value::Word(words::seat(*seat))),
        text("label-public-key", public_key),
        text("label-first-day", from),
        optional("label-last-day", until.as_ref()),
    ]
}

pub(super) fn key_amend(act: &KeyAmend) -> Vec<Part> {
    let KeyAmend { key, until } = act;
    vec![
        text("label-key", key),
        optional("label-last-day", until.as_ref()),
    ]
}

pub(super) fn key_revoke(act: &KeyRevoke) -> Vec<Part> {
    let KeyRevoke {
        key,
        reason,
        not_trusted_since,
    } = act;
    vec![
        text("label-key", key),
        field(
            "label-reason",
            Value::Word(words::revocation_reason(*reason)),
        ),
        optional("label-not-trusted-since", not_trusted_since.as_ref()),
    ]
}

pub(super) fn account(act: &AccountOpen) -> Vec<Part> {
    let AccountOpen {
        account,
        document: decision,
    } = act;
    vec![text("label-account", account), document(decision)]
}

pub(super) fn cap(act: &CapSet) -> Vec<Part> {
    let CapSet {
        region,
        indicator,
        period,
        kind,
        amount,
        document: decision,
    } = act;
    vec![
        text("label-region", region),
        text("label-indicator", indicator),
        field("label-period", words::period(*period)),
        field("label-cap-kind", Value::Word(words::cap_kind(*kind))),
        field(
            "label-amount",
            amount.map_or(Value::Nothing, |amount| Value::quantity(indicator, amount)),
        ),
        document(decision),
    ]
}

pub(super) fn upgrade(act: &Upgrade) -> Vec<Part> {
    let Upgrade { rules } = act;
    vec![text("label-rules", rules)]
}

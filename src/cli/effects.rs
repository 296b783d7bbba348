//! What an act would change: balances, totals and things, before and after.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::output::{Head, Shown, Table, cell};
use super::shown::{Indicators, or_dash};
use super::text::{Message, msg};
use crate::domain::amount::{Balance, Change};
use crate::domain::ids::{AccountId, IndicatorCode, RegionId};
use crate::domain::lot::Slot;
use crate::domain::period::Period;
use crate::domain::region::{CapKind, Totals};
use crate::domain::state::{Damage, Draft, Effects, RowKey, State, keys};
use crate::domain::text::Lang;

/// What an act changes.
pub struct Changes {
    balances: Vec<BalanceChange>,
    totals: Vec<TotalChange>,
    things: Vec<ThingChange>,
    indicators: Indicators,
}

struct BalanceChange {
    account: AccountId,
    indicator: IndicatorCode,
    before: Held,
    after: Held,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Held {
    available: Balance,
    /// Available, but no replacement source (R34).
    barred: Balance,
    reserved: Balance,
}

impl Held {
    const NOTHING: Self = Self {
        available: Balance::ZERO,
        barred: Balance::ZERO,
        reserved: Balance::ZERO,
    };
}

struct TotalChange {
    region: RegionId,
    indicator: IndicatorCode,
    period: Period,
    before: Option<Figures>,
    after: Option<Figures>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Figures {
    used: Balance,
    /// Ceiling or target, or nothing.
    cap: Option<Change>,
}

struct ThingChange {
    what: &'static str,
    id: String,
    new: bool,
}

/// The things whose own row stands under the entity of the same name.
const THINGS: &[(&str, &str, &str)] = &[
    ("region", "region", "label-region"),
    ("party", "party", "label-party"),
    ("person", "", "label-person"),
    ("key", "key", "label-key"),
    ("account", "account", "label-account"),
    ("account", "base", "label-base-emission"),
    ("lot", "lot", "label-lot"),
    ("permit", "", "label-permit"),
    ("reduction", "", "label-reduction"),
    ("project", "", "label-project"),
    ("case", "case", "label-case"),
    ("case", "base", "label-base-decision"),
    ("hold", "", "label-hold"),
    ("finding", "", "label-finding"),
    ("policy", "*", "label-policy"),
];

fn names(bytes: &[u8]) -> Vec<String> {
    let mut names: Vec<_> = bytes
        .split(|b| *b == 0)
        .map(|name| String::from_utf8_lossy(name).into_owned())
        .collect();
    names.pop();
    names
}

/// The changes that `effects` make to `before`.
pub fn changes(before: &Draft<'_>, effects: &Effects) -> Result<Changes, Damage> {
    let mut after = Draft::on(before);
    after.absorb(effects.clone());
    let rows: Vec<RowKey> = effects.clone().into_rows().map(|(key, _)| key).collect();
    let mut accounts = BTreeSet::new();
    let mut totals_of = BTreeSet::new();
    let mut things = Vec::new();
    for row in &rows {
        let (entity, sub) = (names(&row.entity), names(&row.sub));
        let first = sub.first().map_or("", String::as_str);
        let Some((tag, id)) = entity.split_first() else {
            continue;
        };
        let id = id.join(" ");
        match (tag.as_str(), first) {
            ("account", "holding") => {
                accounts.extend(id.parse::<AccountId>());
            }
            ("totals", indicator) => {
                if let (Ok(region), Ok(indicator)) = (id.parse(), indicator.parse()) {
                    totals_of.insert((region, indicator));
                }
            }
            (tag, first) => {
                let known = THINGS
                    .iter()
                    .find(|(t, f, _)| *t == tag && (*f == first || *f == "*"));
                if let Some((_, _, what)) = known {
                    let new = before.row(row)?.is_none();
                    things.push(ThingChange { what, id, new });
                }
            }
        }
    }
    let indicators = Indicators::of(before)?;
    Ok(Changes {
        balances: balance_changes(before, &after, &accounts)?,
        totals: total_changes(before, &after, &totals_of)?,
        things,
        indicators,
    })
}

fn balance_changes(
    before: &Draft<'_>,
    after: &Draft<'_>,
    accounts: &BTreeSet<AccountId>,
) -> Result<Vec<BalanceChange>, Damage> {
    let mut changes = Vec::new();
    for account in accounts {
        let (old, new) = (held(before, account)?, held(after, account)?);
        let indicators: BTreeSet<_> = old.keys().chain(new.keys()).cloned().collect();
        for indicator in indicators {
            let [before, after] =
                [&old, &new].map(|held| held.get(&indicator).copied().unwrap_or(Held::NOTHING));
            if before != after {
                changes.push(BalanceChange {
                    account: account.clone(),
                    indicator,
                    before,
                    after,
                });
            }
        }
    }
    Ok(changes)
}

fn held(draft: &Draft<'_>, account: &AccountId) -> Result<BTreeMap<IndicatorCode, Held>, Damage> {
    let mut sums: BTreeMap<IndicatorCode, Held> = BTreeMap::new();
    for holding in draft.list(&keys::holdings_of(account))? {
        let sum = sums.entry(holding.indicator).or_insert(Held::NOTHING);
        let part = match holding.slot {
            Slot::Available if holding.barred => &mut sum.barred,
            Slot::Available => &mut sum.available,
            Slot::Reserved(_) => &mut sum.reserved,
        };
        *part = part.plus(holding.amount.into());
    }
    Ok(sums)
}

fn total_changes(
    before: &Draft<'_>,
    after: &Draft<'_>,
    totals_of: &BTreeSet<(RegionId, IndicatorCode)>,
) -> Result<Vec<TotalChange>, Damage> {
    let mut changes = Vec::new();
    for (region, indicator) in totals_of {
        let key = || keys::totals(region, indicator);
        let (old, new) = (before.get(&key())?, after.get(&key())?);
        let periods: BTreeSet<Period> = [&old, &new]
            .into_iter()
            .flatten()
            .flat_map(|totals: &Totals| totals.periods().collect::<Vec<_>>())
            .collect();
        for period in periods {
            let (before, after) = (figures(old.as_ref(), period), figures(new.as_ref(), period));
            if before != after {
                let (region, indicator) = (region.clone(), indicator.clone());
                changes.push(TotalChange {
                    region,
                    indicator,
                    period,
                    before,
                    after,
                });
            }
        }
    }
    Ok(changes)
}

fn figures(totals: Option<&Totals>, period: Period) -> Option<Figures> {
    let totals = totals?;
    let cap = totals.cap(period).and_then(|cap| match cap.kind {
        CapKind::Ceiling | CapKind::Target => Some(cap.amount),
        CapKind::None => None,
    });
    Some(Figures {
        used: totals.used(period),
        cap,
    })
}

impl Shown for Changes {
    fn json(&self) -> Value {
        let held = |held: &Held| {
            json!({
                "available": held.available,
                "barred": held.barred,
                "reserved": held.reserved,
            })
        };
        let figures =
            |f: &Option<Figures>| f.as_ref().map(|f| json!({ "use": f.used, "cap": f.cap }));
        json!({
            "balances": self.balances.iter().map(|change| json!({
                "account": change.account,
                "indicator": change.indicator,
                "before": held(&change.before),
                "after": held(&change.after),
            })).collect::<Vec<_>>(),
            "totals": self.totals.iter().map(|change| json!({
                "region": change.region,
                "indicator": change.indicator,
                "period": change.period,
                "before": figures(&change.before),
                "after": figures(&change.after),
            })).collect::<Vec<_>>(),
            "things": self.things.iter().map(|change| json!({
                "what": change.what.trim_start_matches("label-").replace('-', "_"),
                "id": change.id,
                "change": if change.new { "new" } else { "changed" },
            })).collect::<Vec<_>>(),
        })
    }

    fn tables(&self, _lang: Lang) -> Vec<Table> {
        let mut tables = Vec::new();
        if !self.things.is_empty() {
            tables.push(self.things_table());
        }
        if !self.balances.is_empty() {
            tables.push(self.balances_table());
        }
        if !self.totals.is_empty() {
            tables.push(self.totals_table());
        }
        tables
    }
}

impl Changes {
    fn things_table(&self) -> Table {
        let mut table = Table::new(vec![
            Head::text(msg!("label-what")),
            Head::text(msg!("label-number")),
            Head::text(msg!("label-change")),
        ])
        .titled(msg!("effects-things"));
        for ThingChange { what, id, new } in &self.things {
            let change = if *new {
                msg!("term-new")
            } else {
                msg!("term-changed")
            };
            table.row(vec![
                cell(&Message::new(*what, Vec::new())),
                cell(id),
                cell(&change),
            ]);
        }
        table
    }

    fn balances_table(&self) -> Table {
        // Two columns that few acts need are left out where nothing would stand in them.
        let any_barred = self
            .balances
            .iter()
            .any(|change| change.before.barred != change.after.barred);
        let mut heads = vec![
            Head::text(msg!("label-account")),
            Head::text(msg!("label-indicator")),
        ];
        let mut figures = vec![msg!("label-available")];
        if any_barred {
            figures.push(msg!("label-barred"));
        }
        figures.push(msg!("label-reserved"));
        for label in figures {
            heads.push(Head::figures(label));
            heads.push(Head::figures(msg!("label-after-act")));
        }
        let mut table = Table::new(heads).titled(msg!("effects-balances"));
        for change in &self.balances {
            let mut row = vec![cell(&change.account), cell(&change.indicator)];
            let mut pair = |part: fn(&Held) -> Balance| {
                for held in [&change.before, &change.after] {
                    row.push(cell(
                        &self.indicators.balance(&change.indicator, part(held)),
                    ));
                }
            };
            pair(|held| held.available);
            if any_barred {
                pair(|held| held.barred);
            }
            pair(|held| held.reserved);
            table.row(row);
        }
        table
    }

    fn totals_table(&self) -> Table {
        let mut table = Table::new(vec![
            Head::text(msg!("label-region")),
            Head::text(msg!("label-indicator")),
            Head::text(msg!("label-period")),
            Head::figures(msg!("label-use")),
            Head::figures(msg!("label-after-act")),
            Head::figures(msg!("label-cap")),
            Head::figures(msg!("label-after-act")),
        ])
        .titled(msg!("effects-totals"));
        for change in &self.totals {
            let used = |figures: &Option<Figures>| match figures {
                Some(figures) => cell(&self.indicators.balance(&change.indicator, figures.used)),
                None => cell("-"),
            };
            let cap = |figures: &Option<Figures>| {
                let cap = figures.as_ref().and_then(|figures| figures.cap);
                or_dash(cap.map(|cap| self.indicators.change(&change.indicator, cap)))
            };
            table.row(vec![
                cell(&change.region),
                cell(&change.indicator),
                cell(&super::shown::period(change.period)),
                used(&change.before),
                used(&change.after),
                cap(&change.before),
                cap(&change.after),
            ]);
        }
        table
    }
}

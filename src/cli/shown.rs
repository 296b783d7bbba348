//! How figures and words of the domain are shown: amounts with their indicator's decimals, moments
//! in +08:00, words of closed sets from the catalogue.

use std::collections::BTreeMap;

use super::text::{Arg, IntoArg, Message, msg};
use crate::domain::amount::{Amount, Balance, Change};
use crate::domain::ids::IndicatorCode;
use crate::domain::indicator::Indicator;
use crate::domain::period::Period;
use crate::domain::policy::PolicyItem;
use crate::domain::region::Quantity;
use crate::domain::state::{Damage, Draft, keys};

/// The indicators that a ledger has adopted, each as last adopted.
#[derive(Debug, Clone, Default)]
pub struct Indicators(BTreeMap<IndicatorCode, Indicator>);

impl Indicators {
    /// Those of a ledger.
    pub fn of(draft: &Draft<'_>) -> Result<Self, Damage> {
        let mut indicators = BTreeMap::new();
        for scope in draft.list(&keys::policy_scopes("indicator"))? {
            let adoptions = draft.list(&keys::adoptions("indicator", &scope))?;
            if let Some(PolicyItem::Indicator(indicator)) = adoptions.last().map(|a| &a.item) {
                indicators.insert(indicator.code.clone(), indicator.clone());
            }
        }
        Ok(Self(indicators))
    }

    fn decimals(&self, code: &IndicatorCode) -> u32 {
        self.0
            .get(code)
            .map_or(0, |indicator| indicator.decimals.into())
    }

    /// A balance with the indicator's decimals.
    pub fn balance(&self, code: &IndicatorCode, balance: Balance) -> String {
        balance.shown(self.decimals(code))
    }

    /// An amount with the indicator's decimals.
    pub fn amount(&self, code: &IndicatorCode, amount: Amount) -> String {
        amount.shown(self.decimals(code))
    }

    /// A quantity with its unit: `SO2 160.000 t/a`.
    pub fn with_unit(&self, of: &Quantity) -> String {
        let unit = self
            .0
            .get(&of.indicator)
            .map(|known| known.unit.to_string());
        let amount = self.amount(&of.indicator, of.amount);
        format!("{} {amount} {}", of.indicator, unit.unwrap_or_default())
    }

    /// A change with the indicator's decimals.
    pub fn change(&self, code: &IndicatorCode, change: Change) -> String {
        change.shown(self.decimals(code))
    }
}

/// A period in words.
pub fn period(period: Period) -> Arg {
    match period {
        Period::Standing => msg!("term-span-standing").to_arg(),
        Period::Year(_) | Period::Plan(..) => Arg::Text(period.to_string()),
    }
}

/// A word of the catalogue as a cell.
pub fn word(id: &'static str) -> Arg {
    Arg::Message(Message::new(id, Vec::new()))
}

/// What is displayed, or a dash.
pub fn or_dash(value: Option<impl std::fmt::Display>) -> Arg {
    value.map_or_else(
        || Arg::Text("-".to_owned()),
        |value| Arg::Text(value.to_string()),
    )
}

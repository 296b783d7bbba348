//! Indicators: what is counted, in which unit, with how many decimals, and which rules reach it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::ids::IndicatorCode;
use super::text::{Label, Names};

/// How an indicator's quantity belongs to time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    /// Standing (t/a): counts against every year.
    Standing,
    /// A budget of its own for each year.
    Yearly,
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Span::Standing => "standing",
            Span::Yearly => "yearly",
        })
    }
}

/// Whether caps bound an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CapRule {
    /// Issuing needs a ceiling on the path.
    Ceiling,
    /// No cap; sources and their sums bound it (carbon replacement).
    None,
}

/// How a new project's demand of an indicator is covered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cover {
    /// By the recorded replacement factor (R03, R04).
    Factor,
    /// By the carbon ratio (R13).
    CarbonRatio,
    /// Once, without a factor (the carbon budget of a firm that moves).
    Plain,
}

/// An indicator as policy adopted it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Its code, such as `SO2`.
    pub code: IndicatorCode,
    /// Its names.
    pub names: Names,
    /// Its unit, such as `t/a`, `kg/a`, `tCO2`.
    pub unit: Label,
    /// Decimals of every amount; more is refused.
    pub decimals: u8,
    /// Standing or yearly.
    pub span: Span,
    /// Whether caps bound it.
    pub cap: CapRule,
    /// How demand is covered.
    pub cover: Cover,
    /// Whether a source counts at most its verified base-year emission (R34).
    pub base_limited: bool,
}

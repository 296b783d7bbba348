//! Policy: bundled files by name, factors and ratios in short, any other item as it stands on
//! record.

use super::Reader;
use super::acts::{Read, deed};
use super::set_up::titled;
use super::values::value;
use crate::domain::entry::PolicyAdopt;
use crate::domain::ids::RegionId;
use crate::domain::policy::{CarbonRatio, Factor, PolicyItem};
use crate::domain::text::DocumentKind;
use crate::scenario::error::{ScenarioError, Thing};
use crate::scenario::fields::{Fields, balance, items_or_one, not_a, pairs, parsed};
use crate::scenario::node::Node;
use crate::scenario::source::{POLICIES, Sources};

impl Reader {
    /// `adopt: [indicators, procedures]` with `scope`, `valid_from`, `valid_to`, `legal_basis`.
    pub(super) fn adopt(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
        in_set_up: bool,
    ) -> Result<Read, ScenarioError> {
        let scope = fields.maybe::<RegionId>("scope")?;
        let document = self.document(fields, DocumentKind::Letter, in_set_up)?;
        let mut items = Vec::new();
        for node in items_or_one(subject) {
            items.extend(self.policy_items(node)?);
        }
        for item in &items {
            self.learn(item);
        }
        let act = PolicyAdopt {
            scope,
            items,
            valid_from: fields.read("valid_from")?,
            valid_to: fields.maybe("valid_to")?,
            legal_basis: fields.read("legal_basis")?,
            document,
        };
        let title = titled("采纳政策", "adopt policy by", &act.legal_basis);
        Ok(Read::of(
            title,
            deed("policy.adopt", move |_| Ok(act.clone().into())),
        ))
    }

    fn policy_items(&self, node: &Node) -> Result<Vec<PolicyItem>, ScenarioError> {
        if let Some(name) = node.scalar() {
            let text = POLICIES
                .text(name)
                .map_err(|_| node.fault(Thing::Policy.unknown(name, POLICIES.names())))?;
            return serde_json::from_str(&text).map_err(|why| not_a(node, why));
        }
        if let Some(factors) = node.get("factors") {
            Fields::of(node).and_then(|mut fields| {
                fields.need("factors")?;
                fields.done()
            })?;
            return self.factors(factors);
        }
        if let Some(ratio) = node.get("carbon_ratio") {
            let mut fields = Fields::of(ratio)?;
            let item = CarbonRatio {
                region: fields.read("region")?,
                ratio: balance(fields.need("ratio")?)?,
            };
            fields.done()?;
            return Ok(vec![PolicyItem::CarbonRatio(item)]);
        }
        Ok(vec![value(node)?])
    }

    /// `factors: {flow: introduction, region: ZD-BZ, attainment: …, by: {NOX: 2.0}}`
    fn factors(&self, node: &Node) -> Result<Vec<PolicyItem>, ScenarioError> {
        let mut fields = Fields::of(node)?;
        let flow = value(fields.need("flow")?)?;
        let region: RegionId = fields.read("region")?;
        let attainment = self.one_document(fields.need("attainment")?, DocumentKind::Letter)?;
        let by = fields.need("by")?;
        fields.done()?;
        let factor = |(indicator, factor): &(Node, Node)| {
            Ok(PolicyItem::Factor(Factor {
                flow,
                indicator: parsed(indicator)?,
                region: region.clone(),
                factor: balance(factor)?,
                attainment: attainment.clone(),
            }))
        };
        pairs(by)?.iter().map(factor).collect()
    }

    /// Remembers indicators and procedures, so that what speaks of them can be checked here.
    fn learn(&mut self, item: &PolicyItem) {
        match item {
            PolicyItem::Indicator(indicator) => {
                self.indicators.retain(|known| known.code != indicator.code);
                self.indicators.push(indicator.clone());
            }
            PolicyItem::Procedure(procedure) => {
                self.procedures
                    .retain(|known| known.procedure != procedure.procedure);
                self.procedures.push(procedure.clone());
            }
            PolicyItem::Factor(_)
            | PolicyItem::CarbonRatio(_)
            | PolicyItem::TwoHighList(_)
            | PolicyItem::ParkIndustries(_)
            | PolicyItem::Calendar(_)
            | PolicyItem::Limits(_)
            | PolicyItem::FormHead(_)
            | PolicyItem::PlanPeriod(_) => {}
        }
    }
}

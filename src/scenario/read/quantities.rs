//! Caps, openings, issuances.

use super::Reader;
use super::acts::{Read, deed};
use super::set_up::titled;
use crate::domain::amount::{Amount, Balance};
use crate::domain::entry::{
    CapSet, IssueRow, OpeningRecord, OpeningRow, QuotaIssue, QuotaTakeBack,
};
use crate::domain::ids::{AccountId, IndicatorCode, LotNo, RegionId};
use crate::domain::moment::Day;
use crate::domain::period::Period;
use crate::domain::region::CapKind;
use crate::domain::text::{Document, DocumentKind};
use crate::scenario::error::{Numbered, ScenarioError, Thing};
use crate::scenario::fields::{Fields, amount, balance, items, pairs, parsed, text};
use crate::scenario::model::{AccountRef, Ref, World};
use crate::scenario::node::Node;
use crate::scenario::texts::{Key, Say};

/// An opening row before its account's project is known.
struct Row {
    account: AccountRef,
    row: OpeningRow,
}

impl Reader {
    /// `650109: {SO2: 5000.000, CO2 2027-2030: 900000.00}` in `caps`.
    pub(super) fn ceilings(&self, region: &Node, body: &Node) -> Result<Read, ScenarioError> {
        let document = self.own_document(DocumentKind::CapDecision);
        let caps = caps(parsed(region)?, body, CapKind::Ceiling, &document)?;
        Ok(set_caps(caps))
    }

    /// `ceiling: 650109` with `amounts`; `target: …`; `no_cap: …` with `of`, a list of indicators.
    pub(super) fn cap(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
        kind: CapKind,
    ) -> Result<Read, ScenarioError> {
        let region: RegionId = parsed(subject)?;
        let document = self.document(fields, DocumentKind::CapDecision, false)?;
        if kind != CapKind::None {
            return Ok(set_caps(caps(
                region,
                fields.need("amounts")?,
                kind,
                &document,
            )?));
        }
        let mut found = Vec::new();
        for key in items(fields.need("of")?)? {
            let (indicator, periods) = Self::columns(key)?;
            found.extend(periods.into_iter().map(|period| CapSet {
                region: region.clone(),
                indicator: indicator.clone(),
                period,
                kind,
                amount: None,
                document: document.clone(),
            }));
        }
        Ok(set_caps(found))
    }

    /// `opening: 650100` with `rows` of `account`, `amounts`, and where they differ from the
    /// opening's own `since`, `paid`, `base`; `lots` names the lots by the keys of `amounts`.
    pub(super) fn opening(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
        in_set_up: bool,
    ) -> Result<Read, ScenarioError> {
        let region: RegionId = parsed(subject)?;
        let document = self.document(fields, DocumentKind::Letter, in_set_up)?;
        let cut_over = fields.maybe("cut_over")?.unwrap_or(self.at.day());
        let since = fields.maybe("since")?.unwrap_or(cut_over);
        let (mut rows, mut names) = (Vec::new(), Vec::new());
        for node in items(fields.need("rows")?)? {
            self.opening_row(node, since, &mut rows, &mut names)?;
        }
        let title = titled("期初", "opening balances of", &region);
        let make = move |world: &World<'_>| {
            let filled = rows.iter().map(|Row { account, row }| {
                Ok(OpeningRow {
                    account: account.get(world.numbers)?,
                    ..row.clone()
                })
            });
            let rows = filled.collect::<Result<_, Say>>()?;
            let document = document.clone();
            Ok(OpeningRecord {
                region: region.clone(),
                cut_over,
                rows,
                document,
            }
            .into())
        };
        Ok(Read {
            names,
            ..Read::of(title, deed("opening.record", make))
        })
    }

    fn opening_row(
        &mut self,
        node: &Node,
        since: Day,
        rows: &mut Vec<Row>,
        names: &mut Vec<(Numbered, Option<String>)>,
    ) -> Result<(), ScenarioError> {
        let mut fields = Fields::of(node)?;
        let account_node = fields.need("account")?;
        let account = self.account(account_node)?;
        let since = fields.maybe("since")?.unwrap_or(since);
        let paid = fields.flag("paid")?;
        let evidence = fields.maybe("evidence")?;
        let base = bases(fields.take("base"))?;
        let lots = fields.take("lots");
        let amounts = fields.need("amounts")?;
        fields.done()?;
        self.each_amount(amounts, lots, names, |indicator, period, amount| {
            let base_emission = base
                .iter()
                .find(|(code, _)| *code == indicator)
                .map(|(_, b)| *b);
            // The account is put in once its project's number is known; its region stands in.
            let row = OpeningRow {
                account: AccountId::reserve(account.region.clone()),
                indicator,
                period,
                amount,
                since,
                paid,
                base_emission,
                evidence,
            };
            rows.push(Row {
                account: account.clone(),
                row,
            });
        })
    }

    /// Every amount of a mapping such as `{SO2: 1.000, CO2 2027-2030: 5.00}`, with the names that
    /// `lots` gives by the same keys.
    fn each_amount(
        &mut self,
        amounts: &Node,
        lots: Option<&Node>,
        names: &mut Vec<(Numbered, Option<String>)>,
        mut found: impl FnMut(IndicatorCode, Period, Amount),
    ) -> Result<(), ScenarioError> {
        let mut lots: Vec<&(Node, Node)> = lots.map_or(Ok(&[][..]), pairs)?.iter().collect();
        for (key, value) in pairs(amounts)? {
            let (indicator, periods) = Self::columns(key)?;
            let value = amount(value)?;
            let named = lots
                .iter()
                .position(|(lot, _)| lot.scalar() == key.scalar());
            let named = named.map(|at| lots.remove(at));
            let count = periods.len();
            for period in periods {
                found(indicator.clone(), period, value);
                let name = match named {
                    Some((_, name)) if count == 1 => Some(self.bind(name, Numbered::Lot, None)?),
                    Some((_, name)) => {
                        return Err(
                            name.fault(Say::new(Key::NothingToName).with("found", text(name)?))
                        );
                    }
                    None => None,
                };
                names.push((Numbered::Lot, name));
            }
        }
        match lots.first() {
            None => Ok(()),
            Some((key, _)) => {
                let known = pairs(amounts)?.iter().filter_map(|(key, _)| key.scalar());
                Err(key.fault(Thing::Amount.unknown(text(key)?, known)))
            }
        }
    }

    /// `issue: 650109/E1` with `amounts` and `since`; `lots` names the lots.
    pub(super) fn issue(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let account = self.account(subject)?;
        let document = self.document(fields, DocumentKind::Letter, false)?;
        let since = fields.maybe("since")?.unwrap_or(self.at.day());
        let paid = fields.flag("paid")?;
        let lots = fields.take("lots");
        let (mut rows, mut names) = (Vec::new(), Vec::new());
        let amounts = fields.need("amounts")?;
        self.each_amount(amounts, lots, &mut names, |indicator, period, amount| {
            rows.push(IssueRow {
                indicator,
                period,
                amount,
                since,
                paid,
            });
        })?;
        let title = titled("下达", "issue to", text(subject)?);
        let make = move |world: &World<'_>| {
            let account = account.get(world.numbers)?;
            Ok(QuotaIssue {
                account,
                rows: rows.clone(),
                document: document.clone(),
            }
            .into())
        };
        Ok(Read {
            names,
            ..Read::of(title, deed("quota.issue", make))
        })
    }

    /// `take_back: 650109/E1` with `lot` and `amount`.
    pub(super) fn take_back(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let account = self.account(subject)?;
        let lot: Ref<LotNo> = self.reference(fields.need("lot")?, Numbered::Lot)?;
        let amount = amount(fields.need("amount")?)?;
        let document = self.document(fields, DocumentKind::Letter, false)?;
        let title = titled("核减", "take back from", text(subject)?);
        let make = move |world: &World<'_>| {
            let account = account.get(world.numbers)?;
            let lot = lot.get(world.numbers)?;
            Ok(QuotaTakeBack {
                account,
                lot,
                amount,
                document: document.clone(),
            }
            .into())
        };
        Ok(Read::of(title, deed("quota.take_back", make)))
    }
}

fn bases(node: Option<&Node>) -> Result<Vec<(IndicatorCode, Balance)>, ScenarioError> {
    let pairs = node.map_or(Ok(&[][..]), pairs)?;
    pairs
        .iter()
        .map(|(key, value)| Ok((parsed(key)?, balance(value)?)))
        .collect()
}

fn caps(
    region: RegionId,
    amounts: &Node,
    kind: CapKind,
    document: &Document,
) -> Result<Vec<CapSet>, ScenarioError> {
    let mut found = Vec::new();
    for (key, value) in pairs(amounts)? {
        let (indicator, periods) = Reader::columns(key)?;
        let amount = Some(balance(value)?);
        found.extend(periods.into_iter().map(|period| CapSet {
            region: region.clone(),
            indicator: indicator.clone(),
            period,
            kind,
            amount,
            document: document.clone(),
        }));
    }
    Ok(found)
}

fn set_caps(caps: Vec<CapSet>) -> Read {
    let region = caps
        .first()
        .map(|cap| cap.region.to_string())
        .unwrap_or_default();
    let title = titled("总量", "caps of", region);
    let deeds = caps
        .into_iter()
        .map(|cap| deed("cap.set", move |_| Ok(cap.clone().into())));
    Read::several(title, deeds.collect())
}

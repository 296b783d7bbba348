//! Acts about quantity outside cases.

use super::Reader;
use super::acts::{Read, deed};
use super::set_up::titled;
use super::values::value;
use crate::domain::amount::{Amount, Balance};
use crate::domain::entry::{
    BaseDecide, CapSet, EmissionVerify, HoldLift, HoldPlace, IssueRow, OpeningRecord, OpeningRow,
    PermitCancel, PermitLower, PermitRecord, ProjectRegister, QuotaIssue, QuotaTakeBack,
    ReductionRecord, ReductionVerify,
};
use crate::domain::ids::{CaseNo, HoldNo, IndicatorCode, LotNo, PermitNo, ReductionNo, RegionId};
use crate::domain::lot::{BaseDecision, HoldTarget};
use crate::domain::moment::Day;
use crate::domain::period::Period;
use crate::domain::region::CapKind;
use crate::domain::text::DocumentKind;
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
                account: crate::domain::ids::AccountId::reserve(account.region.clone()),
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

    /// `permit: 91650109MA77AB0192001P` with `holder`, `region`, `from`, `until`, `limits`.
    pub(super) fn permit(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
        in_set_up: bool,
    ) -> Result<Read, ScenarioError> {
        let act = PermitRecord {
            permit: parsed(subject)?,
            holder: self.party(fields.need("holder")?)?,
            region: fields.read("region")?,
            limits: Self::quantities(fields.need("limits")?)?,
            from: fields.read("from")?,
            until: fields.read("until")?,
            document: self.document(fields, DocumentKind::PermitDecision, in_set_up)?,
        };
        let title = titled("许可证", "permit", &act.permit);
        Ok(Read::of(
            title,
            deed("permit.record", move |_| Ok(act.clone().into())),
        ))
    }

    /// `lower_permit: …` with `limits`.
    pub(super) fn lower_permit(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let act = PermitLower {
            permit: parsed(subject)?,
            limits: Self::quantities(fields.need("limits")?)?,
            document: self.document(fields, DocumentKind::PermitDecision, false)?,
        };
        let title = titled("变更许可证", "lower permit", &act.permit);
        Ok(Read::of(
            title,
            deed("permit.lower", move |_| Ok(act.clone().into())),
        ))
    }

    /// `cancel_permit: …`
    pub(super) fn cancel_permit(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let permit: PermitNo = parsed(subject)?;
        let document = self.document(fields, DocumentKind::PermitDecision, false)?;
        let title = titled("注销许可证", "cancel permit", &permit);
        let act = PermitCancel { permit, document };
        Ok(Read::of(
            title,
            deed("permit.cancel", move |_| Ok(act.clone().into())),
        ))
    }

    /// `base_emission: 650109/E1` with `year` and `amounts`.
    pub(super) fn base_emission(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
        in_set_up: bool,
    ) -> Result<Read, ScenarioError> {
        let account = self.account(subject)?;
        let year = fields.read("year")?;
        let emissions = Self::quantities(fields.need("amounts")?)?;
        let document = self.document(fields, DocumentKind::VerificationReport, in_set_up)?;
        let title = titled(
            "核定基准年排放",
            "verified base-year emissions of",
            text(subject)?,
        );
        let make = move |world: &World<'_>| {
            let account = account.get(world.numbers)?;
            let (emissions, document) = (emissions.clone(), document.clone());
            Ok(EmissionVerify {
                account,
                year,
                emissions,
                document,
            }
            .into())
        };
        Ok(Read::of(title, deed("emission.verify", make)))
    }

    /// `base_decision: $case` with `year`, `co2`, `gdp`.
    pub(super) fn base_decision(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let case: Ref<CaseNo> = self.reference(subject, Numbered::Case)?;
        let year = fields.read("year")?;
        let co2 = balance(fields.need("co2")?)?;
        let gdp = balance(fields.need("gdp")?)?;
        let document = self.document(fields, DocumentKind::Letter, false)?;
        let title = titled("基数划转", "base decision on", text(subject)?);
        let make = move |world: &World<'_>| {
            let decision = BaseDecision {
                case: case.get(world.numbers)?,
                year,
                co2,
                gdp,
            };
            Ok(BaseDecide {
                decision,
                document: document.clone(),
            }
            .into())
        };
        Ok(Read::of(title, deed("base.decide", make)))
    }

    /// `reduction: XPCC-06/G1`, the unit's account, with `permit`, `facility`, `called`,
    /// `indicator`, `measure`, `before`, `after`, `completed_on`.
    pub(super) fn reduction(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let account = self.account(subject)?;
        let permit: PermitNo = fields.read("permit")?;
        let facility: crate::domain::ids::FacilityId = fields.read("facility")?;
        let name: crate::domain::text::Label = fields.read("called")?;
        let indicator: IndicatorCode = fields.read("indicator")?;
        let measure = value(fields.need("measure")?)?;
        let before = balance(fields.need("before")?)?;
        let after = balance(fields.need("after")?)?;
        let completed_on = fields.read("completed_on")?;
        let document = self.document(fields, DocumentKind::VerificationReport, false)?;
        let title = titled("减排量", "reduction at", &name);
        let make = move |world: &World<'_>| {
            let act = ReductionRecord {
                account: account.get(world.numbers)?,
                permit: permit.clone(),
                facility: facility.clone(),
                name: name.clone(),
                indicator: indicator.clone(),
                measure,
                before,
                after,
                completed_on,
                document: document.clone(),
            };
            Ok(act.into())
        };
        Ok(Read::numbering(
            title,
            deed("reduction.record", make),
            Numbered::Reduction,
        ))
    }

    /// `verify: $boiler` with `amount`; the lot it becomes is what it names.
    pub(super) fn verify(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let reduction: Ref<ReductionNo> = self.reference(subject, Numbered::Reduction)?;
        let amount = amount(fields.need("amount")?)?;
        let document = self.document(fields, DocumentKind::VerificationReport, false)?;
        let title = titled("核定减排量", "verify reduction", text(subject)?);
        let make = move |world: &World<'_>| {
            let reduction = reduction.get(world.numbers)?;
            let (lines, document) = (Vec::new(), document.clone());
            Ok(ReductionVerify {
                reduction,
                amount,
                lines,
                document,
            }
            .into())
        };
        Ok(Read::numbering(
            title,
            deed("reduction.verify", make),
            Numbered::Lot,
        ))
    }

    /// `project: 煤制烯烃项目`, its name, with `builder`, `region`, `industry`, `nature`, `code`.
    pub(super) fn project(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let act = ProjectRegister {
            code: fields.maybe("code")?,
            name: parsed(subject)?,
            builder: self.party(fields.need("builder")?)?,
            region: fields.read("region")?,
            industry: fields.read("industry")?,
            nature: value(fields.need("nature")?)?,
            document: self.document(fields, DocumentKind::Application, false)?,
        };
        let title = titled("登记项目", "register project", &act.name);
        let deed = deed("project.register", move |_| Ok(act.clone().into()));
        Ok(Read::numbering(title, deed, Numbered::Project))
    }

    /// `hold: {region: 652300, indicator: NOX}`, `{account: …}`, `{lot: …}` or `{case: …}`, with
    /// `by` and `until`.
    pub(super) fn hold(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let target = self.hold_target(subject)?;
        let by = self.party(fields.need("by")?)?;
        let until = fields.maybe("until")?;
        let document = self.document(fields, DocumentKind::Letter, false)?;
        let title = titled("暂停", "hold by", &by);
        let make = move |world: &World<'_>| {
            let target = target.get(world)?;
            let (by, document) = (by.clone(), document.clone());
            Ok(HoldPlace {
                target,
                by,
                until,
                document,
            }
            .into())
        };
        Ok(Read::numbering(
            title,
            deed("hold.place", make),
            Numbered::Hold,
        ))
    }

    fn hold_target(&self, node: &Node) -> Result<Target, ScenarioError> {
        let mut fields = Fields::of(node)?;
        let target = if let Some(region) = fields.maybe("region")? {
            Target::Region(HoldTarget::Region {
                region,
                indicator: fields.maybe("indicator")?,
            })
        } else if let Some(account) = fields.take("account") {
            Target::Account(self.account(account)?)
        } else if let Some(lot) = fields.take("lot") {
            Target::Lot(self.reference(lot, Numbered::Lot)?)
        } else {
            Target::Case(self.reference(fields.need("case")?, Numbered::Case)?)
        };
        fields.done()?;
        Ok(target)
    }

    /// `lift: $hold`
    pub(super) fn lift(
        &mut self,
        fields: &mut Fields<'_>,
        subject: &Node,
    ) -> Result<Read, ScenarioError> {
        let hold: Ref<HoldNo> = self.reference(subject, Numbered::Hold)?;
        let document = self.document(fields, DocumentKind::Letter, false)?;
        let title = titled("解除暂停", "lift", text(subject)?);
        let make = move |world: &World<'_>| {
            let hold = hold.get(world.numbers)?;
            Ok(HoldLift {
                hold,
                document: document.clone(),
            }
            .into())
        };
        Ok(Read::of(title, deed("hold.lift", make)))
    }
}

/// What a hold stops, before numbers are known.
enum Target {
    Region(HoldTarget),
    Account(AccountRef),
    Lot(Ref<LotNo>),
    Case(Ref<CaseNo>),
}

impl Target {
    fn get(&self, world: &World<'_>) -> Result<HoldTarget, Say> {
        Ok(match self {
            Target::Region(target) => target.clone(),
            Target::Account(account) => HoldTarget::Account(account.get(world.numbers)?),
            Target::Lot(lot) => HoldTarget::Lot(lot.get(world.numbers)?),
            Target::Case(case) => HoldTarget::Case(case.get(world.numbers)?),
        })
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
    document: &crate::domain::text::Document,
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

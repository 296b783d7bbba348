//! What must hold after an act.

use super::Reader;
use crate::domain::amount::Change;
use crate::domain::ids::StepId;
use crate::domain::refusal::Code;
use crate::scenario::error::{Numbered, ScenarioError, Thing};
use crate::scenario::fields::{Fields, change, items_or_one, one_of, pairs, parsed, text};
use crate::scenario::model::{
    CaseExpected, Expect, Figure, FigureOf, ProjectKind, RefusedExpected, Slotted, SumKind,
    TotalKind, Wanted,
};
use crate::scenario::names::names_in;
use crate::scenario::node::{Node, Value};

const SLOTS: [(&str, Slotted); 3] = [
    ("available", Slotted::Available),
    ("reserved", Slotted::Reserved),
    ("barred", Slotted::Barred),
];
const TOTALS: [(&str, TotalKind); 3] = [
    ("used", TotalKind::Used),
    ("cap", TotalKind::Cap),
    ("over", TotalKind::Over),
];
const SUMS: [(&str, SumKind); 6] = [
    ("issued", SumKind::Issued),
    ("opening", SumKind::Opening),
    ("held", SumKind::Held),
    ("retired", SumKind::Retired),
    ("invalidated", SumKind::Invalidated),
    ("taken_back", SumKind::TakenBack),
];
const PROJECTS: [(&str, ProjectKind); 2] = [
    ("credited", ProjectKind::Credited),
    ("retired", ProjectKind::Retired),
];
const PHASES: [(&str, &str); 7] = [
    ("open", "open"),
    ("returned", "returned"),
    ("not_accepted", "not_accepted"),
    ("refused", "refused"),
    ("withdrawn", "withdrawn"),
    ("lapsed", "lapsed"),
    ("effective", "effective"),
];

/// The word for no quantity of any indicator.
const NOTHING: &str = "nothing";
/// The word for no cap.
const NONE: &str = "none";

impl Reader {
    /// Reads expectations.
    pub(super) fn expect(&self, node: &Node) -> Result<Expect, ScenarioError> {
        let mut fields = Fields::of(node)?;
        let refused = fields
            .take("refused")
            .map(|node| self.refused(node))
            .transpose()?;
        let nothing_moved = fields.flag("nothing_moved")?;
        let mut figures = Vec::new();
        self.places(&mut fields, None, &mut figures)?;
        if let Some(lots) = fields.take("lots") {
            self.lots_expected(lots, &mut figures)?;
        }
        if let Some(projects) = fields.take("projects") {
            self.projects(projects, &mut figures)?;
        }
        for change in fields.take("changes").map_or(&[][..], items_or_one) {
            self.changes(change, &mut figures)?;
        }
        let cases = match fields.take("cases") {
            Some(node) => pairs(node)?
                .iter()
                .map(|pair| self.case_expected(pair))
                .collect::<Result<_, _>>()?,
            None => Vec::new(),
        };
        fields.done()?;
        Ok(Expect {
            refused,
            nothing_moved,
            figures,
            cases,
        })
    }

    /// `INSUFFICIENT_LOT`, or `{code: INSUFFICIENT_LOT, short: 37.400, used_by: [$case, "330"]}`.
    fn refused(&self, node: &Node) -> Result<RefusedExpected, ScenarioError> {
        if node.scalar().is_some() {
            return Ok(RefusedExpected {
                code: code(node)?,
                values: Vec::new(),
            });
        }
        let mut fields = Fields::of(node)?;
        let code = code(fields.need("code")?)?;
        let mut values = Vec::new();
        for (key, wanted) in pairs(node)?
            .iter()
            .filter(|(key, _)| key.scalar() != Some("code"))
        {
            let wanted = match &wanted.value {
                Value::List(parts) => {
                    let parts = parts.iter().map(|part| self.template(part));
                    Wanted::Parts(parts.collect::<Result<_, _>>()?)
                }
                Value::Nothing | Value::Scalar(_) | Value::Map(_) => {
                    Wanted::Whole(self.template(wanted)?)
                }
            };
            values.push((key.place.clone(), text(key)?.to_owned(), wanted));
        }
        Ok(RefusedExpected { code, values })
    }

    /// A text in which `$name` stands for a number; the name must be given.
    fn template(&self, node: &Node) -> Result<String, ScenarioError> {
        let found = text(node)?;
        for name in names_in(found) {
            if let Some(bound) = self.names.get(name) {
                self.bound(node, name, bound.what)?;
            } else {
                self.bound(node, name, Numbered::Case)?;
            }
        }
        Ok(found.to_owned())
    }

    /// `balances`, `totals` and `sums`, as figures or as changes since a mark.
    fn places(
        &self,
        fields: &mut Fields<'_>,
        since: Option<&str>,
        figures: &mut Vec<Figure>,
    ) -> Result<(), ScenarioError> {
        let mut add = |place: &Node, of, wanted| {
            let since = since.map(str::to_owned);
            figures.push(Figure {
                place: place.place.clone(),
                of,
                since,
                wanted,
            });
        };
        if let Some(node) = fields.take("balances") {
            for (slot, account, amounts) in by_place(node, &SLOTS)? {
                let account = self.account(account)?;
                if amounts.scalar() == Some(NOTHING) {
                    add(
                        amounts,
                        FigureOf::Balance(slot, account, None),
                        Some(Change::ZERO),
                    );
                    continue;
                }
                for (key, value) in pairs(amounts)? {
                    let (code, periods) = self.known_columns(key)?;
                    for period in periods {
                        let of = Some((code.clone(), period));
                        let of = FigureOf::Balance(slot, account.clone(), of);
                        add(value, of, Some(change(value)?));
                    }
                }
            }
        }
        if let Some(node) = fields.take("totals") {
            for (kind, region, amounts) in by_place(node, &TOTALS)? {
                for (key, value) in pairs(amounts)? {
                    let (code, periods) = self.known_columns(key)?;
                    let wanted = if value.scalar() == Some(NONE) {
                        None
                    } else {
                        Some(change(value)?)
                    };
                    for period in periods {
                        let of = FigureOf::Total(kind, parsed(region)?, code.clone(), period);
                        add(value, of, wanted);
                    }
                }
            }
        }
        if let Some(node) = fields.take("sums") {
            for (kind, amounts) in pairs(node)? {
                let kind = one_of(kind, &SUMS)?;
                for (key, value) in pairs(amounts)? {
                    let code = parsed(key)?;
                    self.indicator(key, &code)?;
                    add(value, FigureOf::Sum(kind, code), Some(change(value)?));
                }
            }
        }
        Ok(())
    }

    /// `{since: start, totals: …}`
    fn changes(&self, node: &Node, figures: &mut Vec<Figure>) -> Result<(), ScenarioError> {
        let mut fields = Fields::of(node)?;
        let since = match fields.take("since") {
            None => super::START,
            Some(node) => {
                let found = text(node)?;
                if !self.marks.contains(found) {
                    return Err(node.fault(Thing::Mark.unknown(found, &self.marks)));
                }
                found
            }
        };
        self.places(&mut fields, Some(since), figures)?;
        fields.done()
    }

    /// `{$nox: {available: {650100/RESERVE: 82.600}}}`; accounts that are not named have nothing.
    fn lots_expected(&self, node: &Node, figures: &mut Vec<Figure>) -> Result<(), ScenarioError> {
        for (lot, slots) in pairs(node)? {
            let number = self.reference(lot, Numbered::Lot)?;
            for (slot, amounts) in pairs(slots)? {
                let slot_kind = one_of(slot, &SLOTS)?;
                let mut named = Vec::new();
                if amounts.scalar() != Some(NOTHING) {
                    for (account, value) in pairs(amounts)? {
                        let account = self.account(account)?;
                        named.push(account.clone());
                        figures.push(Figure {
                            place: value.place.clone(),
                            of: FigureOf::Lot(number.clone(), slot_kind, account),
                            since: None,
                            wanted: Some(change(value)?),
                        });
                    }
                }
                figures.push(Figure {
                    place: slot.place.clone(),
                    of: FigureOf::LotElsewhere(number.clone(), slot_kind, named),
                    since: None,
                    wanted: Some(Change::ZERO),
                });
            }
        }
        Ok(())
    }

    /// `{$plant: {credited: {NOX: 640.000}, retired: {NOX: 640.000}}}`
    fn projects(&self, node: &Node, figures: &mut Vec<Figure>) -> Result<(), ScenarioError> {
        for (project, kinds) in pairs(node)? {
            let number = self.reference(project, Numbered::Project)?;
            for (kind, amounts) in pairs(kinds)? {
                let kind = one_of(kind, &PROJECTS)?;
                for (key, value) in pairs(amounts)? {
                    let code = parsed(key)?;
                    self.indicator(key, &code)?;
                    let of = FigureOf::Project(kind, number.clone(), code);
                    let (place, wanted) = (value.place.clone(), Some(change(value)?));
                    figures.push(Figure {
                        place,
                        of,
                        since: None,
                        wanted,
                    });
                }
            }
        }
        Ok(())
    }

    fn case_expected(&self, (case, body): &(Node, Node)) -> Result<CaseExpected, ScenarioError> {
        let mut fields = Fields::of(body)?;
        let phase = fields
            .take("phase")
            .map(|node| one_of(node, &PHASES))
            .transpose()?;
        let open = fields
            .take("open")
            .map(|node| self.steps(node, case))
            .transpose()?;
        let done = fields
            .take("done")
            .map(|node| self.steps(node, case))
            .transpose()?;
        fields.done()?;
        Ok(CaseExpected {
            place: case.place.clone(),
            case: self.reference(case, Numbered::Case)?,
            phase: phase.map(str::to_owned),
            open,
            done,
        })
    }

    fn steps(&self, node: &Node, case: &Node) -> Result<Vec<StepId>, ScenarioError> {
        let step = |node: &Node| {
            self.step_known(node, case)?;
            parsed(node)
        };
        items_or_one(node).iter().map(step).collect()
    }
}

fn code(node: &Node) -> Result<Code, ScenarioError> {
    let found = text(node)?;
    let known = || Code::ALL.iter().map(|code| code.name());
    Code::from_name(found).ok_or_else(|| node.fault(Thing::Code.unknown(found, known())))
}

/// `{kind: {place: amounts}}`, flat.
fn by_place<'a, K: Copy>(
    node: &'a Node,
    kinds: &[(&str, K)],
) -> Result<Vec<(K, &'a Node, &'a Node)>, ScenarioError> {
    let mut found = Vec::new();
    for (kind, places) in pairs(node)? {
        let kind = one_of(kind, kinds)?;
        for (place, amounts) in pairs(places)? {
            found.push((kind, place, amounts));
        }
    }
    Ok(found)
}

//! The regions, bodies, firms and indicators of the Zhundong case.

use super::{Office, names, of};
use qledger::domain::entry::{
    AccountOpen, CapSet, IssueRow, PartyEnrol, PolicyAdopt, QuotaIssue, RegionEnrol,
};
use qledger::domain::indicator::{CapRule, Cover, Indicator, Span};
use qledger::domain::party::{Party, PartyKind};
use qledger::domain::policy::PolicyItem;
use qledger::domain::region::{CapKind, Level, Relation, RelationEntry};
use qledger::domain::text::DocumentKind;

/// E1 of the scenarios, in 650109.
pub const E1: &str = "91650109MA77AB0192";
/// The coal-chemical firm of the scenarios, in XPCC-06.
pub const E2: &str = "91659004MA78BT0226";
/// E4 of the scenarios, in 650109.
pub const E4: &str = "91650100MA77EF046M";

const REGIONS: [(&str, Level, &str); 8] = [
    ("650100", Level::Prefecture, "650000"),
    ("650109", Level::County, "650100"),
    ("652300", Level::Prefecture, "650000"),
    ("ZD", Level::Zone, "652300"),
    ("ZD-BZ", Level::Park, "ZD"),
    ("ZD-WZ", Level::Park, "ZD"),
    ("XPCC-06", Level::Prefecture, "XPCC"),
    ("XPCC-08", Level::Prefecture, "XPCC"),
];

const ANSWERS_TO: [(&str, &str); 2] = [("ZD-BZ", "XPCC"), ("ZD-WZ", "650100")];

const PARTIES: [(&str, PartyKind, &str); 14] = [
    ("650100-EEB", PartyKind::Bureau, "650100"),
    ("650100-GOV", PartyKind::Government, "650100"),
    ("650109-GOV", PartyKind::Government, "650109"),
    ("652300-EEB", PartyKind::Bureau, "652300"),
    ("652300-GOV", PartyKind::Government, "652300"),
    ("XPCC-GOV", PartyKind::Government, "XPCC"),
    ("XPCC-06-EEB", PartyKind::Bureau, "XPCC-06"),
    ("XPCC-08-EEB", PartyKind::Bureau, "XPCC-08"),
    ("ZD-BZ-PC", PartyKind::ParkCommittee, "ZD-BZ"),
    ("ZD-WZ-PC", PartyKind::ParkCommittee, "ZD-WZ"),
    ("650000-COURT", PartyKind::Court, "650000"),
    (E1, PartyKind::Enterprise, "650109"),
    (E2, PartyKind::Enterprise, "XPCC-06"),
    (E4, PartyKind::Enterprise, "650109"),
];

/// A relation for all indicators, since before the ledger.
pub fn relation(relation: Relation, target: &str) -> RelationEntry {
    RelationEntry {
        relation,
        target: of(target),
        indicator: None,
        from: of("2020-01-01"),
    }
}

/// Code, unit, decimals, span, cap rule, cover, whether R34 bounds it.
fn indicator(
    (code, unit, decimals): (&str, &str, u8),
    (span, cap, cover): (Span, CapRule, Cover),
    base_limited: bool,
) -> PolicyItem {
    let (code, unit, names) = (of(code), of(unit), names(code));
    PolicyItem::Indicator(Indicator {
        code,
        names,
        unit,
        decimals,
        span,
        cap,
        cover,
        base_limited,
    })
}

/// The indicators of the scenarios.
pub fn indicators() -> Vec<PolicyItem> {
    let standing = (Span::Standing, CapRule::Ceiling, Cover::Factor);
    let mut items: Vec<_> = ["SO2", "NOX", "PM", "VOCS", "COD", "NH3N"]
        .map(|code| indicator((code, "t/a", 3), standing, true))
        .into();
    items.push(indicator(("HG", "kg/a", 3), standing, true));
    let yearly = (Span::Yearly, CapRule::Ceiling, Cover::Plain);
    items.push(indicator(("CO2", "tCO2", 2), yearly, false));
    let by_ratio = (Span::Standing, CapRule::None, Cover::CarbonRatio);
    items.push(indicator(("CO2PROJ", "tCO2", 2), by_ratio, false));
    items
}

impl Office {
    /// Both roots, the regions down to the two parks and two divisions, their bodies, three firms,
    /// and the indicators. No caps, accounts or factors.
    pub fn zhundong() -> Self {
        let mut office = Self::begun();
        office.set_up_zhundong();
        office
    }

    /// The same on a ledger that has begun.
    pub fn set_up_zhundong(&mut self) {
        for (region, level, place) in REGIONS {
            let act = self.region(region, level, place);
            self.admit(act);
        }
        for (party, kind, region) in PARTIES {
            let act = self.party(party, kind, region);
            self.admit(act);
        }
        let act = self.adoption(None, indicators());
        self.admit(act);
    }

    /// The enrolment of a region in a place.
    pub fn region(&self, region: &str, level: Level, place: &str) -> RegionEnrol {
        let mut relations = vec![relation(Relation::Place, place)];
        let answers = ANSWERS_TO.iter().find(|(park, _)| *park == region);
        relations.extend(answers.map(|(_, to)| relation(Relation::AnswersTo, to)));
        RegionEnrol {
            region: of(region),
            names: names(region),
            level,
            division: None,
            relations,
            document: self.letter(),
        }
    }

    /// The enrolment of a party.
    pub fn party(&self, party: &str, kind: PartyKind, region: &str) -> PartyEnrol {
        let credit_code = (kind == PartyKind::Enterprise).then(|| of(party));
        let (party, names, region) = (of(party), names(party), of(region));
        let party = Party {
            party,
            kind,
            names,
            region,
            upper: None,
            credit_code,
        };
        PartyEnrol {
            party,
            document: self.letter(),
        }
    }

    /// An adoption by a region's authority, or by the roots, from 2026 on.
    pub fn adoption(&self, scope: Option<&str>, items: Vec<PolicyItem>) -> PolicyAdopt {
        PolicyAdopt {
            scope: scope.map(of),
            items,
            valid_from: of("2026-01-01"),
            valid_to: None,
            legal_basis: of("新环发〔2026〕1号"),
            document: self.letter(),
        }
    }

    /// A cap's entry; `amount` of `None` takes it away.
    pub fn cap(
        &self,
        (region, indicator, period): (&str, &str, &str),
        kind: CapKind,
        amount: Option<&str>,
    ) -> CapSet {
        CapSet {
            region: of(region),
            indicator: of(indicator),
            period: of(period),
            kind,
            amount: amount.map(of),
            document: self.document(DocumentKind::CapDecision),
        }
    }

    /// Sets a ceiling.
    #[track_caller]
    pub fn ceiling(&mut self, region: &str, indicator: &str, period: &str, amount: &str) {
        self.admit(self.cap((region, indicator, period), CapKind::Ceiling, Some(amount)));
    }

    /// Opens an account.
    #[track_caller]
    pub fn open(&mut self, account: &str) {
        self.admit(AccountOpen {
            account: of(account),
            document: self.letter(),
        });
    }

    /// Issues to an account.
    pub fn issue(&self, account: &str, indicator: &str, amount: &str) -> QuotaIssue {
        QuotaIssue {
            account: of(account),
            rows: vec![IssueRow {
                indicator: of(indicator),
                period: of("standing"),
                amount: of(amount),
                since: of("2025-01-01"),
                paid: false,
            }],
            document: self.document(DocumentKind::CapDecision),
        }
    }
}

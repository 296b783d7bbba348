//! Forms out: what a body prints, seals and files, put together from the ledger.
//!
//! Each kind gives a [`Paper`]: a letterhead, a title, and blocks of fields, tables and seals, all as
//! text in one language. [`html`] makes a page of it that prints, [`xlsx`] a workbook whose figures
//! are numbers. What the ledger does not know (process, fuel, treatment) stays empty, to be written
//! in by hand; nothing is made up.
//!
//! ```text
//! view ──► review, sources, notice, permits, book, statement, quarter, parks ──► Paper ─┬► html
//!                                                                                       └► xlsx ──► pdf
//! ```

mod book;
mod evidence;
pub mod html;
mod moves;
mod notice;
mod parks;
pub mod pdf;
mod permits;
mod quarter;
mod review;
mod sources;
mod statement;
mod way;
pub mod xlsx;

pub use book::book;
pub use evidence::evidence;
pub use moves::{all as moves_of_all, below};
pub use notice::notice;
pub use parks::parks;
pub use permits::permits;
pub use quarter::quarter;
pub use review::review;
pub use sources::sources;
pub use statement::statement;
pub use way::way;

use crate::cli::shown::Indicators;
use crate::cli::text::{Message, msg};
use crate::domain::amount::{Amount, Balance};
use crate::domain::case::Acceptance;
use crate::domain::ids::{AccountId, Holder, IndicatorCode, PartyId, RegionId};
use crate::domain::moment::Day;
use crate::domain::policy::{FormHead, FormKind};
use crate::domain::rules::places;
use crate::domain::rules::setup::policy;
use crate::domain::state::{Stop, keys};
use crate::domain::text::{Document, Lang, Names};
use crate::service::query::CaseView;
use crate::service::{ServiceError, View};

/// A form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paper {
    /// The region that issues it; nothing where it is of several.
    pub region: Option<RegionId>,
    /// Whose it is.
    pub letterhead: String,
    /// Its title.
    pub title: String,
    /// What it is about, under the title.
    pub about: String,
    /// Its parts, in order.
    pub blocks: Vec<Block>,
    /// What stands at the end: as of when, and how it is checked.
    pub notes: Vec<String>,
    /// Whether it lies on its side.
    pub landscape: bool,
}

/// A part of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// Fields and their values, two beside each other.
    Fields(Vec<(String, String)>),
    /// A table.
    Table(Table),
    /// Opinions with room for a seal.
    Seals(Vec<Seal>),
    /// A picture, as SVG of this program's own making; a workbook goes without.
    Picture(String),
}

/// A table; a row has a cell for each head.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Its title.
    pub title: String,
    /// The heads, and whether figures stand below.
    pub heads: Vec<(String, bool)>,
    /// The rows.
    pub rows: Vec<Vec<String>>,
}

/// An opinion: whose, what it says, and room for a seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// What it is, and of whom.
    pub head: String,
    /// What is on record of it; empty where nothing is yet.
    pub lines: Vec<String>,
}

/// Days of a report, the last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first.
    pub from: Day,
    /// The last.
    pub to: Day,
}

/// What papers are put together with.
pub struct Press<'a> {
    /// The ledger.
    pub view: &'a View<'a>,
    /// The language.
    pub lang: Lang,
    /// How amounts are shown.
    pub indicators: Indicators,
}

impl Paper {
    /// The same, where a table without rows says so.
    #[must_use]
    pub fn or_empty(mut self, lang: Lang) -> Self {
        for block in &mut self.blocks {
            if let Block::Table(table) = block
                && table.rows.is_empty()
            {
                let mut row = vec![String::new(); table.heads.len()];
                row[0] = msg!("list-empty").in_lang(lang);
                table.rows.push(row);
            }
        }
        self
    }
}

impl Table {
    fn new(title: String, heads: Vec<(String, bool)>) -> Self {
        Self {
            title,
            heads,
            rows: Vec::new(),
        }
    }
}

/// The head of a column of texts.
fn texts(press: &Press<'_>, message: &Message) -> (String, bool) {
    (press.say(message), false)
}

/// The head of a column of figures.
fn figures(press: &Press<'_>, message: &Message) -> (String, bool) {
    (press.say(message), true)
}

impl Press<'_> {
    /// What a report over a period is about.
    pub fn over(&self, of: String, span: Span) -> String {
        self.say(&msg!("paper-span", of = of, from = span.from, to = span.to))
    }

    /// A message in the paper's language.
    pub fn say(&self, message: &Message) -> String {
        message.in_lang(self.lang)
    }

    /// A word of the catalogue.
    pub fn word(&self, id: &'static str) -> String {
        self.say(&Message::new(id, Vec::new()))
    }

    /// A body's name.
    pub fn party(&self, id: &PartyId) -> Result<String, ServiceError> {
        let party = self.view.draft().get(&keys::party(id))?;
        Ok(party.map_or_else(
            || id.to_string(),
            |party| party.names.in_lang(self.lang).to_owned(),
        ))
    }

    /// Several bodies' names.
    pub fn parties(&self, ids: &[PartyId]) -> Result<String, ServiceError> {
        let names: Result<Vec<_>, _> = ids.iter().map(|id| self.party(id)).collect();
        Ok(names?.join(match self.lang {
            Lang::Zh => "、",
            Lang::En => ", ",
        }))
    }

    /// A region's name.
    pub fn region(&self, id: &RegionId) -> Result<String, ServiceError> {
        let region = self.view.draft().get(&keys::region(id))?;
        Ok(region.map_or_else(
            || id.to_string(),
            |region| region.names.in_lang(self.lang).to_owned(),
        ))
    }

    /// Whose account it is, and where.
    pub fn account(&self, account: &AccountId) -> Result<String, ServiceError> {
        let region = self.region(account.region())?;
        let holder = match account.holder() {
            Holder::Reserve => self.say(&msg!("paper-reserve")),
            Holder::Party(party) => self.party(party)?,
        };
        let text = match account.project() {
            Some(project) => {
                msg!(
                    "paper-account-project",
                    region = region,
                    holder = holder,
                    project = project
                )
            }
            None => msg!("paper-account", region = region, holder = holder),
        };
        Ok(self.say(&text))
    }

    /// An indicator's name with its code, and its unit.
    pub fn indicator(&self, code: &IndicatorCode) -> Result<(String, String), ServiceError> {
        let known = self.view.indicators()?;
        let found = known.into_iter().find(|indicator| indicator.code == *code);
        Ok(match found {
            Some(indicator) => (
                format!("{} {code}", indicator.names.in_lang(self.lang)),
                indicator.unit.to_string(),
            ),
            None => (code.to_string(), String::new()),
        })
    }

    /// A balance with its indicator's decimals.
    pub fn balance(&self, code: &IndicatorCode, balance: Balance) -> String {
        self.indicators.balance(code, balance)
    }

    /// An amount with its indicator's decimals.
    pub fn amount(&self, code: &IndicatorCode, amount: Amount) -> String {
        self.indicators.amount(code, amount)
    }

    /// The form under the title and the letterhead that policy gives it where it is issued.
    pub fn headed(&self, mut paper: Paper, form: FormKind) -> Result<Paper, ServiceError> {
        let today = Acceptance {
            date: self.view.now().day(),
            index: self.view.size(),
        };
        let head = policy::form_head(self.view.draft(), form, paper.region.as_ref(), today);
        let head = match head {
            Ok(head) => head,
            Err(Stop::Refused(_)) => None,
            Err(Stop::Unreadable(damage)) => return Err(damage.into()),
        };
        if let Some(FormHead {
            title, letterhead, ..
        }) = head
        {
            let words = |names: &Names| names.in_lang(self.lang).to_owned();
            paper.title = title.as_ref().map_or(paper.title, words);
            paper.letterhead = letterhead.as_ref().map_or(paper.letterhead, words);
        }
        Ok(paper)
    }

    /// The name of the bureau of a region, for the letterhead; the region's where it has none.
    pub fn bureau(&self, region: &RegionId) -> Result<String, ServiceError> {
        match places::authority(self.view.draft(), region, self.view.now().day()) {
            Ok(party) => self.party(&party),
            Err(Stop::Refused(_)) => self.region(region),
            Err(Stop::Unreadable(damage)) => Err(damage.into()),
        }
    }

    /// Documents by kind, number and date.
    pub fn documents(&self, documents: &[Document]) -> Vec<String> {
        let line = |document: &Document| {
            let kind = self.word(crate::explain::words::document_kind(document.kind));
            self.say(&msg!(
                "paper-document",
                kind = kind,
                number = document.number,
                date = document.date
            ))
        };
        documents.iter().map(line).collect()
    }

    /// Opinions: a seal for each step that a body signs, with what is on record of it.
    pub fn seals(&self, case: &CaseView) -> Result<Vec<Seal>, ServiceError> {
        let mut seals = Vec::new();
        for step in &case.checklist {
            let name = step.names.in_lang(self.lang);
            let who = self.parties(&step.parties)?;
            let head = self.say(&msg!("paper-seal", step = name, who = who));
            let mut lines = Vec::new();
            if let Some(done) = &step.done {
                lines.extend(self.documents(&done.documents));
                if let Some(recorder) = &done.recorded_by {
                    let by = self.party(recorder)?;
                    lines.push(self.say(&msg!("paper-by-document", by = by)));
                }
                lines.push(self.say(&msg!("paper-entry", index = done.index, date = done.date)));
            }
            if lines.is_empty() {
                lines.push(self.say(&msg!("paper-seal-blank")));
            }
            seals.push(Seal { head, lines });
        }
        Ok(seals)
    }

    /// As of when, on which ledger, and that it is for practice where it is.
    pub fn notes(&self) -> Vec<String> {
        let ledger = self.view.ledger();
        let id = ledger.id.to_string();
        let mut notes = vec![self.say(&msg!(
            "paper-as-of",
            name = ledger.names.in_lang(self.lang),
            size = self.view.size(),
            date = self.view.now().day(),
            id = id
        ))];
        if ledger.practice {
            notes.push(self.say(&msg!("paper-practice")));
        }
        notes
    }

    /// How an entry is checked: its number and the front of its hash.
    pub fn check_code(&self, index: u64) -> Result<String, ServiceError> {
        let entry = self.view.entry(index)?;
        let hash: String = entry.line.entry_hash.to_string().chars().take(16).collect();
        Ok(self.say(&msg!("paper-check-code", index = index, hash = hash)))
    }
}

//! `opening`: opening balances (期初), from a table or row by row.

use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};

use crate::cli::args::{Documents, Writing};
use crate::cli::csv::read_csv;
use crate::cli::documents::{self, hash_of_file};
use crate::cli::error::{Exit, Failure};
use crate::cli::session::Session;
use crate::cli::text::{Message, msg};
use crate::cli::{values, write};
use crate::domain::entry::{Act, OpeningRecord, OpeningRow};
use crate::domain::ids::{AccountId, RegionId};
use crate::domain::moment::Day;
use crate::domain::period::Period;
use crate::domain::region::Quantity;
use crate::domain::text::DocumentKind;

/// Rows in one entry: its payload must stay below 40 KiB, and a row has up to 330 bytes.
const ROWS_PER_ENTRY: usize = 100;

#[derive(Debug, Subcommand)]
pub enum Command {
    Record(Box<Record>),
}

#[derive(Debug, Args)]
pub struct Record {
    #[arg(value_name = "REGION", value_parser = values::id::<RegionId>)]
    region: RegionId,
    #[arg(value_name = "INDICATOR=AMOUNT", value_parser = values::quantity)]
    quantities: Vec<Quantity>,
    #[arg(long, value_name = "FILE.csv", conflicts_with_all = ["quantities", "account"])]
    csv: Option<PathBuf>,
    #[arg(long, value_name = "ACCOUNT", requires = "quantities", value_parser = values::id::<AccountId>)]
    account: Option<AccountId>,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    since: Option<Day>,
    #[arg(long, value_name = "YEAR", value_parser = values::year)]
    year: Option<u16>,
    #[arg(long)]
    paid: bool,
    #[arg(long, value_name = "DATE", value_parser = values::id::<Day>)]
    cut_over: Option<Day>,
    #[command(flatten)]
    documents: Documents,
    #[command(flatten)]
    writing: Writing,
}

pub fn run(command: Command, session: &mut Session<'_>) -> Result<Exit, Failure> {
    let Command::Record(args) = command;
    let mut ledger = write::open(session, &args.writing)?;
    let today = write::today(session, &ledger)?;
    let rows = match &args.csv {
        Some(path) => {
            let bytes = session.read_input(path)?;
            rows_of_table(&bytes, path, today)?
        }
        None => rows_of_arguments(&args, today)?,
    };
    let document = documents::one(&args.documents, DocumentKind::VerificationReport, today)?;
    let acts = rows.chunks(ROWS_PER_ENTRY).map(|rows| {
        Act::from(OpeningRecord {
            region: args.region.clone(),
            cut_over: args.cut_over.unwrap_or(today),
            rows: rows.to_vec(),
            document: document.clone(),
        })
    });
    write::record_all(session, &mut ledger, acts.collect(), &args.writing, None)
}

fn rows_of_arguments(args: &Record, today: Day) -> Result<Vec<OpeningRow>, Failure> {
    let Some(account) = &args.account else {
        return Err(Failure::usage(msg!("opening-lacks-rows")).hint(msg!("hint-opening")));
    };
    let rows = args
        .quantities
        .iter()
        .map(|Quantity { indicator, amount }| OpeningRow {
            account: account.clone(),
            indicator: indicator.clone(),
            period: args.year.map_or(Period::Standing, Period::Year),
            amount: *amount,
            since: args.since.unwrap_or(today),
            paid: args.paid,
            base_emission: None,
            evidence: None,
        });
    Ok(rows.collect())
}

/// The columns of a table, by either name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Account,
    Indicator,
    Period,
    Amount,
    Since,
    Paid,
    BaseEmission,
    Evidence,
}

const COLUMNS: &[(Column, &str, &str)] = &[
    (Column::Account, "account", "账户"),
    (Column::Indicator, "indicator", "指标"),
    (Column::Period, "period", "期间"),
    (Column::Amount, "amount", "数量"),
    (Column::Since, "since", "取得日期"),
    (Column::Paid, "paid", "有偿"),
    (Column::BaseEmission, "base_emission", "基准年排放"),
    (Column::Evidence, "evidence", "证明文件"),
];

/// Reads a table whose first record names the columns. Every mistake is told with its line.
fn rows_of_table(bytes: &[u8], path: &Path, today: Day) -> Result<Vec<OpeningRow>, Failure> {
    let file = path.display().to_string();
    let wrong = |line: usize, reason: Message| {
        Failure::usage(msg!(
            "table-line",
            file = file,
            line = line,
            reason = reason
        ))
        .hint(msg!("hint-opening-csv"))
    };
    let records = read_csv(bytes).map_err(|reason| wrong(1, reason))?;
    let Some(((line, heads), rows)) = records.split_first().map(|(head, rows)| {
        let (line, heads) = head;
        ((*line, heads), rows)
    }) else {
        return Err(wrong(1, msg!("table-empty")));
    };
    let columns = columns_of(heads).map_err(|reason| wrong(line, reason))?;
    if rows.is_empty() {
        return Err(wrong(line, msg!("table-empty")));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    let rows = rows.iter().map(|(line, cells)| {
        let row = RowReader {
            columns: &columns,
            cells,
            folder,
        };
        row.read(today).map_err(|reason| match reason {
            Told::Value(message) => wrong(*line, message),
            Told::Whole(failure) => failure,
        })
    });
    rows.collect()
}

fn columns_of(heads: &[String]) -> Result<Vec<Column>, Message> {
    let mut columns = Vec::with_capacity(heads.len());
    for head in heads {
        let head = head.trim();
        let known = COLUMNS
            .iter()
            .find(|(_, en, zh)| *en == head || *zh == head);
        let (column, ..) = known.ok_or_else(|| msg!("table-column-unknown", column = head))?;
        if columns.contains(column) {
            return Err(msg!("table-column-twice", column = head));
        }
        columns.push(*column);
    }
    for (column, en, zh) in &COLUMNS[..5] {
        let may_lack = *column == Column::Period || *column == Column::Since;
        if !columns.contains(column) && !may_lack {
            return Err(msg!("table-column-missing", en = en, zh = zh));
        }
    }
    Ok(columns)
}

/// What is wrong with a row: a value in it, or a file it names.
enum Told {
    Value(Message),
    Whole(Failure),
}

impl From<values::BadValue> for Told {
    fn from(values::BadValue(message): values::BadValue) -> Self {
        Told::Value(message)
    }
}

struct RowReader<'a> {
    columns: &'a [Column],
    cells: &'a [String],
    folder: &'a Path,
}

impl RowReader<'_> {
    fn cell(&self, column: Column) -> &str {
        let at = self.columns.iter().position(|c| *c == column);
        at.and_then(|at| self.cells.get(at))
            .map_or("", |cell| cell.trim())
    }

    fn read(&self, today: Day) -> Result<OpeningRow, Told> {
        if self.cells.len() > self.columns.len() {
            let (found, expected) = (self.cells.len(), self.columns.len());
            return Err(Told::Value(msg!(
                "table-cells",
                found = found,
                expected = expected
            )));
        }
        let since = self.cell(Column::Since);
        Ok(OpeningRow {
            account: values::id(self.cell(Column::Account))?,
            indicator: values::id(self.cell(Column::Indicator))?,
            period: match self.cell(Column::Period) {
                "" | "长期有效" => Period::Standing,
                text => values::id(text)?,
            },
            // A spreadsheet groups digits; the comma is no part of the figure.
            amount: values::amount(&self.cell(Column::Amount).replace(',', ""))?,
            since: if since.is_empty() {
                today
            } else {
                values::id(since)?
            },
            paid: match self.cell(Column::Paid) {
                "" | "no" | "false" | "否" | "无偿" => false,
                "yes" | "true" | "是" | "有偿" => true,
                text => return Err(Told::Value(msg!("value-yes-no", text = text))),
            },
            base_emission: match self.cell(Column::BaseEmission) {
                "" => None,
                text => Some(values::balance(&text.replace(',', ""))?),
            },
            evidence: match self.cell(Column::Evidence) {
                "" => None,
                name => Some(hash_of_file(&self.folder.join(name)).map_err(Told::Whole)?),
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::error::What;
    use crate::domain::text::Lang;

    fn today() -> Day {
        "2027-03-01".parse().unwrap()
    }

    fn told(text: &str) -> String {
        let failure = rows_of_table(text.as_bytes(), Path::new("o.csv"), today()).unwrap_err();
        match failure.what {
            What::Message(message) => message.in_lang(Lang::En),
            What::Refusal(refusal) => refusal.to_string(),
        }
    }

    #[test]
    fn a_table_is_read_under_either_language_s_headings() {
        let en = "account,indicator,amount,paid\n650109/X,SO2,\"1,198.350\",yes\n";
        let zh = "\u{FEFF}账户,指标,数量,有偿\r\n650109/X,SO2,1198.35,是\r\n";
        let rows = |text: &str| rows_of_table(text.as_bytes(), Path::new("o"), today()).unwrap();
        assert_eq!(rows(en), rows(zh));
        assert_eq!(rows(en)[0].amount.to_string(), "1198.35");
        assert_eq!(rows(en)[0].since, today());
    }

    #[test]
    fn a_mistake_in_a_table_is_told_with_its_line_and_value() {
        let cases = [
            ("", "o.csv, line 1"),
            ("account,indicator\n", "amount"),
            ("account,indicator,amount,colour\n", "colour"),
            ("account,indicator,amount,amount\n", "amount"),
            (
                "account,indicator,amount\n650109/X,SO2,1\n650109/X,SO2,1e3\n",
                "line 3",
            ),
            ("account,indicator,amount\n650109/X,SO2,1e3\n", "1e3"),
            ("account,indicator,amount\n650109,SO2,1\n", "650109"),
            ("account,indicator,amount\n650109/X,SO2,1,2\n", "4"),
            (
                "account,indicator,amount,paid\n650109/X,SO2,1,perhaps\n",
                "perhaps",
            ),
            (
                "account,indicator,amount,evidence\n650109/X,SO2,1,no-such-file\n",
                "no-such-file",
            ),
        ];
        for (text, part) in cases {
            let said = told(text);
            assert!(said.contains(part), "{said:?} lacks {part:?}");
        }
    }
}

use std::io::{Cursor, Read as _, Write as _};

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook, Worksheet};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

/// A workbook with one sheet.
fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.set_name("期初").unwrap();
    fill(sheet);
    workbook.save_to_buffer().unwrap()
}

fn sheet_of(bytes: &[u8]) -> Sheet {
    let mut book = read(bytes).unwrap();
    assert_eq!(book.sheets.len(), 1);
    book.sheets.remove(0)
}

fn text(text: &str) -> Value {
    Value::Text(text.to_owned())
}

#[test]
fn a_workbook_is_read_with_how_its_cells_look() {
    let bytes = book(|sheet| {
        let day = Format::new().set_num_format("yyyy-mm-dd");
        let one = Format::new().set_num_format("0.0");
        sheet.write_string(0, 0, " 账户 ").unwrap();
        sheet.write_number(0, 1, 198.35).unwrap();
        sheet.write_number_with_format(0, 2, 198.35, &one).unwrap();
        sheet.write_number_with_format(0, 3, 46_388, &day).unwrap();
        sheet
            .write_number_with_format(0, 4, 46_388.5, &day)
            .unwrap();
        sheet.write_boolean(0, 5, true).unwrap();
        sheet
            .write_formula(2, 0, Formula::new("=0.1+0.2").set_result("0.3"))
            .unwrap();
        sheet.merge_range(4, 0, 5, 1, "并", &Format::new()).unwrap();
        sheet.write_string(7, 0, "   ").unwrap();
        sheet.write_string(8, 0, "藏").unwrap();
        sheet.set_row_hidden(8).unwrap();
        sheet.set_column_hidden(3).unwrap();
    });
    let sheet = sheet_of(&bytes);
    assert_eq!(sheet.name.as_deref(), Some("期初"));
    let numbers: Vec<_> = sheet
        .rows
        .iter()
        .map(|row| (row.number, row.hidden))
        .collect();
    assert_eq!(numbers, [(1, false), (3, false), (5, false), (9, true)]);
    let first = &sheet.rows[0];
    let value = |column| first.cell(column).value.clone();
    assert_eq!(value(0), text("账户"));
    assert_eq!(value(1), Value::Number(Number::new(198.35, "")));
    assert_eq!(value(2), Value::Number(Number::new(198.35, "0.0")));
    assert_eq!(value(3), Value::Day("2027-01-01".to_owned()));
    assert_eq!(value(4), Value::Time("2027-01-01 12:00:00".to_owned()));
    assert_eq!(value(5), Value::Truth(true));
    assert!(sheet.rows[1].cell(0).formula && !first.cell(0).formula);
    assert!(sheet.rows[2].cell(0).merged && !first.cell(0).merged);
    assert_eq!(sheet.hidden_columns, BTreeSet::from([3]));
}

#[test]
fn csv_is_read_in_every_spelling_that_spreadsheets_save() {
    let rows = |text: &str| format!("账户{text}数量\r\n\r\n\"二,\"\"行\n\"{text}1.5");
    let utf16 = |text: &str| {
        let units = std::iter::once(0xFEFF).chain(text.encode_utf16());
        units.flat_map(u16::to_le_bytes).collect::<Vec<u8>>()
    };
    let (gb, ..) = encoding_rs::GB18030.encode("账户,数量\r\n\r\n\"二,\"\"行\n\",1.5");
    let spellings = [
        rows(",").into_bytes(),
        rows(";").into_bytes(),
        rows("\t").into_bytes(),
        rows(",").replace("\r\n", "\r").into_bytes(),
        format!("\u{FEFF}{}", rows(",")).into_bytes(),
        utf16(&rows("\t")),
        gb.into_owned(),
    ];
    for bytes in spellings {
        let sheet = sheet_of(&bytes);
        assert_eq!(sheet.rows.len(), 2);
        assert_eq!(sheet.rows[0].cell(0).value, text("账户"));
        assert_eq!(sheet.rows[1].number, 3);
        assert_eq!(sheet.rows[1].cell(0).value, text("二,\"行"));
        assert_eq!(sheet.rows[1].cell(1).value, text("1.5"));
    }
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn what_is_no_book_is_told_apart() {
    let compound = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    let mut protected = compound.to_vec();
    protected.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let good = book(|sheet| {
        sheet.write_string(0, 0, "x").unwrap();
    });
    let far = book(|sheet| {
        sheet.write_string(1_048_575, 0, "x").unwrap();
    });
    let wide = book(|sheet| {
        sheet.write_string(0, 16_383, "x").unwrap();
    });
    let zeros = vec![0; 1 << 20];
    let names: Vec<String> = (0..=64).map(|at| format!("xl/{at}.xml")).collect();
    let bomb: Vec<(&str, &[u8])> = names.iter().map(|n| (n.as_str(), &zeros[..])).collect();
    let cases = [
        (Vec::new(), "Empty"),
        (vec![b'a'; FILE_BYTES_MAX + 1], "FileTooLarge"),
        (compound.to_vec(), "OldForm"),
        (protected, "Password"),
        (zipped(&[("mimetype", b"application/vnd.oasis")]), "NotXlsx"),
        (zipped(&bomb), "UnpacksTooLarge"),
        (good[..good.len() / 2].to_vec(), "Damaged"),
        (b"%PDF\0\xFF".to_vec(), "NotText"),
        (b"a,\"b\n".to_vec(), "QuoteOpen"),
        (far, "TooManyRows"),
        (wide, "TooManyColumns"),
        (
            "x\n".repeat(ROWS_MAX as usize + 1).into_bytes(),
            "TooManyRows",
        ),
    ];
    for (bytes, name) in cases {
        let fault = read(&bytes).unwrap_err();
        assert!(format!("{fault:?}").starts_with(name), "{name}: {fault:?}");
    }
}

/// The parts of a workbook with something of every kind in it.
fn parts() -> Vec<(String, Vec<u8>)> {
    let bytes = book(|sheet| {
        let day = Format::new().set_num_format("yyyy-mm-dd");
        sheet.write_string(0, 0, "账户").unwrap();
        sheet.write_number(0, 1, 198.35).unwrap();
        sheet
            .write_number_with_format(1, 0, 46_388.5, &day)
            .unwrap();
        sheet
            .write_formula(2, 0, Formula::new("=B1+1").set_result("2"))
            .unwrap();
        sheet.merge_range(4, 0, 5, 1, "并", &Format::new()).unwrap();
        sheet.set_row_hidden(8).unwrap();
    });
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let parts = (0..archive.len()).map(|at| {
        let mut part = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        part.read_to_end(&mut bytes).unwrap();
        (part.name().unwrap().into_owned(), bytes)
    });
    parts.collect()
}

#[test]
fn a_range_that_ends_before_it_begins_is_damage() {
    let turned = parts().into_iter().map(|(name, bytes)| {
        let text = String::from_utf8_lossy(&bytes).replace("A5:B6", "B6:A5");
        (name, text.into_bytes())
    });
    let turned: Vec<_> = turned.collect();
    let parts: Vec<_> = turned
        .iter()
        .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
        .collect();
    let fault = read(&zipped(&parts)).unwrap_err();
    assert!(matches!(fault, Fault::Damaged(_)), "{fault:?}");
}

proptest! {
    #[test]
    fn no_damage_to_a_workbook_breaks_the_reader(
        part in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        put in "[0-9<>/&\"e.=-]{0,8}",
    ) {
        let mut parts = parts();
        let part = part.index(parts.len());
        let bytes = &mut parts[part].1;
        let at = at.index(bytes.len());
        let end = (at + put.len().max(1)).min(bytes.len());
        bytes.splice(at..end, put.into_bytes());
        let parts: Vec<_> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        // Read or refused: never a panic.
        read(&zipped(&parts)).ok();
    }

    #[test]
    fn no_bytes_break_the_reader(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read(&bytes).ok();
    }
}

#[test]
fn a_date_no_calendar_has_is_no_day() {
    for number in [-1.0, 1e9, 1e300] {
        let bytes = book(|sheet| {
            let day = Format::new().set_num_format("yyyy-mm-dd");
            sheet.write_number_with_format(0, 0, number, &day).unwrap();
        });
        let sheet = sheet_of(&bytes);
        let found = &sheet.rows[0].cell(0).value;
        assert!(matches!(found, Value::Number(number) if number.showing == Showing::Otherwise));
    }
}

#[test]
fn what_is_drawn_is_read_back() {
    let drawn = |text: &str, look| Drawn {
        text: text.to_owned(),
        look,
    };
    let page = Page {
        name: "期初".to_owned(),
        rows: vec![vec![
            drawn("账户", Look::HeadNeeded),
            drawn("数,量", Look::Head),
        ]],
        widths: vec![20, 10],
        blank: (3, vec![Look::Text, Look::Quantity]),
        lists: vec![List {
            column: 0,
            rows: (1, 3),
            values: vec!["SO2".to_owned()],
        }],
        frozen: 1,
    };
    let bytes = xlsx_of(std::slice::from_ref(&page)).unwrap();
    assert_eq!(bytes, xlsx_of(std::slice::from_ref(&page)).unwrap());
    for bytes in [bytes, csv_of(&page).into_bytes()] {
        let sheet = sheet_of(&bytes);
        assert_eq!(sheet.rows.len(), 1);
        assert_eq!(sheet.rows[0].cell(1).value, text("数,量"));
    }
}

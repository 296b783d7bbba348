//! A form as one HTML page that needs nothing besides itself and prints on A4.

use super::{Block, Paper, Seal, Table};
use crate::domain::text::Lang;

/// Fonts that Chinese systems have, and what stands in for them elsewhere.
const STYLE: &str = "\
@page{size:A4 ORIENTATION;margin:15mm}\
*{box-sizing:border-box}\
body{font-family:\"FangSong\",\"STFangsong\",\"SimSun\",\"Songti SC\",\"Noto Serif CJK SC\",\
\"Source Han Serif SC\",\"WenQuanYi Zen Hei\",serif;font-size:10.5pt;line-height:1.4;color:#000;\
max-width:WIDTHmm;margin:10mm auto}\
header{text-align:center}\
.letterhead{color:#b00000;font-size:16pt;letter-spacing:.1em;border-bottom:1.5pt solid #b00000;\
padding-bottom:2mm}\
h1{font-size:18pt;margin:6mm 0 1mm}\
.about{color:#333;margin:0 0 4mm}\
h2{font-size:11pt;margin:5mm 0 1mm}\
table{border-collapse:collapse;width:100%;margin:0 0 3mm}\
thead{display:table-header-group}\
tr{break-inside:avoid}\
th,td{border:.5pt solid #000;padding:1mm 1.5mm;vertical-align:middle;overflow-wrap:break-word}\
th{background:#eef1f5;font-weight:bold;text-align:center}\
table.fields{table-layout:fixed}\
table.fields th{width:17%}\
td.figure{text-align:right;font-variant-numeric:tabular-nums}\
.figure,.code{white-space:nowrap}\
table.many{font-size:8.5pt}\
.seals{display:grid;grid-template-columns:1fr 1fr;gap:0;border-top:.5pt solid #000;\
border-left:.5pt solid #000}\
.seal{border-right:.5pt solid #000;border-bottom:.5pt solid #000;padding:1.5mm;min-height:26mm;\
break-inside:avoid}\
.seal b{display:block}\
.seal p{margin:.5mm 0}\
figure{margin:4mm 0;break-inside:avoid}\
figure svg{width:100%;height:auto;max-height:165mm}\
footer{margin-top:4mm;font-size:8.5pt;color:#555}\
footer p{margin:.5mm 0;overflow-wrap:anywhere}\
@media print{body{margin:0;padding:0 .3mm;max-width:none}th{-webkit-print-color-adjust:exact;print-color-adjust:exact}}";

/// What an SVG file says of itself.
const NAME_SPACE: &str = " xmlns=\"http://www.w3.org/2000/svg\"";
/// The longest text that is kept in one piece, in characters.
const CODE_CHARS_MAX: usize = 20;
/// Tables with more columns are set smaller.
const COLUMNS_LARGE_MAX: usize = 10;

/// The page.
pub fn page(paper: &Paper, lang: Lang) -> String {
    let (tag, orientation, width) = match (lang, paper.landscape) {
        (Lang::Zh, false) => ("zh-CN", "portrait", "180"),
        (Lang::Zh, true) => ("zh-CN", "landscape", "267"),
        (Lang::En, false) => ("en", "portrait", "180"),
        (Lang::En, true) => ("en", "landscape", "267"),
    };
    let style = STYLE
        .replace("ORIENTATION", orientation)
        .replace("WIDTH", width);
    let title = escaped(&paper.title);
    let mut text = format!(
        "<!doctype html>\n<html lang=\"{tag}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<header>\n\
         <div class=\"letterhead\">{}</div>\n<h1>{title}</h1>\n<p class=\"about\">{}</p>\n</header>\n",
        escaped(&paper.letterhead),
        escaped(&paper.about),
    );
    for block in &paper.blocks {
        text.push_str(&match block {
            Block::Fields(fields) => fields_of(fields),
            Block::Table(table) => table_of(table),
            Block::Seals(seals) => seals_of(seals),
            // Inside a page the name space is known, and a page names no address.
            Block::Picture(svg) => {
                format!("<figure>{}</figure>\n", svg.replacen(NAME_SPACE, "", 1))
            }
        });
    }
    text.push_str("<footer>\n");
    for note in &paper.notes {
        text.push_str(&format!("<p>{}</p>\n", escaped(note)));
    }
    text.push_str("</footer>\n</body>\n</html>\n");
    text
}

fn fields_of(fields: &[(String, String)]) -> String {
    let cells = |(label, value): &(String, String)| {
        format!("<th>{}</th><td>{}</td>", escaped(label), escaped(value))
    };
    let rows = fields.chunks(2).map(|pair| match pair {
        [one] => format!(
            "<tr><th>{}</th><td colspan=\"3\">{}</td></tr>\n",
            escaped(&one.0),
            escaped(&one.1)
        ),
        several => format!(
            "<tr>{}</tr>\n",
            several.iter().map(cells).collect::<String>()
        ),
    });
    format!(
        "<table class=\"fields\">\n{}</table>\n",
        rows.collect::<String>()
    )
}

fn table_of(table: &Table) -> String {
    let heads: String = table
        .heads
        .iter()
        .map(|(head, _)| format!("<th>{}</th>", escaped(head)))
        .collect();
    let cell = |(text, (_, figure)): (&String, &(String, bool))| {
        if *figure {
            format!("<td class=\"figure\">{}</td>", escaped(&grouped(text)))
        } else if is_code(text) {
            format!("<td class=\"code\">{}</td>", escaped(text))
        } else {
            format!("<td>{}</td>", escaped(text))
        }
    };
    let row = |row: &Vec<String>| {
        let cells: String = row.iter().zip(&table.heads).map(cell).collect();
        format!("<tr>{cells}</tr>\n")
    };
    let rows: String = table.rows.iter().map(row).collect();
    let class = if table.heads.len() > COLUMNS_LARGE_MAX {
        " class=\"many\""
    } else {
        ""
    };
    format!(
        "<h2>{}</h2>\n<table{class}>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n",
        escaped(&table.title)
    )
}

fn seals_of(seals: &[Seal]) -> String {
    let seal = |seal: &Seal| {
        let lines: String = seal
            .lines
            .iter()
            .map(|line| format!("<p>{}</p>", escaped(line)))
            .collect();
        format!(
            "<div class=\"seal\"><b>{}</b>{lines}</div>\n",
            escaped(&seal.head)
        )
    };
    let seals: String = seals.iter().map(seal).collect();
    format!("<div class=\"seals\">\n{seals}</div>\n")
}

/// Whether a text is a date, a number of something or a short code, which reads best in one piece.
fn is_code(text: &str) -> bool {
    text.len() <= CODE_CHARS_MAX && text.bytes().all(|b| b.is_ascii_graphic())
}

/// A figure with its thousands grouped; anything else as it is.
pub fn grouped(text: &str) -> String {
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    let digits = whole.trim_start_matches('-');
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return text.to_owned();
    }
    let mut out = whole[..whole.len() - digits.len()].to_owned();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out + rest
}

/// A text as HTML has it: nothing in it is taken for a tag.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped_in_figures_alone() {
        let cases = [
            ("1220000.00", "1,220,000.00"),
            ("-82600", "-82,600"),
            ("198.350", "198.350"),
            ("", ""),
            ("2027-01", "2027-01"),
        ];
        for (text, right) in cases {
            assert_eq!(grouped(text), right);
        }
    }

    #[test]
    fn nothing_that_was_typed_becomes_a_tag() {
        let evil = "<script>alert(1)</script>&\"".to_owned();
        let paper = Paper {
            region: None,
            letterhead: evil.clone(),
            title: evil.clone(),
            about: evil.clone(),
            blocks: vec![
                Block::Fields(vec![(evil.clone(), evil.clone())]),
                Block::Table(Table {
                    title: evil.clone(),
                    heads: vec![(evil.clone(), true)],
                    rows: vec![vec![evil.clone()]],
                }),
                Block::Seals(vec![Seal {
                    head: evil.clone(),
                    lines: vec![evil.clone()],
                }]),
            ],
            notes: vec![evil],
            landscape: false,
        };
        let text = page(&paper, Lang::Zh);
        assert!(!text.contains("<script"));
        assert_eq!(
            text.matches("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;")
                .count(),
            12
        );
    }
}

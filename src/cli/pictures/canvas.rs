//! A sheet to draw on: rectangles, lines, arrows and texts, written as SVG.
//!
//! Places and sizes are whole pixels; the left upper corner is (0, 0). Fills differ in hatching as
//! well as in shade, so that they can be told apart in black and white and by everybody.

use svg::Document;
use svg::node::element::{
    Circle, Definitions, Line, Marker, Path, Pattern, Rectangle, Text, Title,
};

/// Fonts that Chinese systems have, and what stands in for them elsewhere; as in the printed pages.
const FONTS: &str = "FangSong, STFangsong, SimSun, 'Songti SC', 'Noto Serif CJK SC', \
     'Source Han Serif SC', 'WenQuanYi Zen Hei', serif";
/// The dark of lines, texts and solid fills.
const INK: &str = "#1a1a1a";

/// How an area is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// A solid dark blue.
    Solid,
    /// Slanted lines on orange, which stay lines in black and white.
    Hatched,
    /// Crossed lines: too much.
    Crossed,
    /// Nearly white.
    Pale,
}

impl Fill {
    fn paint(self) -> &'static str {
        match self {
            Fill::Solid => "#2b5c8a",
            Fill::Hatched => "url(#hatched)",
            Fill::Crossed => "url(#crossed)",
            Fill::Pale => "#eef1f5",
        }
    }
}

/// Where a text stands by its point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
    /// It ends there.
    End,
}

/// A sheet.
pub struct Canvas {
    document: Document,
}

impl Canvas {
    /// A white sheet of so many pixels. `title` is read aloud and shown where the picture cannot be.
    pub fn new(width: i32, height: i32, title: &str) -> Self {
        let slanted = Pattern::new()
            .set("id", "hatched")
            .set("width", 6)
            .set("height", 6)
            .set("patternUnits", "userSpaceOnUse")
            .add(rectangle((0, 0), (6, 6)).set("fill", "#f2b35a"))
            .add(stroke("M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2"));
        let crossed = Pattern::new()
            .set("id", "crossed")
            .set("width", 6)
            .set("height", 6)
            .set("patternUnits", "userSpaceOnUse")
            .add(rectangle((0, 0), (6, 6)).set("fill", "#ffffff"))
            .add(stroke("M0,0 l6,6 M0,6 l6,-6"));
        let head = Marker::new()
            .set("id", "head")
            .set("viewBox", "0 0 10 10")
            .set("refX", 9)
            .set("refY", 5)
            .set("markerWidth", 8)
            .set("markerHeight", 8)
            .set("orient", "auto-start-reverse")
            .add(Path::new().set("d", "M0,0 L10,5 L0,10 z").set("fill", INK));
        let document = Document::new()
            .set("viewBox", (0, 0, width, height))
            .set("width", width)
            .set("height", height)
            .set("role", "img")
            .set("font-family", FONTS)
            .add(Title::new(title))
            .add(Definitions::new().add(slanted).add(crossed).add(head))
            .add(rectangle((0, 0), (width, height)).set("fill", "#ffffff"));
        Self { document }
    }

    /// A filled area with a thin border.
    pub fn area(&mut self, at: (i32, i32), size: (i32, i32), fill: Fill) {
        let area = rectangle(at, size)
            .set("fill", fill.paint())
            .set("stroke", INK)
            .set("stroke-width", 1);
        self.add(area);
    }

    /// A line.
    pub fn line(&mut self, from: (i32, i32), to: (i32, i32)) {
        self.add(segment(from, to));
    }

    /// A dashed line.
    pub fn dashed(&mut self, from: (i32, i32), to: (i32, i32)) {
        self.add(
            segment(from, to)
                .set("stroke-dasharray", "4 4")
                .set("stroke", "#777777"),
        );
    }

    /// An arrow.
    pub fn arrow(&mut self, from: (i32, i32), to: (i32, i32)) {
        self.add(segment(from, to).set("marker-end", "url(#head)"));
    }

    /// A dot.
    pub fn dot(&mut self, at: (i32, i32)) {
        let dot = Circle::new().set("cx", at.0).set("cy", at.1).set("r", 4);
        self.add(dot.set("fill", INK));
    }

    /// A text of so many pixels, on a white ground where lines may run behind it.
    pub fn text(&mut self, at: (i32, i32), size: i32, anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let text = Text::new(text)
            .set("x", at.0)
            .set("y", at.1)
            .set("font-size", size)
            .set("text-anchor", anchor)
            .set("fill", INK)
            .set("stroke", "#ffffff")
            .set("stroke-width", 3)
            .set("paint-order", "stroke");
        self.add(text);
    }

    /// The picture.
    pub fn finish(self) -> String {
        format!("{}\n", self.document)
    }

    fn add(&mut self, node: impl Into<Box<dyn svg::Node>>) {
        svg::Node::append(&mut self.document, node);
    }
}

fn rectangle((x, y): (i32, i32), (width, height): (i32, i32)) -> Rectangle {
    Rectangle::new()
        .set("x", x)
        .set("y", y)
        .set("width", width.max(0))
        .set("height", height.max(0))
}

fn segment(from: (i32, i32), to: (i32, i32)) -> Line {
    Line::new()
        .set("x1", from.0)
        .set("y1", from.1)
        .set("x2", to.0)
        .set("y2", to.1)
        .set("stroke", INK)
        .set("stroke-width", 1)
}

fn stroke(d: &str) -> Path {
    Path::new()
        .set("d", d)
        .set("stroke", INK)
        .set("stroke-width", 1)
        .set("fill", "none")
}

/// How wide a text is about to be, in pixels: a Chinese character is as wide as it is high, others
/// a little over half of that.
pub fn width_of(text: &str, size: i32) -> i32 {
    let tenths: i32 = text
        .chars()
        .map(|c| if c.is_ascii() { 6 } else { 10 })
        .sum();
    tenths * size / 10
}

/// A text in lines that are at most so wide: words stay whole where they fit a line, and between
/// Chinese characters a line may end anywhere.
pub fn wrapped(text: &str, size: i32, width: i32) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in words(text) {
        let last = lines.len() - 1;
        let longer = format!("{}{word}", lines[last]);
        if width_of(longer.trim_end(), size) <= width {
            lines[last] = longer;
            continue;
        }
        if !lines[last].is_empty() {
            lines.push(String::new());
        }
        for c in word.trim_start().chars() {
            let last = lines.len() - 1;
            if width_of(&lines[last], size) + width_of(&c.to_string(), size) > width {
                lines.push(String::new());
            }
            let last = lines.len() - 1;
            lines[last].push(c);
        }
    }
    lines.iter().map(|line| line.trim().to_owned()).collect()
}

/// What a line does not break in: words with the space behind them, and single characters of
/// scripts without spaces.
fn words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for c in text.chars() {
        let last = words.len() - 1;
        let ends = words[last].ends_with(' ') || !words[last].is_ascii();
        if (ends || !c.is_ascii()) && !words[last].is_empty() {
            words.push(c.to_string());
        } else {
            words[last].push(c);
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_breaks_between_words_and_between_chinese_characters() {
        let cases: &[(&str, i32, &[&str])] = &[
            (
                "Midong chemical works no. 1",
                130,
                &["Midong chemical works", "no. 1"],
            ),
            ("米东化工一厂", 40, &["米东化工", "一厂"]),
            ("91650109MA77AB0192", 60, &["91650109MA", "77AB0192"]),
            ("", 40, &[""]),
        ];
        for (text, width, right) in cases {
            assert_eq!(wrapped(text, 10, *width), *right, "{text}");
        }
    }
}

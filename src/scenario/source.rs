//! Where scenario files come from, and what they include.

use super::error::{ScenarioError, Shape};
use super::node::{Node, Place, Value};
use super::texts::{Key, Say};

/// How many files deep `include` may go.
pub const INCLUDE_DEPTH_MAX: usize = 8;

/// Gives the text of a file by its name, a relative path with `/`.
pub trait Sources {
    /// The text, or why there is none.
    fn text(&self, file: &str) -> Result<String, String>;
}

/// Any function that does.
impl<F: Fn(&str) -> Result<String, String>> Sources for F {
    fn text(&self, file: &str) -> Result<String, String> {
        self(file)
    }
}

/// Files compiled into the program.
#[derive(Debug, Clone, Copy)]
pub struct Bundle(&'static [(&'static str, &'static str)]);

impl Bundle {
    /// The names of its files.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|(name, _)| *name)
    }

    fn get(&self, file: &str) -> Option<&'static str> {
        self.0
            .iter()
            .find(|(name, _)| *name == file)
            .map(|(_, text)| *text)
    }
}

impl Sources for Bundle {
    fn text(&self, file: &str) -> Result<String, String> {
        self.get(file)
            .map(str::to_owned)
            .ok_or_else(|| format!("{file}: not in this program"))
    }
}

/// The scenarios this program has in itself, for a demonstration.
pub const SAMPLES: Bundle = Bundle(&[
    ("practice.yaml", include_str!("../../samples/practice.yaml")),
    (
        "relocation.yaml",
        include_str!("../../samples/relocation.yaml"),
    ),
    (
        "double_use.yaml",
        include_str!("../../samples/double_use.yaml"),
    ),
    (
        "parts/zhundong.yaml",
        include_str!("../../samples/parts/zhundong.yaml"),
    ),
    (
        "parts/midong_project.yaml",
        include_str!("../../samples/parts/midong_project.yaml"),
    ),
]);

/// The policy a ledger begins with, by the names a scenario uses.
pub const POLICIES: Bundle = Bundle(&[
    (
        "indicators",
        include_str!("../../samples/policy/indicators.json"),
    ),
    (
        "procedures",
        include_str!("../../samples/policy/procedures.json"),
    ),
    (
        "two_high",
        include_str!("../../samples/policy/two_high.json"),
    ),
    (
        "park_industries",
        include_str!("../../samples/policy/park_industries.json"),
    ),
]);

/// A scenario's file and what it includes.
#[derive(Debug)]
pub struct Files {
    /// The included files, those included by others first, each once.
    pub included: Vec<Node>,
    /// The file that was asked for.
    pub main: Node,
}

impl Files {
    /// All of them, the included ones first.
    pub fn all(&self) -> impl Iterator<Item = &Node> {
        self.included.iter().chain([&self.main])
    }
}

/// A file and every file it includes.
pub fn gather(sources: &dyn Sources, file: &str) -> Result<Files, ScenarioError> {
    let mut included = Vec::new();
    let place = Place {
        file: file.into(),
        line: 1,
        column: 1,
    };
    let main = read(sources, (file, &place), &mut Vec::new(), &mut included)?;
    Ok(Files { included, main })
}

/// Reads a file, which was asked for at a place; puts those it includes in front.
fn read(
    sources: &dyn Sources,
    (file, asked_at): (&str, &Place),
    above: &mut Vec<String>,
    found: &mut Vec<Node>,
) -> Result<Node, ScenarioError> {
    let fault = |say| ScenarioError::new(asked_at.clone(), say);
    if above.iter().any(|other| other == file) {
        return Err(fault(Say::new(Key::IncludeLoop).with("file", file)));
    }
    if above.len() == INCLUDE_DEPTH_MAX {
        return Err(fault(
            Say::new(Key::IncludeTooDeep).with("max", INCLUDE_DEPTH_MAX),
        ));
    }
    let text = sources
        .text(file)
        .map_err(|why| fault(Say::new(Key::NoFile).with("why", why)))?;
    let node = Node::parse(file, &text)?;
    above.push(file.to_owned());
    for (name, place) in included(&node)? {
        let name = beside(file, name);
        if found.iter().all(|other| *other.place.file != *name) {
            let other = read(sources, (&name, place), above, found)?;
            found.push(other);
        }
    }
    above.pop();
    Ok(node)
}

fn included(node: &Node) -> Result<Vec<(&str, &Place)>, ScenarioError> {
    let Some(include) = node.get("include") else {
        return Ok(Vec::new());
    };
    let one = |node: &'_ Node| node.fault(Shape::ScalarOrList.expected());
    match &include.value {
        Value::Nothing => Ok(Vec::new()),
        Value::Scalar(name) => Ok(vec![(name, &include.place)]),
        Value::List(items) => {
            let name = |item| Ok((Node::scalar(item).ok_or_else(|| one(item))?, &item.place));
            items.iter().map(name).collect()
        }
        Value::Map(_) => Err(one(include)),
    }
}

/// The name of a file beside another: `b.yaml` beside `parts/a.yaml` is `parts/b.yaml`.
fn beside(file: &str, name: &str) -> String {
    let mut parts: Vec<&str> = file.split('/').collect();
    parts.pop();
    for part in name.split('/') {
        match part {
            "." | "" => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Map(&'static [(&'static str, &'static str)]);

    impl Sources for Map {
        fn text(&self, file: &str) -> Result<String, String> {
            Bundle(self.0).text(file)
        }
    }

    #[test]
    fn what_is_included_comes_first_and_once() {
        let files = Map(&[
            ("a.yaml", "include: [parts/b.yaml, parts/c.yaml]\n"),
            ("parts/b.yaml", "include: c.yaml\n"),
            ("parts/c.yaml", "include: ../d.yaml\n"),
            ("d.yaml", "{}\n"),
        ]);
        let found = gather(&files, "a.yaml").unwrap();
        let names: Vec<&str> = found.all().map(|node| &*node.place.file).collect();
        assert_eq!(names, ["d.yaml", "parts/c.yaml", "parts/b.yaml", "a.yaml"]);
    }

    struct Endless;
    impl Sources for Endless {
        fn text(&self, file: &str) -> Result<String, String> {
            Ok(format!("include: x{file}\n"))
        }
    }

    #[test]
    fn loops_depth_and_absence_are_told_where_the_file_is_asked_for() {
        let files = Map(&[
            ("a.yaml", "x: 1\ninclude: a.yaml\n"),
            ("b.yaml", "include:\n  - c.yaml\n"),
            ("c.yaml", "include: b.yaml\n"),
            ("d.yaml", "\n\ninclude: none.yaml\n"),
            ("e.yaml", "include: {a: 1}\n"),
        ]);
        for (file, place, key) in [
            ("a.yaml", "a.yaml:2:10", Key::IncludeLoop),
            ("b.yaml", "c.yaml:1:10", Key::IncludeLoop),
            ("d.yaml", "d.yaml:3:10", Key::NoFile),
            ("e.yaml", "e.yaml:1:10", Key::Shape),
            ("f.yaml", "f.yaml:1:1", Key::NoFile),
        ] {
            let error = gather(&files, file).unwrap_err();
            assert_eq!(
                (error.place.to_string().as_str(), error.say.key),
                (place, key)
            );
        }
        let error = gather(&Endless, "a.yaml").unwrap_err();
        assert_eq!(error.say.key, Key::IncludeTooDeep);
    }
}

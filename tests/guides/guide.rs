//! A guide, taken apart: blocks of commands, and what stands below each of them.
//!
//! ````text
//! ```sh
//! qledger quota issue 650000/RESERVE SO2=50 --doc 6号   # 退出码 1
//! ```
//!
//! ```text
//! 驳回 CAP_EXCEEDED（1002）：…再加 50 将超出 10
//! ```
//!
//! ![驳回](pictures/refused.svg)
//! ````

/// A guide.
pub struct Guide {
    pub blocks: Vec<Block>,
}

/// Commands that stand in one block.
pub struct Block {
    pub statements: Vec<Statement>,
    /// Lines that are shown below it.
    pub shown: Vec<String>,
    /// Pictures below it, by file.
    pub pictures: Vec<String>,
}

/// A command, with what it reads from the lines below it.
pub struct Statement {
    /// As it stands, without the comment behind it.
    pub line: String,
    /// The exit code it must end with.
    pub code: i32,
}

/// Comments that name an exit code.
const CODES: [&str; 2] = ["# 退出码 ", "# exit code "];

impl Guide {
    pub fn parse(text: &str) -> Self {
        let mut blocks: Vec<Block> = Vec::new();
        let mut lines = text.lines();
        while let Some(line) = lines.next() {
            let mut inside =
                || -> Vec<&str> { lines.by_ref().take_while(|l| *l != "```").collect() };
            match line {
                "```sh" => blocks.push(Block {
                    statements: statements(&inside()),
                    shown: Vec::new(),
                    pictures: Vec::new(),
                }),
                "```text" => {
                    let shown = inside();
                    let block = blocks
                        .last_mut()
                        .expect("a text block follows its commands");
                    block.shown.extend(shown.into_iter().map(str::to_owned));
                }
                _ => {
                    let picture = line
                        .strip_prefix("![")
                        .and_then(|rest| rest.split_once("]("));
                    if let Some((_, file)) = picture {
                        let block = blocks.last_mut().expect("a picture follows its commands");
                        block.pictures.push(file.trim_end_matches(')').to_owned());
                    }
                }
            }
        }
        Self { blocks }
    }
}

/// Lines as commands: one that reads up to a word (`<<'END'`) takes the lines up to it along.
fn statements(lines: &[&str]) -> Vec<Statement> {
    let mut found = Vec::new();
    let mut lines = lines.iter().filter(|line| !line.trim().is_empty());
    while let Some(line) = lines.next() {
        let (code_line, code) = with_code(line);
        let mut whole = code_line.to_owned();
        if let Some((_, word)) = code_line.split_once("<<'") {
            let end = word.split('\'').next().unwrap();
            for below in lines.by_ref() {
                whole = format!("{whole}\n{below}");
                if *below == end {
                    break;
                }
            }
        }
        found.push(Statement { line: whole, code });
    }
    found
}

fn with_code(line: &str) -> (&str, i32) {
    for comment in CODES {
        if let Some((command, code)) = line.split_once(comment) {
            return (command.trim_end(), code.trim().parse().unwrap());
        }
    }
    let command = line.split("  #").next().unwrap();
    (command.trim_end(), 0)
}

impl Block {
    /// Lines shown below the block that it did not say, in this order; `…` stands for anything.
    pub fn unsaid(&self, said: &str) -> Vec<String> {
        let mut rest = squeezed(said);
        let mut unsaid = Vec::new();
        for line in self.shown.iter().filter(|line| !line.trim().is_empty()) {
            for part in squeezed(line)
                .split('…')
                .filter(|part| !part.trim().is_empty())
            {
                match rest.find(part.trim()) {
                    Some(at) => rest = rest[at + part.trim().len()..].to_owned(),
                    None => unsaid.push(format!("not said: {part}\nin:\n{said}")),
                }
            }
        }
        unsaid
    }
}

/// A text in one line, its spaces single: what is shown may be broken elsewhere.
fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

//! Reading a pack, strictly, a group at a time.

use std::io::BufRead;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use sha2::{Digest, Sha256};

use super::{
    ACTS_MAX, GROUP_LEAVES_MAX, Group, Head, Item, LEAF_BYTES_MAX, LINE_BYTES_MAX, NOTE_BYTES_MAX,
    PACK_VERSION, PackError, Told,
};
use crate::envelope::Envelope;

/// Reads a pack from front to end. Only when [`Reader::next`] has given `None` is it known that
/// the pack is whole; who takes something out of it reads it to the end first.
pub struct Reader<R: BufRead> {
    input: R,
    head: Head,
    digest: Sha256,
    /// Lines read.
    line: u64,
    /// Index of the next leaf.
    leaf_next: u64,
    acts: u64,
    answers: u64,
    is_over: bool,
}

/// A line with one field. Of a stretch of text that is JSON the spelling is looked at apart.
#[derive(Serialize, Deserialize)]
enum Line {
    #[serde(rename = "act")]
    Act(Box<RawValue>),
    #[serde(rename = "answer")]
    Answer(Box<Told>),
    #[serde(rename = "checkpoint")]
    Checkpoint(String),
    #[serde(rename = "end")]
    End(String),
    #[serde(rename = "leaf")]
    Leaf(String),
}

/// As much of a head as every format has.
#[derive(Deserialize)]
struct AnyHead {
    pack: u64,
}

impl<R: BufRead> Reader<R> {
    /// Reads the head.
    pub fn begin(mut input: R) -> Result<Self, PackError> {
        let mut digest = Sha256::new();
        // A file that is no pack may have no line feed for long.
        let bytes = match read_line(&mut input, 1) {
            Err(PackError::Cut { .. } | PackError::LineTooLong { .. }) => {
                return Err(PackError::NotAPack);
            }
            read => read?,
        };
        let any: AnyHead = serde_json::from_slice(&bytes).map_err(|_| PackError::NotAPack)?;
        if any.pack != u64::from(PACK_VERSION) {
            let (found, known) = (any.pack, PACK_VERSION);
            return Err(PackError::Newer { found, known });
        }
        let head: Head = serde_json::from_slice(&bytes).map_err(|_| PackError::Line { line: 1 })?;
        let is_spelled = serde_json::to_vec(&head).is_ok_and(|spelled| spelled == bytes);
        let is_based = head.base.is_some() == (head.from > 0);
        let notes = head.base.iter().chain([&head.checkpoint]);
        let are_short = notes.into_iter().all(|note| note.len() <= NOTE_BYTES_MAX);
        if !is_spelled || !is_based || !are_short || head.from.checked_add(head.leaves).is_none() {
            return Err(PackError::Line { line: 1 });
        }
        if head.acts > ACTS_MAX || head.answers > ACTS_MAX {
            return Err(PackError::Count { line: 1 });
        }
        digest.update(&bytes);
        digest.update(b"\n");
        Ok(Self {
            input,
            leaf_next: head.from,
            head,
            digest,
            line: 1,
            acts: 0,
            answers: 0,
            is_over: false,
        })
    }

    /// The head.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The next item; `None` once the pack turned out to be whole. After an error there is no more.
    #[expect(clippy::should_implement_trait, reason = "it fails, as a reader does")]
    pub fn next(&mut self) -> Result<Option<Item>, PackError> {
        if self.is_over {
            return Ok(None);
        }
        let next = self.read();
        if !matches!(next, Ok(Some(_))) {
            self.is_over = true;
        }
        next
    }

    fn read(&mut self) -> Result<Option<Item>, PackError> {
        let mut leaves = Vec::new();
        loop {
            let bytes = read_line(&mut self.input, self.line + 1)?;
            self.line += 1;
            let line = parse(&bytes).ok_or(self.wrong())?;
            if !leaves.is_empty() && !matches!(line, Line::Leaf(_) | Line::Checkpoint(_)) {
                return Err(self.wrong());
            }
            match line {
                Line::End(stated) => return self.end(&stated),
                Line::Leaf(text) => {
                    let leaf = BASE64.decode(&text).map_err(|_| self.wrong())?;
                    if leaf.is_empty() || leaf.len() > LEAF_BYTES_MAX {
                        return Err(self.wrong());
                    }
                    leaves.push(leaf);
                    if leaves.len() > GROUP_LEAVES_MAX || self.acts + self.answers > 0 {
                        return Err(self.wrong());
                    }
                    self.take(&bytes);
                }
                Line::Checkpoint(note) => {
                    if leaves.is_empty() || note.len() > NOTE_BYTES_MAX {
                        return Err(self.wrong());
                    }
                    self.take(&bytes);
                    let (first, note) = (self.leaf_next, note.into_bytes());
                    let group = Group {
                        first,
                        leaves,
                        note,
                    };
                    self.leaf_next = group.size();
                    self.must_not_exceed()?;
                    return Ok(Some(Item::Group(group)));
                }
                Line::Act(raw) => {
                    let envelope = raw.get().as_bytes().to_vec();
                    if self.answers > 0 || Envelope::parse_stored(&envelope).is_err() {
                        return Err(self.wrong());
                    }
                    self.take(&bytes);
                    self.acts += 1;
                    self.must_not_exceed()?;
                    return Ok(Some(Item::Act(envelope)));
                }
                Line::Answer(told) => {
                    self.take(&bytes);
                    self.answers += 1;
                    self.must_not_exceed()?;
                    return Ok(Some(Item::Told(told)));
                }
            }
        }
    }

    fn take(&mut self, line: &[u8]) {
        self.digest.update(line);
        self.digest.update(b"\n");
    }

    fn wrong(&self) -> PackError {
        PackError::Line { line: self.line }
    }

    fn must_not_exceed(&self) -> Result<(), PackError> {
        let leaves = self.leaf_next - self.head.from;
        let Head {
            acts,
            answers,
            leaves: leaves_max,
            ..
        } = self.head;
        if leaves > leaves_max || self.acts > acts || self.answers > answers {
            return Err(PackError::Count { line: self.line });
        }
        Ok(())
    }

    /// The last line: it must fit what stood in front, and nothing may stand behind.
    fn end(&mut self, stated: &str) -> Result<Option<Item>, PackError> {
        if stated != hex::encode(self.digest.clone().finalize()) {
            return Err(PackError::Checksum);
        }
        let leaves = self.leaf_next - self.head.from;
        let counts = (leaves, self.acts, self.answers);
        if counts != (self.head.leaves, self.head.acts, self.head.answers) {
            return Err(PackError::Count { line: self.line });
        }
        if !self.input.fill_buf()?.is_empty() {
            return Err(PackError::Behind);
        }
        Ok(None)
    }
}

/// A line in its one spelling.
fn parse(bytes: &[u8]) -> Option<Line> {
    let line: Line = serde_json::from_slice(bytes).ok()?;
    let spelled = serde_json::to_vec(&line).ok()?;
    (spelled == bytes).then_some(line)
}

/// A line without its line feed.
fn read_line(input: &mut impl BufRead, number: u64) -> Result<Vec<u8>, PackError> {
    let mut line = Vec::new();
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Err(PackError::Cut { line: number - 1 });
        }
        let end = buffer.iter().position(|byte| *byte == b'\n');
        let taken = end.unwrap_or(buffer.len());
        if line.len() + taken > LINE_BYTES_MAX {
            return Err(PackError::LineTooLong {
                line: number,
                max: LINE_BYTES_MAX,
            });
        }
        line.extend_from_slice(&buffer[..taken]);
        input.consume(end.map_or(taken, |end| end + 1));
        if end.is_some() {
            return Ok(line);
        }
    }
}

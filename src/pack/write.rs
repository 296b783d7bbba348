//! Writing a pack, line by line.

use std::io::{self, Write};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::{Head, Told};

/// Writes a pack. What it is given must be as much of each as the head says, in the order of
/// [`Item`](super::Item): who writes less or otherwise makes a file that no reader takes.
pub struct Writer<W: Write> {
    out: W,
    digest: Sha256,
}

/// A line with one field.
#[derive(Serialize)]
enum Line<'a> {
    #[serde(rename = "answer")]
    Answer(&'a Told),
    #[serde(rename = "checkpoint")]
    Checkpoint(&'a str),
    #[serde(rename = "end")]
    End(&'a str),
    #[serde(rename = "leaf")]
    Leaf(&'a str),
}

impl<W: Write> Writer<W> {
    /// Writes the head.
    pub fn begin(out: W, head: &Head) -> io::Result<Self> {
        let mut writer = Self {
            out,
            digest: Sha256::new(),
        };
        let line = serde_json::to_vec(head)?;
        writer.line(&[&line])?;
        Ok(writer)
    }

    /// Writes leaves that became durable together, and the note that closes them, which is text.
    pub fn group<'l>(
        &mut self,
        leaves: impl IntoIterator<Item = &'l [u8]>,
        note: &[u8],
    ) -> io::Result<()> {
        for leaf in leaves {
            self.json(&Line::Leaf(&BASE64.encode(leaf)))?;
        }
        let note = std::str::from_utf8(note).map_err(io::Error::other)?;
        self.json(&Line::Checkpoint(note))
    }

    /// Writes an act: an envelope in its stored spelling.
    pub fn act(&mut self, envelope: &[u8]) -> io::Result<()> {
        self.line(&[b"{\"act\":", envelope, b"}"])
    }

    /// Writes an answer.
    pub fn told(&mut self, told: &Told) -> io::Result<()> {
        self.json(&Line::Answer(told))
    }

    /// Writes the last line, and gives back what was written to.
    pub fn finish(mut self) -> io::Result<W> {
        let digest = hex::encode(self.digest.clone().finalize());
        self.json(&Line::End(&digest))?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn json(&mut self, line: &Line<'_>) -> io::Result<()> {
        let bytes = serde_json::to_vec(line)?;
        self.line(&[&bytes])
    }

    fn line(&mut self, parts: &[&[u8]]) -> io::Result<()> {
        for part in parts.iter().chain([&&b"\n"[..]]) {
            self.digest.update(part);
            self.out.write_all(part)?;
        }
        Ok(())
    }
}

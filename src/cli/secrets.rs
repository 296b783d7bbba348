//! Passphrases: from a file descriptor, the environment or the terminal, never an argument.

use std::io::{self, Read as _};

use zeroize::Zeroizing;

use super::error::Failure;
use super::key_file::{KeyFault, KeyFile};
use super::text::msg;
use crate::domain::text::Lang;
use crate::envelope::SigningKey;
use crate::envelope::pem::{Passphrase, PemError};

/// The variable that may hold the passphrase.
pub const PASSPHRASE_VARIABLE: &str = "QLEDGER_PASSPHRASE";

/// Most bytes of a passphrase.
const PASSPHRASE_BYTES_MAX: u64 = 1_024;

/// Where a passphrase was put for the program.
pub enum Given {
    /// Nowhere.
    Nowhere,
    /// In the environment.
    Text(Zeroizing<String>),
    /// Behind a file descriptor, read when it is first needed.
    Descriptor(u32),
}

/// Hands out passphrases and keeps those that opened something, for the next file.
pub struct Secrets<'a> {
    given: Given,
    known: Vec<Zeroizing<String>>,
    ask: Option<&'a mut dyn FnMut(&str) -> io::Result<String>>,
    lang: Lang,
}

impl<'a> Secrets<'a> {
    /// With what was `given`; `ask` asks at the terminal, where there is one.
    pub fn new(
        given: Given,
        ask: Option<&'a mut dyn FnMut(&str) -> io::Result<String>>,
        lang: Lang,
    ) -> Self {
        Self {
            given,
            known: Vec::new(),
            ask,
            lang,
        }
    }

    /// Unlocks a key file: with nothing if it is not encrypted, else with a passphrase that is
    /// known, else with one that is asked for.
    pub fn unlock(&mut self, file: &KeyFile) -> Result<SigningKey, Failure> {
        let mut fault = match file.unlock(None) {
            Ok(key) => return Ok(key),
            Err(fault) => fault,
        };
        if !matches!(fault, KeyFault::Pem(PemError::PassphraseMissing)) {
            return Err(file.failure(&fault));
        }
        self.take_given()?;
        for passphrase in &self.known {
            match file.unlock(Some(&Passphrase::new(passphrase.as_bytes()))) {
                Ok(key) => return Ok(key),
                Err(other) => fault = other,
            }
        }
        let prompt = msg!("ask-passphrase", file = file.path().display()).in_lang(self.lang);
        let Some(asked) = self.ask(&prompt) else {
            return Err(file.failure(&fault));
        };
        let key = file
            .unlock(Some(&Passphrase::new(asked.as_bytes())))
            .map_err(|fault| file.failure(&fault))?;
        self.known.push(asked);
        Ok(key)
    }

    /// A passphrase for a new key: what was given, or asked for twice.
    pub fn for_new_key(&mut self) -> Result<Passphrase, Failure> {
        self.take_given()?;
        if let Some(known) = self.known.first() {
            return Ok(Passphrase::new(known.as_bytes()));
        }
        let (first, again) = (msg!("ask-new-passphrase"), msg!("ask-again"));
        let none = || {
            Failure::usage(msg!("passphrase-missing"))
                .hint(msg!("hint-passphrase"))
                .hint(msg!("hint-plain"))
        };
        let asked = self.ask(&first.in_lang(self.lang)).ok_or_else(none)?;
        let repeated = self.ask(&again.in_lang(self.lang)).ok_or_else(none)?;
        if asked != repeated {
            return Err(Failure::usage(msg!("passphrases-differ")));
        }
        if asked.is_empty() {
            return Err(none());
        }
        let passphrase = Passphrase::new(asked.as_bytes());
        self.known.push(asked);
        Ok(passphrase)
    }

    /// Reads what was put somewhere, once.
    fn take_given(&mut self) -> Result<(), Failure> {
        match std::mem::replace(&mut self.given, Given::Nowhere) {
            Given::Nowhere => {}
            Given::Text(text) => self.known.push(text),
            Given::Descriptor(number) => self.known.push(from_descriptor(number)?),
        }
        Ok(())
    }

    /// What was typed; nothing where there is no terminal to ask at.
    fn ask(&mut self, prompt: &str) -> Option<Zeroizing<String>> {
        let ask = self.ask.as_mut()?;
        ask(prompt).ok().map(Zeroizing::new)
    }
}

/// The first line of a file descriptor that the caller's shell opened (`3< file`).
fn from_descriptor(number: u32) -> Result<Zeroizing<String>, Failure> {
    let read = || -> io::Result<Zeroizing<String>> {
        // The descriptor is the shell's; opening its path reads it without taking it over.
        let file = std::fs::File::open(format!("/dev/fd/{number}"))?;
        let mut text = Zeroizing::new(String::new());
        file.take(PASSPHRASE_BYTES_MAX).read_to_string(&mut text)?;
        let line = text.lines().next().unwrap_or_default().to_owned();
        Ok(Zeroizing::new(line))
    };
    let line = read()
        .map_err(|error| Failure::usage(msg!("passphrase-fd", number = number, reason = error)))?;
    if line.is_empty() {
        let reason = msg!("passphrase-fd-empty");
        return Err(Failure::usage(msg!(
            "passphrase-fd",
            number = number,
            reason = reason
        )));
    }
    Ok(line)
}

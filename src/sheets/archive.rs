//! What a file is, by its first bytes, and what its archive unpacks to.

use std::io::{Cursor, Read, copy, sink};

use zip::ZipArchive;
use zip::result::ZipError;

use super::{Fault, UNPACKED_BYTES_MAX};

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// An archive, as XLSX workbooks are.
    Zip,
    /// A compound document with an encrypted workbook in it: how Excel protects by password.
    Protected,
    /// Another compound document: Excel 97 and its time.
    Compound,
    /// Anything else.
    Other,
}

const ZIP: &[u8] = b"PK\x03\x04";
const COMPOUND: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// The stream that holds an encrypted workbook, as its directory spells it.
const ENCRYPTED: &str = "EncryptedPackage";

/// What a file is.
pub fn form_of(bytes: &[u8]) -> Form {
    if bytes.starts_with(ZIP) {
        return Form::Zip;
    }
    if !bytes.starts_with(COMPOUND) {
        return Form::Other;
    }
    let name: Vec<u8> = ENCRYPTED
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    if bytes.windows(name.len()).any(|part| part == name) {
        Form::Protected
    } else {
        Form::Compound
    }
}

/// The parts of an archive.
pub type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Opens an archive and unpacks every part once, keeping nothing: what an archive says of its sizes
/// is not believed.
pub fn open(bytes: &[u8]) -> Result<Archive<'_>, Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(fault)?;
    let mut left = UNPACKED_BYTES_MAX;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(fault)?;
        let unpacked = copy(&mut part.take(left + 1), &mut sink())
            .map_err(|error| Fault::Damaged(error.to_string()))?;
        left = left.checked_sub(unpacked).ok_or(Fault::UnpacksTooLarge)?;
    }
    Ok(archive)
}

/// A part as text; `None` where there is no such part.
pub fn part(archive: &mut Archive<'_>, name: &str) -> Result<Option<String>, Fault> {
    let mut found = match archive.by_name(name) {
        Ok(found) => found,
        Err(ZipError::FileNotFound) => return Ok(None),
        Err(error) => return Err(fault(error)),
    };
    let mut text = String::new();
    found
        .read_to_string(&mut text)
        .map_err(|error| Fault::Damaged(error.to_string()))?;
    Ok(Some(text))
}

fn fault(error: ZipError) -> Fault {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Fault::Password,
        other => Fault::Damaged(other.to_string()),
    }
}

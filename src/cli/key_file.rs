//! Key files: PKCS#8 in PEM, with lines in front that say whose key it is.
//!
//! ```text
//! qledger-key: ed25519:5f0c…
//! party: 650000-EEB
//! seat: issue
//! person: P-0001
//! -----BEGIN ENCRYPTED PRIVATE KEY-----
//! …
//! ```
//!
//! PEM readers skip what stands before the BEGIN line, so any tool reads the file. The lines let
//! `sign` find the right place among the required signers, and let a folder of keys be searched
//! without a passphrase. They are a claim only: when the key is unlocked the first line must fit.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::error::Failure;
use super::text::msg;
use crate::domain::ids::{PartyId, PersonId};
use crate::domain::party::Seat;
use crate::envelope::pem::{self, PemError};
use crate::envelope::{PublicKey, SigningKey};

/// Whose key it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The party it signs for.
    pub party: PartyId,
    /// The seat it signs in.
    pub seat: Seat,
    /// The person who holds it.
    pub person: PersonId,
}

/// The seat as it stands in payloads and file names.
pub fn seat_word(seat: Seat) -> &'static str {
    match seat {
        Seat::Handle => "handle",
        Seat::Review => "review",
        Seat::Issue => "issue",
    }
}

impl Owner {
    /// The name of a key file of this owner, without the extension.
    pub fn file_stem(&self) -> String {
        format!("{}.{}.{}", self.party, seat_word(self.seat), self.person)
    }
}

/// A key file that was read and not yet unlocked.
pub struct KeyFile {
    path: PathBuf,
    text: Zeroizing<Vec<u8>>,
    /// The public key that the lines in front name.
    pub public_key: Option<PublicKey>,
    /// The owner that the lines in front name.
    pub owner: Option<Owner>,
    /// Whether others than its owner may read the file.
    pub open_to_others: bool,
}

impl KeyFile {
    /// Reads a file; the private part stays as it is until [`KeyFile::unlock`].
    pub fn read(path: &Path) -> Result<Self, Failure> {
        let length = fs::metadata(path)
            .map_err(|error| Failure::read(path, error))?
            .len();
        if length > pem::PEM_BYTES_MAX as u64 {
            let max = pem::PEM_BYTES_MAX;
            return Err(Failure::usage(msg!(
                "key-file-long",
                file = path.display(),
                bytes = length,
                max = max
            )));
        }
        let text = Zeroizing::new(fs::read(path).map_err(|error| Failure::read(path, error))?);
        let (public_key, owner) = said_in_front(&text);
        let open_to_others = mode_is_wide(path);
        Ok(Self {
            path: path.to_owned(),
            text,
            public_key,
            owner,
            open_to_others,
        })
    }

    /// Where it was read.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether it holds a private key, by its BEGIN line.
    pub fn is_private(&self) -> bool {
        let text = String::from_utf8_lossy(&self.text);
        text.contains("-----BEGIN PRIVATE KEY-----") || self.is_encrypted()
    }

    /// Whether a passphrase is needed.
    pub fn is_encrypted(&self) -> bool {
        String::from_utf8_lossy(&self.text).contains("-----BEGIN ENCRYPTED PRIVATE KEY-----")
    }

    /// The private key. The first line in front must fit it.
    pub fn unlock(&self, passphrase: Option<&pem::Passphrase>) -> Result<SigningKey, KeyFault> {
        let key = pem::parse_private_key(&self.text, passphrase).map_err(KeyFault::Pem)?;
        match self.public_key {
            Some(said) if said != key.public_key() => Err(KeyFault::OtherKey {
                said: Box::new(said),
                found: Box::new(key.public_key()),
            }),
            Some(_) | None => Ok(key),
        }
    }

    /// The public key, where it can be told without a passphrase: from a public key file, or from
    /// the lines in front.
    pub fn public(&self) -> Result<Option<PublicKey>, KeyFault> {
        if self.is_private() {
            return Ok(self.public_key);
        }
        pem::parse_public_key(&self.text)
            .map(Some)
            .map_err(KeyFault::Pem)
    }

    /// A failure about this file.
    pub fn failure(&self, fault: &KeyFault) -> Failure {
        let file = self.path.display();
        match fault {
            KeyFault::OtherKey { said, found } => Failure::usage(msg!(
                "key-file-other",
                file = file,
                said = said,
                found = found
            )),
            KeyFault::Pem(PemError::PassphraseMissing) => {
                Failure::usage(msg!("key-file-locked", file = file)).hint(msg!("hint-passphrase"))
            }
            KeyFault::Pem(error) => {
                Failure::usage(msg!("key-file-unreadable", file = file, reason = error))
            }
        }
    }
}

/// Why a key file gives no key.
#[derive(Debug)]
pub enum KeyFault {
    /// It cannot be read or unlocked.
    Pem(PemError),
    /// The lines in front name another key than the one inside.
    OtherKey {
        /// What they name.
        said: Box<PublicKey>,
        /// What is inside.
        found: Box<PublicKey>,
    },
}

fn said_in_front(text: &[u8]) -> (Option<PublicKey>, Option<Owner>) {
    let text = String::from_utf8_lossy(text);
    let field = |name: &str| {
        let front = text
            .lines()
            .take_while(|line| !line.starts_with("-----BEGIN"));
        let mut values = front.filter_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
        values.next().map(|value| value.trim().to_owned())
    };
    let owner = || {
        Some(Owner {
            party: field("party")?.parse().ok()?,
            seat: super::values::word(&field("seat")?).ok()?,
            person: field("person")?.parse().ok()?,
        })
    };
    (
        field("qledger-key").and_then(|key| key.parse().ok()),
        owner(),
    )
}

fn front(public_key: &PublicKey, owner: Option<&Owner>) -> String {
    let mut text = format!("qledger-key: {public_key}\n");
    if let Some(Owner {
        party,
        seat,
        person,
    }) = owner
    {
        let seat = seat_word(*seat);
        text.push_str(&format!("party: {party}\nseat: {seat}\nperson: {person}\n"));
    }
    text
}

/// Where the public half of a private key file goes: `NAME.pub.pem` beside `NAME.pem`.
pub fn public_path(private: &Path) -> PathBuf {
    private.with_extension("pub.pem")
}

/// Writes a new key pair: the private half at `path`, mode 0600, the public half beside it. Neither
/// file may be there already. Without a passphrase the private half is not encrypted.
pub fn write_pair(
    path: &Path,
    key: &SigningKey,
    owner: Option<&Owner>,
    lock: Option<(&pem::Passphrase, &[u8; pem::ENTROPY_BYTES])>,
) -> Result<PathBuf, Failure> {
    let public_file = public_path(path);
    if let Some(there) = [path, &public_file].into_iter().find(|file| file.exists()) {
        return Err(exists(there));
    }
    let private = match lock {
        None => pem::serialize_private_key(key),
        Some((passphrase, entropy)) => {
            pem::serialize_encrypted_private_key(key, passphrase, entropy)
                .map_err(|error| Failure::usage(msg!("key-not-locked", reason = error)))?
        }
    };
    let front = front(&key.public_key(), owner);
    let public = pem::serialize_public_key(&key.public_key());
    write_new(path, 0o600, &[front.as_bytes(), private.as_bytes()])?;
    write_new(&public_file, 0o644, &[front.as_bytes(), public.as_bytes()])?;
    Ok(public_file)
}

fn exists(path: &Path) -> Failure {
    Failure::usage(msg!("error-file-exists", file = path.display())).hint(msg!("hint-other-file"))
}

/// Writes a file that must not be there, and sees it onto the disk.
pub fn write_new(path: &Path, mode: u32, parts: &[&[u8]]) -> Result<(), Failure> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    set_mode(&mut options, mode);
    let written = options.open(path).and_then(|mut file| {
        parts.iter().try_for_each(|part| file.write_all(part))?;
        file.sync_all()
    });
    written.map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => exists(path),
        _ => Failure::write(path, error),
    })
}

#[cfg(unix)]
fn set_mode(options: &mut OpenOptions, mode: u32) {
    std::os::unix::fs::OpenOptionsExt::mode(options, mode);
}

#[cfg(not(unix))]
fn set_mode(_options: &mut OpenOptions, _mode: u32) {}

/// Whether group or others may read the file.
#[cfg(unix)]
fn mode_is_wide(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0)
}

#[cfg(not(unix))]
fn mode_is_wide(_path: &Path) -> bool {
    false
}

/// The key files in a folder, by name; public halves and other files are left out.
pub fn in_folder(folder: &Path) -> Result<Vec<KeyFile>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| Failure::read(folder, error))?;
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "pem"));
    paths.sort();
    let files = paths.iter().map(|path| KeyFile::read(path));
    files
        .filter(|file| file.as_ref().map_or(true, KeyFile::is_private))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn owner() -> Owner {
        Owner {
            party: "650000-EEB".parse().unwrap(),
            seat: Seat::Issue,
            person: "P-0001".parse().unwrap(),
        }
    }

    #[test]
    fn a_key_file_says_whose_key_it_is_and_opens_again() {
        let folder = tempfile::tempdir().unwrap();
        let key = SigningKey::from_seed(&[7; 32]);
        let plain = folder.path().join("a.pem");
        let locked = folder.path().join("b.pem");
        let passphrase = pem::Passphrase::new("open");
        write_pair(&plain, &key, Some(&owner()), None).unwrap();
        write_pair(&locked, &key, None, Some((&passphrase, &[3; 32]))).unwrap();

        let read = in_folder(folder.path()).unwrap();
        assert_eq!(read.len(), 2, "public halves are left out");
        assert_eq!(read[0].owner, Some(owner()));
        assert_eq!(read[1].owner, None);
        assert_eq!(read[1].public().unwrap(), Some(key.public_key()));
        assert!(read[0].unlock(None).is_ok());
        assert!(matches!(
            read[1].unlock(None),
            Err(KeyFault::Pem(PemError::PassphraseMissing))
        ));
        assert!(read[1].unlock(Some(&passphrase)).is_ok());
        let public = KeyFile::read(&public_path(&plain)).unwrap();
        assert_eq!(public.public().unwrap(), Some(key.public_key()));
    }

    #[test]
    fn a_key_file_is_never_written_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pem");
        let key = SigningKey::from_seed(&[7; 32]);
        write_pair(&path, &key, None, None).unwrap();
        let before = fs::read(&path).unwrap();
        assert!(write_pair(&path, &SigningKey::from_seed(&[8; 32]), None, None).is_err());
        assert_eq!(fs::read(&path).unwrap(), before);
    }

    #[test]
    fn lines_in_front_that_name_another_key_are_found_out() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pem");
        write_pair(&path, &SigningKey::from_seed(&[7; 32]), None, None).unwrap();
        let other = SigningKey::from_seed(&[8; 32]).public_key();
        let text = fs::read_to_string(&path).unwrap();
        let mine = SigningKey::from_seed(&[7; 32]).public_key();
        fs::write(&path, text.replace(&mine.to_string(), &other.to_string())).unwrap();
        let fault = KeyFile::read(&path).unwrap().unlock(None);
        assert!(matches!(fault, Err(KeyFault::OtherKey { .. })));
    }

    #[cfg(unix)]
    #[test]
    fn a_private_key_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.pem");
        write_pair(&path, &SigningKey::from_seed(&[7; 32]), None, None).unwrap();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert!(!KeyFile::read(&path).unwrap().open_to_others);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        assert!(KeyFile::read(&path).unwrap().open_to_others);
    }
}

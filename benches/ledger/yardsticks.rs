//! What figures are held against, measured in the same run on the same machine.
//!
//! | | what | unit |
//! | --- | --- | --- |
//! | V | `verify_strict` of ed25519-dalek, 1,100-byte messages of 300 keys, over all cores | a second |
//! | F | append 1 KB to a plain file, then fdatasync; the file grows | a second |
//! | Fp | the same over blocks that are written and synced already | a second |

use std::fs::{File, OpenOptions};
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

use crate::rng::Rng;
use crate::{Failure, per_second};

const MESSAGE_BYTES: usize = 1_100;
const KEYS: usize = 300;
const APPEND_BYTES: usize = 1_024;

type Sample = (VerifyingKey, Vec<u8>, Signature);

/// Signatures and files, made once.
pub struct Yardsticks {
    signed: Vec<Sample>,
    growing: PathBuf,
    prepared: PathBuf,
    appends: usize,
}

impl Yardsticks {
    /// `signatures` a measurement of V, `appends` one of F.
    pub fn new(dir: &Path, signatures: usize, appends: usize) -> Self {
        let mut rng = Rng::named("yardsticks");
        let keys: Vec<SigningKey> = (0..KEYS)
            .map(|_| SigningKey::from_bytes(&rng.bytes()))
            .collect();
        let mut sample = |at: usize| {
            let key = &keys[at % KEYS];
            let message = rng.bytes::<MESSAGE_BYTES>().to_vec();
            let signature = key.sign(&message);
            (key.verifying_key(), message, signature)
        };
        Self {
            signed: (0..signatures).map(&mut sample).collect(),
            growing: dir.join("growing"),
            prepared: dir.join("prepared"),
            appends,
        }
    }

    /// V: verifications a second over all cores.
    pub fn verify(&self) -> Result<f64, Failure> {
        let cores = thread::available_parallelism()?.get();
        let share = self.signed.len().div_ceil(cores);
        let holds =
            |(key, message, signature): &Sample| key.verify_strict(message, signature).is_ok();
        let begun = Instant::now();
        let all = thread::scope(|scope| {
            let shares: Vec<_> = self
                .signed
                .chunks(share)
                .map(|share| scope.spawn(move || share.iter().all(holds)))
                .collect();
            shares
                .into_iter()
                .all(|share| share.join().unwrap_or(false))
        });
        let took = begun.elapsed();
        if all {
            Ok(per_second(self.signed.len(), took))
        } else {
            Err("a signature of the yardstick does not hold".into())
        }
    }

    /// F: appends a second to a file that grows.
    pub fn append_growing(&self) -> Result<f64, Failure> {
        let file = File::create(&self.growing)?;
        self.append(file)
    }

    /// Fp: appends a second over blocks that are there already.
    pub fn append_prepared(&self) -> Result<f64, Failure> {
        let mut file = OpenOptions::new()
            .create(true)
            .truncate(true)
            .write(true)
            .open(&self.prepared)?;
        file.write_all(&vec![0; self.appends * APPEND_BYTES])?;
        file.sync_all()?;
        file.seek(SeekFrom::Start(0))?;
        self.append(file)
    }

    fn append(&self, mut file: File) -> Result<f64, Failure> {
        let record = [0x5a; APPEND_BYTES];
        let begun = Instant::now();
        for _ in 0..self.appends {
            file.write_all(&record)?;
            file.sync_data()?;
        }
        Ok(per_second(self.appends, begun.elapsed()))
    }
}

//! Envelopes prepared in bulk: issuances of a hundredth of a tonne, each signed by its three seats.

use std::collections::HashMap;
use std::ops::Range;

use qledger::codec::entry::encode;
use qledger::domain::entry::{Act, Entry};
use qledger::domain::ids::EntryId;
use qledger::domain::moment::MINUTE_MS;
use qledger::envelope::{Envelope, SigningKey};
use qledger::service::{Clock as _, DraftOptions, MachineClock};

use super::desk::Desk;
use super::office::{Office, of, signed};

/// The accounts that are issued to, in turn.
pub const ACCOUNTS: [&str; 4] = [
    "650109/91650109MA77AB0192",
    "650109/91650100MA77EF046M",
    "650109/RESERVE",
    "650100/RESERVE",
];

/// One envelope in so many asks for more than the cap allows: its refusal goes on record.
const REFUSED_EACH: usize = 53;

/// Refused envelopes altogether: a key has a hundred refusals on record a day, and the keys are the
/// same for all.
const REFUSED_MAX: usize = 90;

/// Envelopes in the order they are to be submitted.
pub struct Bulk {
    envelopes: Vec<Vec<u8>>,
    entry_hashes: Vec<String>,
    places: HashMap<Vec<u8>, usize>,
}

impl Bulk {
    /// Begins a ledger in a folder, and signs so many envelopes for it.
    pub fn on_a_new_ledger(count: usize) -> (Desk, Self) {
        let desk = Desk::new();
        let mut office = Office::begun_in(&desk.folder());
        // What is signed must be neither from the future nor expired by the machine's own clock.
        office.clock.set(office.clock.now().max(MachineClock.now()));
        office.set_up_zhundong();
        office.ceiling("650000", "SO2", "standing", "100000");
        for account in ACCOUNTS {
            office.open(account);
        }
        let issue = office.issue(ACCOUNTS[0], "SO2", "0.01");
        // Enrols the seats that sign.
        office.admit(issue.clone());
        let drafted = office.draft(issue, &DraftOptions::default());
        let keys = office.keys_for(&drafted.entry.head.signers, &drafted.entry.act);
        office.ledger.close().unwrap();

        let mut bulk = Self {
            envelopes: Vec::with_capacity(count),
            entry_hashes: Vec::with_capacity(count),
            places: HashMap::with_capacity(count),
        };
        for place in 0..count {
            bulk.push(&drafted.entry, &keys, place);
        }
        (desk, bulk)
    }

    /// The same issuance under an id of its own; now and then of a quantity above the cap.
    fn push(&mut self, template: &Entry, keys: &[SigningKey], place: usize) {
        let mut entry = template.clone();
        let mut random = [0; 10];
        random[2..].copy_from_slice(&(place as u64).to_be_bytes());
        entry.head.id = EntryId::from_parts(entry.head.made.ms() + MINUTE_MS, &random);
        if let Act::QuotaIssue(issue) = &mut entry.act {
            issue.account = of(ACCOUNTS[place % ACCOUNTS.len()]);
            if is_refused(place) {
                issue.rows[0].amount = of("900000");
            }
        }
        let bytes = signed(&encode(&entry).unwrap(), keys);
        let envelope = Envelope::parse(&bytes).unwrap();
        self.entry_hashes.push(envelope.entry_hash().to_string());
        self.places.insert(bytes.clone(), place);
        self.envelopes.push(bytes);
    }

    /// Envelopes, a line each.
    pub fn lines(&self, range: Range<usize>) -> Vec<Vec<u8>> {
        let envelopes = self.envelopes[range].iter();
        envelopes.map(|line| [line, &b"\n"[..]].concat()).collect()
    }

    /// Which of them these stored bytes are.
    pub fn place_of(&self, envelope: &[u8]) -> Option<usize> {
        self.places.get(envelope).copied()
    }

    pub fn entry_hash(&self, place: usize) -> String {
        self.entry_hashes[place].clone()
    }
}

/// What an account holds once the first `handed` envelopes are in, as the program writes it.
pub fn available(account: usize, handed: usize) -> String {
    let to_it = |place: &usize| place % ACCOUNTS.len() == account && !is_refused(*place);
    // One was issued by hand, to the first.
    hundredths((0..handed).filter(to_it).count() + usize::from(account == 0))
}

/// What all of them hold.
pub fn held(handed: usize) -> String {
    hundredths(1 + (0..handed).filter(|place| !is_refused(*place)).count())
}

/// Whether the cap refuses the envelope at a place.
pub fn is_refused(place: usize) -> bool {
    place.is_multiple_of(REFUSED_EACH) && place / REFUSED_EACH < REFUSED_MAX
}

fn hundredths(count: usize) -> String {
    let text = format!("{}.{:02}", count / 100, count % 100);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

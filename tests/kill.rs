//! kill -9 in the middle of a bulk submission, again and again on one growing ledger.
//!
//! Each round hands the program envelopes on its standard input, reads answers, and ends it without
//! warning some moments after a certain answer. What was answered must then be in the log, at the
//! index that was told and with the same bytes; the log must hold nothing that was not submitted,
//! nothing twice, and everything in the order it was handed over. The next round opens what the kill
//! left behind.
//!
//! `QLEDGER_KILL_ROUNDS` raises the number of rounds, `QLEDGER_KILL_SEED` chooses other moments.

#![cfg(all(unix, feature = "cli"))]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod office;

#[path = "kill/bulk.rs"]
mod bulk;
#[path = "kill/desk.rs"]
mod desk;

use std::collections::BTreeMap;

use bulk::{ACCOUNTS, Bulk, available, held, is_refused};
use desk::{Desk, Kill, Line, Submitted};
use qledger::codec::leaf::Leaf;

/// Envelopes handed over in a round: several groups' worth.
const WINDOW: usize = 96;

/// Rounds of the test command.
const ROUNDS: usize = 50;

fn setting(name: &str, default: u64) -> u64 {
    let given = std::env::var(name).ok();
    given.map_or(default, |text| text.parse().unwrap())
}

/// A small generator (SplitMix64): the moments follow from the seed.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % end as u64).unwrap()
    }
}

/// What is known of the log so far.
struct Known {
    /// Where each submitted envelope stands, by its place among them.
    placed: BTreeMap<usize, u64>,
    /// Leaves that were looked at.
    leaves: u64,
}

impl Known {
    /// Looks at what the log grew by: every leaf one that was handed over, whole, once, in order.
    /// Together they are the first so many, for each round goes on where the answers ended.
    fn look(&mut self, desk: &Desk, bulk: &Bulk, handed: usize, case: &str) {
        let (first, leaves) = desk.leaves_from(self.leaves);
        assert_eq!(first, self.leaves, "{case}: the log became shorter");
        let mut last = self.placed.keys().next_back().copied();
        for leaf in leaves {
            let index = self.leaves;
            let leaf = Leaf::parse(&leaf).unwrap();
            let place = bulk.place_of(&leaf.envelope);
            let place = place.unwrap_or_else(|| panic!("{case}: leaf {index} was never submitted"));
            assert!(
                place < handed,
                "{case}: leaf {index} was not handed over yet"
            );
            assert!(
                last.is_none_or(|last| last < place),
                "{case}: leaf {index} is envelope {place}, after {last:?}"
            );
            assert_eq!(
                leaf.refusal.is_some(),
                is_refused(place),
                "{case}: leaf {index}"
            );
            last = Some(place);
            self.placed.insert(place, index);
            self.leaves += 1;
        }
        assert!(
            self.placed.keys().copied().eq(0..self.placed.len()),
            "{case}: one is missing"
        );
    }

    /// What was answered is in the log, where it was said to be.
    fn holds(&self, answered: &[Line], bulk: &Bulk, case: &str) {
        for line in answered {
            let place = line.place;
            let index = self.placed.get(&place).copied();
            assert_eq!(
                Some(line.index),
                index,
                "{case}: envelope {place} was acknowledged"
            );
            let refused = is_refused(place);
            match line.word.as_str() {
                "admitted" | "repeated" => {
                    assert!(!refused, "{case}: envelope {place}");
                    let hash = line.entry_hash.as_deref();
                    assert_eq!(hash, Some(&*bulk.entry_hash(place)), "{case}: {place}");
                }
                "refused" | "refused_before" => assert!(refused, "{case}: envelope {place}"),
                other => panic!("{case}: envelope {place} was answered `{other}`"),
            }
        }
    }
}

/// The rounds so far.
struct Rounds {
    desk: Desk,
    bulk: Bulk,
    known: Known,
    random: Random,
    /// Where the next round begins: at the first envelope that was not answered.
    next: usize,
    /// Envelopes that were handed over.
    handed: usize,
    /// Rounds in which the kill left envelopes unanswered.
    cut: usize,
    /// Rounds after which the log holds more than was answered: the kill came between the writing
    /// of a group and its answers.
    untold: usize,
    /// Openings that found a whole group which the mark did not name, and a torn one.
    kept: usize,
    torn: usize,
}

impl Rounds {
    fn on_a_new_ledger(seed: u64, rounds: usize) -> Self {
        let (desk, bulk) = Bulk::on_a_new_ledger(rounds * WINDOW);
        let known = Known {
            placed: BTreeMap::new(),
            leaves: desk.size(),
        };
        Self {
            desk,
            bulk,
            known,
            random: Random(seed),
            next: 0,
            handed: 0,
            cut: 0,
            untold: 0,
            kept: 0,
            torn: 0,
        }
    }

    /// Submits, kills, and looks at what the kill left.
    fn round(&mut self, case: &str) {
        let kill = Kill {
            after: 1 + self.random.below(WINDOW * 3 / 5),
            pause_us: self.random.below(40_000) as u64,
            in_flight: [WINDOW, 1 + self.random.below(12)][self.random.below(2)],
        };
        let case = format!("{case}, {kill:?}");
        let first = self.next;
        self.handed = first + WINDOW;
        let lines = self.bulk.lines(first..self.handed);
        let Submitted { answered, said } = self.desk.submit(lines, first, Some(kill));
        assert!(answered.len() >= kill.after, "{case}: {said}");
        assert!(!said.contains("panicked"), "{case}: {said}");
        self.kept += usize::from(said.contains("whole last group was kept"));
        self.torn += usize::from(said.contains("were cut"));
        self.known.look(&self.desk, &self.bulk, self.handed, &case);
        self.known.holds(&answered, &self.bulk, &case);
        self.next += answered.len();
        self.cut += usize::from(answered.len() < WINDOW);
        self.untold += usize::from(self.known.placed.contains_key(&self.next));
    }

    /// Opens what a kill left with a command that only reads.
    fn read(&mut self, case: &str) {
        let number = self.random.below(ACCOUNTS.len());
        let found = self.desk.available(ACCOUNTS[number]);
        self.known.look(&self.desk, &self.bulk, self.handed, case);
        let expected = available(number, self.known.placed.len());
        assert_eq!(found, expected, "{case}: {}", ACCOUNTS[number]);
    }

    /// Submits everything again: what was in gets its first receipt, the rest gets in.
    fn submit_again(&mut self) {
        // The last kill may have left a group that no mark names; whoever opens next keeps it.
        self.read("before everything is submitted again");
        let lines = self.bulk.lines(0..self.handed);
        let again = self.desk.submit(lines, 0, None);
        assert_eq!(again.answered.len(), self.handed);
        let was_in = self.known.placed.len();
        self.known
            .look(&self.desk, &self.bulk, self.handed, "again");
        self.known.holds(&again.answered, &self.bulk, "again");
        assert_eq!(self.known.placed.len(), self.handed, "everything is in");
        for line in &again.answered {
            let word = match (is_refused(line.place), line.place < was_in) {
                (true, true) => "refused_before",
                (true, false) => "refused",
                (false, true) => "repeated",
                (false, false) => "admitted",
            };
            assert_eq!(line.word, word, "envelope {}", line.place);
        }
    }

    /// Balances, receipts and the audit say what was submitted.
    fn adds_up(&self) {
        for (number, account) in ACCOUNTS.iter().enumerate() {
            let expected = available(number, self.handed);
            assert_eq!(self.desk.available(account), expected, "{account}");
        }
        let indexes = self.known.placed.values().copied();
        self.desk.receipts_verify(indexes.step_by(self.handed / 3));
        let report = self.desk.audited();
        assert_eq!(report["leaves"], self.known.leaves, "{report}");
        let found = &report["sums"][0]["held"];
        assert_eq!(*found, held(self.handed), "{report}");
    }
}

#[test]
fn what_was_acknowledged_before_a_kill_is_in_the_log() {
    let count = setting("QLEDGER_KILL_ROUNDS", ROUNDS as u64);
    let count = usize::try_from(count).unwrap();
    let seed = setting("QLEDGER_KILL_SEED", 1);
    let mut rounds = Rounds::on_a_new_ledger(seed, count);
    for round in 0..count {
        let case = format!("seed {seed}, round {round}");
        rounds.round(&case);
        if round % 4 == 3 {
            rounds.read(&case);
        }
    }
    println!(
        "{count} rounds: {} cut, {} of them with leaves nobody was told of; \
         {} groups kept that no mark named, {} torn ones cut; {} leaves",
        rounds.cut, rounds.untold, rounds.kept, rounds.torn, rounds.known.leaves
    );
    let cut = rounds.cut;
    assert!(
        cut * 10 >= count * 9,
        "only {cut} kills of {count} hit the work"
    );
    rounds.submit_again();
    rounds.adds_up();
}

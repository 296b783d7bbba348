//! The index, lost or damaged between two commands: right answers, and it is said, once.

use std::fs;
use std::path::PathBuf;

use qledger::service::{Folder, MachineClock, MachineEntropy, Progress};

use super::desk::{Desk, HELD, RESERVE};

/// What the next command says, in either language.
const REBUILT: [(&str, &str); 2] = [
    ("en", "the index was rebuilt from the log"),
    ("zh", "索引已由日志重建"),
];

/// A small generator (SplitMix64): the damage follows from the seed.
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

/// Reads a balance, or submits, on a ledger whose index was damaged; the answers must be right.
/// Whether it was said that the index was rebuilt: once at most, whatever is run after it.
fn right_answers(desk: &Desk, lang: &str, submits: bool, case: &str) -> bool {
    let rebuilt = REBUILT.iter().find(|(of, _)| *of == lang).unwrap().1;
    let say = |line: &str| {
        let run = desk.run(&format!("--lang {lang} {line}"));
        assert_eq!(run.code, 0, "{case}: {line}\n{}{}", run.out, run.err);
        assert!(!run.err.contains("panicked"), "{case}: {line}\n{}", run.err);
        run
    };
    let balance = format!("--format json balance {RESERVE}");
    let first = if submits {
        let run = say("--format json submit next.json");
        let admitted = run.out.matches("\"answer\":\"admitted\"").count();
        assert_eq!(admitted, 3, "{case}: {}", run.out);
        run
    } else {
        let run = say(&balance);
        let held = format!("\"available\": \"{HELD}\"");
        assert!(run.out.contains(&held), "{case}: {}", run.out);
        run
    };
    // What the first did not read may be found by the second; what was rebuilt is whole.
    let second = say(&balance);
    let third = say(&balance);
    let mut said = 0;
    for run in [&second, &third] {
        assert!(run.out.contains(HELD), "{case}: {}", run.out);
        assert!(
            run.err.lines().all(|line| line.contains(rebuilt)),
            "{case}: {}",
            run.err
        );
    }
    for run in [&first, &second, &third] {
        said += run.err.matches(rebuilt).count();
        assert!(said <= 1, "{case}: said again: {}", run.err);
    }
    said == 1
}

/// The files of the index.
fn index_files(desk: &Desk) -> Vec<PathBuf> {
    desk.files("zd/index").into_keys().collect()
}

/// The file of the index that holds its rows.
fn db(desk: &Desk) -> PathBuf {
    desk.path("zd/index/sled/db")
}

#[test]
fn an_index_that_is_gone_is_rebuilt_and_it_is_said_once() {
    for (lang, _) in REBUILT {
        for submits in [false, true] {
            let desk = Desk::filled();
            fs::remove_dir_all(desk.path("zd/index")).unwrap();
            let case = format!("{lang}, submits: {submits}");
            assert!(right_answers(&desk, lang, submits, &case), "{case}");
            let aside = fs::read_dir(desk.path("zd")).unwrap();
            let aside = aside.filter(|entry| {
                let name = entry.as_ref().unwrap().file_name();
                name.to_string_lossy().starts_with("index.damaged")
            });
            assert_eq!(aside.count(), 0, "there was nothing to set aside");
        }
    }
}

#[test]
fn an_index_with_a_file_cut_gives_right_answers() {
    let mut said = 0;
    let count = index_files(&Desk::filled()).len();
    for file in 0..count {
        for part in [0, 1, 2, 3] {
            let desk = Desk::filled();
            let path = &index_files(&desk)[file];
            let whole = fs::read(path).unwrap();
            fs::write(path, &whole[..whole.len() * part / 4]).unwrap();
            let case = format!("{} cut to {part} quarters", path.display());
            said += usize::from(right_answers(&desk, REBUILT[part % 2].0, part == 3, &case));
        }
    }
    assert!(said > 0, "no cut was noticed");
}

#[test]
fn an_index_with_flipped_bits_gives_right_answers() {
    let mut said = 0;
    for seed in 0..16 {
        let mut random = Random(seed);
        let desk = Desk::filled();
        let files = index_files(&desk);
        // The database itself half of the time, for it is by far the largest.
        let one = random.below(files.len());
        let db = db(&desk);
        let path = [&db, &files[one]][random.below(2)];
        let mut bytes = fs::read(path).unwrap();
        // Behind what is written the database is blank, and nothing of it is read.
        let written = bytes.iter().rposition(|byte| *byte != 0).unwrap_or(0) + 1;
        for _ in 0..=random.below(3) {
            bytes[random.below(written)] ^= 1 << random.below(8);
        }
        fs::write(path, bytes).unwrap();
        let case = format!("seed {seed}, {}", path.display());
        let lang = REBUILT[random.below(2)].0;
        said += usize::from(right_answers(&desk, lang, random.below(2) == 1, &case));
    }
    assert!(said > 5, "only {said} of 16 were noticed");
}

#[test]
fn a_row_that_was_altered_is_found_when_it_is_read_and_it_is_said() {
    for (lang, _) in REBUILT {
        let desk = Desk::filled();
        alter_a_row(&desk);
        let case = format!("{lang}: {}", db(&desk).display());
        assert!(right_answers(&desk, lang, false, &case), "{case}");
    }
}

/// Writes another amount into the holding's row, as the database itself would.
fn alter_a_row(desk: &Desk) {
    let db = sled::Config::new()
        .path(desk.path("zd/index/sled"))
        .open()
        .unwrap();
    let part = RESERVE.as_bytes();
    let rows = db.iter().map(Result::unwrap);
    let mut altered = 0;
    for (key, value) in rows {
        let is_of_account = key.windows(part.len()).any(|at| at == part);
        if let Some(at) = value
            .windows(HELD.len())
            .position(|at| at == HELD.as_bytes())
            && is_of_account
        {
            let mut value = value.to_vec();
            value[at] = b'9';
            db.insert(key, value).unwrap();
            altered += 1;
        }
    }
    assert!(altered > 0, "no row of {RESERVE} holds {HELD}");
    db.flush().unwrap();
}

#[test]
fn an_older_index_is_brought_forward_and_one_of_another_ledger_is_set_aside() {
    let desk = Desk::filled();
    super::desk::copy_folder(&desk.path("zd/index"), &desk.path("older"));
    desk.done("--format json submit next.json");
    desk.replace("zd/index", "older");
    // What it lacks is replayed; it says nothing that is wrong.
    assert!(!right_answers(&desk, "en", false, "older"));
    let caps = desk.done("cap list --region 650100").out;
    assert!(caps.contains("8000"), "{caps}");

    let other = Desk::practice();
    super::desk::copy_folder(&other.path("zd/index"), &desk.path("other"));
    desk.replace("zd/index", "other");
    assert!(right_answers(&desk, "zh", false, "of another ledger"));
}

/// Stands where progress is told: nothing may be replayed.
struct Nothing;

impl Progress for Nothing {
    fn at(&mut self, done: u64, all: u64) {
        panic!("replayed up to {done} of {all}");
    }
}

#[test]
fn a_ledger_that_a_demonstration_left_is_read_without_rebuilding_anything() {
    let desk = Desk::empty();
    desk.done("demo --keep zd");
    let nothing_is_replayed = || {
        let folder = Folder::new(desk.path("zd"), desk.path("zd.state"));
        let (clock, entropy) = (Box::new(MachineClock), Box::new(MachineEntropy));
        let ledger = folder.open(None, clock, entropy, &mut Nothing).unwrap();
        assert_eq!(ledger.take_notices(), []);
        ledger.close().unwrap();
    };
    nothing_is_replayed();
    for line in ["balance", "log --last 3", "case list", "receipt 5"] {
        let run = desk.done(&format!("--state-dir zd.state {line}"));
        let said = run.err.replace("this is a practice ledger\n", "");
        assert_eq!(said, "", "{line}");
    }
    nothing_is_replayed();
}

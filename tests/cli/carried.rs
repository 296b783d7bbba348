//! Offices without a line between them: a stick is carried between a keeper and three copies, each
//! office having its own keys and nothing else.

use std::process::Stdio;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

use super::desk::{DOC, Desk, FIRM, Run, copy_folder};
use super::relocation::held;
use super::zhundong::zhundong;

/// The copies, and whose keys each has.
const OFFICES: [(&str, &str); 3] = [
    ("origin", "650100-EEB"),
    ("park", "ZD-WZ-PC"),
    ("host", "652300-EEB"),
];

/// The party that keeps the ledger.
const KEEPER: &str = "650000-EEB";

/// Gives a folder the key files that begin with a party's name.
fn give(desk: &Desk, folder: &str, party: &str) {
    std::fs::create_dir_all(desk.path(folder)).unwrap();
    for file in std::fs::read_dir(desk.path("all.keys")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        if name.starts_with(party) {
            let from = desk.path("all.keys").join(&name);
            std::fs::copy(from, desk.path(folder).join(&name)).unwrap();
        }
    }
}

/// A keeper and three copies.
struct Offices {
    desk: Desk,
    packs: AtomicU32,
}

impl Offices {
    /// The ledger with everything a move needs, and a copy of it at each office: made once, worked
    /// on in copies of the folder.
    fn begin() -> Self {
        static MADE: LazyLock<Offices> = LazyLock::new(Offices::make);
        let desk = Desk::empty();
        copy_folder(&MADE.desk.path(""), &desk.path(""));
        Self {
            desk,
            packs: AtomicU32::new(0),
        }
    }

    fn make() -> Self {
        let desk = zhundong();
        held(&desk);
        std::fs::rename(desk.path("zd.keys"), desk.path("all.keys")).unwrap();
        give(&desk, "zd.keys", KEEPER);
        give(&desk, "zd.keys", "operator");
        std::fs::create_dir(desk.path("none")).unwrap();
        let all = Self {
            desk,
            packs: AtomicU32::new(0),
        };
        all.keeper("pack out whole.pack");
        let id = all.desk.json("pack show whole.pack")["ledger"].clone();
        for (office, party) in OFFICES {
            give(&all.desk, &format!("{office}.keys"), party);
            let id = id.as_str().unwrap();
            all.at(office, &format!("update whole.pack --trust {id}"));
        }
        all
    }

    fn pack(&self) -> String {
        let number = self.packs.fetch_add(1, Ordering::Relaxed);
        format!("stick-{number}.pack")
    }

    fn run(&self, office: &str, line: &str) -> Run {
        self.desk.run(&format!("--ledger {office} {line}"))
    }

    fn at(&self, office: &str, line: &str) -> Run {
        self.desk.done(&format!("--ledger {office} {line}"))
    }

    fn json(&self, office: &str, line: &str) -> Value {
        self.desk.json(&format!("--ledger {office} {line}"))
    }

    fn keeper(&self, line: &str) -> Run {
        self.desk.done(line)
    }

    /// A write command at an office, with its own keys.
    fn write(&self, office: &str, line: &str) -> Value {
        self.json(office, &format!("{line} {DOC} --keys {office}.keys"))
    }

    /// Where an act's signatures go on: the office of the first party that still has to sign.
    fn next(&self, office: &str) -> Option<&'static str> {
        let list = self.json(office, "pack list");
        let items = list["outbox"].as_array().unwrap();
        let party = items
            .iter()
            .find_map(|item| item["missing"][0]["party"].as_str())?;
        let office = OFFICES.iter().find(|(_, of)| *of == party);
        Some(office.map_or("zd", |(office, _)| *office))
    }

    /// Carries what waits at an office to whoever must sign, to the keeper, and back.
    fn carry(&self, office: &'static str) -> Value {
        let stick = self.pack();
        self.at(office, &format!("pack out {stick} --keys {office}.keys"));
        let (mut at, mut stick) = (office, stick);
        while let Some(next) = self.next(at).filter(|next| *next != at) {
            if next == "zd" {
                break;
            }
            self.bring(next);
            self.at(next, &format!("pack in {stick}"));
            stick = self.pack();
            self.at(next, &format!("pack out {stick} --keys {next}.keys"));
            at = next;
        }
        let kept = self.json("zd", &format!("pack in {stick} --reply re-{stick}"));
        if kept["answers"] != json!([]) && at == office {
            self.at(office, &format!("update re-{stick}"));
            return kept["answers"][0].clone();
        }
        // The keeper is an office too, and signs what waits for it.
        let signed = self.json("zd", "pack sign --keys zd.keys");
        self.bring(office);
        let answers = [&kept["answers"], &signed["answers"]];
        let mut all = answers
            .into_iter()
            .flat_map(|list| list.as_array().unwrap());
        all.next().cloned().unwrap_or(Value::Null)
    }

    /// Brings a copy forward: it says where it stands, and the keeper answers.
    fn bring(&self, office: &str) -> Value {
        let (asks, reply) = (self.pack(), self.pack());
        self.at(office, &format!("pack out {asks} --keys none"));
        self.keeper(&format!("pack out {reply} --since {asks}"));
        self.json(office, &format!("update {reply}"))
    }

    /// A step that is done at an office and carried.
    fn step(&self, office: &'static str, line: &str) -> Value {
        self.bring(office);
        let laid = self.write(office, line);
        assert_eq!(laid["outbox"].as_array().unwrap().len(), 1, "{line}");
        let answer = self.carry(office);
        assert_eq!(answer["answer"], "admitted", "{line}: {answer}");
        let waits = self.json(office, "pack list");
        assert_eq!(waits["outbox"], json!([]), "{line}: it left the outbox");
        answer
    }

    /// Opens the case at the park and carries it.
    fn open(&self) -> String {
        let opened = self.step(
            "park",
            &format!(
                "case open relocation --firm {FIRM} --origin 650109 --site ZD-WZ --need SO2=160 \
                 --need NOX=330 --need VOCS=60"
            ),
        );
        opened["assigned"][0]["number"].as_str().unwrap().to_owned()
    }

    fn bytes(&self, file: &str) -> Vec<u8> {
        std::fs::read(self.desk.path(file)).unwrap()
    }

    /// Leaves in the log of a folder.
    fn size(&self, office: &str) -> u64 {
        let note = self.json(office, "log --checkpoint")["checkpoint"].clone();
        let size = note.as_str().unwrap().lines().nth(1).unwrap();
        size.parse().unwrap()
    }
}

#[test]
fn a_whole_relocation_is_carried_on_a_stick() {
    let all = Offices::begin();
    let case = all.open();
    all.step("park", &format!("case act {case} accept"));
    all.step("origin", &format!("case act {case} origin_confirm"));
    std::fs::write(all.desk.path("consent.pdf"), "consent").unwrap();
    all.step(
        "origin",
        &format!("case act {case} carry_consent --issuer 650100-GOV --doc-file consent.pdf"),
    );
    all.step("host", &format!("case act {case} host_opinion"));
    for (office, step) in [
        ("origin", "upper_confirm"),
        ("origin", "reserve"),
        ("host", "eia"),
        ("origin", "origin_closure"),
    ] {
        all.step(office, &format!("case act {case} {step}"));
    }
    all.step("origin", &format!("permit cancel {FIRM}001P"));
    all.step("origin", &format!("case act {case} old_permit"));
    all.step(
        "host",
        &format!("permit issue {FIRM}002P SO2=160 NOX=330 VOCS=60 --holder {FIRM} --region ZD-WZ"),
    );
    all.step("host", &format!("case act {case} new_permit"));
    all.step("host", &format!("case act {case} effective"));

    // Every copy ends with the same figures as the keeper, and stands by itself.
    for (office, _) in OFFICES {
        all.bring(office);
        let of =
            |place: &str| all.json(place, &format!("balance ZD-WZ/{FIRM}"))["balances"].clone();
        assert_eq!(of(office), of("zd"), "{office}");
        assert_eq!(of(office).as_array().unwrap().len(), 3);
        all.at(office, "audit");
    }
}

#[test]
fn a_copy_admits_nothing_itself_and_says_who_does() {
    let all = Offices::begin();
    for (lang, part) in [
        ("en", "the keeper, 650000-EEB"),
        ("zh", "记账单位 650000-EEB"),
    ] {
        let run = all.run("park", &format!("--lang {lang} submit none.json --wait 0"));
        assert_eq!(run.code, 2, "{}", run.err);
        assert!(
            run.err.contains(part) && run.err.contains("pack out"),
            "{}",
            run.err
        );
    }
    let run = all.run("zd", "update whole.pack");
    assert_eq!(run.code, 2);
    assert!(run.err.contains("no copy"), "{}", run.err);
}

#[test]
fn a_stick_that_comes_twice_changes_nothing_the_second_time() {
    let all = Offices::begin();
    all.write("park", &format!(
        "case open relocation --firm {FIRM} --origin 650109 --site ZD-WZ --need SO2=160 --need NOX=330 --need VOCS=60"
    ));
    all.at("park", "pack out a.pack --keys none");
    let first = all.json("zd", "pack in a.pack");
    assert_eq!(first["reply"], "a.reply.pack");
    let size = all.size("zd");
    let again = all.json("zd", "pack in a.pack");
    assert_eq!(all.size("zd"), size);
    let of = |value: &Value, field: &str| value["answers"][0][field].clone();
    assert_eq!(of(&first, "answer"), "admitted");
    assert_eq!(of(&again, "answer"), "repeated");
    for field in ["index", "entry_hash"] {
        assert_eq!(of(&first, field), of(&again, field), "{field}");
    }
    let update = all.json("park", "update a.reply.pack");
    assert_eq!(update["admitted"].as_array().unwrap().len(), 1);
    let twice = all.json("park", "update a.reply.pack");
    assert_eq!(twice["size_before"], twice["size"]);
    assert_eq!(twice["outbox"], json!([]));
    // An older pack is harmless.
    let older = all.json("park", "update whole.pack");
    assert_eq!(older["size"], twice["size"]);
}

#[test]
fn an_altered_stick_is_refused_and_changes_nothing() {
    let all = Offices::begin();
    all.write("park", &format!("case open relocation --firm {FIRM} --origin 650109 --site ZD-WZ --need SO2=160 --need NOX=330 --need VOCS=60"));
    all.at("park", "pack out a.pack --keys none");
    all.keeper("pack in a.pack");
    let (out, reply) = (all.bytes("a.pack"), all.bytes("a.reply.pack"));
    let before = all.desk.files("park");
    let (size, mut tried) = (all.size("zd"), 0);
    for (whole, line) in [
        (&reply, "park update bad.pack"),
        (&out, "zd pack in bad.pack"),
    ] {
        // Every region of the file, and a cut in each.
        for part in 0..12 {
            let at = whole.len() * part / 12 + 7;
            let mut altered = whole.clone();
            altered[at] ^= 1;
            for bad in [altered, whole[..at].to_vec()] {
                std::fs::write(all.desk.path("bad.pack"), bad).unwrap();
                let run = all.desk.run(&format!("--ledger {line}"));
                assert!([2, 3].contains(&run.code), "{at}: {}{}", run.out, run.err);
                tried += 1;
            }
        }
    }
    assert_eq!(tried, 48);
    assert_eq!(all.size("zd"), size);
    let after = all.desk.files("park");
    let changed: Vec<_> = after
        .iter()
        .filter(|(path, bytes)| before.get(*path) != Some(*bytes))
        .map(|(path, _)| path.display().to_string())
        .filter(|path| !path.contains("/index/"))
        .collect();
    assert_eq!(changed, Vec::<String>::new());
    all.at("park", "update a.reply.pack");
}

/// The lines of a pack with one replaced, under a checksum that fits.
fn resealed(pack: &[u8], change: impl Fn(usize, &str) -> Option<String>) -> Vec<u8> {
    use sha2::{Digest as _, Sha256};
    let text = std::str::from_utf8(pack).unwrap();
    let count = text.lines().count();
    let mut out = String::new();
    for (at, line) in text.lines().take(count - 1).enumerate() {
        out.push_str(&change(at, line).unwrap_or_else(|| line.to_owned()));
        out.push('\n');
    }
    let end = hex::encode(Sha256::digest(&out));
    out.push_str(&format!("{{\"end\":\"{end}\"}}\n"));
    out.into_bytes()
}

#[test]
fn a_forger_who_mends_the_checksum_is_found_out_by_the_signatures() {
    let all = Offices::begin();
    all.write("park", &format!("case open relocation --firm {FIRM} --origin 650109 --site ZD-WZ --need SO2=160 --need NOX=330 --need VOCS=60"));
    all.at("park", "pack out a.pack --keys none");
    all.keeper("pack in a.pack");
    let reply = all.bytes("a.reply.pack");
    let size = all.size("park");
    // A leaf of another content; a note with another root.
    let leaf = resealed(&reply, |_, line| {
        line.starts_with("{\"leaf\"")
            .then(|| line.replacen("AAA", "AAB", 1).replacen("GU", "GV", 1))
    });
    let note = resealed(&reply, |_, line| {
        line.starts_with("{\"checkpoint\"")
            .then(|| line.replacen('A', "B", 1))
    });
    for (what, bad) in [("leaf", leaf), ("note", note)] {
        assert_ne!(bad, reply, "{what}");
        std::fs::write(all.desk.path("bad.pack"), bad).unwrap();
        let run = all.run("park", "update bad.pack");
        assert_eq!(run.code, 3, "{what}: {}{}", run.out, run.err);
        assert_eq!(all.size("park"), size, "{what}");
    }
    // An act whose signature does not hold never goes into the log.
    let act = resealed(&all.bytes("a.pack"), |_, line| {
        let at = line.find("\"sig\":\"")? + 7;
        let old = &line[at..at + 4];
        let new: String = old.chars().rev().collect();
        line.starts_with("{\"act\"")
            .then(|| line.replacen(old, &new, 1))
    });
    std::fs::write(all.desk.path("bad.pack"), act).unwrap();
    let size = all.size("zd");
    let run = all.run("zd", "pack in bad.pack");
    assert_eq!(run.code, 3, "{}{}", run.out, run.err);
    assert_eq!(all.size("zd"), size);
}

#[test]
fn a_stick_from_another_ledger_is_refused() {
    let all = Offices::begin();
    all.desk.done("--ledger other init --practice");
    all.desk.done("--ledger other pack out other.pack");
    for line in ["park update other.pack", "zd pack in other.pack"] {
        let run = all.desk.run(&format!("--ledger {line}"));
        assert_eq!(run.code, 3, "{}", run.err);
        assert!(run.err.contains("is of ledger"), "{}", run.err);
    }
    let id = all.desk.json("pack show whole.pack")["ledger"].clone();
    let line = format!("new update other.pack --trust {}", id.as_str().unwrap());
    assert_eq!(all.desk.run(&format!("--ledger {line}")).code, 3);
    assert!(!all.desk.path("new").exists());
}

#[test]
fn a_keeper_who_signs_two_histories_is_found_out_and_both_are_kept() {
    let all = Offices::begin();
    copy_folder(&all.desk.path("zd"), &all.desk.path("twin"));
    copy_folder(&all.desk.path("zd.keys"), &all.desk.path("twin.keys"));
    let both = [("zd", 4000), ("twin", 4001)];
    for (keeper, cap) in both {
        // The second history is written on another machine, which knows nothing of the first.
        let state = format!("--state-dir {keeper}.state");
        let line =
            format!("--ledger {keeper} {state} cap set 650100 SO2={cap} {DOC} --keys zd.keys");
        all.desk.done(&line);
        all.desk
            .done(&format!("--ledger {keeper} {state} pack out {keeper}.pack"));
    }
    all.at("park", "update zd.pack");
    let before = all.size("park");
    for lang in ["en", "zh"] {
        let run = all.run("park", &format!("--lang {lang} update twin.pack"));
        assert_eq!(run.code, 3, "{}", run.err);
        assert!(run.err.contains("evidence"), "{}", run.err);
    }
    assert_eq!(all.size("park"), before);
    let kept = all.desk.files("park/evidence");
    assert_eq!(kept.len(), 1);
    let kept: Value = serde_json::from_slice(kept.values().next().unwrap()).unwrap();
    assert_ne!(kept["checkpoint_here"], kept["checkpoint_there"]);
    // The keeper sees it too, when such a copy hands something in.
    all.at("origin", "update twin.pack");
    all.at("origin", "pack out origin.pack --keys none");
    let run = all.run("zd", "--state-dir zd.state pack in origin.pack");
    assert_eq!(run.code, 3, "{}", run.err);
    assert!(run.err.contains("two different logs"), "{}", run.err);
}

#[test]
fn an_act_that_no_longer_fits_comes_back_and_is_redone_without_typing() {
    let all = Offices::begin();
    let case = all.open();
    all.step("park", &format!("case act {case} accept"));
    // Drafted and signed at the origin, while the case goes on elsewhere.
    all.bring("origin");
    all.write("origin", &format!("case act {case} origin_confirm"));
    all.at("origin", "pack out late.pack --keys none");
    all.desk.done(&format!(
        "case return {case} --to accept --missing letter {DOC} --keys all.keys"
    ));
    let resubmit = all.desk.run(&format!(
        "case resubmit {case} --need SO2=150 {DOC} --keys all.keys"
    ));
    assert_eq!(resubmit.code, 0, "{}{}", resubmit.out, resubmit.err);
    all.desk
        .done(&format!("case act {case} accept {DOC} --keys all.keys"));
    let kept = all.run("zd", "--format json pack in late.pack");
    assert_eq!(kept.code, 1, "{}{}", kept.out, kept.err);
    let update = all.json("origin", "update late.reply.pack");
    assert_eq!(update["admitted"], json!([]));
    assert_eq!(update["outbox"][0]["refusal"]["code"], "CASE_MOVED_ON");
    let redone = all.json("origin", "pack redo --keys origin.keys");
    assert_eq!(redone["outbox"].as_array().unwrap().len(), 1, "{redone}");
    assert_eq!(redone["outbox"][0]["refusal"], Value::Null);
    assert_eq!(all.carry("origin")["answer"], "admitted");
    assert_eq!(all.json("origin", "pack list")["outbox"], json!([]));
}

/// Moments after the start at which a command is killed.
const KILLED_AFTER_MS: [u64; 9] = [2, 5, 10, 20, 40, 60, 80, 120, 160];

/// Starts a command and kills it after a while.
fn killed(desk: &Desk, line: &str, after_ms: u64) {
    let words: Vec<&str> = line.split(' ').collect();
    let mut command = desk.command(&words);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(after_ms));
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn killed_while_a_pack_is_taken_nothing_is_lost() {
    let all = Offices::begin();
    all.write("park", &format!("case open relocation --firm {FIRM} --origin 650109 --site ZD-WZ --need SO2=160 --need NOX=330 --need VOCS=60"));
    all.at("park", "pack out a.pack --keys none");
    for after_ms in KILLED_AFTER_MS {
        killed(&all.desk, "pack in a.pack", after_ms);
        all.at("zd", "log --checkpoint");
    }
    let kept = all.json("zd", "pack in a.pack");
    assert!(matches!(
        kept["answers"][0]["answer"].as_str(),
        Some("repeated" | "admitted")
    ));
    let kept = all.json("zd", "pack in a.pack");
    assert_eq!(kept["answers"][0]["answer"], "repeated");
    for after_ms in KILLED_AFTER_MS {
        killed(&all.desk, "--ledger park update a.reply.pack", after_ms);
    }
    all.at("park", "update a.reply.pack");
    all.at("park", "audit");
    assert_eq!(all.json("park", "pack list")["outbox"], json!([]));
    assert_eq!(all.size("park"), all.size("zd"));
}

/// Killed once before it was marked as a copy and once more on its way, it was taken for the keeper's own
/// ledger, with the keeper's guard.
#[test]
fn killed_while_a_copy_is_begun_it_goes_on_where_it_was() {
    let all = Offices::begin();
    let id = all.desk.json("pack show whole.pack")["ledger"].clone();
    let update = format!(
        "--ledger new update whole.pack --trust {}",
        id.as_str().unwrap()
    );
    for after_ms in KILLED_AFTER_MS {
        killed(&all.desk, &update, after_ms);
    }
    all.desk.done(&update);
    all.at("new", "audit");
    assert_eq!(all.size("new"), all.size("host"));
}

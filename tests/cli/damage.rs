//! Files of a ledger damaged between two commands: refused with the place named and nothing touched,
//! or harmless, mended and said.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::desk::{DOC, Desk, HELD, RESERVE, Run};

/// Commands of every sort: those that only read, those that draft, those that record.
fn commands() -> Vec<String> {
    vec![
        format!("balance {RESERVE}"),
        "balance --at 3".to_owned(),
        "region list".to_owned(),
        "log --all".to_owned(),
        "log --checkpoint".to_owned(),
        "receipt 3".to_owned(),
        format!("cap set 650100 SO2=6000 {DOC} --dry-run"),
        format!("cap set 650100 SO2=6000 {DOC}"),
        "--format json submit next.json".to_owned(),
        "audit".to_owned(),
    ]
}

/// Runs every command; each must be refused, in its language, with these parts, changing nothing.
fn all_refused(desk: &Desk, parts: [&[&str]; 2], case: &str) {
    let before = [desk.files("zd"), desk.files("home")];
    for (at, line) in commands().iter().enumerate() {
        let (lang, parts) = [("zh", parts[0]), ("en", parts[1])][at % 2];
        let run = desk.run(&format!("--lang {lang} {line}"));
        assert_eq!(run.code, 4, "{case}: {line}\n{}{}", run.out, run.err);
        for part in parts {
            assert!(
                run.err.contains(part),
                "{case}: {line}: {part}\n{}",
                run.err
            );
        }
        assert_eq!(run.out, "", "{case}: {line}");
    }
    assert!(
        before == [desk.files("zd"), desk.files("home")],
        "{case}: something was touched"
    );
}

/// Runs a command that must give the right answer and say this once; the next says nothing.
fn mended_and_said(desk: &Desk, said: [&str; 2], case: &str) {
    let copy = Desk::empty();
    super::desk::copy_folder(&desk.path(""), &copy.path(""));
    for (desk, lang, said) in [(desk, "zh", said[0]), (&copy, "en", said[1])] {
        let say = |line: &str| -> Run {
            let run = desk.run(&format!("--lang {lang} {line}"));
            assert_eq!(run.code, 0, "{case}: {line}\n{}{}", run.out, run.err);
            run
        };
        let balance = format!("--format json balance {RESERVE}");
        let first = say(&balance);
        assert!(first.out.contains(HELD), "{case}: {}", first.out);
        assert_eq!(first.err.matches(said).count(), 1, "{case}: {}", first.err);
        // Where a mark is lost, the one that is left names an earlier group.
        let more = ["完整的末组予以保留", "the whole last group was kept"];
        let others = first.err.lines().filter(|line| !line.contains(said));
        for line in others {
            assert!(
                more.iter().any(|more| line.contains(more)),
                "{case}: {line}"
            );
        }
        assert_eq!(say(&balance).err, "", "{case}: said again");
        say("--format json submit next.json");
        assert_eq!(say("--format json audit").err, "", "{case}");
    }
}

fn segment(desk: &Desk) -> PathBuf {
    desk.path("zd/log/000001.seg")
}

/// Alters a file's bytes.
fn alter(path: &Path, alter: impl FnOnce(&mut Vec<u8>)) {
    let mut bytes = fs::read(path).unwrap();
    alter(&mut bytes);
    fs::write(path, bytes).unwrap();
}

/// Where the last group stands in the segment: from the slots of HEAD.
fn last_group(desk: &Desk) -> Range<usize> {
    let head = fs::read(desk.path("zd/HEAD")).unwrap();
    let number = |at: usize| u64::from_be_bytes(head[at..at + 8].try_into().unwrap());
    let slot = [0, 512]
        .into_iter()
        .max_by_key(|slot| number(slot + 16))
        .unwrap();
    let place = |at: usize| usize::try_from(number(slot + at)).unwrap();
    place(60)..place(68)
}

/// What is done to the bytes of a file.
type Harm = Box<dyn Fn(&mut Vec<u8>)>;

#[test]
fn damage_to_the_last_acknowledged_group_is_refused_never_cut() {
    let group = last_group(&Desk::filled());
    let mut cases: Vec<(String, Harm)> = Vec::new();
    for at in [
        group.start,
        group.start + 4,
        group.start + 30,
        usize::midpoint(group.start, group.end),
        group.end - 1,
    ] {
        let flip = move |bytes: &mut Vec<u8>| bytes[at] ^= 0x04;
        cases.push((format!("a bit of byte {at} flipped"), Box::new(flip)));
    }
    for at in [group.start, group.start + 100, group.end - 1] {
        let cut = move |bytes: &mut Vec<u8>| bytes.truncate(at);
        cases.push((format!("cut at byte {at}"), Box::new(cut)));
        let end = group.end;
        let zero = move |bytes: &mut Vec<u8>| bytes[at..end].fill(0);
        cases.push((format!("zeros from byte {at} on"), Box::new(zero)));
    }
    for (case, damage) in cases {
        let desk = Desk::filled();
        alter(&segment(&desk), damage);
        let place = "zd/log/000001.seg";
        let zh = [place, "字节处损坏", "未作任何改动"];
        let en = [place, "is damaged at byte", "nothing was changed"];
        all_refused(&desk, [&zh, &en], &case);
    }
}

#[test]
fn the_log_deleted_or_put_back_from_an_older_copy_under_a_newer_mark_is_refused() {
    let desk = Desk::filled();
    super::desk::copy_folder(&desk.path("zd/log"), &desk.path("older"));
    desk.done("--format json submit next.json");
    desk.replace("zd/log", "older");
    let place = "zd/log/000001.seg";
    all_refused(
        &desk,
        [&[place, "损坏"], &[place, "is damaged"]],
        "the log alone is older",
    );

    fs::remove_file(segment(&desk)).unwrap();
    all_refused(&desk, [&[place], &[place]], "the segment is gone");
    fs::remove_dir_all(desk.path("zd/log")).unwrap();
    all_refused(
        &desk,
        [&["zd/log"], &["zd/log"]],
        "the folder of the log is gone",
    );
}

#[test]
fn damage_in_the_middle_of_the_log_is_told_by_what_reads_there_and_by_the_audit() {
    let desk = Desk::filled();
    let at = last_group(&desk).start / 2;
    alter(&segment(&desk), |bytes| bytes[at] ^= 1);
    let before = desk.files("zd/log");
    // What rests on the index alone is right.
    assert!(desk.done(&format!("balance {RESERVE}")).out.contains(HELD));
    for line in ["log --all", "audit", "balance --at 11"] {
        let run = desk.run(line);
        assert_eq!(run.code, 4, "{line}: {}{}", run.out, run.err);
        let place = "zd/log/000001.seg is damaged at byte ";
        assert!(run.err.contains(place), "{line}: {}", run.err);
        let zh = desk.run(&format!("--lang zh {line}"));
        assert!(
            zh.err.contains("zd/log/000001.seg 在第 "),
            "{line}: {}",
            zh.err
        );
    }
    assert_eq!(desk.files("zd/log"), before);
}

#[test]
fn head_is_written_anew_from_the_guard_and_refused_without_it() {
    let garbage = |bytes: &mut Vec<u8>| {
        bytes[20] ^= 1;
        bytes[512 + 20] ^= 1;
    };
    let desk = Desk::filled();
    alter(&desk.path("zd/HEAD"), garbage);
    mended_and_said(
        &desk,
        ["HEAD 已重写", "HEAD was written anew"],
        "both slots",
    );
    for slot in [0, 512] {
        let desk = Desk::filled();
        alter(&desk.path("zd/HEAD"), |bytes| bytes[slot + 20] ^= 1);
        mended_and_said(&desk, ["HEAD 已重写", "HEAD was written anew"], "one slot");
    }
    let desk = Desk::filled();
    fs::remove_file(desk.path("zd/HEAD")).unwrap();
    mended_and_said(&desk, ["HEAD 已重写", "HEAD was written anew"], "gone");

    for case in ["both slots", "cut", "gone"] {
        let desk = Desk::filled();
        fs::remove_file(desk.guard()).unwrap();
        match case {
            "both slots" => alter(&desk.path("zd/HEAD"), garbage),
            "cut" => alter(&desk.path("zd/HEAD"), Vec::clear),
            _ => fs::remove_file(desk.path("zd/HEAD")).unwrap(),
        }
        all_refused(
            &desk,
            [&["zd/HEAD", "损坏"], &["zd/HEAD", "is damaged"]],
            case,
        );
    }
}

#[test]
fn an_audit_reads_no_further_than_a_mark_that_it_can_read() {
    let desk = Desk::filled();
    alter(&desk.path("zd/HEAD"), |bytes| {
        bytes[20] ^= 1;
        bytes[512 + 20] ^= 1;
    });
    let run = desk.run("audit");
    assert_eq!(run.code, 4, "{}", run.err);
    assert!(
        run.err.contains("zd/HEAD is damaged at byte 0"),
        "{}",
        run.err
    );
}

#[test]
fn an_altered_genesis_is_refused() {
    let desk = Desk::filled();
    let path = desk.path("zd/genesis.json");
    let text = fs::read_to_string(&path).unwrap();
    let at = text.find("650000-EEB").unwrap();
    fs::write(&path, text.replacen("650000-EEB", "650001-EEB", 1)).unwrap();
    let (zh, en) = (
        format!("zd/genesis.json 在第 {} 字节处损坏", at + 5),
        format!("zd/genesis.json is damaged at byte {}", at + 5),
    );
    all_refused(&desk, [&[&zh], &[&en]], "altered");
    fs::remove_file(path).unwrap();
    let place = "zd/genesis.json";
    all_refused(&desk, [&[place], &[place]], "gone");
}

#[test]
fn tiles_are_computed_again_and_it_is_said() {
    let said = ["哈希瓦片已由日志重算", "hash tiles were computed anew"];
    let desk = Desk::filled();
    fs::remove_dir_all(desk.path("zd/tiles")).unwrap();
    mended_and_said(&desk, said, "gone");
    let desk = Desk::filled();
    alter(&desk.path("zd/tiles/0"), |bytes| bytes[0] ^= 1);
    mended_and_said(&desk, said, "altered");
    let desk = Desk::filled();
    alter(&desk.path("zd/tiles/0"), |bytes| bytes.truncate(40));
    mended_and_said(&desk, said, "cut");
}

#[test]
fn the_guard_is_made_anew_and_it_is_said() {
    let said = [".guard 已重建", ".guard was made anew"];
    let desk = Desk::filled();
    fs::remove_file(desk.guard()).unwrap();
    mended_and_said(&desk, said, "gone");
    let desk = Desk::filled();
    alter(&desk.guard(), |bytes| bytes.fill(b'x'));
    mended_and_said(&desk, said, "unreadable");
    let desk = Desk::filled();
    alter(&desk.guard(), Vec::clear);
    mended_and_said(&desk, said, "empty");
}

#[test]
fn an_older_copy_is_refused_until_it_is_accepted_knowingly() {
    let desk = Desk::filled();
    super::desk::copy_folder(&desk.path("zd"), &desk.path("backup"));
    desk.done("--format json submit next.json");
    super::desk::copy_folder(&desk.path("zd"), &desk.path("newer"));
    desk.replace("zd", "backup");
    let leaves = desk.json("audit")["leaves"].as_u64().unwrap();
    let acknowledged = leaves + 3;
    let zh = format!("日志有 {leaves} 条，但本机已确认过 {acknowledged} 条");
    let en =
        format!("the log holds {leaves} entries, but this machine acknowledged {acknowledged}");
    let before = [desk.files("zd"), desk.files("home")];
    // The audit reads the log alone, and the older log holds.
    for line in commands().iter().filter(|line| *line != "audit") {
        for (lang, what, how) in [("zh", &zh, "确知"), ("en", &en, "lost for good")] {
            let run = desk.run(&format!("--lang {lang} {line}"));
            assert_eq!(run.code, 4, "{line}: {}{}", run.out, run.err);
            for part in [what, how, "--accept-older"] {
                assert!(run.err.contains(part), "{line}: {part}\n{}", run.err);
            }
        }
    }
    assert!(
        before == [desk.files("zd"), desk.files("home")],
        "something was touched"
    );

    let accepted = desk.done(&format!("--accept-older balance {RESERVE}"));
    assert!(accepted.out.contains(HELD), "{}", accepted.out);
    assert!(
        accepted.err.contains("an older log was accepted knowingly"),
        "{}",
        accepted.err
    );
    desk.done(&format!("cap set 650100 SO2=6000 {DOC}"));
    desk.done("audit");

    // The copy that was thought lost is another history now.
    desk.replace("zd", "newer");
    for (lang, two) in [("zh", "两段历史"), ("en", "two histories")] {
        let run = desk.run(&format!("--lang {lang} balance {RESERVE}"));
        assert_eq!(run.code, 4, "{}", run.err);
        assert!(run.err.contains(two), "{}", run.err);
    }
}

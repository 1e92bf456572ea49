//! `build`, and a snapshot in the place of DATA.

use super::{BOARDS, ran, without_inputs};

fn built() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("boards.ilk").to_str().unwrap().to_owned();
    let (code, out, message) = ran(&["build", BOARDS, "-o", &file]);
    assert_eq!((code, out.as_str(), message.as_str()), (0, "", ""));
    (folder, file)
}

#[test]
fn every_command_answers_from_a_snapshot_as_from_the_files() {
    let (_folder, file) = built();
    for args in [
        &["check"][..],
        &["show", "reed hastings"],
        &["show", "meta", "--at", "2013-08"],
        &["pairs", "--top", "9"],
        &["pairs", "--count", "--certain"],
        &["pairs", "--undated", "--max-boards", "3", "--count"],
        &["people", "--min", "3", "--as-of", "2015"],
        &["path", "netflix", "disney", "--at", "2013-08"],
        &["path", "netflix", "disney"],
        &["conflicts", "--between", "netflix", "meta"],
        &["show", "charter"],
        &["windows", "--permutations", "99", "-f", "json"],
        &[
            "whatif",
            "--appoint",
            "person:ann@company:new",
            "--appoint",
            "hastings@disney",
            "--resign",
            "steven-miron@charter",
        ],
        &["diff", "datasets/southern-women"],
        &["render", "--path", "netflix", "disney", "-o", "-"],
    ] {
        let with = |data: &str| without_inputs(ran(&[&args[..1], &[data], &args[1..]].concat()));
        assert_eq!(with(&file), with(BOARDS), "{args:?}");
    }
}

#[test]
fn threads_and_runs_change_no_byte_of_a_snapshot() {
    let (folder, file) = built();
    let again = folder.path().join("again.ilk").to_str().unwrap().to_owned();
    assert_eq!(ran(&["build", BOARDS, "-o", &again, "--threads", "1"]).0, 0);
    assert_eq!(std::fs::read(&file).unwrap(), std::fs::read(&again).unwrap());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
}

#[test]
fn what_is_no_sound_snapshot_is_refused_with_exit_code_3() {
    let (folder, file) = built();
    let good = std::fs::read(&file).unwrap();
    let bad = folder.path().join("bad.ilk");
    let refused = |bytes: &[u8], word: &str| {
        std::fs::write(&bad, bytes).unwrap();
        let (code, out, message) = ran(&["pairs", bad.to_str().unwrap(), "--count"]);
        assert_eq!((code, out.as_str()), (3, ""), "{message}");
        assert!(message.contains(word), "{message}");
    };
    refused(&good[..good.len() - 9], "truncated");
    refused(b"person,company\nann,acme\n", "not a snapshot");
    refused(b"", "not a snapshot");
    let mut altered = good.clone();
    altered[good.len() / 2] ^= 1;
    refused(&altered, "damaged at byte");
    let mut other = good.clone();
    other[8] = 99;
    refused(&other, "format 99");
    // A snapshot is known by its first bytes, whatever it is called.
    let renamed = folder.path().join("boards.bin");
    std::fs::rename(&file, &renamed).unwrap();
    assert_eq!(ran(&["check", renamed.to_str().unwrap()]).0, 0);
    assert_eq!(ran(&["pairs", renamed.to_str().unwrap(), "--with", BOARDS]).0, 2);
    assert_eq!(ran(&["build", BOARDS]).0, 2);
}

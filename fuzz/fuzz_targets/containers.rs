//! A workbook, an archive or another file is read or refused. The first byte chooses the ending of its name.
#![no_main]

use interlocks::dataset::Dataset;
use libfuzzer_sys::fuzz_target;

const ENDINGS: [&str; 8] = ["xlsx", "zip", "ods", "xls", "xlsb", "gz", "txt", "json"];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(format!("boards.{}", ENDINGS[usize::from(*first) % ENDINGS.len()]));
    std::fs::write(&path, bytes).expect("a file");
    if let Ok(data) = Dataset::open(&path) {
        interlocks_fuzz::ask(data);
    }
});

//! A folder of tables is read or refused. Tables are separated by a form feed.
#![no_main]

use interlocks::dataset::Dataset;
use libfuzzer_sys::fuzz_target;

const TABLES: [&str; 6] = ["seats", "people", "companies", "ties", "deals", "financials"];

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, table) in TABLES.iter().zip(bytes.split(|byte| *byte == 0x0c)) {
        std::fs::write(folder.path().join(format!("{name}.csv")), table).expect("a file");
    }
    if let Ok(data) = Dataset::open(folder.path()) {
        interlocks_fuzz::ask(data);
    }
});

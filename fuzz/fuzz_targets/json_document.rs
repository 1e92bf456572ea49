//! A JSON document, or JSON lines, is read or refused.
#![no_main]

use interlocks::dataset::DataFormat;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    interlocks_fuzz::read(bytes, DataFormat::Json);
    interlocks_fuzz::read(bytes, DataFormat::Jsonl);
});

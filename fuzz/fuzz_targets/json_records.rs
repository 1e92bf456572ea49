//! JSON records of registers, in lines, lists or pages, nested or not, are read or refused. The first byte chooses the format.
#![no_main]

use interlocks::dataset::DataFormat;
use libfuzzer_sys::fuzz_target;

const FORMATS: [&str; 7] =
    ["followthemoney", "companies-house", "bods", "littlesis", "opencorporates", "wikidata", "ocds"];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    match FORMATS.get(usize::from(*first) % (FORMATS.len() + 1)) {
        Some(format) => interlocks_fuzz::read_as(bytes, format),
        None => {
            if let Some(format) = DataFormat::from_bytes(bytes) {
                interlocks_fuzz::read(bytes, format);
            }
        }
    }
});

//! A table with any headings, in a wide layout, or a list of edges, is read or refused. The first byte chooses the format.
#![no_main]

use interlocks::dataset::DataFormat;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    match first % 4 {
        0 => interlocks_fuzz::read_as(bytes, "csv"),
        1 => interlocks_fuzz::read_as(bytes, "wide"),
        2 => interlocks_fuzz::read_as(bytes, "edges"),
        _ => {
            if let Some(format) = DataFormat::from_bytes(bytes) {
                interlocks_fuzz::read(bytes, format);
            }
        }
    }
});

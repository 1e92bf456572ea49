//! Pajek, UCINET DL and GML are read or refused. The first byte chooses the format.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    interlocks_fuzz::read_as(bytes, ["pajek", "ucinet", "gml"][usize::from(*first) % 3]);
});

//! Whatever somebody types, looking it up in the bundled case ends in an entity or an error.
#![no_main]

use std::sync::OnceLock;

use interlocks::graph::BoardGraph;
use libfuzzer_sys::fuzz_target;

static BOARDS: OnceLock<BoardGraph> = OnceLock::new();

fuzz_target!(|text: &str| {
    let graph = BOARDS.get_or_init(interlocks_fuzz::boards);
    match graph.find(text) {
        Ok(entity) => assert!(!graph.id(entity).is_empty()),
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});

//! Data that may not be bundled: published data sets in a folder beside the checkout.
//!
//! Tests that read it are marked [`ignore`](https://doc.rust-lang.org/book/ch11-02-running-tests.html) with the
//! reason, so that `cargo test` says how many were not run; `cargo test -- --include-ignored` runs them.

use std::path::PathBuf;

/// The folder of a published data set.
///
/// # Panics
/// When it is not there: an ignored test that is asked for must not pass without its data.
pub fn folder(name: &str) -> PathBuf {
    let path = PathBuf::from("../shared/data").join(name);
    assert!(path.exists(), "{} is not there; this test needs it", path.display());
    path
}

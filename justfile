# Tasks of everyday work. `just` lists them; `just NAME` runs one. Nothing here is needed to build the project.

# List the recipes
default:
    @just --list --unsorted

# Build the command line, optimised
build:
    cargo build --release

# Run all tests
test:
    cargo test

# Run the tests whose names contain NAME, as in `just test-one snapshot`
test-one NAME:
    cargo test -- {{ NAME }}

# Check formatting and lints as the continuous integration does
lint:
    cargo fmt --check
    cargo clippy --all-targets -- -D warnings
    cargo clippy --all-targets --all-features -- -D warnings

# Build the documentation of the library; warnings are errors
docs:
    RUSTDOCFLAGS="-D warnings" cargo doc --workspace --all-features --no-deps

# Run the benches, or one of them: claims, figures, formats, phases
bench NAME="":
    cargo bench {{ if NAME == "" { "" } else { "--bench " + NAME } }}

# Measure the command line beside DuckDB, Polars, SciPy, NetworKit and igraph (needs Python)
bench-peers SEATS="1000000":
    python3 benches/peers/run.py --seats {{ SEATS }} --seed 1

# Measure from one table to a file of pairs, beside DuckDB (needs a Python that has it)
bench-table SEATS="1000000":
    python3 benches/peers/single_table.py --seats {{ SEATS }}

# Measure the server beside DuckDB behind a small server (needs wrk, and a Python that has DuckDB)
bench-serve SEATS="10000000":
    python3 benches/peers/serving.py --seats {{ SEATS }}

# Draw the pictures of the gallery and write docs/gallery.md
pictures: build
    docs/pictures/make

# Write the generated parts of the pages again: help texts, columns, outputs of examples
pages:
    UPDATE_PAGES=1 cargo test --test it documents && UPDATE_PAGES=1 cargo test --lib cli

# Open what `convert` writes in the tools that it is written for (needs Python)
interop:
    tests/interop/run

# Open the HTML pages in a browser (needs Node and Chromium)
browser: build
    tests/browser/run

# Run each example of the library
examples:
    #!/bin/sh
    set -eu
    for file in examples/*.rs; do
        name=$(basename "$file" .rs)
        echo "== $name"
        cargo run --quiet --example "$name"
    done

# Fuzz a target for some seconds (needs nightly Rust and cargo-fuzz)
fuzz TARGET SECONDS="60":
    cargo +nightly fuzz run {{ TARGET }} -- -max_total_time={{ SECONDS }} -timeout=30 -rss_limit_mb=4096

# Change files at random and open them for some seconds (stable Rust)
hostile SECONDS="60":
    FUZZ_SECONDS={{ SECONDS }} cargo test --release --test it hostile_files

# Write a synthetic dataset and its snapshot to target/data; the bundled ones are in datasets/
data SEATS="1000000": build
    mkdir -p target/data
    target/release/interlocks generate target/data/{{ SEATS }} --seats {{ SEATS }} --seed 1 --exact
    target/release/interlocks build target/data/{{ SEATS }} -o target/data/{{ SEATS }}.ilk

# Everything that a change must pass
ci:
    .ci/run

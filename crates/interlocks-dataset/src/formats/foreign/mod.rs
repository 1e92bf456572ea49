//! The formats of registers, leaks, research databases and network programs, one module each.
//!
//! A module describes its format with an [`ImportFormat`](super::import::ImportFormat) and turns records into rows.
//!
//! To add a format:
//!
//! 1. Add a module with a `pub(crate) const NAME: ImportFormat`: the name for `--from`, a short description, `matches`,
//!    `read`, and what its fields ask: long lines, records that repeat their people and companies, files to read together.
//! 2. `matches` recognises a file by its first bytes and its name. Be strict: the first format that matches is taken. Only
//!    64 KiB are seen, so a long first line may be cut off.
//! 3. `read` opens the records with the helper that fits: `jsonl_records` (JSON; one object per line is read in parallel),
//!    `table_records` (CSV or TSV with a header, in parallel), `json_stream` (JSON, when statements must be seen together), `network`.
//! 4. For each record, call [`RowSink::push`](row_sink::RowSink::push) with the fields of our tables, and with all other
//!    cells under the names of the file. A seat refers to a person and a company by id: push those too. Where the file has
//!    no ids, the name is the id.
//! 5. Count what has no field with `skip`, reject broken records with `reject`, and never drop anything silently.
//! 6. Add `mod` and the constant to [`ALL`], before every format that would match the same files.
//! 7. Name the format in the help of `--from` (`src/cli/data_args.rs`). Add a test to `tests/it/formats`, a good file to
//!    `tests/it/hostile_files.rs`, and a page to `docs/formats`; CONTRIBUTING.md has the details.

mod bods;
mod companies_house;
mod followthemoney;
mod gleif;
mod icij;
mod json_outline;
mod json_stream;
mod json_value;
mod jsonl_records;
mod littlesis;
mod mode;
mod network;
mod ocds;
mod opencorporates;
mod row_sink;
mod sec;
mod stated_dates;
mod table_records;
mod wide;
mod wikidata;

use super::import::ImportFormat;

pub use followthemoney::NotExported;

/// All import formats. Detection tries them in this order, so stricter formats come first.
pub(crate) const ALL: &[ImportFormat] = &[
    ocds::OCDS,
    bods::BODS,
    followthemoney::FOLLOWTHEMONEY,
    littlesis::LITTLESIS,
    companies_house::COMPANIES_HOUSE,
    companies_house::SNAPSHOT,
    icij::ICIJ,
    opencorporates::OPENCORPORATES,
    sec::SEC,
    gleif::GLEIF,
    wikidata::WIKIDATA,
    network::PAJEK,
    network::UCINET,
    network::GRAPHML,
    network::GEXF,
    network::GML,
    network::EDGES,
    wide::WIDE,
];

//! The formats of registers, leaks and network programs, one module each.
//!
//! A module describes its format by an [`ImportFormat`](super::import::ImportFormat) and turns what its files
//! say into rows. To add a format, add its module and its line in [`ALL`].

mod bods;
mod companies_house;
mod followthemoney;
mod gleif;
mod icij;
mod json_stream;
mod json_value;
mod jsonl_records;
mod legal_form;
mod littlesis;
mod mode;
mod network;
mod opencorporates;
mod row_sink;
mod sec;
mod table_records;
mod wide;
mod wikidata;

use super::import::ImportFormat;

pub use followthemoney::NotExported;

/// Every foreign format, those that are told by more before those that are told by less.
pub const ALL: &[ImportFormat] = &[
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

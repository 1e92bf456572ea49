//! All integration tests, as one binary: `cargo test --test it`. See tests/README.md.
#![allow(unreachable_pub, reason = "nothing is exported from here")]

mod accounts;
mod after_as_of;
mod bundled_data;
mod cli;
mod conflict_groups;
mod conflict_oracle;
mod conflict_paths;
mod deal_cases;
mod deal_rules;
mod door;
mod dot;
mod examples;
mod figures_if_same;
mod formats;
mod founding_case;
mod hostile_files;
mod identity;
mod interlock_oracle;
mod network_oracle;
mod owner_chains;
mod pictures;
mod published;
mod published_tables;
mod published_trends;
mod resolve;
mod schema;
mod screen_cases;
mod second_reading;
#[cfg(unix)]
mod serve;
mod settled;
mod snapshot;
mod stories;
mod tables;
mod undecided;
mod vocabulary;
mod whatif_records;

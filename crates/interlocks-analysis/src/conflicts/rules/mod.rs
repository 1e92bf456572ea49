//! The rules, as methods of [`PartyPair`](super::party_pair::PartyPair): one file for each kind of question.

mod appointment_window;
pub(super) mod indirect_path;
mod owner_on_board;
mod related_person;
mod shared_director;

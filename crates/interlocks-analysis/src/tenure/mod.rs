//! Joining and leaving under partly known dates: the one mechanism behind `conflicts` and `event_study`.
//!
//! [`service_spells`] turns the recorded spells of a person at one place into unbroken service, with the exact days of
//! joining and leaving. [`Lag`] and its functions measure signed days from such an event to a deal, and
//! [`joining_probability`] how likely it is that the event lies near the deal.

mod lag;
mod probability;
mod service_spell;

pub(crate) use lag::{Lag, distance_text, is_within_window, lag, last_day};
pub(crate) use probability::{joining_probability, move_probability};
pub(crate) use service_spell::{ServiceSpell, SpellOnRecord, lag_since, service_spells};

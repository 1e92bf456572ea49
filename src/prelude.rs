//! The items that most programs need: `use interlocks::prelude::*;`

pub use crate::{
    BoardGraph, BuildOptions, Certainty, Clock, ConflictOptions, Dataset, Day, DaySpan, Entity, EntityKind, Error,
    LoadOptions, PairOptions, PartialDate, PathOptions, Query, conflicts, open, pairs, paths,
};
#[cfg(feature = "measures")]
pub use crate::{Measure, RankOptions, rank, stats};
#[cfg(feature = "render")]
pub use crate::{PageOptions, Picture, scenes, svg};
#[cfg(feature = "screens")]
pub use crate::{Rulebook, ScreenOptions, screen};

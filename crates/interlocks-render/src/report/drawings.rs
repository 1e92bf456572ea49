//! The drawings of a page: the timeline, and a picture of each path.

use crate::error::RenderError;
use crate::timeline::{self, TimelineOptions, timeline_svg};
use crate::{PageOptions, Picture, scenes, svg};
use interlocks_analysis::paths::Path;
use interlocks_analysis::report::Dossier;

/// The timeline of a dossier; none if nothing is dated or dates are ignored.
pub(crate) fn timeline(dossier: &Dossier) -> Result<Option<String>, RenderError> {
    if dossier.undated {
        return Ok(None);
    }
    timeline_svg(&timeline::scenes::of_two(&dossier.joint_history(), true), &TimelineOptions::default())
}

/// A path as a chain of boxes, without a headline: the page has one.
pub(crate) fn path(path: &Path) -> Result<String, RenderError> {
    let picture = scenes::chain(path);
    svg(&Picture { subtitle: None, ..picture }, &PageOptions::default())
}

//! Turns the SVG page into a PDF of one page: lines stay lines, text stays text, in the embedded fonts.

use krilla::Document;
use krilla::geom::Size;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};
use resvg::usvg::Tree;

use super::error::RenderError;
use super::svg::Page;
use super::usvg::usvg_options;

/// Points per pixel: a point is 1/72 inch, a pixel 1/96 inch.
const POINTS: f64 = 0.75;
/// The longest side a page may have, in points: 200 inches (ISO 32000-1, annex C).
const LONGEST: f64 = 14_400.0;

/// The page as PDF, in its size on a screen of 96 pixels per inch, or as large as a PDF may be. The
/// file contains no date, so the same page gives the same bytes.
pub(crate) fn document(page: &Page, title: &str) -> Result<Vec<u8>, RenderError> {
    let tree = Tree::from_str(&page.svg, &usvg_options()).map_err(|error| RenderError::Pdf(error.to_string()))?;
    let (width, height) = (f64::from(tree.size().width()), f64::from(tree.size().height()));
    let points = POINTS.min(LONGEST / width.max(height));
    let no_page = || RenderError::Pdf(format!("no page of {width} × {height} units"));
    let size = Size::from_wh((width * points) as f32, (height * points) as f32).ok_or_else(no_page)?;
    let settings = PageSettings::from_wh(size.width(), size.height()).ok_or_else(no_page)?;
    let mut document = Document::new();
    let mut sheet = document.start_page_with(settings);
    let mut surface = sheet.surface();
    surface.draw_svg(&tree, size, SvgSettings::default()).ok_or_else(no_page)?;
    surface.finish();
    sheet.finish();
    document.set_metadata(Metadata::new().title(title.to_owned()).creator("interlocks".to_owned()));
    document.finish().map_err(|error| RenderError::Pdf(format!("{error:?}")))
}

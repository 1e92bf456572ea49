//! Turns the SVG page into a raster image, with the embedded fonts only, so that the
//! same picture gives the same pixels on every machine.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::Tree;

use super::error::RenderError;
use super::svg::Page;
use super::usvg::usvg_options;

/// Options of rasterizing.
#[derive(Debug, Clone, PartialEq)]
pub struct PngOptions {
    /// Pixels per user unit; 2 is right for screens, 3 for print.
    pub scale: f64,
    /// Largest number of pixels of an image (4 bytes each while drawing).
    pub max_pixels: u64,
}

impl Default for PngOptions {
    fn default() -> Self {
        PngOptions { scale: 2.0, max_pixels: 100_000_000 }
    }
}

impl PngOptions {
    /// Sets the scale.
    pub fn scale(mut self, scale: f64) -> Self {
        self.scale = scale;
        self
    }
}

impl PngOptions {
    /// Reduces the scale if the image would exceed the bound on pixels.
    pub(super) fn fitting(self, page: &Page) -> Self {
        let scale = self.scale.min(largest_scale(page, self.max_pixels));
        self.scale(scale)
    }
}

/// The largest scale within a bound on pixels, rounded down.
fn largest_scale(page: &Page, max_pixels: u64) -> f64 {
    let largest = (max_pixels as f64 / (page.width * page.height)).sqrt();
    (largest * 100.0 - 1.0).floor().max(0.0) / 100.0
}

/// Rasterizes a page. Returns an error if the image would have more than `max_pixels` pixels,
/// before anything is allocated.
pub(crate) fn rasterize(page: &Page, options: &PngOptions) -> Result<Vec<u8>, RenderError> {
    let (width, height) = pixels(page, options)?;
    let tree = Tree::from_str(&page.svg, &usvg_options()).map_err(|e| RenderError::Raster(e.to_string()))?;
    let mut pixmap = Pixmap::new(width, height)
        .ok_or_else(|| RenderError::Raster(format!("no image of {width} × {height} pixels")))?;
    let size = tree.size();
    let scale = Transform::from_scale(width as f32 / size.width(), height as f32 / size.height());
    resvg::render(&tree, scale, &mut pixmap.as_mut());
    pixmap.encode_png().map_err(|e| RenderError::Raster(e.to_string()))
}

fn pixels(page: &Page, options: &PngOptions) -> Result<(u32, u32), RenderError> {
    if !(options.scale.is_finite() && options.scale > 0.0) {
        return Err(RenderError::Scale(options.scale));
    }
    let side = |length: f64| (length * options.scale).ceil().max(1.0);
    let (w, h) = (side(page.width), side(page.height));
    if w * h > options.max_pixels as f64 || w > f64::from(i32::MAX) || h > f64::from(i32::MAX) {
        return Err(RenderError::TooManyPixels {
            width: w as u64,
            height: h as u64,
            bound: options.max_pixels,
            largest_scale: largest_scale(page, options.max_pixels),
        });
    }
    Ok((w as u32, h as u32))
}

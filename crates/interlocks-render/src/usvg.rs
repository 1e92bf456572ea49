//! Options for reading SVG back: only the embedded fonts, none of the machine's.

use std::sync::{Arc, OnceLock};

use resvg::usvg::{Options, fontdb};

use super::text::{BOLD, FALLBACKS, REGULAR};

/// Returns options with the embedded fonts only.
pub(crate) fn usvg_options() -> Options<'static> {
    static FONTS: OnceLock<Arc<fontdb::Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut db = fontdb::Database::new();
        for data in [REGULAR, BOLD].iter().chain(FALLBACKS) {
            db.load_font_source(fontdb::Source::Binary(Arc::new(*data)));
        }
        db.set_sans_serif_family("Noto Sans");
        db.set_serif_family("Noto Sans");
        Arc::new(db)
    });
    Options { font_family: "Noto Sans".to_string(), fontdb: Arc::clone(fonts), ..Options::default() }
}

//! Progress reports while files are read.

use std::fmt;
use std::sync::Arc;

/// Receives progress reports while files are read; called from several threads.
pub trait Progress: Send + Sync {
    /// A file was opened; `bytes` is its size where that is known.
    fn begin(&self, file: &str, bytes: Option<u64>);
    /// `bytes` more bytes and `rows` more rows of the file were read.
    fn advance(&self, bytes: u64, rows: u64);
    /// All files were read.
    fn end(&self);
}

/// An optional receiver of progress reports; the default reports to nobody.
#[derive(Clone, Default)]
pub struct ProgressHandle(Option<Arc<dyn Progress>>);

impl ProgressHandle {
    /// Reports to `progress`.
    pub fn new(progress: Arc<dyn Progress>) -> ProgressHandle {
        ProgressHandle(Some(progress))
    }

    /// Sends one report, if there is a receiver.
    pub(super) fn report(&self, event: impl FnOnce(&dyn Progress)) {
        if let Some(progress) = &self.0 {
            event(&**progress);
        }
    }
}

impl fmt::Debug for ProgressHandle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "ProgressHandle(set)" } else { "ProgressHandle(none)" })
    }
}

//! Telling somebody how far reading has come.

use std::fmt;
use std::sync::Arc;

/// Is told of reading as it goes on; from several threads.
pub trait Progress: Send + Sync {
    /// A file is opened; how many bytes it has, where that is known.
    fn begin(&self, file: &str, bytes: Option<u64>);
    /// So many more bytes and rows of it were read.
    fn advance(&self, bytes: u64, rows: u64);
    /// Reading is over.
    fn end(&self);
}

/// Who watches, if anybody does.
#[derive(Clone, Default)]
pub struct Watch(Option<Arc<dyn Progress>>);

impl Watch {
    /// Somebody who watches.
    pub fn by(progress: Arc<dyn Progress>) -> Watch {
        Watch(Some(progress))
    }

    pub(super) fn tell(&self, what: impl FnOnce(&dyn Progress)) {
        if let Some(progress) = &self.0 {
            what(&**progress);
        }
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Watch(somebody)" } else { "Watch(nobody)" })
    }
}

//! Data that a program has in memory.

use std::fmt;
use std::sync::Arc;

use interlocks::dataset::{Dataset, DatasetError, LoadOptions};

/// Reads data that a program has in memory.
type ReadMemory = dyn Fn(&LoadOptions) -> Result<Dataset, DatasetError> + Send + Sync;

/// Data that a program has in memory, and how it is read.
#[derive(Clone)]
pub struct InMemory(Arc<ReadMemory>);

impl InMemory {
    /// Data that a function reads.
    pub fn new(read: impl Fn(&LoadOptions) -> Result<Dataset, DatasetError> + Send + Sync + 'static) -> InMemory {
        InMemory(Arc::new(read))
    }

    /// Reads the data.
    ///
    /// # Errors
    /// Those of the function.
    pub fn read(&self, options: &LoadOptions) -> Result<Dataset, DatasetError> {
        (self.0)(options)
    }
}

impl fmt::Debug for InMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InMemory")
    }
}

//! A progress bar on the terminal while long files are read.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::output::printable;
use interlocks::dataset::Progress;

/// Shorter work shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// A bar that appears once reading has taken a second, with bytes, rows and their rate.
#[derive(Debug)]
pub struct Bar {
    start: Instant,
    rows: AtomicU64,
    bar: Mutex<ProgressBar>,
}

impl Bar {
    /// A bar that is not shown yet.
    pub fn new() -> Bar {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let style = "{msg} {bar:30} {bytes}/{total_bytes} {binary_bytes_per_sec} {prefix}";
        if let Ok(style) = ProgressStyle::with_template(style) {
            bar.set_style(style);
        }
        Bar { start: Instant::now(), rows: AtomicU64::new(0), bar: Mutex::new(bar) }
    }

    fn with(&self, change: impl FnOnce(&ProgressBar)) {
        // A panic elsewhere leaves the bar usable.
        change(&self.bar.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
    }
}

impl Progress for Bar {
    fn begin(&self, file: &str, bytes: Option<u64>) {
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned();
        self.with(|bar| {
            bar.set_message(printable(&name));
            bar.set_position(0);
            bar.set_length(bytes.unwrap_or(0));
        });
    }

    fn advance(&self, bytes: u64, rows: u64) {
        let rows = self.rows.fetch_add(rows, Ordering::Relaxed) + rows;
        let elapsed = self.start.elapsed();
        self.with(|bar| {
            if elapsed > PATIENCE {
                if bar.is_hidden() {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                }
                let rate = rows as f64 / elapsed.as_secs_f64().max(0.001) / 1e6;
                bar.set_prefix(format!("{:.1} million rows, {rate:.1} million rows/s", rows as f64 / 1e6));
            }
            bar.inc(bytes);
        });
    }

    fn end(&self) {
        self.with(ProgressBar::finish_and_clear);
    }
}

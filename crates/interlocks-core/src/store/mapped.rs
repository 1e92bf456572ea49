//! A file mapped into memory, checked page by page as it is touched.
//!
//! The one module with `unsafe` in it: mapping a file is safe only while nobody else changes it.
//! A snapshot is written beside its name and renamed over it, so our own writers never change a
//! file that is open; against others the page checksums are a guard for what was altered before,
//! and the documentation says not to write into a snapshot that is in use.
#![allow(unsafe_code)]

use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};

use rayon::prelude::*;

/// Bytes that share one checksum.
pub const PAGE: usize = 1 << 16;

/// A mapped file whose bytes `first..end` are covered by checksums.
#[derive(Debug)]
pub struct Map {
    mapped: memmap2::Mmap,
    covered: Range<usize>,
    sums: Vec<u32>,
    checked: Vec<AtomicU8>,
    all_checked: AtomicBool,
    /// One more than the offset of the first damaged page met; 0 while there is none.
    damage: AtomicU64,
}

const UNKNOWN: u8 = 0;
const SOUND: u8 = 1;
const DAMAGED: u8 = 2;

impl Map {
    /// Maps a file. Nothing of it is handed out by [`Map::get`] before [`Map::cover`].
    pub fn of(file: &File) -> io::Result<Map> {
        // SAFETY: the mapping is read-only and lives as long as the `Map`. That the file is not
        // changed meanwhile cannot be proved here; see the head of this module. Every read is
        // bounds-checked against the length at mapping time, and bytes are never taken for
        // anything but numbers and checked UTF-8.
        let mapped = unsafe { memmap2::Mmap::map(file)? };
        Ok(Map {
            mapped,
            covered: 0..0,
            sums: Vec::new(),
            checked: Vec::new(),
            all_checked: AtomicBool::new(false),
            damage: AtomicU64::new(0),
        })
    }

    /// The bytes as they are, not checked.
    pub fn raw(&self) -> &[u8] {
        &self.mapped
    }

    /// Says which bytes are covered by checksums, a checksum a page.
    pub fn cover(&mut self, covered: Range<usize>, sums: Vec<u32>) {
        self.checked = sums.iter().map(|_| AtomicU8::new(UNKNOWN)).collect();
        (self.covered, self.sums) = (covered, sums);
    }

    /// Covered bytes that pass their checksums.
    #[inline]
    pub fn get(&self, range: Range<usize>) -> Option<&[u8]> {
        let bytes = self.mapped.get(range.clone())?;
        (self.all_checked.load(Ordering::Relaxed) || self.is_sound(range)).then_some(bytes)
    }

    fn is_sound(&self, range: Range<usize>) -> bool {
        if range.start < self.covered.start || range.end > self.covered.end {
            return false;
        }
        let (first, last) = (range.start - self.covered.start, range.end.max(range.start + 1) - 1 - self.covered.start);
        (first / PAGE..=last / PAGE).all(|page| self.is_sound_page(page))
    }

    fn is_sound_page(&self, page: usize) -> bool {
        let Some(state) = self.checked.get(page) else { return false };
        match state.load(Ordering::Relaxed) {
            UNKNOWN => {}
            known => return known == SOUND,
        }
        let start = self.covered.start + page * PAGE;
        let bytes = &self.mapped[start..(start + PAGE).min(self.covered.end)];
        let sound = crc32fast::hash(bytes) == self.sums[page];
        state.store(if sound { SOUND } else { DAMAGED }, Ordering::Relaxed);
        if !sound {
            let _ = self.damage.compare_exchange(0, start as u64 + 1, Ordering::Relaxed, Ordering::Relaxed);
        }
        sound
    }

    /// Checks every page, in parallel; reading is quicker afterwards.
    pub fn check_all(&self) {
        let pages = self.sums.len();
        if (0..pages).into_par_iter().with_min_len(16).all(|page| self.is_sound_page(page)) {
            self.all_checked.store(true, Ordering::Relaxed);
        }
    }

    /// The offset of a page that did not pass its checksum, if any was met.
    pub fn damage(&self) -> Option<u64> {
        self.damage.load(Ordering::Relaxed).checked_sub(1)
    }
}

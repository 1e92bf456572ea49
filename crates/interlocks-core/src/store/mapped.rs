//! A memory-mapped file whose pages are checked when they are first read.
//!
//! This is the only module with `unsafe` code: mapping a file is safe only while no process changes it.
//! A snapshot is written to a temporary file and renamed, so our own writers never change a
//! file that is open. The page checksums detect changes that other programs made before the page was read,
//! and the documentation says not to write into a snapshot that is in use.
#![allow(unsafe_code)]

use std::fs::File;
use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicU64, Ordering};

use rayon::prelude::*;

/// The bytes per checksum.
pub(super) const PAGE: usize = 1 << 16;

/// A mapped file of which a range of bytes is covered by checksums.
#[derive(Debug)]
pub(super) struct Map {
    mapped: memmap2::Mmap,
    covered: Range<usize>,
    sums: Vec<u32>,
    checked: Vec<AtomicU8>,
    all_checked: AtomicBool,
    /// One more than the offset of the first damaged page that was read; 0 if there is none.
    damage: AtomicU64,
}

const UNKNOWN: u8 = 0;
const SOUND: u8 = 1;
const DAMAGED: u8 = 2;

impl Map {
    /// Maps a file. [`Map::get`] returns nothing before [`Map::set_checksums`] is called.
    pub(super) fn new(file: &File) -> io::Result<Map> {
        // SAFETY: the mapping is read-only and lives as long as the `Map`. It cannot be proved here that the file
        // does not change in the meantime; see the documentation of this module. Every read is
        // bounds-checked against the length at mapping time, and bytes are interpreted only
        // as numbers and as UTF-8 that is checked.
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

    /// Returns all bytes, without checking them.
    pub(super) fn raw(&self) -> &[u8] {
        &self.mapped
    }

    /// Sets the range of bytes that is covered by checksums, one per page.
    pub(super) fn set_checksums(&mut self, covered: Range<usize>, sums: Vec<u32>) {
        self.checked = sums.iter().map(|_| AtomicU8::new(UNKNOWN)).collect();
        (self.covered, self.sums) = (covered, sums);
    }

    /// Returns covered bytes; `None` if they are out of range or fail their checksums.
    #[inline]
    pub(super) fn get(&self, range: Range<usize>) -> Option<&[u8]> {
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

    /// Checks every page, in parallel; reading is faster afterwards.
    pub(super) fn check_all(&self) {
        let pages = self.sums.len();
        if (0..pages).into_par_iter().with_min_len(16).all(|page| self.is_sound_page(page)) {
            self.all_checked.store(true, Ordering::Relaxed);
        }
    }

    /// Returns the offset of the first page that was read and failed its checksum.
    pub(super) fn damage(&self) -> Option<u64> {
        self.damage.load(Ordering::Relaxed).checked_sub(1)
    }
}

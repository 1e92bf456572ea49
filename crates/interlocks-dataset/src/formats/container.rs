//! Recognizes files that contain tables, and files of programs whose tables cannot be read.

use crate::data_file::DataFile;

/// A kind of file that contains tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// A workbook of a spreadsheet program: `.xlsx`, `.xlsb`, `.xls`, `.ods`.
    Workbook,
    /// A zip archive.
    Zip,
}

/// The bytes at the beginning of a zip archive, and of an empty one.
const ZIP: [&[u8]; 2] = [b"PK\x03\x04", b"PK\x05\x06"];

/// The bytes at the beginning of a compound file, such as `.xls`.
const COMPOUND: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// The longest beginning by which a container is known.
pub(crate) const SNIFFED: u64 = 200;

impl Container {
    /// Recognizes a container by its first bytes.
    pub(crate) fn from_magic(bytes: &[u8]) -> Option<Container> {
        if bytes.starts_with(COMPOUND) {
            return Some(Container::Workbook);
        }
        if !ZIP.iter().any(|magic| bytes.starts_with(magic)) {
            return None;
        }
        // Workbooks are archives too; their first member often says so.
        let has = |part: &[u8]| memchr::memmem::find(bytes, part).is_some();
        let is_workbook = [&b"[Content_Types].xml"[..], b"mimetype", b"_rels/", b"xl/"].into_iter().any(has);
        Some(if is_workbook { Container::Workbook } else { Container::Zip })
    }

    pub(crate) fn of(file: &DataFile) -> Option<Container> {
        let found = Container::from_magic(&file.first_bytes(SNIFFED).ok()?)?;
        #[cfg(feature = "containers")]
        if found == Container::Zip && super::has_sheets(file) {
            return Some(Container::Workbook);
        }
        Some(found)
    }
}

/// Returns what a file is, and what to do about it, if it is known to be of a program whose files are not read.
pub(crate) fn foreign_program(bytes: &[u8], name: &str) -> Option<&'static str> {
    let by_content: [(&[u8], &str); 8] = [
        (b"<stata_dta", STATA),
        (b"$FL2", SPSS),
        (b"$FL3", SPSS),
        (b"RDX", R),
        (b"%PDF", "this is a PDF; copy its table into a spreadsheet and save it as CSV UTF-8"),
        (b"SQLite format 3", "this is an SQLite database; export the table as CSV UTF-8"),
        (b"{\\rtf", "this is a text document; copy its table into a spreadsheet and save it as CSV UTF-8"),
        (b"<!DOCTYPE html", "this is a web page; copy its table into a spreadsheet and save it as CSV UTF-8"),
    ];
    let known = by_content.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, message)| *message);
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    known.or(match ending.as_str() {
        "dta" => Some(STATA),
        "sav" | "por" | "zsav" => Some(SPSS),
        "rds" | "rdata" | "rda" => Some(R),
        "sas7bdat" | "xpt" => Some("this is a SAS file; export the table as CSV UTF-8 (PROC EXPORT)"),
        "mat" => Some("this is a MATLAB file; export the table as CSV UTF-8 (writetable)"),
        "pkl" | "pickle" => Some("this is a Python pickle; export the table as CSV UTF-8 (DataFrame.to_csv)"),
        "mdb" | "accdb" => Some("this is an Access database; export the table as CSV UTF-8"),
        "numbers" => Some("this is a Numbers document; export the sheet as CSV UTF-8"),
        "docx" | "doc" | "odt" | "pptx" => {
            Some("this is a document; copy its table into a spreadsheet and save it as CSV UTF-8")
        }
        _ => None,
    })
}

const STATA: &str = "this is a Stata file; export the table as CSV UTF-8 (export delimited)";
const SPSS: &str = "this is an SPSS file; export the table as CSV UTF-8 (SAVE TRANSLATE)";
const R: &str = "this is an R file; export the table as CSV UTF-8 (write.csv)";

//! Containers: workbooks, zip archives and folders of exports.

use std::io::Write;
use std::path::Path;

use zip::write::SimpleFileOptions;

use super::{PAIR, folder_of, run_in};

/// Writes a zip archive.
pub(super) fn write_zip(path: &Path, files: &[(&str, impl AsRef<[u8]>)]) {
    let mut archive = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    for (name, text) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_ref()).unwrap();
    }
    archive.finish().unwrap();
}

/// A cell of a workbook.
pub(super) enum Cell<'a> {
    Text(&'a str),
    /// A number of days since 1899-12-30, formatted as a date.
    Date(u32),
    /// The same, formatted as a number.
    Number(f64),
}

use Cell::{Date, Number, Text};

/// Writes an Excel workbook with sheets of a name and rows.
pub(super) fn write_xlsx(path: &Path, sheets: &[(&str, &[&[Cell<'_>]])]) {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let packages = "http://schemas.openxmlformats.org/package/2006";
    // Programs differ in the order of the parts.
    let mut files = vec![
        ("docProps/app.xml".to_owned(), "<Properties/>".to_owned()),
        (
            "_rels/.rels".to_owned(),
            format!(
                "<Relationships xmlns=\"{packages}/relationships\"><Relationship Id=\"r\" Type=\"{relations}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        (
            "xl/styles.xml".to_owned(),
            format!(
                "<styleSheet xmlns=\"{main}\"><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>"
            ),
        ),
    ];
    let (mut list, mut targets) = (String::new(), String::new());
    for (at, (name, rows)) in sheets.iter().enumerate() {
        list += &format!("<sheet name=\"{name}\" sheetId=\"{}\" r:id=\"r{at}\"/>", at + 1);
        targets +=
            &format!("<Relationship Id=\"r{at}\" Type=\"{relations}/worksheet\" Target=\"worksheets/s{at}.xml\"/>");
        let mut data = String::new();
        for (number, row) in rows.iter().enumerate() {
            data += &format!("<row r=\"{}\">", number + 1);
            for (column, cell) in row.iter().enumerate() {
                let place = format!("{}{}", (b'A' + column as u8) as char, number + 1);
                data += &match cell {
                    Text(text) => format!("<c r=\"{place}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"),
                    Date(days) => format!("<c r=\"{place}\" s=\"1\"><v>{days}</v></c>"),
                    Number(number) => format!("<c r=\"{place}\"><v>{number}</v></c>"),
                };
            }
            data += "</row>";
        }
        let sheet = format!("<worksheet xmlns=\"{main}\"><sheetData>{data}</sheetData></worksheet>");
        files.push((format!("xl/worksheets/s{at}.xml"), sheet));
    }
    files.push((
        "xl/workbook.xml".to_owned(),
        format!("<workbook xmlns=\"{main}\" xmlns:r=\"{relations}\"><sheets>{list}</sheets></workbook>"),
    ));
    files.push((
        "xl/_rels/workbook.xml.rels".to_owned(),
        format!("<Relationships xmlns=\"{packages}/relationships\">{targets}<Relationship Id=\"s\" Type=\"{relations}/styles\" Target=\"styles.xml\"/></Relationships>"),
    ));
    files.push(("[Content_Types].xml".to_owned(), format!("<Types xmlns=\"{packages}/content-types\"/>")));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    write_zip(path, &files);
}

/// Good files of each container, as the endings of their names and their bytes.
pub(crate) fn good_containers() -> Vec<(&'static str, Vec<u8>)> {
    let folder = tempfile::tempdir().unwrap();
    let (book, archive) = (folder.path().join("boards.xlsx"), folder.path().join("boards.zip"));
    let seats: &[&[Cell<'_>]] = &[
        &[Text("person"), Text("company"), Text("start"), Text("end")],
        &[Text("Anna Quill"), Text("Northern Tin"), Date(37742), Number(39933.0)],
    ];
    write_xlsx(&book, &[("Seats", seats)]);
    let table = "person,company,start\nAnna Quill,Northern Tin,2001\n";
    write_zip(
        &archive,
        &[("uk.csv", table), ("de/seats.csv", "Name;Gesellschaft;von\nAnna Quill;Western Rope;2002\n")],
    );
    vec![("xlsx", std::fs::read(&book).unwrap()), ("zip", std::fs::read(&archive).unwrap())]
}

#[test]
fn a_workbook_is_read_sheet_by_sheet() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("boards.xlsx");
    let notes: &[&[Cell<'_>]] = &[&[Text("made by hand")]];
    // German headings below a title; a date, a number of days that is none by its format, and a year.
    let seats: &[&[Cell<'_>]] = &[
        &[Text("Mandate 2024")],
        &[Text("Name"), Text("Gesellschaft"), Text("Beginn"), Text("Ende")],
        &[Text("Anna Quill"), Text("Northern Tin"), Date(37742), Number(39933.0)],
        &[Text("Anna Quill"), Text("Western Rope"), Number(2005.0)],
    ];
    write_xlsx(&path, &[("Notizen", notes), ("Mandate", seats)]);
    let answered = run_in(folder.path(), &["pairs", "boards.xlsx"]);
    assert_eq!(answered.pairs(), [PAIR], "{}", answered.told);
    assert!(answered.has_note("boards.xlsx#Notizen") || answered.has_note("Notizen"), "{:?}", answered.notes);
    let row = &answered.results[0]["people"][0]["certain"][0];
    assert_eq!((row["from"].as_str(), row["to"].as_str()), (Some("2005-12-31"), Some("2009-04-30")));
    for sheet in ["Mandate", "mandate", "2"] {
        assert_eq!(run_in(folder.path(), &["pairs", "boards.xlsx", "--sheet", sheet]).pairs(), [PAIR], "{sheet}");
    }
    let missing = run_in(folder.path(), &["pairs", "boards.xlsx", "--sheet", "Boards"]);
    assert!(missing.code == 3 && missing.told.contains("Notizen, Mandate"), "{}", missing.told);
    let none = run_in(folder.path(), &["pairs", "boards.xlsx", "--sheet", "Notizen"]);
    assert!(none.code == 3 && none.told.contains("none of the tables"), "{}", none.told);
}

#[test]
fn the_sheets_of_a_workbook_may_be_the_tables_of_a_dataset() {
    let folder = tempfile::tempdir().unwrap();
    let seats: &[&[Cell<'_>]] = &[
        &[Text("person"), Text("company"), Text("start")],
        &[Text("Anna Quill"), Text("1"), Number(2001.0)],
        &[Text("Anna Quill"), Number(2.0), Number(2002.0)],
    ];
    let companies: &[&[Cell<'_>]] =
        &[&[Text("id"), Text("name")], &[Number(1.0), Text("Northern Tin")], &[Number(2.0), Text("Western Rope")]];
    write_xlsx(&folder.path().join("x.xlsx"), &[("seats", seats), ("companies", companies)]);
    let answered = run_in(folder.path(), &["pairs", "x.xlsx"]);
    assert_eq!(answered.pairs(), [PAIR], "{}", answered.told);
}

#[test]
fn a_panel_or_merged_cells_in_a_workbook_are_read_as_in_a_table() {
    let folder = tempfile::tempdir().unwrap();
    let panel: &[&[Cell<'_>]] = &[
        &[Text("CompanyName"), Text("DirectorName"), Text("Year")],
        &[Text("Northern Tin"), Text("Anna Quill"), Number(2010.0)],
        &[Text("Western Rope"), Text("Anna Quill"), Number(2013.0)],
        &[Text("Northern Tin"), Text("Ben Orr"), Number(2010.0)],
        &[Text("Western Rope"), Text("Ben Orr"), Number(2010.0)],
    ];
    write_xlsx(&folder.path().join("panel.xlsx"), &[("Sheet1", panel)]);
    let answered = run_in(folder.path(), &["pairs", "panel.xlsx"]);
    assert_eq!(answered.pairs(), ["Northern Tin - Western Rope: Ben Orr (possible)"], "{}", answered.told);
}

#[test]
fn an_open_document_spreadsheet_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let text = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let date = |date: &str| {
        format!(
            "<table:table-cell office:value-type=\"date\" office:date-value=\"{date}\"><text:p>x</text:p></table:table-cell>"
        )
    };
    let rows = [
        [text("nom"), text("société"), text("date de début")].concat(),
        [text("Anna Quill"), text("Northern Tin"), date("2001-05-01")].concat(),
        [text("Anna Quill"), text("Western Rope"), date("2002-05-01T00:00:00")].concat(),
    ];
    let rows: String = rows.iter().map(|row| format!("<table:table-row>{row}</table:table-row>")).collect();
    let content = format!(
        "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"><office:body><office:spreadsheet><table:table table:name=\"Feuille1\">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"
    );
    let mime = "application/vnd.oasis.opendocument.spreadsheet";
    let manifest = "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"/>";
    let files = [("mimetype", mime), ("content.xml", &content), ("META-INF/manifest.xml", manifest)];
    write_zip(&folder.path().join("mandats.ods"), &files);
    let answered = run_in(folder.path(), &["pairs", "mandats.ods"]);
    assert_eq!(answered.pairs(), [PAIR], "{}", answered.told);
}

#[test]
fn a_folder_or_an_archive_of_exports_is_read_as_one() {
    let exports = [
        ("uk.csv", "director,company,from\nAnna Quill,Northern Tin,2001\n"),
        ("de.csv", "Export vom 1.1.2024\nName;Gesellschaft;von\nAnna Quill;Western Rope;2002\n"),
        ("fr/fr.tsv", "nom\tsociété\tdepuis\nBen Orr\tEast Clay\t2003\n"),
        ("readme.txt", "exported by hand"),
    ];
    let named: Vec<(String, &str)> = exports.iter().map(|(name, text)| (format!("exports/{name}"), *text)).collect();
    let named: Vec<(&str, &str)> = named.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let folder = folder_of(&named);
    write_zip(&folder.path().join("exports.zip"), &exports);
    for data in ["exports", "exports.zip"] {
        let answered = run_in(folder.path(), &["pairs", data]);
        assert_eq!(answered.pairs(), [PAIR], "{data}: {}", answered.told);
        assert!(answered.has_note("readme.txt"), "{data}: {:?}", answered.notes);
        let checked = run_in(folder.path(), &["check", data]);
        assert_eq!((&checked.results["seats"], &checked.results["people"]), (&3.into(), &2.into()), "{data}");
    }
    // An archive without a table is refused, with the names of what is in it.
    write_zip(&folder.path().join("none.zip"), &exports[3..]);
    let none = run_in(folder.path(), &["pairs", "none.zip"]);
    assert!(none.code == 3 && none.told.contains("readme.txt"), "{}", none.told);
}

#[test]
fn broken_containers_and_files_of_other_programs_say_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("cut.xlsx", b"PK\x03\x04\x14\0\0\0[Content_Types].xml");
    write("cut.zip", b"PK\x03\x04\x14\0\0\0a.csv");
    write("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 nothing more");
    write("boards.dta", b"<stata_dta><header>");
    write("boards.sav", b"$FL2@(#) SPSS DATA FILE");
    write("boards.pdf", b"%PDF-1.7");
    write("boards.rds", b"\x1f\x8bnothing");
    for (name, word) in [
        ("cut.xlsx", "save the sheet as CSV"),
        ("cut.zip", "damaged"),
        ("old.xls", "save the sheet as CSV"),
        ("boards.dta", "Stata"),
        ("boards.sav", "SPSS"),
        ("boards.pdf", "PDF"),
        ("boards.rds", "R file"),
    ] {
        let answered = run_in(folder.path(), &["pairs", name]);
        assert!(answered.code == 3 && answered.told.contains(word), "{name}: {} {}", answered.code, answered.told);
    }
}

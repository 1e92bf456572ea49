//! A property of all tables: what a table says does not depend on how it is written. Random seats are written twice, once
//! plainly and once with other words, dates, encodings, separators, sheets and containers; the answers are the same.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use interlocks::analysis::pairs::{PairOptions, pairs};
use interlocks::dataset::{Dataset, LoadOptions, Table, TextEncoding};
use interlocks::graph::{BoardGraph, BuildOptions};
use interlocks::model::vocabulary::DateOrder;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

use super::containers::{Cell, write_xlsx, write_zip};

/// A date as far as it is known.
#[derive(Clone, Copy, Debug)]
enum When {
    Day(u16, u8, u8),
    Month(u16, u8),
    Year(u16),
    Unknown,
    Running,
    /// A text that is not a date.
    Unreadable,
}

/// A seat, as numbers into the lists of names and of kinds of role.
#[derive(Clone, Debug)]
struct Row {
    /// `None` for nobody.
    person: Option<usize>,
    company: Option<usize>,
    role: Option<usize>,
    start: When,
    end: When,
}

const PEOPLE: [&str; 6] =
    ["Anna Quill", "Ben Orr", "José Núñez", "Jürgen Groß", "O'Neil, Sean", "Zoë \"Zed\" van den Berg"];
const COMPANIES: [&str; 5] =
    ["Northern Tin", "Western Rope & Sons", "Müller Söhne AG", "Société Générale d'Été", "Eastern, Clay Ltd"];
const FIELDS: [&str; 5] = ["person", "company", "role", "start", "end"];
const TITLES: [&str; 3] = ["Mandate 2024", "Board seats, exported by hand", "Aufsichtsräte"];
const MONTHS: [[&str; 12]; 4] = [
    interlocks_core::wording::MONTHS,
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
];

/// The words that mean the same, from the tables of the project.
struct Words {
    /// The headings of each field, by language.
    headings: BTreeMap<String, [Vec<String>; 5]>,
    /// Roles that say the same, by what they say.
    roles: Vec<Vec<String>>,
    none: Vec<String>,
    running: Vec<String>,
    nobody: Vec<String>,
}

/// Returns the first cells of the rows of a table of words.
fn rows(path: &str) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(Path::new("crates").join(path)).unwrap();
    let mut lines = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    lines.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let all = rows("interlocks-dataset/vocabulary/headings.csv");
    let mut meanings: HashMap<String, usize> = HashMap::new();
    all.iter().for_each(|row| *meanings.entry(row[0].clone()).or_default() += 1);
    let mut headings: BTreeMap<String, [Vec<String>; 5]> = BTreeMap::new();
    for row in all.iter().filter(|row| meanings[&row[0]] == 1) {
        if let Some(field) = FIELDS.iter().position(|field| *field == row[1]) {
            headings.entry(row[3].clone()).or_default()[field].push(row[2].clone());
        }
    }
    headings.retain(|_, fields| fields.iter().all(|words| !words.is_empty()));
    let mut roles: BTreeMap<Vec<String>, Vec<String>> = BTreeMap::new();
    for row in rows("interlocks-core/vocabulary/role_cases.csv") {
        roles.entry(row[2..6].to_vec()).or_default().push(row[0].clone());
    }
    let values = rows("interlocks-core/vocabulary/values.csv");
    let with = |meaning: &str| -> Vec<String> {
        values.iter().filter(|row| row[2] == meaning).map(|row| row[0].clone()).collect()
    };
    let running = with("running");
    let none = with("none").into_iter().filter(|word| !running.contains(word)).collect();
    // A single letter is an initial.
    let nobody = with("nobody").into_iter().filter(|word| word.chars().count() > 1).collect();
    Words { headings, roles: roles.into_values().collect(), none, running, nobody }
});

/// Numbers that choose a spelling; all are 0 once they are used up, and 0 is the plain spelling.
struct Choices<'c>(std::slice::Iter<'c, u16>);

impl Choices<'_> {
    fn up_to(&mut self, count: usize) -> usize {
        usize::from(self.0.next().copied().unwrap_or(0)) % count
    }

    fn one<'w, T>(&mut self, words: &'w [T]) -> &'w T {
        &words[self.up_to(words.len())]
    }

    /// Chooses one of the words that an encoding has; the first if it has none.
    fn word<'w>(&mut self, words: &'w [String], only_latin: bool) -> &'w str {
        let known: Vec<&String> = words.iter().filter(|word| !only_latin || is_latin(word)).collect();
        known.get(self.up_to(known.len().max(1))).map_or(words[0].as_str(), |word| word.as_str())
    }
}

fn is_latin(text: &str) -> bool {
    text.chars().all(|sign| matches!(sign, '\0'..='\u{7f}' | '\u{a0}'..='\u{ff}'))
}

/// A cell before it is written in a format.
#[derive(Clone, Debug)]
enum Written {
    Text(String),
    /// A date cell of a workbook.
    Day(u16, u8, u8),
    /// A number of a workbook or of JSON.
    Number(u16),
}

fn day_number(year: u16, month: u8, day: u8) -> u32 {
    let date: interlocks::model::PartialDate = format!("{year}-{month:02}-{day:02}").parse().unwrap();
    (date.earliest().number() + 25_569) as u32
}

impl Written {
    fn text(&self) -> String {
        match self {
            Written::Text(text) => text.clone(),
            Written::Day(year, month, day) => format!("{year}-{month:02}-{day:02}"),
            Written::Number(year) => year.to_string(),
        }
    }
}

/// The format of a file.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Form {
    Table { separator: char, told: bool, title: bool },
    Sheet,
    Json,
    Lines,
}

/// How a file is written.
#[derive(Clone, Copy, Debug)]
struct Style {
    form: Form,
    encoding: usize,
    line_end: &'static str,
}

/// UTF-8, the same with a mark, UTF-16 in both orders, Windows-1252.
const WINDOWS: usize = 4;

fn spelled_date(when: When, choices: &mut Choices<'_>, only_latin: bool) -> Written {
    let text = |text: String| Written::Text(text);
    match when {
        When::Day(year, month, day) => {
            let at = usize::from(month) - 1;
            match choices.up_to(15) {
                0 => text(format!("{year}-{month:02}-{day:02}")),
                1 => Written::Day(year, month, day),
                2 => text(format!("{day}.{month}.{year}")),
                3 => text(format!("{day:02}.{month:02}.{year}")),
                4 => text(format!("{day:02}/{month:02}/{year}")),
                5 => text(format!("{day}/{month}/{year}")),
                6 => text(format!("{year}/{month}/{day}")),
                7 => text(format!("{year}{month:02}{day:02}")),
                8 => text(format!("{day} {} {year}", choices.one(&MONTHS)[at])),
                9 => text(format!("{}. {} {year}", day, MONTHS[2][at])),
                10 => text(format!("{} {day}, {year}", MONTHS[choices.up_to(2)][at])),
                11 => text(format!("{year}-{month:02}-{day:02}T00:00:00Z")),
                12 => text(format!("{year}-{month:02}-{day:02} 00:00:00")),
                13 if !only_latin => text(format!("{year}年{month}月{day}日")),
                _ => text(format!("{day:02}-{}-{year}", MONTHS[1][at])),
            }
        }
        When::Month(year, month) => {
            let at = usize::from(month) - 1;
            match choices.up_to(7) {
                0 => text(format!("{year}-{month:02}")),
                1 => text(format!("{month:02}/{year}")),
                2 => text(format!("{month}.{year}")),
                3 => text(format!("{} {year}", choices.one(&MONTHS)[at])),
                4 => text(format!("{year}-{month:02}-00")),
                5 if !only_latin => text(format!("{year}年{month}月")),
                _ => text(format!("{year}{month:02}")),
            }
        }
        When::Year(year) => match choices.up_to(6) {
            0 => text(year.to_string()),
            1 => Written::Number(year),
            2 => text(format!("{year}.0")),
            3 => text(format!("{year}-00-00")),
            4 => text(format!("in {year}")),
            _ => text(format!(" {year} ")),
        },
        When::Unknown => match choices.up_to(3) {
            0 => text(String::new()),
            _ => text(choices.word(&WORDS.none, only_latin).to_owned()),
        },
        When::Running => match choices.up_to(4) {
            0 => text("present".to_owned()),
            1 => text("heute".to_owned()),
            _ => text(choices.word(&WORDS.running, only_latin).to_owned()),
        },
        When::Unreadable => text("soon".to_owned()),
    }
}

fn spelled(row: &Row, choices: &mut Choices<'_>, only_latin: bool) -> [Written; 5] {
    let person = match row.person {
        Some(person) => PEOPLE[person].to_owned(),
        None if choices.up_to(2) == 0 => "vacant".to_owned(),
        None => choices.word(&WORDS.nobody, only_latin).to_owned(),
    };
    let company = row.company.map_or(String::new(), |company| COMPANIES[company].to_owned());
    let role = match row.role {
        Some(role) => choices.word(&WORDS.roles[role], only_latin).to_owned(),
        None if choices.up_to(2) == 0 => String::new(),
        None => choices.word(&WORDS.none, only_latin).to_owned(),
    };
    let start = spelled_date(row.start, choices, only_latin);
    let end = spelled_date(row.end, choices, only_latin);
    [Written::Text(person), Written::Text(company), Written::Text(role), start, end]
}

fn encoded(text: &str, encoding: usize) -> Vec<u8> {
    let wide = |order: fn(u16) -> [u8; 2]| {
        [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(order).collect::<Vec<u8>>()
    };
    match encoding {
        1 => format!("\u{feff}{text}").into_bytes(),
        2 => wide(u16::to_le_bytes),
        3 => wide(u16::to_be_bytes),
        WINDOWS => text.chars().map(|sign| u8::try_from(u32::from(sign)).unwrap()).collect(),
        _ => text.as_bytes().to_vec(),
    }
}

/// The headings and the cells of a file.
#[derive(Debug)]
struct Page {
    headings: Vec<String>,
    cells: Vec<Vec<Written>>,
}

impl Page {
    /// Chooses the words of a page and the order of its columns.
    fn new(rows: &[Row], only_latin: bool, choices: &mut Choices<'_>) -> Page {
        let language = choices.up_to(WORDS.headings.len() + 1);
        let heading = |(words, field): (&Vec<String>, &str)| {
            let word = choices.word(words, only_latin);
            if only_latin && !is_latin(word) { field.to_owned() } else { word.to_owned() }
        };
        let headings: Vec<String> = match language.checked_sub(1).and_then(|at| WORDS.headings.values().nth(at)) {
            Some(words) => words.iter().zip(FIELDS).map(heading).collect(),
            None => FIELDS.map(str::to_owned).to_vec(),
        };
        let turn = choices.up_to(FIELDS.len());
        let turned = |cells: &[Written; 5]| {
            let mut cells = cells.to_vec();
            cells.rotate_left(turn);
            cells
        };
        let cells = rows.iter().map(|row| turned(&spelled(row, choices, only_latin))).collect();
        let mut page = Page { headings, cells };
        page.headings.rotate_left(turn);
        page
    }

    /// Returns the texts of all cells, the headings first.
    fn texts(&self) -> Vec<Vec<String>> {
        let rows = self.cells.iter().map(|row| row.iter().map(Written::text).collect());
        std::iter::once(self.headings.clone()).chain(rows).collect()
    }

    fn lines(&self, separator: char) -> Vec<String> {
        let quoted = |cell: &String| {
            let needs = cell.contains(['"', ',', ';', '\t', '\n', '|']);
            if needs { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
        };
        let line = |cells: &Vec<String>| cells.iter().map(quoted).collect::<Vec<_>>().join(&separator.to_string());
        self.texts().iter().map(line).collect()
    }

    fn write_workbook(&self, path: &Path) {
        let escape = |text: &String| text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        let texts: Vec<Vec<String>> = self.texts().iter().map(|row| row.iter().map(escape).collect()).collect();
        let mut sheet: Vec<Vec<Cell<'_>>> = vec![texts[0].iter().map(|text| Cell::Text(text)).collect()];
        for (row, texts) in self.cells.iter().zip(&texts[1..]) {
            let cells = row.iter().zip(texts).map(|(cell, text)| match cell {
                Written::Day(year, month, day) => Cell::Date(day_number(*year, *month, *day)),
                Written::Number(number) => Cell::Number(f64::from(*number)),
                Written::Text(_) => Cell::Text(text),
            });
            sheet.push(cells.collect());
        }
        let sheet: Vec<&[Cell<'_>]> = sheet.iter().map(Vec::as_slice).collect();
        write_xlsx(path, &[("Mandate", &sheet)]);
    }

    /// Returns an object a row; empty cells are null if there are `nulls`.
    fn objects(&self, nulls: bool) -> Vec<Value> {
        let cell = |cell: &Written| match cell {
            Written::Number(number) => json!(number),
            Written::Text(text) if text.is_empty() && nulls => Value::Null,
            other => json!(other.text()),
        };
        let object = |row: &Vec<Written>| self.headings.iter().cloned().zip(row.iter().map(cell)).collect();
        self.cells.iter().map(object).map(Value::Object).collect()
    }
}

/// A file that was written, and what is in it, for whoever reads of a failure.
struct File {
    path: PathBuf,
    /// The encoding, if it has to be told: a guess from a few letters may be wrong.
    encoding: Option<TextEncoding>,
    shown: String,
}

fn file_of(rows: &[Row], style: Style, choices: &mut Choices<'_>, folder: &Path, name: &str) -> File {
    let page = Page::new(rows, style.encoding == WINDOWS, choices);
    let ended = |lines: Vec<String>| lines.iter().map(|line| format!("{line}{}", style.line_end)).collect::<String>();
    let is_spread = style.line_end != "\n";
    let (ending, text) = match style.form {
        Form::Table { separator, told, title } => {
            let told = told.then(|| format!("sep={separator}"));
            let title = title.then(|| format!("\"{}\"", choices.one(&TITLES)));
            let lines = told.into_iter().chain(title).chain(page.lines(separator)).collect();
            (if separator == '\t' { "tsv" } else { "csv" }, ended(lines))
        }
        Form::Lines => ("jsonl", ended(page.objects(is_spread).iter().map(Value::to_string).collect())),
        Form::Json if is_spread => ("json", serde_json::to_string_pretty(&page.objects(true)).unwrap()),
        Form::Json => ("json", json!({"seats": page.objects(false)}).to_string()),
        Form::Sheet => ("xlsx", String::new()),
    };
    let path = folder.join(format!("{name}.{ending}"));
    if style.form == Form::Sheet {
        page.write_workbook(&path);
    } else {
        std::fs::write(&path, encoded(&text, style.encoding)).unwrap();
    }
    let shown = format!("{} {style:?}\n{}", path.display(), page.lines(',').join("\n"));
    let encoding = (style.encoding == WINDOWS && style.form != Form::Sheet).then(|| "windows-1252".parse().unwrap());
    File { path, encoding, shown }
}

fn style(choices: &mut Choices<'_>) -> Style {
    let separator = *choices.one(&[',', ';', '\t']);
    let form = match choices.up_to(8) {
        0..=3 => Form::Table { separator, told: choices.up_to(4) == 1, title: choices.up_to(4) == 1 },
        4 | 5 => Form::Sheet,
        6 => Form::Json,
        _ => Form::Lines,
    };
    let encoding = choices.up_to(5);
    let line_end = *choices.one(&["\n", "\r\n", "\r"]);
    // Lines of JSON end in a line feed.
    let line_end = if form == Form::Lines && line_end == "\r" { "\r\n" } else { line_end };
    Style { form, encoding, line_end }
}

/// Writes the rows in a container.
fn written(rows: &[Row], choices: &mut Choices<'_>, folder: &Path) -> File {
    let plain = Form::Table { separator: ',', told: false, title: false };
    let inner = folder.join("exports");
    std::fs::create_dir(&inner).unwrap();
    // A file, the same, compressed, an archive, an archive of two, a folder of two.
    let container = choices.up_to(6);
    let split = if container >= 4 { choices.up_to(rows.len() + 1) } else { rows.len() };
    let parts = [&rows[..split], &rows[split..]];
    let mut files = Vec::new();
    for (at, part) in parts.into_iter().enumerate().filter(|(at, part)| *at == 0 || !part.is_empty()) {
        let mut style = style(choices);
        // One encoding is told for all files.
        if container >= 4 {
            style.encoding %= WINDOWS;
        }
        // Only a table says what its columns are if it has no rows; a workbook inside a container is not read.
        let is_packed_workbook = matches!(container, 2..=4) && style.form == Form::Sheet;
        if (part.is_empty() && !matches!(style.form, Form::Table { .. })) || is_packed_workbook {
            style.form = plain;
        }
        files.push(file_of(part, style, choices, &inner, ["uk", "de"][at]));
    }
    let path = match container {
        2 => compressed(&files[0].path, folder),
        3 | 4 => {
            let path = folder.join("exports.zip");
            let name = |file: &File| file.path.file_name().unwrap().to_str().unwrap().to_owned();
            let parts: Vec<(String, Vec<u8>)> =
                files.iter().map(|file| (name(file), std::fs::read(&file.path).unwrap())).collect();
            let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), &bytes[..])).collect();
            write_zip(&path, &parts);
            path
        }
        5 => inner,
        _ => files[0].path.clone(),
    };
    let shown: Vec<&str> = files.iter().map(|file| file.shown.as_str()).collect();
    File { shown: format!("{}\n{}", path.display(), shown.join("\n")), encoding: files[0].encoding, path }
}

fn compressed(file: &Path, folder: &Path) -> PathBuf {
    let path = folder.join(format!("{}.gz", file.file_name().unwrap().to_str().unwrap()));
    let out = std::fs::File::create(&path).unwrap();
    let mut out = flate2::write::GzEncoder::new(out, flate2::Compression::fast());
    out.write_all(&std::fs::read(file).unwrap()).unwrap();
    out.finish().unwrap();
    path
}

/// What must not depend on how a table is written.
#[derive(Debug, PartialEq)]
struct Answer {
    /// Rows read, kept and dropped.
    rows: [u64; 3],
    /// Seats on the board, off the board, and unknown.
    boards: [usize; 3],
    /// The certain pairs, with their people and their certain days.
    certain: Vec<String>,
}

fn answer(data: Dataset) -> Answer {
    let count = data.count(Table::Seats);
    let of = |wanted: Option<bool>| data.iter_seats().filter(|seat| seat.board == wanted).count();
    let boards = [Some(true), Some(false), None].map(of);
    assert_eq!(count.read, count.kept + count.dropped);
    assert_eq!(boards.iter().sum::<usize>() as u64, count.kept);
    let graph = BoardGraph::new(data, BuildOptions::default());
    let found = pairs(&graph, &PairOptions::default());
    let mut certain: Vec<String> = found
        .iter()
        .map(|pair| serde_json::to_value(pair).unwrap())
        .filter(|pair| pair["certain"] == true)
        .map(|pair| {
            let days = |days: &Value| {
                let days = days.as_array().unwrap().iter();
                days.map(|days| format!("{}..{}", days["from"], days["to"])).collect::<Vec<_>>().join(" ")
            };
            let people = pair["people"].as_array().unwrap().iter();
            let mut people: Vec<String> =
                people.map(|one| format!("{} {}", one["name"], days(&one["certain"]))).collect();
            people.sort();
            let mut names = [pair["a"]["name"].to_string(), pair["b"]["name"].to_string()];
            names.sort();
            format!("{} - {}: {}", names[0], names[1], people.join(", "))
        })
        .collect();
    certain.sort();
    Answer { rows: [count.read, count.kept, count.dropped], boards, certain }
}

/// Reads a file, a folder or a container; the error is that of data without a seat.
fn told(file: &File) -> Result<Answer, String> {
    let options = LoadOptions::default().with_date_order(Some(DateOrder::DayFirst)).with_encoding(file.encoding);
    Dataset::open_all(&[file.path.as_path()], &options).map(answer).map_err(|error| error.to_string())
}

fn when(is_end: bool) -> impl Strategy<Value = When> {
    let other = if is_end { When::Running } else { When::Unknown };
    prop_oneof![
        6 => (1995u16..2025, 1u8..=12, 1u8..=28).prop_map(|(year, month, day)| When::Day(year, month, day)),
        2 => (1995u16..2025, 1u8..=12).prop_map(|(year, month)| When::Month(year, month)),
        2 => (1995u16..2025).prop_map(When::Year),
        1 => Just(When::Unknown),
        3 => Just(other),
        1 => prop_oneof![9 => Just(When::Unknown), 1 => Just(When::Unreadable)],
    ]
}

fn row() -> impl Strategy<Value = Row> {
    let role = prop_oneof![1 => Just(None), 6 => (0..WORDS.roles.len()).prop_map(Some)];
    let person = prop_oneof![12 => (0..PEOPLE.len()).prop_map(Some), 1 => Just(None)];
    let company = prop_oneof![20 => (0..COMPANIES.len()).prop_map(Some), 1 => Just(None)];
    (person, company, role, when(false), when(true)).prop_map(|(person, company, role, start, end)| Row {
        person,
        company,
        role,
        start,
        end,
    })
}

/// Returns the rows without those that say of a seat what another one says: a row twice counts once, but only if its words are
/// the same.
fn without_repeats(rows: Vec<Row>) -> Vec<Row> {
    let mut seen = HashSet::new();
    // No start and an unreadable one are one, and so are no end and the word for none.
    let start = |row: &Row| if matches!(row.start, When::Unreadable) { When::Unknown } else { row.start };
    let end = |row: &Row| if matches!(row.end, When::Running) { When::Unknown } else { row.end };
    let says = |row: &Row| format!("{:?}", (row.person, row.company, start(row), end(row)));
    rows.into_iter().filter(|row| seen.insert(says(row))).collect()
}

/// The number of random tables; more can be asked for with `PROPTEST_CASES`.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(600)
}

/// Without `PROPTEST_CASES` the tables are the same in every run.
fn seed() -> RngSeed {
    if std::env::var_os("PROPTEST_CASES").is_some() { RngSeed::Random } else { RngSeed::Fixed(22) }
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: cases(),
        failure_persistence: None,
        rng_seed: seed(),
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_a_table_says_does_not_depend_on_how_it_is_written(
        rows in prop::collection::vec(row(), 1..12),
        numbers in prop::collection::vec(any::<u16>(), 0..160),
    ) {
        let rows = without_repeats(rows);
        let folder = tempfile::tempdir().unwrap();
        let plain = Style { form: Form::Table { separator: ',', told: false, title: false }, encoding: 0, line_end: "\n" };
        let plain = file_of(&rows, plain, &mut Choices([].iter()), folder.path(), "plain");
        let other = written(&rows, &mut Choices(numbers.iter()), folder.path());
        let (expected, found) = (told(&plain), told(&other));
        if let Ok(expected) = &expected {
            prop_assert_eq!(expected.rows[0], rows.len() as u64, "{}", plain.shown);
        }
        let is_same = found == expected || (found.is_err() && expected.is_err());
        prop_assert!(is_same, "{found:?}, not {expected:?}\n{}\n{}", plain.shown, other.shown);
    }
}

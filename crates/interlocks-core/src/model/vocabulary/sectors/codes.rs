//! Codes of classifications of industries.
//!
//! `sector_codes.csv` has the beginnings of codes that decide: no two of a classification begin alike, so a shorter code means
//! all that begin with it. The facts are those of the published classifications.

use super::super::countries::{Country, CountryReading};
use super::super::fold::fold;
use super::super::tables::{SECTOR_CODES, lines_from};
use super::{Activity, SectorSet};

/// A classification of industries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeScheme {
    /// A classification called SIC: the one of the United States or that of the United Kingdom.
    Sic,
    /// The Standard Industrial Classification of the United States, of four digits.
    UsSic,
    /// The Standard Industrial Classification of the United Kingdom of 2007: NACE with a fifth digit.
    UkSic,
    /// NACE Rev. 2 or 2.1, or a national classification made from it.
    Nace,
    /// NACE Rev. 1 or 1.1.
    NaceRev1,
    /// The North American classification.
    Naics,
    /// The classification of the United Nations, which agrees with NACE in what matters here.
    Isic,
    /// The Global Industry Classification Standard of MSCI and S&P.
    Gics,
    /// The Industry Classification Benchmark of FTSE.
    Icb,
    /// Another classification, whose codes are not known here.
    Other,
}

/// The names of classifications, in one word.
const NAMES: &[(CodeScheme, &[&str])] = &[
    (CodeScheme::UsSic, &["ussic", "sicus", "sich"]),
    (CodeScheme::UkSic, &["uksic", "sicuk", "sic2007"]),
    (CodeScheme::Sic, &["sic"]),
    (
        CodeScheme::Nace,
        &[
            "nace",
            "nacebel",
            "onace",
            "oenace",
            "cznace",
            "sknace",
            "wz",
            "naf",
            "ape",
            "ateco",
            "pkd",
            "sni",
            "sbi",
            "tol",
            "teaor",
            "caen",
            "cae",
            "db07",
            "sn2007",
            "emtak",
            "evrk",
            "noga",
            "nkd",
            "skd",
            "квед",
            "оквэд",
            "okved",
            "kved",
            "στακοδ",
            "καδ",
        ],
    ),
    (CodeScheme::NaceRev1, &["okec", "nacerev1", "nace1"]),
    (CodeScheme::Naics, &["naics", "naicsh", "scian"]),
    (CodeScheme::Isic, &["isic", "ciiu", "citi", "cnae"]),
    (CodeScheme::Gics, &["gics", "gsector", "ggroup", "gind", "gsubind"]),
    (CodeScheme::Icb, &["icb"]),
    (CodeScheme::Other, &["trbc", "anzsic", "jsic", "ksic"]),
];

impl CodeScheme {
    /// Reads the name of a classification, which may have further words: `NACE Rev. 2`, `sic_code`, `Primary US SIC Code`.
    ///
    /// ```
    /// use interlocks_core::model::vocabulary::CodeScheme;
    /// assert_eq!(CodeScheme::read("NACE Rev. 2, core code"), Some(CodeScheme::Nace));
    /// assert_eq!(CodeScheme::read("sic_code"), Some(CodeScheme::Sic));
    /// assert_eq!(CodeScheme::read("industry_code"), None);
    /// ```
    pub fn read(text: &str) -> Option<CodeScheme> {
        let folded = fold(text);
        let words: Vec<&str> =
            folded.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let named = |name: &str| NAMES.iter().find(|(_, names)| names.contains(&name)).map(|(scheme, _)| *scheme);
        let scheme = words.iter().enumerate().find_map(|(at, word)| {
            let before = at.checked_sub(1).and_then(|at| words.get(at));
            let with_before = before.and_then(|before| named(&format!("{before}{word}")));
            let with_after = words.get(at + 1).and_then(|after| named(&format!("{word}{after}")));
            // `SICCode`, `naceRev2`, `SIC4` and `gicsSector` are one word.
            let bare = word.trim_end_matches(|sign: char| sign.is_ascii_digit()).trim_start_matches("primary");
            let begin = ["code", "rev", "sector"].iter().find_map(|end| named(bare.split(end).next()?));
            with_before.or(with_after).or_else(|| named(word)).or_else(|| named(bare)).or(begin)
        })?;
        let is_revision_1 = words.windows(2).any(|pair| pair[0] == "rev" && pair[1] == "1") || folded.contains("rev1");
        let is_of_2003 = words.iter().any(|word| ["2003", "1992", "92", "2002"].contains(word));
        Some(match scheme {
            CodeScheme::Nace if is_revision_1 => CodeScheme::NaceRev1,
            CodeScheme::UkSic | CodeScheme::Sic if is_of_2003 => CodeScheme::NaceRev1,
            scheme => scheme,
        })
    }

    /// Returns a name that [`read`](CodeScheme::read) reads.
    pub const fn as_str(self) -> &'static str {
        match self {
            CodeScheme::Sic => "SIC",
            CodeScheme::UsSic => "US SIC",
            CodeScheme::UkSic => "UK SIC",
            CodeScheme::Nace => "NACE",
            CodeScheme::NaceRev1 => "NACE Rev. 1",
            CodeScheme::Naics => "NAICS",
            CodeScheme::Isic => "ISIC",
            CodeScheme::Gics => "GICS",
            CodeScheme::Icb => "ICB",
            CodeScheme::Other => "TRBC",
        }
    }
}

/// The part of the world whose classifications a company may be given, if none is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Home {
    NorthAmerica,
    UnitedKingdom,
    Europe,
    Elsewhere,
}

impl Home {
    pub(super) const COUNT: usize = 4;
    const ALL: [Home; Home::COUNT] = [Home::NorthAmerica, Home::UnitedKingdom, Home::Europe, Home::Elsewhere];

    pub(super) fn of(country: CountryReading) -> Home {
        // Countries outside the European Economic Area whose classification is NACE.
        const EUROPE: [&str; 11] = ["CH", "RS", "BA", "ME", "MK", "AL", "XK", "UA", "MD", "TR", "FO"];
        let CountryReading::Known(country) = country else { return Home::Elsewhere };
        let is_european = CountryReading::Known(country).is_in(super::super::Jurisdiction::EuropeanEconomicArea);
        match country.code() {
            _ if country == Country::UNITED_STATES => Home::NorthAmerica,
            "CA" | "MX" | "PR" => Home::NorthAmerica,
            "GG" | "JE" | "IM" => Home::UnitedKingdom,
            _ if country == Country::UNITED_KINGDOM => Home::UnitedKingdom,
            code if is_european == Some(true) || EUROPE.contains(&code) => Home::Europe,
            _ => Home::Elsewhere,
        }
    }
}

/// A code at the beginning of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Code<'t> {
    /// The classification that the text names.
    scheme: Option<CodeScheme>,
    /// The letter of a section: `K` of `K64.19`.
    letter: Option<char>,
    /// The digits, without dots.
    digits: String,
    /// Only NACE and ISIC write `64.19`, `K6419` and `64.19Z`.
    is_european: bool,
    /// The text after the code.
    pub(super) rest: &'t str,
}

impl<'t> Code<'t> {
    /// Reads the code at the beginning of a text: `6021`, `K64.19`, `SIC 6021`, `64191 - Banks`, `NACE Rev. 2: 64.19`.
    pub(super) fn read(text: &'t str, stated: Option<CodeScheme>) -> Option<Code<'t>> {
        let text = text.trim();
        let (named, rest) = without_scheme(text);
        let scheme = named.or(stated);
        let code = Code::digits(rest, scheme).or_else(|| Code::section(rest, scheme))?;
        // `3D printing`, `24/7 services`, `24-hour news`.
        let is_word = |rest: &str| rest.starts_with(|sign: char| sign.is_alphanumeric() || sign == '/' || sign == '%');
        let is_hyphened = code.digits.len() < 4 && code.rest.strip_prefix('-').is_some_and(is_word);
        let starts_words = is_word(code.rest) || is_hyphened;
        (!starts_words).then(|| Code { rest: code.rest.trim_start_matches(is_separator), ..code })
    }

    fn digits(text: &'t str, scheme: Option<CodeScheme>) -> Option<Code<'t>> {
        let mut rest = text;
        let letter = rest.chars().next().filter(char::is_ascii_alphabetic).map(|letter| letter.to_ascii_lowercase());
        if letter.is_some() {
            rest = rest.get(1..)?.trim_start_matches([' ', '.', '-']);
        }
        let is_inner = |at: usize, sign: char| {
            let next = rest.get(at + 1..).and_then(|rest| rest.chars().next());
            ".-/".contains(sign) && at > 0 && next.is_some_and(|next| next.is_ascii_digit())
        };
        let end = rest
            .char_indices()
            .find(|(at, sign)| !sign.is_ascii_digit() && !is_inner(*at, *sign))
            .map_or(rest.len(), |(at, _)| at);
        let (run, after) = rest.split_at(end);
        let mut parts: Vec<&str> = run.split(['.', '-', '/']).collect();
        // Spreadsheets write `6021.0`.
        if parts.len() == 2 && parts[1] == "0" && parts[0].len() > 2 {
            parts.pop();
        }
        let is_dotted = parts.len() > 1;
        // `24/7`, `2010-2015`.
        if is_dotted && (!run.contains('.') && letter.is_none() && !run.contains('-') || parts[0].len() > 4) {
            return None;
        }
        let mut digits = parts.concat();
        if is_dotted && parts[0].len() == 1 {
            digits.insert(0, '0');
        }
        let suffix = after.trim_start_matches('.').chars().next().filter(|sign| {
            let alone = after.trim_start_matches('.').chars().nth(1).is_none_or(|next| !next.is_alphanumeric());
            alone && sign.is_ascii_alphabetic() && (is_dotted || digits.len() == 4 && !sign.eq_ignore_ascii_case(&'s'))
        });
        let rest = if suffix.is_some() { &after.trim_start_matches('.')[1..] } else { after };
        if digits.is_empty() || digits.len() > 10 || digits.len() == 1 && scheme.is_none() {
            return None;
        }
        Some(Code { scheme, letter, digits, is_european: is_dotted || letter.is_some() || suffix.is_some(), rest })
    }

    /// Reads the letter of a section: `K`, `K - Financial activities`, `Section K`.
    fn section(text: &'t str, scheme: Option<CodeScheme>) -> Option<Code<'t>> {
        let begin = text.get(..7).filter(|begin| begin.eq_ignore_ascii_case("section"));
        let text = if begin.is_some() { text[7..].trim_start_matches(is_separator) } else { text };
        let letter = text.chars().next().filter(char::is_ascii_alphabetic)?;
        let rest = text.get(1..)?;
        let ends =
            rest.is_empty() || [":", " - ", " – ", " — ", ". "].iter().any(|separator| rest.starts_with(separator));
        let letter = Some(letter.to_ascii_lowercase());
        ends.then_some(Code { scheme, letter, digits: String::new(), is_european: false, rest })
    }

    /// Returns `true` if a text can hardly be anything but a code: it names its classification, or has its form.
    pub(super) fn is_certain(&self) -> bool {
        self.scheme.is_some() || self.is_european && self.digits.len() > 2 || self.digits.len() >= 4
    }

    /// Returns the activity that the code means.
    pub(super) fn activity(&self) -> Option<Activity> {
        if self.scheme == Some(CodeScheme::Other) {
            return None;
        }
        let meanings = Home::ALL.map(|home| self.meaning(home));
        // A code that the classifications of the company's country do not have is one of another.
        let everywhere = meanings[Home::Elsewhere as usize];
        let sectors = meanings.map(|meaning| meaning.or(everywhere).unwrap_or(SectorSet::ALL));
        let is_known = meanings.iter().any(Option::is_some);
        is_known.then_some(Activity { sectors, is_known })
    }

    /// Returns all that the code may mean for a company of a part of the world.
    fn meaning(&self, home: Home) -> Option<SectorSet> {
        let tables = self.tables(home);
        let key = if self.digits.is_empty() { self.letter?.to_string() } else { self.digits.clone() };
        // The fifth digit of the United Kingdom is finer than NACE.
        let is_finer = tables.contains(&"uk_sic") && look_up("uk_sic", &key).is_some();
        let found = |tables: &[&str]| {
            let tables = tables.iter().filter(|table| !(is_finer && **table == "nace"));
            tables.filter_map(|table| look_up(table, &key)).reduce(SectorSet::or)
        };
        // The older NACE is tried for codes that the newer one does not have.
        let has_older = tables.contains(&"nace") && !self.digits.is_empty();
        found(&tables).or_else(|| has_older.then(|| found(&["nace1"]))?)
    }

    /// Returns the tables in which the code may be.
    fn tables(&self, home: Home) -> Vec<&'static str> {
        const UNITED_KINGDOM: [&str; 2] = ["uk_sic", "nace"];
        let length = self.digits.len();
        if let Some(scheme) = self.scheme {
            return match scheme {
                CodeScheme::Sic if length > 4 || self.is_european => UNITED_KINGDOM.to_vec(),
                CodeScheme::Sic if home == Home::UnitedKingdom => vec!["us_sic", "nace"],
                CodeScheme::Sic | CodeScheme::UsSic => vec!["us_sic"],
                // The classification of 2003 had four digits.
                CodeScheme::UkSic if length == 4 => vec!["nace", "nace1"],
                CodeScheme::UkSic => UNITED_KINGDOM.to_vec(),
                CodeScheme::Nace | CodeScheme::Isic if length == 0 => vec!["nace", "nace21"],
                CodeScheme::Nace | CodeScheme::Isic => vec!["nace"],
                CodeScheme::NaceRev1 => vec!["nace1"],
                CodeScheme::Naics => vec!["naics"],
                CodeScheme::Gics => vec!["gics"],
                CodeScheme::Icb => vec!["icb"],
                CodeScheme::Other => Vec::new(),
            };
        }
        if self.is_european {
            return vec!["nace"];
        }
        if length == 0 {
            return if home == Home::Elsewhere || home == Home::NorthAmerica {
                vec!["nace", "nace21", "us_sic"]
            } else {
                vec!["nace", "nace21"]
            };
        }
        let mut tables = Vec::new();
        if home != Home::NorthAmerica {
            tables.extend(if length == 5 && home != Home::Europe { &UNITED_KINGDOM[..] } else { &["nace"] });
        }
        // Databases give companies of every country codes of the United States.
        if length <= 4 {
            tables.push("us_sic");
        }
        if length <= 6 && (home == Home::NorthAmerica || home == Home::Elsewhere) {
            tables.push("naics");
        }
        if length.is_multiple_of(2) {
            tables.push("gics");
        }
        if length == 8 {
            tables.push("icb");
        }
        tables
    }
}

fn is_separator(sign: char) -> bool {
    sign.is_whitespace() || ":-–—.,;()|_=".contains(sign)
}

/// Splits the name of a classification from the beginning of a text.
fn without_scheme(text: &str) -> (Option<CodeScheme>, &str) {
    // The name ends before the last code of the text: `NACE Rev. 2 64.19`, `UK SIC 2007: 64191`.
    let ends = text.char_indices().filter(|(at, sign)| {
        let before = text[..*at].chars().next_back();
        let starts =
            before.is_none_or(|before| !before.is_alphanumeric() || before.is_alphabetic() && sign.is_ascii_digit());
        starts && sign.is_alphanumeric() && before != Some('.')
    });
    let is_of_names = |name: &str| {
        let folded = fold(name);
        let mut words = folded.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
        words.all(|word| {
            const BESIDE: &[&str] = &[
                "us", "uk", "code", "codes", "rev", "revision", "v", "version", "2", "1", "4", "3", "5", "sub",
                "industry", "sector", "group", "primary", "2007", "2003", "2002", "1992", "1987", "2012", "2017",
                "2022", "2008", "2025", "de", "cz", "sk", "section", "division", "class", "core", "u", "s", "k", "fr",
                "it", "es",
            ];
            BESIDE.contains(&word) || CodeScheme::read(word).is_some()
        })
    };
    let longest = ends.rev().find(|(at, _)| *at > 0 && is_of_names(&text[..*at]));
    match longest {
        Some((at, _)) => match CodeScheme::read(&text[..at]) {
            Some(scheme) => (Some(scheme), &text[at..]),
            None => (None, text),
        },
        None => (None, text),
    }
}

/// Returns the sectors of a code in a table; zeros at its end stand for the whole group.
fn look_up(table: &str, key: &str) -> Option<SectorSet> {
    let mut key = key;
    loop {
        if let Some(set) = of_beginning(table, key) {
            return Some(set);
        }
        key = key.strip_suffix('0').filter(|shorter| shorter.len() >= 2)?;
    }
}

/// Returns the sectors of the beginning of a code that is in a table, or of all codes that begin with it.
fn of_beginning(table: &str, key: &str) -> Option<SectorSet> {
    let (_, lines) = SECTOR_CODES.split_once('\n')?;
    let begin = format!("{table},{key}");
    let longer = lines_from(lines, |line| line < begin.as_str()).take_while(|line| line.starts_with(&begin));
    let sectors = |line: &str| SectorSet::from_names(line.rsplit_once(',')?.1);
    longer.filter_map(sectors).reduce(SectorSet::or).or_else(|| {
        let shorter = (1..key.len()).rev().filter_map(|length| Some(format!("{table},{},", key.get(..length)?)));
        let mut lines = shorter.filter_map(|begin| {
            lines_from(lines, |line| line < begin.as_str()).next().filter(|line| line.starts_with(&begin))
        });
        lines.next().and_then(sectors)
    })
}

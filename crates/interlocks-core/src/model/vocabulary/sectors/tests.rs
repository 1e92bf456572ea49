//! The table of cases, and properties of readings.

use proptest::prelude::*;

use super::super::countries::read_country;
use super::super::tables::{SECTOR_CODES, SECTORS, find_with_language, rows};
use super::*;

const CASES: &str = include_str!("../../../../vocabulary/sector_cases.csv");

/// Splits a case into the text, the classification, the country and the reading. Only the text may have a comma.
fn case(line: &str) -> [&str; 4] {
    let mut cells = line.rsplitn(4, ',');
    let [reading, country, scheme, text] = std::array::from_fn(|_| cells.next().unwrap());
    [text.trim_matches('"'), scheme, country, reading]
}

fn read(text: &str, scheme: &str, country: &str) -> String {
    read_industry(text, CodeScheme::read(scheme)).shown(read_country(country))
}

#[test]
fn every_case_of_the_table_is_read_as_it_says() {
    let mut wrong = Vec::new();
    for line in CASES.lines().skip(1) {
        let [text, scheme, country, expected] = case(line);
        let got = read(text, scheme, country);
        if got != expected {
            wrong.push(format!("{text} ({scheme}, {country}): {got}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(CASES.lines().count() > 250);
}

#[test]
fn every_row_of_the_tables_is_read() {
    for (phrase, meaning) in rows(SECTORS) {
        let is_set = |set: &str| SectorSet::from_names(set).is_some();
        let sets = meaning.trim_end_matches('?');
        assert!(meaning == "word" || sets.split('+').all(is_set), "{phrase}: {meaning}");
        // A letter alone is a section of a classification.
        assert!(phrase.len() == 1 || !read_industry(phrase, None).is_unknown(), "{phrase}");
    }
    let codes: Vec<Vec<&str>> = SECTOR_CODES.lines().skip(1).map(|line| line.split(',').collect()).collect();
    let lines: Vec<&str> = SECTOR_CODES.lines().skip(1).collect();
    assert!(lines.is_sorted(), "the codes are searched in their order");
    for code in &codes {
        assert!(SectorSet::from_names(code[2]).is_some(), "{code:?}");
        let alike = codes.iter().filter(|other| other[0] == code[0] && other[1].starts_with(code[1]));
        assert_eq!(alike.count(), 1, "{code:?} begins another code");
    }
}

#[test]
fn names_of_classifications_are_read() {
    for (text, expected) in [
        ("sic", Some(CodeScheme::Sic)),
        ("SIC code", Some(CodeScheme::Sic)),
        ("sic_code_1", Some(CodeScheme::Sic)),
        ("SICCode.SicText_1", Some(CodeScheme::Sic)),
        ("sic4", Some(CodeScheme::Sic)),
        ("Primary US SIC code", Some(CodeScheme::UsSic)),
        ("UK SIC (2007)", Some(CodeScheme::UkSic)),
        ("UK SIC 2003", Some(CodeScheme::NaceRev1)),
        ("nace", Some(CodeScheme::Nace)),
        ("NACE_code", Some(CodeScheme::Nace)),
        ("NACE Rev. 2, core code (4 digits)", Some(CodeScheme::Nace)),
        ("NACE Rev. 1.1", Some(CodeScheme::NaceRev1)),
        ("Code NAF", Some(CodeScheme::Nace)),
        ("WZ 2008", Some(CodeScheme::Nace)),
        ("Ateco 2007", Some(CodeScheme::Nace)),
        ("ОКВЭД 2", Some(CodeScheme::Nace)),
        ("NAICS 2017 code", Some(CodeScheme::Naics)),
        ("naics", Some(CodeScheme::Naics)),
        ("ISIC Rev. 4", Some(CodeScheme::Isic)),
        ("gsector", Some(CodeScheme::Gics)),
        ("GICS sub-industry", Some(CodeScheme::Gics)),
        ("ICB code", Some(CodeScheme::Icb)),
        ("TRBC industry code", Some(CodeScheme::Other)),
        ("industry_code", None),
        ("sector", None),
        ("", None),
        ("physics", None),
    ] {
        assert_eq!(CodeScheme::read(text), expected, "{text}");
        if let Some(scheme) = expected {
            assert_eq!(CodeScheme::read(scheme.as_str()), Some(scheme), "{text}");
        }
    }
}

#[test]
fn questions_have_three_answers() {
    let bank = SectorSet::of(&[Sector::Bank]);
    let holding = SectorSet::of(&[Sector::Holding]);
    let is = |text: &str, yes, open| read_industry(text, None).is(CountryReading::Unstated, yes, open);
    for (text, expected) in [
        ("bank", Some(true)),
        ("banking and software", Some(true)),
        ("financial services", None),
        ("software", Some(false)),
        ("software, flurb", None),
        ("", None),
    ] {
        assert_eq!(is(text, bank, SectorSet::NONE), expected, "{text}");
    }
    assert_eq!(is("financial services", SectorSet::FINANCIAL, SectorSet::NONE), Some(true));
    assert_eq!(is("holding", SectorSet::FINANCIAL, holding), None);
    assert_eq!(is("holding", SectorSet::FINANCIAL, SectorSet::NONE), Some(false));
}

#[test]
fn words_and_a_code_answer_together() {
    let bank = SectorSet::of(&[Sector::Bank]);
    for (industry, code, expected) in [
        ("bank", "", Some(true)),
        ("", "SIC 6021", Some(true)),
        ("", "", None),
        ("flurb", "SIC 6021", Some(true)),
        ("financial services", "SIC 6021", Some(true)),
        ("bank", "6020", Some(true)),
        ("software", "6020", Some(false)),
        ("software", "SIC 6021", None),
        ("flurb", "", None),
    ] {
        let (industry, code) = (read_industry(industry, None), read_industry(code, None));
        let both = SectorReading { industry: &industry, code: &code, country: CountryReading::Unstated };
        assert_eq!(both.is(bank, SectorSet::NONE), expected, "{industry:?} {code:?}");
    }
}

#[test]
fn accents_and_plurals_do_not_matter() {
    let (mut accents, mut plurals) = (0, 0);
    for (key, meaning) in rows(SECTORS).filter(|(key, _)| key.is_ascii() && key.len() > 3) {
        let reading = read_industry(key, None);
        assert_eq!(read_industry(&key.replace('o', "ö").replace('e', "é"), None), reading, "{key}");
        accents += 1;
        let is_english = find_with_language(SECTORS, key).is_some_and(|(language, _)| language == "en");
        let last = key.rsplit(' ').next().unwrap_or_default();
        if meaning == "word" || !is_english || last.len() < 4 || last.ends_with(['s', 'y', 'i', 'u', 'x', 'h']) {
            continue;
        }
        let plural = format!("{key}s");
        if find_with_language(SECTORS, &plural).is_none() {
            assert_eq!(read_industry(&plural, None), reading, "{plural}");
            plurals += 1;
        }
    }
    assert!(accents > 1000 && plurals > 500, "{accents} {plurals}");
}

/// The texts of the cases that are words.
fn words_of_cases() -> Vec<&'static str> {
    let texts = CASES.lines().skip(1).map(|line| case(line)[0]);
    texts
        .filter(|text| !text.bytes().any(|byte| byte.is_ascii_digit()) && text.len() > 1 && !text.starts_with("K - "))
        .collect()
}

proptest! {
    #[test]
    fn spelling_does_not_matter(at in any::<prop::sample::Index>(), how in 0..7) {
        let texts = words_of_cases();
        let text = texts[at.index(texts.len())];
        let other = match how {
            0 => text.to_uppercase(),
            1 => text.to_lowercase(),
            2 => format!("  {text}\u{a0} "),
            3 => text.replace(' ', "  "),
            4 => text.replace(' ', "_"),
            // A hyphen between blanks is a break.
            5 if !text.contains(" - ") && !text.contains(['&', '/']) => text.replace(' ', "-"),
            _ => text.replace('&', "and"),
        };
        prop_assert_eq!(read_industry(&other, None), read_industry(text, None), "{} {}", text, other);
    }

    #[test]
    fn no_text_is_read_wrongly(text in "\\PC{0,40}", country in "(US|GB|IT|)") {
        let reading = read_industry(&text, None);
        prop_assert!(reading.sets(read_country(&country)).all(|set| !set.is_empty()));
        prop_assert!(!reading.is_stated() || reading.is(read_country(&country), SectorSet::ALL, SectorSet::NONE) == Some(true));
    }

    #[test]
    fn a_scheme_in_the_text_is_one_of_the_column(digits in "[1-9][0-9]{1,7}", at in 0..7usize, country in "(US|GB|IT|JP|)") {
        use CodeScheme::{Gics, Icb, Isic, Nace, Naics, UkSic, UsSic};
        let scheme = [UsSic, UkSic, Nace, Naics, Isic, Gics, Icb][at];
        let country = read_country(&country);
        let named = read_industry(&format!("{} {digits}", scheme.as_str()), None);
        let stated = read_industry(&digits, Some(scheme));
        prop_assert_eq!(named.shown(country), stated.shown(country));
    }
}

//! Parses the words of an industry: parts, the word that decides in each, and words beside it.
//!
//! A phrase of the table decides if it is the whole part, or stands where the language has its main word: at the end of an
//! English or German phrase (*insurance claims software* is software), at the beginning of a French or Russian one (*logiciels
//! d'assurance*). Other words beside it do not matter, unless the table says that the phrase decides only alone: *river bank*.

use super::super::fold::{Word, words};
use super::super::tables::{SECTORS, find_with_language};
use super::super::values::is_no_value;
use super::codes::{Code, CodeScheme};
use super::{Activity, SectorSet};

/// More words than this are a description, not an industry.
const MOST_WORDS: usize = 14;

/// Returns the activities that a text names; none if it states nothing.
pub(super) fn activities(text: &str, scheme: Option<CodeScheme>) -> Vec<Activity> {
    let text = &text.split_whitespace().collect::<Vec<&str>>().join(" ");
    if text.is_empty() || is_no_value(text) {
        return Vec::new();
    }
    if let Some(codes) = codes(text, scheme) {
        return codes;
    }
    let words = words(text);
    if words.is_empty() {
        return Vec::new();
    }
    of_words(&words).unwrap_or_else(|| vec![Activity::UNKNOWN])
}

/// Reads a text that begins with a code: several codes, or one with its title.
fn codes(text: &str, scheme: Option<CodeScheme>) -> Option<Vec<Activity>> {
    let several: Option<Vec<Code<'_>>> = text.split([';', ',', '|']).map(|part| Code::read(part, scheme)).collect();
    if let Some(several) = several.filter(|codes| codes.len() > 1 && codes.iter().all(|code| code.rest.is_empty())) {
        return Some(several.iter().map(|code| code.activity().unwrap_or(Activity::UNKNOWN)).collect());
    }
    let code = Code::read(text, scheme)?;
    let title = words(code.rest);
    match (code.activity(), of_words(&title)) {
        (Some(activity), _) if title.is_empty() => Some(vec![activity]),
        (Some(activity), Some(titled)) if titled.iter().all(|own| own.is_known) => Some(both(activity, &titled)),
        (Some(activity), _) if code.is_certain() => Some(vec![activity]),
        (None, Some(titled)) => Some(titled),
        (None, None) if title.is_empty() || code.is_certain() => Some(vec![Activity::UNKNOWN]),
        _ => None,
    }
}

/// Returns the activities of a title beside a code: each as far as the code agrees with it; if it agrees with none, either.
fn both(code: Activity, titled: &[Activity]) -> Vec<Activity> {
    let each =
        |a: &[SectorSet; super::Home::COUNT],
         b: &[SectorSet; super::Home::COUNT],
         f: fn(SectorSet, SectorSet) -> SectorSet| { std::array::from_fn(|home| f(a[home], b[home])) };
    let agreed: Vec<[SectorSet; super::Home::COUNT]> =
        titled.iter().map(|own| each(&own.sectors, &code.sectors, SectorSet::and)).collect();
    let agrees = |home: usize| agreed.iter().any(|sets| !sets[home].is_empty());
    let activity = |(own, agreed): (&Activity, &[SectorSet; super::Home::COUNT])| Activity {
        is_known: true,
        sectors: std::array::from_fn(|home| match agreed[home].is_empty() {
            false => agreed[home],
            true if agrees(home) => own.sectors[home],
            true => own.sectors[home].or(code.sectors[home]),
        }),
    };
    titled.iter().zip(&agreed).map(activity).collect()
}

/// Reads words; `None` if no part of them is known.
fn of_words(all: &[Word]) -> Option<Vec<Activity>> {
    let texts: Vec<&str> = all.iter().map(|word| word.text.as_str()).collect();
    if let Some(activities) = Phrase::whole(&texts).and_then(|phrase| phrase.activities(true)) {
        return Some(activities);
    }
    let mut found = Vec::new();
    let mut is_general = false;
    let mut add = |activity: Activity| {
        if !found.contains(&activity) {
            found.push(activity);
        }
    };
    for part in parts(all) {
        match read_part(&part) {
            Part::Activities(activities) => activities.into_iter().for_each(&mut add),
            Part::General => is_general = true,
            Part::Unknown => add(Activity::UNKNOWN),
        }
    }
    match found.iter().any(|activity| activity.is_known) {
        true => Some(found),
        // Words that could be of any company: *services*, *diversified*.
        false if found.is_empty() && is_general => Some(vec![Activity::known(SectorSet::ALL)]),
        false => None,
    }
}

/// The meaning of a part of a text.
#[derive(Debug)]
enum Part {
    Activities(Vec<Activity>),
    /// Words that say nothing on the sector: *regional*, *services*.
    General,
    Unknown,
}

/// Splits words at commas and brackets and then, if a part is no phrase of the table, at each *and*. Words of a part that mean
/// nothing alone belong to what follows: *life and health insurance*.
fn parts(all: &[Word]) -> Vec<Vec<&str>> {
    /// After these, a text says what the industry is not.
    const EXCEPT: &[&str] =
        &["except", "excluding", "excl", "ohne", "sauf", "hors", "excepto", "salvo", "except", "кроме"];
    const AND: &[&str] =
        &["and", "und", "et", "och", "og", "en", "y", "e", "и", "ve", "ja", "oraz", "i", "та", "и", "και"];
    let end = all.iter().position(|word| EXCEPT.contains(&word.text.as_str())).unwrap_or(all.len());
    let mut parts: Vec<Vec<&str>> = Vec::new();
    let mut segments: Vec<Vec<&str>> = Vec::new();
    for word in &all[..end] {
        match segments.last_mut() {
            Some(segment) if !word.after_break => segment.push(&word.text),
            _ => segments.push(vec![&word.text]),
        }
    }
    for segment in segments {
        if Phrase::whole(&segment).is_some() {
            parts.push(segment);
            continue;
        }
        let mut waiting: Vec<&str> = Vec::new();
        let pieces: Vec<&[&str]> = segment.split(|word| AND.contains(word)).filter(|piece| !piece.is_empty()).collect();
        for (at, piece) in pieces.iter().enumerate() {
            waiting.extend_from_slice(piece);
            let is_last = at + 1 == pieces.len();
            if is_last || !matches!(read_part(&waiting), Part::Unknown) {
                parts.push(std::mem::take(&mut waiting));
            }
        }
    }
    parts
}

/// Reads one part.
fn read_part(part: &[&str]) -> Part {
    /// Words that deny or end what follows.
    const DENIALS: &[&str] =
        &["not", "no", "non", "former", "formerly", "ex", "nicht", "kein", "keine", "ehemals", "anti"];
    if let Some(phrase) = Phrase::whole(part) {
        return phrase.activities(true).map_or(Part::General, Part::Activities);
    }
    let part = main_words(part);
    let part = without_general(part);
    if part.is_empty() {
        return Part::General;
    }
    if part.len() > MOST_WORDS {
        return Part::Unknown;
    }
    if let Some(phrase) = Phrase::whole(part) {
        return phrase.activities(true).map_or(Part::General, Part::Activities);
    }
    let last = (1..part.len()).find_map(|from| Phrase::at_end(&part[from..]).map(|phrase| (phrase, &part[..from])));
    let first =
        (1..part.len()).rev().find_map(|to| Phrase::at_beginning(&part[..to]).map(|phrase| (phrase, &part[to..])));
    let read = |(phrase, beside): (Phrase, &[&str])| {
        let is_denied = beside.iter().any(|word| DENIALS.contains(word));
        (!is_denied).then(|| phrase.beside(beside))?
    };
    match (last, first) {
        (None, None) => Part::Unknown,
        (Some(found), None) | (None, Some(found)) => read(found).map_or(Part::Unknown, Part::Activities),
        (Some(a), Some(b)) => {
            // Of two phrases the one of more words decides, then the one that tells the language; otherwise either may.
            let tells = |phrase: &Phrase| usize::from(phrase.language != "mul");
            let longer = (a.0.words, tells(&a.0)).cmp(&(b.0.words, tells(&b.0)));
            match (longer, read(a), read(b)) {
                (std::cmp::Ordering::Greater, Some(found), _) | (std::cmp::Ordering::Less, _, Some(found)) => {
                    Part::Activities(found)
                }
                (std::cmp::Ordering::Equal, Some(a), Some(b)) if a == b => Part::Activities(a),
                (std::cmp::Ordering::Equal, Some(a), Some(b)) => {
                    let sets = a.iter().chain(&b).map(|activity| activity.sectors[0]);
                    let is_known = a.iter().chain(&b).all(|activity| activity.is_known);
                    let set = sets.reduce(SectorSet::or).unwrap_or_default();
                    Part::Activities(vec![Activity { is_known, ..Activity::known(set) }])
                }
                _ => Part::Unknown,
            }
        }
    }
}

/// Returns the words before the first preposition, which has the main word in Germanic languages: *software for banks*. If they
/// say nothing, as in *activities of banks*, those after it.
fn main_words<'p, 't>(part: &'p [&'t str]) -> &'p [&'t str] {
    const PREPOSITIONS: &[&str] = &[
        "of", "for", "to", "in", "with", "on", "by", "from", "at", "through", "using", "within", "under", "von", "fur",
        "mit", "im", "van", "voor", "met", "av", "for", "med", "af", "til",
    ];
    let Some(at) = part.iter().position(|word| PREPOSITIONS.contains(word)) else { return part };
    let before = without_general(&part[..at]);
    if before.is_empty() { main_words(&part[at + 1..]) } else { before }
}

/// Returns words without those at both ends that say nothing on the sector.
fn without_general<'p, 't>(mut part: &'p [&'t str]) -> &'p [&'t str] {
    while let [rest @ .., word] = part {
        // *Oil services* is a phrase, though *services* is general.
        if !is_general(word) || Phrase::whole(part).is_some_and(|phrase| phrase.meaning != GENERAL) {
            break;
        }
        part = rest;
    }
    while let [word, rest @ ..] = part {
        if !is_general(word) || Phrase::whole(part).is_some_and(|phrase| phrase.meaning != GENERAL) {
            break;
        }
        part = rest;
    }
    part
}

/// The meaning of a word that says nothing on the sector.
const GENERAL: &str = "word";

fn is_general(word: &str) -> bool {
    Phrase::whole(&[word]).is_some_and(|phrase| phrase.meaning == GENERAL)
}

/// A phrase of the table.
#[derive(Clone, Copy, Debug)]
struct Phrase {
    words: usize,
    language: &'static str,
    meaning: &'static str,
}

impl Phrase {
    /// Looks up words as they are, then in the singular of English and of most Romance words.
    fn whole(words: &[&str]) -> Option<Phrase> {
        let look_up = |words: &[&str]| find_with_language(SECTORS, &words.join(" "));
        let (last, rest) = words.split_last()?;
        let found = look_up(words).or_else(|| {
            let last = singular(last)?;
            let mut one: Vec<&str> = rest.to_vec();
            one.push(&last);
            look_up(&one).or_else(|| {
                let all: Vec<String> =
                    words.iter().map(|word| singular(word).unwrap_or_else(|| (*word).to_owned())).collect();
                look_up(&all.iter().map(String::as_str).collect::<Vec<&str>>())
            })
        });
        found.map(|(language, meaning)| Phrase { words: words.len(), language, meaning })
    }

    /// Looks up words at the end of a part, for languages that have the main word there.
    fn at_end(words: &[&str]) -> Option<Phrase> {
        Phrase::whole(words).filter(|phrase| !HEAD_FIRST.contains(&phrase.language) && phrase.meaning != GENERAL)
    }

    /// Looks up words at the beginning of a part, for languages that have the main word there.
    fn at_beginning(words: &[&str]) -> Option<Phrase> {
        let is_first = |phrase: &Phrase| HEAD_FIRST.contains(&phrase.language) || phrase.language == "mul";
        Phrase::whole(words).filter(|phrase| is_first(phrase) && phrase.meaning != GENERAL)
    }

    /// Returns the activities of the phrase; `None` if it says nothing on the sector. `is_certain` is false beside words that
    /// may change its meaning.
    fn activities(self, is_certain: bool) -> Option<Vec<Activity>> {
        if self.meaning == GENERAL {
            return None;
        }
        let sets = self.meaning.trim_end_matches('?').split('+').filter_map(SectorSet::from_names);
        let activity = |set| if is_certain { Activity::known(set) } else { Activity::UNKNOWN };
        Some(sets.map(activity).collect())
    }

    /// Returns the activities of the phrase beside other words.
    fn beside(self, others: &[&str]) -> Option<Vec<Activity>> {
        if !self.meaning.ends_with('?') {
            return self.activities(true);
        }
        let others: Vec<&str> = others.iter().copied().filter(|word| !is_general(word)).collect();
        if others.is_empty() {
            return self.activities(true);
        }
        // Words of another sector may change the meaning, and words that nobody knows may make it anything.
        match Phrase::whole(&others).and_then(|phrase| phrase.activities(true)) {
            Some(further) => {
                let own = self.activities(true)?;
                let sets = own.iter().chain(&further).map(|activity| activity.sectors[0]);
                Some(vec![Activity::known(sets.reduce(SectorSet::or)?)])
            }
            None => self.activities(false),
        }
    }
}

/// Languages that have the main word at the beginning: *banca di investimento*.
const HEAD_FIRST: &[&str] = &["fr", "it", "es", "pt", "ro", "pl", "cs", "ru", "uk", "bg", "el"];

/// Returns the singular of an English plural, or of one in another language that is formed alike.
fn singular(word: &str) -> Option<String> {
    let letters = word.chars().count();
    if letters < 4 || !word.is_ascii() {
        return None;
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return Some(format!("{stem}y"));
    }
    for end in ["sses", "xes", "ches", "shes"] {
        if word.ends_with(end) {
            return word.strip_suffix("es").map(str::to_owned);
        }
    }
    let stem = word.strip_suffix('s')?;
    (!stem.ends_with(['s', 'u', 'i'])).then(|| stem.to_owned())
}

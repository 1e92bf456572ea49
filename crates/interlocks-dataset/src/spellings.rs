//! Names that may be spellings of one name. Where names are the ids, each spelling counts as a person or a company of its own,
//! so the answer has to say so.

use rayon::prelude::*;

use interlocks_core::model::EntityKind;
use interlocks_core::model::vocabulary::fold;
use interlocks_core::wording::counted;

use super::loader::shortened;
use super::tables::Entities;

/// Words that are no part of a person's name, folded.
const TITLES: &[&str] = &[
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "mr",
    "mrs",
    "ms",
    "miss",
    "herr",
    "frau",
    "hr",
    "fr",
    "dipl",
    "ing",
    "mag",
    "phd",
    "mba",
    "cbe",
    "obe",
    "kbe",
    "hon",
    "rt",
    "mme",
    "mlle",
    "monsieur",
    "madame",
    "sig",
    "dott",
    "ir",
    "drs",
    "mgr",
    "doc",
];

/// Words for one legal form, folded; the first stands for the others.
const FORMS: &[&[&str]] = &[
    &["ltd", "limited"],
    &["inc", "incorporated"],
    &["corp", "corporation"],
    &["co", "company", "cie", "compagnie"],
    &["ag", "aktiengesellschaft"],
    &["and", "und", "et"],
];

/// Returns a note on the names that differ from another one only in spelling; `None` if there are none. Only entities
/// without another id are looked at.
///
/// Cost: linear in the names, in parallel.
pub(super) fn near_names(entities: &Entities, kind: EntityKind) -> Option<String> {
    let is_name = |row: usize| {
        let id = entities.id(row);
        entities.name(row) == id && !id.bytes().any(|byte| byte.is_ascii_digit())
    };
    let may_be: Vec<usize> =
        entities.lengths().filter(|(_, (name, id))| *name == 0 || name == id).map(|(row, _)| row).collect();
    let mut keys: Vec<(String, u32)> = may_be
        .into_par_iter()
        .filter(|row| is_name(*row))
        .map(|row| (spelling_key(entities.id(row), kind), row as u32))
        .filter(|(key, _)| !key.is_empty())
        .collect();
    keys.par_sort_unstable();
    let alike = || keys.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1);
    let count: usize = alike().map(|same| same.len() - 1).sum();
    let mut example: Vec<&str> = alike().next()?.iter().map(|(_, row)| entities.id(*row as usize)).collect();
    example.sort_unstable();
    let (what, spelled) = match kind {
        EntityKind::Person => ("person", "case, accents, order or a title"),
        EntityKind::Company => ("company", "case, accents, signs or the legal form"),
    };
    let [one, other] = [example[0], example[1]].map(shortened);
    let (differ, they) = if count == 1 { ("differs", "it counts") } else { ("differ", "they count") };
    let different = if count == 1 { "as another one" } else { "as different ones" };
    Some(format!(
        "the name of {} {differ} from another only in {spelled}, such as '{one}' and '{other}'; {they} {different}",
        counted(count, what)
    ))
}

/// Returns what the spellings of one name have in common.
pub fn spelling_key(name: &str, kind: EntityKind) -> String {
    let folded = fold(name);
    let mut words: Vec<&str> =
        folded.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    match kind {
        EntityKind::Person => {
            words.retain(|word| !TITLES.contains(word));
            words.sort_unstable();
        }
        EntityKind::Company => {
            for word in &mut words {
                *word = FORMS.iter().find(|form| form.contains(word)).map_or(word, |form| form[0]);
            }
        }
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_have_one_key_and_other_names_have_not() {
        let same = |names: &[&str], kind: EntityKind| {
            names.iter().all(|name| spelling_key(name, kind) == spelling_key(names[0], kind))
        };
        assert!(same(&["Hélène LEFÈVRE", "Lefevre, Helene", "Mme Hélène Lefèvre"], EntityKind::Person));
        assert!(same(&["Dr. Sabine Vogt", "Vogt, Sabine Dr.", "SABINE VOGT"], EntityKind::Person));
        assert!(same(&["Acme Ltd", "ACME LIMITED", "Acme, Ltd."], EntityKind::Company));
        assert!(same(&["Bell & Sons AG", "Bell & Sons Aktiengesellschaft"], EntityKind::Company));
        for (one, other) in [("Ann Lee", "Anna Lee"), ("Ann Lee", "Ann B. Lee"), ("John Smith", "John Smith Jr")] {
            assert!(!same(&[one, other], EntityKind::Person), "{one} {other}");
        }
        assert!(!same(&["Acme Ltd", "Acme plc"], EntityKind::Company));
        assert!(!same(&["North Sea Oil", "Sea Oil North"], EntityKind::Company));
    }
}

//! Legal forms in names: an entity with one is an organisation, no person.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::fold::words;
use super::tables::{LEGAL_FORMS, find, rows};

/// The most words of a legal form: `gesellschaft mit beschränkter Haftung`.
const MOST_WORDS: usize = 7;

/// Returns `true` if a name has a legal form where its language puts it, or a word for an organisation at its end, such as
/// *Foundation*. A form alone is no name. Forms of two letters that are also names or initials are not in the table.
///
/// ```
/// use interlocks_core::model::vocabulary::has_legal_form;
/// assert!(has_legal_form("Acme S.p.A.") && has_legal_form("ПАО Газ") && has_legal_form("株式会社テスト"));
/// assert!(!has_legal_form("Ann Limited-Smith") && !has_legal_form("Limited"));
/// ```
pub fn has_legal_form(name: &str) -> bool {
    may_have_one(name) && has_form_in_place(name)
}

/// Returns `true` if a name has a legal form where its language puts it.
fn has_form_in_place(name: &str) -> bool {
    let words = words(name);
    let texts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
    let stands = |form: &[&str], wanted: &str| {
        find(LEGAL_FORMS, &form.join(" ")).is_some_and(|place| place == wanted || place == "either")
    };
    let longest = MOST_WORDS.min(texts.len().saturating_sub(1));
    let name = name.trim();
    let (last, first) =
        (name.rsplit(char::is_whitespace).next().unwrap_or_default(), name.split(char::is_whitespace).next());
    // `Limited-Smith` is one name.
    let ends = !last.trim_matches('-').contains('-');
    let begins = !first.unwrap_or_default().contains('-');
    // Some forms are also names of people: *Durand SAS*, *Peter Sas*. They have dots, or capitals beside small letters.
    let is_capital = |text: &str| !text.chars().any(char::is_lowercase);
    let is_marked = last.contains(['.', '/']) || is_capital(last) && !is_capital(name);
    (1..=longest).any(|length| {
        let end = &texts[texts.len() - length..];
        ends && (stands(end, "end") || is_marked && stands(end, "marked"))
            || begins && stands(&texts[..length], "begin")
    })
}

/// The words of two letters and more with which legal forms begin or end. For single letters, which are initials in most names, the
/// two words at that end: `sp k`.
static EDGES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let mut edges = HashSet::new();
    for (phrase, _) in rows(LEGAL_FORMS) {
        let (first, last) = (phrase.split(' ').next(), phrase.rsplit(' ').next());
        edges.extend([first, last].into_iter().flatten().filter(|word| word.len() > 1));
        if first.is_some_and(|word| word.len() == 1) {
            edges.insert(phrase.match_indices(' ').nth(1).map_or(phrase, |(at, _)| &phrase[..at]));
        }
        if last.is_some_and(|word| word.len() == 1) {
            edges.insert(phrase.rmatch_indices(' ').nth(1).map_or(phrase, |(at, _)| &phrase[at + 1..]));
        }
    }
    edges
});

/// Returns `false` for most names of people at a small cost: neither their first nor their last word is one of a legal form.
fn may_have_one(name: &str) -> bool {
    if !name.is_ascii() || name.contains(['&', '+']) || name.contains('.') && !has_initials_only(name) {
        return true;
    }
    let lower = name.to_ascii_lowercase();
    let words: Vec<&str> =
        lower.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let ([first, next, ..], [.., before, last]) = (words.as_slice(), words.as_slice()) else { return false };
    let is_edge = |word: &str, [first, last]: [&str; 2]| match word.len() {
        1 => first.len() == last.len() || EDGES.contains(format!("{first} {last}").as_str()),
        _ => EDGES.contains(word),
    };
    is_edge(first, [first, next]) || is_edge(last, [before, last])
}

/// Returns `true` if all full stops of an ASCII name are those of initials, of which no two are next to each other: `Quill, Ann J.`
fn has_initials_only(name: &str) -> bool {
    let mut is_after_initial = false;
    name.split_ascii_whitespace().all(|word| {
        let letters = word.strip_suffix('.').unwrap_or(word);
        let is_initial = letters.len() == 1;
        let fits =
            !letters.contains('.') && (is_initial || letters.len() == word.len()) && !(is_initial && is_after_initial);
        is_after_initial = is_initial;
        fits
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_legal_form_are_of_organisations() {
        for name in [
            "Acme plc",
            "ACME PLC",
            "Acme P.L.C.",
            "Bell & Sons, Ltd.",
            "Portcullis Nominees (BVI) Limited",
            "Acme, Inc.",
            "Acme L.L.C.",
            "Orion Trust",
            "Muster GmbH",
            "Muster GmbH & Co. KG",
            "Muster AG",
            "Muster Aktiengesellschaft",
            "ACME S.A.",
            "Durand SARL",
            "Durand S.A.R.L.",
            "Durand S.A.S.",
            "Durand SAS",
            "Rossi S.p.A.",
            "Rossi SRL",
            "Pérez S.L.",
            "Pérez, S.A. de C.V.",
            "Silva Ltda",
            "Jansen B.V.",
            "Jansen N.V.",
            "Volvo AB",
            "Statoil ASA",
            "Hansen A/S",
            "Hansen ApS",
            "Nokia Oyj",
            "Virtanen Oy",
            "Kovács Kft.",
            "Novák s.r.o.",
            "Novák a.s.",
            "Kowalski Sp. z o.o.",
            "Kowalski Spółka Akcyjna",
            "UAB Kalnas",
            "SIA Kalns",
            "Horvat d.o.o.",
            "ООО Ромашка",
            "ПАО «Газ»",
            "Газ, ПАО",
            "ТОВ Ромашка",
            "OOO Romashka",
            "株式会社テスト",
            "テスト株式会社",
            "测试有限公司",
            "주식회사 시험",
            "PT Maju Tbk",
            "Yılmaz A.Ş.",
        ] {
            assert!(has_legal_form(name), "{name}");
            let is_marked = ["ASA", "S.A.S.", "SAS"].iter().any(|form| name.ends_with(form));
            assert!(is_marked || has_legal_form(&name.to_lowercase()), "{name}");
            assert!(has_legal_form(&format!(" {name} ")), "{name}");
        }
    }

    #[test]
    fn names_of_people_have_none() {
        for name in [
            "Ann Limited-Smith",
            "Limited",
            "GmbH",
            "KIM SOO IN",
            "Maria da Costa",
            "Ann Quill",
            "Quill, Ann",
            "Li Se",
            "Ayşe Ay",
            "王小明",
            "Иван Иванов",
            "Agnes Ag-Meier",
            "QUILL, Ann J.",
            "A. Quill",
            "Ann J. Quill",
            "A. J. Quill",
            "QUILL, A. J.",
            "Quill A",
            "J Quill",
            "Peter Sas",
            "SAS PETER",
            "LINDGREN ASA",
            "Lindgren Åsa",
            "",
            " ",
        ] {
            assert!(!has_legal_form(name), "{name}");
        }
    }

    #[test]
    fn no_form_is_passed_over_at_a_glance() {
        let mut found = 0;
        for (phrase, _) in rows(LEGAL_FORMS) {
            let dotted = phrase.split(' ').map(|word| format!("{word}.")).collect::<Vec<_>>();
            for form in
                [phrase.to_owned(), phrase.to_uppercase(), dotted.join(" "), dotted.concat(), phrase.replace(' ', "/")]
            {
                for name in
                    [format!("Acme {form}"), format!("Acme Tarn, {form}"), format!("{form} Acme"), format!("A. {form}")]
                {
                    let is_one = has_form_in_place(&name);
                    assert!(!is_one || may_have_one(&name), "{name}");
                    found += usize::from(is_one);
                }
            }
        }
        assert!(found > 2_000, "{found}");
    }

    #[test]
    fn every_form_of_the_table_has_a_place() {
        for (form, place) in rows(LEGAL_FORMS) {
            assert!(["begin", "end", "either", "marked"].contains(&place), "{form}: {place}");
            assert!(form.split(' ').count() <= MOST_WORDS, "{form}");
        }
    }
}

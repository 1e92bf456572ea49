//! Names of companies, taken apart: the words, and the legal form at an end.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::fold::words;
use super::tables::COMPANY_FORMS;

/// The most words of a phrase of the table, with room to spare.
const MOST_WORDS: usize = 8;

/// The name of a company, taken apart.
///
/// ```
/// use interlocks_core::model::vocabulary::CompanyName;
/// let [short, long] = ["Bell & Sons Ltd.", "BELL AND SONS LIMITED"].map(CompanyName::new);
/// assert_eq!(short, long);
/// assert_eq!(short.words, ["bell", "and", "sons"]);
///
/// // A company and its translation may be one; a private and a public company are two.
/// let form = |name: &str| CompanyName::new(name).form.unwrap();
/// assert!(form("ООО Ромашка").may_be(form("Romashka LLC")));
/// assert!(!form("Acme Ltd").may_be(form("Acme plc")));
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CompanyName {
    /// The words without the legal form, in lower case and without accents, each sign of Chinese, Japanese and Korean a word of
    /// its own. A name that is a legal form and nothing else keeps its words.
    pub words: Vec<String>,
    /// The legal form; `None` if the name states none that the table has.
    pub form: Option<CompanyForm>,
}

/// A legal form of companies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CompanyForm {
    class: &'static str,
    language: &'static str,
    kind: &'static str,
}

impl CompanyForm {
    /// Returns the usual short form, which stands for all spellings of the form: `ltd`, `gmbh`.
    pub fn class(self) -> &'static str {
        self.class
    }

    /// Returns `true` for partnerships of every kind: `lp`, `llp`, `kg`.
    pub fn is_partnership(self) -> bool {
        self.kind == "partnership"
    }

    /// Returns `true` if a company of this form may be named with the other form, too: a spelling, or a translation of it. Words
    /// such as *Company*, which stand beside any form, fit all.
    pub fn may_be(self, other: CompanyForm) -> bool {
        let is_loose = self.language == "*" || other.language == "*";
        let is_translated =
            self.language != other.language && (self.kind == other.kind || self.kind == "any" || other.kind == "any");
        self.class == other.class || is_loose || is_translated
    }
}

/// The forms by their phrases: the form, and whether it may also stand at the beginning of a name.
static FORMS: LazyLock<HashMap<&'static str, (CompanyForm, bool)>> = LazyLock::new(|| {
    let mut forms = HashMap::new();
    for line in COMPANY_FORMS.lines().skip(1) {
        let mut cells = line.splitn(5, ',');
        let mut cell = || cells.next().unwrap_or_default();
        let form = CompanyForm { class: cell(), language: cell(), kind: cell() };
        let begins = cell() == "either";
        forms.extend(cell().split('|').map(|phrase| (phrase, (form, begins))));
    }
    forms
});

impl CompanyName {
    /// Takes a name apart. Case, accents and signs do not matter, and `&` is *and*.
    pub fn new(text: &str) -> CompanyName {
        let mut all: Vec<String> = words(text).into_iter().map(|word| word.text).collect();
        let longest = MOST_WORDS.min(all.len().saturating_sub(1));
        let at_end = (1..=longest).rev().find_map(|length| {
            let (form, _) = FORMS.get(all[all.len() - length..].join(" ").as_str())?;
            Some((*form, length))
        });
        if let Some((_, length)) = at_end {
            all.truncate(all.len() - length);
        }
        let longest = MOST_WORDS.min(all.len().saturating_sub(1));
        let at_begin = (1..=longest).rev().find_map(|length| {
            let (form, begins) = FORMS.get(all[..length].join(" ").as_str())?;
            begins.then_some((*form, length))
        });
        if let Some((_, length)) = at_begin {
            all.drain(..length);
        }
        CompanyName { words: all, form: at_end.or(at_begin).map(|(form, _)| form) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_equal() {
        for names in [
            &["Acme Ltd", "ACME LIMITED", "Acme, Ltd.", "Acme Co., Ltd."][..],
            &["Bell & Sons plc", "Bell and Sons P.L.C.", "BELL + SONS PUBLIC LIMITED COMPANY"],
            &["Müller GmbH", "MÜLLER Gesellschaft mit beschränkter Haftung", "Muller G.m.b.H."],
            &["Muster GmbH & Co. KG", "Muster GmbH und Co. KG"],
            &["ООО «Ромашка»", "Ромашка, ООО", "Общество с ограниченной ответственностью Ромашка"],
            &["Kowalski Sp. z o.o.", "Kowalski spółka z ograniczoną odpowiedzialnością"],
            &["Rossi S.p.A.", "ROSSI SPA", "Rossi Società per azioni"],
            &["株式会社テスト", "テスト株式会社"],
            &["Volvo AB", "AB Volvo", "Volvo Aktiebolag", "Volvo AB (publ)"],
        ] {
            let read: Vec<CompanyName> = names.iter().map(|name| CompanyName::new(name)).collect();
            assert!(read[0].form.is_some() && read.iter().all(|name| *name == read[0]), "{read:?}");
        }
    }

    #[test]
    fn forms_contradict_unless_one_is_a_translation_of_the_other() {
        let form = |name: &str| CompanyName::new(name).form.unwrap();
        for (a, b) in [("Acme Ltd", "Acme Company"), ("Ромашка ООО", "Romashka Ltd"), ("Acme AG", "Acme S.A.")]
        {
            assert!(form(a).may_be(form(b)) && form(b).may_be(form(a)), "{a} {b}");
        }
        for (a, b) in
            [("Acme Ltd", "Acme plc"), ("Acme Inc", "Acme LLC"), ("Acme GmbH", "Acme AG"), ("Acme LLP", "Acme Ltd")]
        {
            assert!(!form(a).may_be(form(b)) && !form(b).may_be(form(a)), "{a} {b}");
        }
    }

    #[test]
    fn names_without_a_form_keep_their_words() {
        assert_eq!(
            CompanyName::new("Deutsche Bank"),
            CompanyName { words: vec!["deutsche".into(), "bank".into()], form: None }
        );
        for alone in ["Limited", "GmbH", "Co."] {
            let name = CompanyName::new(alone);
            assert!(name.form.is_none() && name.words.len() == 1, "{alone} {name:?}");
        }
        assert_eq!(CompanyName::new(" - "), CompanyName::default());
        // Only forms that their language puts first are left out there.
        assert_eq!(CompanyName::new("Ag Growth Inc").words, ["ag", "growth"]);
    }

    #[test]
    fn every_phrase_of_the_table_is_folded_and_stands_once() {
        let phrases = COMPANY_FORMS.lines().skip(1).filter_map(|line| line.splitn(5, ',').nth(4));
        let mut seen = std::collections::BTreeSet::new();
        for phrase in phrases.flat_map(|phrases| phrases.split('|')) {
            assert_eq!(super::super::fold::phrase_key(phrase), phrase);
            assert!(phrase.split(' ').count() < MOST_WORDS && seen.insert(phrase), "{phrase}");
        }
        for line in COMPANY_FORMS.lines().skip(1) {
            let cells: Vec<&str> = line.splitn(5, ',').collect();
            assert!(["any", "private", "public", "partnership", "nonprofit"].contains(&cells[2]), "{line}");
            assert!(["end", "either"].contains(&cells[3]), "{line}");
        }
    }
}

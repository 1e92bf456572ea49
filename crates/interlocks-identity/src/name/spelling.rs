//! Classes of spellings: *Schtscherbakow*, *Shcherbakov* and *Ščerbakov* are one.

/// Groups of letters that are written for one another, the longest first; each with what stands for it.
const GROUPS: &[(&str, &str)] = &[
    ("schtsch", "s"),
    ("shch", "s"),
    ("tsch", "c"),
    ("sch", "s"),
    ("tch", "c"),
    ("chr", "kr"),
    ("off", "ov"),
    ("eff", "ev"),
    ("sh", "s"),
    ("sz", "s"),
    ("cz", "c"),
    ("ch", "c"),
    ("ck", "k"),
    ("kh", "h"),
    ("ph", "f"),
    ("th", "t"),
    ("dt", "t"),
    ("gh", "g"),
    ("ks", "x"),
    ("ae", "a"),
    ("oe", "o"),
    ("ue", "u"),
    ("aa", "a"),
    ("ie", "i"),
    ("ee", "i"),
    ("ou", "u"),
    ("zh", "z"),
    ("dj", "j"),
];

/// Returns the spelling class of a folded word of Latin letters. A word with digits has one spelling: *E1* is not *E11*.
pub(crate) fn spelling_class(word: &str) -> String {
    if word.bytes().any(|byte| byte.is_ascii_digit()) {
        return word.to_owned();
    }
    let mut class = String::with_capacity(word.len());
    let mut rest = word;
    let mac = word.strip_prefix("mac").filter(|rest| rest.len() > 2).map(|rest| rest.strip_prefix('k').unwrap_or(rest));
    if let Some(name) = mac.or_else(|| word.strip_prefix("mc").filter(|rest| !rest.is_empty())) {
        class.push_str("mk");
        rest = name;
    }
    while let Some(first) = rest.chars().next() {
        let (from, to) = match GROUPS.iter().find(|(group, _)| rest.starts_with(group)) {
            Some((group, to)) => (group.len(), *to),
            None => (first.len_utf8(), single(first, rest)),
        };
        if to.is_empty() {
            class.push(first);
        } else {
            class.push_str(to);
        }
        rest = &rest[from..];
    }
    let mut letters: Vec<char> = class.chars().collect();
    letters.dedup();
    letters.into_iter().collect()
}

/// Returns what stands for a letter, with the text from it on; empty if it stands for itself.
fn single(letter: char, rest: &str) -> &'static str {
    match letter {
        'w' => "v",
        'y' | 'j' => "i",
        'q' => "k",
        'z' => "s",
        'c' if rest[1..].starts_with(['e', 'i', 'y']) => "s",
        'c' => "k",
        _ => "",
    }
}

/// Returns a class without the vowels after its first letter. Of short names too little would remain: *Li*, *Lu* and *Lee* stay
/// apart.
pub(crate) fn skeleton(class: &str) -> String {
    let mut letters = class.chars();
    let first = letters.next();
    let bare: String = first.into_iter().chain(letters.filter(|letter| !"aeiou".contains(*letter))).collect();
    if bare.len() < 3 { class.to_owned() } else { bare }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_one_class() {
        for names in [
            &["shcherbakov", "schtscherbakow", "shcherbakoff"][..],
            &["saether", "sather", "sater"],
            &["muller", "mueller", "muler"],
            &["macalister", "mcalister", "macallister"],
            &["weiss", "weis"],
            &["morozov", "morozoff", "morosow"],
            &["olson", "olsson"],
            &["yuriy", "jurij", "iurii"].map(|name| name)[..1],
        ] {
            let classes: Vec<String> = names.iter().map(|name| spelling_class(name)).collect();
            assert!(classes.iter().all(|class| *class == classes[0]), "{names:?} {classes:?}");
        }
        assert_ne!(spelling_class("holland"), spelling_class("rolland"));
        assert_eq!(skeleton("anderson"), "andrsn");
        assert_ne!(skeleton("li"), skeleton("lu"));
        assert_ne!(spelling_class("e1"), spelling_class("e11"));
        assert_eq!(spelling_class(""), "");
    }
}

//! Legal forms at the end of names, which identify companies among the officers of a source that does not say who is
//! a company.

/// Last words of company names, in lower case and without dots.
const LEGAL_FORMS: &[&str] = &[
    "limited",
    "ltd",
    "inc",
    "incorporated",
    "corp",
    "corporation",
    "llc",
    "llp",
    "lp",
    "plc",
    "sa",
    "sarl",
    "srl",
    "ag",
    "gmbh",
    "bv",
    "nv",
    "pte",
    "pty",
    "foundation",
    "trust",
    "company",
    "co",
    "spa",
    "as",
    "ab",
    "oy",
    "kft",
    "sl",
    "holdings",
    "services",
    "trustees",
    "nominees",
    "bank",
    "partnership",
];

/// Returns `true` if the name ends with a legal form, and so is the name of a company.
pub(crate) fn has_legal_form(name: &str) -> bool {
    let last = name.trim_end_matches([')', '.', ',', ' ']).rsplit([' ', ',', '(']).next().unwrap_or("");
    let plain: String = last.chars().filter(|letter| *letter != '.').collect::<String>().to_lowercase();
    name.contains(' ') && LEGAL_FORMS.contains(&plain.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn companies_are_recognised_by_their_legal_form() {
        for name in ["Portcullis Nominees (BVI) Limited", "ACME S.A.", "Bell & Sons, Ltd.", "Orion Trust"] {
            assert!(has_legal_form(name), "{name}");
        }
        for name in ["Ann Limited-Smith", "Limited", "KIM SOO IN", "Maria da Costa", ""] {
            assert!(!has_legal_form(name), "{name}");
        }
    }
}

//! Legal forms at the end of names, by which a company is known among people where nothing else tells.

/// Words at the end of a name that only companies have, without dots.
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

/// Whether a name is one of a company, by the legal form at its end: officers are people and companies, and
/// nothing else says which.
pub fn has_legal_form(name: &str) -> bool {
    let last = name.trim_end_matches([')', '.', ',', ' ']).rsplit([' ', ',', '(']).next().unwrap_or("");
    let plain: String = last.chars().filter(|letter| *letter != '.').collect::<String>().to_lowercase();
    name.contains(' ') && LEGAL_FORMS.contains(&plain.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn companies_are_known_by_their_legal_form() {
        for name in ["Portcullis Nominees (BVI) Limited", "ACME S.A.", "Bell & Sons, Ltd.", "Orion Trust"] {
            assert!(has_legal_form(name), "{name}");
        }
        for name in ["Ann Limited-Smith", "Limited", "KIM SOO IN", "Maria da Costa", ""] {
            assert!(!has_legal_form(name), "{name}");
        }
    }
}

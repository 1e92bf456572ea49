//! Numbers of companies in the register of the United Kingdom, as records of other companies state them.

use super::super::json_value::JsonValue;

/// Names of the register and of its countries. Each is enough to say that a company is registered there.
const HOME: &[&str] = &[
    "england",
    "wales",
    "scotland",
    "northern ireland",
    "united kingdom",
    "great britain",
    "uk",
    "gb",
    "companies house",
];

/// Other words that may stand beside such a name. Any further word may name another country: there is a Companies House
/// in Gibraltar too.
const BESIDE: &[&str] = &[
    "the",
    "of",
    "for",
    "and",
    "in",
    "at",
    "companies",
    "company",
    "house",
    "registrar",
    "registry",
    "register",
    "registered",
    "registration",
    "office",
    "northern",
    "ireland",
    "united",
    "kingdom",
    "great",
    "britain",
    "cardiff",
    "edinburgh",
    "belfast",
    "london",
    "crown",
    "way",
];

/// The digits and letters of a number.
const LENGTH: usize = 8;

/// Returns the number of a company in this register, if a record identifies the company by it. What a record states must
/// not contradict itself: a company of another country keeps its own id.
pub(crate) fn registered_number(identification: &JsonValue<'_>) -> Option<String> {
    let places = ["country_registered", "place_registered"].map(|key| identification.text_at(key));
    let stated: Vec<&str> = places.into_iter().filter(|place| !place.is_empty()).collect();
    let is_marked = identification.text_at("identification_type").starts_with("uk-");
    let is_home = stated.iter().all(|place| is_home(place)) && (is_marked || !stated.is_empty());
    normalized(identification.text_at("registration_number")).filter(|_| is_home)
}

/// Returns `true` if a place is in the United Kingdom, or names its register, and names no other place.
fn is_home(place: &str) -> bool {
    let lower = place.to_lowercase().replace('.', "");
    let words: Vec<&str> = lower.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let text = format!(" {} ", words.join(" "));
    HOME.iter().any(|home| text.contains(&format!(" {home} ")))
        && words.iter().all(|word| HOME.contains(word) || BESIDE.contains(word))
}

/// Returns a number as the register writes it: eight digits, or a prefix such as SC and digits. Blanks do not matter, and
/// zeros at the beginning of the digits may be missing.
pub(crate) fn normalized(number: &str) -> Option<String> {
    let plain: String = number.chars().filter(|sign| !sign.is_whitespace() && *sign != '-').collect();
    let plain = plain.to_ascii_uppercase();
    let prefix = plain.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = plain.get(prefix..)?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    // Numbers of societies end with a letter: IP12345R.
    let is_number = prefix <= 2
        && plain.len() <= LENGTH
        && rest.bytes().any(|byte| (b'1'..=b'9').contains(&byte))
        && (digits == rest.len()
            || (plain.len() == LENGTH && rest.bytes().skip(digits).all(|byte| byte.is_ascii_alphabetic())));
    is_number.then(|| format!("{}{rest:0>width$}", plain.get(..prefix).unwrap_or_default(), width = LENGTH - prefix))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_in_many_ways() {
        for (number, expected) in [
            ("07654321", Some("07654321")),
            ("7654321", Some("07654321")),
            (" 0765 4321", Some("07654321")),
            ("sc 12345", Some("SC012345")),
            ("NI-612345", Some("NI612345")),
            ("R0000008", Some("R0000008")),
            ("IP27661R", Some("IP27661R")),
            ("NONE", None),
            ("N/A", None),
            ("0", None),
            ("00000000", None),
            ("123456789", None),
            ("HRB 12345", None),
            ("", None),
            ("SC", None),
        ] {
            assert_eq!(normalized(number).as_deref(), expected, "{number}");
        }
    }

    #[test]
    fn a_company_of_another_country_keeps_its_id() {
        for (text, is_joined) in [
            (r#"{"identification_type": "uk-limited-company", "registration_number": "1"}"#, true),
            (r#"{"identification_type": "non-eea", "registration_number": "1"}"#, false),
            (r#"{"country_registered": "England And Wales", "registration_number": "1"}"#, true),
            (r#"{"place_registered": "Companies House, Cardiff", "registration_number": "1"}"#, true),
            (r#"{"place_registered": "Companies House, Gibraltar", "registration_number": "1"}"#, false),
            (
                r#"{"country_registered": "Gibraltar", "place_registered": "Companies House", "registration_number": "1"}"#,
                false,
            ),
            (
                r#"{"identification_type": "uk-limited-company", "country_registered": "Jersey", "registration_number": "1"}"#,
                false,
            ),
            (r#"{"country_registered": "Ireland", "registration_number": "1"}"#, false),
            (r#"{"country_registered": "Northern Ireland", "registration_number": "1"}"#, true),
            (r#"{"registration_number": "1"}"#, false),
            (r#"{"country_registered": "U.K.", "registration_number": "1"}"#, true),
            (r#"{"country_registered": "UK"}"#, false),
        ] {
            let identification: JsonValue<'_> = serde_json::from_str(text).unwrap();
            assert_eq!(registered_number(&identification).is_some(), is_joined, "{text}");
        }
    }
}

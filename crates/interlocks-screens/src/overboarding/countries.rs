//! The jurisdiction of a company, by its stated country.

/// The members of the European Economic Area: two-letter code, three-letter code, names.
const EEA: &[&[&str]] = &[
    &["AT", "AUT", "Austria", "Österreich"],
    &["BE", "BEL", "Belgium", "Belgique", "België"],
    &["BG", "BGR", "Bulgaria"],
    &["HR", "HRV", "Croatia", "Hrvatska"],
    &["CY", "CYP", "Cyprus"],
    &["CZ", "CZE", "Czechia", "Czech Republic"],
    &["DK", "DNK", "Denmark", "Danmark"],
    &["EE", "EST", "Estonia"],
    &["FI", "FIN", "Finland", "Suomi"],
    &["FR", "FRA", "France"],
    &["DE", "DEU", "Germany", "Deutschland"],
    &["GR", "GRC", "EL", "Greece"],
    &["HU", "HUN", "Hungary"],
    &["IS", "ISL", "Iceland"],
    &["IE", "IRL", "Ireland"],
    &["IT", "ITA", "Italy", "Italia"],
    &["LV", "LVA", "Latvia"],
    &["LI", "LIE", "Liechtenstein"],
    &["LT", "LTU", "Lithuania"],
    &["LU", "LUX", "Luxembourg"],
    &["MT", "MLT", "Malta"],
    &["NL", "NLD", "Netherlands", "The Netherlands", "Nederland"],
    &["NO", "NOR", "Norway", "Norge"],
    &["PL", "POL", "Poland", "Polska"],
    &["PT", "PRT", "Portugal"],
    &["RO", "ROU", "Romania"],
    &["SK", "SVK", "Slovakia"],
    &["SI", "SVN", "Slovenia"],
    &["ES", "ESP", "Spain", "España"],
    &["SE", "SWE", "Sweden", "Sverige"],
];
/// The other countries that rules name.
const OTHERS: &[&[&str]] = &[
    &["GB", "GBR", "UK", "United Kingdom", "Great Britain", "England", "Scotland", "Wales", "Northern Ireland"],
    &["US", "USA", "United States", "United States of America"],
    &["IN", "IND", "India"],
];

/// Returns `true` if a country, given as code or name, is in a jurisdiction. A part of a country (`US-DE`, `gb-sct`) is in
/// the jurisdiction of the country. `EU` means the European Economic Area.
pub(crate) fn is_in(country: &str, jurisdiction: &str) -> bool {
    let country = country.trim();
    let whole = country.split_once('-').filter(|(whole, _)| whole.len() == 2).map_or(country, |(whole, _)| whole);
    let is = |names: &&&[&str], text: &str| names.iter().any(|name| name.eq_ignore_ascii_case(text));
    if jurisdiction.eq_ignore_ascii_case("EU") || jurisdiction.eq_ignore_ascii_case("EEA") {
        return whole.eq_ignore_ascii_case("EU") || EEA.iter().any(|names| is(&names, whole));
    }
    match EEA.iter().chain(OTHERS).find(|names| is(names, jurisdiction)) {
        Some(names) => is(&names, whole),
        None => whole.eq_ignore_ascii_case(jurisdiction),
    }
}

#[cfg(test)]
mod tests {
    use super::is_in;

    #[test]
    fn a_country_is_a_code_a_name_or_a_part() {
        for (country, jurisdiction, expected) in [
            ("DE", "DE", true),
            ("deu", "DE", true),
            ("Germany", "DE", true),
            ("US-DE", "DE", false),
            ("US-DE", "US", true),
            ("England", "UK", true),
            ("gb-sct", "UK", true),
            ("GB", "EU", false),
            ("NO", "EU", true),
            ("Frankreich", "FR", false),
            ("CH", "CH", true),
            ("JP", "EU", false),
        ] {
            assert_eq!(is_in(country, jurisdiction), expected, "{country} {jurisdiction}");
        }
    }
}

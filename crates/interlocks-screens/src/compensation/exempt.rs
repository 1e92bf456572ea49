//! Organisations exempt under section 501(c)(3), which are no entities for Item 407(e)(4): charities, foundations, universities.
//!
//! No column says who is exempt. Name, legal form and line of business do, as a presumption; a listed company never is.

use crate::Answer;
use crate::wording::has_words;
use interlocks_core::model::vocabulary::{CompanyForm, CompanyName, Sector, SectorSet, phrase};
use interlocks_graph::{BoardGraph, CompanyIx, Entity};

/// Words for such an organisation at the end of a name, or at its beginning before *of* or *for*.
const NAMES: &[&str] =
    &["charity", "charities", "church", "college", "foundation", "museum", "university", "endowment"];
/// Words for such an organisation in a line of business.
const BUSINESSES: &[&str] = &[
    "charity",
    "charities",
    "charitable",
    "college",
    "foundation",
    "museum",
    "nonprofit",
    "non profit",
    "not for profit",
    "philanthropy",
    "university",
    "universities",
];
/// Legal forms of organisations without profit, as tables of names class them.
const FORMS: &[&str] = &["guarantee", "cic", "ggmbh"];

/// Sectors in which organisations of both kinds are found.
const MIXED: SectorSet = SectorSet::of(&[Sector::Education, Sector::Health]);

/// Returns yes if a company is presumed exempt, and unknown if what it does leaves that open.
pub(super) fn is_exempt(graph: &BoardGraph, company: CompanyIx) -> Answer {
    if graph.is_listed(company) == Some(true) {
        return Answer::No;
    }
    let name = CompanyName::new(&graph.name(Entity::Company(company)));
    let form = name.form.map(CompanyForm::class);
    let business = phrase(graph.industry(company));
    let says = |word: &&str| has_words(&business, word);
    if form.is_some_and(|form| FORMS.contains(&form)) || BUSINESSES.iter().any(says) {
        return Answer::Yes;
    }
    let words: Vec<&str> = name.words.iter().map(String::as_str).collect();
    let is_one = |word: &str| NAMES.contains(&word);
    let named = match words.as_slice() {
        [first, "of" | "for", ..] => is_one(first),
        [.., last] => is_one(last),
        [] => false,
    };
    let sector = graph.sector_reading(company);
    match named {
        // A commercial form beside the word: a college may be a business.
        true if form.is_none_or(|form| form == "inc" || form == "corp") => Answer::Yes,
        true => Answer::Unknown,
        false if sector.is_stated() && sector.is(MIXED, SectorSet::NONE) == Some(true) => Answer::Unknown,
        false => Answer::No,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::boards;

    #[test]
    fn charities_foundations_and_universities_are_presumed_exempt() {
        for (name, industry, listed, expected) in [
            ("Heal Foundation", "", "", Answer::Yes),
            ("Heal Foundation Inc.", "", "no", Answer::Yes),
            ("University of Utopia", "", "", Answer::Yes),
            ("Utopia University", "", "", Answer::Yes),
            ("Utopia", "charity", "", Answer::Yes),
            ("Utopia", "university", "", Answer::Yes),
            ("Hilfe gGmbH", "", "", Answer::Yes),
            ("Kaplan College LLC", "", "", Answer::Unknown),
            ("Saint Mary", "education", "", Answer::Unknown),
            ("Foundation Medicine Inc", "", "", Answer::No),
            ("College Park Bank", "", "", Answer::No),
            ("Utopia University", "education", "yes", Answer::No),
            ("Acme", "steel", "", Answer::No),
            ("Acme", "", "", Answer::No),
        ] {
            let graph = boards(&[("companies", &format!("id,name,industry,listed\nc,{name},{industry},{listed}\n"))]);
            assert_eq!(is_exempt(&graph, CompanyIx::new(0)), expected, "{name} {industry} {listed}");
        }
    }
}

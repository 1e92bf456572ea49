//! What people did, as sentences: one for each person, however many facts there are.

use interlocks_core::wording::and_list;

use crate::question::Named;

/// Something that a person was or did, as a part of a sentence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Deed {
    /// Was something of a company: `an executive` of `Acme`.
    Was { capacity: String, company: String },
    /// Sat on the board of a company.
    Sat { company: String },
    /// Stood in a relation that the data names: `was a director`, `of Acme`; `is an investor`, `in Acme`.
    Named { verb: String, object: String },
    /// Left a company: `left`, `Acme in June 2011`.
    Left(String),
    /// Joined a company or its board.
    Joined(String),
}

/// The facts of a finding, or of several, before they become sentences.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Account {
    /// Who did what; nothing is told twice.
    deeds: Vec<(Named, Deed)>,
    /// Sentences that are not about one person.
    remarks: Vec<String>,
}

impl Account {
    /// Adds what a person did.
    pub(super) fn add(&mut self, person: &Named, deed: Deed) {
        let told = (person.clone(), deed);
        if !self.deeds.contains(&told) {
            self.deeds.push(told);
        }
    }

    /// Adds a sentence that is not about one person. It has no full stop yet.
    pub(super) fn remark(&mut self, sentence: String) {
        if !self.remarks.contains(&sentence) {
            self.remarks.push(sentence);
        }
    }

    /// Adds all facts of another.
    pub(super) fn extend(&mut self, other: &Account) {
        for (person, deed) in &other.deeds {
            self.add(person, deed.clone());
        }
        other.remarks.iter().for_each(|remark| self.remark(remark.clone()));
    }

    /// Removes what another tells, too.
    pub(super) fn without(&self, other: &Account) -> Account {
        let deeds = self.deeds.iter().filter(|deed| !other.deeds.contains(deed)).cloned();
        let remarks = self.remarks.iter().filter(|remark| !other.remarks.contains(remark)).cloned();
        Account { deeds: deeds.collect(), remarks: remarks.collect() }
    }

    /// Returns `true` if there is nothing to tell.
    pub(super) fn is_empty(&self) -> bool {
        self.deeds.is_empty() && self.remarks.is_empty()
    }

    /// Writes a sentence for each person, then the remarks.
    pub(super) fn sentences(&self) -> String {
        let mut people: Vec<&Named> = Vec::new();
        for (person, _) in &self.deeds {
            if !people.contains(&person) {
                people.push(person);
            }
        }
        let told = people.into_iter().map(|person| self.sentence(person));
        told.chain(self.remarks.iter().cloned()).map(full_stop).collect::<Vec<String>>().join(" ")
    }

    /// Writes what a person did: `Ann was an executive of Acme and sat on the boards of Acme and Bolt`.
    fn sentence(&self, person: &Named) -> String {
        let of_person = self.deeds.iter().filter(|(who, _)| who == person).map(|(_, deed)| deed);
        let (mut was, mut sat): (Vec<(&str, Vec<&str>)>, Vec<&str>) = (Vec::new(), Vec::new());
        let (mut named, mut moves): (Vec<(&str, Vec<&str>)>, Vec<String>) = (Vec::new(), Vec::new());
        for deed in of_person {
            match deed {
                Deed::Was { capacity, company } => add_under(&mut was, company, capacity),
                Deed::Named { verb, object } => add_under(&mut named, verb, object),
                Deed::Sat { company } => sat.push(company),
                Deed::Left(what) => moves.push(format!("left {what}")),
                Deed::Joined(what) => moves.push(format!("joined {what}")),
            }
        }
        let was: Vec<String> =
            was.iter().map(|(company, capacities)| format!("{} of {company}", and_list(capacities))).collect();
        // Each part, and whether it has an `and` of its own.
        let mut parts: Vec<(String, bool)> = Vec::new();
        if !was.is_empty() {
            let was = and_list(&was);
            parts.push((format!("was {was}"), was.contains(" and ")));
        }
        if !sat.is_empty() {
            let boards = if sat.len() == 1 { "board" } else { "boards" };
            parts.push((format!("sat on the {boards} of {}", and_list(&sat)), sat.len() > 1));
        }
        let named = named.into_iter();
        parts.extend(named.map(|(verb, objects)| (format!("{verb} {}", and_list(&objects)), objects.len() > 1)));
        parts.extend(moves.into_iter().map(|what| (what, false)));
        let is_nested = parts.len() > 2 || parts.first().is_some_and(|(_, nested)| parts.len() == 2 && *nested);
        let parts: Vec<String> = parts.into_iter().map(|(part, _)| part).collect();
        let predicate = match parts.as_slice() {
            // A comma before `and` keeps it apart from the one inside a part.
            [all @ .., last] if is_nested => format!("{}, and {last}", all.join(", ")),
            parts => and_list(parts),
        };
        format!("{} {predicate}", person.name)
    }
}

/// Adds a word to those with the same head.
fn add_under<'a>(heads: &mut Vec<(&'a str, Vec<&'a str>)>, head: &'a str, word: &'a str) {
    match heads.iter_mut().find(|(known, _)| *known == head) {
        Some((_, words)) => words.push(word),
        None => heads.push((head, vec![word])),
    }
}

/// Ends a sentence: a name such as `Acme, Inc.` has the full stop already.
pub(super) fn full_stop(sentence: String) -> String {
    if sentence.ends_with('.') { sentence } else { sentence + "." }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> Named {
        Named { id: name.to_lowercase(), name: name.to_owned() }
    }

    fn was(capacity: &str, company: &str) -> Deed {
        Deed::Was { capacity: capacity.to_owned(), company: company.to_owned() }
    }

    fn sat(company: &str) -> Deed {
        Deed::Sat { company: company.to_owned() }
    }

    #[test]
    fn every_person_has_one_sentence_and_nothing_is_told_twice() {
        let (ann, bob) = (named("Ann"), named("Bob"));
        let mut account = Account::default();
        for (person, deed) in [
            (&ann, was("an executive", "Acme, Inc.")),
            (&ann, sat("Bolt")),
            (&bob, sat("Bolt")),
            (&ann, was("an owner (6 %)", "Acme, Inc.")),
            (&ann, sat("Bolt")),
            (&ann, sat("Acme, Inc.")),
            (&ann, Deed::Joined("the board of Bolt in June 2011".to_owned())),
        ] {
            account.add(person, deed);
        }
        account.remark("According to the data, they are friends".to_owned());
        assert_eq!(
            account.sentences(),
            "Ann was an executive and an owner (6 %) of Acme, Inc., sat on the boards of Bolt and Acme, Inc., and joined the \
             board of Bolt in June 2011. Bob sat on the board of Bolt. According to the data, they are friends."
        );
        let mut known = Account::default();
        known.add(&bob, sat("Bolt"));
        assert_eq!(known.without(&account), Account::default());
        assert!(known.without(&account).is_empty() && Account::default().sentences().is_empty());
    }

    #[test]
    fn two_plain_facts_are_joined_without_a_comma() {
        let ann = named("Ann");
        let mut account = Account::default();
        account.add(&ann, was("an executive", "Acme"));
        account.add(&ann, sat("Bolt Inc."));
        assert_eq!(account.sentences(), "Ann was an executive of Acme and sat on the board of Bolt Inc.");
    }
}

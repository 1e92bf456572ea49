//! Kinds of tie: what a word for a relation between two entities says, and which of the two it names first.

use super::fold::{joined, words};
use super::links::phrase;
use super::tables::{TIES, find};
use crate::model::relation_kind::Relation;

macro_rules! tie_kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $relation:ident;)*) => {
        /// The kind of a tie. The docs of each variant say what the first entity is to the second.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum TieKind {
            $($(#[$doc])* $variant,)*
        }

        impl TieKind {
            /// All kinds.
            pub const ALL: &[TieKind] = &[$(TieKind::$variant,)*];

            /// Returns the name of the kind, as in the table of words.
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(TieKind::$variant => $name,)*
                }
            }

            /// Returns the relation that the rules on deals ask about.
            pub const fn relation(self) -> Relation {
                match self {
                    $(TieKind::$variant => Relation::$relation,)*
                }
            }
        }
    };
}

tie_kinds! {
    /// Owns a share.
    Owner = "owner", Owner;
    /// Has put money into it: a share if one is stated, otherwise perhaps a loan.
    Investor = "investor", Owner;
    /// Controls it or may profit from it without a stated share: votes, the right to appoint the board, a trust.
    Control = "control", Bound;
    /// The parent company.
    ParentCompany = "parent-company", Bound;
    /// Founded it.
    Founder = "founder", Founder;
    /// Founded it together with others.
    CoFounder = "co-founder", CoFounder;
    /// Father or mother; between companies, the parent company.
    Parent = "parent", Kin;
    /// Brother or sister.
    Sibling = "sibling", Kin;
    /// A relative by descent whom the rules on independence do not name: cousin, uncle, grandparent.
    DistantKin = "distant-kin", Kin;
    /// A relative by descent.
    Kin = "kin", Kin;
    /// Husband, wife or partner for life.
    Spouse = "spouse", Family;
    /// Family by marriage, or of an unspecified degree.
    Family = "family", Family;
    /// A relative who is not family by descent or marriage: a godparent.
    Godparent = "godparent", Family;
    /// A partner: for life between two people, of a firm between a person and a company.
    Partner = "partner", Family;
    /// A friend.
    Friend = "friend", Friend;
    /// A partner of a firm.
    FirmPartner = "firm-partner", Bound;
    /// Employee, or an officer by a tie.
    Employee = "employee", Bound;
    /// A representative, nominee or appointee.
    Representative = "representative", Bound;
    /// The auditor.
    Auditor = "auditor", Bound;
    /// An adviser, lawyer or banker.
    Adviser = "adviser", Bound;
    /// A supplier; in the other direction a customer.
    Supplier = "supplier", Bound;
    /// A lender; in the other direction a borrower.
    Lender = "lender", Bound;
    /// A donor.
    Donor = "donor", Bound;
    /// Both have invested in the same company.
    CoInvestor = "co-investor", Bound;
    /// A colleague, an ally, a business partner, a fellow member.
    Associate = "associate", Bound;
    /// A competitor.
    Competitor = "competitor", Opposed;
    /// An opponent in a conflict, a dispute or a lawsuit.
    Opponent = "opponent", Opposed;
    /// A relation that the word calls past: `ex-spouse`, `former owner of`.
    Ended = "ended", Bound;
    /// A word for some other relation, or none.
    Other = "other", Bound;
    /// A word that the table does not have.
    #[default]
    Unknown = "unknown", Bound;
}

impl TieKind {
    /// Returns the kind with a name in the table of words.
    fn from_name(name: &str) -> Option<TieKind> {
        TieKind::ALL.iter().find(|kind| kind.as_str() == name).copied()
    }
}

/// A word for a kind of tie, as it was read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct TieReading {
    /// The kind of the tie.
    pub kind: TieKind,
    /// `true` if the word describes the first entity by what the second is to it: `owned by`, `subsidiary of`.
    pub reversed: bool,
}

impl TieReading {
    /// Returns the relation that the rules on deals ask about.
    pub const fn relation(self) -> Relation {
        self.kind.relation()
    }

    /// Returns two ends of a tie in the order of [`TieKind`]: the owner before what is owned.
    pub fn in_order<T>(self, (from, to): (T, T)) -> (T, T) {
        if self.reversed { (to, from) } else { (from, to) }
    }
}

/// Words that may end a phrase without a meaning of their own.
const ENDINGS: &[&str] = &["of", "in", "to", "with", "at", "for", "the"];
/// Words that may begin one.
const BEGINNINGS: &[&str] = &["is", "are", "was", "were", "been", "a", "an", "the"];
/// Words that make the rest of a phrase a thing of the past.
const PAST: &[&str] = &["ex", "former", "formerly", "previously", "ehemaliger", "ehemalige", "ancien", "ancienne"];

/// Reads a kind of tie in any of the languages of the table.
///
/// Case, accents, blanks, hyphens, underscores, the plural, and words such as "is" and "of" do not matter; `by` exchanges the
/// two ends. A noun names the first entity: from a `supplier` to its customer. An empty text states no relation.
///
/// ```
/// use interlocks_core::model::vocabulary::{TieKind, read_tie};
/// let read = |text| { let tie = read_tie(text); (tie.kind, tie.reversed) };
/// assert_eq!(["owns", "Owner of", "owner_of", "Eigentümer von", "OwnerOf"].map(read), [(TieKind::Owner, false); 5]);
/// assert_eq!(read("is owned by"), (TieKind::Owner, true));
/// assert_eq!(read("subsidiary-of"), (TieKind::ParentCompany, true));
/// assert_eq!(read("ex-spouse"), (TieKind::Ended, false));
/// assert_eq!(read("flurb"), (TieKind::Unknown, false));
/// ```
pub fn read_tie(text: &str) -> TieReading {
    if let Some(reading) = find(TIES, text).and_then(reading) {
        return reading;
    }
    let spaced = phrase(text);
    let known = find(TIES, &spaced).and_then(reading);
    // "OwnerOf" is two words, but "OWNs" is one.
    known.or_else(|| find(TIES, &joined(&words(text))).and_then(reading)).unwrap_or_else(|| read_rest(&spaced))
}

/// Reads a phrase that the table does not have as it stands.
fn read_rest(phrase: &str) -> TieReading {
    let mut rest: Vec<&str> = phrase.split(' ').filter(|word| !word.is_empty()).collect();
    if rest.is_empty() {
        return TieReading { kind: TieKind::Other, reversed: false };
    }
    let begin = rest.iter().take_while(|word| BEGINNINGS.contains(word)).count();
    rest.drain(..begin);
    if rest.len() > 1 && rest.first().is_some_and(|word| PAST.contains(word)) {
        return TieReading { kind: TieKind::Ended, reversed: false };
    }
    if let Some(read) = read_forms(&rest) {
        return read;
    }
    while rest.last().is_some_and(|word| ENDINGS.contains(word)) {
        rest.pop();
    }
    if let Some(read) = read_forms(&rest) {
        return read;
    }
    match rest.pop() {
        Some("by") => read_forms(&rest).map(|read| TieReading { reversed: !read.reversed, ..read }).unwrap_or_default(),
        _ => TieReading::default(),
    }
}

/// Looks up words as they are, and with one of them in the singular.
fn read_forms(words: &[&str]) -> Option<TieReading> {
    let look_up = |words: &[&str]| find(TIES, &words.join(" ")).and_then(reading);
    let singular = |at: usize| {
        let stem = words.get(at)?.strip_suffix('s')?;
        let noun = stem.strip_suffix("ie").map_or_else(|| stem.to_owned(), |stem| format!("{stem}y"));
        let mut words = words.to_vec();
        *words.get_mut(at)? = &noun;
        look_up(&words)
    };
    look_up(words).or_else(|| (0..words.len()).rev().find_map(singular))
}

/// Reads a meaning of the table.
fn reading(meaning: &str) -> Option<TieReading> {
    let (name, direction) = meaning.split_once(':').unwrap_or((meaning, ""));
    Some(TieReading { kind: TieKind::from_name(name)?, reversed: direction == "reversed" })
}

#[cfg(test)]
mod tests {
    use super::super::tables::{LINKS, rows};
    use super::*;

    #[test]
    fn every_meaning_of_the_table_is_a_kind() {
        for (phrase, meaning) in rows(TIES) {
            let read = reading(meaning).unwrap_or_else(|| panic!("{phrase}: {meaning}"));
            assert_ne!(read.kind, TieKind::Unknown, "{phrase}");
            assert_eq!(read_tie(phrase), read, "{phrase}");
        }
    }

    #[test]
    fn every_link_that_is_a_tie_is_a_known_kind() {
        let ties = rows(LINKS).filter(|(_, meaning)| *meaning == "tie");
        let unknown: Vec<&str> =
            ties.map(|(phrase, _)| phrase).filter(|phrase| read_tie(phrase).kind == TieKind::Unknown).collect();
        assert!(unknown.is_empty(), "{unknown:?}");
    }

    #[test]
    fn spellings_of_one_kind_are_one() {
        for (kind, reversed, texts) in [
            (
                TieKind::Owner,
                false,
                &["owns", "OWNS", "Owner of", "owner_of", "owners", "Shareholders of", "actionnaire de"][..],
            ),
            (TieKind::Owner, true, &["owned by", "OWNED_BY", "is owned by", "ownedBy", "im Besitz von"]),
            (TieKind::ParentCompany, true, &["subsidiary-of", "Subsidiary", "subsidiaries of", "filiale de"]),
            (TieKind::ParentCompany, false, &["parent company of", "Muttergesellschaft"]),
            (TieKind::Parent, false, &["parent", "parent-of", "Mother of", "Vater von"]),
            (TieKind::Parent, true, &["child_of", "sons of"]),
            (
                TieKind::Competitor,
                false,
                &["competitor_of", "Competitor of", "competitors", "rival", "Konkurrent", "competes-with"],
            ),
            (TieKind::Opponent, false, &["conflict", "dispute", "lawsuit against"]),
            (TieKind::Spouse, false, &["spouse", "married-to", "Ehefrau von"]),
            (TieKind::Family, false, &["family", "in-law", "brother_in_law", "sisters in law"]),
            (TieKind::DistantKin, false, &["cousin", "Cousins", "uncle of", "oncle de"]),
            (TieKind::Auditor, true, &["audited-by", "audited by"]),
            (TieKind::Employee, false, &["employee", "works_for", "employed by", "officer-of"]),
            (TieKind::Ended, false, &["ex-spouse", "Former owner of", "formerly controlled by", "ex colleague of"]),
            (TieKind::Other, false, &["", "  ", "linked", "related"]),
            (TieKind::Unknown, false, &["flurb", "flurb of", "flurbed by", "42", "by"]),
        ] {
            for text in texts {
                assert_eq!(read_tie(text), TieReading { kind, reversed }, "{text}");
            }
        }
    }

    #[test]
    fn the_rules_on_deals_read_the_same_relations() {
        for (text, relation) in [
            ("owns", Relation::Owner),
            ("Owned by", Relation::Owner),
            ("investor-in", Relation::Owner),
            ("stake", Relation::Owner),
            ("founder-of", Relation::Founder),
            ("co-founder of", Relation::CoFounder),
            ("parent-of", Relation::Kin),
            ("cousin", Relation::Kin),
            ("brother_in_law", Relation::Family),
            ("married-to", Relation::Family),
            ("partner", Relation::Family),
            ("business-partner", Relation::Bound),
            ("friend", Relation::Friend),
            ("competitor-of", Relation::Opposed),
            ("advisor-to", Relation::Bound),
            ("", Relation::Bound),
        ] {
            assert_eq!(read_tie(text).relation(), relation, "{text}");
        }
    }
}

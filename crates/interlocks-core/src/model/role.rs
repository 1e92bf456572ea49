//! Traits of a role, read from the words for it: a seat on the board, an executive office.

/// Traits that follow from the words for a role alone. A dataset's own `board` and `executive` columns override
/// them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RoleTraits {
    /// The role sits on the board with a vote: director, chair, trustee.
    pub board: bool,
    /// The role is an executive office, so the company is the person's main employer: chief executive, officer.
    pub executive: bool,
    /// The role is that of chief executive.
    pub chief_executive: bool,
    /// The role attends board meetings without a vote.
    pub observer: bool,
    /// The role leads the board: the chair, but not a deputy chair or the chair of a committee.
    pub chair: bool,
    /// The role is that of the lead independent director.
    pub lead_director: bool,
}

/// A row of the table: words that must all occur in the role, and the traits that follow.
struct RoleWord {
    words: &'static str,
    board: bool,
    executive: bool,
    chief: bool,
}

const fn word(words: &'static str, board: bool, executive: bool, chief: bool) -> RoleWord {
    RoleWord { words, board, executive, chief }
}

/// The known words for roles, in the languages of the registers that can be read. A role has the traits of every row
/// whose words occur in it, so "chair and chief executive" is both.
const ROLE_WORDS: &[RoleWord] = &[
    // English
    word("director", true, false, false),
    word("chair", true, false, false),
    word("chairman", true, false, false),
    word("chairwoman", true, false, false),
    word("chairperson", true, false, false),
    word("vicechairman", true, false, false),
    word("trustee", true, false, false),
    word("governor", true, false, false),
    word("board member", true, false, false),
    word("member board", true, false, false),
    word("ceo", false, true, true),
    word("co-ceo", false, true, true),
    word("chief executive", false, true, true),
    word("cfo", false, true, false),
    word("coo", false, true, false),
    word("cto", false, true, false),
    word("chief officer", false, true, false),
    word("president", false, true, false),
    word("officer", false, true, false),
    word("founder", false, false, false),
    word("managing director", true, true, true),
    word("executive director", true, true, false),
    word("executive chair", true, true, false),
    word("executive chairman", true, true, false),
    word("managing partner", false, true, false),
    word("general partner", false, true, false),
    // German
    word("aufsichtsrat", true, false, false),
    word("aufsichtsratsmitglied", true, false, false),
    word("aufsichtsratsvorsitzender", true, false, false),
    word("verwaltungsrat", true, false, false),
    word("vorstand", false, true, false),
    word("vorstandsmitglied", false, true, false),
    word("vorstandsvorsitzender", false, true, true),
    word("geschäftsführer", true, true, true),
    word("geschäftsführerin", true, true, true),
    // French
    word("administrateur", true, false, false),
    word("administratrice", true, false, false),
    word("président conseil", true, false, false),
    word("directeur général", false, true, true),
    word("directrice générale", false, true, true),
    word("gérant", true, true, true),
    // Italian, Spanish, Portuguese
    word("consigliere", true, false, false),
    word("amministratore", true, false, false),
    word("amministratore delegato", true, true, true),
    word("consejero", true, false, false),
    word("consejera", true, false, false),
    word("administrador", true, false, false),
    word("consejero delegado", true, true, true),
    // Dutch, Scandinavian
    word("bestuurder", true, true, false),
    word("commissaris", true, false, false),
    word("styremedlem", true, false, false),
    word("styreleder", true, false, false),
    word("styrets leder", true, false, false),
    word("nestleder", true, false, false),
    word("bestyrelsesmedlem", true, false, false),
    word("styrelseledamot", true, false, false),
    word("daglig leder", false, true, true),
    word("verkställande direktör", false, true, true),
];

/// Words for the chair of the board; one is enough.
const CHAIR_WORDS: &[&str] = &[
    "chair",
    "chairman",
    "chairwoman",
    "chairperson",
    "vorsitzender",
    "vorsitzende",
    "aufsichtsratsvorsitzender",
    "aufsichtsratsvorsitzende",
    "verwaltungsratspräsident",
    "verwaltungsratspräsidentin",
    "président conseil",
    "présidente conseil",
    "presidente consiglio",
    "presidente consejo",
    "styreleder",
    "styrets leder",
    "bestyrelsesformand",
    "styrelseordförande",
];

/// Words that exclude the chair of the board: deputies, and chairs of committees.
const NOT_THE_CHAIR: &[&str] = &[
    "vice",
    "deputy",
    "committee",
    "stellvertretender",
    "stellvertretende",
    "stellv",
    "vorstands",
    "vorstand",
    "ausschuss",
    "comité",
    "comitato",
];

/// Words for the lead independent director.
const LEAD_DIRECTOR_WORDS: &[&str] = &["lead director", "lead independent", "presiding director", "senior independent"];

/// Words that exclude every trait but `observer`: the role is near the board, not on it.
const NEAR_THE_BOARD: &[&str] = &["observer", "advisory", "adviser", "advisor", "emeritus", "former"];

/// Reads the traits of a role from the words for it, ignoring case, hyphens and punctuation.
///
/// ```
/// use interlocks_core::model::role_traits;
/// assert!(role_traits("Lead Independent Director").board);
/// assert!(!role_traits("non-executive director").executive);
/// assert!(role_traits("Managing Director").executive && role_traits("Managing Director").board);
/// assert!(!role_traits("board observer").board);
/// ```
pub fn role_traits(role: &str) -> RoleTraits {
    let lower = role.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let has = |wanted: &str| wanted.split([' ', '-']).all(|word| words.contains(&word));
    let mut traits = RoleTraits::default();
    for row in ROLE_WORDS.iter().filter(|row| has(row.words)) {
        traits.board |= row.board;
        traits.executive |= row.executive;
        traits.chief_executive |= row.chief;
    }
    let any = |list: &[&str]| list.iter().any(|words| has(words));
    traits.chair = any(CHAIR_WORDS) && !any(NOT_THE_CHAIR);
    traits.lead_director = any(LEAD_DIRECTOR_WORDS);
    if words.windows(2).any(|pair| pair[0] == "non" && pair[1] == "executive") || has("nonexecutive") {
        traits.executive = false;
        traits.chief_executive = false;
    }
    if NEAR_THE_BOARD.iter().any(|word| has(word)) {
        traits = RoleTraits { observer: has("observer"), ..RoleTraits::default() };
    }
    traits
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flags(role: &str) -> (bool, bool, bool) {
        let traits = role_traits(role);
        (traits.board, traits.executive, traits.chief_executive)
    }

    #[test]
    fn words_say_who_leads_the_board() {
        for role in ["chair", "Chairman & CEO", "executive-chair", "Aufsichtsratsvorsitzender", "Styreleder"] {
            assert!(role_traits(role).chair, "{role}");
        }
        for role in ["vice chair", "Deputy Chairman", "chair of the audit committee", "Vorstandsvorsitzender"] {
            assert!(!role_traits(role).chair, "{role}");
        }
        assert!(role_traits("lead-independent-director").lead_director && !role_traits("director").lead_director);
    }

    #[test]
    fn words_say_who_sits_and_who_runs() {
        for role in [
            "director",
            "chair",
            "founder-director",
            "lead-independent-director",
            "Trustee",
            "Non-Executive Director",
            "member of the supervisory board",
            "Aufsichtsrat",
        ] {
            assert_eq!(flags(role), (true, false, false), "{role}");
        }
        for role in ["cfo", "coo", "president", "officer", "Chief Financial Officer", "Vorstand"] {
            assert_eq!(flags(role), (false, true, false), "{role}");
        }
        assert_eq!(flags("CEO"), (false, true, true));
        assert_eq!(flags("co-ceo"), (false, true, true));
        assert_eq!(flags("Chairman & Chief Executive Officer"), (true, true, true));
        assert_eq!(flags("executive-chair"), (true, true, false));
        assert_eq!(flags("Geschäftsführer"), (true, true, true));
        for role in
            ["observer", "board observer", "adviser", "company secretary", "former director", "founder", "", "???"]
        {
            assert_eq!(flags(role), (false, false, false), "{role}");
        }
        assert!(role_traits("Board Observer").observer);
    }
}

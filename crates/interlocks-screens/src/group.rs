//! The group of a company: the companies that control it, and those that it controls.
//!
//! Control is more than half of the shares, directly or through companies that are controlled, or a tie that states it
//! (`parent-of`). An unstated share may be control or not.

use std::collections::{BTreeMap, BTreeSet};

use super::DatedAnswer;
use super::related_party::holdings::Holdings;
use super::wording::name;
use interlocks_analysis::ownership::{owner_tie, stated_share, states_control};
use interlocks_core::model::DaySpan;
use interlocks_graph::{BoardGraph, CompanyIx, Entity, TieIx, UncertainDays};

/// The percentage above which an owner has control.
const HALF: f64 = 50.0;
/// The tolerance for sums of decimal shares.
const ROUNDED: f64 = 1e-9;

/// The highest number of companies above a company whose shares are followed day by day. Above it, whether they control the
/// company is unknown: rings and thickets of owners would take too long.
const MOST_FOLLOWED: usize = 24;

/// A company that controls another, or is controlled by it, with the days.
#[derive(Clone, Debug)]
pub(crate) struct Relative {
    pub(crate) company: CompanyIx,
    pub(crate) control: DatedAnswer,
}

/// Returns the companies that control a company, in order.
pub(crate) fn parents(graph: &BoardGraph, company: CompanyIx) -> Vec<Relative> {
    let found = followed_parents(graph, company);
    found.unwrap_or_else(|TooMany { some }| some.into_iter().map(Relative::unknown).collect())
}

/// Returns the companies that control a company, in order, if there are not too many to follow.
fn followed_parents(graph: &BoardGraph, company: CompanyIx) -> Result<Vec<Relative>, TooMany> {
    let possible = possible_parents(graph, company)?;
    Ok(parents_among(graph, company, &|below| possible.get(&below).cloned().unwrap_or_default()))
}

/// More companies above a company than are followed.
struct TooMany {
    /// Some of them, in order.
    some: BTreeSet<CompanyIx>,
}

impl Relative {
    /// Returns a company of which it is not known whether it is related by control.
    fn unknown(company: CompanyIx) -> Relative {
        let control = DatedAnswer { yes: UncertainDays::default(), maybe: UncertainDays::always() };
        Relative { company, control }
    }
}

/// Returns the companies that control a company, in order, given those that may directly control a company.
fn parents_among(
    graph: &BoardGraph,
    company: CompanyIx,
    possible: &dyn Fn(CompanyIx) -> BTreeSet<CompanyIx>,
) -> Vec<Relative> {
    let mut found: BTreeMap<CompanyIx, DatedAnswer> = BTreeMap::new();
    let mut queue = vec![(company, DatedAnswer::known(UncertainDays::always()))];
    while let Some((below, of_below)) = queue.pop() {
        for Relative { company: owner, control } in direct_parents(graph, below, possible(below)) {
            let before = found.get(&owner).cloned().unwrap_or_default();
            let after = before.or(&control.and(&of_below));
            // Days are only added, so this ends, also where companies own each other.
            if owner != company && after != before {
                found.insert(owner, after.clone());
                queue.push((owner, after));
            }
        }
    }
    found.into_iter().map(|(company, control)| Relative { company, control }).collect()
}

/// Returns the companies that control a company by shares, also through other companies, or by a tie that states it.
fn direct_parents(graph: &BoardGraph, company: CompanyIx, possible: BTreeSet<CompanyIx>) -> Vec<Relative> {
    let mut holdings = None;
    let mut found = Vec::new();
    for owner in possible.into_iter().filter(|owner| *owner != company) {
        let holdings = holdings.get_or_insert_with(|| Holdings::new(graph, company));
        let entity = Entity::Company(owner);
        let by_shares = holdings.days_of_control(DaySpan::ALWAYS, entity);
        let stated: Vec<TieIx> = graph
            .ties(Entity::Company(company))
            .filter(|tie| states_control(graph, *tie) && owner_tie(graph, *tie) == Some((entity, company)))
            .collect();
        let stated = UncertainDays::from_spells(stated.iter().map(|tie| graph.tie_spell(*tie)));
        let control = by_shares.or(&DatedAnswer::known(stated));
        if control.maybe.is_possible() {
            found.push(Relative { company: owner, control });
        }
    }
    found
}

/// Returns the companies with a stake in a company at some time, each with the most that it may be, as a fraction.
fn company_stakes(graph: &BoardGraph, company: CompanyIx) -> impl Iterator<Item = (CompanyIx, f64)> + '_ {
    graph.ties(Entity::Company(company)).filter_map(move |tie| {
        let (owner, owned) = owner_tie(graph, tie)?;
        let Entity::Company(owner) = owner else { return None };
        let most = if states_control(graph, tie) { 1.0 } else { stated_share(graph, tie).unwrap_or(1.0) };
        (owned == company && owner != company).then_some((owner, most))
    })
}

/// Returns the companies that may at some time control a company, and each of those above it; others may be among them.
///
/// Most companies have many small owners. All stakes of all times are added up here, so that the shares day by day, which
/// take longer, are computed for few owners only.
fn possible_parents(
    graph: &BoardGraph,
    company: CompanyIx,
) -> Result<BTreeMap<CompanyIx, BTreeSet<CompanyIx>>, TooMany> {
    let mut stakes: Stakes = BTreeMap::new();
    let mut queue = vec![company];
    while let Some(next) = queue.pop() {
        let own: Vec<(CompanyIx, f64)> = company_stakes(graph, next).collect();
        // Above a company that no companies control together nobody does.
        if !stakes.contains_key(&next) && own.iter().map(|(_, most)| most).sum::<f64>() > HALF / 100.0 {
            queue.extend(own.iter().map(|(owner, _)| *owner));
            stakes.insert(next, own);
        }
        if stakes.len() > MOST_FOLLOWED {
            let mut some = enough_together(&stakes).remove(&company).unwrap_or_default();
            some.extend(stakes.into_keys());
            some.remove(&company);
            return Err(TooMany { some });
        }
    }
    Ok(enough_together(&stakes))
}

/// The stakes in each of some companies, with the most that each may be, as a fraction.
type Stakes = BTreeMap<CompanyIx, Vec<(CompanyIx, f64)>>;

/// Returns, for each company, those that may have more than half of it with the companies that they may have more than half of.
fn enough_together(stakes: &Stakes) -> BTreeMap<CompanyIx, BTreeSet<CompanyIx>> {
    let mut found: BTreeMap<CompanyIx, BTreeSet<CompanyIx>> = BTreeMap::new();
    loop {
        let mut grew = false;
        for (node, stakes) in stakes {
            let mut sums: BTreeMap<CompanyIx, f64> = BTreeMap::new();
            for (owner, most) in stakes {
                let above = found.get(owner).into_iter().flatten();
                for holder in above.chain([owner]) {
                    *sums.entry(*holder).or_default() += most;
                }
            }
            let enough = sums.into_iter().filter(|(_, sum)| *sum > HALF / 100.0).map(|(holder, _)| holder);
            let all = found.entry(*node).or_default();
            let before = all.len();
            all.extend(enough);
            grew |= all.len() > before;
        }
        if !grew {
            return found;
        }
    }
}

/// Returns the companies that a company controls, in order.
pub(crate) fn subsidiaries(graph: &BoardGraph, company: CompanyIx) -> Vec<Relative> {
    let control = |below: CompanyIx| match followed_parents(graph, below) {
        Ok(parents) => {
            let own = parents.into_iter().find(|parent| parent.company == company)?;
            Some(Relative { company: below, control: own.control })
        }
        // Those that were counted need not include this company, so its absence says nothing.
        Err(TooMany { .. }) => Some(Relative::unknown(below)),
    };
    maybe_controlled(graph, company).into_iter().filter_map(control).collect()
}

/// Returns all companies that a company may at some time control; others may be among them.
fn maybe_controlled(graph: &BoardGraph, company: CompanyIx) -> Vec<CompanyIx> {
    // Most companies have no ties.
    if graph.ties(Entity::Company(company)).next().is_none() {
        return Vec::new();
    }
    let mut inside = BTreeSet::from([company]);
    let mut queue = vec![company];
    while let Some(owner) = queue.pop() {
        for tie in graph.ties(Entity::Company(owner)) {
            let Some((Entity::Company(own), owned)) = owner_tie(graph, tie) else { continue };
            if own == owner && !inside.contains(&owned) && may_control(graph, &inside, owned) {
                inside.insert(owned);
                queue.push(owned);
            }
        }
    }
    inside.remove(&company);
    inside.into_iter().collect()
}

/// Returns `true` if some companies may hold more than half of another, all of their ties taken together.
fn may_control(graph: &BoardGraph, owners: &BTreeSet<CompanyIx>, owned: CompanyIx) -> bool {
    let mut sum = 0.0;
    for tie in graph.ties(Entity::Company(owned)) {
        let Some((Entity::Company(owner), own)) = owner_tie(graph, tie) else { continue };
        if own == owned && owners.contains(&owner) {
            match stated_share(graph, tie) {
                _ if states_control(graph, tie) => return true,
                Some(share) => sum += share,
                None => return true,
            }
        }
    }
    sum > HALF / 100.0 + ROUNDED
}

/// Returns the question whose answer would settle a control that is unknown.
pub(crate) fn control_question(graph: &BoardGraph, parent: CompanyIx, company: CompanyIx) -> String {
    let [parent, company] = [parent, company].map(|company| name(graph, Entity::Company(company)));
    format!("whether {parent} controls {company} (share)")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::boards;
    use proptest::prelude::*;

    fn relatives(ties: &str, find: fn(&BoardGraph, CompanyIx) -> Vec<Relative>, of: &str) -> Vec<String> {
        let companies = "id\na\nb\nc\nd\n";
        let seats = "person,company,role,start,end\np,d,director,2000-01-01,2020-01-01\n";
        let ties = format!("from,to,kind,start,end,share\n{ties}");
        let graph = boards(&[("companies", companies), ("seats", seats), ("ties", &ties)]);
        let found = find(&graph, graph.company_number(of).unwrap());
        let shown = found.iter().map(|relative| {
            let known = if relative.control.yes.certain.is_empty() { "?" } else { "" };
            format!("{}{known}", graph.id(Entity::Company(relative.company)))
        });
        shown.collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]

        /// Owners are left out beforehand only if they never control.
        #[test]
        fn nobody_who_controls_is_left_out(
            ties in prop::collection::vec((0..4usize, 0..4usize, 0..6usize, 2001..2006i32), 1..9),
        ) {
            let names = ["a", "b", "c", "d"];
            let mut text = "from,to,kind,start,end,share\n".to_owned();
            for (from, to, kind, year) in ties.into_iter().filter(|(from, to, ..)| from != to) {
                let (kind, share) = [("owns", "20"), ("owns", "30"), ("owns", "51"), ("owns", ""), ("owns", "40"), ("parent-of", "")][kind];
                text += &format!("{},{},{kind},{year},{},{share}\n", names[from], names[to], year + 3);
            }
            text += "p,q,friend,2000,,\n";
            let graph = boards(&[
                ("companies", "id\na\nb\nc\nd\n"),
                ("people", "id\np\nq\n"),
                ("seats", "person,company,role,start,end\np,d,director,2000-01-01,2020-01-01\n"),
                ("ties", &text),
            ]);
            for company in graph.companies() {
                let shown = |all: Vec<Relative>| format!("{all:?}");
                let all = parents_among(&graph, company, &|_| graph.companies().collect());
                prop_assert_eq!(shown(parents(&graph, company)), shown(all));
            }
        }
    }

    #[test]
    fn more_than_half_or_a_tie_that_states_it_is_control() {
        for (ties, above, below) in [
            ("", "", ""),
            ("a,b,owns,2001,,60\n", "a", "b"),
            ("a,b,owns,2001,,50\n", "", ""),
            ("a,b,owns,2001,,\n", "a?", "b?"),
            ("a,b,parent-of,2001,,\n", "a", "b"),
            ("a,c,parent-of,2001,,\nc,b,parent-of,2001,,\n", "a c", "b c"),
            ("a,c,parent-of,2001,,\nc,b,owns,2001,,51\n", "a c", "b c"),
            ("a,c,owns,2001,,60\nc,b,owns,2001,,30\na,b,owns,2001,,30\n", "a", "b c"),
            ("a,b,owns,2001,2005,60\na,b,owns,2006,,20\n", "a", "b"),
            // Companies that own each other.
            ("a,b,owns,2001,,60\nb,a,owns,2001,,60\n", "a", "b"),
            ("p,b,owns,2001,,60\n", "", ""),
        ] {
            assert_eq!(relatives(ties, parents, "b").join(" "), above, "{ties}");
            assert_eq!(relatives(ties, subsidiaries, "a").join(" "), below, "{ties}");
        }
    }

    #[test]
    fn a_subsidiary_below_too_many_owners_is_unknown() {
        // `b` has `a` as an owner, and a long line of others.
        let line: String = (0..=MOST_FOLLOWED).map(|i| format!("o{},o{i},owns,,,\n", i + 1)).collect();
        let ties = format!("from,to,kind,start,end,share\na,b,owns,,,60\na,c,owns,,,60\no0,b,owns,,,\n{line}");
        let companies: String = (0..=MOST_FOLLOWED + 1).map(|i| format!("o{i}\n")).collect();
        let graph = boards(&[
            ("companies", &format!("id\na\nb\nc\n{companies}")),
            ("seats", "person,company,role,start,end\np,b,director,2000-01-01,2020-01-01\n"),
            ("ties", &ties),
        ]);
        let found = subsidiaries(&graph, graph.company_number("a").unwrap());
        let is_unknown = |own: &Relative| own.control.yes.certain.is_empty();
        let shown = found.iter().map(|own| (graph.id(Entity::Company(own.company)), is_unknown(own)));
        assert_eq!(shown.collect::<Vec<_>>(), [("b".to_owned(), true), ("c".to_owned(), false)]);
        let above = parents(&graph, graph.company_number("b").unwrap());
        let owner = above.iter().find(|own| graph.id(Entity::Company(own.company)) == "a").unwrap();
        assert!(is_unknown(owner));
    }
}

//! A path told: for each step the link chosen, and what it rests on.

use super::cost::{Cost, six_digits};
use super::same_owner::same_owner;
use super::strength::Strengths;
use super::terms::{Boards, Factors, Held, Link, Standing, Terms};
use super::{Factor, Path, Step, Stop};
use crate::question::Evidence;
use interlocks_core::model::{DaySpan, Spell};
use interlocks_graph::BoardGraph;

/// A link that was chosen for a step.
#[derive(Clone, Copy)]
struct Chosen {
    link: Link,
    held: Held,
    cost: Cost,
}

/// A choice of links for the first steps of a path.
#[derive(Clone)]
struct Choice {
    cost: Cost,
    links: Vec<Chosen>,
    days: DaySpan,
}

/// The choice of links, one a step, that costs least and has a common day where the clock asks for
/// one; of several the one whose links come first.
fn choose(terms: &Terms<'_>, nodes: &[u32], boards: &mut Boards) -> Option<Choice> {
    let mut choices = vec![Choice { cost: Cost::NOTHING, links: Vec::new(), days: DaySpan::ALWAYS }];
    for pair in nodes.windows(2) {
        let joining = terms.joining(pair[0], pair[1], &terms.ties(pair[0]));
        let mut longer: Vec<Choice> = Vec::new();
        for choice in &choices {
            for &(link, held) in &joining {
                let Some(days) = choice.days.meet(held.days) else { continue };
                let cost = if terms.options.hops { Cost::NOTHING } else { terms.factors(link, held, boards).cost() };
                let mut next = Choice { cost: choice.cost + cost, links: choice.links.clone(), days };
                next.links.push(Chosen { link, held, cost });
                longer.push(next);
            }
        }
        longer.sort_by(|a, b| a.cost.cmp(&b.cost).then_with(|| links(a).cmp(links(b))));
        choices = Vec::new();
        for choice in longer {
            if !choices.iter().any(|better| better.days.meet(choice.days) == Some(choice.days)) {
                choices.push(choice);
            }
        }
    }
    choices.into_iter().next()
}

fn links(choice: &Choice) -> impl Iterator<Item = Link> + '_ {
    choice.links.iter().map(|chosen| chosen.link)
}

/// The path along some nodes of the graph.
pub(super) fn tell(terms: &Terms<'_>, nodes: &[u32]) -> Option<Path> {
    let mut boards = Boards::default();
    let choice = choose(terms, nodes, &mut boards)?;
    let spells: Vec<Spell> = choice.links.iter().map(|chosen| terms.spell(chosen.link)).collect();
    let shared = |days: fn(&Spell) -> Option<DaySpan>| {
        spells.iter().try_fold(DaySpan::ALWAYS, |shared, spell| shared.meet(days(spell)?))
    };
    let certain = shared(Spell::certain);
    let common = if terms.options.query.certain_only { certain } else { shared(Spell::possible) };
    let steps = nodes.windows(2).zip(&choice.links);
    let steps = steps.map(|(pair, chosen)| step(terms, pair, *chosen, &mut boards)).collect();
    let strength = (!terms.options.hops).then(|| choice.cost.strength());
    let same_owner = same_owner(terms, nodes);
    Some(Path { strength, cost: choice.cost, steps, common, certain, same_owner })
}

fn step(terms: &Terms<'_>, pair: &[u32], chosen: Chosen, boards: &mut Boards) -> Step {
    let graph = terms.graph;
    let row = match chosen.link {
        Link::Seat(seat) => Evidence::seat(graph, seat),
        Link::Tie(tie) => Evidence::tie(graph, tie),
    };
    Step {
        from: stop(graph, pair[0]),
        to: stop(graph, pair[1]),
        relation: row.relation,
        backward: matches!(chosen.link, Link::Tie(tie) if graph.tie_ends(tie).0 != graph.entity(pair[0])),
        start: row.start,
        end: row.end,
        certain: chosen.held.certain,
        source: row.sources.join(";"),
        place: row.place,
        strength: chosen.cost.strength(),
        factors: factors(terms, chosen, boards),
    }
}

fn stop(graph: &BoardGraph, node: u32) -> Stop {
    let entity = graph.entity(node);
    Stop { id: graph.id(entity), name: graph.name(entity).into_owned(), kind: entity.kind() }
}

/// The factors of a step in words.
fn factors(terms: &Terms<'_>, chosen: Chosen, boards: &mut Boards) -> Vec<Factor> {
    if !terms.options.explain {
        return Vec::new();
    }
    let Chosen { link, held, .. } = chosen;
    let spell = terms.spell(link);
    let Factors { kind, role, time, certainty, size } = terms.factors(link, held, boards);
    let factor = |part: &'static str, of: String, strength: f64| Factor { part, of, strength: six_digits(strength) };
    let mut told = vec![factor("kind", kind_word(terms, link), kind)];
    if let Link::Seat(seat) = link {
        told.push(factor("role", terms.role(seat).as_str().to_owned(), role));
    }
    told.push(factor("time", standing_words(terms, &spell), time));
    told.push(factor("certainty", if held.certain { "certain" } else { "possible" }.to_owned(), certainty));
    if let Link::Seat(seat) = link {
        let members = boards.members(terms, seat, &spell, held);
        told.push(factor("size", format!("board of {members}"), size));
    }
    told
}

fn kind_word(terms: &Terms<'_>, link: Link) -> String {
    let Link::Tie(tie) = link else { return "seat".to_owned() };
    let strengths: &Strengths = &terms.options.strengths;
    let row = strengths.kind(terms.graph.tie_kind(tie));
    match (row.at_no_share, terms.graph.tie_share(tie)) {
        (Some(_), Some(share)) => format!("{} {share} %", row.kind),
        (Some(_), None) => format!("{}, share not stated", row.kind),
        _ => row.kind.clone(),
    }
}

fn standing_words(terms: &Terms<'_>, spell: &Spell) -> String {
    match terms.standing(spell) {
        Standing::Current if terms.together() => "holds then".to_owned(),
        Standing::Current => "current".to_owned(),
        Standing::UnknownEnd => "may be over".to_owned(),
        Standing::Ended(days) => format!("over for {:.1} years", days as f64 / 365.25),
    }
}

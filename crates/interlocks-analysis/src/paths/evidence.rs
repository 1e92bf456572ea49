//! A path with its evidence: the link chosen for each step, and its row.

use super::cost::{Cost, six_digits};
use super::same_owner::same_owner;
use super::step_rules::{BoardSizes, Factors, Link, LinkDays, LinkStatus, StepRules};
use super::{Factor, Path, SAME_AS, Step, Stop};
use crate::identity::Condition;
use crate::question::{Evidence, up_to};
use interlocks_core::model::{DaySpan, Spell};
use interlocks_graph::BoardGraph;

/// A link that was chosen for a step.
#[derive(Clone, Copy)]
struct Chosen {
    link: Link,
    days: LinkDays,
    cost: Cost,
}

/// A choice of links for the first steps of a path.
#[derive(Clone)]
struct Choice {
    cost: Cost,
    links: Vec<Chosen>,
    days: DaySpan,
}

/// Returns the cheapest choice of links, one per step, with a common day if the clock requires one; among equal ones the
/// one whose links come first.
fn choose(rules: &StepRules<'_>, nodes: &[u32], boards: &mut BoardSizes) -> Option<Choice> {
    let mut choices = vec![Choice { cost: Cost::NOTHING, links: Vec::new(), days: DaySpan::ALWAYS }];
    for pair in nodes.windows(2) {
        let links = rules.links_between(pair[0], pair[1], &rules.ties(pair[0]));
        let mut longer: Vec<Choice> = Vec::new();
        for choice in &choices {
            for &(link, link_days) in &links {
                let Some(days) = choice.days.meet(link_days.days) else { continue };
                let cost =
                    if rules.options.hops { Cost::NOTHING } else { rules.factors(link, link_days, boards).cost() };
                let mut next = Choice { cost: choice.cost + cost, links: choice.links.clone(), days };
                next.links.push(Chosen { link, days: link_days, cost });
                longer.push(next);
            }
        }
        longer.sort_by(|a, b| a.cost.cmp(&b.cost).then_with(|| links_of(a).cmp(links_of(b))));
        choices = Vec::new();
        for choice in longer {
            if !choices.iter().any(|better| better.days.meet(choice.days) == Some(choice.days)) {
                choices.push(choice);
            }
        }
    }
    choices.into_iter().next()
}

fn links_of(choice: &Choice) -> impl Iterator<Item = Link> + '_ {
    choice.links.iter().map(|chosen| chosen.link)
}

/// Returns the path along some nodes of the graph.
pub(super) fn path_along(rules: &StepRules<'_>, nodes: &[u32]) -> Option<Path> {
    let mut boards = BoardSizes::default();
    let choice = choose(rules, nodes, &mut boards)?;
    let spells: Vec<Spell> = choice.links.iter().map(|chosen| rules.spell(chosen.link)).collect();
    let shared = |days: fn(&Spell) -> Option<DaySpan>| {
        spells.iter().try_fold(DaySpan::ALWAYS, |shared, spell| shared.meet(days(spell)?))
    };
    let certain = shared(Spell::certain).and_then(|days| up_to(rules.graph.as_of(), &days.into()).hull());
    let common = shared(Spell::possible);
    let steps = nodes.windows(2).zip(&choice.links);
    let steps = steps.map(|(pair, chosen)| step(rules, pair, *chosen, &mut boards)).collect();
    let strength = (!rules.options.hops).then(|| choice.cost.strength());
    let same_owner = same_owner(rules, nodes);
    Some(Path { strength, cost: choice.cost, steps, common, certain, same_owner })
}

fn step(rules: &StepRules<'_>, pair: &[u32], chosen: Chosen, boards: &mut BoardSizes) -> Step {
    let graph = rules.graph;
    let row = match chosen.link {
        Link::Seat(seat) => Evidence::from_seat(graph, seat),
        Link::Tie(tie) => Evidence::from_tie(graph, tie),
        Link::Identity(number) => return identity_step(rules, pair, chosen, number, boards),
    };
    Step {
        from: stop(graph, pair[0]),
        to: stop(graph, pair[1]),
        relation: row.relation,
        backward: matches!(chosen.link, Link::Tie(tie) if graph.tie_ends(tie).0 != graph.entity(pair[0])),
        start: row.start,
        end: row.end,
        certain: chosen.days.certain,
        source: row.sources.join(";"),
        place: row.place,
        strength: chosen.cost.strength(),
        condition: None,
        factors: factors(rules, chosen, boards),
    }
}

/// Returns the step from one to another that may be the same.
fn identity_step(rules: &StepRules<'_>, pair: &[u32], chosen: Chosen, number: usize, boards: &mut BoardSizes) -> Step {
    let graph = rules.graph;
    let link = rules.identities.get(number);
    Step {
        from: stop(graph, pair[0]),
        to: stop(graph, pair[1]),
        relation: SAME_AS.to_owned(),
        backward: false,
        start: None,
        end: None,
        certain: false,
        source: String::new(),
        place: link.map(|link| graph.place(link.row.place)).unwrap_or_default(),
        strength: chosen.cost.strength(),
        condition: link.map(|link| Condition::new(graph, link, true)),
        factors: factors(rules, chosen, boards),
    }
}

fn stop(graph: &BoardGraph, node: u32) -> Stop {
    let entity = graph.entity(node);
    Stop { id: graph.id(entity), name: graph.name(entity).into_owned(), kind: entity.kind() }
}

/// Returns the factors of a step in words.
fn factors(rules: &StepRules<'_>, chosen: Chosen, boards: &mut BoardSizes) -> Vec<Factor> {
    if !rules.options.explain {
        return Vec::new();
    }
    let Chosen { link, days, .. } = chosen;
    let spell = rules.spell(link);
    let Factors { kind, role, time, certainty, size } = rules.factors(link, days, boards);
    let factor = |part: &'static str, of: String, strength: f64| Factor { part, of, strength: six_digits(strength) };
    let mut factors = vec![factor("kind", kind_label(rules, link), kind)];
    if matches!(link, Link::Identity(_)) {
        return factors;
    }
    if let Link::Seat(seat) = link {
        factors.push(factor("role", rules.role(seat).as_str().to_owned(), role));
    }
    factors.push(factor("time", status_label(rules, &spell), time));
    factors.push(factor("certainty", if days.certain { "certain" } else { "possible" }.to_owned(), certainty));
    if let Link::Seat(seat) = link {
        let members = boards.members(rules, seat, &spell);
        factors.push(factor("size", format!("board of {members}"), size));
    }
    factors
}

fn kind_label(rules: &StepRules<'_>, link: Link) -> String {
    let tie = match link {
        Link::Seat(_) => return "seat".to_owned(),
        Link::Identity(number) => {
            let stated = rules.identities.get(number).is_some_and(|link| link.probability().is_some());
            let of = if stated { "probability" } else { "probability not stated" };
            return format!("{SAME_AS}, {of}");
        }
        Link::Tie(tie) => tie,
    };
    let row = rules.kind(tie);
    match (row.at_no_share, rules.graph.tie_share(tie)) {
        (Some(_), Some(share)) => format!("{} {share} %", row.kind),
        (Some(_), None) => format!("{}, share not stated", row.kind),
        _ => row.kind.clone(),
    }
}

fn status_label(rules: &StepRules<'_>, spell: &Spell) -> String {
    match rules.status(spell) {
        LinkStatus::Current if rules.needs_common_day() => "true then".to_owned(),
        LinkStatus::Current => "current".to_owned(),
        LinkStatus::UnknownEnd => "may have ended".to_owned(),
        LinkStatus::Ended(days) => format!("ended {:.1} years ago", days as f64 / 365.25),
    }
}

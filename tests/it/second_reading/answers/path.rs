//! `path`: which simple paths there are, how strong each is, and their order.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::super::{
    question::Question,
    reading::{Days, Reading, both},
};
use super::strength;

const SENTENCE: &str = "A path leads from one entity to another along seats and ties, and contains no entity twice; --ever: each step was \
    true at some time; --at, --during: all steps are true on the same day; the strongest path comes first, then the one with fewer steps, \
    then the order of their entities, people before companies, each by id; docs/strengths.md";

/// People come first in the order of entities: `(0, …)` is a person, `(1, …)` a company.
type Entity = (u8, usize);

/// A seat or a tie as a step, with what it costs in millionths of a nat.
struct Step {
    ends: [Entity; 2],
    possible: Days,
    cost: i64,
}

struct Search<'r, 'a> {
    reading: &'r Reading<'a>,
    steps: Vec<Step>,
    to: Entity,
    most: usize,
    /// The least cost of each path found.
    found: BTreeMap<Vec<Entity>, i64>,
}

pub fn rows(reading: &Reading, question: &Question) -> Option<(Value, &'static str)> {
    let hops = question.option("--hops").is_some();
    let ends: Vec<Entity> = question.places.iter().map(|id| entity(reading, id)).collect::<Option<_>>()?;
    let [from, to] = ends[..] else { return None };
    // `--certain` is checked as a relation.
    if question.certain || from == to {
        return None;
    }
    let most = usize::try_from(question.number("--max-steps").unwrap_or(6)).ok()?;
    let mut search = Search { reading, steps: steps(reading, hops)?, to, most, found: BTreeMap::new() };
    search.extend(&mut vec![from], &reading.window.clone(), 0);
    let mut found: Vec<(i64, usize, Vec<Entity>)> =
        search.found.into_iter().map(|(path, cost)| (if hops { 0 } else { cost }, path.len(), path)).collect();
    found.sort();
    let k = usize::try_from(question.number("-k").unwrap_or(5)).ok()?;
    let rows = found
        .iter()
        .take(k)
        .map(|(cost, _, path)| {
            let steps: Vec<Value> = path
                .windows(2)
                .map(|ends| json!({"from": {"id": id(reading, ends[0])}, "to": {"id": id(reading, ends[1])}}))
                .collect();
            let strength = (!hops).then(|| strength::of_cost(*cost));
            json!({"strength": strength, "steps": steps})
        })
        .collect();
    Some((rows, SENTENCE))
}

fn entity(reading: &Reading, id: &String) -> Option<Entity> {
    let place = |ids: &[String]| ids.iter().position(|other| other == id);
    place(&reading.people).map(|at| (0, at)).or_else(|| place(&reading.companies).map(|at| (1, at)))
}

fn id<'a>(reading: &'a Reading, (kind, at): Entity) -> &'a str {
    if kind == 0 { &reading.people[at] } else { &reading.companies[at] }
}

fn steps(reading: &Reading, hops: bool) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    for seat in &reading.seats {
        let cost = if hops { 0 } else { strength::of_seat(reading, seat)? };
        steps.push(Step { ends: [(0, seat.person), (1, seat.company)], possible: seat.days.possible.clone(), cost });
    }
    for tie in &reading.ties {
        let row = &reading.data.ties[tie.row];
        let ends = [entity(reading, &row.from)?, entity(reading, &row.to)?];
        let cost = if hops { 0 } else { strength::of_tie(reading, tie)? };
        steps.push(Step { ends, possible: tie.days.possible.clone(), cost });
    }
    Some(steps)
}

impl Search<'_, '_> {
    /// Adds every simple path that goes on from `path`. `common` are the days on which all of it may be
    /// true. "Several seats and ties may join the same two entities. … They are chosen so that the path as
    /// a whole is strongest, with a day in common if `--at` or `--during` requires one."
    fn extend(&mut self, path: &mut Vec<Entity>, common: &Days, cost: i64) {
        let at = path[path.len() - 1];
        if at == self.to {
            let least = self.found.entry(path.clone()).or_insert(cost);
            *least = cost.min(*least);
            return;
        }
        if path.len() > self.most {
            return;
        }
        for step in 0..self.steps.len() {
            let Step { ends: [a, b], possible, cost: more } = &self.steps[step];
            let next = if *a == at {
                *b
            } else if *b == at {
                *a
            } else {
                continue;
            };
            if path.contains(&next) {
                continue;
            }
            let days = if self.reading.one_day { both(common, possible) } else { possible.clone() };
            if self.reading.possibly(&days) {
                let (cost, common) = (cost + more, if self.reading.one_day { days } else { common.clone() });
                path.push(next);
                self.extend(path, &common, cost);
                path.pop();
            }
        }
    }
}

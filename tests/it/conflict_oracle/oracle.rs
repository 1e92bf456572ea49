//! The slow and obvious answer: every choice of days, looked at day by day.

use std::collections::{BTreeMap, BTreeSet};

use super::rows::{Days, NEVER, Row, covers};

/// Rows that hold together: one row, or two founders' ties to one company.
type Item = Vec<usize>;

/// The findings by rule, parties and people: certain, least and most days, probability.
pub type Found = BTreeMap<(String, String, String, Vec<String>), Vec<Answer>>;

#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    pub certain: bool,
    /// None where a row it rests on has an unknown date: then only `certain` is compared.
    pub days: Option<(i64, i64)>,
    pub probability: Option<f64>,
}

/// A choice of days for each of some rows.
type Chosen = BTreeMap<usize, Days>;

pub struct Oracle<'a> {
    pub rows: &'a [Row],
    pub deal: (i32, i32),
    pub window: i32,
    pub min_share: f64,
    pub as_of: i32,
}

impl Oracle<'_> {
    fn which(&self, fits: impl Fn(&Row) -> bool) -> Vec<usize> {
        (0..self.rows.len()).filter(|row| fits(&self.rows[*row])).collect()
    }

    fn seats(&self, person: &str, company: &str, fits: impl Fn(&Row) -> bool) -> Vec<usize> {
        self.which(|row| row.is_seat() && row.from == person && row.to == company && fits(row))
    }

    fn days(&self) -> impl Iterator<Item = i32> + Clone + use<> {
        self.deal.0..=self.deal.0 + self.deal.1
    }

    /// Calls with every choice of the spells of some rows. Where it matters how large a share is, of
    /// one that is not stated one more choice is that it is too small.
    fn every(&self, rows: &[usize], by_share: bool, call: &mut dyn FnMut(&Chosen)) {
        fn go(
            oracle: &Oracle<'_>,
            (rest, by_share): (&[usize], bool),
            chosen: &mut Chosen,
            call: &mut dyn FnMut(&Chosen),
        ) {
            let Some((row, rest)) = rest.split_first() else { return call(chosen) };
            let mut choices = oracle.rows[*row].choices(oracle.as_of);
            if by_share && oracle.rows[*row].share_unknown() {
                choices.push((0, 0));
            }
            for choice in choices {
                chosen.insert(*row, choice);
                go(oracle, (rest, by_share), chosen, call);
            }
        }
        let rows: BTreeSet<usize> = rows.iter().copied().collect();
        go(self, (&rows.into_iter().collect::<Vec<usize>>(), by_share), &mut BTreeMap::new(), call);
    }

    /// Items in groups whose reaches overlap or touch.
    fn stints(&self, items: &[Item]) -> Vec<Vec<Item>> {
        let reach = |item: &Item| -> BTreeSet<i32> {
            let reaches: Vec<BTreeSet<i32>> = item.iter().map(|row| self.rows[*row].reach(self.as_of)).collect();
            match &reaches[..] {
                [one] => one.clone(),
                _ => unreachable!("only single rows are told apart"),
            }
        };
        let mut groups: Vec<(BTreeSet<i32>, Vec<Item>)> = Vec::new();
        for item in items {
            let mut own = (reach(item), vec![item.clone()]);
            let (meeting, apart): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(days, _)| {
                days.iter().any(|day| [day - 1, *day, day + 1].iter().any(|near| own.0.contains(near)))
            });
            for (days, items) in meeting {
                own.0.extend(days);
                own.1.extend(items);
            }
            groups = apart;
            groups.push(own);
        }
        groups.into_iter().map(|(_, items)| items).collect()
    }

    /// Returns whether some way held on the day of the deal: every side of it by some item. The days since
    /// are compared only where every side is rows, not pairs of rows.
    fn held(&self, ways: &[Vec<Vec<Item>>], by_share: bool) -> Option<Answer> {
        let rows: Vec<usize> = ways.iter().flatten().flatten().flatten().copied().collect();
        let single = ways.iter().flatten().flatten().all(|item| item.len() == 1);
        let dated = rows.iter().all(|row| self.rows[*row].is_dated());
        let groups: Vec<Vec<Vec<Vec<Item>>>> = if single {
            ways.iter().map(|way| way.iter().map(|side| self.stints(side)).collect()).collect()
        } else {
            Vec::new()
        };
        let (mut some, mut all, mut lags) = (false, true, BTreeSet::new());
        self.every(&rows, by_share, &mut |chosen| {
            let spell = |item: &Item| {
                let starts = item.iter().map(|row| chosen[row].0).max().unwrap();
                (starts, item.iter().map(|row| chosen[row].1).min().unwrap())
            };
            for day in self.days() {
                let side = |side: &Vec<Item>| side.iter().any(|item| covers(spell(item), day));
                let now = ways.iter().any(|way| way.iter().all(side));
                some |= now;
                all &= now;
                for way in &groups {
                    // The beginnings of the stints of each side that cover the day.
                    let begun: Vec<Vec<i32>> = way
                        .iter()
                        .map(|side| {
                            side.iter()
                                .filter(|stint| stint.iter().any(|item| covers(spell(item), day)))
                                .map(|stint| {
                                    let there = stint.iter().map(spell).filter(|(start, end)| start < end);
                                    there.map(|(start, _)| start).min().unwrap()
                                })
                                .collect()
                        })
                        .collect();
                    let mut together = vec![-NEVER];
                    for side in &begun {
                        together = together.iter().flat_map(|x| side.iter().map(move |y| *x.max(y))).collect();
                    }
                    lags.extend(together.into_iter().map(|begun| i64::from(day - begun)));
                }
            }
        });
        let days = lags.first().copied().zip(lags.last().copied()).filter(|_| dated && single);
        let certain = all && self.deal.0 + self.deal.1 <= self.as_of;
        some.then_some(Answer { certain, days, probability: None })
    }

    /// Events each found in every choice of days, or not there at all; and whether all of them lie
    /// in the window. `days` of the answer are those of the last.
    fn near(&self, rows: &[usize], events: &dyn Fn(&Chosen) -> Vec<Option<i32>>) -> Option<Answer> {
        let (mut some, mut all) = (false, true);
        let (mut hits, mut choices) = (0usize, 0usize);
        let mut on: Vec<BTreeSet<i32>> = Vec::new();
        self.every(rows, false, &mut |chosen| {
            let events = events(chosen);
            on.resize(events.len(), BTreeSet::new());
            for (days, event) in on.iter_mut().zip(&events) {
                days.extend(event);
            }
            let known = events.iter().all(|event| event.is_some_and(|event| event <= self.as_of));
            for day in self.days() {
                let near = events.iter().all(|event| event.is_some_and(|event| (day - event).abs() <= self.window));
                some |= near;
                hits += usize::from(near);
                choices += 1;
                all &= near && known && self.deal.0 + self.deal.1 <= self.as_of;
            }
        });
        if !some {
            return None;
        }
        let dated = rows.iter().all(|row| self.rows[*row].is_dated());
        let lags: BTreeSet<i64> =
            self.days().flat_map(|day| on[on.len() - 1].iter().map(move |event| i64::from(day - event))).collect();
        Some(Answer {
            certain: all,
            days: lags.first().copied().zip(lags.last().copied()).filter(|_| dated),
            probability: dated.then_some(hits as f64 / choices as f64),
        })
    }

    fn joined(stint: &[Item], others: &[Item], chosen: &Chosen) -> Option<i32> {
        let there = stint.iter().map(|item| chosen[&item[0]]).filter(|(start, end)| start < end);
        let first = there.map(|(start, _)| start).min()?;
        let before = others.iter().any(|item| covers(chosen[&item[0]], first - 1));
        (!before).then_some(first)
    }

    fn left(stint: &[Item], others: &[Item], chosen: &Chosen) -> Option<i32> {
        let there = stint.iter().map(|item| chosen[&item[0]]).filter(|(start, end)| start < end);
        let last = there.map(|(_, end)| end).max()?;
        let after = others.iter().any(|item| covers(chosen[&item[0]], last));
        (!after && last < NEVER).then_some(last)
    }

    fn joining(&self, person: &str, x: &str, y: &str) -> Vec<Answer> {
        let ties = self.which(|row| !row.is_seat() && row.from == person && row.to == x && row.binds());
        let home: Vec<usize> = [self.seats(person, x, |_| true), ties].concat();
        let board: Vec<Item> = self.seats(person, y, Row::is_board).into_iter().map(|row| vec![row]).collect();
        let rows: Vec<usize> = home.iter().copied().chain(board.iter().flatten().copied()).collect();
        let stints = self.stints(&board);
        let answers = stints.iter().filter_map(|stint| {
            let others: Vec<Item> = board.iter().filter(|item| !stint.contains(item)).cloned().collect();
            self.near(&rows, &|chosen| {
                let joined = Oracle::joined(stint, &others, chosen);
                vec![joined.filter(|day| home.iter().any(|row| covers(chosen[row], *day)))]
            })
        });
        answers.collect()
    }

    fn changing(&self, person: &str, x: &str, y: &str) -> Vec<Answer> {
        let items =
            |company| -> Vec<Item> { self.seats(person, company, |_| true).into_iter().map(|row| vec![row]).collect() };
        let (from, to) = (items(x), items(y));
        let rows: Vec<usize> = from.iter().chain(&to).flatten().copied().collect();
        let mut answers = Vec::new();
        for leaving in self.stints(&from) {
            for joining in self.stints(&to) {
                let rest = |all: &[Item], own: &[Item]| -> Vec<Item> {
                    all.iter().filter(|item| !own.contains(item)).cloned().collect()
                };
                let (after, before) = (rest(&from, &leaving), rest(&to, &joining));
                answers.extend(self.near(&rows, &|chosen| {
                    vec![Oracle::left(&leaving, &after, chosen), Oracle::joined(&joining, &before, chosen)]
                }));
            }
        }
        answers
    }

    /// Returns whether an owner of `x` — a person, or a company that the person leads — sat on the board of `y`.
    fn owning(&self, owner: &str, person: &str, (x, y): (&str, &str)) -> Option<Answer> {
        let founding = self.which(|row| row.from == owner && row.to == x && row.is_founding());
        let network = self.network(x);
        let board = self.seats(person, y, Row::is_board);
        let items = |rows: &[usize]| -> Vec<Item> { rows.iter().map(|row| vec![*row]).collect() };
        // Where one tie alone decides the days since are compared, too.
        if owner == person && network.len() <= 1 {
            let large = |row: &usize| {
                let Row { from, share, .. } = &self.rows[*row];
                from == person && share.is_none_or(|share| share >= self.min_share || share > 50.0)
            };
            let ties: Vec<usize> = network.into_iter().filter(large).chain(founding).collect();
            return self.held(&[vec![items(&ties), items(&board)]], true);
        }
        let post = self.seats(person, owner, |row| row.is_board() || row.is_executive());
        let rows: Vec<usize> = [&founding, &network, &board, &post].into_iter().flatten().copied().collect();
        let (mut some, mut all) = (false, true);
        self.every(&rows, true, &mut |chosen| {
            for day in self.days() {
                let any = |rows: &[usize]| rows.iter().any(|row| covers(chosen[row], day));
                let owns = any(&founding) || self.has_enough(owner, x, day, chosen);
                let now = owns && any(&board) && (owner == person || any(&post));
                some |= now;
                all &= now;
            }
        });
        let certain = all && self.deal.0 + self.deal.1 <= self.as_of;
        some.then_some(Answer { certain, days: None, probability: None })
    }

    /// All ties of owners that lead to a company.
    fn network(&self, company: &str) -> Vec<usize> {
        let mut reached = BTreeSet::from([company.to_owned()]);
        loop {
            let ties = self.which(|row| row.kind == "owns" && reached.contains(&row.to));
            let before = reached.len();
            reached.extend(ties.iter().map(|row| self.rows[*row].from.clone()));
            if reached.len() == before {
                return ties;
            }
        }
    }

    fn has_enough(&self, owner: &str, company: &str, day: i32, chosen: &Chosen) -> bool {
        let share = self.integrated(owner, company, day, chosen);
        (share > 0.0 && share * 100.0 >= self.min_share - 1e-7) || self.controls(owner, company, day, chosen)
    }

    /// Returns the owner of a company by a tie.
    fn holders(&self, company: &str) -> BTreeSet<&str> {
        let ties = self.rows.iter().filter(|row| row.kind == "owns" && row.to == company);
        ties.map(|row| row.from.as_str()).collect()
    }

    /// The sum over all chains of the products of their shares; no company owns itself here.
    fn integrated(&self, owner: &str, company: &str, day: i32, chosen: &Chosen) -> f64 {
        let holders = self.holders(company).into_iter();
        let through = holders.map(|holder| {
            let above = if holder == owner { 1.0 } else { self.integrated(owner, holder, day, chosen) };
            above * self.share(holder, company, day, chosen)
        });
        through.sum::<f64>().min(1.0)
    }

    /// More than half, together with whatever else the owner controls.
    fn controls(&self, owner: &str, company: &str, day: i32, chosen: &Chosen) -> bool {
        let (mut group, mut others) = (0.0, 0.0);
        for holder in self.holders(company) {
            if holder == owner || self.controls(owner, holder, day, chosen) {
                group += self.share(holder, company, day, chosen);
            } else {
                others += self.surely(holder, company, day);
            }
        }
        f64::min(group, 1.0 - others) > 0.5 + 1e-12
    }

    /// Returns the share of a company held by its own ties; one that states no share is all that is left.
    fn share(&self, holder: &str, company: &str, day: i32, chosen: &Chosen) -> f64 {
        let ties = self.which(|row| row.kind == "owns" && row.from == holder && row.to == company);
        let held: Vec<&Row> = ties.iter().filter(|row| covers(chosen[row], day)).map(|row| &self.rows[*row]).collect();
        let stated: f64 = held.iter().filter_map(|row| row.share).sum::<f64>() / 100.0;
        let others = self.holders(company).into_iter().filter(|other| *other != holder);
        let left = 1.0 - others.map(|other| self.surely(other, company, day)).sum::<f64>();
        let most = if held.iter().any(|row| row.share.is_none()) { left } else { 0.0 };
        stated.max(most).min(1.0)
    }

    /// Returns the share of a company on any day.
    fn surely(&self, holder: &str, company: &str, day: i32) -> f64 {
        let sure = |row: &Row| row.choices(self.as_of).into_iter().all(|choice| covers(choice, day));
        let ties = self.rows.iter().filter(|row| row.kind == "owns" && row.from == holder && row.to == company);
        let stated = ties.filter(|row| day <= self.as_of && sure(row)).filter_map(|row| row.share);
        (stated.sum::<f64>() / 100.0).min(1.0)
    }

    /// All that makes two people family, friends or co-founders.
    fn bonds(&self, p: &str, q: &str) -> Vec<Item> {
        let joins = |row: &Row| (row.from == p && row.to == q) || (row.from == q && row.to == p);
        let close = self.which(|row| joins(row) && matches!(row.kind, "friend" | "sibling" | "co-founder"));
        let mut bonds: Vec<Item> = close.into_iter().map(|row| vec![row]).collect();
        for mine in self.which(|row| row.from == p && row.to.starts_with('c') && row.is_founding()) {
            for other in self.which(|row| row.from == q && row.to == self.rows[mine].to && row.is_founding()) {
                bonds.push(vec![mine, other]);
            }
        }
        bonds
    }

    /// Every finding on two parties but paths.
    pub fn between(&self, a: &str, b: &str, found: &mut Found) {
        let mut add = |rule: &str, people: &[&str], answers: Vec<Answer>| {
            let key = (rule.to_owned(), a.to_owned(), b.to_owned(), people.iter().map(|&id| id.to_owned()).collect());
            if !answers.is_empty() {
                found.entry(key).or_default().extend(answers);
            }
        };
        let items = |rows: Vec<usize>| -> Vec<Item> { rows.into_iter().map(|row| vec![row]).collect() };
        let board = |person: &str, company: &str| items(self.seats(person, company, Row::is_board));
        for person in ["p0", "p1", "p2"] {
            let shared = self.held(&[vec![board(person, a), board(person, b)]], false);
            add("shared-director", &[person], shared.into_iter().collect());
            for (x, y) in [(a, b), (b, a)] {
                let executive = items(self.seats(person, x, Row::is_executive));
                let both = self.held(&[vec![executive, board(person, y)]], false);
                add("executive-on-board", &[person], both.into_iter().collect());
                let led = ["c0", "c1", "c2"].into_iter().filter(|company| *company != x && *company != y);
                for owner in [person].into_iter().chain(led) {
                    add("owner-on-board", &[person], self.owning(owner, person, (x, y)).into_iter().collect());
                }
                add("appointment-window", &[person], self.joining(person, x, y));
                add("revolving-door", &[person], self.changing(person, x, y));
            }
        }
        for (p, q) in [("p0", "p1"), ("p0", "p2"), ("p1", "p2")] {
            let way = |p, q| vec![board(p, a), board(q, b), self.bonds(p, q)];
            // What cannot hold either way round need not be gone through in every choice.
            let ways: Vec<Vec<Vec<Item>>> =
                [way(p, q), way(q, p)].into_iter().filter(|way| way.iter().all(|side| !side.is_empty())).collect();
            if !ways.is_empty() {
                add("related-person", &[p, q], self.held(&ways, false).into_iter().collect());
            }
        }
    }

    /// The fewest steps of a path, all of whose rows fit.
    fn fewest(&self, a: &str, b: &str, most: usize, fits: &dyn Fn(&Row) -> bool) -> Option<usize> {
        let (mut level, mut steps) = (BTreeSet::from([a]), 0);
        while !level.contains(b) {
            steps += 1;
            if steps > most {
                return None;
            }
            let mut wider = level.clone();
            for row in self.rows.iter().filter(|row| row.binds() && fits(row)) {
                for (from, to) in [(&row.from, &row.to), (&row.to, &row.from)] {
                    if level.contains(from.as_str()) {
                        wider.insert(to);
                    }
                }
            }
            level = wider;
        }
        Some(steps)
    }

    /// The fewest steps of a path that surely held, or else of one that may have.
    pub fn path(&self, a: &str, b: &str, most: usize) -> Option<(usize, bool)> {
        let choices = |row: &Row| row.choices(self.as_of);
        let sure = |row: &Row| choices(row).into_iter().all(|choice| self.days().all(|day| covers(choice, day)));
        if self.deal.0 + self.deal.1 <= self.as_of
            && let Some(steps) = self.fewest(a, b, most, &sure)
        {
            return Some((steps, true));
        }
        let on = |day: i32| self.fewest(a, b, most, &|row| choices(row).into_iter().any(|choice| covers(choice, day)));
        self.days().filter_map(on).min().map(|steps| (steps, false))
    }
}

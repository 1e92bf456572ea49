//! Small random datasets. Days are drawn from few months, so that ends and starts meet.

use super::{
    dataset::{Dataset, Deal, Entity, Seat, Tie},
    dates::{is_sentinel, parse},
    random::Random,
};

const ROLES: &[&str] = &[
    "director",
    "director",
    "director",
    "",
    "chair",
    "CEO",
    "CFO",
    "CEO and director",
    "observer",
    "adviser",
    "independent director",
];
const EXECUTIVES: &[&str] = &["director", "director", "CEO", "CEO", "CFO", "CEO and director", "chair"];
const NAMES: &[&str] = &["Ann Lee", "Bob Ray", "Cid Moe", "Dee Fox", "Eve Orr", "Ann Lee"];
const FIRMS: &[&str] = &["Zinc", "Acme", "Mole", "Beta", "Acme", "Kiln"];

/// Per cent of the starts that are drawn as unknown and written `..`.
const OPEN_STARTS: usize = 10;

pub fn dataset(random: &mut Random) -> Dataset {
    let large = random.chance(10);
    let people = if large { 6 + random.below(4) } else { 1 + random.below(4) };
    let companies = *random.pick(&[2, 2, 2, 3, 3, 4]);
    let mut data = Dataset::default();
    let named = random.chance(60);
    // A dataset keeps to few ways of writing dates, so that some are simple.
    let exact = *random.pick(&[100, 60, 30]);
    for at in 0..if named { people } else { 0 } {
        data.people.push(Entity { id: format!("p{at}"), name: (*random.pick(NAMES)).to_owned(), end: String::new() });
    }
    for at in 0..if named { companies } else { 0 } {
        data.companies.push(Entity {
            id: format!("c{at}"),
            name: (*random.pick(FIRMS)).to_owned(),
            end: String::new(),
        });
    }
    // In some datasets everybody is an executive somewhere, in others of one home company each.
    let homes = random.chance(25);
    let roles = *random.pick(&[ROLES, ROLES, EXECUTIVES]);
    for _ in 0..3 + random.below(if large { 18 } else { 9 }) {
        let mut seat = seat(random, people, companies, roles, exact);
        if homes {
            let home = seat.person.trim_start_matches('p').parse::<usize>().unwrap_or(0) % companies;
            let there = seat.company == format!("c{home}");
            let roles: &[&str] =
                if there { &["CEO", "CFO", "CEO and director"] } else { &["director", "chair", "observer"] };
            seat.role = (*random.pick(roles)).to_owned();
        }
        data.seats.push(seat);
    }
    // Several spells of one person at one company, and duplicate rows.
    for _ in 0..random.below(3) {
        let mut other = random.pick(&data.seats).clone();
        if random.chance(80) {
            let again = seat(random, people, companies, roles, exact);
            (other.start, other.end, other.role) = (again.start, again.end, again.role);
        }
        data.seats.push(other);
    }
    for _ in 0..if random.chance(60) { random.below(5) } else { 0 } {
        let tie = tie(random, &data, people, companies, exact);
        data.ties.extend(tie);
    }
    for at in 0..if random.chance(60) { 1 + random.below(3) } else { 0 } {
        let deal = deal(random, &data, at, exact);
        data.deals.extend(deal);
    }
    if random.chance(80) {
        let days = [
            "2006-12-31",
            "2006-12-31",
            "2008-01-01",
            "2008-01-01",
            "2005-01-01",
            "2004-02-29",
            "2003-08-15",
            "2007-06-30",
        ];
        data.as_of = Some((*random.pick(&days)).to_owned());
    }
    data.empty_end_unknown = random.chance(12);
    data
}

/// A date between 1999 and 2007. `exact` of 100 are days.
pub fn date(random: &mut Random, exact: usize) -> String {
    date_from(random, exact, 2000, 7)
}

/// A date in one of `years` years.
fn date_from(random: &mut Random, exact: usize, first: usize, years: usize) -> String {
    let year = first + random.below(years);
    let month = *random.pick(&[1, 2, 6, 8, 12]);
    let dom = match random.below(4) {
        0 => 1,
        1 => 2,
        2 => 15,
        _ => 28,
    };
    if random.chance(exact) {
        return format!("{year}-{month:02}-{dom:02}");
    }
    match random.below(16) {
        0..5 => format!("{year}"),
        5..11 => format!("{year}-{month:02}"),
        11 => format!("{year}~"),
        12 => format!("{year}-{month:02}?"),
        13 => format!("{year}-{month:02}-{dom:02}~"),
        14 => format!("{year}-{month:02}/{}-06", year + 1),
        _ => format!("{year}-{month:02}-{dom:02}/{}-06-15", year + 1),
    }
}

/// A start and an end that may follow it.
fn spell(random: &mut Random, exact: usize) -> (String, String) {
    let start = match random.below(12) {
        0 => String::new(),
        1 if random.chance(OPEN_STARTS) => "..".to_owned(),
        _ => date_from(random, exact, 2000, 4),
    };
    let end = match random.below(10) {
        0..4 => String::new(),
        4 if random.chance(30) => "..".to_owned(),
        5 if random.chance(20) => (*random.pick(&["9999-12-31", "2999-12-31"])).to_owned(),
        _ => date_from(random, exact, 2001, 6),
    };
    if follows(&start, &end) { (start, end) } else { (end, start) }
}

fn follows(start: &str, end: &str) -> bool {
    if is_sentinel(end) {
        return true;
    }
    match (parse(start), parse(end)) {
        (Some(start), Some(end)) => start.earliest < end.latest,
        _ => true,
    }
}

fn seat(random: &mut Random, people: usize, companies: usize, roles: &[&str], exact: usize) -> Seat {
    let (mut start, mut end) = spell(random, exact);
    if is_sentinel(&start) {
        std::mem::swap(&mut start, &mut end);
    }
    let yes_no = |random: &mut Random, percent: usize| {
        if random.chance(percent) { (*random.pick(&["yes", "no"])).to_owned() } else { String::new() }
    };
    let mut seat = Seat {
        person: format!("p{}", random.below(people)),
        company: format!("c{}", random.below(companies)),
        role: (*random.pick(roles)).to_owned(),
        end_status: if end.is_empty() && random.chance(8) { "unknown".to_owned() } else { String::new() },
        board: yes_no(random, 6),
        executive: yes_no(random, 4),
        committee: if random.chance(12) { "compensation".to_owned() } else { String::new() },
        start,
        end,
    };
    if seat.role == "observer" || seat.role == "adviser" {
        seat.committee.clear();
    }
    seat
}

fn tie(random: &mut Random, data: &Dataset, people: usize, companies: usize, exact: usize) -> Option<Tie> {
    let person = |random: &mut Random| format!("p{}", random.below(people));
    let company = |random: &mut Random| format!("c{}", random.below(companies));
    let (start, end) = spell(random, exact);
    let (from, to, kind, share) = match random.below(9) {
        0 => (person(random), person(random), "sibling", ""),
        1 => (person(random), person(random), *random.pick(&["spouse", "spouse", "ex-spouse"]), ""),
        2 => (person(random), person(random), "friend", ""),
        3 => (person(random), person(random), "business-partner", ""),
        4 => (person(random), company(random), "founder-of", ""),
        5 => (person(random), company(random), "owns", *random.pick(&["3", "6", "51", "", "4"])),
        6 => (company(random), company(random), "owns", *random.pick(&["6", "51", "", "20"])),
        7 => (person(random), company(random), "advisor-to", ""),
        _ => (company(random), company(random), *random.pick(&["investor-in", "parent-of"]), ""),
    };
    let (start, end) = if is_sentinel(&start) { (end, start) } else { (start, end) };
    let known = |id: &String| data.person_ids().contains(id) || data.company_ids().contains(id);
    let tie = Tie { kind: kind.to_owned(), start, end, share: share.to_owned(), from, to };
    (tie.from != tie.to && known(&tie.from) && known(&tie.to)).then_some(tie)
}

fn deal(random: &mut Random, data: &Dataset, at: usize, exact: usize) -> Option<Deal> {
    let mut parties = data.company_ids();
    random.shuffle(&mut parties);
    parties.truncate(2 + random.below(2));
    let date = if random.chance(94) { date_from(random, exact, 2000, 5) } else { String::new() };
    (parties.len() >= 2).then(|| Deal { id: format!("d{at}"), date, kind: "contract".to_owned(), parties })
}

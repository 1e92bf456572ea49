//! Draws questions about a dataset.

use super::{
    clock::Clock,
    dataset::Dataset,
    dates::parse,
    generator,
    question::{Command, Question},
    random::Random,
};

const COMMANDS: &[Command] = &[
    Command::Pairs,
    Command::Pairs,
    Command::Pairs,
    Command::PairsCount,
    Command::PeoplePairs,
    Command::People,
    Command::Stats,
    Command::RankDegree,
    Command::RankStrength,
    Command::RankOut,
    Command::RankIn,
    Command::RankBoards,
    Command::Components,
    Command::Backbone,
    Command::Trend,
    Command::Path,
    Command::Path,
    Command::Conflicts,
    Command::Conflicts,
    Command::Conflicts,
    Command::Show,
    Command::Check,
    Command::Windows,
    Command::CrossDirectorship,
];

const KINDS: &[&str] = &[
    "direct",
    "mutual",
    "chief-executive-cross",
    "compensation-committee-cross",
    "executive-executive",
    "primary",
    "induced",
    "neutral",
];
const RULES: &[&str] = &[
    "shared-director",
    "executive-on-board",
    "appointment-window",
    "revolving-door",
    "owner-on-board",
    "related-person",
    "indirect-path",
];

/// `links` says that the program knows `--links`.
pub fn question(random: &mut Random, data: &Dataset, links: bool) -> Question {
    let mut command = *random.pick(COMMANDS);
    // Without deals there is little to ask.
    if data.deals.is_empty() && matches!(command, Command::Conflicts | Command::Windows) {
        command = Command::Pairs;
    }
    let mut question = Question::new(command);
    question.certain = random.chance(35);
    question.clock = clock(random);
    if random.chance(8) {
        question.as_of = Some((*random.pick(&["2003-06-30", "2009-01-01", "2005-08-02"])).to_owned());
    }
    let companies = data.company_ids();
    let people = data.person_ids();
    let a_company = |random: &mut Random| companies.get(random.below(companies.len())).cloned();
    let a_person = |random: &mut Random| people.get(random.below(people.len())).cloned();
    let mut options: Vec<(&'static str, String)> = Vec::new();
    match question.command {
        Command::Pairs | Command::PairsCount | Command::PeoplePairs => {
            let of_people = question.command == Command::PeoplePairs;
            if random.chance(20) && !of_people {
                options.extend(a_company(random).map(|id| ("--company", id)));
                if random.chance(40) {
                    options.extend(a_company(random).map(|id| ("--company", id)));
                }
                if options.len() == 2 && options[0] == options[1] {
                    options.pop();
                }
            }
            if random.chance(15) {
                options.extend(a_person(random).map(|id| ("--person", id)));
            }
            if random.chance(15) {
                options.push(("--min", (1 + random.below(3)).to_string()));
            }
            if random.chance(25) && !of_people {
                options.push(("--kind", (*random.pick(KINDS)).to_owned()));
            }
            if question.command != Command::PairsCount && random.chance(50) {
                let weights = ["count", "newman", "jaccard", "cosine", "days"];
                options.push(("--weight", (*random.pick(&weights)).to_owned()));
            }
            if question.command == Command::Pairs && random.chance(10) {
                options.push(("--top", (1 + random.below(3)).to_string()));
            }
        }
        Command::People if random.chance(30) => options.push(("--min", (1 + random.below(3)).to_string())),
        Command::RankDegree | Command::RankStrength | Command::RankBoards if random.chance(40) => {
            options.push(("--of", "people".to_owned()));
        }
        Command::Components if random.chance(40) => options.push(("--of", "people".to_owned())),
        Command::Trend => {
            options.push(("--every", (*random.pick(&["year", "quarter", "month"])).to_owned()));
            if random.chance(30) {
                options.push(("--of", "people".to_owned()));
            }
            question.clock = Clock::During("2001".to_owned(), "2004-06".to_owned());
        }
        Command::Path => {
            let ends = [a_company(random), a_company(random), a_person(random)];
            question.places = ends.into_iter().flatten().take(2).collect();
            if random.chance(50) {
                options.push(("-k", (1 + random.below(8)).to_string()));
            }
            if random.chance(30) {
                options.push(("--max-steps", (1 + random.below(6)).to_string()));
            }
            if random.chance(60) {
                options.push(("--hops", String::new()));
            }
        }
        Command::Conflicts => {
            question.clock = Clock::Ever;
            options.push(("--rule", (*random.pick(RULES)).to_owned()));
            if random.chance(50) {
                options.push(("--window", (*random.pick(&["0", "1", "30", "365", "365", "1000"])).to_owned()));
            }
        }
        Command::Show => {
            let entity = if random.chance(50) { a_company(random) } else { a_person(random) };
            question.places = entity.into_iter().collect();
        }
        Command::Check => question.clock = Clock::Ever,
        Command::Windows => {
            question.clock = Clock::Ever;
            options.push(("--permutations", "9".to_owned()));
            if random.chance(50) {
                options.push(("--window", (*random.pick(&["0", "10", "365"])).to_owned()));
            }
        }
        Command::CrossDirectorship => question.places = vec!["cross-directorship".to_owned()],
        _ => {}
    }
    question.options = options;
    let of_companies = matches!(
        question.command,
        Command::Pairs
            | Command::PairsCount
            | Command::Stats
            | Command::RankDegree
            | Command::RankStrength
            | Command::Components
    );
    // "Options that a command cannot use are refused": `backbone` has no null model for such links.
    question.officers = links && of_companies && question.option("--of").is_none() && random.chance(15);
    if question.command == Command::Check {
        question.certain = false;
    }
    question
}

pub fn clock(random: &mut Random) -> Clock {
    let exact = *random.pick(&[100, 30]);
    match random.below(10) {
        0..4 => Clock::Ever,
        4..7 => Clock::At(generator::date(random, exact)),
        7..9 => {
            let (a, b) = (generator::date(random, exact), generator::date(random, exact));
            let later = parse(&a).zip(parse(&b)).is_some_and(|(a, b)| a.earliest > b.latest);
            let (mut from, mut to) = if later { (b, a) } else { (a, b) };
            match random.below(6) {
                0 => from.clear(),
                1 => to.clear(),
                _ => {}
            }
            Clock::During(from, to)
        }
        _ => Clock::Undated,
    }
}

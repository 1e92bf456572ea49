//! Employment by the company and its group, of the director and of family.

use super::circumstance::{Circumstance, DirectorCheck, Explanation, Grade, Proof, Question};
use super::household::{Bond, Member};
use super::lookback::after;
use super::rule::{Employment, FamilyOffices, Interim};
use crate::group::{Relative, control_question};
use crate::wording::Years;
use interlocks_core::model::{Day, DaySpan, Spell};
use interlocks_graph::{BoardGraph, CompanyIx, SeatIx, UncertainDays};

/// Adds employment: the director was an executive within the years of the rule, or is or was an employee.
pub(crate) fn employee(check: &DirectorCheck<'_>, circumstances: &mut Vec<Circumstance>) {
    let Some(employment) = check.rule.employment else { return };
    let (graph, company, director) = (check.graph(), check.company(), check.director);
    let (span, years) = (employment.years, Years(employment.years));
    let who = || check.who(director);
    let former = if employment.before_appointment {
        before_appointment(check, employment)
    } else {
        let seats = executive_seats(check).filter(|seat| counts_afterwards(check, *seat));
        after(seats.map(|seat| graph.spell(seat)).collect::<Vec<Spell>>().into_iter(), span)
    };
    check.note(circumstances, Question::Employee, Grade::Counts, &former, || Explanation {
        text: {
            let verb = if check.is_after_as_of(&former.meet(check.days)) { "will have been" } else { "was" };
            let before = if employment.before_appointment { " before joining the board" } else { "" };
            format!("{} {verb} an executive of {} within {years}{before}", who(), check.name(company))
        },
        proof: check.seats(director.person, company, BoardGraph::is_executive).collect(),
        ..Explanation::default()
    });
    interim(check, circumstances, employment);
    if !employment.executives_only {
        let employed = director.bond_days(graph, company, |bond| bond == Bond::Employee).lasting(span);
        check.note(circumstances, Question::Employee, Grade::Counts, &employed, || Explanation {
            text: format!("{} is, or within {years} was, an employee of {}", who(), check.name(company)),
            proof: ties(check, |bond| bond == Bond::Employee),
            ..Explanation::default()
        });
    }
    // Without a table of ties nothing is known of employees; executives have seats.
    if !employment.executives_only && graph.tie_count() == 0 {
        check.note(circumstances, Question::Employee, Grade::NoData, check.days, || Explanation {
            text: "the data has no ties of employees".to_owned(),
            missing: vec![format!(
                "whether {} is, or within {years} was, an employee of {} (ties)",
                who(),
                check.name(company)
            )],
            ..Explanation::default()
        });
    }
    in_group(check, |place| {
        let offices = place.member_days(director, !employment.executives_only);
        place.note(circumstances, Question::Employee, &offices, span, director);
    });
}

/// Returns the director's seats as an executive of the company.
fn executive_seats<'l>(check: &DirectorCheck<'l>) -> impl Iterator<Item = SeatIx> + use<'l> {
    let graph = check.graph();
    graph.seats_at(check.director.person, check.company()).filter(move |seat| graph.is_executive(*seat))
}

/// Returns `true` if service in a seat certainly counts after it has ended.
fn counts_afterwards(check: &DirectorCheck<'_>, seat: SeatIx) -> bool {
    match check.rule.interim {
        Interim::Counts => true,
        _ if !check.roles.is_interim(check.graph(), seat) => true,
        Interim::Free => false,
        Interim::FreeUpTo(years) => {
            let spell = check.graph().spell(seat);
            spell.certain().is_some() && spell.earliest_end > spell.latest_start.plus_years(years)
        }
    }
}

/// Adds service as an interim executive that may have been short enough not to count.
fn interim(check: &DirectorCheck<'_>, circumstances: &mut Vec<Circumstance>, employment: Employment) {
    let Interim::FreeUpTo(free) = check.rule.interim else { return };
    let seats: Vec<SeatIx> = executive_seats(check).filter(|seat| !counts_afterwards(check, *seat)).collect();
    let days = after(seats.iter().map(|seat| check.graph().spell(*seat)), employment.years);
    check.note(circumstances, Question::Employee, Grade::MissingInput, &days, || {
        let (who, of) = (check.who(check.director), check.name(check.company()));
        let up_to = if free == 1 { "a year".to_owned() } else { Years(free).to_string() };
        Explanation {
            text: format!("{who} was an executive of {of} for an interim, which does not count if it lasted up to {up_to}"),
            missing: vec![format!(
                "whether {who} served {of} for an interim of no more than {up_to}, and in no other office (start and end)"
            )],
            proof: seats.iter().map(|seat| Proof::Seat(*seat)).collect(),
            ..Explanation::default()
        }
    });
}

/// Returns the days of seats on the board that began within some years after the end of an executive office.
fn before_appointment(check: &DirectorCheck<'_>, employment: Employment) -> UncertainDays {
    let graph = check.graph();
    let board = graph.seats_at(check.director.person, check.company());
    let board: Vec<Spell> = board
        .filter(|seat| graph.is_board(*seat) && !graph.is_executive(*seat))
        .map(|seat| graph.spell(seat))
        .collect();
    let mut days = UncertainDays::default();
    for office in executive_seats(check).map(|seat| graph.spell(seat)) {
        let until = |day: Day| day.plus_years(employment.years);
        for seat in &board {
            let from = |day: Day| DaySpan { from: day, to: Day::MAX };
            let whole = UncertainDays::from_spell(seat);
            if office.possible().is_some() && seat.earliest_start < until(office.latest_end) {
                let since = whole.possible.within(from(office.earliest_end.max(office.earliest_start.plus(1))));
                days.possible = days.possible.join(&since);
            }
            if office.certain().is_some() && seat.latest_start < until(office.earliest_end) {
                days.certain = days.certain.join(&whole.certain.within(from(office.latest_end)));
            }
        }
    }
    days
}

/// Returns the director's ties of some kinds with the company, as proof.
fn ties(check: &DirectorCheck<'_>, wanted: impl Fn(Bond) -> bool) -> Vec<Proof> {
    let bonds = check.director.bonds.iter();
    let there = bonds.filter(|(to, bond, _)| *to == check.company() && wanted(*bond));
    there.map(|(.., tie)| Proof::Tie(*tie)).collect()
}

/// Adds family who are, or within the years of the rule were, executives of the company; under some rules, also directors.
pub(crate) fn family(check: &DirectorCheck<'_>, circumstances: &mut Vec<Circumstance>) {
    let Some(FamilyOffices { years: span, directors }) = check.rule.family else { return };
    let years = Years(span);
    let (graph, company) = (check.graph(), check.company());
    for member in check.family {
        let Some(tenure) = member.tenure_of(graph, company) else { continue };
        let offices = if directors { tenure.board.join(&tenure.executive) } else { tenure.executive.clone() };
        let what = match (directors, span) {
            (true, 0) => "is a director or an executive".to_owned(),
            (false, 0) => "is an executive".to_owned(),
            (true, _) => format!("is, or within {years} was, a director or an executive"),
            (false, _) => format!("is, or within {years} was, an executive"),
        };
        let wanted = |graph: &BoardGraph, seat: SeatIx| graph.is_executive(seat) || (directors && graph.is_board(seat));
        let days = offices.lasting(span).meet(&member.days);
        check.note(circumstances, Question::Family, Grade::Counts, &days, || Explanation {
            text: format!("{} {what} of {}", check.who(member), check.name(company)),
            proof: member
                .family_tie
                .map(Proof::Tie)
                .into_iter()
                .chain(check.seats(member.person, company, wanted))
                .collect(),
            ..Explanation::default()
        });
    }
    if !directors {
        for member in check.family {
            in_group(check, |place| {
                let offices = place.member_days(member, false);
                place.note(circumstances, Question::Family, &offices, span, member);
            });
        }
    }
    // Without a table of ties nothing is known of families.
    if graph.tie_count() == 0 {
        check.note(circumstances, Question::Family, Grade::NoData, check.days, || Explanation {
            text: "the data has no family ties".to_owned(),
            missing: vec![missing_family(check, span, directors)],
            ..Explanation::default()
        });
    }
}

fn missing_family(check: &DirectorCheck<'_>, span: i32, directors: bool) -> String {
    let (who, of) = (check.who(check.director), check.name(check.company()));
    let what = match (directors, span) {
        (true, _) => format!("an executive, director or adviser of {of}"),
        (false, 0) => format!("an executive of {of}"),
        (false, span) => format!("an executive of {of}, or was one within {}", Years(span)),
    };
    format!("whether a close family member of {who} is {what} (ties)")
}

/// A parent or a subsidiary of the company.
struct Place<'c, 'l> {
    check: &'c DirectorCheck<'l>,
    relative: &'c Relative,
    is_parent: bool,
}

/// Calls a function for every parent and subsidiary that the rule takes for the company too.
fn in_group(check: &DirectorCheck<'_>, mut f: impl FnMut(&Place<'_, '_>)) {
    if !check.rule.group {
        return;
    }
    for (relatives, is_parent) in [(&check.board.parents, true), (&check.board.subsidiaries, false)] {
        relatives.iter().for_each(|relative| f(&Place { check, relative, is_parent }));
    }
}

impl Place<'_, '_> {
    /// Returns the days of a member of the household as an executive there, or also as an employee.
    fn member_days(&self, member: &Member, employees: bool) -> UncertainDays {
        let (graph, company) = (self.check.graph(), self.relative.company);
        let executive = super::circumstance::executive_days(member.tenure_of(graph, company).as_ref());
        let employed = member.bond_days(graph, company, |bond| employees && bond == Bond::Employee);
        executive.join(&employed).meet(&member.days)
    }

    /// Adds offices there on days on which it belongs to the group, or may.
    fn note(
        &self,
        circumstances: &mut Vec<Circumstance>,
        question: Question,
        offices: &UncertainDays,
        span: i32,
        member: &Member,
    ) {
        if !offices.is_possible() {
            return;
        }
        let (check, company) = (self.check, self.relative.company);
        let control = &self.relative.control;
        let yes = offices.meet(&control.yes).lasting(span);
        let open = offices.meet(&control.unknown()).lasting(span).without(&yes);
        for (grade, days) in [(Grade::Counts, yes), (Grade::MissingInput, open)] {
            check.note(circumstances, question, grade, &days, || self.explanation(grade, company, span, member));
        }
    }

    fn explanation(&self, grade: Grade, other: CompanyIx, span: i32, member: &Member) -> Explanation {
        let (check, company) = (self.check, self.check.company());
        let (parent, below) = if self.is_parent { (other, company) } else { (company, other) };
        let (kind, of) = (if self.is_parent { "parent" } else { "subsidiary" }, check.name(company));
        let years = Years(span);
        let may = if grade == Grade::Counts { "the" } else { "which may be the" };
        let open = (grade == Grade::MissingInput).then(|| control_question(check.graph(), parent, below));
        Explanation {
            text: format!(
                "{} is, or within {years} was, an executive or employee of {}, {may} {kind} of {of}",
                check.who(member),
                check.name(other)
            ),
            missing: open.into_iter().collect(),
            proof: check.position_proof(member, other, BoardGraph::is_executive),
            ..Explanation::default()
        }
    }
}

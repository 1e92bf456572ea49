//! People who link two companies without a seat on both boards.

use rayon::prelude::*;

use interlocks_graph::{BoardGraph, CompanyIx, PersonIx, Tenure};

use super::question::Query;

/// Returns the number of people who are an executive of one company, without a seat on its board, and sit on the board of
/// another at the clock. They are no interlock, and often the very link that is looked for.
///
/// Whoever links the two companies as a director anyway is not passed over.
///
/// With `companies`, only links with one of them count; with several, only links among them.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_analysis::{Query, executives_passed_over};
/// use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
/// use interlocks_graph::{BoardGraph, BuildOptions};
///
/// let table = "person,company,role\nann,acme,CFO\nann,beta,director\n";
/// let data = Dataset::read(Box::new(table.as_bytes()), "seats.csv", DataFormat::Csv, &LoadOptions::default())?;
/// let graph = BoardGraph::new(data, BuildOptions::default());
/// assert_eq!(executives_passed_over(&graph, &Query::default(), &[]), 1);
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn executives_passed_over(graph: &BoardGraph, query: &Query, companies: &[CompanyIx]) -> usize {
    let is_asked = |a: CompanyIx, b: CompanyIx| match companies {
        [] => true,
        [one] => a == *one || b == *one,
        several => several.contains(&a) && several.contains(&b),
    };
    // Most people have one seat, so few are looked at more closely.
    let may_link = |person| {
        let seats = graph.person_seats(person);
        seats.len() > 1
            && seats.clone().any(|seat| graph.is_executive(seat))
            && seats.clone().any(|seat| graph.is_board(seat))
    };
    let links = |person| {
        let tenures = graph.tenures(person);
        tenures.iter().any(|(a, at_a)| {
            let only_executive = at_a.executive.without(&at_a.board);
            let is_director = |at_b: &Tenure| query.holds(graph, &at_a.board.meet(&at_b.board)).is_some();
            only_executive.is_possible()
                && tenures.iter().any(|(b, at_b)| {
                    let is_link = || query.holds(graph, &only_executive.meet(&at_b.board)).is_some();
                    a != b && is_asked(*a, *b) && is_link() && !is_director(at_b)
                })
        })
    };
    let counts = |person: &PersonIx| may_link(*person) && links(*person);
    match companies {
        [] => (0..graph.person_count() as u32).into_par_iter().map(PersonIx::new).filter(counts).count(),
        // Whoever links two of them has a seat at the first, or at the second.
        [one, ..] => {
            let mut people: Vec<PersonIx> = graph.company_people(*one).collect();
            people.extend(companies[1..].iter().flat_map(|other| graph.company_people(*other)));
            people.sort_unstable();
            people.dedup();
            people.into_par_iter().filter(counts).count()
        }
    }
}

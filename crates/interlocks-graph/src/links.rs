//! The people who link two companies, and the days on which they do.

use super::{BoardGraph, Tenure, UncertainDays};

/// The people who link two companies.
///
/// ```
/// use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
/// use interlocks_graph::{BoardGraph, BuildOptions, Links};
///
/// let table = "person,company,role\nann,acme,CFO\nann,beta,director\n";
/// let read = || Dataset::read(Box::new(table.as_bytes()), "seats.csv", DataFormat::Csv, &LoadOptions::default());
/// let linked = |links: Links| -> Result<bool, Box<dyn std::error::Error>> {
///     let graph = BoardGraph::new(read()?, BuildOptions::default().links(links));
///     let (ann, acme, beta) = (graph.find_person("ann")?, graph.find_company("acme")?, graph.find_company("beta")?);
///     Ok(graph.linking_days(&graph.tenure_at(ann, acme), &graph.tenure_at(ann, beta)).is_possible())
/// };
/// assert!(!linked(Links::Directors)?);
/// assert!(linked(Links::Officers)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Links {
    /// Those with a board seat at both companies.
    #[default]
    Directors,
    /// Those with a board seat at one company and a board seat or an executive office at the other.
    Officers,
}

impl Links {
    /// Every choice.
    pub const ALL: [Links; 2] = [Links::Directors, Links::Officers];

    /// Returns its name, as options take it and answers print it.
    pub fn as_str(self) -> &'static str {
        match self {
            Links::Directors => "directors",
            Links::Officers => "officers",
        }
    }
}

interlocks_core::enum_names!(Links, "choice of who links companies");

impl BoardGraph {
    /// Returns who links two companies ([`BuildOptions::links`](super::BuildOptions::links)).
    pub fn links(&self) -> Links {
        self.links
    }

    /// Returns the days of a tenure that may count at one end of a link: those on the board, and with
    /// [`Links::Officers`] those as an executive.
    pub fn end_days(&self, tenure: &Tenure) -> UncertainDays {
        match self.links {
            Links::Directors => tenure.board.clone(),
            Links::Officers => tenure.board.join(&tenure.executive),
        }
    }

    /// Returns the days on which a person with these tenures at two companies links them; for two people at one company,
    /// the days on which it links the two.
    ///
    /// With [`Links::Officers`] at least one end is a board seat: two executive offices alone link nothing.
    pub fn linking_days(&self, a: &Tenure, b: &Tenure) -> UncertainDays {
        match self.links {
            Links::Directors => a.board.meet(&b.board),
            Links::Officers => a.board.meet(&self.end_days(b)).join(&self.end_days(a).meet(&b.board)),
        }
    }
}

//! Measures of people or companies at many dates: a table for statistics.

use serde::Serialize;

use crate::rank::{
    Measure, NamedValues, NetworkKind, NodeValues, RankError, RankOptions, SampleInfo, entity_of, node_values,
};
use crate::trend::{Interval, dates_with_seats};
use interlocks_analysis::{Named, Query};
use interlocks_core::model::{Day, DayRange, DaySpan};
use interlocks_graph::{BoardGraph, Clock};

/// Options of [`panel()`].
///
/// ```
/// use interlocks_measures::panel::PanelOptions;
/// use interlocks_measures::rank::Measure;
/// let options = PanelOptions::new([Measure::Degree, Measure::Core]).bounds(true);
/// assert_eq!(options.columns(), ["degree", "degree_certain", "core", "core_certain"]);
/// ```
#[derive(Clone, Debug)]
pub struct PanelOptions {
    /// The measures, a column each.
    pub measures: Vec<Measure>,
    /// The interval between dates. Default: a year.
    pub interval: Interval,
    /// The window of dates, as days `[from, to)`. Default: all days.
    pub during: DaySpan,
    /// `true` for the network of what is certain on each date. Default: `false`, the network of what is possible.
    pub certain_only: bool,
    /// `true` for a second column of each measure: the value in the network of what is certain. Default: `false`.
    pub bounds: bool,
    /// The side, the network, and the parameters of measures. `query`, `measure`, `also`, `top` and `reverse` are not used.
    pub rank: RankOptions,
}

impl PanelOptions {
    /// Creates options with measures, and defaults for all else.
    pub fn new(measures: impl Into<Vec<Measure>>) -> PanelOptions {
        PanelOptions {
            measures: measures.into(),
            interval: Interval::Year,
            during: DaySpan::ALWAYS,
            certain_only: false,
            bounds: false,
            rank: RankOptions::default(),
        }
    }

    /// Sets the interval between dates.
    #[must_use]
    pub fn interval(self, interval: Interval) -> PanelOptions {
        PanelOptions { interval, ..self }
    }

    /// Sets the window of dates.
    #[must_use]
    pub fn during(self, during: DaySpan) -> PanelOptions {
        PanelOptions { during, ..self }
    }

    /// Uses only what is certain if `certain_only` is `true`.
    #[must_use]
    pub fn certain_only(self, certain_only: bool) -> PanelOptions {
        PanelOptions { certain_only, ..self }
    }

    /// Adds the value in the network of what is certain if `bounds` is `true`.
    #[must_use]
    pub fn bounds(self, bounds: bool) -> PanelOptions {
        PanelOptions { bounds, ..self }
    }

    /// Sets the side, the network and the parameters of measures.
    #[must_use]
    pub fn rank(self, rank: RankOptions) -> PanelOptions {
        PanelOptions { rank, ..self }
    }

    /// Returns the names of the columns of values.
    pub fn columns(&self) -> Vec<&'static str> {
        let names = |measure: &Measure| {
            let error = (*measure == Measure::Betweenness).then_some(ERROR);
            let certain = self.bounds.then_some(measure.certain_key());
            let certain_error = error.filter(|_| self.bounds).map(|_| CERTAIN_ERROR);
            [Some(measure.key()), error, certain, certain_error].into_iter().flatten()
        };
        self.measures.iter().flat_map(names).collect()
    }
}

/// The error bound of betweenness; null if all shortest paths were counted. See [`SampleInfo::error`].
const ERROR: &str = "betweenness_error";
const CERTAIN_ERROR: &str = "betweenness_certain_error";

/// A person or company at a date.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PanelRow {
    /// The date: the first day of a month, quarter or year.
    pub date: Day,
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The values, by the names of [`PanelOptions::columns`]. A value is `None` where the measure is not defined, and in the network
    /// of what is certain for those who have no certain seat on the date.
    #[serde(flatten)]
    #[cfg_attr(feature = "schema", schemars(schema_with = "values_of_columns"))]
    pub values: NamedValues,
}

/// Returns the schema of the values of all columns that may be asked for.
#[cfg(feature = "schema")]
fn values_of_columns(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
    crate::rank::values_schema(PanelOptions::new(Measure::ALL.to_vec()).bounds(true).columns())
}

/// The rows of a panel, date by date.
#[derive(Debug)]
pub struct Panel<'a> {
    graph: &'a BoardGraph,
    options: PanelOptions,
    /// The options of each measure, and its network.
    measures: Vec<(RankOptions, NetworkKind)>,
    dates: std::vec::IntoIter<Day>,
}

/// Computes measures on the first day of each period on which anyone has a board seat. The rows of a date are those who possibly
/// have a board seat (with `certain_only`, certainly), in the order of their ids.
///
/// Memory: the rows of one date. Cost: that of [`rank()`](crate::rank::rank) for each date and measure.
///
/// # Errors
/// When a measure does not fit the other options.
///
/// ```
/// # std::env::set_current_dir("../..").unwrap();
/// use interlocks_dataset::Dataset;
/// use interlocks_graph::{BoardGraph, BuildOptions};
/// use interlocks_measures::panel::{PanelOptions, panel};
/// use interlocks_measures::rank::Measure;
/// let graph = BoardGraph::new(Dataset::open("datasets/bigtech-boards")?, BuildOptions::default());
/// let rows: Vec<_> = panel(&graph, PanelOptions::new([Measure::Degree, Measure::Core])).unwrap().flatten().collect();
/// let meta = rows.iter().find(|row| row.id == "meta" && row.date.to_string() == "2012-01-01").unwrap();
/// assert_eq!(meta.values.iter().map(|(name, _)| name).collect::<Vec<_>>(), ["degree", "core"]);
/// # Ok::<(), interlocks_dataset::DatasetError>(())
/// ```
pub fn panel(graph: &BoardGraph, options: PanelOptions) -> Result<Panel<'_>, RankError> {
    options.rank.check_weight(&options.measures)?;
    let measures = options.measures.iter().map(|measure| options.rank.of_measure(*measure));
    let measures = measures.collect::<Result<_, RankError>>()?;
    let dates = dates_with_seats(graph, options.interval, options.during, options.certain_only);
    Ok(Panel { graph, options, measures, dates: dates.into_iter() })
}

impl Panel<'_> {
    /// Returns the number of dates to come.
    pub fn dates_left(&self) -> usize {
        self.dates.len()
    }

    fn rows(&self, date: Day) -> Vec<PanelRow> {
        let options = &self.options;
        let mut columns: Vec<NodeValues> = Vec::new();
        for (measure, network) in &self.measures {
            let seats = [options.certain_only].into_iter().chain(options.bounds.then_some(true));
            for certain_only in seats {
                let query = Query { clock: Clock::At(DayRange::exactly(date)), certain_only };
                columns.push(node_values(self.graph, &RankOptions { query, ..measure.clone() }, *network));
            }
        }
        let mut nodes: Vec<u32> = columns.iter().flat_map(|values| values.nodes.iter().copied()).collect();
        nodes.sort_unstable();
        nodes.dedup();
        let names = options.columns();
        let row = |node: u32| {
            let Named { id, name } = Named::new(self.graph, entity_of(options.rank.side, node));
            let mut names = names.iter().copied();
            let mut values = Vec::with_capacity(names.len());
            for column in &columns {
                values.extend(names.next().map(|name| (name, column.get(node))));
                if column.is_betweenness {
                    let error = column.sample.map(|SampleInfo { error, .. }| error);
                    values.extend(names.next().map(|name| (name, error)));
                }
            }
            PanelRow { date, id, name, values: values.into_iter().collect() }
        };
        nodes.into_iter().map(row).collect()
    }
}

impl Iterator for Panel<'_> {
    type Item = Vec<PanelRow>;

    fn next(&mut self) -> Option<Vec<PanelRow>> {
        let date = self.dates.next()?;
        Some(self.rows(date))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rank::rank;
    use interlocks_analysis::pairs::Side;
    use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
    use interlocks_graph::BuildOptions;
    use proptest::prelude::*;

    fn graph(seats: &[(u8, u8, u8, u8)]) -> BoardGraph {
        let mut table = "person,company,role,start,end\n".to_owned();
        for (person, company, start, length) in seats {
            let (start, end) = (2000 + u32::from(*start), 2000 + u32::from(*start) + u32::from(*length));
            table += &format!("p{person},c{company},director,{start},{end}\n");
        }
        let stream = Box::new(std::io::Cursor::new(table.into_bytes()));
        let options = LoadOptions { as_of: "2010-01-01".parse().ok(), ..LoadOptions::default() };
        let data = Dataset::read(stream, "test", DataFormat::Csv, &options).unwrap();
        BoardGraph::new(data, BuildOptions::default())
    }

    proptest! {
        #[test]
        fn each_date_is_a_ranking(
            seats in prop::collection::vec((0u8..5, 0u8..4, 0u8..6, 1u8..4), 0..12),
            people in any::<bool>(),
            certain_only in any::<bool>(),
        ) {
            let graph = graph(&seats);
            let side = if people { Side::People } else { Side::Companies };
            let measures = [Measure::Degree, Measure::Constraint, Measure::Betweenness];
            let options = PanelOptions::new(measures)
                .bounds(true)
                .certain_only(certain_only)
                .rank(RankOptions::default().side(side));
            let mut last = None;
            for rows in panel(&graph, options).unwrap() {
                let date = rows.first().map(|row| row.date);
                prop_assert!(date.is_none() || date > last, "dates ascend");
                last = date.or(last);
                prop_assert!(rows.windows(2).all(|two| two[0].id < two[1].id));
                for (measure, certain) in measures.into_iter().flat_map(|one| [(one, false), (one, true)]) {
                    let Some(date) = date else { continue };
                    let clock = Clock::At(DayRange::exactly(date));
                    let query = Query { clock, certain_only: certain || certain_only };
                    let ranking = rank(&graph, &RankOptions::new(measure).side(side).query(query)).unwrap();
                    let key = if certain { measure.certain_key() } else { measure.key() };
                    let mut expected: Vec<(String, f64)> =
                        ranking.rows.into_iter().map(|row| (row.id, row.value)).collect();
                    expected.sort_by(|a, b| a.0.cmp(&b.0));
                    let value = |row: &PanelRow| row.values.iter().find(|(name, _)| *name == key).and_then(|(_, v)| v);
                    let found: Vec<(String, f64)> =
                        rows.iter().filter_map(|row| Some((row.id.clone(), value(row)?))).collect();
                    prop_assert_eq!(found, expected, "{} at {}", key, date);
                }
            }
        }
    }

    #[test]
    fn a_measure_that_does_not_fit_is_an_error() {
        let options = PanelOptions::new([Measure::OutDegree]).rank(RankOptions::default().side(Side::People));
        assert_eq!(panel(&graph(&[]), options).err(), Some(RankError::CompaniesOnly(Measure::OutDegree)));
    }
}

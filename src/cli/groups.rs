//! `interlocks groups`: communities of companies or people.

use clap::Args as ClapArgs;
use serde_json::{Map, Value};

use super::answer::answer;
use super::data_args::DataArgs;
use super::error::{CliError, Outcome};
use super::output_args::OutputArgs;
use super::value_enum::one_of;
use crate::output::groups_table;
use interlocks::analysis::pairs::Side;
use interlocks::measures::groups::{GroupFilter, Method, Resolution, groups};
use interlocks_core::wording::counted;

/// Find groups of companies or people: communities, m-slices, cores, components
///
/// A tie is a pair that shares something: two companies a person, or two people a board. leiden:
/// communities by modularity, with many ties inside and few between; each is connected, and moving any
/// one member does not raise modularity. bipartite: the same, with people and companies in one group.
/// slices (m-slices): groups joined by ties with a weight of at least --min. bicore: people on at least
/// --alpha boards, and boards with at least --beta of these people. components: groups joined by any
/// chain of ties.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "JSON: a row has group, size and companies[{id name}]; with --of people, it has people[{id name}]
instead; with bipartite and bicore, it has both. The largest groups come first; groups of equal size
are ordered by the id of their first member. options has the number of all groups and members,
including those not shown, and for leiden and bipartite the modularity.

Examples:
  interlocks groups boards/ --at 2013-08
  interlocks groups boards/ --undated --by bipartite
  interlocks groups boards/ --undated --of people --by slices --min 4
  interlocks groups boards/ --by bicore --alpha 3 --beta 2 -f json"
)]
pub struct Args {
    #[command(flatten)]
    pub(super) data: DataArgs,
    /// Group by this method
    #[arg(long, value_parser = one_of(&By::ALL, By::as_str), default_value = "leiden")]
    by: By,
    /// Group companies or people (default: companies; bipartite and bicore group both)
    #[arg(long, value_parser = one_of(&Side::ALL, Side::as_str))]
    of: Option<Side>,
    /// leiden, bipartite: set the resolution; above 1 gives more and smaller groups (default: 1)
    #[arg(long, value_name = "G", value_parser = resolution)]
    resolution: Option<Resolution>,
    /// leiden, bipartite: set the random seed; the same seed gives the same groups (default: 1)
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// leiden: count every tie as one, however many people or boards are shared
    #[arg(long)]
    unweighted: bool,
    /// slices: require at least N shared people, or boards (default: 2)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    min: Option<u32>,
    /// bicore: require at least A boards per person (default: 2)
    #[arg(long, value_name = "A", value_parser = clap::value_parser!(u32).range(1..))]
    alpha: Option<u32>,
    /// bicore: require at least B people per board (default: 2)
    #[arg(long, value_name = "B", value_parser = clap::value_parser!(u32).range(1..))]
    beta: Option<u32>,
    /// Print only groups of at least N members
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_size: usize,
    /// Print only the first N groups
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Leiden,
    Bipartite,
    Slices,
    Bicore,
    Components,
}

impl By {
    const ALL: [By; 5] = [By::Leiden, By::Bipartite, By::Slices, By::Bicore, By::Components];

    fn as_str(self) -> &'static str {
        match self {
            By::Leiden => "leiden",
            By::Bipartite => "bipartite",
            By::Slices => "slices",
            By::Bicore => "bicore",
            By::Components => "components",
        }
    }
}

fn resolution(text: &str) -> Result<Resolution, String> {
    let number = text.parse().ok().and_then(Resolution::new);
    number.ok_or_else(|| format!("a resolution is a number from 0 to {}", Resolution::MAX))
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    args.check()?;
    let query = args.data.query()?;
    let graph = args.data.with_links().graph(&args.output)?;
    let (method, described) = args.method();
    let filter = GroupFilter { min_size: args.min_size, top: args.top.unwrap_or(usize::MAX) };
    let found = groups(&graph, &query, method, filter);
    let mut echo = args.data.echo();
    echo.insert("by".to_owned(), args.by.as_str().into());
    echo.extend(described);
    if matches!(args.by, By::Leiden | By::Bipartite) {
        echo.insert("modularity".to_owned(), found.modularity.into());
    }
    echo.insert("groups".to_owned(), found.count.into());
    echo.insert("members".to_owned(), found.members.into());
    let mut note = format!("{} with {}", counted(found.count, "group"), counted(found.members, "member"));
    if let Some(modularity) = found.modularity {
        note += &format!(", modularity {modularity:.6}");
    }
    let table = groups_table(&found.groups).with_note(note);
    args.output.write(&answer("groups", &graph, echo, &found.groups, table)?)?;
    Ok(Outcome::Done)
}

impl Args {
    /// Rejects options that the method does not use.
    fn check(&self) -> Result<(), CliError> {
        let moved = [By::Leiden, By::Bipartite];
        let one_side = [By::Leiden, By::Slices, By::Components];
        let options: [(&str, bool, &[By]); 7] = [
            ("--of", self.of.is_some(), &one_side),
            ("--resolution", self.resolution.is_some(), &moved),
            ("--seed", self.seed.is_some(), &moved),
            ("--unweighted", self.unweighted, &[By::Leiden]),
            ("--min", self.min.is_some(), &[By::Slices]),
            ("--alpha", self.alpha.is_some(), &[By::Bicore]),
            ("--beta", self.beta.is_some(), &[By::Bicore]),
        ];
        match options.iter().find(|(_, given, methods)| *given && !methods.contains(&self.by)) {
            None => Ok(()),
            Some((name, _, methods)) => {
                let words: Vec<String> = methods.iter().map(|by| format!("--by {}", by.as_str())).collect();
                Err(CliError::Usage(format!("{name} can only be used with {}", words.join(" or "))))
            }
        }
    }

    /// The method, and what the answer says of it.
    fn method(&self) -> (Method, Map<String, Value>) {
        let of = self.of.unwrap_or_default();
        let (resolution, seed) = (self.resolution.unwrap_or_default(), self.seed.unwrap_or(1));
        let (alpha, beta, least) = (self.alpha.unwrap_or(2), self.beta.unwrap_or(2), self.min.unwrap_or(2));
        let side = ("of", Value::from(of.as_str()));
        let chance = [("resolution", resolution.value().into()), ("seed", seed.into())];
        let (method, described): (Method, Vec<(&str, Value)>) = match self.by {
            By::Leiden => {
                let weighted = !self.unweighted;
                let [resolved, seeded] = chance;
                let described = vec![side, ("weighted", weighted.into()), resolved, seeded];
                (Method::Leiden { side: of, resolution, seed, weighted }, described)
            }
            By::Bipartite => (Method::Bipartite { resolution, seed }, chance.into()),
            By::Slices => (Method::MSlices { side: of, min_weight: least }, vec![side, ("min", least.into())]),
            By::Bicore => {
                let described = vec![("alpha", alpha.into()), ("beta", beta.into())];
                (Method::Bicore { alpha: alpha as usize, beta: beta as usize }, described)
            }
            By::Components => (Method::Components { side: of }, vec![side]),
        };
        (method, described.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }
}

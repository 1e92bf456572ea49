//! `interlocks groups`: who belongs together.

use clap::Args as ClapArgs;
use serde_json::{Map, Value};

use super::context::{CliError, DataArgs, Outcome, OutputArgs, report};
use super::words::one_of;
use crate::output::Table;
use interlocks::analysis::pairs::Side;
use interlocks::measures::groups::{GroupFilter, Method, Resolution, groups};

/// Groups of companies or of people: communities, m-slices, cores, components
///
/// leiden: communities with much shared inside and little between, by modularity; each is connected,
/// and nobody can be moved so that modularity grows. bipartite: the same with people and companies in
/// one group. slices: joined by ties of a weight of at least --min. bicore: people with at least
/// --alpha boards and boards with at least --beta of these people. components: joined by any chain.
#[derive(Debug, ClapArgs)]
#[command(
    after_help = "Rows of JSON: group size companies[{id name}], with --of people people[{id name}], with bipartite
and bicore both. The largest come first, then by the id of the first member. options has the
number of groups and of members, also of those not shown, and for leiden and bipartite modularity.

Examples:
  interlocks groups datasets/bigtech-boards --at 2013-08
  interlocks groups datasets/southern-women --undated --by bipartite
  interlocks groups datasets/southern-women --undated --of people --by slices --min 4
  interlocks groups datasets/bigtech-boards --by bicore --alpha 3 --beta 2 -f json"
)]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// What makes a group
    #[arg(long, value_parser = one_of(&By::ALL, By::as_str), default_value = "leiden")]
    by: By,
    /// Whose groups; bipartite and bicore are of both (default: companies)
    #[arg(long, value_parser = one_of(&Side::ALL, Side::as_str))]
    of: Option<Side>,
    /// leiden, bipartite: above 1 more and smaller groups, below 1 fewer and larger ones (default: 1)
    #[arg(long, value_name = "G", value_parser = resolution)]
    resolution: Option<Resolution>,
    /// leiden, bipartite: where chance begins; the same seed gives the same groups (default: 1)
    #[arg(long, value_name = "S")]
    seed: Option<u64>,
    /// leiden: every tie counts one, however much is shared
    #[arg(long)]
    unweighted: bool,
    /// slices: the least that two must share (default: 2)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    min: Option<u32>,
    /// bicore: boards that everybody in it has (default: 2)
    #[arg(long, value_name = "A", value_parser = clap::value_parser!(u32).range(1..))]
    alpha: Option<u32>,
    /// bicore: people that every board in it has (default: 2)
    #[arg(long, value_name = "B", value_parser = clap::value_parser!(u32).range(1..))]
    beta: Option<u32>,
    /// Only groups of at least N members
    #[arg(long, value_name = "N", default_value_t = 1)]
    min_size: usize,
    /// Only the first N
    #[arg(long, value_name = "N")]
    top: Option<usize>,
    #[command(flatten)]
    output: OutputArgs,
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
    let graph = args.data.graph(&args.output)?;
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
    let mut note = format!("{} groups with {} members", found.count, found.members);
    if let Some(modularity) = found.modularity {
        note += &format!(", modularity {modularity:.6}");
    }
    let table = Table::of(&found.groups).with_note(note);
    args.output.write(&report("groups", &graph, echo, &found.groups, table)?)?;
    Ok(Outcome::Done)
}

impl Args {
    /// Refuses options that the method does not know, so that nobody believes they did something.
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
                Err(CliError::Usage(format!("{name} goes with {}", words.join(" or "))))
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

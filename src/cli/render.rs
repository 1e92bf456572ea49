//! `interlocks render`: a picture.

use clap::{ArgGroup, Args as ClapArgs};

use super::context::{CliError, DataArgs, Outcome, OutputArgs, print, write_file};
use super::words::one_of;
use interlocks::analysis::Query;
use interlocks::analysis::pairs;
use interlocks::analysis::paths::{self, best};
use interlocks::analysis::report;
use interlocks::graph::{BoardGraph, Entity};
use interlocks::render::text::missing_in_picture;
use interlocks::render::timeline::{self, Timeline, TimelineOptions};
use interlocks::render::{
    Engine, GraphvizFormat, ImageFormat, PageOptions, Picture, PngOptions, RenderError, Theme, dot, explorer, graphviz,
    mermaid, pdf, png, png_fitting, png_wide, scenes, svg,
};

/// A picture: .svg, .png, .pdf, .html, .dot or .mmd by the ending of -o
#[derive(Debug, ClapArgs)]
#[command(group = ArgGroup::new("what").required(true).args(["ego", "path", "deal", "pairs", "seats", "timeline"]))]
#[command(
    after_help = "Examples:\n  interlocks render datasets/bigtech-boards --ego netflix --at 2013-08 -o netflix.svg\n  interlocks render datasets/bigtech-boards --path netflix meta -k 3 -o paths.pdf\n  interlocks render datasets/bigtech-boards --deal fb-nflx-extended-api -o deal.svg\n  interlocks render datasets/bigtech-boards --pairs --min 2 --groups -o pairs.svg\n  interlocks render datasets/bigtech-boards --seats --highlight reed-hastings -o all.html\n  interlocks render datasets/bigtech-boards --timeline netflix meta --theme print -o netflix-meta.pdf\n  interlocks render datasets/bigtech-boards --timeline reed-hastings -o hastings.png"
)]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// One person or company and what is around it
    #[arg(long, value_name = "X")]
    ego: Option<String>,
    /// With --ego: how far around it
    #[arg(long, value_name = "N", requires = "ego", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=6))]
    hops: u8,
    /// The strongest path between two entities; with -k several, one below the other
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    path: Option<Vec<String>>,
    /// With --path: how many paths
    #[arg(short, value_name = "N", requires = "path", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100))]
    k: u32,
    /// A deal, its parties, and who sits with more than one of them
    #[arg(long, value_name = "ID")]
    deal: Option<String>,
    /// Companies that share directors
    #[arg(long)]
    pairs: bool,
    /// People and companies, joined by seats
    #[arg(long)]
    seats: bool,
    /// Seats as bars and deals as marks on an axis of days: of two companies, or of one person or company
    #[arg(long, num_args = 1..=2, value_names = ["A", "B"])]
    timeline: Option<Vec<String>>,
    /// With --pairs: only those that share at least N
    #[arg(long, value_name = "N", requires = "pairs", default_value_t = 1)]
    min: usize,
    /// With --pairs: leave out people on more than N boards, and say how many they are
    #[arg(long, value_name = "N", requires = "pairs")]
    max_boards: Option<usize>,
    /// With --pairs and --seats: only those with this company
    #[arg(long, value_name = "X", conflicts_with_all = ["ego", "path", "deal", "timeline"])]
    company: Vec<String>,
    #[command(flatten)]
    look: Look,
    #[command(flatten)]
    output: OutputArgs,
}

/// More lines than this are a black page, and cost minutes.
const MOST_LINES: u64 = 150_000;

/// How it looks.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Look")]
struct Look {
    /// The headline, instead of the one that says what is drawn
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// White paper, dark paper, or greys and patterns for a printer
    #[arg(long, value_parser = one_of(&Theme::ALL, Theme::as_str), default_value = "light")]
    theme: Theme,
    /// Outline this person or company, and pale all that is not joined to it
    #[arg(long, value_name = "X", conflicts_with = "timeline")]
    highlight: Vec<String>,
    /// Leave out the least joined beyond so many nodes, and say so
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    max_nodes: u32,
    /// Show communities, as outlines
    #[arg(long, conflicts_with = "timeline")]
    groups: bool,
    /// Pixels it is wide; a timeline that is no .png has 700 at least
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(100..=20_000))]
    width: Option<u32>,
    /// Pixels of a .png for each unit of the drawing; 2, or as many as a large drawing can have
    #[arg(long, value_name = "N", value_parser = scale)]
    scale: Option<f64>,
    /// Let Graphviz lay it out: dot, neato, fdp, sfdp, circo or twopi
    #[arg(long, conflicts_with = "timeline")]
    engine: Option<String>,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let Some(file) = &args.output.output else {
        return Err(CliError::Usage(
            "say where the picture goes: -o FILE.svg, .png, .pdf, .html, .dot or .mmd; -o - prints DOT".to_owned(),
        ));
    };
    let engine = args.look.engine.as_deref().map(str::parse::<Engine>).transpose().map_err(usage)?;
    let format = if file.as_os_str() == "-" { ImageFormat::Dot } else { ImageFormat::from_path(file).map_err(usage)? };
    let query = args.data.query()?;
    if let Some(names) = &args.timeline {
        if args.data.undated {
            return Err(CliError::Usage("a timeline is of dates, which --undated ignores".to_owned()));
        }
        let graph = args.data.graph(&args.output)?;
        let mut timeline = timeline_of(&graph, names, &query)?;
        timeline.state_origin(&graph, &query);
        if let Some(title) = &args.look.title {
            timeline.title.clone_from(title);
        }
        write_file(file, &args.look.draw_timeline(&timeline, format, &names.join(" and "))?)?;
        return Ok(Outcome::Done);
    }
    let graph = args.data.graph(&args.output)?;
    let mut picture = args.picture(&graph, &query)?;
    args.look.prepare(&graph, &mut picture, &args.output)?;
    if picture.edges.is_empty() {
        args.output.note("the picture has no lines: nothing that is asked for holds at this clock");
    }
    let missing = missing_in_picture(&picture)?;
    if !missing.is_empty() && matches!(format, ImageFormat::Svg | ImageFormat::Png | ImageFormat::Pdf) {
        let list: String = missing.iter().take(40).collect();
        args.output.note(&format!("no bundled font has these characters, they may show as boxes: {list}"));
    }
    let beside = match format {
        ImageFormat::Html => args.timeline_beside(&graph, &query)?,
        _ => None,
    };
    let bytes = args.look.draw(&picture, beside.as_ref(), format, engine)?;
    if file.as_os_str() == "-" {
        print(&bytes)?
    } else {
        write_file(file, &bytes)?
    }
    Ok(Outcome::Done)
}

fn timeline_of(graph: &BoardGraph, names: &[String], query: &Query) -> Result<Timeline, CliError> {
    match names {
        [one] => Ok(timeline::scenes::of_one(graph, graph.find(one)?, query)),
        [a, b, ..] => {
            let (a, b) = (graph.find_company(a)?, graph.find_company(b)?);
            if a == b {
                return Err(CliError::Usage("the two companies are one and the same: name it once".to_owned()));
            }
            let options = report::ReportOptions { query: *query, ..report::ReportOptions::default() };
            Ok(timeline::scenes::of_two(&report::dossier(graph, a, b, &options, report::Repeat::default()), false))
        }
        [] => Err(CliError::Usage("--timeline needs a person, a company, or two companies".to_owned())),
    }
}

/// Pixels for each unit, within what makes an image.
fn scale(text: &str) -> Result<f64, String> {
    let scale = text.parse::<f64>().ok().filter(|scale| (0.01..=100.0).contains(scale));
    scale.ok_or_else(|| "a number from 0.01 to 100".to_owned())
}

fn usage(error: RenderError) -> CliError {
    CliError::Usage(error.to_string())
}

impl Args {
    fn picture(&self, graph: &BoardGraph, query: &Query) -> Result<Picture, CliError> {
        if let Some(name) = &self.ego {
            return Ok(scenes::ego(graph, graph.find(name)?, usize::from(self.hops), query));
        }
        if let Some([a, b]) = self.path.as_deref() {
            let options = paths::PathOptions { query: *query, k: self.k as usize, ..paths::PathOptions::default() };
            let (from, to) = (graph.find(a)?, graph.find(b)?);
            if from == to {
                return Err(CliError::Usage(format!("{a} and {b} are one and the same: a path leads to another")));
            }
            let found = best(graph, from, to, &options);
            if found.is_empty() {
                let most = options.max_steps;
                return Err(CliError::Usage(format!(
                    "there is no path from {a} to {b} of at most {most} steps at this clock"
                )));
            }
            return Ok(scenes::paths(graph, &found, query));
        }
        if let Some(id) = &self.deal {
            let Some(deal) = graph.deal_number(id) else {
                return Err(CliError::Usage(format!(
                    "there is no deal {id:?}; 'interlocks conflicts' lists the deals by id"
                )));
            };
            return Ok(scenes::deal(graph, deal, query));
        }
        let companies = self.company.iter().map(|name| graph.find_company(name)).collect::<Result<Vec<_>, _>>()?;
        if self.seats {
            return Ok(scenes::seats(graph, &companies, query));
        }
        let (min, max_boards) = (self.min, self.max_boards);
        let options = pairs::PairOptions { query: *query, min, companies, max_boards, ..pairs::PairOptions::default() };
        // Counting costs little; a million pairs with all their people are another matter.
        let lines = pairs::count(graph, &options).0.pairs;
        if lines > MOST_LINES {
            return Err(CliError::Usage(format!(
                "the picture would have {lines} lines, more than {MOST_LINES}: ask with --min, --company, --at, or \
                 --max-boards to leave out nominees with many boards"
            )));
        }
        let found = pairs::interlocks(graph, &options);
        let picture = scenes::pairs(graph, &found.pairs, query, "shared directors");
        Ok(match found.left_out {
            0 => picture,
            left_out => picture.note(format!("Left out: {left_out} people on more boards than asked for.")),
        })
    }

    /// The timeline that stands beside a network to explore: of what the network is about.
    fn timeline_beside(&self, graph: &BoardGraph, query: &Query) -> Result<Option<Timeline>, CliError> {
        if self.data.undated {
            return Ok(None);
        }
        if let Some(name) = &self.ego {
            return Ok(Some(timeline::scenes::of_one(graph, graph.find(name)?, query)));
        }
        match self.path.as_deref() {
            Some([a, b]) => match (graph.find(a)?, graph.find(b)?) {
                (Entity::Company(_), Entity::Company(_)) => {
                    timeline_of(graph, &[a.clone(), b.clone()], query).map(Some)
                }
                _ => Ok(None),
            },
            _ => Ok(None),
        }
    }
}

impl Look {
    /// The headline, the highlights, the communities; and what is too much is left out.
    fn prepare(&self, graph: &BoardGraph, picture: &mut Picture, output: &OutputArgs) -> Result<(), CliError> {
        if let Some(title) = &self.title {
            picture.title.clone_from(title);
        }
        let mut found = Vec::new();
        for name in &self.highlight {
            let entity = graph.find(name)?;
            let own = scenes::places(graph, picture, entity);
            if own.is_empty() {
                output.note(&format!("--highlight {name}: the picture does not have {}", graph.name(entity)));
            }
            found.extend(own);
        }
        if !found.is_empty() {
            picture.highlight(&found);
        }
        let left_out = picture.keep_most_important(self.max_nodes as usize);
        if left_out > 0 {
            output
                .note(&format!("{left_out} nodes are left out of the picture; --max-nodes says how many it may have"));
        }
        if self.groups && picture.groups.is_empty() {
            picture.divide_into_communities();
        }
        Ok(())
    }

    fn page(&self) -> PageOptions {
        PageOptions { width: self.width.map(f64::from), theme: self.theme, ..PageOptions::default() }
    }

    fn draw(
        &self,
        picture: &Picture,
        timeline: Option<&Timeline>,
        format: ImageFormat,
        engine: Option<Engine>,
    ) -> Result<Vec<u8>, CliError> {
        let page = self.page();
        Ok(match (format, engine) {
            (ImageFormat::Dot, _) => dot(picture)?.into_bytes(),
            (ImageFormat::Mermaid, _) => mermaid(picture)?.into_bytes(),
            (ImageFormat::Html, _) => explorer(picture, timeline, &page)?.into_bytes(),
            (ImageFormat::Svg, Some(engine)) => graphviz(picture, engine, GraphvizFormat::Svg)?,
            (ImageFormat::Png, Some(engine)) => graphviz(picture, engine, GraphvizFormat::Png)?,
            (ImageFormat::Pdf, Some(engine)) => graphviz(picture, engine, GraphvizFormat::Pdf)?,
            (ImageFormat::Svg, None) => svg(picture, &page)?.into_bytes(),
            (ImageFormat::Pdf, None) => pdf(picture, &page)?,
            (ImageFormat::Png, None) => match (self.width, self.scale) {
                (Some(width), _) => png_wide(picture, &page, width)?,
                (None, Some(scale)) => png(picture, &page, &PngOptions::default().scale(scale))?,
                (None, None) => png_fitting(picture, &page)?,
            },
        })
    }

    /// Draws a timeline, which is a picture of days and no network: Graphviz has no word for it.
    fn draw_timeline(&self, timeline: &Timeline, format: ImageFormat, names: &str) -> Result<Vec<u8>, CliError> {
        let (wide, scale) = (self.width.map(f64::from), self.scale.unwrap_or(2.0));
        let (width, scale) = match (format, wide) {
            // Of an image the width counts in pixels, of which the scale says how many make a unit.
            (ImageFormat::Png, Some(wide)) => {
                let units = (wide / scale).max(TimelineOptions::NARROWEST);
                (units, wide / units)
            }
            (_, Some(wide)) if wide < TimelineOptions::NARROWEST => {
                return Err(CliError::Usage(format!("--width {wide}: a timeline is at least 700 wide")));
            }
            (_, wide) => (wide.unwrap_or(1000.0), scale),
        };
        let options = TimelineOptions { width, headline: true, theme: self.theme, ..TimelineOptions::default() };
        let bytes = match format {
            ImageFormat::Svg => timeline::timeline_svg(timeline, &options)?.map(String::into_bytes),
            ImageFormat::Png => timeline::timeline_png(timeline, &options, &PngOptions::default().scale(scale))?,
            ImageFormat::Pdf => timeline::timeline_pdf(timeline, &options)?,
            ImageFormat::Dot | ImageFormat::Mermaid | ImageFormat::Html => {
                return Err(CliError::Usage(
                    "a timeline is .svg, .png or .pdf: DOT and Mermaid are for networks, and the .html of --ego has a timeline"
                        .to_owned(),
                ));
            }
        };
        bytes.ok_or_else(|| CliError::Usage(format!("nothing of {names} has a date")))
    }
}

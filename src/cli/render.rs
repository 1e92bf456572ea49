//! `interlocks render`: a picture.

use std::path::Path;

use clap::{ArgGroup, Args as ClapArgs};

use super::data_args::DataArgs;
use super::deals::find_deal;
use super::error::{CliError, Outcome};
use super::output_args::OutputArgs;
use super::value_enum::one_of;
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
use interlocks_core::wording::counted;

/// Draw a picture as .svg, .png, .pdf, .html, .dot or .mmd, set by the ending of FILE
#[derive(Debug, ClapArgs)]
#[command(group = ArgGroup::new("subject").required(true).args(["ego", "path", "deal", "pairs", "seats", "timeline"]))]
#[command(
    mut_arg("output", |arg| arg.required(true).help("Write the picture to FILE; - prints DOT")),
    after_help = "Examples:\n  interlocks render boards/ --ego netflix --at 2013-08 -o netflix.svg\n  interlocks render boards/ --path netflix meta -k 3 -o paths.pdf\n  interlocks render boards/ --deal fb-nflx-extended-api -o deal.svg\n  interlocks render boards/ --pairs --min 2 --groups -o pairs.svg\n  interlocks render boards/ --seats --highlight reed-hastings -o all.html\n  interlocks render boards/ --timeline netflix meta --theme print -o netflix-meta.pdf\n  interlocks render boards/ --timeline reed-hastings -o hastings.png"
)]
pub struct Args {
    #[command(flatten)]
    pub(super) data: DataArgs,
    /// Draw one person or company with its surroundings
    #[arg(long, value_name = "X")]
    ego: Option<String>,
    /// With --ego: draw everything within N steps
    #[arg(long, value_name = "N", requires = "ego", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=6))]
    hops: u8,
    /// Draw the strongest path between two entities; with -k, several paths, one below the other
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    path: Option<Vec<String>>,
    /// With --path: draw N paths
    #[arg(short, value_name = "N", requires = "path", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100))]
    k: u32,
    /// Draw a deal, its parties, and the people on more than one of their boards
    #[arg(long, value_name = "ID")]
    deal: Option<String>,
    /// Draw companies that share directors
    #[arg(long)]
    pairs: bool,
    /// Draw people and companies, joined by seats
    #[arg(long)]
    seats: bool,
    /// Draw seats as bars and deals as marks on a time axis, for two companies or one person or company
    #[arg(long, num_args = 1..=2, value_names = ["A", "B"])]
    timeline: Option<Vec<String>>,
    /// Join by a dashed line, 'same as?', whom the decisions on identity leave open to be one; with --path, also as a step
    #[arg(long, conflicts_with = "timeline")]
    if_same: bool,
    /// With --pairs: keep only pairs that share at least N people
    #[arg(long, value_name = "N", requires = "pairs", default_value_t = 1)]
    min: usize,
    /// With --pairs: leave out people on more than N boards, and print how many there are
    #[arg(long, value_name = "N", requires = "pairs")]
    max_boards: Option<usize>,
    /// With --pairs or --seats: keep only the pairs or seats of this company; may be repeated
    #[arg(long, value_name = "X", conflicts_with_all = ["ego", "path", "deal", "timeline"])]
    company: Vec<String>,
    #[command(flatten)]
    look: Look,
    #[command(flatten)]
    pub(super) output: OutputArgs,
}

/// Beyond this many edges a picture is solid black and takes minutes.
const MAX_EDGES: u64 = 150_000;

/// The options for the appearance of a picture.
#[derive(Debug, ClapArgs)]
#[command(next_help_heading = "Appearance")]
struct Look {
    /// Use this title
    #[arg(long, value_name = "TEXT")]
    title: Option<String>,
    /// Use this theme: light, dark, or greys and patterns for printing
    #[arg(long, value_parser = one_of(&Theme::ALL, Theme::as_str), default_value = "light")]
    theme: Theme,
    /// Highlight this person or company and fade everything not connected to it
    #[arg(long, value_name = "X", conflicts_with = "timeline")]
    highlight: Vec<String>,
    /// Draw at most N nodes; those with the fewest connections are left out, with a note
    #[arg(long, value_name = "N", default_value_t = 20_000, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    max_nodes: u32,
    /// Outline communities
    #[arg(long, conflicts_with = "timeline")]
    groups: bool,
    /// Set the width in pixels; a timeline needs at least 700, except as .png
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(100..=20_000))]
    width: Option<u32>,
    /// Set the pixels of a .png per unit of the drawing (default: 2, less for very large drawings)
    #[arg(long, value_name = "N", value_parser = scale)]
    scale: Option<f64>,
    /// Use this Graphviz layout: dot, neato, fdp, sfdp, circo or twopi
    #[arg(long, conflicts_with = "timeline")]
    engine: Option<String>,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let Some(file) = &args.output.output else {
        return Err(CliError::Usage("name the picture with -o FILE".to_owned()));
    };
    let engine = args.look.engine.as_deref().map(str::parse::<Engine>).transpose().map_err(usage)?;
    let format =
        if file.as_os_str() == "-" { ImageFormat::Dot } else { ImageFormat::from_path(file).map_err(usage)? };
    let query = args.data.query()?;
    if let Some(names) = &args.timeline {
        if args.data.undated {
            return Err(CliError::Usage("a timeline needs dates; leave --undated out".to_owned()));
        }
        let graph = args.data.graph(&args.output)?;
        let mut timeline = timeline_of(&graph, names, &query)?;
        timeline.state_origin(&graph, &query);
        if let Some(title) = &args.look.title {
            timeline.title.clone_from(title);
        }
        write_picture(file, &args.look.draw_timeline(&timeline, format, &names.join(" and "))?, &args.output)?;
        return Ok(Outcome::Done);
    }
    let graph = args.data.graph(&args.output)?;
    let mut picture = args.picture(&graph, &query)?;
    args.look.prepare(&graph, &mut picture, &args.output)?;
    if args.if_same {
        scenes::join_possible_identities(&graph, &mut picture);
        if !picture.edges.iter().any(|edge| edge.identity) {
            args.output.note("--if-same: nobody in the picture may be one with another in it");
        }
    }
    if picture.edges.is_empty() {
        args.output.note("the picture has no edges: there is no such connection at that time");
    }
    let missing = missing_in_picture(&picture)?;
    if !missing.is_empty() && matches!(format, ImageFormat::Svg | ImageFormat::Png | ImageFormat::Pdf) {
        let list: String = missing.iter().take(40).collect();
        args.output.note(&format!("no bundled font has these characters, so they may appear as boxes: {list}"));
    }
    let beside = match format {
        ImageFormat::Html => args.timeline_beside(&graph, &query)?,
        _ => None,
    };
    let bytes = args.look.draw(&picture, beside.as_ref(), format, engine)?;
    write_picture(file, &bytes, &args.output)?;
    Ok(Outcome::Done)
}

/// Writes the picture, and a note that names the file.
fn write_picture(file: &Path, bytes: &[u8], output: &OutputArgs) -> Result<(), CliError> {
    output.write_bytes(bytes)?;
    if file.as_os_str() != "-" {
        output.note(&format!("wrote {}", file.display()));
    }
    Ok(())
}

fn timeline_of(graph: &BoardGraph, names: &[String], query: &Query) -> Result<Timeline, CliError> {
    match names {
        [one] => Ok(timeline::scenes::of_one(graph, graph.find(one)?, query)),
        [a, b, ..] => {
            let (a, b) = (graph.find_company(a)?, graph.find_company(b)?);
            if a == b {
                return Err(CliError::Usage("both names are the same company; give it once".to_owned()));
            }
            let options = report::ReportOptions { query: *query, ..report::ReportOptions::default() };
            Ok(timeline::scenes::of_two(&report::joint_history(graph, a, b, &options), false))
        }
        [] => Err(CliError::Usage("--timeline needs a person, a company, or two companies".to_owned())),
    }
}

/// Parses the pixels per unit.
fn scale(text: &str) -> Result<f64, String> {
    let scale = text.parse::<f64>().ok().filter(|scale| (0.01..=100.0).contains(scale));
    scale.ok_or_else(|| "write a number from 0.01 to 100".to_owned())
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
            let (k, if_same) = (self.k as usize, self.if_same);
            let options = paths::PathOptions { query: *query, k, if_same, ..paths::PathOptions::default() };
            let (from, to) = (graph.find(a)?, graph.find(b)?);
            if from == to {
                return Err(CliError::Usage(format!("{a} and {b} are the same; a path needs two ends")));
            }
            let found = best(graph, from, to, &options);
            if found.is_empty() {
                let steps = counted(options.max_steps, "step");
                return Err(CliError::Usage(format!(
                    "there is no connection from {a} to {b} within {steps} at that time"
                )));
            }
            return Ok(scenes::paths(graph, &found, query));
        }
        if let Some(id) = &self.deal {
            return Ok(scenes::deal(graph, find_deal(graph, id)?, query));
        }
        let companies = self.company.iter().map(|name| graph.find_company(name)).collect::<Result<Vec<_>, _>>()?;
        if self.seats {
            return Ok(scenes::seats(graph, &companies, query));
        }
        let (min, max_boards) = (self.min, self.max_boards);
        let options = pairs::PairOptions { query: *query, min, companies, max_boards, ..pairs::PairOptions::default() };
        // Counting is cheap; listing a million pairs with all their people is not.
        let edges = pairs::count_pairs(graph, &options).0.pairs;
        if edges > MAX_EDGES {
            return Err(CliError::Usage(format!(
                "the picture would have {edges} edges, more than {MAX_EDGES}; narrow it down with --min, --company or --at, \
                 or with --max-boards, which leaves out nominees with many boards"
            )));
        }
        let found = pairs::interlocks(graph, &options);
        let picture = scenes::pairs(graph, &found.pairs, query, "shared directors");
        Ok(match found.left_out {
            0 => picture,
            left_out => {
                let most = max_boards.unwrap_or_default();
                picture.note(format!("Left out: {} on more than {most} boards.", counted(left_out, "person")))
            }
        })
    }

    /// Returns the timeline that an explorer page shows beside the network.
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
    /// Sets the title, the highlights and the communities, and leaves out nodes beyond the limit.
    fn prepare(&self, graph: &BoardGraph, picture: &mut Picture, output: &OutputArgs) -> Result<(), CliError> {
        if let Some(title) = &self.title {
            picture.title.clone_from(title);
        }
        let mut found = Vec::new();
        for name in &self.highlight {
            let entity = graph.find(name)?;
            let own = scenes::places(graph, picture, entity);
            if own.is_empty() {
                output.note(&format!("--highlight {name}: {} is not in the picture", graph.name(entity)));
            }
            found.extend(own);
        }
        if !found.is_empty() {
            picture.highlight(&found);
        }
        let left_out = picture.keep_most_important(self.max_nodes as usize);
        if left_out > 0 {
            output.note(&format!("left out of the picture: {left_out} nodes; raise --max-nodes to draw more"));
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

    /// Draws a timeline, which is not a network, so that Graphviz cannot draw it.
    fn draw_timeline(&self, timeline: &Timeline, format: ImageFormat, names: &str) -> Result<Vec<u8>, CliError> {
        let (wide, scale) = (self.width.map(f64::from), self.scale.unwrap_or(2.0));
        let (width, scale) = match (format, wide) {
            // The width of an image is in pixels; the scale is pixels per unit.
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
                    "a timeline can only be .svg, .png or .pdf; the .html of --ego has a timeline too".to_owned(),
                ));
            }
        };
        bytes.ok_or_else(|| CliError::Usage(format!("nothing about {names} has a date")))
    }
}

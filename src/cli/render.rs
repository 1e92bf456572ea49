//! `interlocks render`: a picture.

use std::path::Path;

use clap::{ArgGroup, Args as ClapArgs};

use super::context::{CliError, DataArgs, Outcome, OutputArgs, print, write_file};
use crate::analysis::interlocks::{self, pairs};
use crate::analysis::paths::{self, shortest};
use crate::analysis::report;
use crate::render::text::missing_in_picture;
use crate::render::timeline::{self, TimelineOptions, timeline_png, timeline_svg};
use crate::render::{
    Engine, Format, GraphvizFormat, LayoutOptions, Picture, PngOptions, RenderError, dot, graphviz, png, scenes, svg,
};

/// A picture: .dot, .svg or .png by the ending of -o
#[derive(Debug, ClapArgs)]
#[command(group = ArgGroup::new("what").required(true).args(["ego", "path", "pairs", "timeline"]))]
#[command(
    after_help = "Examples:\n  interlocks render datasets/bigtech-boards --ego netflix --at 2013-08 -o netflix.svg\n  interlocks render datasets/bigtech-boards --path netflix disney -o path.png\n  interlocks render datasets/bigtech-boards --pairs --min 2 -o pairs.svg\n  interlocks render datasets/bigtech-boards --timeline netflix meta -o netflix-meta.svg\n  interlocks render datasets/bigtech-boards --timeline reed-hastings -o hastings.png"
)]
pub struct Args {
    #[command(flatten)]
    data: DataArgs,
    /// One person or company and what is around it
    #[arg(long, value_name = "X")]
    ego: Option<String>,
    /// How far around it
    #[arg(long, value_name = "N", default_value_t = 2, value_parser = clap::value_parser!(u8).range(1..=6))]
    hops: u8,
    /// The path between two entities
    #[arg(long, num_args = 2, value_names = ["A", "B"])]
    path: Option<Vec<String>>,
    /// Companies that share directors
    #[arg(long)]
    pairs: bool,
    /// Seats as bars and deals as marks on an axis of days: of two companies, or of one person or company
    #[arg(long, num_args = 1..=2, value_names = ["A", "B"])]
    timeline: Option<Vec<String>>,
    /// With --timeline: pixels it is wide
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(700..=20_000))]
    width: u32,
    /// With --pairs: only those that share at least N
    #[arg(long, value_name = "N", default_value_t = 1)]
    min: usize,
    /// With --pairs: only those with this company
    #[arg(long, value_name = "X")]
    company: Vec<String>,
    /// Let Graphviz lay it out: dot, neato, fdp, sfdp, circo or twopi
    #[arg(long)]
    engine: Option<String>,
    /// Pixels of a .png for each unit of the drawing
    #[arg(long, value_name = "N", default_value_t = 2.0)]
    scale: f64,
    #[command(flatten)]
    output: OutputArgs,
}

pub fn run(args: &Args) -> Result<Outcome, CliError> {
    let Some(file) = &args.output.output else {
        return Err(CliError::Usage(
            "say where the picture goes: -o FILE.svg, .png or .dot; -o - prints DOT".to_owned(),
        ));
    };
    let engine = args.engine.as_deref().map(str::parse::<Engine>).transpose().map_err(usage)?;
    let format = if file.as_os_str() == "-" { Format::Dot } else { Format::of(file).map_err(usage)? };
    if let Some(names) = &args.timeline {
        return draw_timeline(args, names, file, format);
    }
    let picture = picture(args)?;
    let missing = missing_in_picture(&picture)?;
    if !missing.is_empty() {
        let list: String = missing.iter().take(40).collect();
        args.output.note(&format!("no bundled font has these characters, they may show as boxes: {list}"));
    }
    let bytes = draw(args, &picture, format, engine)?;
    if file.as_os_str() == "-" {
        print(&bytes)?
    } else {
        write_file(file, &bytes)?
    }
    Ok(Outcome::Done)
}

/// Draws a timeline, which is a picture of days and no network: Graphviz has no word for it.
fn draw_timeline(args: &Args, names: &[String], file: &Path, format: Format) -> Result<Outcome, CliError> {
    let query = args.data.query()?;
    if args.data.undated {
        return Err(CliError::Usage("a timeline is of dates, which --undated ignores".to_owned()));
    }
    let graph = args.data.graph(&args.output)?;
    let timeline = match names {
        [one] => timeline::scenes::of_one(&graph, graph.find(one)?, &query),
        [a, b, ..] => {
            let (a, b) = (graph.find_company(a)?, graph.find_company(b)?);
            let options = report::Options { query, ..report::Options::default() };
            timeline::scenes::of_two(&report::dossier(&graph, a, b, &options, report::Repeat::default()), false)
        }
        [] => return Err(CliError::Usage("--timeline needs a person, a company, or two companies".to_owned())),
    };
    let options = TimelineOptions { width: f64::from(args.width), headline: true, ..TimelineOptions::default() };
    let bytes = match format {
        Format::Svg => timeline_svg(&timeline, &options)?.map(String::into_bytes),
        Format::Png => {
            let raster = PngOptions { scale: args.scale, ..PngOptions::default() };
            timeline_png(&timeline, &options, &raster)?
        }
        Format::Dot => return Err(CliError::Usage("a timeline is .svg or .png: DOT is for networks".to_owned())),
    };
    match bytes {
        Some(bytes) => write_file(file, &bytes)?,
        None => return Err(CliError::Usage(format!("nothing of {} has a date", names.join(" and ")))),
    }
    Ok(Outcome::Done)
}

fn usage(error: RenderError) -> CliError {
    CliError::Usage(error.to_string())
}

fn picture(args: &Args) -> Result<Picture, CliError> {
    let query = args.data.query()?;
    let graph = args.data.graph(&args.output)?;
    if let Some(name) = &args.ego {
        return Ok(scenes::ego(&graph, graph.find(name)?, usize::from(args.hops), &query));
    }
    if let Some([a, b]) = args.path.as_deref() {
        let options = paths::Options { query, ..paths::Options::default() };
        let found = shortest(&graph, graph.find(a)?, graph.find(b)?, &options);
        return match found {
            Some(path) => Ok(scenes::path(&graph, &path, &query)),
            None => Err(CliError::Usage(format!(
                "there is no path from {a} to {b} of at most {} steps at this clock",
                options.max_steps
            ))),
        };
    }
    let companies = args.company.iter().map(|name| graph.find_company(name)).collect::<Result<_, _>>()?;
    let options = interlocks::Options { query, min: args.min, companies, ..interlocks::Options::default() };
    Ok(scenes::pairs(&graph, &pairs(&graph, &options), &query, "shared directors"))
}

fn draw(args: &Args, picture: &Picture, format: Format, engine: Option<Engine>) -> Result<Vec<u8>, CliError> {
    let layout = LayoutOptions::default();
    let bytes = match (format, engine) {
        (Format::Dot, _) => dot(picture)?.into_bytes(),
        (Format::Svg, Some(engine)) => graphviz(picture, engine, GraphvizFormat::Svg)?,
        (Format::Png, Some(engine)) => graphviz(picture, engine, GraphvizFormat::Png)?,
        (Format::Svg, None) => svg(picture, &layout)?.into_bytes(),
        (Format::Png, None) => png(picture, &layout, &PngOptions { scale: args.scale, ..PngOptions::default() })?,
    };
    Ok(bytes)
}

//! `interlocks render`: a picture.

use clap::{ArgGroup, Args as ClapArgs};

use super::context::{CliError, DataArgs, Outcome, OutputArgs, print, write_file};
use crate::analysis::interlocks::{self, pairs};
use crate::analysis::paths::{self, shortest};
use crate::render::text::missing_in_picture;
use crate::render::{
    Engine, Format, GraphvizFormat, LayoutOptions, Picture, PngOptions, RenderError, dot, graphviz, png, scenes, svg,
};

/// A picture: .dot, .svg or .png by the ending of -o
#[derive(Debug, ClapArgs)]
#[command(group = ArgGroup::new("what").required(true).args(["ego", "path", "pairs"]))]
#[command(
    after_help = "Examples:\n  interlocks render datasets/bigtech-boards --ego netflix --at 2013-08 -o netflix.svg\n  interlocks render datasets/bigtech-boards --path netflix disney -o path.png\n  interlocks render datasets/bigtech-boards --pairs --min 2 -o pairs.svg"
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

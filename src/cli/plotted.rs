//! `--plot`: an answer as plots, beside the answer in figures.

use std::path::{Path, PathBuf};

use clap::Args;

use super::context::{CliError, OutputArgs, print, write_file};
use interlocks::render::plot::Plot;
use interlocks::render::{ImageFormat, PngOptions, RenderError};

/// Where plots of an answer go.
#[derive(Debug, Args)]
pub struct PlotArgs {
    /// Plots of the answer too: FILE.svg, .png or .pdf; - prints SVG, and needs -o for the answer
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    plot: Option<PathBuf>,
}

impl PlotArgs {
    /// Whether plots are asked for.
    ///
    /// # Errors
    /// When they have nowhere to go; told before anything is worked out.
    pub fn wanted(&self, output: &OutputArgs) -> Result<bool, CliError> {
        let Some(file) = &self.plot else { return Ok(false) };
        let stream = Path::new("-");
        if file == stream && output.output.as_deref().is_none_or(|answer| answer == stream) {
            return Err(CliError::Usage(
                "the answer and its plot cannot both go to standard output: add -o FILE".to_owned(),
            ));
        }
        if output.output.as_ref() == Some(file) {
            return Err(CliError::Usage(format!("{} is the file of the answer: name another", file.display())));
        }
        if file != stream {
            format(file)?;
        }
        Ok(true)
    }

    /// Writes plots where they were asked for.
    pub fn write(&self, plot: &Plot) -> Result<(), CliError> {
        match &self.plot {
            None => Ok(()),
            Some(file) if file == Path::new("-") => print(plot.svg()?.as_bytes()),
            Some(file) => match format(file)? {
                ImageFormat::Png => write_file(file, &plot.png(&PngOptions::default())?),
                ImageFormat::Pdf => write_file(file, &plot.pdf()?),
                _ => write_file(file, plot.svg()?.as_bytes()),
            },
        }
    }
}

fn format(file: &Path) -> Result<ImageFormat, CliError> {
    match ImageFormat::from_path(file) {
        Ok(format @ (ImageFormat::Svg | ImageFormat::Png | ImageFormat::Pdf)) => Ok(format),
        Ok(ImageFormat::Dot | ImageFormat::Mermaid | ImageFormat::Html) => {
            Err(CliError::Usage(format!("{}: plots are .svg, .png or .pdf", file.display())))
        }
        Err(RenderError::UnknownFormat { path }) => Err(CliError::Usage(format!(
            "{}: the ending names no format of plots; use .svg, .png or .pdf",
            path.display()
        ))),
        Err(error) => Err(CliError::Usage(error.to_string())),
    }
}

//! `--plot`: plots of an answer, in addition to the answer.

use std::path::{Path, PathBuf};

use clap::Args;

use super::error::CliError;
use super::files::{print, write_file};
use super::output_args::OutputArgs;
use interlocks::render::plot::Plot;
use interlocks::render::{ImageFormat, PngOptions, RenderError};

/// The option for plots of an answer.
#[derive(Debug, Args)]
pub struct PlotArgs {
    /// Draw plots of the answer to FILE.svg, .png or .pdf; - prints SVG and needs -o for the answer
    #[arg(long, value_name = "FILE", help_heading = "Output")]
    plot: Option<PathBuf>,
}

impl PlotArgs {
    /// Returns `true` if plots are asked for.
    ///
    /// # Errors
    /// When the destination cannot be used; checked before anything is computed.
    pub fn wanted(&self, output: &OutputArgs) -> Result<bool, CliError> {
        let Some(file) = &self.plot else { return Ok(false) };
        let stream = Path::new("-");
        if file == stream && output.output.as_deref().is_none_or(|answer| answer == stream) {
            return Err(CliError::Usage(
                "the answer and its plot cannot both go to standard output: add -o FILE".to_owned(),
            ));
        }
        if output.output.as_ref() == Some(file) {
            return Err(CliError::Usage(format!("{}: the plot and the answer need different files", file.display())));
        }
        if file != stream {
            format(file)?;
        }
        Ok(true)
    }

    /// Writes plots to the file or to standard output.
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
            Err(CliError::Usage(format!("{}: plots can only be .svg, .png or .pdf", file.display())))
        }
        Err(RenderError::UnknownFormat { path }) => {
            Err(CliError::Usage(format!("{}: unknown format for plots; use .svg, .png or .pdf", path.display())))
        }
        Err(error) => Err(CliError::Usage(error.to_string())),
    }
}

//! Lays out and draws the picture by an installed Graphviz instead.

use std::io::ErrorKind;
use std::str::FromStr;

use graphviz_rust::cmd::{CommandArg, Format};
use graphviz_rust::exec_dot;

use super::dot::dot;
use super::error::RenderError;
use super::picture::Picture;

/// A layout program of Graphviz.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Layers from top to bottom.
    Dot,
    /// Stress majorisation.
    Neato,
    /// Forces.
    Fdp,
    /// Forces, multilevel, for large graphs.
    Sfdp,
    /// Circles.
    Circo,
    /// Rings.
    Twopi,
}

impl Engine {
    /// The name of the engine in Graphviz.
    pub fn name(self) -> &'static str {
        match self {
            Engine::Dot => "dot",
            Engine::Neato => "neato",
            Engine::Fdp => "fdp",
            Engine::Sfdp => "sfdp",
            Engine::Circo => "circo",
            Engine::Twopi => "twopi",
        }
    }
}

impl FromStr for Engine {
    type Err = RenderError;

    fn from_str(name: &str) -> Result<Self, RenderError> {
        let all = [Engine::Dot, Engine::Neato, Engine::Fdp, Engine::Sfdp, Engine::Circo, Engine::Twopi];
        all.into_iter().find(|e| e.name() == name).ok_or_else(|| RenderError::UnknownEngine { name: name.to_string() })
    }
}

/// The output format of Graphviz.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphvizFormat {
    /// SVG
    Svg,
    /// PNG
    Png,
    /// PDF
    Pdf,
}

/// Draws the picture by an engine of Graphviz. The result depends on the version
/// of Graphviz and the fonts of the machine; that of the built-in layout does not.
pub fn graphviz(picture: &Picture, engine: Engine, format: GraphvizFormat) -> Result<Vec<u8>, RenderError> {
    let format = match format {
        GraphvizFormat::Svg => Format::Svg,
        GraphvizFormat::Png => Format::Png,
        GraphvizFormat::Pdf => Format::Pdf,
    };
    // By name: the wrapper's own list of layouts lacks `dot` spelt as we need it.
    let layout = CommandArg::Custom(format!("-K{}", engine.name()));
    exec_dot(dot(picture)?, vec![layout, CommandArg::Format(format)]).map_err(|error| match error.kind() {
        ErrorKind::NotFound => RenderError::GraphvizMissing,
        _ => RenderError::Graphviz(error.to_string().trim().to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::Node;

    #[test]
    fn an_unknown_engine_is_refused_with_the_list() {
        let error = Engine::from_str("springs").unwrap_err().to_string();
        assert!(error.contains("neato"), "{error}");
    }

    #[test]
    fn without_graphviz_the_error_says_what_to_do() {
        let mut picture = Picture::new("t");
        picture.add_node(Node::company("a", "A \"quoted\" <name>"));
        match graphviz(&picture, Engine::Neato, GraphvizFormat::Svg) {
            Ok(svg) => assert!(String::from_utf8_lossy(&svg).contains("<svg")),
            Err(error) => assert!(error.to_string().contains("leave --engine out"), "{error}"),
        }
    }
}

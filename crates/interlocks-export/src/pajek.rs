//! Pajek, as its manual and de Nooy, Mrvar and Batagelj (2018, appendix 1) describe the format. The boards are a
//! two-mode network in which the first vertices are people. Lines have a weight and the years of their spells.

use std::collections::HashMap;
use std::io::{self, Write};

use super::{LeftOut, Network, Node, Presence};
use interlocks_core::model::Day;

/// Writes the network.
pub(super) fn write(network: &dyn Network, out: &mut dyn Write) -> io::Result<LeftOut> {
    let mut left_out = LeftOut::new();
    let mut count = |kind: &'static str, count: u64| {
        if count > 0 {
            *left_out.entry(kind).or_insert(0) += count;
        }
    };
    let (size, people) = network.size();
    let title = network.title().replace(['\r', '\n'], " ");
    write!(out, "*Network {}\n*Vertices {size}", if title.is_empty() { "boards" } else { &title })?;
    let two_mode = network.is_two_mode();
    writeln!(out, "{}", if two_mode { format!(" {people}") } else { String::new() })?;
    let mut names: HashMap<String, u32> = HashMap::new();
    network.for_each_node(&mut |node| {
        *names.entry(node.name).or_insert(0) += 1;
        Ok(())
    })?;
    let mut cells = 0;
    network.for_each_node(&mut |node| {
        cells += node.cells.len() as u64;
        writeln!(out, "{} \"{}\"", node.number + 1, label(&node, &names))
    })?;
    writeln!(out, "*Edges")?;
    let (mut ties, mut undated) = (0, 0);
    network.for_each_edge(&mut |edge| {
        cells += edge.cells.len() as u64;
        // A two-mode network has no lines between vertices of one mode.
        if two_mode && edge.kind != "seat" {
            ties += 1;
            return Ok(());
        }
        let [from, to] = edge.ends.map(|end| end + 1);
        let times: Vec<String> = edge.spells.iter().filter_map(years).collect();
        undated += u64::from(times.len() < edge.spells.len());
        let times = if times.is_empty() { String::new() } else { format!(" [{}]", times.join(",")) };
        writeln!(out, "{from} {to} {}{times}", edge.weight)
    })?;
    count("ties, which a two-mode network cannot contain", ties);
    count("spells without a start, which Pajek cannot express", undated);
    count("cells other than names and years (roles, days, sources …)", cells);
    Ok(left_out)
}

/// Returns the label of a vertex: the name, with the id if others have the same name.
fn label(node: &Node, names: &HashMap<String, u32>) -> String {
    let alone = names.get(&node.name) == Some(&1) && !node.name.is_empty();
    let label = match (alone, node.name.is_empty()) {
        (true, _) => node.name.clone(),
        (false, true) => node.id.clone(),
        (false, false) => format!("{} ({})", node.name, node.id),
    };
    // The format cannot escape quotes.
    label.replace('"', "'").replace(['\r', '\n'], " ")
}

/// Returns the first and last year of a spell; `*` if it has no end, `None` if it has no start.
fn years(presence: &Presence) -> Option<String> {
    let year = |day: Day| day.to_string().get(..4).map(str::to_owned);
    let first = year(presence.first?)?;
    match presence.last {
        Some(last) => Some(format!("{first}-{}", year(last)?)),
        None => Some(format!("{first}-*")),
    }
}

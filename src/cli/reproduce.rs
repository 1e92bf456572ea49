//! The reproducibility block of a report: the command line without options that change nothing in the answer, and
//! the checksums of the files that were read.

use std::path::{Path, PathBuf};

use super::data_args::DataArgs;
use super::error::CliError;
use crate::output::without_folders;
use interlocks::dataset::{Inputs, Limits};
use interlocks::graph::BoardGraph;

impl DataArgs {
    /// Returns the arguments for data and time, as given.
    pub fn arguments(&self) -> Vec<String> {
        let mut words = vec![self.told(&self.data)];
        let mut option = |name: &str, value: Option<String>| {
            words.extend(value.into_iter().flat_map(|value| [name.to_owned(), value]));
        };
        for path in &self.with {
            option("--with", Some(self.told(path)));
        }
        for path in &self.same {
            option("--same", Some(self.told(path)));
        }
        option("--from", self.from.clone());
        option("--columns", self.columns.clone());
        option("--roles", self.roles.as_ref().map(|path| self.told(path)));
        option("--encoding", self.encoding.map(|encoding| encoding.to_string()));
        option("--sheet", self.sheet.clone());
        option("--skip-rows", Some(self.skip_rows).filter(|rows| *rows > 0).map(|rows| rows.to_string()));
        option("--date-order", self.date_order.clone());
        option("--as-of", self.as_of.as_ref().map(ToString::to_string));
        option("--at", self.at.as_ref().map(ToString::to_string));
        option("--during", self.during.clone());
        for (name, set) in
            [("--strict", self.strict), ("--undated", self.undated), ("--ever", self.ever), ("--certain", self.certain)]
        {
            if set {
                words.push(name.to_owned());
            }
        }
        words
    }

    /// Returns `true` if the data is open for somebody who may not learn the folders of the machine.
    fn hides_folders(&self) -> bool {
        self.opened.as_ref().is_some_and(|opened| opened.hides_folders())
    }

    /// Returns a path as it may be told: whoever asks for data that is open learns no folder of the machine.
    fn told(&self, path: &Path) -> String {
        let text = path.display().to_string();
        if self.hides_folders() { without_folders(&text).to_owned() } else { text }
    }

    /// Returns the roots of the data.
    fn roots(&self) -> Vec<&PathBuf> {
        std::iter::once(&self.data).chain(&self.with).chain(&self.same).collect()
    }

    /// Returns the path of each file that a graph was read from.
    pub(super) fn paths_read(&self, graph: &BoardGraph) -> Vec<PathBuf> {
        let roots = self.roots();
        graph.about().files.iter().map(|name| on_disk(name, &roots)).collect()
    }

    /// Returns the files that have the as-of date and the title, but no rows.
    pub(super) fn data_packages(&self) -> Vec<PathBuf> {
        self.roots().iter().map(|root| root.join("datapackage.json")).filter(|file| file.exists()).collect()
    }

    /// Returns the inputs: the files of a folder, one file, or a snapshot. Standard input and pipes cannot be read
    /// again, so they give none.
    ///
    /// # Errors
    /// When a file that was read a moment ago cannot be read again.
    pub fn inputs(&self, graph: &BoardGraph) -> Result<Inputs, CliError> {
        let mut inputs = self.inputs_with_paths(graph)?;
        if self.hides_folders() {
            inputs.files.iter_mut().for_each(|file| file.name = without_folders(&file.name).to_owned());
        }
        Ok(inputs)
    }

    fn inputs_with_paths(&self, graph: &BoardGraph) -> Result<Inputs, CliError> {
        if self.data == Path::new("-") || self.in_memory.is_some() {
            return Ok(Inputs::default());
        }
        if self.is_snapshot() {
            let files: Vec<&PathBuf> = std::iter::once(&self.data).chain(&self.same).collect();
            return Ok(Inputs::from_paths(&files)?);
        }
        let mut files = self.paths_read(graph);
        files.extend(self.data_packages());
        if !files.iter().all(|file| file.is_file()) {
            return Ok(Inputs::default());
        }
        let problems = graph.about().problems.listed();
        Ok(Inputs::from_paths(&files)?.with_problem_rows(problems, Limits::default()))
    }
}

/// Returns the path of a file from the name under which it was read, even if that name is not exact. Of a part of a workbook
/// or an archive, it is the path of the whole.
fn on_disk(name: &str, roots: &[&PathBuf]) -> PathBuf {
    let file = Path::new(name).file_name().unwrap_or_default();
    let candidates = roots.iter().flat_map(|root| [(*root).clone(), root.join(file)]);
    let path =
        candidates.into_iter().find(|path| path.display().to_string() == name).unwrap_or_else(|| PathBuf::from(name));
    let mut wholes = name.rmatch_indices('#').filter_map(|(at, _)| name.get(..at)).map(PathBuf::from);
    if path.exists() { path } else { wholes.find(|whole| whole.is_file()).unwrap_or(path) }
}

/// Returns a command line that a shell reads as these words.
pub fn command_line(words: &[String]) -> String {
    words.iter().map(|word| quoted(word)).collect::<Vec<String>>().join(" ")
}

fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./:=,@%+".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    let shown = interlocks::render::text::displayable(word) == word;
    if shown && !word.contains(['\'', '\\']) {
        return format!("'{word}'");
    }
    // Characters that cannot be seen on a page are written by number.
    let mut out = String::from("$'");
    for c in word.chars() {
        match c {
            '\'' | '\\' => out.extend(['\\', c]),
            ' ' if !shown => out.push_str("\\x20"),
            c if c.is_ascii_graphic() || c == ' ' || c.is_alphanumeric() => out.push(c),
            c => out.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
    }
    out.push('\'');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_quoted_where_a_shell_would_split_them() {
        let words = ["interlocks", "data/a b", "", "O'Neil", "a\nb", "株式会社", "a  b"].map(str::to_owned);
        let expected = "interlocks 'data/a b' '' $'O\\'Neil' $'a\\U0000000Ab' '株式会社' $'a\\x20\\x20b'";
        assert_eq!(command_line(&words), expected);
    }
}

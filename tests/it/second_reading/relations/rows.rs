//! Which rows the options keep.

use serde_json::{Value, json};

use super::super::question::{Command, Question};
use super::{Scene, Sides, values::without_derived};

impl Scene<'_> {
    pub(super) fn count_is_rows(&self) -> Result<Sides, String> {
        if self.question.command != Command::PairsCount {
            return Ok(None);
        }
        let count = self.results(self.data, self.question)?;
        let rows = Question { command: Command::Pairs, ..self.question.clone() };
        let rows = self.results(self.data, &rows)?;
        let number = rows["results"].as_array().map_or(0, Vec::len);
        Ok(Some((json!(number), count["results"]["pairs"].clone())))
    }

    pub(super) fn top_is_prefix(&self) -> Result<Sides, String> {
        let lists = matches!(
            self.question.command,
            Command::Pairs
                | Command::PeoplePairs
                | Command::People
                | Command::RankDegree
                | Command::RankStrength
                | Command::Components
        );
        if !lists {
            return Ok(None);
        }
        let all = self.question.without("--top");
        let rows = self.results(self.data, &all)?;
        let rows = rows["results"].as_array().cloned().unwrap_or_default();
        let top = self.results(self.data, &all.with("--top", "2"))?;
        Ok(Some((Value::Array(rows.into_iter().take(2).collect()), top["results"].clone())))
    }

    pub(super) fn filters_select(&self) -> Result<Sides, String> {
        let question = self.question;
        if question.command != Command::Pairs || question.option("--top").is_some() {
            return Ok(None);
        }
        let bare = question.without("--company").without("--person").without("--min").without("--kind");
        if bare == *question {
            return Ok(None);
        }
        let all = self.results(self.data, &bare)?;
        let companies = question.values("--company");
        let keeps = |row: &Value| {
            let named = |end: &str| row[end]["id"].as_str().is_some_and(|id| companies.contains(&id));
            let by_company = match companies.len() {
                0 => true,
                1 => named("a") || named("b"),
                _ => named("a") && named("b"),
            };
            let has = |list: &Value, word: &str, key: Option<&str>| {
                list.as_array().is_some_and(|list| {
                    list.iter().any(|item| key.map_or(item, |key| &item[key]).as_str() == Some(word))
                })
            };
            by_company
                && question.option("--person").is_none_or(|id| has(&row["people"], id, Some("id")))
                && question.option("--kind").is_none_or(|kind| has(&row["kinds"], kind, None))
                && question.number("--min").is_none_or(|least| row["shared"].as_i64() >= Some(least))
        };
        let rows = all["results"].as_array().cloned().unwrap_or_default();
        let kept = rows.into_iter().filter(keeps).collect();
        Ok(Some((Value::Array(kept), self.results(self.data, question)?["results"].clone())))
    }

    pub(super) fn certain_is_subset(&self) -> Result<Sides, String> {
        let rows = matches!(
            self.question.command,
            Command::Pairs | Command::PeoplePairs | Command::Conflicts | Command::CrossDirectorship | Command::Backbone
        );
        // `--kind` and `--top` choose among other rows when only certain ones are asked for.
        if !rows || self.question.option("--kind").is_some() || self.question.option("--top").is_some() {
            return Ok(None);
        }
        let question = Question { certain: false, ..self.question.clone() };
        let all = self.results(self.data, &question)?;
        let kept = self.results(self.data, &Question { certain: true, ..question })?;
        let expected: Vec<Value> = all["results"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|row| row["certain"] == json!(true))
            .map(without_derived)
            .collect();
        let kept = kept["results"].as_array().into_iter().flatten().map(without_derived).collect();
        Ok(Some((Value::Array(expected), kept)))
    }
}

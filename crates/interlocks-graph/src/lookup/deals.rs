//! Deals by words of their ids, kinds, texts and parties.

use interlocks_core::store::WordIndex;

use super::{fold_name, sorted_words};
use crate::{BoardGraph, DealIx, Entity};

impl BoardGraph {
    /// Returns the deals with every word of a text in their id, kind or text or in the name of a party, ignoring case, accents and
    /// the order of words, in the order of ids. A word may be a part of one. Without words it returns all.
    ///
    /// Cost: the first call goes through all deals, later ones through those that have the longest word.
    pub fn search_deals(&self, text: &str) -> Vec<DealIx> {
        let folded = fold_name(text);
        let words = sorted_words(&folded);
        let has_words = |deal: &DealIx| {
            let text = self.deal_text(*deal);
            words.iter().all(|word| text.contains(word))
        };
        let Some(longest) = words.iter().max_by_key(|word| word.len()) else { return self.deals().collect() };
        let index = self.deal_index.get_or_init(|| {
            WordIndex::new(self.deal_count(), |rows, each| {
                rows.for_each(|row| each(row, &self.deal_text(DealIx::new(row as u32))));
            })
        });
        match index.rows_containing(longest) {
            Some(rows) => rows.map(DealIx::new).filter(has_words).collect(),
            None => self.deals().filter(has_words).collect(),
        }
    }

    /// Returns all text of a deal, as words of a search are compared with it.
    fn deal_text(&self, deal: DealIx) -> String {
        let row = self.deal(deal);
        let parties = self.deal_parties(deal).map(|party| self.name(Entity::Company(party)).into_owned());
        fold_name(&format!("{} {} {} {}", row.id, row.kind, row.text, parties.collect::<Vec<_>>().join("; ")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::BuildOptions;
    use interlocks_dataset::{DataFormat, Dataset, LoadOptions};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn deals_are_found_as_by_comparing_all(deals in prop::collection::vec(("[abÄß ]{1,4}", "[aÄb,ß ]{0,6}", 0usize..3), 0..9), text in "[aäbs; ]{0,5}") {
            let rows: Vec<String> = deals.iter().enumerate().map(|(n, (kind, text, party))| {
                format!(r#"{{"id": "d{n}", "kind": "{kind}", "text": "{text}", "parties": "c{party};c3", "date": "2010"}}"#)
            }).collect();
            let companies = r#"{"id": "c0", "name": "Äb As"}, {"id": "c1", "name": "bba"}, {"id": "c2"}, {"id": "c3", "name": "Zed"}"#;
            let whole = format!(r#"{{"seats": [], "companies": [{companies}], "deals": [{}]}}"#, rows.join(","));
            let stream = Box::new(std::io::Cursor::new(whole.into_bytes()));
            let data = Dataset::read(stream, "test", DataFormat::Json, &LoadOptions::default()).unwrap();
            let graph = BoardGraph::new(data, BuildOptions::default());
            for text in [text.as_str(), "zed", "d1", "a b", ""] {
                let folded = fold_name(text);
                let has_words = |deal: &DealIx| sorted_words(&folded).iter().all(|word| graph.deal_text(*deal).contains(word));
                let expected: Vec<DealIx> = graph.deals().filter(has_words).collect();
                prop_assert_eq!(graph.search_deals(text), expected, "{}", text);
            }
        }
    }
}

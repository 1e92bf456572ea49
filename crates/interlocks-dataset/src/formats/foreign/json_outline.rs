//! The keys in the beginning of a JSON text, by which formats are recognised: the text may be one object per line, an
//! array, a page with a list, on one line or on many, and is mostly cut off.

use std::collections::HashSet;

use crate::formats::sniff::Head;

/// The deepest objects whose keys are seen.
const MAX_DEPTH: usize = 8;

/// The paths of all keys that were seen: `items.name` for a key `name` of an object under `items`, in a list or not.
#[derive(Debug, Default)]
pub(crate) struct JsonOutline {
    paths: HashSet<String>,
}

impl JsonOutline {
    /// Returns the keys of a text that begins with an object or an array; none for another text.
    pub(crate) fn from_head(head: &Head) -> JsonOutline {
        let text = head.text.trim_start();
        if !text.starts_with(['{', '[']) {
            return JsonOutline::default();
        }
        let bytes = text.as_bytes();
        let (mut paths, mut path) = (HashSet::new(), String::new());
        // Whether each open container is an object, and the length of the path that leads to it.
        let mut open: Vec<(bool, usize)> = Vec::new();
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'{' | b'[' => open.push((byte == b'{', path.len())),
                b'}' | b']' => path.truncate(open.pop().map_or(0, |(_, length)| length)),
                b'"' => {
                    let end = string_end(bytes, at);
                    let is_key = bytes[end..].iter().skip(1).find(|byte| !byte.is_ascii_whitespace()) == Some(&b':');
                    if let (true, Some(&(true, length))) = (is_key && open.len() <= MAX_DEPTH, open.last()) {
                        path.truncate(length);
                        if length > 0 {
                            path.push('.');
                        }
                        path.push_str(text.get(at..end).unwrap_or_default());
                        paths.insert(path.clone());
                    }
                    at = end + 1;
                }
                _ => {}
            }
        }
        JsonOutline { paths }
    }

    /// Returns `true` if there is an object with all these keys at one of the `places`; the empty place is that of the
    /// documents, or of the elements of the outermost array.
    pub(crate) fn has_at(&self, places: &[&str], keys: &[&str]) -> bool {
        let path = |place: &str, key: &str| if place.is_empty() { key.to_owned() } else { format!("{place}.{key}") };
        places.iter().any(|place| keys.iter().all(|key| self.paths.contains(&path(place, key))))
    }

    /// Returns the keys of the documents, or of the elements of the outermost array, sorted.
    pub(crate) fn outermost(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = self.paths.iter().map(String::as_str).filter(|path| !path.contains('.')).collect();
        keys.sort_unstable();
        keys
    }
}

/// Returns the place of the quote that ends a string, or the end of the text.
fn string_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += found;
        if bytes.get(at) == Some(&b'"') {
            return at;
        }
        at += 2;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outline(text: &str) -> JsonOutline {
        JsonOutline::from_head(&Head { text: text.to_owned(), ..Head::default() })
    }

    #[test]
    fn keys_are_seen_in_any_layout() {
        for text in [
            "{\"a\": 1, \"items\": [{\"n\\\"ot\": {\"c\": \"x, {\"}, \"name\": \"y\"",
            "{\n  \"a\": 1,\n  \"items\": [\n    {\n      \"n\\\"ot\": {},\n      \"name\": [1, 2]",
            "[{\"a\": []}, {\"items\": [[{\"name\" : 2}]]}]",
        ] {
            let seen = outline(text);
            assert!(seen.has_at(&["x", "items"], &["name"]) && !seen.has_at(&[""], &["name"]), "{text}");
            assert_eq!(seen.outermost(), ["a", "items"], "{text}");
        }
        for text in ["", "name,a\n", "{\"", "[", "}]", "{\"a\\"] {
            assert!(outline(text).outermost().is_empty(), "{text}");
        }
    }

    #[test]
    fn deep_nesting_takes_little_memory() {
        assert!(outline(&"{\"aaaa\":".repeat(8_000)).paths.len() <= MAX_DEPTH);
    }
}

//! Ids and names of many entities in one piece of memory.

/// Strings behind one another in one arena, by number.
#[derive(Clone, Debug)]
pub(super) struct Arena {
    text: String,
    ends: Vec<u64>,
}

impl Arena {
    pub fn of<'a>(strings: impl Iterator<Item = &'a str>) -> Arena {
        let mut arena = Arena { text: String::new(), ends: Vec::new() };
        for string in strings {
            arena.text.push_str(string);
            arena.ends.push(arena.text.len() as u64);
        }
        arena
    }

    pub fn get(&self, number: usize) -> &str {
        let start = if number == 0 { 0 } else { self.ends[number - 1] };
        &self.text[start as usize..self.ends[number] as usize]
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }
}

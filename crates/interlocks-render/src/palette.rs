//! Colors that people with any kind of color vision can distinguish.
//!
//! Order and values follow Okabe & Ito, "Color Universal Design" (2008), without
//! black (kept for text) and with two of Paul Tol's "muted" hues added (technical
//! note SRON/EPS/TN/09-002). Color is never the only cue: shapes distinguish people from
//! companies, and dashes distinguish possible from certain ties.

use super::picture::{Class, Color};

/// Gray of the class "other".
pub(crate) const OTHER: Color = Color::hex(0x8A8F98);
/// Color of nodes or lines when the picture has no classes.
pub(crate) const PLAIN_NODE: Color = Color::hex(0x4A6A8A);
/// Color of lines without classes.
pub(crate) const PLAIN_EDGE: Color = Color::hex(0x7A828C);

const NODES: [Color; 9] = [
    Color::hex(0x0072B2), // blue
    Color::hex(0xE69F00), // orange
    Color::hex(0x009E73), // bluish green
    Color::hex(0xCC79A7), // reddish purple
    Color::hex(0x56B4E9), // sky blue
    Color::hex(0xD55E00), // vermilion
    Color::hex(0x882255), // wine
    Color::hex(0x999933), // olive
    Color::hex(0xE8D929), // yellow, a little darker than Okabe & Ito's for white paper
];

const EDGES: [Color; 6] = [
    Color::hex(0x5A6472), // slate
    Color::hex(0xD55E00), // vermilion
    Color::hex(0x0072B2), // blue
    Color::hex(0x009E73), // bluish green
    Color::hex(0xAA4499), // purple
    Color::hex(0xB58900), // dark yellow
];

/// Classes as they are drawn: a name and a color for every slot of the legend,
/// and for every class of the picture the slot it uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Legend {
    /// Name and color, in legend order.
    pub slots: Vec<(String, Color)>,
    slot_of_class: Vec<usize>,
    fallback: Color,
}

impl Legend {
    /// Colors for node classes.
    pub fn for_nodes(classes: &[Class]) -> Self {
        Legend::assign(classes, &NODES, PLAIN_NODE)
    }

    /// Colors for edge classes.
    pub fn for_edges(classes: &[Class]) -> Self {
        Legend::assign(classes, &EDGES, PLAIN_EDGE)
    }

    /// Gives each class without a color of its own the next free palette entry.
    /// If there are more classes than palette entries, the surplus shares one gray
    /// slot named "other", because a tenth hue could be mistaken for one of the nine.
    fn assign(classes: &[Class], palette: &[Color], fallback: Color) -> Self {
        let mut slots: Vec<(String, Color)> = Vec::new();
        let mut slot_of_class = Vec::with_capacity(classes.len());
        let mut other = None;
        let mut free = palette.iter().filter(|c| !classes.iter().any(|class| class.color == Some(**c)));
        for class in classes {
            let color = class.color.or_else(|| free.next().copied());
            let slot = match (color, other) {
                (Some(color), _) => {
                    slots.push((class.name.clone(), color));
                    slots.len() - 1
                }
                (None, Some(slot)) => slot,
                (None, None) => {
                    slots.push(("other".to_string(), OTHER));
                    other = Some(slots.len() - 1);
                    slots.len() - 1
                }
            };
            slot_of_class.push(slot);
        }
        Legend { slots, slot_of_class, fallback }
    }

    /// The color of a class; a plain one when the picture has no classes, gray
    /// when the index is out of range.
    pub fn color(&self, class: usize) -> Color {
        match self.slot(class) {
            Some(slot) => self.slots[slot].1,
            None if self.slots.is_empty() => self.fallback,
            None => OTHER,
        }
    }

    /// A color of the palette of nodes; after the last the palette starts again.
    pub fn palette(number: usize) -> Color {
        NODES[number % NODES.len()]
    }

    /// The first class that uses a legend entry.
    pub fn class_of(&self, slot: usize) -> Option<usize> {
        self.slot_of_class.iter().position(|own| *own == slot)
    }

    /// The legend entry a class uses.
    pub fn slot(&self, class: usize) -> Option<usize> {
        self.slot_of_class.get(class).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_beyond_the_palette_share_one_gray_named_other() {
        let classes: Vec<Class> = (0..14).map(|i| Class::new(format!("c{i}"))).collect();
        let legend = Legend::for_nodes(&classes);
        assert_eq!(legend.slots.len(), 10);
        assert_eq!(legend.slots[9].0, "other");
        assert_eq!(legend.color(9), OTHER);
        assert_eq!(legend.color(13), OTHER);
    }

    #[test]
    fn a_color_fixed_by_the_caller_is_not_given_twice() {
        let blue = Color::hex(0x0072B2);
        let legend = Legend::for_nodes(&[Class::new("a"), Class::colored("b", blue)]);
        assert_ne!(legend.color(0), blue);
        assert_eq!(legend.color(1), blue);
    }
}

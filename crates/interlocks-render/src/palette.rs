//! Colours that people with any kind of colour vision can tell apart.
//!
//! Order and values follow Okabe & Ito, "Color Universal Design" (2008), without
//! black (kept for text) and with two of Paul Tol's "muted" hues added (technical
//! note SRON/EPS/TN/09-002). Colour never stands alone: shapes tell people from
//! companies, dashes tell possible from certain.

use super::picture::{Class, Colour};

/// Grey of everything left over.
pub const OTHER: Colour = Colour::hex(0x8A8F98);
/// Colour of nodes or lines when the picture has no classes.
pub const PLAIN_NODE: Colour = Colour::hex(0x4A6A8A);
/// Colour of lines without classes.
pub const PLAIN_EDGE: Colour = Colour::hex(0x7A828C);

const NODES: [Colour; 9] = [
    Colour::hex(0x0072B2), // blue
    Colour::hex(0xE69F00), // orange
    Colour::hex(0x009E73), // bluish green
    Colour::hex(0xCC79A7), // reddish purple
    Colour::hex(0x56B4E9), // sky blue
    Colour::hex(0xD55E00), // vermilion
    Colour::hex(0x882255), // wine
    Colour::hex(0x999933), // olive
    Colour::hex(0xE8D929), // yellow, a little darker than Okabe & Ito's for white paper
];

const EDGES: [Colour; 6] = [
    Colour::hex(0x5A6472), // slate
    Colour::hex(0xD55E00), // vermilion
    Colour::hex(0x0072B2), // blue
    Colour::hex(0x009E73), // bluish green
    Colour::hex(0xAA4499), // purple
    Colour::hex(0xB58900), // dark yellow
];

/// Classes as they are drawn: a name and a colour for every slot of the legend,
/// and for every class of the picture the slot it uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Legend {
    /// Name and colour, in legend order.
    pub slots: Vec<(String, Colour)>,
    slot_of_class: Vec<usize>,
    fallback: Colour,
}

impl Legend {
    /// Colours for node classes.
    pub fn of_nodes(classes: &[Class]) -> Self {
        Legend::assign(classes, &NODES, PLAIN_NODE)
    }

    /// Colours for edge classes.
    pub fn of_edges(classes: &[Class]) -> Self {
        Legend::assign(classes, &EDGES, PLAIN_EDGE)
    }

    /// Gives each class without a colour of its own the next free palette entry.
    /// When there are more than the palette holds, the surplus shares one grey
    /// slot named "other": a tenth hue would be mistaken for one of the nine.
    fn assign(classes: &[Class], palette: &[Colour], fallback: Colour) -> Self {
        let mut slots: Vec<(String, Colour)> = Vec::new();
        let mut slot_of_class = Vec::with_capacity(classes.len());
        let mut other = None;
        let mut free = palette.iter().filter(|c| !classes.iter().any(|class| class.colour == Some(**c)));
        for class in classes {
            let colour = class.colour.or_else(|| free.next().copied());
            let slot = match (colour, other) {
                (Some(colour), _) => {
                    slots.push((class.name.clone(), colour));
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

    /// The colour of a class; a plain one when the picture has no classes, grey
    /// when the index is out of range.
    pub fn colour(&self, class: usize) -> Colour {
        match self.slot(class) {
            Some(slot) => self.slots[slot].1,
            None if self.slots.is_empty() => self.fallback,
            None => OTHER,
        }
    }

    /// The colours of the palette of nodes, over and over.
    pub fn palette(number: usize) -> Colour {
        NODES[number % NODES.len()]
    }

    /// A class that uses a legend entry: the first of them.
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
    fn classes_beyond_the_palette_share_one_grey_named_other() {
        let classes: Vec<Class> = (0..14).map(|i| Class::new(format!("c{i}"))).collect();
        let legend = Legend::of_nodes(&classes);
        assert_eq!(legend.slots.len(), 10);
        assert_eq!(legend.slots[9].0, "other");
        assert_eq!(legend.colour(9), OTHER);
        assert_eq!(legend.colour(13), OTHER);
    }

    #[test]
    fn a_colour_fixed_by_the_caller_is_not_given_twice() {
        let blue = Colour::hex(0x0072B2);
        let legend = Legend::of_nodes(&[Class::new("a"), Class::coloured("b", blue)]);
        assert_ne!(legend.colour(0), blue);
        assert_eq!(legend.colour(1), blue);
    }
}

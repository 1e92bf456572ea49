//! Chance that is the same on every machine: a hash of the seed, of what is drawn and of whom.

/// Draws numbers for one purpose. There is no state: any draw can be made again, in any order,
/// on any thread.
#[derive(Clone, Copy, Debug)]
pub struct Chance {
    seed: u64,
    purpose: u64,
}

impl Chance {
    /// A source of numbers for one purpose.
    pub const fn new(seed: u64, purpose: u64) -> Chance {
        Chance { seed, purpose }
    }

    /// The `draw`-th number of `subject`: 64 bits, each as likely 0 as 1.
    pub fn bits(self, subject: u64, draw: u64) -> u64 {
        let mut state = mixed(self.seed ^ self.purpose.wrapping_mul(0xd6e8_feb8_6659_fd93));
        state = mixed(state ^ subject);
        mixed(state ^ draw.wrapping_mul(0xa076_1d64_78bd_642f))
    }

    /// A number below `limit`, each as likely as any other. The bias is below `limit` / 2⁶⁴.
    pub fn below(self, limit: u64, subject: u64, draw: u64) -> u64 {
        ((u128::from(self.bits(subject, draw)) * u128::from(limit)) >> 64) as u64
    }

    /// Whether something that happens to `share` in a thousand happens.
    pub fn happens(self, share: u64, subject: u64, draw: u64) -> bool {
        self.below(1000, subject, draw) < share
    }

    /// One of a list.
    pub fn pick<'a, T: ?Sized>(self, list: &'a [&'a T], subject: u64, draw: u64) -> &'a T {
        list[self.below(list.len() as u64, subject, draw) as usize]
    }
}

/// The finaliser of SplitMix64 (Steele, Lea & Flood 2014).
const fn mixed(state: u64) -> u64 {
    let mut z = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_are_spread_and_can_be_made_again() {
        let chance = Chance::new(7, 1);
        let mut counts = [0u32; 10];
        for subject in 0..10_000 {
            counts[chance.below(10, subject, 0) as usize] += 1;
        }
        assert!(counts.iter().all(|count| (900..1100).contains(count)), "{counts:?}");
        assert_eq!(chance.bits(3, 4), chance.bits(3, 4));
        assert_ne!(chance.bits(3, 4), chance.bits(4, 3));
        assert_ne!(chance.bits(0, 0), Chance::new(7, 2).bits(0, 0));
    }
}

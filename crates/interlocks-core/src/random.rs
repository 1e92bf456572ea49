//! Random numbers that are the same on every machine and for any number of threads.
//!
//! Seeds are part of an answer, so the generator is fixed: SplitMix64 (Steele, Lea and Flood, "Fast splittable
//! pseudorandom number generators", OOPSLA 2014). [`SplitMix64`] is a stream of numbers; [`KeyedRandom`] has no
//! state and computes the number of a key, so that draws can be made in any order.

/// The increment of the state: 2⁶⁴ divided by the golden ratio, made odd.
const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

/// Mixes the bits of a number: the output function of SplitMix64, a bijection on 64 bits.
///
/// ```
/// use interlocks_core::random::mix64;
/// assert_ne!(mix64(1), mix64(2));
/// ```
#[inline]
pub const fn mix64(state: u64) -> u64 {
    let z = (state ^ (state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

/// A hash of a number: the output at position `number` of the stream with seed 0.
pub const fn hash64(number: u64) -> u64 {
    mix64(number.wrapping_add(1).wrapping_mul(GAMMA))
}

/// A stream of random numbers with 64 bits of state.
#[derive(Clone, Copy, Debug)]
pub struct SplitMix64 {
    state: u64,
}

impl SplitMix64 {
    /// Creates the stream of a seed.
    pub const fn new(seed: u64) -> SplitMix64 {
        SplitMix64 { state: seed }
    }

    /// Creates the stream of a seed for one pair of names, independent of all other pairs.
    pub fn for_pair(seed: u64, a: &str, b: &str) -> SplitMix64 {
        // FNV-1a over both names, with a byte between them that occurs in no text.
        let bytes = a.bytes().chain([0xff]).chain(b.bytes());
        let pair = bytes
            .fold(0xcbf2_9ce4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3));
        SplitMix64 { state: SplitMix64::new(seed).next_u64() ^ pair }
    }

    /// Creates the stream of a seed for one of several independent runs.
    pub fn for_run(seed: u64, run: u64) -> SplitMix64 {
        let mut runs = SplitMix64 { state: SplitMix64::new(seed).next_u64() ^ run };
        SplitMix64 { state: runs.next_u64() }
    }

    /// Returns the next number of the stream.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GAMMA);
        mix64(self.state)
    }

    /// Returns a number below `limit`, uniform up to a bias of `limit` / 2⁶⁴.
    pub fn below(&mut self, limit: u64) -> u64 {
        scaled(self.next_u64(), limit)
    }
}

/// Random numbers by key: the same seed, purpose, subject and draw always give the same number.
#[derive(Clone, Copy, Debug)]
pub struct KeyedRandom {
    seed: u64,
    purpose: u64,
}

impl KeyedRandom {
    /// Creates the source of numbers for one purpose.
    pub const fn new(seed: u64, purpose: u64) -> KeyedRandom {
        KeyedRandom { seed, purpose }
    }

    /// Returns 64 uniform bits: number `draw` of `subject`.
    pub fn bits(self, subject: u64, draw: u64) -> u64 {
        let next = |state: u64| mix64(state.wrapping_add(GAMMA));
        let state = next(self.seed ^ self.purpose.wrapping_mul(0xd6e8_feb8_6659_fd93));
        let state = next(state ^ subject);
        next(state ^ draw.wrapping_mul(0xa076_1d64_78bd_642f))
    }

    /// Returns a number below `limit`, uniform up to a bias of `limit` / 2⁶⁴.
    pub fn below(self, limit: u64, subject: u64, draw: u64) -> u64 {
        scaled(self.bits(subject, draw), limit)
    }

    /// Returns `true` with a probability of `share` in a thousand.
    pub fn happens(self, share: u64, subject: u64, draw: u64) -> bool {
        self.below(1000, subject, draw) < share
    }

    /// Picks one item of a list that is not empty.
    pub fn pick<'a, T: ?Sized>(self, list: &'a [&'a T], subject: u64, draw: u64) -> &'a T {
        list[self.below(list.len() as u64, subject, draw) as usize]
    }
}

/// Scales 64 bits to a number below `limit` (Lemire 2019, without the rejection step).
fn scaled(bits: u64, limit: u64) -> u64 {
    ((u128::from(bits) * u128::from(limit)) >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_that_of_the_reference_implementation() {
        // The first outputs of the C code by Vigna for seed 1234567.
        let mut stream = SplitMix64::new(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| stream.next_u64()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
        let mut zero = SplitMix64::new(0);
        assert_eq!([hash64(0), hash64(1)], [zero.next_u64(), zero.next_u64()]);
    }

    #[test]
    fn streams_of_pairs_and_runs_are_independent() {
        assert_ne!(SplitMix64::for_pair(7, "ab", "c").next_u64(), SplitMix64::for_pair(7, "a", "bc").next_u64());
        assert_ne!(SplitMix64::for_run(7, 0).next_u64(), SplitMix64::for_run(7, 1).next_u64());
    }

    #[test]
    fn keyed_numbers_are_spread_and_can_be_repeated() {
        let random = KeyedRandom::new(7, 1);
        let mut counts = [0u32; 10];
        for subject in 0..10_000 {
            counts[random.below(10, subject, 0) as usize] += 1;
        }
        assert!(counts.iter().all(|count| (900..1100).contains(count)), "{counts:?}");
        assert_eq!(random.bits(3, 4), random.bits(3, 4));
        assert_ne!(random.bits(3, 4), random.bits(4, 3));
        assert_ne!(random.bits(0, 0), KeyedRandom::new(7, 2).bits(0, 0));
    }
}

//! How good a division into groups is, in whole numbers.

use std::ops::{Add, AddAssign, Sub, SubAssign};

/// γ, as a fraction: gains of moves are then whole numbers and compare exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolution {
    numerator: u64,
    denominator: u64,
}

impl Default for Resolution {
    fn default() -> Resolution {
        Resolution { numerator: 1, denominator: 1 }
    }
}

impl Resolution {
    /// Digits that count after the point.
    const PARTS: u64 = 1_000_000;

    /// The largest there is.
    pub const MOST: f64 = 1000.0;

    /// The resolution nearest to a number, to a millionth; none below 0, above 1000, or for no number.
    ///
    /// ```
    /// use interlocks_measures::groups::Resolution;
    /// assert_eq!(Resolution::of(0.75).map(Resolution::value), Some(0.75));
    /// assert_eq!(Resolution::of(-1.0), None);
    /// ```
    pub fn of(value: f64) -> Option<Resolution> {
        let numerator = (value * Self::PARTS as f64).round();
        let shared =
            |numerator: u64| (1..=6).fold(1, |by, _| if numerator.is_multiple_of(by * 10) { by * 10 } else { by });
        (0.0..=Self::MOST).contains(&value).then(|| {
            let by = shared(numerator as u64);
            Resolution { numerator: numerator as u64 / by, denominator: Self::PARTS / by }
        })
    }

    /// The number.
    pub fn value(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

/// What chance knows of a node or of a group: by how much it would draw others.
pub trait Mass:
    Copy + Default + Send + Sync + PartialEq + Add<Output = Self> + AddAssign + Sub<Output = Self> + SubAssign
{
    /// What chance expects between two of them, up to the factor all share.
    fn meets(self, other: Self) -> i128;
}

/// The strength of a node of a network of one kind of node: the sum of its weights.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Strength(pub u64);

/// The seats of people and the seats of boards in a group of both.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seats {
    pub people: u64,
    pub companies: u64,
}

impl Mass for Strength {
    fn meets(self, other: Strength) -> i128 {
        i128::from(self.0) * i128::from(other.0)
    }
}

impl Mass for Seats {
    fn meets(self, other: Seats) -> i128 {
        i128::from(self.people) * i128::from(other.companies) + i128::from(self.companies) * i128::from(other.people)
    }
}

macro_rules! by_parts {
    ($mass:ty, $($part:tt),*) => {
        impl Add for $mass {
            type Output = $mass;
            fn add(self, other: $mass) -> $mass {
                Self { $($part: self.$part + other.$part),* }
            }
        }
        impl Sub for $mass {
            type Output = $mass;
            fn sub(self, other: $mass) -> $mass {
                Self { $($part: self.$part - other.$part),* }
            }
        }
        impl AddAssign for $mass {
            fn add_assign(&mut self, other: $mass) {
                *self = *self + other;
            }
        }
        impl SubAssign for $mass {
            fn sub_assign(&mut self, other: $mass) {
                *self = *self - other;
            }
        }
    };
}

by_parts!(Strength, 0);
by_parts!(Seats, people, companies);

/// Modularity as a sum of what ties pull together and of what chance would: both are multiplied by
/// the total weight and by the denominator of γ, so that they are whole numbers.
#[derive(Clone, Copy, Debug)]
pub struct Quality {
    pull: i128,
    push: i128,
    whole: i128,
}

impl Quality {
    /// Newman and Girvan's Q = Σ_c [w_c / W − γ (K_c / 2W)²] (2004; γ after Reichardt and Bornholdt
    /// 2006), with w_c the weight within a group, K_c the strength of its nodes and W the weight of all
    /// ties; given is 2W.
    pub fn one_mode(twice_weight: u64, resolution: Resolution) -> Quality {
        let total = i128::from(twice_weight);
        let (over, under) = (i128::from(resolution.numerator), i128::from(resolution.denominator));
        Quality { pull: total * under, push: over, whole: total * total * under }
    }

    /// Barber's Q = Σ_c [e_c / E − γ k_c s_c / E²] (2007), with e_c the seats within a group, k_c the
    /// seats of its people, s_c those of its boards and E all seats.
    pub fn two_mode(seats: u64, resolution: Resolution) -> Quality {
        let total = i128::from(seats);
        let (over, under) = (i128::from(resolution.numerator), i128::from(resolution.denominator));
        Quality { pull: total * under, push: over, whole: 2 * total * total * under }
    }

    /// What it is worth that a weight joins two masses: above zero when together is better than apart.
    #[inline]
    pub fn gain<M: Mass>(&self, weight: u64, mass: M, other: M) -> i128 {
        self.pull * i128::from(weight) - self.push * mass.meets(other)
    }

    /// What a weight may be worth at most, whatever the masses.
    #[inline]
    pub fn most(&self, weight: u64) -> i128 {
        self.pull * i128::from(weight)
    }

    /// Modularity, of twice the weight within groups and of their masses; none without any tie.
    pub fn of<M: Mass>(&self, twice_within: u64, masses: impl Iterator<Item = M>) -> Option<f64> {
        let expected: i128 = masses.map(|mass| mass.meets(mass)).sum();
        let sum = self.pull * i128::from(twice_within) - self.push * expected;
        (self.whole > 0).then(|| sum as f64 / self.whole as f64)
    }
}

//! Modularity in integers.
//!
//! All terms are multiplied by the total weight and by the denominator of the resolution γ, so that gains are integers
//! (`i128`) and compare exactly.

use std::ops::{Add, AddAssign, Sub, SubAssign};

/// The resolution γ of modularity, as a fraction, so that gains are integers and compare exactly. Default: 1. Above 1
/// groups are smaller, below 1 larger.
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
    /// The largest denominator: resolutions have six decimal places.
    const DENOMINATOR: u64 = 1_000_000;

    /// The largest resolution.
    pub const MAX: f64 = 1000.0;

    /// Creates the resolution nearest to a number, to a millionth. Returns `None` below 0, above 1000, and for NaN.
    ///
    /// ```
    /// use interlocks_measures::groups::Resolution;
    /// assert_eq!(Resolution::new(0.75).map(Resolution::value), Some(0.75));
    /// assert_eq!(Resolution::new(-1.0), None);
    /// ```
    pub fn new(value: f64) -> Option<Resolution> {
        let numerator = (value * Self::DENOMINATOR as f64).round();
        let shared =
            |numerator: u64| (1..=6).fold(1, |by, _| if numerator.is_multiple_of(by * 10) { by * 10 } else { by });
        (0.0..=Self::MAX).contains(&value).then(|| {
            let by = shared(numerator as u64);
            Resolution { numerator: numerator as u64 / by, denominator: Self::DENOMINATOR / by }
        })
    }

    /// Returns the resolution as a number.
    pub fn value(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

/// The mass of a node or group in the null model: the degrees from which the expected weight of ties is computed.
pub(super) trait Mass:
    Copy + Default + Send + Sync + PartialEq + Add<Output = Self> + AddAssign + Sub<Output = Self> + SubAssign
{
    /// Returns the expected weight between two masses, up to a common factor.
    fn expected(self, other: Self) -> i128;
}

/// The mass in a one-mode network: the sum of the weights of a node's ties.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Strength(pub u64);

/// The mass in a two-mode network: the seats of the people and the seats of the boards in a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct SeatDegrees {
    pub people: u64,
    pub companies: u64,
}

impl Mass for Strength {
    fn expected(self, other: Strength) -> i128 {
        i128::from(self.0) * i128::from(other.0)
    }
}

impl Mass for SeatDegrees {
    fn expected(self, other: SeatDegrees) -> i128 {
        i128::from(self.people) * i128::from(other.companies) + i128::from(self.companies) * i128::from(other.people)
    }
}

macro_rules! impl_fieldwise {
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

impl_fieldwise!(Strength, 0);
impl_fieldwise!(SeatDegrees, people, companies);

/// Modularity as the difference of two sums: the weight of ties within groups, and the weight expected by chance. Both
/// are multiplied by the total weight and by the denominator of γ, so that they are integers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Quality {
    tie_factor: i128,
    null_factor: i128,
    scale: i128,
}

impl Quality {
    /// Creates the modularity of Newman and Girvan (2004), Q = Σ_c [w_c / W − γ (K_c / 2W)²], with γ after Reichardt
    /// and Bornholdt (2006). w_c is the weight within a group, K_c the strength of its nodes and W the weight of all
    /// ties; the argument is 2W.
    pub(super) fn one_mode(twice_weight: u64, resolution: Resolution) -> Quality {
        let total = i128::from(twice_weight);
        let (over, under) = (i128::from(resolution.numerator), i128::from(resolution.denominator));
        Quality { tie_factor: total * under, null_factor: over, scale: total * total * under }
    }

    /// Creates the modularity of Barber (2007), Q = Σ_c [e_c / E − γ k_c s_c / E²], where e_c is the number of seats
    /// within a group, k_c the seats of its people, s_c those of its boards and E all seats.
    pub(super) fn two_mode(seats: u64, resolution: Resolution) -> Quality {
        let total = i128::from(seats);
        let (over, under) = (i128::from(resolution.numerator), i128::from(resolution.denominator));
        Quality { tie_factor: total * under, null_factor: over, scale: 2 * total * total * under }
    }

    /// Returns the gain if ties of some weight join two masses; above 0 if together is better than apart.
    #[inline]
    pub(super) fn gain<M: Mass>(&self, weight: u64, mass: M, other: M) -> i128 {
        self.tie_factor * i128::from(weight) - self.null_factor * mass.expected(other)
    }

    /// Returns the largest gain that ties of some weight can have, for any masses.
    #[inline]
    pub(super) fn max_gain(&self, weight: u64) -> i128 {
        self.tie_factor * i128::from(weight)
    }

    /// Returns the modularity, given twice the weight within groups and the masses of the groups; `None` without ties.
    pub(super) fn value<M: Mass>(&self, twice_within: u64, masses: impl Iterator<Item = M>) -> Option<f64> {
        let expected: i128 = masses.map(|mass| mass.expected(mass)).sum();
        let sum = self.tie_factor * i128::from(twice_within) - self.null_factor * expected;
        (self.scale > 0).then(|| sum as f64 / self.scale as f64)
    }
}

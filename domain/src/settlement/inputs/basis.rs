//! Whether a price is that of a line or of a unit, and what multiplies it.

use serde::{Deserialize, Serialize};

use crate::{codes, money};

codes! {
    /// Whether a price is that of one piece and one month or year, or that of the line (4.3).
    #[derive(Default)]
    pub enum PriceBasis {
        /// Of the line as a whole: nothing multiplies it.
        #[default]
        Line = "line" | "行金额",
        /// Of one unit: quantity and duration multiply it.
        Unit = "unit" | "单价",
    }
}

impl PriceBasis {
    /// The amount of the line in minor units, exact (4.3): a price of a unit times the quantity and, where it has
    /// one, the duration. `None` beyond what the books can hold.
    #[must_use]
    pub const fn of_line(self, price_minor: i64, quantity: i64, duration: Option<i64>) -> Option<i64> {
        let Some(minor) = Basis::of(self, quantity, duration).times(price_minor) else { return None };
        if minor.unsigned_abs() <= money::MOST_MINOR.unsigned_abs() { Some(minor) } else { None }
    }

    /// As [`Self::of_line`], of a line in the books. None goes in that comes to more than they hold; were there one,
    /// it would come to what every formula refuses.
    #[must_use]
    pub const fn amount_minor(self, price_minor: i64, quantity: i64, duration: Option<i64>) -> i64 {
        match self.of_line(price_minor, quantity, duration) {
            Some(minor) => minor,
            None if price_minor < 0 => -i64::MAX,
            None => i64::MAX,
        }
    }
}

/// What multiplies a price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Nothing: the amounts are those of the line.
    Line,
    /// The price is that of a unit.
    Unit {
        /// Pieces.
        quantity: i64,
        /// Months or years; without a duration it is sold once.
        duration: Option<i64>,
    },
}

impl Basis {
    /// Of a line with this quantity and duration.
    #[must_use]
    pub const fn of(price: PriceBasis, quantity: i64, duration: Option<i64>) -> Self {
        match price {
            PriceBasis::Line => Self::Line,
            PriceBasis::Unit => Self::Unit { quantity, duration },
        }
    }

    /// A price, multiplied; `None` where no number holds it.
    const fn times(self, price_minor: i64) -> Option<i64> {
        match self {
            Self::Line => Some(price_minor),
            Self::Unit { quantity, duration } => match (price_minor.checked_mul(quantity), duration) {
                (Some(minor), Some(duration)) => minor.checked_mul(duration),
                (minor, _) => minor,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_price_of_a_unit_is_multiplied_and_one_of_the_line_is_not() {
        let of = |basis: PriceBasis, price, quantity, duration| basis.of_line(price, quantity, duration);
        assert_eq!(of(PriceBasis::Line, 90_000, 2, Some(12)), Some(90_000));
        assert_eq!(of(PriceBasis::Unit, 90_000, 2, Some(12)), Some(2_160_000), "J1");
        assert_eq!(of(PriceBasis::Unit, 90_000, 2, None), Some(180_000), "it is sold once");
        assert_eq!(of(PriceBasis::Unit, -90_000, 2, Some(12)), Some(-2_160_000), "it takes back");
    }

    #[test]
    fn what_the_books_cannot_hold_is_none() {
        let most = money::MOST_MINOR;
        let of = |price, quantity, duration| PriceBasis::Unit.of_line(price, quantity, duration);
        assert_eq!((of(most / 4, 2, Some(2)), of(-most / 4, 2, Some(2))), (Some(most), Some(-most)));
        assert_eq!((of(most, 1, Some(2)), of(-most - 1, 1, None)), (None, None));
        assert_eq!((of(most, 1_000_000_000, None), of(i64::MIN, 1, Some(10_000))), (None, None));
        assert_eq!(
            (PriceBasis::Line.of_line(most, 9, None), PriceBasis::Line.of_line(most + 1, 1, None)),
            (Some(most), None)
        );
    }
}

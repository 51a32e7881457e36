//! Exact fractions of whole numbers, rounded once.

use crate::{Currency, money::with_separators};

/// Decimals that are written out.
const SHOWN: u32 = 6;

/// Denominators stay below this, so that writing a value out has room for its decimals.
const LARGE: i128 = 1 << 100;

/// A fraction with a positive denominator. Equal are those of equal value: 2/4 is 1/2.
#[derive(Clone, Copy, Debug)]
pub struct Fraction {
    numerator: i128,
    denominator: i128,
}

impl PartialEq for Fraction {
    fn eq(&self, other: &Self) -> bool {
        (self.numerator(), self.denominator()) == (other.numerator(), other.denominator())
    }
}

impl Eq for Fraction {}

impl Fraction {
    /// A whole number.
    #[must_use]
    pub const fn whole(number: i64) -> Self {
        Self { numerator: number as i128, denominator: 1 }
    }

    /// The fraction of these terms, as [`Self::numerator`] and [`Self::denominator`] gave them.
    /// `None` when the denominator is not positive or too large to be written out.
    #[must_use]
    pub const fn of(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator <= 0 || denominator >= LARGE { None } else { Some(Self { numerator, denominator }) }
    }

    /// The numerator in lowest terms; it carries the sign.
    #[must_use]
    pub fn numerator(self) -> i128 {
        self.numerator / self.common()
    }

    /// The denominator in lowest terms; positive.
    #[must_use]
    pub fn denominator(self) -> i128 {
        self.denominator / self.common()
    }

    /// What both terms can be divided by: at least 1, at most the denominator.
    fn common(self) -> i128 {
        gcd(self.numerator.unsigned_abs(), self.denominator.unsigned_abs()) as i128
    }

    /// Times `a / b`. `None` when the result leaves 128 bits or `b` is not positive.
    #[must_use]
    pub fn times(self, a: i64, b: i64) -> Option<Self> {
        if b <= 0 {
            return None;
        }
        // Amounts and rates of the books never leave 128 bits, and reducing costs more than the product.
        let product = self.numerator.checked_mul(i128::from(a));
        if let (Some(numerator), Some(denominator)) = (product, self.denominator.checked_mul(i128::from(b)))
            && denominator < LARGE
        {
            return Some(Self { numerator, denominator });
        }
        let (own, given) =
            (self.lowest(), Self { numerator: i128::from(a), denominator: i128::from(b) }.lowest());
        let across = gcd(own.numerator.unsigned_abs(), given.denominator.unsigned_abs()).max(1) as i128;
        let down = gcd(given.numerator.unsigned_abs(), own.denominator.unsigned_abs()).max(1) as i128;
        Self::of(
            (own.numerator / across).checked_mul(given.numerator / down)?,
            (own.denominator / down).checked_mul(given.denominator / across)?,
        )
    }

    /// The same in lowest terms.
    fn lowest(self) -> Self {
        let common = self.common();
        Self { numerator: self.numerator / common, denominator: self.denominator / common }
    }

    /// The nearest whole number; a half goes away from zero.
    #[must_use]
    pub fn rounded(self) -> Option<i64> {
        let abs = self.numerator.unsigned_abs();
        let denominator = self.denominator.unsigned_abs();
        let (whole, rest) = (abs / denominator, abs % denominator);
        let up = u128::from(rest >= denominator - rest);
        let rounded = i64::try_from(whole + up).ok()?;
        Some(if self.numerator < 0 { -rounded } else { rounded })
    }

    /// The sum. `None` when it leaves 128 bits.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        self.sum(other).or_else(|| self.lowest().sum(other.lowest()))
    }

    fn sum(self, other: Self) -> Option<Self> {
        let common = gcd(self.denominator.unsigned_abs(), other.denominator.unsigned_abs()) as i128;
        let (ours, theirs) = (self.denominator / common, other.denominator / common);
        let numerator =
            self.numerator.checked_mul(theirs)?.checked_add(other.numerator.checked_mul(ours)?)?;
        Self::of(numerator, self.denominator.checked_mul(theirs)?)
    }

    /// The same with the other sign.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self { numerator: -self.numerator, denominator: self.denominator }
    }

    /// Whether it is above zero.
    #[must_use]
    pub const fn is_positive(self) -> bool {
        self.numerator > 0
    }

    /// Whether it is a whole number.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.numerator % self.denominator == 0
    }

    /// Written out as an amount of which it counts the minor units (319.5 fen are `3.195`), cut —
    /// not rounded — after six decimals, with `…` when digits were left out: for files and the API.
    #[must_use]
    pub fn bare(self, currency: Currency) -> String {
        let denominator = self.denominator.unsigned_abs() * 10_u128.pow(currency.exponent());
        let abs = self.numerator.unsigned_abs();
        let mut rest = abs % denominator;
        let mut decimals = String::new();
        for place in 0..SHOWN {
            if place >= currency.exponent() && rest == 0 {
                break;
            }
            rest *= 10;
            decimals.push(char::from(b'0' + (rest / denominator) as u8));
            rest %= denominator;
        }
        let sign = if self.numerator < 0 { "-" } else { "" };
        let point = if decimals.is_empty() { "" } else { "." };
        let more = if rest > 0 { "…" } else { "" };
        format!("{sign}{}{point}{decimals}{more}", abs / denominator)
    }

    /// As [`Self::bare`], with separators and `−`: for people.
    #[must_use]
    pub fn grouped(self, currency: Currency) -> String {
        with_separators(&self.bare(currency))
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn halves_go_away_from_zero() {
        for (n, d, rounded) in
            [(5, 2, 3), (-5, 2, -3), (7, 3, 2), (-7, 3, -2), (1, 2, 1), (0, 7, 0), (4, 2, 2)]
        {
            assert_eq!(Fraction::whole(n).times(1, d).and_then(Fraction::rounded), Some(rounded), "{n}/{d}");
        }
    }

    #[test]
    fn written_out_exactly() {
        let f = Fraction::whole(639).times(1, 2).unwrap();
        assert_eq!(f.bare(Currency::CNY), "3.195");
        assert_eq!((f.bare(Currency::JPY), f.bare(Currency::KWD)), ("319.5".to_owned(), "0.3195".to_owned()));
        assert_eq!(Fraction::whole(320).bare(Currency::JPY), "320");
        let third = Fraction::whole(-123_456_700).times(1, 3).unwrap();
        assert_eq!(third.bare(Currency::CNY), "-411522.333333…");
        assert_eq!(third.grouped(Currency::CNY), "\u{2212}411,522.333333…");
        assert_eq!(Fraction::whole(-123_456_700).grouped(Currency::CNY), "\u{2212}1,234,567.00");
    }

    #[test]
    fn sums() {
        let third = Fraction::whole(1).times(1, 3).unwrap();
        let sixth = Fraction::whole(1).times(1, 6).unwrap();
        assert_eq!(third.plus(sixth), Fraction::of(1, 2));
        assert_eq!(third.plus(third.negated()), Some(Fraction::whole(0)));
        assert!(third.is_positive() && !third.negated().is_positive() && !Fraction::whole(0).is_positive());
        assert_eq!(Fraction::of(i128::MAX, 3).and_then(|large| large.plus(sixth)), None);
    }

    #[test]
    fn what_can_be_reduced_is_not_too_large() {
        let most = i64::MAX;
        let wide =
            Fraction::whole(1).times(most, 1).and_then(|f| f.times(most, 1)).and_then(|f| f.times(1, most));
        assert_eq!(wide.and_then(|f| f.times(3, 1)), Fraction::whole(most).times(3, 1));
        let half = Fraction::of(i128::MAX / 4 * 2, 4);
        assert_eq!(half.and_then(|f| f.plus(Fraction::of(0, 3)?)), half);
    }

    #[test]
    fn lowest_terms_name_a_value_and_make_it_again() {
        let half = Fraction::whole(-639).times(100, 200).unwrap();
        assert_eq!((half.numerator(), half.denominator()), (-639, 2));
        assert_eq!(Fraction::of(-639, 2), Some(half));
        assert_eq!((Fraction::whole(0).times(7, 9).unwrap().denominator(), Fraction::of(1, 0)), (1, None));
        assert_eq!((Fraction::of(1, -2), Fraction::of(1, LARGE)), (None, None));
        assert_ne!(Fraction::whole(1), half);
    }

    proptest! {
        #[test]
        fn the_order_of_factors_does_not_matter(n in -1_000_000_000_000i64..1_000_000_000_000, a in 1i64..11_000_000,
            b in 1i64..11_000_000, c in 1i64..1_000_000) {
            let one = Fraction::whole(n).times(a, b).and_then(|f| f.times(c, 1_000_000)).and_then(Fraction::rounded);
            let two = Fraction::whole(n).times(c, 1_000_000).and_then(|f| f.times(a, b)).and_then(Fraction::rounded);
            prop_assert_eq!(one, two);
        }
    }
}

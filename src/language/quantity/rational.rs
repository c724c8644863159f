//! Exact numbers.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

/// A rational number in lowest terms. Arithmetic is checked: where a result does not fit, there is
/// none, and what would have been compared is not comparable, rather than wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Rational {
    numerator: i128,
    denominator: i128,
}

impl Rational {
    /// Nought.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };
    /// One.
    pub const ONE: Self = Self { numerator: 1, denominator: 1 };

    /// `numerator / denominator`, unless the denominator is nought or a part does not fit.
    #[must_use]
    pub fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 || numerator == i128::MIN || denominator == i128::MIN {
            return None;
        }
        if denominator == 1 {
            return Some(Self { numerator, denominator });
        }
        let divisor = gcd(numerator.abs(), denominator.abs());
        let sign = if denominator < 0 { -1 } else { 1 };
        Some(Self {
            numerator: sign * numerator / divisor,
            denominator: sign * denominator / divisor,
        })
    }

    /// A whole number.
    #[must_use]
    pub fn whole(number: i64) -> Self {
        Self { numerator: i128::from(number), denominator: 1 }
    }

    /// `digits` of which the last `places` are decimals.
    #[must_use]
    pub(super) fn decimal(digits: i128, places: usize) -> Option<Self> {
        // room for one more decimal, as where the number is written out
        digits.checked_mul(10)?;
        let power = 10i128.checked_pow(u32::try_from(places).ok()?.checked_add(1)?)? / 10;
        Self::new(digits, power)
    }

    /// Reads `12`, `-0.5`, `1/3`, `2.54e-2`: plain ASCII, a point as decimal sign.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some((over, under)) = text.split_once('/') {
            return Self::parse(over)?.divided_by(Self::parse(under)?);
        }
        let (digits, exponent) = match text.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok()?),
            None => (text, 0),
        };
        let negative = digits.starts_with('-');
        let digits = digits.trim_start_matches(['-', '+']);
        if digits.is_empty() {
            return None;
        }
        let mut numerator: i128 = 0;
        let mut places = 0i32;
        let mut point = false;
        for byte in digits.bytes() {
            match byte {
                b'0'..=b'9' => {
                    numerator = numerator.checked_mul(10)?.checked_add(i128::from(byte - b'0'))?;
                    places += i32::from(point);
                }
                b'.' if !point => point = true,
                _ => return None,
            }
        }
        let value = Self::new(if negative { -numerator } else { numerator }, 1)?;
        value.times(Self::power_of_ten(exponent.checked_sub(places)?)?)
    }

    /// Ten to the `exponent`.
    #[must_use]
    pub fn power_of_ten(exponent: i32) -> Option<Self> {
        let power = 10i128.checked_pow(exponent.unsigned_abs())?;
        if exponent < 0 { Self::new(1, power) } else { Self::new(power, 1) }
    }

    /// The sum.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        let divisor = gcd(self.denominator, other.denominator);
        let left = self.numerator.checked_mul(other.denominator / divisor)?;
        let right = other.numerator.checked_mul(self.denominator / divisor)?;
        let denominator = self.denominator.checked_mul(other.denominator / divisor)?;
        Self::new(left.checked_add(right)?, denominator)
    }

    /// The difference.
    #[must_use]
    pub fn minus(self, other: Self) -> Option<Self> {
        self.plus(other.negated())
    }

    /// The product.
    #[must_use]
    pub fn times(self, other: Self) -> Option<Self> {
        let first = gcd(self.numerator.abs(), other.denominator);
        let second = gcd(other.numerator.abs(), self.denominator);
        Self::new(
            (self.numerator / first).checked_mul(other.numerator / second)?,
            (self.denominator / second).checked_mul(other.denominator / first)?,
        )
    }

    /// The quotient.
    #[must_use]
    pub fn divided_by(self, other: Self) -> Option<Self> {
        self.times(Self::new(other.denominator, other.numerator)?)
    }

    /// `self` to a whole power.
    #[must_use]
    pub fn power(self, exponent: i8) -> Option<Self> {
        let mut result = Self::ONE;
        for _ in 0..exponent.unsigned_abs() {
            result = result.times(self)?;
        }
        if exponent < 0 { Self::ONE.divided_by(result) } else { Some(result) }
    }

    /// The number with the other sign.
    #[must_use]
    pub fn negated(self) -> Self {
        Self { numerator: -self.numerator, denominator: self.denominator }
    }

    /// The nearest floating-point number, for scores only.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "for scores only")]
    pub fn to_f64(self) -> f64 {
        self.numerator as f64 / self.denominator as f64
    }
}

fn gcd(mut a: i128, mut b: i128) -> i128 {
    if a == 1 || b == 1 {
        return 1;
    }
    // most numbers are small, and division of small ones is an instruction
    if let (Ok(mut a), Ok(mut b)) = (u64::try_from(a), u64::try_from(b)) {
        while b != 0 {
            (a, b) = (b, a % b);
        }
        return i128::from(a.max(1));
    }
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

impl Ord for Rational {
    /// Compares whole parts, then the reciprocals of the rests: exact, and never overflows.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut a, mut b) = (self.numerator, self.denominator);
        let (mut c, mut d) = (other.numerator, other.denominator);
        loop {
            let order = a.div_euclid(b).cmp(&c.div_euclid(d));
            if order != Ordering::Equal {
                return order;
            }
            let (rest, other_rest) = (a.rem_euclid(b), c.rem_euclid(d));
            if rest == 0 || other_rest == 0 {
                return rest.cmp(&other_rest);
            }
            (a, b, c, d) = (d, other_rest, b, rest);
        }
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl std::fmt::Display for Rational {
    /// A decimal where it ends within twelve places, a fraction otherwise.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.denominator == 1 {
            return write!(f, "{}", self.numerator);
        }
        let mut rest = self.denominator;
        let mut places = 0usize;
        while rest % 10 == 0 {
            rest /= 10;
            places += 1;
        }
        while rest % 2 == 0 || rest % 5 == 0 {
            rest /= if rest % 2 == 0 { 2 } else { 5 };
            places += 1;
        }
        let scaled = (rest == 1 && places <= 12)
            .then(|| 10i128.checked_pow(u32::try_from(places).unwrap_or(0)))
            .flatten()
            .and_then(|power| {
                self.numerator.checked_mul(power / self.denominator).map(|n| (n, power))
            })
            .filter(|(_, power)| power % self.denominator == 0);
        let Some((scaled, power)) = scaled else {
            return write!(f, "{}/{}", self.numerator, self.denominator);
        };
        let sign = if scaled < 0 { "-" } else { "" };
        let (whole, part) = (scaled.abs() / power, scaled.abs() % power);
        let decimals = format!("{part:0places$}");
        write!(f, "{sign}{whole}.{}", decimals.trim_end_matches('0'))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_shows_numbers() {
        for (text, shown) in [
            ("12", "12"),
            ("-0.50", "-0.5"),
            ("1/3", "1/3"),
            ("2.54e-2", "0.0254"),
            ("1e3", "1000"),
            ("0.001", "0.001"),
        ] {
            assert_eq!(Rational::parse(text).unwrap().to_string(), shown);
        }
        assert_eq!(Rational::parse("1/0"), None);
        assert_eq!(Rational::parse("9e99"), None);
    }

    proptest::proptest! {
        #[test]
        fn order_agrees_with_subtraction(a in -10_000i128..10_000, b in 1i128..500, c in -10_000i128..10_000, d in 1i128..500) {
            let (left, right) = (Rational::new(a, b).unwrap(), Rational::new(c, d).unwrap());
            let difference = left.minus(right).unwrap();
            assert_eq!(left.cmp(&right), difference.cmp(&Rational::ZERO));
            assert_eq!(difference.plus(right), Some(left));
        }

        #[test]
        fn arithmetic_never_panics(a: i128, b: i128, c: i128, d: i128) {
            if let (Some(left), Some(right)) = (Rational::new(a, b), Rational::new(c, d)) {
                let _ = (left.plus(right), left.times(right), left.divided_by(right), left.cmp(&right), left.to_string());
            }
        }
    }
}

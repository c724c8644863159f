//! Predicates over facts, compiled: a small tree of native tests with a three-valued answer.
//!
//! *True* and *false* need every value they depend on; where one is not known the answer is
//! *unknown* with the reason, unless the others decide (Kleene's strong logic).

use std::cmp::Ordering;

use super::pattern::Pattern;
use crate::fact::{Date, Each, FactRef, Facts, Field, Get, One, Reason, Value};

/// The answer of a predicate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It holds.
    True,
    /// It does not.
    False,
    /// Nobody can tell, and why: the rule is not checkable for this fact.
    Unknown(Reason),
}

impl Verdict {
    /// Not this.
    #[must_use]
    pub fn negate(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Unknown(reason) => Self::Unknown(reason),
        }
    }
}

impl From<bool> for Verdict {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

/// The way from a fact to a value: single-valued facts, then a field (or, with none, the fact that
/// was reached).
#[derive(Clone, Debug)]
pub struct Path {
    pub(super) hops: Box<[One]>,
    pub(super) field: Option<&'static Field>,
}

/// Where a path ends.
enum Reached {
    Fact(FactRef),
    Nothing,
    Unknown(Reason),
}

impl Path {
    fn follow(&self, facts: &Facts<'_>, fact: FactRef) -> Reached {
        let mut fact = fact;
        for hop in &self.hops {
            match hop(facts, fact) {
                Value::Fact(next) => fact = next,
                Value::Absent(reason) => return Reached::Unknown(reason),
                _ => return Reached::Nothing,
            }
        }
        Reached::Fact(fact)
    }

    /// The value, and whether an unknown one is that of the last field (only then can its reason
    /// answer `exists`). A list is no value.
    #[inline]
    fn value<'a>(&self, facts: &Facts<'a>, fact: FactRef) -> (Value<'a>, bool) {
        let fact = if self.hops.is_empty() {
            fact
        } else {
            match self.follow(facts, fact) {
                Reached::Fact(fact) => fact,
                Reached::Nothing => return (Value::None, true),
                Reached::Unknown(reason) => return (Value::Absent(reason), false),
            }
        };
        match self.field.map(|field| field.get) {
            None => (Value::Fact(fact), true),
            Some(Get::One(get)) => (get(facts, fact), true),
            Some(Get::Many(_)) => (Value::None, true),
        }
    }

    /// The single value at the end of the path.
    #[must_use]
    pub fn get<'a>(&self, facts: &Facts<'a>, fact: FactRef) -> Value<'a> {
        self.value(facts, fact).0
    }

    /// Calls `take` with each value at the end of the path (one or none for a single value), until
    /// it gives false.
    ///
    /// # Errors
    /// The reason why the values are not known.
    pub fn each<'a>(
        &self,
        facts: &Facts<'a>,
        fact: FactRef,
        take: &mut dyn FnMut(Value<'a>) -> bool,
    ) -> Result<(), Reason> {
        let Some(Field { get: Get::Many(get), .. }) = self.field else {
            return match self.get(facts, fact) {
                Value::Absent(reason) => Err(reason),
                Value::None => Ok(()),
                value => {
                    take(value);
                    Ok(())
                }
            };
        };
        match self.follow(facts, fact) {
            Reached::Fact(fact) => get(facts, fact, &mut Each::new(take)),
            Reached::Nothing => Ok(()),
            Reached::Unknown(reason) => Err(reason),
        }
    }
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cmp {
    /// Equal.
    Is,
    /// Less or earlier.
    Lt,
    /// At most.
    Le,
    /// Greater or later.
    Gt,
    /// At least.
    Ge,
}

impl Cmp {
    fn holds(self, order: Option<Ordering>) -> bool {
        let Some(order) = order else { return false };
        match self {
            Self::Is => order.is_eq(),
            Self::Lt => order.is_lt(),
            Self::Le => order.is_le(),
            Self::Gt => order.is_gt(),
            Self::Ge => order.is_ge(),
        }
    }

    /// Dates compare only as far as both are precise: 2015 is neither before nor after 2015-09.
    fn dates(self, left: Date, right: Date) -> bool {
        match self {
            Self::Is => left == right,
            Self::Lt => left.surely_before(right),
            Self::Le => left.surely_by(right),
            Self::Gt => right.surely_before(left),
            Self::Ge => right.surely_by(left),
        }
    }
}

/// A test of one value.
#[derive(Clone, Debug)]
pub enum Test {
    /// This truth value.
    Bool(bool),
    /// One of these words: bit *i* for word *i* of the closed list.
    Words(u64),
    /// Exactly this text.
    Text(Box<str>),
    /// One of these texts.
    Texts(Box<[Box<str>]>),
    /// Holds this text.
    Contains(Box<str>),
    /// Matches.
    Matches(Pattern),
    /// Compares so to a number.
    Number(Cmp, f64),
    /// One of these numbers.
    Numbers(Box<[f64]>),
    /// Compares so to a date.
    Date(Cmp, Date),
    /// Compares so to another field of the fact.
    Field(Cmp, Path),
    /// Is there, or is not.
    Exists(bool),
    /// The opposite.
    Not(Box<Test>),
    /// All of these.
    All(Box<[Test]>),
}

impl Test {
    /// Tests `value`. `at_end`: an unknown value is that of the field itself, not of one on the way.
    fn holds<'a>(
        &self,
        facts: &Facts<'a>,
        fact: FactRef,
        value: &Value<'a>,
        at_end: bool,
    ) -> Verdict {
        match self {
            Self::Not(test) => return test.holds(facts, fact, value, at_end).negate(),
            Self::All(tests) => {
                return all(tests.iter().map(|test| test.holds(facts, fact, value, at_end)));
            }
            Self::Exists(wanted) => {
                return match value {
                    Value::Absent(reason) if !(at_end && reason.settles_existence()) => {
                        Verdict::Unknown(*reason)
                    }
                    Value::Absent(_) | Value::None => Verdict::from(!wanted),
                    _ => Verdict::from(*wanted),
                };
            }
            _ => {}
        }
        if let Value::Absent(reason) = value {
            return Verdict::Unknown(*reason);
        }
        Verdict::from(match (self, value) {
            (Self::Bool(wanted), Value::Bool(value)) => wanted == value,
            (Self::Words(wanted), Value::Word(word)) => wanted >> word & 1 == 1,
            (Self::Text(wanted), Value::Text(text)) => **wanted == **text,
            (Self::Texts(wanted), Value::Text(text)) => wanted.iter().any(|each| **each == **text),
            (Self::Contains(part), Value::Text(text)) => text.contains(&**part),
            (Self::Matches(pattern), Value::Text(text)) => pattern.is_match(text),
            (Self::Number(cmp, wanted), Value::Number(number)) => {
                cmp.holds(number.partial_cmp(wanted))
            }
            (Self::Numbers(wanted), Value::Number(number)) => wanted.contains(number),
            (Self::Date(cmp, wanted), Value::Date(date)) => cmp.dates(*date, *wanted),
            (Self::Field(cmp, path), value) => {
                let other = path.get(facts, fact);
                if let Value::Absent(reason) = other {
                    return Verdict::Unknown(reason);
                }
                match (value, &other) {
                    (Value::Date(left), Value::Date(right)) => cmp.dates(*left, *right),
                    _ => cmp.holds(order(value, &other)),
                }
            }
            _ => false,
        })
    }
}

/// The order of two values of one type; words, texts and facts are equal or not.
fn order(left: &Value<'_>, right: &Value<'_>) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => left.partial_cmp(right),
        (Value::None, _) | (_, Value::None) => None,
        _ => (left == right).then_some(Ordering::Equal),
    }
}

/// A test of the items of a list.
#[derive(Clone, Debug)]
pub enum Item {
    /// Of facts.
    Fact(Box<Pred>),
    /// Of plain values.
    Value(Test),
}

impl Item {
    fn holds<'a>(&self, facts: &Facts<'a>, fact: FactRef, value: &Value<'a>) -> Verdict {
        match (self, value) {
            (_, Value::Absent(reason)) => Verdict::Unknown(*reason),
            (Self::Fact(pred), Value::Fact(item)) => pred.holds(facts, *item),
            (Self::Value(test), value) => test.holds(facts, fact, value, true),
            (Self::Fact(_), _) => Verdict::False,
        }
    }
}

/// A test of a list.
#[derive(Clone, Debug)]
pub enum ListTest {
    /// Holds anything, or nothing.
    Exists(bool),
    /// Its length compares so.
    Count(Cmp, f64),
    /// The test holds for one item at least.
    Any(Item),
    /// The test holds for every item.
    Every(Item),
    /// The opposite.
    Not(Box<ListTest>),
    /// All of these.
    All(Box<[ListTest]>),
}

impl ListTest {
    fn holds<'a>(&self, facts: &Facts<'a>, fact: FactRef, path: &Path) -> Verdict {
        match self {
            Self::Not(test) => test.holds(facts, fact, path).negate(),
            Self::All(tests) => all(tests.iter().map(|test| test.holds(facts, fact, path))),
            Self::Exists(wanted) => {
                let mut found = false;
                let listing = path.each(facts, fact, &mut |_| {
                    found = true;
                    false
                });
                match listing {
                    Err(reason) if !(path.hops.is_empty() && reason.settles_existence()) => {
                        Verdict::Unknown(reason)
                    }
                    _ => Verdict::from(found == *wanted),
                }
            }
            Self::Count(cmp, wanted) => {
                let mut count = 0.0;
                let listing = path.each(facts, fact, &mut |_| {
                    count += 1.0;
                    true
                });
                match listing {
                    Err(reason) => Verdict::Unknown(reason),
                    Ok(()) => Verdict::from(cmp.holds(f64::partial_cmp(&count, wanted))),
                }
            }
            Self::Any(item) => over(facts, fact, path, |value| item.holds(facts, fact, &value)),
            Self::Every(item) => {
                over(facts, fact, path, |value| item.holds(facts, fact, &value).negate()).negate()
            }
        }
    }
}

/// Whether the test holds for any value of a list.
fn over<'a>(
    facts: &Facts<'a>,
    fact: FactRef,
    path: &Path,
    mut test: impl FnMut(Value<'a>) -> Verdict,
) -> Verdict {
    let mut verdict = Verdict::False;
    let listing = path.each(facts, fact, &mut |value| {
        match test(value) {
            Verdict::True => verdict = Verdict::True,
            Verdict::Unknown(reason) if verdict == Verdict::False => {
                verdict = Verdict::Unknown(reason);
            }
            _ => {}
        }
        verdict != Verdict::True
    });
    match listing {
        Err(reason) => Verdict::Unknown(reason),
        Ok(()) => verdict,
    }
}

/// A predicate over one fact.
#[derive(Clone, Debug)]
pub enum Pred {
    /// All of these; of none: true.
    All(Box<[Pred]>),
    /// One of these at least; of none: false.
    Any(Box<[Pred]>),
    /// The opposite.
    Not(Box<Pred>),
    /// A test of a single value.
    One(Path, Test),
    /// A test of a list.
    Many(Path, ListTest),
}

impl Pred {
    /// Always true.
    #[must_use]
    pub fn always() -> Self {
        Self::All(Box::default())
    }

    /// Whether it holds for `fact`.
    #[must_use]
    pub fn holds(&self, facts: &Facts<'_>, fact: FactRef) -> Verdict {
        match self {
            Self::All(preds) => all(preds.iter().map(|pred| pred.holds(facts, fact))),
            Self::Any(preds) => {
                all(preds.iter().map(|pred| pred.holds(facts, fact).negate())).negate()
            }
            Self::Not(pred) => pred.holds(facts, fact).negate(),
            Self::One(path, test) => {
                let (value, at_end) = path.value(facts, fact);
                // what most tests come to
                match (test, &value) {
                    (Test::Words(wanted), Value::Word(word)) => {
                        Verdict::from(wanted >> word & 1 == 1)
                    }
                    (Test::Bool(wanted), Value::Bool(value)) => Verdict::from(wanted == value),
                    _ => test.holds(facts, fact, &value, at_end),
                }
            }
            Self::Many(path, test) => test.holds(facts, fact, path),
        }
    }

    /// Number of tests in it.
    #[must_use]
    pub fn size(&self) -> usize {
        match self {
            Self::All(preds) | Self::Any(preds) => preds.iter().map(Self::size).sum(),
            Self::Not(pred) => pred.size(),
            Self::One(..) | Self::Many(..) => 1,
        }
    }
}

/// Conjunction: false wins over unknown, and the first unknown gives the reason.
pub(super) fn all(verdicts: impl Iterator<Item = Verdict>) -> Verdict {
    let mut result = Verdict::True;
    for verdict in verdicts {
        match verdict {
            Verdict::False => return Verdict::False,
            Verdict::Unknown(_) if result == Verdict::True => result = verdict,
            _ => {}
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Cmp, Verdict, all};
    use crate::fact::{Date, Reason};

    fn verdict() -> impl Strategy<Value = Verdict> {
        prop_oneof![
            Just(Verdict::True),
            Just(Verdict::False),
            (0_u32..3).prop_map(|doc| Verdict::Unknown(Reason::NoText { doc })),
        ]
    }

    /// The order of truth: false < unknown < true.
    fn truth(verdict: Verdict) -> u8 {
        match verdict {
            Verdict::False => 0,
            Verdict::Unknown(_) => 1,
            Verdict::True => 2,
        }
    }

    fn any(verdicts: &[Verdict]) -> Verdict {
        all(verdicts.iter().map(|it| it.negate())).negate()
    }

    proptest! {
        #[test]
        fn a_conjunction_is_as_true_as_its_least(verdicts in prop::collection::vec(verdict(), 0..6)) {
            let least = verdicts.iter().map(|it| truth(*it)).min().unwrap_or(2);
            prop_assert_eq!(truth(all(verdicts.iter().copied())), least);
        }

        #[test]
        fn a_disjunction_is_as_true_as_its_greatest(verdicts in prop::collection::vec(verdict(), 0..6)) {
            let greatest = verdicts.iter().map(|it| truth(*it)).max().unwrap_or(0);
            prop_assert_eq!(truth(any(&verdicts)), greatest);
        }

        #[test]
        fn negation_turns_round_and_back(verdict in verdict()) {
            prop_assert_eq!(verdict.negate().negate(), verdict);
            prop_assert_eq!(truth(verdict.negate()), 2 - truth(verdict));
        }

        /// What is decided stays decided, whatever the unknown turns out to be.
        #[test]
        fn a_decision_does_not_depend_on_the_unknown(
            verdicts in prop::collection::vec(verdict(), 0..6),
            real in prop::collection::vec(proptest::bool::ANY, 6),
        ) {
            let decided = all(verdicts.iter().copied());
            let mut real = real.into_iter();
            let known = all(verdicts.iter().map(|it| match it {
                Verdict::Unknown(_) => Verdict::from(real.next().unwrap_or(true)),
                known => *known,
            }));
            if !matches!(decided, Verdict::Unknown(_)) {
                prop_assert_eq!(decided, known);
            }
        }
    }

    #[test]
    fn dates_compare_only_where_the_order_is_certain() {
        let date = |text: &str| Date::parse(text).unwrap();
        assert!(Cmp::Lt.dates(date("2014"), date("2015-09")));
        assert!(!Cmp::Lt.dates(date("2015"), date("2015-09")));
        assert!(!Cmp::Gt.dates(date("2015"), date("2015-09")));
        assert!(Cmp::Ge.dates(date("2015-09-15"), date("2015-09-15")));
    }
}

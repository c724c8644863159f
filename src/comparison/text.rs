//! Differences of two texts of one standing: what an adoption is checked by.

use std::ops::Range;

use crate::language::{Modality, Quantity, SetRelation};

/// In what two texts differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TextDifferenceKind {
    /// Force: shall against should.
    Modality,
    /// Values allowed.
    Quantity,
    /// Condition under which a provision holds.
    Condition,
    /// Documents cited.
    Reference,
    /// Words.
    Wording,
}

/// Whether a difference touches what is required.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Class {
    /// It does: identity is broken.
    Technical,
    /// It does not (ISO/IEC Guide 21-1: the editorial changes that identity allows).
    Editorial,
    /// Cannot be told.
    Unclear,
}

impl Class {
    /// The words, in declared order.
    pub const WORDS: &'static [&'static str] = &["technical", "editorial", "unclear"];
}

/// One difference, with ranges of both texts. A side that lacks what the other has carries none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextDifference {
    /// In what.
    pub kind: TextDifferenceKind,
    /// Whether it touches what is required.
    pub class: Class,
    /// Bytes of the left text.
    pub left: Option<Range<usize>>,
    /// Bytes of the right text.
    pub right: Option<Range<usize>>,
    /// What the left says: `REQ`, `[0, 0.15] mg/m3`, an identifier.
    pub left_value: Option<String>,
    /// What the right says.
    pub right_value: Option<String>,
    /// How the left values lie to the right ones.
    pub set: Option<SetRelation>,
}

impl TextDifference {
    pub(super) fn new(kind: TextDifferenceKind, class: Class) -> Self {
        Self {
            kind,
            class,
            left: None,
            right: None,
            left_value: None,
            right_value: None,
            set: None,
        }
    }

    pub(super) fn left(mut self, range: Range<usize>, value: impl Into<String>) -> Self {
        self.left = Some(range);
        self.left_value = Some(value.into());
        self
    }

    pub(super) fn right(mut self, range: Range<usize>, value: impl Into<String>) -> Self {
        self.right = Some(range);
        self.right_value = Some(value.into());
        self
    }
}

/// Forces that bind alike: an instruction is a requirement in another mood, and so is "must".
pub(super) fn force(modality: Modality) -> Modality {
    match modality {
        Modality::Instruction | Modality::External => Modality::Requirement,
        other => other,
    }
}

/// Whether two quantities allow the same.
pub(super) fn allow_the_same(left: &Quantity, right: &Quantity) -> bool {
    left.relation(right) == SetRelation::Equal
}

/// Whether one is the other converted to another unit and rounded: 5 m (16 ft).
pub(super) fn is_conversion(quantity: &Quantity, all: &[Quantity]) -> bool {
    let size = |it: &Quantity| -> Option<f64> {
        let set = it.set.as_ref()?;
        let first = set.intervals().first()?;
        [first.high, first.low].into_iter().find_map(|bound| match bound {
            crate::language::Bound::Closed(value) | crate::language::Bound::Open(value) => {
                Some(value.to_f64())
            }
            crate::language::Bound::Unbounded => None,
        })
    };
    let Some(own) = size(quantity) else { return false };
    all.iter().any(|other| {
        other.range != quantity.range
            && other.unit.code != quantity.unit.code
            && other.unit.dimension == quantity.unit.dimension
            && size(other).is_some_and(|it| (it - own).abs() <= 0.05 * it.abs().max(own.abs()))
    })
}

//! What a clause says that no language changes: cited identifiers, quantities, modality.

use compact_str::CompactString;

/// Facts of a clause. Sorted, without repetition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Canonical forms of the standards it cites.
    pub identifiers: Vec<CompactString>,
    /// Quantities, in a form that no language or unit prefix changes.
    pub quantities: Vec<CompactString>,
    /// Words for the modalities it uses.
    pub modality: Vec<CompactString>,
}

impl Facts {
    /// Whether nothing was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.identifiers.is_empty() && self.quantities.is_empty() && self.modality.is_empty()
    }
}

/// How much of two sorted sets is common (Jaccard); nothing to say where both are empty.
#[must_use]
pub(crate) fn overlap(left: &[CompactString], right: &[CompactString]) -> Option<f32> {
    let common = left.iter().filter(|it| right.binary_search(it).is_ok()).count();
    let all = left.len() + right.len() - common;
    #[expect(clippy::cast_precision_loss, reason = "a handful of facts")]
    (all > 0).then(|| common as f32 / all as f32)
}

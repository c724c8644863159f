//! Two clauses in different languages: what differs in what no language changes.

use std::ops::Range;

use super::wording::{Change, ChangeOf, Quote, Weight};
use crate::comparison::across::differences_across;
use crate::comparison::analysis::Analysis;
use crate::comparison::passage::{PlacedSentence, Role};
use crate::comparison::text::{Class, TextDifferenceKind};

/// The text of a clause in one piece, and where its sentences lie in it.
struct Whole<'s, 'a> {
    text: String,
    sentences: Vec<(usize, &'s PlacedSentence<'a>)>,
}

impl<'s, 'a> Whole<'s, 'a> {
    fn of(sentences: &'s [PlacedSentence<'a>]) -> Self {
        let mut whole = Self { text: String::new(), sentences: Vec::new() };
        for sentence in sentences.iter().filter(|it| it.role == Role::Body) {
            whole.sentences.push((whole.text.len(), sentence));
            whole.text.push_str(sentence.text());
            whole.text.push('\n');
        }
        whole
    }

    fn quote(&self, range: Range<usize>, value: Option<String>) -> Option<Quote> {
        let at = self.sentences.partition_point(|it| it.0 <= range.start).checked_sub(1)?;
        let (start, sentence) = self.sentences[at];
        let inside = range.start - start..range.end.saturating_sub(start).min(sentence.range.len());
        Some(Quote {
            item: sentence.item,
            words: self.text.get(range)?.trim().to_owned(),
            value,
            span: sentence.span_of(inside),
        })
    }
}

pub(super) fn compare(left: &[PlacedSentence<'_>], right: &[PlacedSentence<'_>]) -> Vec<Change> {
    let (a, b) = (Whole::of(left), Whole::of(right));
    if a.sentences.is_empty() || b.sentences.is_empty() {
        return Vec::new();
    }
    let own = |_: &crate::identifier::Identifier| false;
    let (x, y) = (Analysis::of(&a.text, &[], &own), Analysis::of(&b.text, &[], &own));
    differences_across(&x, &y)
        .into_iter()
        .map(|each| Change {
            of: match each.kind {
                TextDifferenceKind::Modality => ChangeOf::Modality,
                TextDifferenceKind::Quantity => ChangeOf::Quantity,
                TextDifferenceKind::Condition => ChangeOf::Condition,
                TextDifferenceKind::Reference => ChangeOf::Reference,
                TextDifferenceKind::Wording => ChangeOf::Text,
            },
            weight: match each.class {
                Class::Technical => Weight::Requirement,
                Class::Unclear => Weight::Text,
                Class::Editorial => Weight::Editorial,
            },
            old: each.left.and_then(|it| a.quote(it, each.left_value)),
            new: each.right.and_then(|it| b.quote(it, each.right_value)),
            relation: each.set,
            elsewhere: None,
        })
        .collect()
}

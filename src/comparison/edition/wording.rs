//! One sentence in two wordings: what changed, and whether that touches what is required.

use std::ops::Range;

use super::editorial::is_editorial;
use crate::alignment::fold;
use crate::comparison::difference::{DifferenceKind, differences};
use crate::comparison::passage::{Passages, PlacedSentence, words};
use crate::language::{Modality, Provision, SetRelation, provisions_with};
use crate::source::Span;

/// In what two editions differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChangeOf {
    /// Force: shall against may.
    Modality,
    /// Values allowed.
    Quantity,
    /// Under which condition.
    Condition,
    /// Documents cited.
    Reference,
    /// A sentence that requires, recommends or permits came or went.
    Provision,
    /// Other words.
    Text,
    /// Spelling, punctuation, numbering: what changes nothing.
    Editorial,
}

impl ChangeOf {
    /// The word for it in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Modality => "modality",
            Self::Quantity => "quantity",
            Self::Condition => "condition",
            Self::Reference => "reference",
            Self::Provision => "provision",
            Self::Text => "text",
            Self::Editorial => "editorial",
        }
    }
}

/// How much a change weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Weight {
    /// Nothing changed.
    #[default]
    Same,
    /// Only what changes nothing: spelling, punctuation, numbers of clauses.
    Editorial,
    /// Words of what is told, not required.
    Text,
    /// Words of what is required, recommended or permitted.
    Requirement,
}

/// What one side says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// The clause, by its place in the list.
    pub item: usize,
    /// The words.
    pub words: String,
    /// What they mean, for people: `REQ`, `[0, 5] m`.
    pub value: Option<String>,
    /// Where they stand in the source.
    pub span: Option<Span>,
}

/// One difference between two editions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// In what.
    pub of: ChangeOf,
    /// How much it weighs.
    pub weight: Weight,
    /// What the old text says; `None` where it has nothing there.
    pub old: Option<Quote>,
    /// What the new text says.
    pub new: Option<Quote>,
    /// How the old values lie to the new ones.
    pub relation: Option<SetRelation>,
    /// The clause of the other side that has the sentence word for word, where it only went
    /// elsewhere.
    pub elsewhere: Option<usize>,
}

/// The differences between two wordings of a sentence.
pub(super) fn compare(
    (old, old_side): (&PlacedSentence<'_>, &Passages<'_>),
    (new, new_side): (&PlacedSentence<'_>, &Passages<'_>),
) -> Vec<Change> {
    let (a, b) = (old.text(), new.text());
    if a.split_whitespace().eq(b.split_whitespace()) {
        return Vec::new();
    }
    let binding = old.binding || new.binding;
    let runs = runs(a, b);
    let mut found: Vec<Change> = Vec::new();
    // What a sentence means differs only where its words do.
    let mut explained = vec![false; runs.len()];
    let mut explain = |old: Option<&Range<usize>>, new: Option<&Range<usize>>| {
        let mut any = false;
        for (run, explained) in runs.iter().zip(&mut explained).filter(|(run, _)| !run.editorial) {
            if old.is_some_and(|it| touches(it, &run.old))
                || new.is_some_and(|it| touches(it, &run.new))
            {
                *explained = true;
                any = true;
            }
        }
        any
    };
    if binding {
        for (x, y) in modalities((a, old_side), (b, new_side)) {
            let range = |it: &Option<Provision>| it.as_ref().map(|it| it.keyword.clone());
            if explain(range(&x).as_ref(), range(&y).as_ref()) {
                let side = |sentence, it: Option<Provision>| {
                    let it = it?;
                    Some(quote(sentence, it.keyword, Some(it.modality.as_str().to_owned())))
                };
                found.push(Change {
                    of: ChangeOf::Modality,
                    weight: Weight::Requirement,
                    old: side(old, x),
                    new: side(new, y),
                    relation: None,
                    elsewhere: None,
                });
            }
        }
    }
    for each in differences(a, b, old_side.lang, new_side.lang) {
        let of = match each.kind {
            DifferenceKind::Quantity => ChangeOf::Quantity,
            DifferenceKind::Condition if binding => ChangeOf::Condition,
            DifferenceKind::Reference => ChangeOf::Reference,
            _ => continue,
        };
        if !explain(each.left.as_ref(), each.right.as_ref()) {
            continue;
        }
        found.push(Change {
            of,
            weight: if binding { Weight::Requirement } else { Weight::Text },
            old: each.left.map(|it| quote(old, it, each.left_value)),
            new: each.right.map(|it| quote(new, it, each.right_value)),
            relation: each.relation,
            elsewhere: None,
        });
    }
    join_references(&mut found, (old, new), &runs);
    for (run, _) in runs.iter().zip(&explained).filter(|(_, explained)| !**explained) {
        let (of, weight) = match (run.editorial, binding) {
            (true, _) => (ChangeOf::Editorial, Weight::Editorial),
            (false, true) => (ChangeOf::Text, Weight::Requirement),
            (false, false) => (ChangeOf::Text, Weight::Text),
        };
        let side = |sentence, range: &Range<usize>| {
            (!range.is_empty()).then(|| quote(sentence, range.clone(), None))
        };
        let (old, new) = (side(old, &run.old), side(new, &run.new));
        found.push(Change { of, weight, old, new, relation: None, elsewhere: None });
    }
    if found.is_empty() {
        // Punctuation and case alone.
        found.push(Change {
            of: ChangeOf::Editorial,
            weight: Weight::Editorial,
            old: Some(quote(old, 0..a.len(), None)),
            new: Some(quote(new, 0..b.len(), None)),
            relation: None,
            elsewhere: None,
        });
    }
    found.sort_by_key(|it| {
        let start = |side: &Option<Quote>| side.as_ref().and_then(|it| it.span).map(|it| it.start);
        (it.of, start(&it.old), start(&it.new))
    });
    found
}

/// A document cited in the place of another is one change, not two.
fn join_references(
    found: &mut Vec<Change>,
    (old, new): (&PlacedSentence<'_>, &PlacedSentence<'_>),
    runs: &[Run],
) {
    let run_of = |change: &Change| {
        let inside =
            |quote: &Option<Quote>, sentence: &PlacedSentence<'_>, range: &Range<usize>| {
                let quote = quote.as_ref()?;
                let text = sentence.text();
                let at = text.match_indices(&*quote.words).map(|it| it.0..it.0 + quote.words.len());
                at.into_iter().find(|it| touches(it, range))
            };
        runs.iter().position(|run| {
            inside(&change.old, old, &run.old).is_some()
                || inside(&change.new, new, &run.new).is_some()
        })
    };
    let mut at = 0;
    while at < found.len() {
        if found[at].of == ChangeOf::Reference && found[at].new.is_none() {
            let run = run_of(&found[at]);
            let other = found.iter().position(|it| {
                it.of == ChangeOf::Reference
                    && it.old.is_none()
                    && run.is_some()
                    && run_of(it) == run
            });
            if let Some(other) = other {
                let new = found[other].new.take();
                found[at].new = new;
                found.remove(other);
                if other < at {
                    continue;
                }
            }
        }
        at += 1;
    }
}

/// A sentence that only one side has; `elsewhere` is the clause of the other side that has it.
pub(super) fn alone(
    sentence: &PlacedSentence<'_>,
    is_old: bool,
    elsewhere: Option<usize>,
) -> Change {
    let quote = Some(quote(sentence, 0..sentence.range.len(), None));
    let (old, new) = if is_old { (quote, None) } else { (None, quote) };
    let (of, weight) = match sentence.binding && elsewhere.is_none() {
        true => (ChangeOf::Provision, Weight::Requirement),
        false => (ChangeOf::Text, Weight::Text),
    };
    Change { of, weight, old, new, relation: None, elsewhere }
}

fn quote(sentence: &PlacedSentence<'_>, range: Range<usize>, value: Option<String>) -> Quote {
    Quote {
        item: sentence.item,
        words: sentence.text().get(range.clone()).unwrap_or_default().to_owned(),
        value,
        span: sentence.span_of(range),
    }
}

fn touches(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Words of the one in the place of words of the other.
#[derive(Debug)]
struct Run {
    old: Range<usize>,
    new: Range<usize>,
    editorial: bool,
}

fn runs(a: &str, b: &str) -> Vec<Run> {
    let cut = |text: &str| -> (Vec<Range<usize>>, Vec<String>) {
        let ranges: Vec<Range<usize>> = words(text).collect();
        let folded = ranges.iter().map(|it| fold(&text[it.clone()])).collect();
        (ranges, folded)
    };
    let ((a_ranges, a_words), (b_ranges, b_words)) = (cut(a), cut(b));
    let bytes = |ranges: &[Range<usize>], part: &Range<usize>| {
        let last = part.end.checked_sub(1).and_then(|it| ranges.get(it));
        match (ranges.get(part.start), last) {
            (Some(first), Some(last)) if !part.is_empty() => first.start..last.end,
            _ => 0..0,
        }
    };
    let mut parts: Vec<(Range<usize>, Range<usize>)> = Vec::new();
    for operation in similar::capture_diff_slices(similar::Algorithm::Myers, &a_words, &b_words) {
        let (tag, old, new) = operation.as_tag_tuple();
        if tag == similar::DiffTag::Equal {
            continue;
        }
        match parts.last_mut() {
            Some((x, y)) if x.end == old.start && y.end == new.start => {
                (x.end, y.end) = (old.end, new.end);
            }
            _ => parts.push((old, new)),
        }
    }
    parts
        .into_iter()
        .map(|(old, new)| Run {
            editorial: is_editorial((&a_words, &old), (&b_words, &new)),
            old: bytes(&a_ranges, &old),
            new: bytes(&b_ranges, &new),
        })
        .collect()
}

/// Provisions whose force differs: both, or one that the other side lacks.
fn modalities(
    (a, left): (&str, &Passages<'_>),
    (b, right): (&str, &Passages<'_>),
) -> Vec<(Option<Provision>, Option<Provision>)> {
    let of = |text: &str, side: &Passages<'_>| -> Vec<Provision> {
        let mut all = provisions_with(text, side.lang, side.convention);
        all.retain(|it| !it.embedded && it.modality != Modality::Statement);
        all
    };
    let (x, y) = (of(a, left), of(b, right));
    // An instruction is a requirement in another mood.
    let level = |it: &Provision| match it.modality {
        Modality::Instruction => Modality::Requirement,
        other => other,
    };
    let (p, q): (Vec<Modality>, Vec<Modality>) =
        (x.iter().map(level).collect(), y.iter().map(level).collect());
    let mut found = Vec::new();
    for operation in similar::capture_diff_slices(similar::Algorithm::Myers, &p, &q) {
        let (tag, old, new) = operation.as_tag_tuple();
        if tag == similar::DiffTag::Equal {
            continue;
        }
        for at in 0..old.len().max(new.len()) {
            found.push((x[old.clone()].get(at).cloned(), y[new.clone()].get(at).cloned()));
        }
    }
    found
}

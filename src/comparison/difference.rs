//! What differs between two texts, with both places.

use std::collections::BTreeSet;
use std::ops::Range;

use serde::Serialize;

use super::content::{Content, stem};
use super::matter::{Measure, measures};
use super::topic::Matter;
use crate::identifier;
use crate::language::{
    Modality, Provision, Quantity, QuantityKind, SetRelation, TermFinder, TermUse, is_han,
    provisions,
};
use crate::model::Lang;

/// In what two texts differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DifferenceKind {
    /// Force: shall against may.
    Modality,
    /// Values allowed.
    Quantity,
    /// What is to be done, or to what.
    Object,
    /// Under which condition.
    Condition,
    /// Number of provisions.
    Structure,
    /// Designations used.
    Term,
    /// Documents cited.
    Reference,
}

/// One difference. A side that lacks what the other has carries no range.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// In what.
    pub kind: DifferenceKind,
    /// Bytes of the left text.
    pub left: Option<Range<usize>>,
    /// Bytes of the right text.
    pub right: Option<Range<usize>>,
    /// What the left says, for people: `REQ`, `[0, 0.15] mg/m3`, the words.
    pub left_value: Option<String>,
    /// What the right says.
    pub right_value: Option<String>,
    /// How the left lies to the right, where values can be set against each other.
    pub relation: Option<SetRelation>,
}

impl Difference {
    fn new(kind: DifferenceKind) -> Self {
        Self { kind, left: None, right: None, left_value: None, right_value: None, relation: None }
    }

    fn left(mut self, range: Range<usize>, value: impl Into<String>) -> Self {
        self.left = Some(range);
        self.left_value = Some(value.into());
        self
    }

    fn right(mut self, range: Range<usize>, value: impl Into<String>) -> Self {
        self.right = Some(range);
        self.right_value = Some(value.into());
        self
    }
}

/// The differences between two texts, by kind, then by place. Language is told by script where
/// `Lang::Unstated` is given.
#[must_use]
pub fn differences(left: &str, right: &str, left_lang: Lang, right_lang: Lang) -> Vec<Difference> {
    let mut found = Vec::new();
    let (a, b) = (binding(left, left_lang), binding(right, right_lang));
    let (p, q) = (measures(left, left_lang), measures(right, right_lang));
    of_force((&a, &p), (&b, &q), &mut found);
    of_quantities(&p, &q, &mut found);
    of_references(left, right, &mut found);
    let same_script = Content::of(left).chinese == Content::of(right).chinese;
    if same_script {
        of_conditions(left, right, &a, &b, &mut found);
        of_objects((left, &p), (right, &q), &mut found);
    }
    found.sort_by(|x, y| {
        let place = |each: &Difference| {
            (each.left.as_ref().map(|r| r.start), each.right.as_ref().map(|r| r.start))
        };
        x.kind.cmp(&y.kind).then_with(|| place(x).cmp(&place(y)))
    });
    found
}

fn binding(text: &str, lang: Lang) -> Vec<Provision> {
    let mut all = provisions(text, lang);
    if all.iter().any(|each| each.modality != Modality::Statement) {
        all.retain(|each| each.modality != Modality::Statement);
    }
    all
}

fn of_force(
    (a, p): (&[Provision], &[Measure]),
    (b, q): (&[Provision], &[Measure]),
    found: &mut Vec<Difference>,
) {
    let quantities =
        |all: &[Measure]| all.iter().map(|each| each.quantity.clone()).collect::<Vec<Quantity>>();
    let (p, q) = (quantities(p), quantities(q));
    for (x, y) in a.iter().zip(b) {
        if demand(x, &p) != demand(y, &q) {
            found.push(
                Difference::new(DifferenceKind::Modality)
                    .left(x.keyword.clone(), x.modality.as_str())
                    .right(y.keyword.clone(), y.modality.as_str()),
            );
        }
    }
    let statement = |each: &&Provision| each.modality != Modality::Statement;
    let shared = a.len().min(b.len());
    for extra in a[shared..].iter().filter(statement) {
        found.push(
            Difference::new(DifferenceKind::Structure)
                .left(extra.sentence.clone(), extra.modality.as_str()),
        );
    }
    for extra in b[shared..].iter().filter(statement) {
        found.push(
            Difference::new(DifferenceKind::Structure)
                .right(extra.sentence.clone(), extra.modality.as_str()),
        );
    }
}

/// The force of a provision, an instruction being a requirement in another mood. A limit's own
/// negation is left to the limit, and so is a prohibition that only bounds values: "shall not
/// exceed 5 m", "shall not drive faster than 5 km/h".
fn demand(provision: &Provision, quantities: &[Quantity]) -> Modality {
    let bounds = quantities.iter().any(|each| {
        each.kind == QuantityKind::Limit
            && provision.keyword.end <= each.range.start
            && each.range.end <= provision.sentence.end
    });
    match provision.modality_beside(quantities) {
        Modality::Instruction => Modality::Requirement,
        Modality::Prohibition if bounds => Modality::Requirement,
        other => other,
    }
}

/// Sets the quantities of both texts side by side: comparable ones of the same thing first, then
/// those that share most words.
#[must_use]
pub fn paired(a: &[Measure], b: &[Measure]) -> Vec<(usize, usize)> {
    use crate::language::Comparability::Incompatible;
    let mut candidates = Vec::new();
    for (i, x) in a.iter().take(MOST).enumerate() {
        for (j, y) in b.iter().take(MOST).enumerate() {
            let (p, q) = (&x.quantity, &y.quantity);
            if p.unit.dimension.comparability(&q.unit.dimension) == Incompatible {
                continue;
            }
            let relation = p.relation(q);
            let rank = (
                x.matter(y) == Matter::Different,
                relation == SetRelation::NotComparable,
                x.in_condition != y.in_condition,
                std::cmp::Reverse(
                    x.topic.shared(&y.topic) * 4 + usize::from(relation == SetRelation::Equal),
                ),
                i.abs_diff(j),
            );
            candidates.push((rank, i, j));
        }
    }
    candidates.sort_unstable();
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, i, j) in candidates {
        if !pairs.iter().any(|(x, y)| *x == i || *y == j) {
            pairs.push((i, j));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// Quantities of a text that are paired; a clause hardly has more.
const MOST: usize = 64;

/// Stems of English, pairs of characters of Chinese.
fn words_of(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let lower = text.to_lowercase();
    for word in lower.split(|c: char| !(c.is_ascii_alphanumeric())) {
        if word.len() > 1 && !word.bytes().all(|b| b.is_ascii_digit()) && !PLAIN.contains(&word) {
            found.push(stem(word).to_owned());
        }
    }
    let mut previous: Option<char> = None;
    for c in lower.chars() {
        let here = (is_han(c) && !"应不得宜可的在为于大小高低超过至少须".contains(c)).then_some(c);
        if let (Some(x), Some(y)) = (previous, here) {
            found.push([x, y].iter().collect());
        }
        previous = here;
    }
    found
}

const PLAIN: &[&str] = &[
    "the", "of", "shall", "be", "is", "are", "not", "more", "less", "than", "an", "at", "least",
    "most", "and", "or", "to", "in", "for", "should", "must", "may", "exceed", "greater", "no",
    "by", "with", "a", "between", "from", "up", "within",
];

fn of_quantities(a: &[Measure], b: &[Measure], found: &mut Vec<Difference>) {
    let pairs = paired(a, b);
    for (i, j) in &pairs {
        let (x, y) = (&a[*i].quantity, &b[*j].quantity);
        let relation = x.relation(y);
        if relation != SetRelation::Equal {
            let mut difference = Difference::new(DifferenceKind::Quantity)
                .left(x.range.clone(), x.display())
                .right(y.range.clone(), y.display());
            difference.relation = Some(relation);
            found.push(difference);
        }
    }
    for (i, each) in a.iter().enumerate() {
        if !pairs.iter().any(|(x, _)| *x == i) {
            let quantity = &each.quantity;
            found.push(
                Difference::new(DifferenceKind::Quantity)
                    .left(quantity.range.clone(), quantity.display()),
            );
        }
    }
    for (j, each) in b.iter().enumerate() {
        if !pairs.iter().any(|(_, y)| *y == j) {
            let quantity = &each.quantity;
            found.push(
                Difference::new(DifferenceKind::Quantity)
                    .right(quantity.range.clone(), quantity.display()),
            );
        }
    }
}

fn of_references(left: &str, right: &str, found: &mut Vec<Difference>) {
    let (a, b) = (identifier::find(left), identifier::find(right));
    let name = |each: &identifier::Found| each.identifier.to_string();
    for each in a.iter().filter(|each| !b.iter().any(|other| name(other) == name(each))) {
        found.push(Difference::new(DifferenceKind::Reference).left(each.range.clone(), name(each)));
    }
    for each in b.iter().filter(|each| !a.iter().any(|other| name(other) == name(each))) {
        found
            .push(Difference::new(DifferenceKind::Reference).right(each.range.clone(), name(each)));
    }
}

fn of_conditions(
    left: &str,
    right: &str,
    a: &[Provision],
    b: &[Provision],
    found: &mut Vec<Difference>,
) {
    let first = |all: &[Provision]| all.iter().find_map(|each| each.condition.clone());
    let plain = |text: &str| words_of(text).join(" ");
    match (first(a), first(b)) {
        (None, None) => {}
        (Some(x), Some(y)) if plain(&left[x.clone()]) == plain(&right[y.clone()]) => {}
        (x, y) => {
            let mut difference = Difference::new(DifferenceKind::Condition);
            if let Some(x) = x {
                difference = difference.left(x.clone(), &left[x]);
            }
            if let Some(y) = y {
                difference = difference.right(y.clone(), &right[y]);
            }
            found.push(difference);
        }
    }
}

/// Designations that only one of the texts uses. `concept` names the concept of a designation by
/// its index in the finder, so that synonyms and translations count as one.
#[must_use]
pub fn term_differences(
    left: &str,
    right: &str,
    finder: &TermFinder,
    concept: impl Fn(usize) -> usize,
) -> Vec<Difference> {
    let (a, b) = (finder.uses(left), finder.uses(right));
    let concepts = |uses: &[TermUse]| -> BTreeSet<usize> {
        uses.iter().map(|each| concept(each.designation)).collect()
    };
    let (in_left, in_right) = (concepts(&a), concepts(&b));
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for each in a.iter().filter(|each| !in_right.contains(&concept(each.designation))) {
        if seen.insert(concept(each.designation)) {
            let value = &left[each.range.clone()];
            found.push(Difference::new(DifferenceKind::Term).left(each.range.clone(), value));
        }
    }
    for each in b.iter().filter(|each| !in_left.contains(&concept(each.designation))) {
        if seen.insert(concept(each.designation)) {
            let value = &right[each.range.clone()];
            found.push(Difference::new(DifferenceKind::Term).right(each.range.clone(), value));
        }
    }
    found
}

/// Runs of words that only one side has. Words of quantities are left to those.
fn of_objects(
    (left, p): (&str, &[Measure]),
    (right, q): (&str, &[Measure]),
    found: &mut Vec<Difference>,
) {
    let outside = |text: &str, all: &[Measure]| -> Vec<Range<usize>> {
        let mut kept = tokens(text);
        kept.retain(|token| {
            !all.iter().any(|each| {
                let (range, figures) = (&each.quantity.range, &each.quantity.figures);
                token.start < range.end.max(figures.end) && range.start < token.end
            })
        });
        kept
    };
    let (a, b) = (outside(left, p), outside(right, q));
    if a.len().max(b.len()) > 2000 {
        return;
    }
    let key = |text: &str, all: &[Range<usize>]| -> Vec<String> {
        all.iter().map(|range| text[range.clone()].to_lowercase()).collect()
    };
    let (x, y) = (key(left, &a), key(right, &b));
    for change in similar::capture_diff_slices(similar::Algorithm::Myers, &x, &y) {
        let (_, old, new) = change.as_tag_tuple();
        if matches!(change, similar::DiffOp::Equal { .. }) {
            continue;
        }
        let content =
            |text: &str, all: &[Range<usize>], range: Range<usize>| -> Option<Range<usize>> {
                let (first, last) = (all.get(range.start)?, all.get(range.end.checked_sub(1)?)?);
                let piece = first.start..last.end;
                (!range.is_empty() && !words_of(&text[piece.clone()]).is_empty()).then_some(piece)
            };
        let (old, new) = (content(left, &a, old), content(right, &b, new));
        let mut difference = Difference::new(DifferenceKind::Object);
        if let Some(old) = old {
            difference = difference.left(old.clone(), &left[old]);
        }
        if let Some(new) = new {
            difference = difference.right(new.clone(), &right[new]);
        }
        if difference.left.is_some() || difference.right.is_some() {
            found.push(difference);
        }
    }
}

/// Words, and single Chinese characters.
fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        if is_han(c) || !c.is_alphanumeric() {
            open = false;
            if is_han(c) {
                found.push(at..end);
            }
        } else if let (true, Some(last)) = (open, found.last_mut()) {
            last.end = end;
        } else {
            found.push(at..end);
            open = true;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(left: &str, right: &str) -> Vec<DifferenceKind> {
        differences(left, right, Lang::Unstated, Lang::Unstated)
            .iter()
            .map(|each| each.kind)
            .collect()
    }

    #[test]
    fn each_kind_is_found_with_its_place() {
        use DifferenceKind::{Condition, Modality, Object, Quantity, Reference};
        assert_eq!(kinds("The lid shall close.", "The lid may close."), [Modality]);
        assert_eq!(kinds("It shall be at least 5 m long.", "长度不应小于 6 m。"), [Quantity]);
        assert_eq!(kinds("The lid shall be red.", "The lid shall be blue."), [Object]);
        assert!(kinds("The lid shall close.", "If wet, the lid shall close.").contains(&Condition));
        assert!(
            kinds("See ISO 99901:2019 for tests.", "See ISO 99902:2019 for tests.")
                .contains(&Reference)
        );
        let found = differences("宽度不应大于 5 m。", "宽度不应大于 3 m。", Lang::Zh, Lang::Zh);
        assert_eq!(found[0].relation, Some(SetRelation::Superset));
        assert_eq!(found[0].left_value.as_deref(), Some("[0, 5] m"));
    }

    #[test]
    fn terms_of_one_concept_are_no_difference() {
        let finder = TermFinder::new(["guest", "客人", "guide"]);
        let concept = |index: usize| [0, 0, 1][index];
        let found = term_differences("the guest and the guide", "告知客人", &finder, concept);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].left_value.as_deref(), Some("guide"));
    }
}

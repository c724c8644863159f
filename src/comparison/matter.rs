//! What a value is a value of: the words around it, and whether two values are of the same thing.

use std::ops::Range;

use super::topic::{Condition, Matter, Topic};
use crate::language::{Modality, Provision, Quantity, is_han, provisions, quantities, sentences};
use crate::model::Lang;

/// A value as a text sets it: the values allowed, what they are of, and with what force.
#[derive(Clone, Debug)]
pub struct Measure {
    /// The quantity. Under a prohibition of the act ("shall not drive faster than 15 km/h") its
    /// values are those that remain allowed.
    pub quantity: Quantity,
    /// Force of the provision that it stands in.
    pub modality: Modality,
    /// Stands in the condition of the provision, so that nothing is demanded of it.
    pub in_condition: bool,
    /// The condition of the provision it stands in.
    pub condition: Option<Range<usize>>,
    /// What it is of.
    pub topic: Topic,
    /// The keyword of the prohibition that its values are forbidden by.
    pub(super) forbidden_by: Option<Range<usize>>,
    condition_words: Option<Condition>,
}

/// The measures of a text, in order.
#[must_use]
pub fn measures(text: &str, lang: Lang) -> Vec<Measure> {
    let found = quantities(text, lang);
    if found.is_empty() {
        return Vec::new();
    }
    let provisions = provisions(text, lang);
    let provisions: Vec<&Provision> = provisions.iter().collect();
    measures_of(text, &found, &provisions, &sentences(text))
}

/// The measures of a text whose quantities, provisions (embedded ones left out) and sentences are
/// known.
#[must_use]
pub(crate) fn measures_of(
    text: &str,
    found: &[Quantity],
    provisions: &[&Provision],
    sentences: &[Range<usize>],
) -> Vec<Measure> {
    if found.is_empty() {
        return Vec::new();
    }
    let masked = masked(text, found, provisions);
    let mut measures = Vec::with_capacity(found.len());
    for (index, quantity) in found.iter().enumerate() {
        let at = quantity.range.start;
        let sentence = sentences
            .get(sentences.partition_point(|each| each.end <= at))
            .filter(|each| each.start <= at)
            .cloned()
            .unwrap_or(0..text.len());
        let provision = of_quantity(provisions, quantity, &sentence);
        let condition = provision.and_then(|each| each.condition.clone());
        let inside = |range: &Range<usize>| range.start <= at && quantity.range.end <= range.end;
        let before = index.checked_sub(1).map_or(0, |index| found[index].range.end);
        let after = found.get(index + 1).map_or(text.len(), |next| next.range.start);
        let room = before.max(sentence.start).min(at)..after.min(sentence.end).max(at);
        let window = window(&masked, quantity, room);
        let mut spoken = masked[window].to_owned();
        if let Some(subject) = provision.and_then(|each| each.subject.clone())
            && let Some(piece) = masked.get(subject)
        {
            spoken.push(' ');
            spoken.push_str(piece);
        }
        let topic = Topic::spoken(spoken)
            .beside(condition.as_ref().and_then(|it| masked.get(it.clone())))
            .in_chinese(text[sentence].chars().any(is_han));
        let forbidden_by = provision
            .filter(|each| {
                each.modality_beside(found) == Modality::Prohibition && at >= each.keyword.end
            })
            .map(|each| each.keyword.clone());
        measures.push(Measure {
            quantity: match forbidden_by {
                Some(_) => quantity.prohibited(),
                None => quantity.clone(),
            },
            forbidden_by,
            modality: provision.map_or(Modality::Statement, |each| each.modality_beside(found)),
            in_condition: condition.as_ref().is_some_and(inside),
            condition_words: condition
                .as_ref()
                .and_then(|range| text.get(range.clone()))
                .map(Condition::of),
            condition,
            topic,
        });
    }
    measures
}

impl Measure {
    /// What `self` and `other` are of.
    #[must_use]
    pub fn matter(&self, other: &Self) -> Matter {
        self.topic.matter(&other.topic)
    }

    /// Whether each holds under a condition of its own.
    #[must_use]
    pub fn conditions_differ(&self, other: &Self) -> bool {
        match (&self.condition_words, &other.condition_words) {
            (Some(own), Some(theirs)) => own != theirs,
            _ => false,
        }
    }

    /// Demands or allows values: "can" and "need not" leave everything open.
    #[must_use]
    pub fn binds(&self) -> bool {
        !self.in_condition
            && !matches!(self.modality, Modality::Can | Modality::Cannot | Modality::NeedNot)
    }
}

/// The provision that a quantity belongs to: the last one whose keyword stands before it in the
/// sentence, else the first of the sentence.
fn of_quantity<'a>(
    provisions: &[&'a Provision],
    quantity: &Quantity,
    sentence: &Range<usize>,
) -> Option<&'a Provision> {
    let from = provisions.partition_point(|each| each.sentence.end <= sentence.start);
    let rest = &provisions[from..];
    let until = rest.partition_point(|each| each.sentence.start < sentence.end);
    let mut own = rest[..until].iter().copied();
    let first = own.clone().next();
    own.rfind(|each| {
        each.keyword.start
            <= quantity.range.start.max(each.keyword.start).min(quantity.figures.start)
    })
    .or(first)
}

/// The text with spaces for quantities and modal words.
fn masked(text: &str, quantities: &[Quantity], provisions: &[&Provision]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let hidden = quantities
        .iter()
        .map(|each| each.range.start.min(each.figures.start)..each.range.end.max(each.figures.end))
        .chain(provisions.iter().map(|each| each.keyword.clone()));
    for range in hidden {
        if let Some(piece) = bytes.get_mut(range) {
            piece.fill(b' ');
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// The words of the clause around a quantity, up to the neighbouring quantities.
fn window(masked: &str, quantity: &Quantity, room: Range<usize>) -> Range<usize> {
    const MARKS: [char; 8] = [',', ';', '，', '；', '。', '\n', ':', '：'];
    let at = quantity.range.start;
    let before = &masked[room.start..at];
    let mut start = room.start + before.rfind(MARKS).map_or(0, |mark| mark + 1);
    while !masked.is_char_boundary(start) {
        start += 1;
    }
    // behind another quantity, what it is of goes on to "and"
    if start > 0 && room.start == start && masked[..start].ends_with(' ') {
        for joint in [" and ", " or ", "和", "且"] {
            if let Some(found) = masked[start..at].rfind(joint) {
                start += found + joint.len();
                break;
            }
        }
    }
    let from = quantity.range.end.min(room.end);
    let behind = &masked[from..room.end];
    let mut end = from + behind.find(MARKS).unwrap_or(behind.len());
    if let Some(found) = masked[from..end].find(" and ") {
        end = from + found;
    }
    start.min(at)..end.max(at)
}

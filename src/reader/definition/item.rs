//! Pieces of text of any kind, in the order in which they stand.

use std::ops::Range;

use thin_vec::ThinVec;

use crate::bilingual;
use crate::model::{Block, BlockKind, ExplicitCitation, Localised, Text};
use crate::source::{ProblemCode, Span};
use crate::syntax::NodeKind;
use crate::syntax::access::{Cursor, Fields};

use super::clause::{value_of, within};
use super::common::{exactly_localised, fields, localised, text};
use super::{shape, table};

/// A piece of text: a paragraph, or a mapping that says what it is.
pub(super) fn item(cursor: Cursor<'_>) -> Option<Block> {
    if cursor.kind() != NodeKind::Mapping {
        let text = exactly_localised(cursor);
        return (!text.is_empty()).then(|| Block::new(BlockKind::Paragraph, cursor.span(), text));
    }
    let fields = fields(cursor, &shape::ITEM)?;
    let kind = fields
        .get("kind")
        .and_then(|it| it.word(BlockKind::WORDS, BlockKind::from_word))
        .map_or(BlockKind::Paragraph, |said| said.value);
    let words = fields.get("text").map(exactly_localised).unwrap_or_default();
    let mut block = Block::new(kind, cursor.span(), words);
    block.number = fields.get("number").and_then(text);
    block.title = fields.get("title").map(localised).unwrap_or_default();
    if let Some(rows) = fields.get("rows") {
        let cells = table::localised_cells(rows);
        if block.text.is_empty() {
            block.text = cells;
        }
    }
    block.within = within(&fields);
    block.depth = number(&fields, "depth").map_or(0, |it| u8::try_from(it).unwrap_or(u8::MAX));
    block.anchor = fields.get("anchor").and_then(text);
    if let Some(entries) = fields.get("citations") {
        let mut found = Occurrences::of(cursor, &block.text);
        block.citations = entries.items().filter_map(|it| citation(it, &mut found)).collect();
    }
    if let Some(words) = fields.get("keywords") {
        block.keywords = keywords(words, &block.text);
    }
    Some(block)
}

/// The places of marked words in a text.
pub(super) fn keywords(cursor: Cursor<'_>, text: &Localised) -> ThinVec<Span> {
    let mut found = Occurrences::of(cursor, text);
    cursor.items().filter_map(|it| keyword(it, &mut found)).collect()
}

fn keyword(cursor: Cursor<'_>, found: &mut Occurrences) -> Option<Span> {
    if cursor.kind() == NodeKind::Scalar {
        return found.find(cursor, None);
    }
    let fields = fields(cursor, &shape::KEYWORD)?;
    let nth = number(&fields, "nth");
    found.find(fields.require("words")?, nth)
}

fn citation(cursor: Cursor<'_>, found: &mut Occurrences) -> Option<ExplicitCitation> {
    if cursor.kind() == NodeKind::Scalar {
        let anchor = text(cursor)?;
        return Some(ExplicitCitation {
            span: cursor.span(),
            anchor,
            element: None,
            dangling: false,
        });
    }
    let fields = fields(cursor, &shape::CITATION)?;
    let anchor = fields.require("anchor").and_then(text);
    let element = fields.get("element").and_then(text);
    let dangling = fields.get("dangling").and_then(Cursor::bool).is_some_and(|it| it.value);
    let nth = number(&fields, "nth");
    let place = fields.get("words").and_then(|it| found.find(it, nth));
    Some(ExplicitCitation {
        span: place.unwrap_or(cursor.span()),
        anchor: anchor?,
        element,
        dangling,
    })
}

fn number(fields: &Fields<'_>, key: &str) -> Option<usize> {
    let expected = bilingual!("a number", "数字");
    fields.get(key).and_then(|it| it.parse(&expected)).map(|said| said.value)
}

/// Finds words in a text: the next occurrence each time, or the one that is asked for.
struct Occurrences {
    texts: Vec<(Text, String)>,
    /// How many occurrences of the same words were given out.
    given: Vec<(String, usize)>,
}

impl Occurrences {
    fn of(cursor: Cursor<'_>, text: &Localised) -> Self {
        let with_value = |(_, text): (_, &Text)| (text.clone(), value_of(cursor, text));
        Self { texts: text.iter().map(with_value).collect(), given: Vec::new() }
    }

    fn find(&mut self, cursor: Cursor<'_>, nth: Option<usize>) -> Option<Span> {
        let words = cursor.text().map(|it| value_of(cursor, &it))?;
        let given = match self.given.iter().position(|(known, _)| *known == words) {
            Some(at) => &mut self.given[at].1,
            None => {
                self.given.push((words.clone(), 0));
                &mut self.given.last_mut()?.1
            }
        };
        *given = nth.unwrap_or(*given + 1);
        let mut left = *given;
        for (text, value) in &self.texts {
            for range in occurrences(value, &words) {
                left = left.saturating_sub(1);
                if left == 0 {
                    return Some(text.span_of(range));
                }
            }
        }
        cursor.problem(
            ProblemCode::WrongType,
            bilingual!("the text does not say \"{words}\" here", "文字中没有“{words}”"),
            None,
        );
        None
    }
}

/// Every place of `words` in a text; places may overlap.
pub(crate) fn occurrences<'t>(
    text: &'t str,
    words: &'t str,
) -> impl Iterator<Item = Range<usize>> + 't {
    let mut from = 0;
    std::iter::from_fn(move || {
        let first = words.chars().next()?;
        let at = from + text.get(from..)?.find(words)?;
        from = at + first.len_utf8();
        Some(at..at + words.len())
    })
}

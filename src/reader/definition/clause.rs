//! Clauses and what stands in them.

use thin_vec::ThinVec;

use crate::model::{Asset, Block, BlockKind, Clause, Element, Lang, Localised, Text};
use crate::syntax::NodeKind;
use crate::syntax::access::{Cursor, Fields};

use super::common::{fields, localised, text, texts};
use super::{item, shape};

pub(super) fn clause(cursor: Cursor<'_>) -> Option<Clause> {
    let fields = fields(cursor, &shape::CLAUSE)?;
    let mut clause = Clause::at(cursor.span());
    clause.number = fields.get("number").and_then(text);
    clause.title = fields.get("title").map(localised).unwrap_or_default();
    clause.element =
        fields.get("element").and_then(|it| it.word(Element::WORDS, Element::from_word));
    clause.normative = fields.get("normative").and_then(Cursor::bool);
    clause.key = fields.get("key").and_then(text);
    clause.anchor = fields.get("anchor").and_then(text);
    if let Some(words) = fields.get("title_keywords") {
        clause.title_keywords = item::keywords(words, &clause.title);
    }
    if let Some(text) = fields.get("text") {
        paragraphs(text, &mut clause.blocks);
    }
    if let Some(blocks) = fields.get("blocks") {
        clause.blocks.extend(blocks.items().filter_map(item::item));
    }
    assets(&fields, "tables", BlockKind::Table, &mut clause.blocks);
    assets(&fields, "figures", BlockKind::Figure, &mut clause.blocks);
    blocks(&fields, "formulas", BlockKind::Formula, None, &mut clause.blocks);
    blocks(&fields, "notes", BlockKind::Note, None, &mut clause.blocks);
    blocks(&fields, "examples", BlockKind::Example, None, &mut clause.blocks);
    blocks(&fields, "footnotes", BlockKind::Footnote, None, &mut clause.blocks);
    clause.tests = fields.get("tests").map(texts).unwrap_or_default();
    clause.margin_mark = fields.get("margin_mark").and_then(text);
    clause.clauses = fields
        .get("clauses")
        .map(|it| it.items().filter_map(self::clause).collect())
        .unwrap_or_default();
    Some(clause)
}

/// One block a paragraph; empty lines part them. In several languages the first paragraphs belong
/// together, then the second ones, and so on.
fn paragraphs(cursor: Cursor<'_>, blocks: &mut ThinVec<Block>) {
    let whole = localised(cursor);
    let in_parts: Vec<(Lang, Vec<Text>)> = whole
        .texts
        .into_iter()
        .map(|(lang, text)| {
            let value = value_of(cursor, &text);
            let parts = split(&value).into_iter().map(|range| text.part(range)).collect();
            (lang, parts)
        })
        .collect();
    let count = in_parts.iter().map(|(_, parts)| parts.len()).max().unwrap_or(0);
    for index in 0..count {
        let texts: ThinVec<(Lang, Text)> = in_parts
            .iter()
            .filter_map(|(lang, parts)| parts.get(index).map(|text| (*lang, text.clone())))
            .collect();
        let span = texts
            .iter()
            .map(|(_, text)| text.span())
            .reduce(crate::source::Span::join)
            .unwrap_or(cursor.span());
        blocks.push(Block::new(BlockKind::Paragraph, span, Localised { texts }));
    }
}

/// The value of a text of this file.
pub(super) fn value_of(cursor: Cursor<'_>, text: &Text) -> String {
    match text.owned() {
        Some(owned) => owned.value.to_string(),
        None => cursor.access().tree().source(text.span()).to_owned(),
    }
}

/// Byte ranges of paragraphs, without the white space around them.
fn split(value: &str) -> Vec<std::ops::Range<usize>> {
    let mut ranges = Vec::new();
    let mut from = None;
    let mut until = 0;
    let mut at = 0;
    for line in value.split_inclusive('\n') {
        let words = line.trim();
        if words.is_empty() {
            ranges.extend(from.take().map(|from| from..until));
        } else {
            let start = at + (line.len() - line.trim_start().len());
            from.get_or_insert(start);
            until = start + words.len();
        }
        at += line.len();
    }
    ranges.extend(from.map(|from| from..until));
    ranges
}

/// Notes, examples, footnotes, formulas: each a text, or a mapping with a number.
fn blocks(
    fields: &Fields<'_>,
    key: &str,
    kind: BlockKind,
    within: Option<Asset>,
    blocks: &mut ThinVec<Block>,
) {
    let Some(list) = fields.get(key) else { return };
    // A mapping is either one text by language or one numbered block.
    for item in list.one_or_more() {
        let Some(mut block) = block(item, kind) else { continue };
        block.within = block.within.or(within);
        blocks.push(block);
    }
}

fn block(cursor: Cursor<'_>, kind: BlockKind) -> Option<Block> {
    let is_numbered = cursor.kind() == NodeKind::Mapping && {
        let tree = cursor.access().tree();
        tree.entries(cursor.node()).any(|(key, _)| Lang::from_word(tree.str(key)).is_none())
    };
    if !is_numbered {
        let text = localised(cursor);
        return (!text.is_empty()).then(|| Block::new(kind, cursor.span(), text));
    }
    let fields = fields(cursor, &shape::BLOCK)?;
    let text_of = fields.require("text").map(localised).unwrap_or_default();
    let mut block = Block::new(kind, cursor.span(), text_of);
    block.number = fields.get("number").and_then(text);
    block.anchor = fields.get("anchor").and_then(text);
    block.within = within(&fields);
    Some(block)
}

/// What a footnote or note belongs to.
pub(super) fn within(fields: &Fields<'_>) -> Option<Asset> {
    let of = |word: &str| match word {
        "table" => Some(Asset::Table),
        "figure" => Some(Asset::Figure),
        _ => None,
    };
    fields.get("of").and_then(|it| it.word(&["table", "figure"], of)).map(|said| said.value)
}

/// Tables and figures, each followed by its notes and footnotes.
fn assets(fields: &Fields<'_>, key: &str, kind: BlockKind, blocks: &mut ThinVec<Block>) {
    let Some(list) = fields.get(key) else { return };
    for item in list.items() {
        asset(item, kind, blocks);
    }
}

fn asset(cursor: Cursor<'_>, kind: BlockKind, into: &mut ThinVec<Block>) {
    let Some(fields) = fields(cursor, &shape::TABLE) else { return };
    let words = fields.get("text").map(localised).unwrap_or_default();
    let mut block = Block::new(kind, cursor.span(), words);
    block.number = fields.get("number").and_then(text);
    block.title = fields.get("title").map(localised).unwrap_or_default();
    block.anchor = fields.get("anchor").and_then(text);
    if let Some(rows) = fields.get("rows") {
        let cells = super::table::localised_cells(rows);
        if block.text.is_empty() {
            block.text = cells;
        }
    }
    into.push(block);
    let within = Some(if kind == BlockKind::Table { Asset::Table } else { Asset::Figure });
    blocks(&fields, "notes", BlockKind::Note, within, into);
    blocks(&fields, "footnotes", BlockKind::Footnote, within, into);
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn empty_lines_part_paragraphs() {
        let value = "one\nstill one\n\n  two \n \n\n三\n";
        let parts: Vec<&str> = split(value).into_iter().map(|range| &value[range]).collect();
        assert_eq!(parts, ["one\nstill one", "two", "三"]);
        assert!(split(" \n").is_empty());
    }
}

//! Tables and figures.

use roxmltree::Node;
use thin_vec::ThinVec;

use super::Markup;
use super::words::Words;
use crate::model::{Asset, Block, BlockKind, Localised};
use crate::source::Text;
use crate::syntax::xml;

impl Markup<'_> {
    /// `Table 1 — Limits`: number and title, where the label is printed in the name.
    pub(super) fn caption(&self, node: Node<'_, '_>) -> (Option<Text>, Option<Text>) {
        let name = xml::child(node, "name").and_then(|it| self.text(it));
        let Some(name) = name else { return (None, None) };
        if !self.has_printed_labels {
            return (None, Some(name));
        }
        let words = self.words(&name);
        let blank = |c: char| c.is_whitespace();
        let (label, title) = match words.split_once('—') {
            Some((label, title)) => (label.trim_end(), title.trim_start()),
            None => (words, ""),
        };
        let number = label.rsplit(blank).next().unwrap_or("");
        if !number.ends_with(|c: char| c.is_ascii_digit()) {
            return (None, Some(name));
        }
        let number = name.part(label.len() - number.len()..label.len());
        let title = (!title.is_empty()).then(|| name.part(words.len() - title.len()..words.len()));
        (Some(number), title)
    }

    pub(super) fn asset_number(&mut self, node: Node<'_, '_>, kind: BlockKind) -> Option<Text> {
        if node.attribute("unnumbered") == Some("true") {
            return None;
        }
        let count = match kind {
            BlockKind::Table => &mut self.tables,
            BlockKind::Formula => &mut self.formulas,
            _ => &mut self.figures,
        };
        *count += 1;
        let counted = self
            .numbers
            .annex()
            .map_or_else(|| count.to_string(), |letter| format!("{letter}.{count}"));
        let number = node.attribute("autonum").map_or(counted, str::to_owned);
        Some(xml::stands_for(self.tag(node), number))
    }

    pub(super) fn table(&mut self, node: Node<'_, '_>, out: &mut ThinVec<Block>, depth: usize) {
        let mut words = Words::of(node);
        let is_cell = |it: &Node<'_, '_>| matches!(xml::name(*it), "td" | "th");
        let mut grid = xml::Grid::default();
        for row in node.descendants().filter(|it| xml::name(*it) == "tr") {
            for (index, cell) in grid.row(row.children().filter(is_cell)).into_iter().enumerate() {
                if index > 0 {
                    words.builder.cell_break();
                }
                if let Some(cell) = cell {
                    words.gather(self, cell, true);
                }
            }
            words.builder.line_break();
        }
        let text = if words.builder.is_empty() {
            Localised::default()
        } else {
            Localised::one(self.lang, words.builder.finish(self.span(node)))
        };
        let mut block = Block::new(BlockKind::Table, self.span(node), text);
        block.citations = words.citations;
        let counted = self.asset_number(node, BlockKind::Table);
        let (printed, title) = self.caption(node);
        block.number = printed.or(counted);
        block.title = title.map(|it| Localised::one(self.lang, it)).unwrap_or_default();
        block.anchor = self.anchor(node);
        out.push(block);
        self.footnotes(node, Some(Asset::Table), out);
        for note in xml::children(node, "note") {
            self.block(note, out, depth + 1, 0);
        }
    }

    pub(super) fn figure(&mut self, node: Node<'_, '_>, out: &mut ThinVec<Block>, depth: usize) {
        let mut block = Block::new(BlockKind::Figure, self.span(node), Localised::default());
        let counted = self.asset_number(node, BlockKind::Figure);
        let (printed, title) = self.caption(node);
        block.number = printed.or(counted);
        block.title = title.map(|it| Localised::one(self.lang, it)).unwrap_or_default();
        block.anchor = self.anchor(node);
        out.push(block);
        for child in node
            .children()
            .filter(|it| matches!(xml::name(*it), "note" | "dl" | "p" | "sourcecode" | "pre"))
        {
            self.block(child, out, depth + 1, 0);
        }
        self.footnotes(node, Some(Asset::Figure), out);
    }
}

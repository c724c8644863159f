//! Tables, figures and formulas of STS.

use roxmltree::Node;
use thin_vec::ThinVec;

use super::Document;
use super::words::Words;
use crate::model::{Asset, Block, BlockKind, Localised};
use crate::source::Text;
use crate::syntax::xml;

impl Document<'_> {
    pub(super) fn caption(&self, node: Node<'_, '_>) -> Localised {
        xml::child(node, "caption")
            .and_then(|it| self.printed(it, &[]))
            .map(|it| Localised::one(self.lang, it))
            .unwrap_or_default()
    }

    /// `Table 1` is numbered `1`.
    pub(super) fn asset_number(&self, node: Node<'_, '_>) -> Option<Text> {
        let label = xml::child(node, "label").and_then(|it| xml::text_of(self.file, it))?;
        let words = self.words(&label);
        let start = words.find(|c: char| c.is_ascii_digit()).map(|digit| {
            // `A.1`, `NA.1`: the letters belong to the number.
            let Some(before) = words[..digit].strip_suffix('.') else { return digit };
            let letters = before.trim_end_matches(|c: char| c.is_ascii_uppercase());
            if letters.len() < before.len() { letters.len() } else { digit }
        })?;
        let end = start
            + words[start..]
                .find(|c: char| !(c.is_ascii_alphanumeric() || c == '.'))
                .unwrap_or(words.len() - start);
        Some(label.part(start..end))
    }

    pub(super) fn table(&mut self, node: Node<'_, '_>, out: &mut ThinVec<Block>, depth: usize) {
        let mut words = Words::of(node);
        // Rows and cells as in HTML, or in the exchange model of OASIS.
        let is_cell = |it: &Node<'_, '_>| matches!(xml::name(*it), "td" | "th" | "entry");
        let mut grid = xml::Grid::default();
        for row in node.descendants().filter(|it| matches!(xml::name(*it), "tr" | "row")) {
            for (index, cell) in grid.row(row.children().filter(is_cell)).into_iter().enumerate() {
                if index > 0 {
                    words.builder.cell_break();
                }
                if let Some(cell) = cell {
                    words.gather_cell(self, cell);
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
        block.number = self.asset_number(node);
        block.title = self.caption(node);
        block.anchor = xml::attribute(self.file, node, "id");
        out.push(block);
        self.below(node, |it| matches!(it, "legend" | "table-wrap-foot"), Asset::Table, out, depth);
        self.footnotes(node, Asset::Table, out, depth);
    }

    pub(super) fn figure(&mut self, node: Node<'_, '_>, out: &mut ThinVec<Block>, depth: usize) {
        let mut block = Block::new(BlockKind::Figure, self.span(node), Localised::default());
        block.number = self.asset_number(node);
        block.title = self.caption(node);
        block.anchor = xml::attribute(self.file, node, "id");
        out.push(block);
        self.below(node, is_shown_below, Asset::Figure, out, depth);
        self.footnotes(node, Asset::Figure, out, depth);
    }

    /// What is printed below a table or in a figure.
    fn below(
        &mut self,
        node: Node<'_, '_>,
        is_read: impl Fn(&str) -> bool,
        asset: Asset,
        out: &mut ThinVec<Block>,
        depth: usize,
    ) {
        for part in node.children().filter(|it| is_read(xml::name(*it))) {
            let from = out.len();
            self.block(part, out, depth + 1, 0);
            for block in out.iter_mut().skip(from) {
                block.within = block.within.or(Some(asset));
            }
        }
    }

    /// Footnotes and notes of a table or figure, wherever in it they stand but for what is read
    /// below it.
    pub(super) fn footnotes(
        &mut self,
        node: Node<'_, '_>,
        asset: Asset,
        out: &mut ThinVec<Block>,
        depth: usize,
    ) {
        for note in node
            .descendants()
            .filter(|it| *it != node && matches!(xml::name(*it), "fn" | "non-normative-note"))
        {
            let nested = note.ancestors().skip(1).take_while(|it| *it != node).any(|it| {
                let name = xml::name(it);
                matches!(name, "fn" | "non-normative-note" | "legend" | "table-wrap-foot")
                    || (asset == Asset::Figure && is_shown_below(name))
            });
            if nested {
                continue;
            }
            let from = out.len();
            self.block(note, out, depth + 1, 0);
            for block in out.iter_mut().skip(from) {
                block.within = Some(asset);
            }
        }
    }

    /// Words that are printed line by line as they stand.
    pub(super) fn verbatim(&self, node: Node<'_, '_>, out: &mut ThinVec<Block>) {
        let mut builder = xml::builder_for(node);
        for text in node.descendants().filter(Node::is_text) {
            xml::push_text(&mut builder, self.file, text, false);
        }
        if builder.is_empty() {
            return;
        }
        let text = builder.finish(self.span(node));
        let mut block =
            Block::new(BlockKind::Verbatim, self.span(node), Localised::one(self.lang, text));
        block.anchor = xml::attribute(self.file, node, "id");
        out.push(block);
    }

    pub(super) fn asset(&mut self, node: Node<'_, '_>, kind: BlockKind, out: &mut ThinVec<Block>) {
        let mut left_out = vec!["label", "graphic", "legend"];
        if node.descendants().any(|it| xml::name(it) == "math") {
            left_out.push("tex-math");
        }
        let text = self.printed(node, &left_out);
        let mut block = Block::new(
            kind,
            self.span(node),
            text.map(|it| Localised::one(self.lang, it)).unwrap_or_default(),
        );
        block.number = self.asset_number(node);
        block.anchor = xml::attribute(self.file, node, "id");
        out.push(block);
    }
}

/// Elements of a figure that are blocks after it.
fn is_shown_below(name: &str) -> bool {
    matches!(name, "fig" | "p" | "table-wrap" | "list" | "def-list" | "legend")
}

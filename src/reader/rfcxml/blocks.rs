//! Blocks of a section in RFC XML.

use roxmltree::Node;
use thin_vec::ThinVec;

use super::Rfc;
use super::words::{Words, is_block};
use crate::bilingual;
use crate::model::{Block, BlockKind, Lang, Localised};
use crate::reader::blocks;
use crate::source::{Problem, ProblemCode};
use crate::syntax::text_builder::TextBuilder;
use crate::syntax::xml;

impl Rfc<'_> {
    /// Blocks of a section, list item, aside …; nested sections are the caller's.
    pub(super) fn blocks(&mut self, node: Node<'_, '_>, out: &mut ThinVec<Block>, depth: usize) {
        if depth >= xml::DEPTH_LIMIT {
            self.problems.push(Problem::at(
                ProblemCode::Limit,
                self.tag(node),
                bilingual!(
                    "nested deeper than {} elements; what lies below is left out",
                    "嵌套超过 {} 层，以下内容略去",
                    xml::DEPTH_LIMIT
                ),
            ));
            return;
        }
        let list_depth = u8::try_from(depth).unwrap_or(u8::MAX);
        for child in node.children().filter(Node::is_element) {
            match xml::name(child) {
                "t" => self.paragraph(child, BlockKind::Paragraph, out, depth),
                "ul" | "ol" | "list" => {
                    for item in child.children().filter(Node::is_element) {
                        self.item(item, out, depth, list_depth);
                    }
                }
                "dl" => self.definition_list(child, out, depth, list_depth),
                "aside" => self.nested(child, BlockKind::Note, out, depth),
                "blockquote" => self.nested(child, BlockKind::Verbatim, out, depth),
                "figure" => {
                    // Its name stands before what it shows.
                    let title = self.title(child);
                    if !title.is_empty() {
                        let mut figure =
                            Block::new(BlockKind::Figure, self.span(child), Localised::default());
                        figure.title = title;
                        figure.anchor = xml::attribute(self.file, child, "anchor");
                        out.push(figure);
                    }
                    self.blocks(child, out, depth + 1);
                }
                "artset" => self.blocks(child, out, depth + 1),
                "preamble" | "postamble" => self.paragraph(child, BlockKind::Paragraph, out, depth),
                "artwork" | "sourcecode" => self.verbatim(child, out),
                "table" | "texttable" => self.table(child, out),
                _ => {}
            }
        }
    }

    pub(super) fn item(
        &mut self,
        item: Node<'_, '_>,
        out: &mut ThinVec<Block>,
        depth: usize,
        list_depth: u8,
    ) {
        let from = out.len();
        self.paragraph(item, BlockKind::ListItem, out, depth);
        blocks::turn_into_items(out, from, list_depth);
        // Version 2 prints the words of the hanging label before the item.
        if let Some(label) =
            xml::attribute(self.file, item, "hangText").filter(|it| !it.span().is_empty())
            && let Some(block) = out.get_mut(from)
        {
            block.title = Localised::one(Lang::En, label);
        }
    }

    pub(super) fn definition_list(
        &mut self,
        list: Node<'_, '_>,
        out: &mut ThinVec<Block>,
        depth: usize,
        list_depth: u8,
    ) {
        let mut name: Localised = Localised::default();
        for child in list.children().filter(Node::is_element) {
            match xml::name(child) {
                "dt" => {
                    // Keywords stand in the names of lists too: the name is a block of its own.
                    let from = out.len();
                    self.paragraph(child, BlockKind::ListItem, out, depth);
                    if let Some(block) = out.get_mut(from) {
                        block.depth = list_depth;
                        name = block.text.clone();
                        if block.keywords.is_empty() && block.citations.is_empty() {
                            out.truncate(from);
                        }
                    }
                }
                "dd" => {
                    let from = out.len();
                    self.item(child, out, depth, list_depth);
                    if let Some(block) = out.get_mut(from) {
                        block.title = std::mem::take(&mut name);
                    }
                }
                _ => {}
            }
        }
    }

    pub(super) fn nested(
        &mut self,
        node: Node<'_, '_>,
        kind: BlockKind,
        out: &mut ThinVec<Block>,
        depth: usize,
    ) {
        let from = out.len();
        self.paragraph(node, kind, out, depth);
        blocks::turn(out, from, &[BlockKind::Paragraph], kind);
    }

    pub(super) fn paragraph(
        &mut self,
        node: Node<'_, '_>,
        kind: BlockKind,
        out: &mut ThinVec<Block>,
        depth: usize,
    ) {
        let mut words = Words::of(node);
        words.collect(self, node);
        if !words.builder.is_empty() {
            let text = words.builder.finish(self.span(node));
            let mut block = Block::new(kind, self.span(node), Localised::one(Lang::En, text));
            block.anchor = xml::attribute(self.file, node, "anchor");
            block.citations = words.citations;
            block.keywords = words.keywords;
            out.push(block);
        }
        if node.children().any(|it| is_block(xml::name(it))) {
            self.blocks(node, out, depth + 1);
        }
    }

    pub(super) fn verbatim(&mut self, node: Node<'_, '_>, out: &mut ThinVec<Block>) {
        let mut builder = TextBuilder::new();
        for text in node.children().filter(Node::is_text) {
            xml::push_text(&mut builder, self.file, text, false);
        }
        if builder.is_empty() {
            return;
        }
        let text = builder.finish(self.span(node));
        out.push(Block::new(
            BlockKind::Verbatim,
            self.span(node),
            Localised::one(Lang::Unstated, text),
        ));
    }

    pub(super) fn table(&mut self, node: Node<'_, '_>, out: &mut ThinVec<Block>) {
        let mut words = Words::of(node);
        let mut grid = xml::Grid::default();
        let rows: Vec<Vec<Option<Node<'_, '_>>>> = if xml::name(node) == "texttable" {
            // Version 2 gives the cells in one row, after the heads of their columns.
            let heads: Vec<_> = xml::children(node, "ttcol").map(Some).collect();
            let cells: Vec<_> = xml::children(node, "c").map(Some).collect();
            let width = heads.len().max(1);
            std::iter::once(heads).chain(cells.chunks(width).map(<[_]>::to_vec)).collect()
        } else {
            node.descendants()
                .filter(|it| xml::name(*it) == "tr")
                .map(|row| {
                    grid.row(row.children().filter(|it| matches!(xml::name(*it), "td" | "th")))
                })
                .collect()
        };
        for row in rows {
            for (index, cell) in row.into_iter().enumerate() {
                if index > 0 {
                    words.builder.cell_break();
                }
                if let Some(cell) = cell {
                    words.cell(self, cell);
                }
            }
            words.builder.line_break();
        }
        if words.builder.is_empty() {
            return;
        }
        let text = words.builder.finish(self.span(node));
        let mut block =
            Block::new(BlockKind::Table, self.span(node), Localised::one(Lang::En, text));
        block.title = self.title(node);
        block.anchor = xml::attribute(self.file, node, "anchor");
        block.citations = words.citations;
        block.keywords = words.keywords;
        out.push(block);
    }
}

//! Blocks of a section in STS: paragraphs, lists, notes and what stands among them.

use roxmltree::Node;
use thin_vec::ThinVec;

use super::Document;
use super::words::{Words, block_name, inline_name, is_part};
use crate::model::{Block, BlockKind, Localised};
use crate::reader::blocks;
use crate::syntax::xml;

impl Document<'_> {
    /// A block element and the blocks inside it.
    pub(super) fn block(
        &mut self,
        node: Node<'_, '_>,
        out: &mut ThinVec<Block>,
        depth: usize,
        list_depth: u8,
    ) {
        if depth >= xml::DEPTH_LIMIT {
            return;
        }
        let outer = self.enter_language_of(node);
        match xml::name(node) {
            "disp-quote" | "boxed-text" if node.children().any(|it| is_part(xml::name(it))) => {
                self.quotation(node, out, depth, list_depth)
            }
            "p" | "disp-quote" | "boxed-text" | "verse-group" | "attrib" => {
                self.paragraph(node, BlockKind::Paragraph, out, depth, list_depth)
            }
            "list" => {
                for item in node.children().filter(Node::is_element) {
                    self.list_item(item, out, depth, list_depth);
                }
            }
            "def-list" => self.definition_list(node, out, depth, list_depth),
            "non-normative-note" | "normative-note" | "note" => {
                self.labelled(node, BlockKind::Note, out, depth)
            }
            "non-normative-example" | "normative-example" | "example" => {
                self.labelled(node, BlockKind::Example, out, depth)
            }
            "editing-instruction" | "notes-group" => {
                self.labelled(node, BlockKind::Admonition, out, depth)
            }
            "fn-group" => {
                for note in node.children().filter(Node::is_element) {
                    self.block(note, out, depth + 1, list_depth);
                }
            }
            "fn" => self.labelled(node, BlockKind::Footnote, out, depth),
            "table-wrap" | "table" | "array" | "table-wrap-group" => self.table(node, out, depth),
            "fig" | "fig-group" => self.figure(node, out, depth),
            "statement" => self.labelled(node, BlockKind::Provision, out, depth),
            "disp-formula" | "disp-formula-group" | "math" | "chem-struct" | "chem-struct-wrap" => {
                self.asset(node, BlockKind::Formula, out);
                for legend in xml::children(node, "legend") {
                    self.block(legend, out, depth + 1, list_depth);
                }
            }
            "preformat" | "code" => self.verbatim(node, out),
            "speech" => self.asset(node, BlockKind::Verbatim, out),
            "graphic"
            | "media"
            | "label"
            | "title"
            | "break"
            | "supplementary-material"
            | "permissions"
            | "object-id"
            | "std-xref" => {}
            "sec" | "legend" | "table-wrap-foot" => {
                for child in node.children().filter(Node::is_element) {
                    self.block(child, out, depth + 1, list_depth);
                }
            }
            name if inline_name(name) => {
                self.paragraph(node, BlockKind::Paragraph, out, depth, list_depth)
            }
            _ => self.not_understood(node),
        }
        self.lang = outer;
    }

    /// A quotation or a box of several parts.
    fn quotation(
        &mut self,
        node: Node<'_, '_>,
        out: &mut ThinVec<Block>,
        depth: usize,
        list_depth: u8,
    ) {
        for child in node.children().filter(Node::is_element) {
            match xml::name(child) {
                "title" => self.paragraph(child, BlockKind::Paragraph, out, depth + 1, list_depth),
                _ => self.block(child, out, depth + 1, list_depth),
            }
        }
    }

    fn definition_list(
        &mut self,
        node: Node<'_, '_>,
        out: &mut ThinVec<Block>,
        depth: usize,
        list_depth: u8,
    ) {
        for item in xml::children(node, "def-item") {
            let from = out.len();
            for part in xml::children(item, "def") {
                for inner in part.children().filter(Node::is_element) {
                    self.block(inner, out, depth + 1, list_depth.saturating_add(1));
                }
            }
            blocks::turn(out, from, &[BlockKind::Paragraph], BlockKind::ListItem);
            let term = xml::child(item, "term").and_then(|it| self.printed(it, &[]));
            if let (Some(block), Some(term)) = (out.get_mut(from), term) {
                block.title = Localised::one(self.lang, term);
            }
        }
    }

    pub(super) fn list_item(
        &mut self,
        item: Node<'_, '_>,
        out: &mut ThinVec<Block>,
        depth: usize,
        list_depth: u8,
    ) {
        if xml::name(item) == "label" || xml::name(item) == "title" {
            return;
        }
        let from = out.len();
        for child in item.children().filter(Node::is_element) {
            if xml::name(child) == "list" {
                self.block(child, out, depth + 1, list_depth.saturating_add(1));
            } else if xml::name(child) != "label" {
                self.block(child, out, depth + 1, list_depth);
            }
        }
        blocks::turn_into_items(out, from, list_depth);
        if let Some(label) = xml::child(item, "label").and_then(|it| xml::text_of(self.file, it))
            && let Some(block) = out.get_mut(from)
        {
            block.number = Some(label);
        }
    }

    /// A note, example or footnote: its label is its number.
    pub(super) fn labelled(
        &mut self,
        node: Node<'_, '_>,
        kind: BlockKind,
        out: &mut ThinVec<Block>,
        depth: usize,
    ) {
        let from = out.len();
        for child in node.children().filter(Node::is_element) {
            self.block(child, out, depth + 1, 0);
        }
        blocks::turn(out, from, &[BlockKind::Paragraph, BlockKind::ListItem], kind);
        // `NOTE 1` is numbered `1`, `NOTE` not at all; a footnote bears its mark.
        let label = match kind {
            BlockKind::Footnote | BlockKind::Provision => {
                xml::child(node, "label").and_then(|it| xml::text_of(self.file, it))
            }
            _ => self.asset_number(node),
        };
        let anchor = xml::attribute(self.file, node, "id");
        if let Some(block) = out.get_mut(from) {
            block.number = label;
            block.anchor = anchor.or(block.anchor.take());
        }
    }

    fn paragraph_text(
        &self,
        node: Node<'_, '_>,
        kind: BlockKind,
        out: &mut ThinVec<Block>,
        list_depth: u8,
    ) {
        let mut words = Words::of(node);
        words.gather(self, node, &["p"]);
        if !words.builder.is_empty() {
            let text = words.builder.finish(self.span(node));
            let mut block = Block::new(kind, self.span(node), Localised::one(self.lang, text));
            block.anchor = xml::attribute(self.file, node, "id");
            block.citations = words.citations;
            block.depth = list_depth;
            out.push(block);
        }
    }

    pub(super) fn paragraph(
        &mut self,
        node: Node<'_, '_>,
        kind: BlockKind,
        out: &mut ThinVec<Block>,
        depth: usize,
        list_depth: u8,
    ) {
        self.paragraph_text(node, kind, out, list_depth);
        // Blocks inside the paragraph, wherever inline elements hide them.
        let mut stack: Vec<Node<'_, '_>> = node.children().filter(Node::is_element).collect();
        stack.reverse();
        while let Some(child) = stack.pop() {
            if block_name(xml::name(child)) {
                self.block(child, out, depth + 1, list_depth);
            } else if xml::name(child) == "math" {
                // A formula in a line: its words are in the paragraph already.
            } else if inline_name(xml::name(child)) {
                let from = stack.len();
                stack.extend(child.children().filter(Node::is_element));
                stack[from..].reverse();
            } else {
                self.not_understood(child);
            }
        }
    }
}

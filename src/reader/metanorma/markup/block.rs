//! Blocks of text.

use roxmltree::Node;
use thin_vec::ThinVec;

use super::Markup;
use super::words::Words;
use crate::model::{Asset, Block, BlockKind, Lang, Localised};
use crate::reader::blocks;
use crate::source::Text;
use crate::syntax::xml;

impl Markup<'_> {
    /// A formula once, of the forms in which it is given.
    pub(super) fn formula(&self, stem: Node<'_, '_>) -> Option<Text> {
        let written = stem
            .descendants()
            .find(|it| matches!(xml::name(*it), "asciimath" | "latexmath"))
            .and_then(|it| xml::text_of(self.file, it));
        written.or_else(|| self.text(stem))
    }

    pub(super) fn text(&self, node: Node<'_, '_>) -> Option<Text> {
        let mut words = Words::of(node);
        words.gather(self, node, true);
        (!words.builder.is_empty()).then(|| words.builder.finish(self.span(node)))
    }

    pub(super) fn block(
        &mut self,
        node: Node<'_, '_>,
        out: &mut ThinVec<Block>,
        depth: usize,
        list_depth: u8,
    ) {
        if depth >= 128 {
            return;
        }
        match xml::name(node) {
            "p" => self.paragraph(node, BlockKind::Paragraph, out, list_depth),
            "ul" | "ol" => {
                for item in xml::children(node, "li") {
                    let from = out.len();
                    for child in item.children().filter(Node::is_element) {
                        let inner = if matches!(xml::name(child), "ul" | "ol") {
                            list_depth.saturating_add(1)
                        } else {
                            list_depth
                        };
                        self.block(child, out, depth + 1, inner);
                    }
                    if out.len() == from {
                        self.paragraph(item, BlockKind::ListItem, out, list_depth);
                    }
                    blocks::turn_into_items(out, from, list_depth);
                }
            }
            "dl" => {
                let mut name = None;
                for child in node.children().filter(Node::is_element) {
                    match xml::name(child) {
                        "dt" => name = self.text(child),
                        "dd" => {
                            let from = out.len();
                            for inner in child.children().filter(Node::is_element) {
                                self.block(inner, out, depth + 1, list_depth);
                            }
                            if out.len() == from {
                                self.paragraph(child, BlockKind::ListItem, out, list_depth);
                            }
                            blocks::turn(out, from, &[BlockKind::Paragraph], BlockKind::ListItem);
                            if let (Some(block), Some(name)) = (out.get_mut(from), name.take()) {
                                block.title = Localised::one(self.lang, name);
                            }
                        }
                        _ => {}
                    }
                }
            }
            "note" | "termnote" => self.nested(node, BlockKind::Note, out, depth),
            "example" | "termexample" => self.nested(node, BlockKind::Example, out, depth),
            "admonition" => self.nested(node, BlockKind::Admonition, out, depth),
            "requirement" | "recommendation" | "permission" => self.requirement(node, out, depth),
            "quote" => self.nested(node, BlockKind::Verbatim, out, depth),
            "table" => self.table(node, out, depth),
            "figure" => self.figure(node, out, depth),
            "formula" => {
                let text = xml::child(node, "stem").and_then(|it| self.formula(it));
                let mut block = Block::new(
                    BlockKind::Formula,
                    self.span(node),
                    text.map(|it| Localised::one(self.lang, it)).unwrap_or_default(),
                );
                block.anchor = self.anchor(node);
                block.number = self.asset_number(node, BlockKind::Formula);
                out.push(block);
                for child in
                    node.children().filter(|it| matches!(xml::name(*it), "dl" | "p" | "note"))
                {
                    self.block(child, out, depth + 1, list_depth);
                }
            }
            "sourcecode" | "pre" | "literal" => {
                if let Some(text) = self.text(node) {
                    out.push(Block::new(
                        BlockKind::Verbatim,
                        self.span(node),
                        Localised::one(Lang::Unstated, text),
                    ));
                }
            }
            "stem" => {
                if let Some(text) = self.formula(node) {
                    out.push(Block::new(
                        BlockKind::Formula,
                        self.span(node),
                        Localised::one(self.lang, text),
                    ));
                }
            }
            "description" | "inherit" | "specification" | "measurement-target" | "verification"
            | "import" | "component" => {
                for child in node.children().filter(Node::is_element) {
                    self.block(child, out, depth + 1, list_depth);
                }
            }
            "name" | "title" | "label" | "bookmark" | "hr" | "pagebreak" | "image" | "index"
            | "toc" | "identifier" | "subject" | "floating-title" | "fn" | "author" | "source"
            | "attribution" | "classification" | "annotation" | "passthrough" | "columnbreak"
            | "key" => {}
            name if name.starts_with("fmt-") || name == "semx" => {}
            _ => self.not_understood(node),
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
        for child in node.children().filter(Node::is_element) {
            self.block(child, out, depth + 1, 0);
        }
        blocks::turn(out, from, &[BlockKind::Paragraph, BlockKind::ListItem], kind);
        if let Some(block) = out.get_mut(from) {
            block.anchor = block.anchor.take().or_else(|| self.anchor(node));
        }
    }

    /// A requirement: its identifier is its number, and what it says of itself stays a list.
    fn requirement(&mut self, node: Node<'_, '_>, out: &mut ThinVec<Block>, depth: usize) {
        let mut about = ThinVec::new();
        let mut number = None;
        let from = out.len();
        for child in node.children().filter(Node::is_element) {
            let said = match xml::name(child) {
                "identifier" | "label" => {
                    number = number.or_else(|| self.text(child));
                    continue;
                }
                name @ ("subject" | "inherit" | "measurement-target") => {
                    Some((xml::stands_for(self.tag(child), name), self.text(child)))
                }
                "classification" => {
                    let part =
                        |name| xml::child(child, name).and_then(|it| xml::text_of(self.file, it));
                    part("tag").map(|tag| (tag, part("value")))
                }
                _ => {
                    self.block(child, out, depth + 1, 0);
                    continue;
                }
            };
            if let Some((name, Some(text))) = said {
                let text = Localised::one(self.lang, text);
                let mut block = Block::new(BlockKind::ListItem, self.span(child), text);
                block.title = Localised::one(Lang::Unstated, name);
                about.push(block);
            }
        }
        blocks::turn(out, from, &[BlockKind::Paragraph, BlockKind::ListItem], BlockKind::Provision);
        about.extend(out.drain(from..));
        out.append(&mut about);
        if let Some(block) = out.get_mut(from) {
            block.number = block.number.take().or(number);
            block.anchor = block.anchor.take().or_else(|| self.anchor(node));
        }
    }

    pub(super) fn paragraph(
        &mut self,
        node: Node<'_, '_>,
        kind: BlockKind,
        out: &mut ThinVec<Block>,
        list_depth: u8,
    ) {
        let mut words = Words::of(node);
        words.gather(self, node, false);
        if words.builder.is_empty() {
            return;
        }
        let text = words.builder.finish(self.span(node));
        let mut block = Block::new(kind, self.span(node), Localised::one(self.lang, text));
        block.anchor = self.anchor(node);
        block.citations = words.citations;
        block.depth = list_depth;
        out.push(block);
        self.footnotes(node, None, out);
    }

    pub(super) fn footnotes(
        &mut self,
        node: Node<'_, '_>,
        within: Option<Asset>,
        out: &mut ThinVec<Block>,
    ) {
        for note in node.descendants().filter(|it| xml::name(*it) == "fn") {
            if let Some(text) = self.text(note) {
                let mut block = Block::new(
                    BlockKind::Footnote,
                    self.span(note),
                    Localised::one(self.lang, text),
                );
                block.within = within;
                out.push(block);
            }
        }
    }
}

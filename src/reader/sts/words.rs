//! The words of a block in STS, and which elements are blocks and which are words.

use roxmltree::Node;
use thin_vec::ThinVec;

use super::Document;
use crate::model::ExplicitCitation;
use crate::source::Text;
use crate::syntax::text_builder::TextBuilder;
use crate::syntax::xml::{self, Inline};

/// Words of a block with the citations that are marked up in them.
#[derive(Default)]
pub(super) struct Words {
    pub(super) builder: TextBuilder,
    pub(super) citations: ThinVec<ExplicitCitation>,
}

impl Words {
    pub(super) fn of(node: Node<'_, '_>) -> Self {
        Self { builder: xml::builder_for(node), ..Self::default() }
    }

    pub(super) fn gather(
        &mut self,
        document: &Document<'_>,
        node: Node<'_, '_>,
        left_out: &[&str],
    ) {
        self.collect(document, node, left_out, false);
    }

    /// All words of a cell, those of its paragraphs and lists with a blank between them. What
    /// becomes a block or a row of its own is left out.
    pub(super) fn gather_cell(&mut self, document: &Document<'_>, cell: Node<'_, '_>) {
        let apart =
            ["fn", "fn-group", "non-normative-note", "table-wrap", "table", "array", "media"];
        self.collect(document, cell, &apart, true);
    }

    pub(super) fn collect(
        &mut self,
        document: &Document<'_>,
        node: Node<'_, '_>,
        left_out: &[&str],
        with_blocks: bool,
    ) {
        let Self { builder, citations } = self;
        xml::collect(builder, document.file, node, &mut |builder, element| {
            let name = xml::name(element);
            match name {
                "xref" => {
                    if marks_footnote(element) {
                        return Inline::Skip;
                    }
                    if let Some(anchors) = xml::attribute(document.file, element, "rid") {
                        citations.extend(cited(document, element, &anchors));
                    }
                    Inline::Enter
                }
                "graphic" => Inline::Skip,
                _ if is_not_printed(name) => Inline::Skip,
                _ if left_out.contains(&name) => Inline::Skip,
                // The same formula once more.
                "tex-math"
                    if element.parent().is_some_and(|it| {
                        xml::name(it) == "alternatives" && xml::child(it, "math").is_some()
                    }) =>
                {
                    Inline::Skip
                }
                _ if with_blocks => {
                    let starts_block = block_name(name)
                        || matches!(name, "list-item" | "def-item" | "def" | "title" | "label");
                    if starts_block {
                        let start = element.range().start;
                        builder.blank(start, start);
                    }
                    Inline::Enter
                }
                _ if block_name(name) && name != "p" => Inline::Skip,
                _ => Inline::Enter,
            }
        });
    }
}

/// What a cross-reference cites: one (`rid="s5"`) or several (`rid="A B C"`).
fn cited(document: &Document<'_>, element: Node<'_, '_>, anchors: &Text) -> Vec<ExplicitCitation> {
    let words = document.words(anchors);
    let mut citations = Vec::new();
    for anchor in words.split_whitespace() {
        let start = anchor.as_ptr() as usize - words.as_ptr() as usize;
        citations.push(ExplicitCitation {
            span: document.span(element),
            anchor: anchors.part(start..start + anchor.len()),
            element: None,
            dangling: !document.ids.contains(anchor),
        });
    }
    citations
}

/// Whether a cross-reference is the mark of a footnote.
pub(super) fn marks_footnote(element: Node<'_, '_>) -> bool {
    xml::name(element) == "xref" && matches!(element.attribute("ref-type"), Some("fn" | "table-fn"))
}

/// Elements whose words are for machines, or for readers who cannot see the page.
pub(super) fn is_not_printed(name: &str) -> bool {
    matches!(
        name,
        "annotation"
            | "index-term"
            | "alt-text"
            | "long-desc"
            | "std-id-group"
            | "std-id"
            | "object-id"
    )
}

/// Elements of which a quotation or a box consists.
pub(super) fn is_part(name: &str) -> bool {
    block_name(name) || matches!(name, "sec" | "attrib")
}

/// Elements that are blocks of their own.
pub(super) fn block_name(name: &str) -> bool {
    matches!(
        name,
        "p" | "list"
            | "def-list"
            | "non-normative-note"
            | "normative-note"
            | "note"
            | "non-normative-example"
            | "normative-example"
            | "example"
            | "editing-instruction"
            | "fn"
            | "table-wrap"
            | "table"
            | "array"
            | "table-wrap-group"
            | "fig"
            | "fig-group"
            | "disp-formula"
            | "disp-formula-group"
            | "chem-struct-wrap"
            | "statement"
            | "preformat"
            | "code"
            | "disp-quote"
            | "boxed-text"
            | "fn-group"
            | "legend"
            | "graphic"
            | "media"
            | "speech"
            | "verse-group"
    )
}

/// Elements that mark up words inside a block.
pub(super) fn inline_name(name: &str) -> bool {
    matches!(
        name,
        "bold"
            | "italic"
            | "sub"
            | "sup"
            | "sc"
            | "monospace"
            | "underline"
            | "overline"
            | "strike"
            | "roman"
            | "sans-serif"
            | "styled-content"
            | "named-content"
            | "xref"
            | "ext-link"
            | "uri"
            | "email"
            | "std"
            | "std-ref"
            | "std-id"
            | "title"
            | "break"
            | "inline-formula"
            | "math"
            | "mixed-citation"
            | "element-citation"
            | "related-object"
            | "related-article"
            | "inline-graphic"
            | "private-char"
            | "abbrev"
            | "target"
            | "term"
            | "string-name"
            | "year"
            | "fixed-case"
            | "num"
            | "index-term"
            | "milestone-start"
            | "milestone-end"
            | "entailedTerm"
            | "tex-math"
            | "annotation"
            | "alternatives"
            | "std-organization"
            | "std-xref"
            | "word"
            | "content-language"
            | "ruby"
            | "rb"
            | "rt"
            | "label"
            | "source"
            | "hr"
            | "term-display"
            | "caption"
            | "def"
            | "x"
            | "date"
            | "volume"
            | "issue"
            | "fpage"
            | "lpage"
            | "publisher-name"
            | "publisher-loc"
            | "name"
            | "surname"
            | "given-names"
            | "person-group"
            | "article-title"
            | "collab"
            | "edition"
            | "etal"
            | "pub-id"
            | "comment"
            | "chapter-title"
            | "verse-line"
            | "textual-form"
            | "chem-struct"
            | "inline-supplementary-material"
            | "index-term-range-end"
            | "nav-pointer"
            | "std-id-group"
            | "collab-alternatives"
            | "name-alternatives"
            | "citation-alternatives"
            | "prefix"
            | "suffix"
            | "role"
            | "institution"
            | "month"
            | "day"
            | "season"
            | "date-in-citation"
            | "access-date"
            | "conf-name"
            | "conf-date"
            | "conf-loc"
            | "part-title"
            | "issue-title"
            | "trans-title"
            | "trans-source"
            | "data-title"
            | "series"
            | "supplement"
            | "version"
            | "page-range"
            | "elocation-id"
            | "object-id"
            | "isbn"
            | "issn"
            | "gov"
            | "patent"
            | "size"
            | "term-source"
            | "pronunciation"
            | "part-of-speech"
    )
}

//! Words of a block.

use roxmltree::Node;
use thin_vec::ThinVec;

use super::Markup;
use crate::model::ExplicitCitation;
use crate::source::{Span, Text};
use crate::syntax::text_builder::TextBuilder;
use crate::syntax::xml::{self, Inline};

/// Words of a block, without footnotes and without what the presentation repeats.
#[derive(Default)]
pub(super) struct Words {
    pub(super) builder: TextBuilder,
    pub(super) citations: ThinVec<ExplicitCitation>,
}

impl Words {
    pub(super) fn of(node: Node<'_, '_>) -> Self {
        Self { builder: xml::builder_for(node), ..Self::default() }
    }

    pub(super) fn gather(&mut self, markup: &Markup<'_>, node: Node<'_, '_>, with_blocks: bool) {
        let Self { builder, citations } = self;
        xml::collect(builder, markup.file, node, &mut |builder, element| {
            let name = xml::name(element);
            let range = element.range();
            if with_blocks && matches!(name, "p" | "li" | "dt" | "dd" | "formula" | "sourcecode") {
                builder.blank(range.start, range.start);
            }
            match name {
                "eref" | "xref" => {
                    let attribute = if name == "eref" { "bibitemid" } else { "target" };
                    if let Some(anchor) = xml::attribute(markup.file, element, attribute) {
                        let locality = markup.locality(element);
                        let is_printed = element
                            .next_sibling_element()
                            .is_some_and(|it| xml::name(it) == "semx");
                        if !is_printed {
                            let is_printed = |it: &Node<'_, '_>| {
                                !it.ancestors().take_while(|it| it != &element).any(|it| {
                                    matches!(xml::name(it), "locality" | "localityStack" | "date")
                                })
                            };
                            let own = element
                                .descendants()
                                .filter(Node::is_text)
                                .filter(is_printed)
                                .filter_map(|it| it.text())
                                .collect::<String>();
                            let own = own.split_whitespace().collect::<Vec<_>>().join(" ");
                            let printed = match (own.as_str(), element.attribute("citeas")) {
                                ("", Some(cited)) => match &locality {
                                    Some(locality) => {
                                        format!("{cited}, {}", markup.words(locality))
                                    }
                                    None => cited.to_owned(),
                                },
                                ("", None) => markup.place(markup.words(&anchor)),
                                (own, _) => own.to_owned(),
                            };
                            builder.replaced(&printed, range.start, range.end);
                        }
                        let dangling = !markup.ids.contains(markup.words(&anchor));
                        citations.push(ExplicitCitation {
                            span: markup.span(element),
                            anchor,
                            element: locality,
                            dangling,
                        });
                    }
                    Inline::Skip
                }
                "stem" => {
                    let formula = element
                        .descendants()
                        .find(|it| matches!(xml::name(*it), "asciimath" | "latexmath"));
                    match formula.and_then(|it| it.text()) {
                        Some(words) => {
                            builder.replaced(words.trim(), range.start, range.end);
                            Inline::Skip
                        }
                        None => Inline::Enter,
                    }
                }
                "concept" => {
                    let words = element
                        .children()
                        .find(|it| xml::name(*it) == "renderterm")
                        .or_else(|| element.children().find(|it| xml::name(*it) == "refterm"));
                    if let Some(words) = words.and_then(|it| it.text()) {
                        builder.replaced(words.trim(), range.start, range.end);
                    }
                    Inline::Skip
                }
                "link" if !element.has_children() => {
                    let is_printed =
                        element.next_sibling_element().is_some_and(|it| xml::name(it) == "semx");
                    if let Some(target) = element.attribute("target").filter(|_| !is_printed) {
                        builder.replaced(target, range.start, range.end);
                    }
                    Inline::Skip
                }
                "semx" => match element.attribute("element") {
                    Some("eref" | "xref" | "link" | "erefstack") => Inline::Enter,
                    // The number inside of what is printed for a citation.
                    Some("autonum") if element.ancestors().any(is_printed_citation) => {
                        Inline::Enter
                    }
                    _ => Inline::Skip,
                },
                "fmt-xref" | "fmt-link" | "fmt-eref" => {
                    if name == "fmt-link" && !element.has_children() {
                        builder.replaced(
                            element.attribute("target").unwrap_or(""),
                            range.start,
                            range.end,
                        );
                    }
                    Inline::Enter
                }
                "tab" => {
                    builder.blank(range.start, range.end);
                    Inline::Skip
                }
                "fn" | "bookmark" | "image" | "index" | "index-xref" | "ul" | "ol" | "table"
                | "figure" | "note"
                    if !with_blocks =>
                {
                    Inline::Skip
                }
                "fn" | "image" | "index" | "index-xref" | "bookmark" | "date" | "name"
                    if xml::name(node) != "expression" && name != xml::name(node) =>
                {
                    Inline::Skip
                }
                name if name.starts_with("fmt-") => Inline::Skip,
                _ => Inline::Enter,
            }
        });
    }
}

impl Markup<'_> {
    /// How a place of this document is cited; by its anchor where that is not known.
    fn place(&self, anchor: &str) -> String {
        self.places.get(anchor).cloned().unwrap_or_else(|| {
            self.names_anchors.set(true);
            anchor.to_owned()
        })
    }

    /// The places of the document that a citation names: `clause 5 and table 2`.
    pub(super) fn locality(&self, citation: Node<'_, '_>) -> Option<Text> {
        let mut out = String::new();
        let mut span: Option<Span> = None;
        let mut kind_before = "";
        for locality in citation.descendants().filter(|it| xml::name(*it) == "locality") {
            let kind = locality.attribute("type").unwrap_or("");
            let kind = kind.strip_prefix("locality:").unwrap_or(kind);
            let Some(from) = xml::child(locality, "referenceFrom").and_then(|it| it.text()) else {
                continue;
            };
            if kind == "anchor" {
                continue;
            }
            let stack = locality.parent().filter(|it| xml::name(*it) == "localityStack");
            let begins = locality.prev_sibling_element().is_none();
            let connective = stack.filter(|_| begins).and_then(|it| it.attribute("connective"));
            if !out.is_empty() {
                out.push_str(match connective {
                    Some("and") => " and ",
                    Some("or") => " or ",
                    Some("to") => " to ",
                    _ => ", ",
                });
            }
            let is_said = connective == Some("to") && kind == kind_before;
            if !kind.is_empty() && !is_said {
                out.push_str(kind);
                out.push(' ');
            }
            out.push_str(from.trim());
            if let Some(to) = xml::child(locality, "referenceTo").and_then(|it| it.text()) {
                out.push('-');
                out.push_str(to.trim());
            }
            kind_before = kind;
            span = Some(span.map_or(self.span(locality), |it| it.join(self.span(locality))));
        }
        span.map(|it| Text::decoded(it, out, []))
    }
}

fn is_printed_citation(node: Node<'_, '_>) -> bool {
    matches!(xml::name(node), "fmt-xref" | "fmt-eref" | "fmt-link")
}

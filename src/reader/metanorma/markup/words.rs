//! Words of a block.

use roxmltree::Node;
use thin_vec::ThinVec;

use super::Markup;
use crate::model::ExplicitCitation;
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
                        let locality = element
                            .descendants()
                            .find(|it| xml::name(*it) == "referenceFrom")
                            .and_then(|it| xml::text_of(markup.file, it));
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
                                ("", None) => markup.words(&anchor).to_owned(),
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

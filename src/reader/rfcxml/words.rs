//! The words of a paragraph in RFC XML, with its citations and marked keywords.

use roxmltree::Node;
use thin_vec::ThinVec;

use super::Rfc;
use crate::model::ExplicitCitation;
use crate::source::Span;
use crate::syntax::text_builder::TextBuilder;
use crate::syntax::xml::{self, Inline};

/// Elements that are blocks of their own, also inside a paragraph.
pub(super) fn is_block(name: &str) -> bool {
    matches!(
        name,
        "t" | "ul"
            | "ol"
            | "dl"
            | "list"
            | "figure"
            | "artset"
            | "artwork"
            | "sourcecode"
            | "table"
            | "texttable"
            | "aside"
            | "blockquote"
    )
}

/// The words of a paragraph, with its citations and marked keywords.
#[derive(Default)]
pub(super) struct Words {
    pub(super) builder: TextBuilder,
    pub(super) citations: ThinVec<ExplicitCitation>,
    pub(super) keywords: ThinVec<Span>,
}

impl Words {
    pub(super) fn of(node: Node<'_, '_>) -> Self {
        Self { builder: xml::builder_for(node), ..Self::default() }
    }

    pub(super) fn collect(&mut self, rfc: &Rfc<'_>, node: Node<'_, '_>) {
        self.gather(rfc, node, true);
    }

    pub(super) fn cell(&mut self, rfc: &Rfc<'_>, node: Node<'_, '_>) {
        self.gather(rfc, node, false);
    }

    pub(super) fn gather(&mut self, rfc: &Rfc<'_>, node: Node<'_, '_>, leave_blocks: bool) {
        let Self { builder, citations, keywords } = self;
        xml::collect(builder, rfc.file, node, &mut |builder, element| {
            let name = xml::name(element);
            match name {
                "xref" | "relref" => {
                    citation(builder, rfc, element, citations);
                    Inline::Skip
                }
                "bcp14" => {
                    let text: Vec<_> =
                        element.descendants().filter(Node::is_text).map(|it| it.range()).collect();
                    if let (Some(first), Some(last)) = (text.first(), text.last()) {
                        keywords.push(Span::new(rfc.file.id(), first.start, last.end));
                    }
                    Inline::Enter
                }
                "iref" | "cref" | "svg" => Inline::Skip,
                "eref" => {
                    let range = element.range();
                    if !element.has_children()
                        && let Some(target) = element.attribute("target")
                    {
                        builder.replaced(&format!("<{target}>"), range.start, range.end);
                    }
                    Inline::Enter
                }
                _ if leave_blocks && is_block(name) => Inline::Skip,
                // A line is a row: the blocks of a cell are parted by a blank.
                "li" | "dt" | "dd" => parted(builder, element),
                _ if is_block(name) => parted(builder, element),
                _ => Inline::Enter,
            }
        });
    }
}

/// A block inside a cell: its words do not run into those before it.
pub(super) fn parted(builder: &mut TextBuilder, block: Node<'_, '_>) -> Inline {
    let start = block.range().start;
    builder.blank(start, start);
    Inline::Enter
}

/// A cross-reference, in the words in which it is printed.
pub(super) fn citation(
    builder: &mut TextBuilder,
    rfc: &Rfc<'_>,
    xref: Node<'_, '_>,
    citations: &mut ThinVec<ExplicitCitation>,
) {
    let Some(anchor) = xml::attribute(rfc.file, xref, "target") else { return };
    let range = xref.range();
    let own = xref.text().map(str::trim).filter(|text| !text.is_empty());
    let target = rfc.words(&anchor).to_owned();
    let derived = xref
        .attribute("derivedContent")
        .filter(|it| !it.is_empty())
        .or_else(|| rfc.printed_names.get(target.as_str()).copied());
    let element = xml::attribute(rfc.file, xref, "section").filter(|it| !it.span().is_empty());
    let printed = match (own, derived, element.as_ref().map(|it| rfc.words(it))) {
        (Some(own), ..) => own.to_owned(),
        (None, name, Some(section)) => {
            let name = format!("[{}]", name.unwrap_or(&target));
            let kind = kind_of(section);
            match xref.attribute("sectionFormat") {
                Some("comma") => format!("{name}, {kind} {section}"),
                Some("parens") => format!("{name} ({kind} {section})"),
                Some("bare") => section.to_owned(),
                _ => format!("{kind} {section} of {name}"),
            }
        }
        (None, Some(derived), None)
            if derived.contains(' ') || xref.attribute("format") == Some("counter") =>
        {
            derived.to_owned()
        }
        (None, Some(derived), None) => format!("[{derived}]"),
        (None, None, None) => match rfc.section_numbers.get(target.as_str()) {
            Some(number) => section(number, xref.attribute("format")),
            None => format!("[{target}]"),
        },
    };
    builder.replaced(&printed, range.start, range.end);
    citations.push(ExplicitCitation {
        span: Span::new(rfc.file.id(), range.start, range.end),
        anchor,
        element,
        // An entry kept outside the file brings its own anchor.
        dangling: !rfc.anchors.contains(target.as_str()) && !rfc.has_outside_entries,
    });
}

/// How a section of the document itself is named.
fn section(number: &str, format: Option<&str>) -> String {
    match format {
        Some("counter") => number.to_owned(),
        _ => format!("{} {number}", kind_of(number)),
    }
}

fn kind_of(number: &str) -> &'static str {
    match number.starts_with(|c: char| c.is_ascii_alphabetic()) {
        true => "Appendix",
        false => "Section",
    }
}

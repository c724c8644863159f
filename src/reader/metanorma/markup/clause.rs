//! Clauses, their headings and their numbers.

use roxmltree::Node;

use super::Markup;
use super::words::Words;
use crate::model::{Clause, Element, Localised, ReferenceRole, Said};
use crate::reader::elements;
use crate::reader::metanorma::numbers::Series;
use crate::source::Text;
use crate::syntax::xml;

impl Markup<'_> {
    pub(super) fn clause(&mut self, node: Node<'_, '_>, level: u8) -> Clause {
        let mut clause = Clause::at(self.span(node));
        clause.anchor = self.anchor(node);
        if let Some(title) = xml::child(node, "title") {
            clause.title =
                self.heading(title).map(|it| Localised::one(self.lang, it)).unwrap_or_default();
        }
        let name = xml::name(node);
        let normative_list = node.attribute("normative") == Some("true");
        let by_title = clause.title.first().and_then(|it| elements::element_of(self.words(it)));
        let element = match name {
            "foreword" => Some(Element::Foreword),
            "introduction" => Some(Element::Introduction),
            "abstract" | "acknowledgements" | "executivesummary" => Some(Element::Preliminary),
            "terms" if level == 1 => Some(Element::Terms),
            "definitions" => Some(Element::Symbols),
            "annex" => Some(Element::Annex),
            "references" if normative_list => Some(Element::NormativeReferences),
            "references" => Some(Element::Bibliography),
            "clause" if node.attribute("type") == Some("scope") => Some(Element::Scope),
            "clause" if level == 1 => by_title,
            _ => None,
        };
        clause.element = element.map(|it| Said::new(it, self.tag(node)));
        let unnumbered = node.attribute("unnumbered") == Some("true")
            || (level == 1
                && matches!(
                    element,
                    Some(
                        Element::Foreword
                            | Element::Introduction
                            | Element::Preliminary
                            | Element::Bibliography
                    )
                ));
        let is_annex = name == "annex";
        let series = match (is_annex, self.flavour.as_str()) {
            (false, _) => Series::Clause,
            (true, "itu") if node.attribute("obligation") == Some("informative") => {
                Series::Appendix
            }
            (true, _) => Series::Annex,
        };
        let counted = self.numbers.next(level, series, unnumbered);
        let printed = autonumber(node).or_else(|| self.printed_number(node));
        clause.number = printed
            .or(counted)
            .filter(|_| !unnumbered)
            .map(|it| xml::stands_for(self.tag(node), it));
        if is_annex {
            self.tables = 0;
            self.figures = 0;
            self.formulas = 0;
            let normative = node.attribute("obligation") != Some("informative");
            clause.normative = Some(Said::new(normative, self.tag(node)));
        }
        let role =
            if normative_list { ReferenceRole::Normative } else { ReferenceRole::Informative };
        for child in node.children().filter(Node::is_element) {
            match xml::name(child) {
                "title" | "variant-title" => {}
                "clause" | "terms" | "definitions" | "references" | "appendix" => {
                    self.part(child, level + 1, &mut clause.clauses)
                }
                "term" => {
                    let inner = self.term(child, level + 1);
                    clause.clauses.push(inner);
                }
                "bibitem" => {
                    let reference = self.reference(child, role);
                    self.references.extend(reference);
                }
                _ => self.block(child, &mut clause.blocks, 0, 0),
            }
        }
        clause
    }

    /// A title without the number or label that is printed in it: `1<tab/>Scope`,
    /// `Annex A<br/>(informative)<br/>Lamps`.
    pub(super) fn heading(&self, title: Node<'_, '_>) -> Option<Text> {
        let is_annex = title.parent().is_some_and(|it| xml::name(it) == "annex");
        let cut = self
            .has_printed_labels
            .then(|| {
                let named =
                    |wanted: &'static str| move |it: &Node<'_, '_>| xml::name(*it) == wanted;
                if is_annex {
                    title.children().rfind(named("br"))
                } else {
                    title.children().find(named("tab"))
                }
            })
            .flatten();
        let Some(cut) = cut else { return self.text(title) };
        let mut words = Words::of(title);
        for part in cut.next_siblings().skip(1) {
            if part.is_text() {
                xml::push_text(&mut words.builder, self.file, part, true);
            } else if !matches!(xml::name(part), "fn" | "bookmark" | "index" | "") {
                words.gather(self, part, true);
            }
        }
        (!words.builder.is_empty()).then(|| words.builder.finish(self.span(title)))
    }

    /// The number that stands before the tab of a title, or in the name of a term.
    pub(super) fn printed_number(&self, node: Node<'_, '_>) -> Option<String> {
        if !self.has_printed_labels {
            return None;
        }
        let label: String = match (xml::child(node, "title"), xml::name(node)) {
            (Some(title), _) => {
                title.children().find(|it| xml::name(*it) == "tab")?;
                title
                    .children()
                    .take_while(|it| xml::name(*it) != "tab")
                    .flat_map(|it| it.descendants().filter(Node::is_text))
                    .filter_map(|it| it.text())
                    .collect()
            }
            (None, "term") => {
                let name = xml::child(node, "name")?;
                name.descendants().filter(Node::is_text).filter_map(|it| it.text()).collect()
            }
            _ => return None,
        };
        let number = label.trim().trim_end_matches('.').to_owned();
        let is_number = number.starts_with(|c: char| c.is_ascii_alphanumeric())
            && number.len() <= 24
            && !number.contains(char::is_whitespace);
        is_number.then_some(number)
    }
}

/// The number that the presentation prints in a heading.
pub(super) fn autonumber(node: Node<'_, '_>) -> Option<String> {
    // `Appendix 1` of an annex is numbered within it.
    if xml::name(node) == "appendix" {
        return None;
    }
    let heading = node.children().find(|it| matches!(xml::name(*it), "fmt-title" | "fmt-name"))?;
    let label =
        heading.descendants().find(|it| it.attribute("class") == Some("fmt-caption-label"))?;
    let words: String = label
        .descendants()
        .filter(Node::is_text)
        .filter(|it| {
            !it.ancestors()
                .take_while(|it| *it != label)
                .any(|it| it.attribute("class") == Some("fmt-element-name"))
        })
        .filter_map(|it| it.text())
        .collect();
    let number = words.trim().trim_end_matches('.').to_owned();
    let is_number = number.starts_with(|c: char| c.is_ascii_alphanumeric())
        && number.len() <= 24
        && !number.contains(' ');
    is_number.then_some(number)
}

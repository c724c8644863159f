//! Sections of RFC XML, numbered as the format numbers them.

use roxmltree::Node;
use rustc_hash::FxHashMap;
use thin_vec::ThinVec;

use super::Rfc;
use super::words::Words;
use crate::model::{Clause, Element, Lang, Localised, Reference, Said};
use crate::source::Span;
use crate::syntax::xml;

/// Counts sections as the format numbers them.
#[derive(Default)]
pub(super) struct Numbering {
    pub(super) counters: Vec<usize>,
    pub(super) appendix: bool,
}

impl Numbering {
    pub(super) fn next(&mut self, depth: usize) -> String {
        self.counters.resize(depth + 1, 0);
        self.counters[depth] += 1;
        let mut number = String::new();
        for (level, count) in self.counters.iter().enumerate() {
            if level > 0 {
                number.push('.');
            }
            if level == 0 && self.appendix {
                number.push_str(&letters(*count));
            } else {
                number.push_str(&count.to_string());
            }
        }
        number
    }
}

/// Numbers of all sections and reference lists that have an anchor.
pub(super) fn numbers<'a>(rfc: Node<'a, '_>) -> FxHashMap<&'a str, String> {
    let mut numbers = FxHashMap::default();
    let mut numbering = Numbering::default();
    let is_numbered = |it: &Node<'_, '_>| {
        xml::name(*it) == "section" && it.attribute("numbered") != Some("false")
    };
    for part in ["middle", "back"] {
        let Some(part) = xml::child(rfc, part) else { continue };
        if xml::name(part) == "back" {
            numbering = Numbering { appendix: true, ..Numbering::default() };
        }
        for section in part.descendants().filter(is_numbered) {
            let depth =
                section.ancestors().skip(1).take_while(|it| xml::name(*it) == "section").count();
            if depth > xml::DEPTH_LIMIT {
                continue;
            }
            let number = numbering.next(depth);
            if let Some(anchor) = section.attribute("anchor") {
                numbers.insert(anchor, number);
            }
        }
    }
    numbers
}

/// `A` … `Z`, `AA` …
fn letters(mut count: usize) -> String {
    let mut out = Vec::new();
    while count > 0 {
        count -= 1;
        out.push(b'A' + u8::try_from(count % 26).unwrap_or(0));
        count /= 26;
    }
    out.reverse();
    String::from_utf8(out).unwrap_or_default()
}

impl Rfc<'_> {
    pub(super) fn section(
        &mut self,
        node: Node<'_, '_>,
        numbering: &mut Numbering,
        depth: usize,
    ) -> Clause {
        let mut clause = Clause::at(self.span(node));
        clause.anchor = xml::attribute(self.file, node, "anchor");
        clause.title = self.title(node);
        if node.attribute("numbered") != Some("false") {
            let number = numbering.next(depth);
            clause.number = Some(xml::stands_for(self.tag(node), number));
        }
        if numbering.appendix && depth == 0 {
            clause.element = Some(Said::new(Element::Annex, self.tag(node)));
        } else if depth == 0 {
            let title = clause.title.first().map(|it| self.words(it).to_lowercase());
            clause.element = match title.as_deref() {
                Some("introduction") => Some(Said::new(Element::Introduction, self.tag(node))),
                Some("terminology" | "definitions" | "conventions and definitions") => {
                    Some(Said::new(Element::Terms, self.tag(node)))
                }
                _ => None,
            };
        }
        if let Some(name) = xml::child(node, "name")
            && name.descendants().any(|it| xml::name(it) == "bcp14")
        {
            let mut words = Words::of(name);
            words.collect(self, name);
            clause.title_keywords = words.keywords;
        }
        self.blocks(node, &mut clause.blocks, 0);
        if depth < xml::DEPTH_LIMIT {
            for section in xml::children(node, "section") {
                let inner = self.section(section, numbering, depth + 1);
                clause.clauses.push(inner);
            }
        }
        clause
    }

    pub(super) fn back(
        &mut self,
        back: Node<'_, '_>,
        numbering: &mut Numbering,
        references: &mut ThinVec<Reference>,
        clauses: &mut ThinVec<Clause>,
    ) {
        let lists: Vec<_> = xml::children(back, "references").collect();
        if let [only] = lists.as_slice() {
            let clause = self.reference_list(*only, None, numbering, 0, references);
            clauses.push(clause);
        } else if !lists.is_empty() {
            // Two lists side by side are printed below one clause "References".
            let span = lists.iter().map(|it| self.span(*it)).reduce(Span::join);
            let mut clause = Clause::at(span.unwrap_or_else(|| self.span(back)));
            clause.number = Some(xml::stands_for(self.tag(lists[0]), numbering.next(0)));
            clause.title =
                Localised::one(Lang::En, xml::stands_for(self.tag(lists[0]), "References"));
            clause.element = Some(Said::new(Element::Bibliography, self.tag(lists[0])));
            for list in lists {
                let inner = self.reference_list(list, None, numbering, 1, references);
                clause.clauses.push(inner);
            }
            clauses.push(clause);
        }
        numbering.appendix = true;
        numbering.counters.clear();
        for section in xml::children(back, "section") {
            let clause = self.section(section, numbering, 0);
            clauses.push(clause);
        }
    }
}

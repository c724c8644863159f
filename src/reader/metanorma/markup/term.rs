//! Term entries.

use roxmltree::Node;

use super::Markup;
use super::clause::autonumber;
use crate::model::{
    Clause, Definition, Designation, DesignationStatus, Lang, Localised, Said, Target, TermEntry,
};
use crate::reader::metanorma::numbers::Series;
use crate::syntax::xml;

impl Markup<'_> {
    pub(super) fn term(&mut self, node: Node<'_, '_>, level: u8) -> Clause {
        let mut clause = Clause::at(self.span(node));
        clause.anchor = self.anchor(node);
        let counted = self.numbers.next(level, Series::Clause, false);
        let printed = autonumber(node).or_else(|| self.printed_number(node));
        clause.number = printed.or(counted).map(|it| xml::stands_for(self.tag(node), it));
        let mut entry = TermEntry::at(self.span(node), clause.number.clone());
        for child in node.children().filter(Node::is_element) {
            match xml::name(child) {
                name @ ("preferred" | "admitted" | "deprecates") => {
                    let status = match name {
                        "preferred" => DesignationStatus::Preferred,
                        "admitted" => DesignationStatus::Admitted,
                        _ => DesignationStatus::Deprecated,
                    };
                    let expression =
                        xml::child(child, "expression").and_then(|it| xml::child(it, "name"));
                    let lang = child
                        .attribute("language")
                        .or_else(|| {
                            xml::child(child, "expression").and_then(|it| it.attribute("language"))
                        })
                        .map_or(self.lang, |it| Lang::from_word(it).unwrap_or(Lang::Other));
                    if let Some(text) = self.text(expression.unwrap_or(child)) {
                        let words = self.words(&text);
                        let text = match words.strip_prefix("DEPRECATED:") {
                            Some(rest) => {
                                text.part(words.len() - rest.trim_start().len()..words.len())
                            }
                            None => text,
                        };
                        if clause.title.is_empty() {
                            clause.title = Localised::one(lang, text.clone());
                        }
                        entry.designations.push(Designation { lang, text, status });
                    }
                }
                "domain" => entry.domain = self.text(child),
                "definition" => {
                    let words = xml::child(child, "verbal-definition").unwrap_or(child);
                    let lang = self.lang;
                    entry
                        .definitions
                        .extend(self.text(words).map(|text| Definition { lang, text }));
                }
                "termnote" => entry.notes.extend(self.text(child).map(|it| (self.lang, it))),
                "termexample" => entry.examples.extend(self.text(child).map(|it| (self.lang, it))),
                "source" | "termsource" => self.term_source(child, &mut entry),
                "term" => {
                    let inner = self.term(child, level + 1);
                    clause.clauses.push(inner);
                }
                "related" | "dl" | "p" => {}
                name if name.starts_with("fmt-") => {}
                _ => self.block(child, &mut clause.blocks, 0, 0),
            }
        }
        self.terms.push(entry);
        clause
    }

    pub(super) fn term_source(&self, node: Node<'_, '_>, entry: &mut TermEntry) {
        let Some(origin) = xml::child(node, "origin") else { return };
        let Some(written) = xml::attribute(self.file, origin, "citeas")
            .filter(|it| !it.span().is_empty())
            .or_else(|| self.text(origin))
        else {
            return;
        };
        let locality = self.locality(origin);
        let modified = node.attribute("status") == Some("modified")
            || xml::child(node, "modification").is_some();
        if entry.source.is_some() {
            // The first says where the entry is from; others are for its parts.
            return;
        }
        entry.source = Some((Target::named(written), locality));
        entry.modified = Some(Said::new(modified, self.tag(node)));
    }
}

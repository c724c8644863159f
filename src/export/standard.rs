//! A standard and its clauses.

use crate::model::{Classification, Clause, Dates, Details, Standard, Text, WithdrawnItem};
use crate::reader::definition::is_date;

use super::parts::{Writer, bool};
use super::yaml::{Map, Node};

impl<'a> Writer<'a> {
    pub(super) fn standard(self, standard: &'a Standard) -> Node<'a> {
        let mut map = Map::default();
        let identity = standard.identity.as_ref();
        // A document without an identifier says so.
        map.put("standard", identity.map_or(Node::Map(Vec::new()), |it| self.target(it)));
        map.put_some("other_identifiers", self.targets(&standard.other_identifiers));
        map.put("key", standard.key.as_deref().map(|it| self.text(it)));
        map.put("title", self.localised(&standard.title));
        map.put("status", standard.status.map(|it| Node::Word(it.value.as_str())));
        if let Some(details) = &standard.details {
            self.details(details, &mut map);
        }
        let imported = standard.details.as_ref().and_then(|it| it.imported_from.as_ref());
        map.put(
            "imported_from",
            imported.map(|it| self.text(it)).or_else(|| self.format.map(Node::text)),
        );
        map.put("dates", self.dates(&standard.dates));
        map.put(
            "classification",
            standard.classification.as_ref().map(|it| self.classification(it)),
        );
        map.put_some("adopts", Node::list(&standard.adopts, |it| self.adoption(it)));
        for (key, targets) in [
            ("adopted_as", &standard.adopted_as),
            ("replaces", &standard.replaces),
            ("replaced_by", &standard.replaced_by),
            ("amends", &standard.amends),
            ("amended_by", &standard.amended_by),
            ("parts", &standard.parts),
            ("part_of", &standard.part_of),
        ] {
            map.put_some(key, self.targets(targets));
        }
        map.put("references", standard.references.as_ref().map(|it| self.references(it)));
        map.put("terms", standard.terms.as_ref().map(|it| Node::list(it, |it| self.term(it))));
        map.put(
            "clauses",
            standard.clauses.as_ref().map(|it| Node::list(it, |it| self.clause(it))),
        );
        map.put_some("mappings", Node::list(&standard.mappings, |it| self.mapping_set(it)));
        if let Some(details) = &standard.details {
            let items = Node::list(&details.withdrawn_items, |it| self.withdrawn_item(it));
            map.put_some("withdrawn_items", items);
        }
        map.into()
    }

    fn details(self, details: &'a Details, map: &mut Map<'a>) {
        map.put("stage", details.stage.map(|it| Node::text(it.value.to_string())));
        map.put("edition", self.optional(&details.edition));
        map.put("type", self.optional(&details.document_type));
        map.put("level", details.level.map(|it| Node::Word(it.value.as_str())));
        map.put("issuer", self.optional(&details.issuer));
        map.put("jurisdiction", self.optional(&details.jurisdiction));
        map.put("profile", self.optional(&details.profile));
        map.put("function", details.function.map(|it| Node::Word(it.value.as_str())));
        map.put("public", bool(details.public));
        map.put("disclosed", bool(details.disclosed));
        map.put("partial", bool(details.partial));
        map.put_some("languages", self.texts(&details.languages));
    }

    fn dates(self, dates: &'a Dates) -> Option<Node<'a>> {
        let mut map = Map::default();
        map.put("published", self.date(dates.published.as_ref()));
        map.put("effective", self.date(dates.effective.as_ref()));
        map.put("withdrawn", self.date(dates.withdrawn.as_deref()));
        map.put("conflicting_withdrawn", self.date(dates.conflicting_withdrawn.as_deref()));
        map.put("reviewed", self.date(dates.reviewed.as_deref()));
        (!map.has_only(&[])).then(|| map.into())
    }

    fn date(self, date: Option<&'a Text>) -> Option<Node<'a>> {
        let date = date?;
        if is_date(self.words(date)) {
            return Some(self.text(date));
        }
        Some(Node::Map(vec![("written", self.text(date))]))
    }

    fn classification(self, classification: &'a Classification) -> Node<'a> {
        let mut map = Map::default();
        map.put_some("ics", self.texts(&classification.ics));
        map.put_some("ccs", self.texts(&classification.ccs));
        map.put("sectors", classification.sectors.as_ref().map(|it| self.texts(it)));
        map.put("aspects", classification.aspects.as_ref().map(|it| self.texts(it)));
        map.into()
    }

    fn withdrawn_item(self, item: &'a WithdrawnItem) -> Node<'a> {
        let mut map = Map::default();
        map.put("id", self.text(&item.id));
        map.put("title", self.optional(&item.title));
        // The two usual relations are keys, where that keeps the order.
        let rank = |relation: &str| match relation {
            "incorporated-into" => Some(0),
            "moved-to" => Some(1),
            _ => None,
        };
        let ranks: Option<Vec<_>> = item.links.iter().map(|it| rank(self.words(&it.0))).collect();
        match ranks.filter(|it| it.is_sorted()) {
            Some(ranks) => {
                let (into, moved) = item.links.split_at(ranks.partition_point(|it| *it == 0));
                map.put_some("incorporated_into", Node::list(into, |it| self.text(&it.1)));
                map.put_some("moved_to", Node::list(moved, |it| self.text(&it.1)));
            }
            None => map.put(
                "links",
                Node::list(&item.links, |(relation, to)| {
                    let mut link = Map::default();
                    link.put("relation", self.text(relation));
                    link.put("to", self.text(to));
                    link.into()
                }),
            ),
        }
        map.into()
    }

    pub(super) fn clause(self, clause: &'a Clause) -> Node<'a> {
        let mut map = Map::default();
        map.put("number", self.optional(&clause.number));
        map.put("title", self.localised(&clause.title));
        map.put("element", clause.element.map(|it| Node::Word(it.value.as_str())));
        map.put("normative", bool(clause.normative));
        map.put("key", self.optional(&clause.key));
        map.put("anchor", self.optional(&clause.anchor));
        map.put_some("title_keywords", self.keywords(&clause.title_keywords, &clause.title));
        self.blocks(&clause.blocks, &mut map);
        map.put_some("tests", self.texts(&clause.tests));
        map.put("margin_mark", self.optional(&clause.margin_mark));
        map.put_some("clauses", Node::list(&clause.clauses, |it| self.clause(it)));
        map.into()
    }
}

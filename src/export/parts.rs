//! The smaller parts of a standard: texts, documents, references, terms, adoptions, mappings.

use crate::model::{
    Adoption, Degree, DesignationStatus, Deviation, Lang, Localised, Map as Relation, MapEnd,
    MappingSet, PlannedCell, Reference, ReferenceDetails, ReferenceRole, Said, StandardsSystem,
    Target, TermEntry, Text,
};
use crate::source::SourceMap;

use super::yaml::{Map, Node};

/// Knows the words behind places.
#[derive(Clone, Copy)]
pub(super) struct Writer<'a> {
    pub(super) sources: &'a SourceMap,
    pub(super) format: Option<&'static str>,
}

impl<'a> Writer<'a> {
    pub(super) fn words(self, text: &'a Text) -> &'a str {
        text.get(self.sources)
    }

    pub(super) fn text(self, text: &'a Text) -> Node<'a> {
        Node::text(self.words(text))
    }

    pub(super) fn optional(self, text: &'a Option<Text>) -> Option<Node<'a>> {
        text.as_ref().map(|it| self.text(it))
    }

    pub(super) fn texts(self, texts: &'a [Text]) -> Node<'a> {
        Node::list(texts, |it| self.text(it))
    }

    /// One text alone, or a list.
    fn one_or_more(self, texts: &'a [Text]) -> Node<'a> {
        match texts {
            [only] => self.text(only),
            _ => self.texts(texts),
        }
    }

    /// One text alone, several by language; a list where one language has several.
    pub(super) fn localised(self, texts: &'a Localised) -> Option<Node<'a>> {
        let texts = texts.texts.as_slice();
        match texts {
            [] => None,
            [(Lang::Unstated, only)] => Some(self.text(only)),
            _ if is_distinct(texts.iter().map(|it| it.0)) => Some(Node::Map(
                texts.iter().map(|(lang, it)| (lang.as_str(), self.text(it))).collect(),
            )),
            _ => Some(Node::list(texts, |(lang, text)| self.in_language(*lang, text))),
        }
    }

    fn in_language(self, lang: Lang, text: &'a Text) -> Node<'a> {
        if lang == Lang::Unstated {
            return self.text(text);
        }
        Node::Map(vec![(lang.as_str(), self.text(text))])
    }

    /// Texts by language, in order: `{zh: …, en: […]}`.
    fn by_language(self, texts: &[(Lang, &'a Text)]) -> Option<Node<'a>> {
        let mut groups: Vec<(Lang, Vec<Node<'a>>)> = Vec::new();
        for (lang, text) in texts {
            match groups.last_mut() {
                Some((last, group)) if last == lang => group.push(self.text(text)),
                _ => groups.push((*lang, vec![self.text(text)])),
            }
        }
        if !is_distinct(groups.iter().map(|it| it.0)) {
            return Some(Node::List(
                texts.iter().map(|(lang, text)| self.in_language(*lang, text)).collect(),
            ));
        }
        let alone_or_list = |mut group: Vec<Node<'a>>| match group.len() {
            1 => group.remove(0),
            _ => Node::List(group),
        };
        match groups.pop() {
            None => None,
            Some((Lang::Unstated, only)) if groups.is_empty() => Some(alone_or_list(only)),
            Some(last) => {
                groups.push(last);
                let by_language = |(lang, group): (Lang, _)| (lang.as_str(), alone_or_list(group));
                Some(Node::Map(groups.into_iter().map(by_language).collect()))
            }
        }
    }

    pub(super) fn target(self, target: &'a Target) -> Node<'a> {
        if target.by_key {
            return Node::Map(vec![("key", self.text(&target.written))]);
        }
        self.text(&target.written)
    }

    pub(super) fn targets(self, targets: &'a [Target]) -> Node<'a> {
        Node::list(targets, |it| self.target(it))
    }

    /// By role where the order of the entries allows it; otherwise one list whose entries say theirs.
    pub(super) fn references(self, references: &'a [Reference]) -> Node<'a> {
        let rank = |it: &Reference| match it.role {
            ReferenceRole::Normative => 0,
            ReferenceRole::Informative => 1,
            ReferenceRole::Unstated => 2,
        };
        let by_role = !references.is_empty()
            && references.is_sorted_by_key(rank)
            && references.iter().all(|it| it.role != ReferenceRole::Unstated);
        if !by_role {
            return Node::list(references, |it| {
                let role = (it.role != ReferenceRole::Unstated).then_some(it.role);
                self.reference(it, role)
            });
        }
        let (normative, informative) = references
            .split_at(references.partition_point(|it| it.role == ReferenceRole::Normative));
        let mut map = Map::default();
        map.put_some("normative", Node::list(normative, |it| self.reference(it, None)));
        map.put_some("informative", Node::list(informative, |it| self.reference(it, None)));
        map.into()
    }

    fn reference(self, reference: &'a Reference, role: Option<ReferenceRole>) -> Node<'a> {
        let mut map = Map::default();
        map.put("standard", self.target(&reference.target));
        map.put("role", role.map(|it| Node::Word(it.as_str())));
        if let Some(details) = &reference.details {
            self.reference_details(details, &mut map);
        }
        if map.has_only(&["standard"]) && !reference.target.by_key {
            return self.target(&reference.target);
        }
        map.into()
    }

    fn reference_details(self, details: &'a ReferenceDetails, map: &mut Map<'a>) {
        map.put("title", self.localised(&details.title));
        map.put("anchor", self.optional(&details.anchor));
        map.put("group", self.optional(&details.group));
        map.put("clause", self.optional(&details.element));
        map.put("dated", bool(details.dated));
        map.put("all_parts", bool(details.all_parts));
        map.put("justification", self.optional(&details.justification));
        map.put(
            "annotated_degree",
            details.annotated_degree.map(|it| Node::Word(it.value.as_str())),
        );
        map.put("annotated_source", details.annotated_source.as_ref().map(|it| self.target(it)));
        map.put("counterpart", details.counterpart.as_ref().map(|it| self.counterpart(it)));
        map.put("entry", self.optional(&details.raw));
        map.put("footnote", self.optional(&details.footnote));
    }

    fn counterpart(self, counterpart: &'a (Target, Option<Said<Degree>>)) -> Node<'a> {
        let (target, degree) = counterpart;
        if degree.is_none() && !target.by_key {
            return self.target(target);
        }
        let mut map = Map::default();
        map.put("standard", self.target(target));
        map.put("degree", degree.map(|it| Node::Word(it.value.as_str())));
        map.into()
    }

    pub(super) fn term(self, term: &'a TermEntry) -> Node<'a> {
        let mut map = Map::default();
        map.put("number", self.optional(&term.number));
        let named = |status: DesignationStatus| {
            let names = term.designations.iter().filter(|it| it.status == status);
            self.by_language(&names.map(|it| (it.lang, &it.text)).collect::<Vec<_>>())
        };
        let preferred = named(DesignationStatus::Preferred);
        map.put("term", preferred.unwrap_or(Node::List(Vec::new())));
        map.put("admitted", named(DesignationStatus::Admitted));
        map.put("deprecated", named(DesignationStatus::Deprecated));
        let definitions: Vec<_> = term.definitions.iter().map(|it| (it.lang, &it.text)).collect();
        map.put("definition", self.by_language(&definitions));
        map.put("domain", self.optional(&term.domain));
        map.put("source", term.source.as_ref().map(|it| self.term_source(it)));
        map.put("modified", bool(term.modified));
        let pairs =
            |texts: &'a [(Lang, Text)]| texts.iter().map(|it| (it.0, &it.1)).collect::<Vec<_>>();
        map.put("notes", self.by_language(&pairs(&term.notes)));
        map.put("examples", self.by_language(&pairs(&term.examples)));
        map.put_some("footnotes", self.texts(&term.footnotes));
        map.into()
    }

    fn term_source(self, source: &'a (Target, Option<Text>)) -> Node<'a> {
        let (target, clause) = source;
        if clause.is_none() && !target.by_key {
            return self.target(target);
        }
        let mut map = Map::default();
        map.put("standard", self.target(target));
        map.put("clause", self.optional(clause));
        map.into()
    }

    pub(super) fn adoption(self, adoption: &'a Adoption) -> Node<'a> {
        let mut map = Map::default();
        map.put("standard", self.target(&adoption.source));
        map.put("degree", adoption.degree.map(|it| Node::Word(it.value.as_str())));
        if let Some(places) = &adoption.places {
            let mut by_place = Map::default();
            for (key, degree) in [
                ("cover", places.cover),
                ("foreword", places.foreword),
                ("catalogue", places.catalogue),
                ("numbering", places.numbering),
            ] {
                by_place.put(key, degree.map(|it| Node::Word(it.value.as_str())));
            }
            map.put("places", Node::from(by_place));
        }
        if let Some(deviations) = &adoption.deviations {
            map.put("deviations", Node::list(deviations, |it| self.deviation(it)));
        }
        let row = |clause, source| {
            let mut row = Map::default();
            row.put("clause", self.optional(clause));
            row.put("source", self.optional(source));
            Node::from(row)
        };
        map.put_some(
            "clause_map",
            Node::list(&adoption.clause_map, |it| row(&it.clause, &it.source)),
        );
        map.put("comparison_table", bool(adoption.comparison_table));
        map.put_some("amendments", self.targets(&adoption.amendments));
        map.put("claim", self.optional(&adoption.claim));
        map.put("endorsed", adoption.endorsed.then(|| Node::bool(true)));
        if map.has_only(&["standard"]) && !adoption.source.by_key {
            return self.target(&adoption.source);
        }
        map.into()
    }

    fn deviation(self, deviation: &'a Deviation) -> Node<'a> {
        let mut map = Map::default();
        map.put("clause", self.optional(&deviation.clause));
        map.put("source", self.optional(&deviation.source));
        map.put("kind", deviation.kind.map(|it| Node::Word(it.value.as_str())));
        map.put("difference", self.optional(&deviation.difference));
        map.put("reason", self.optional(&deviation.reason));
        map.put("margin_mark", bool(deviation.margin_mark));
        if let Some(forced) = &deviation.a_deviation {
            let mut by = Map::default();
            by.put("regulation", self.optional(&forced.regulation));
            by.put("clause", self.optional(&forced.clause));
            by.put("annex", self.optional(&forced.annex));
            map.put("a_deviation", Node::from(by));
        }
        map.into()
    }

    pub(super) fn mapping_set(self, set: &'a MappingSet) -> Node<'a> {
        let mut map = Map::default();
        map.put("left", self.target(&set.left));
        map.put("right", self.target(&set.right));
        map.put_some("maps", Node::list(&set.maps, |it| self.relation(it)));
        map.put_some(
            "unmapped",
            Node::list(&set.unmapped, |(end, reason)| self.end(end, self.optional(reason))),
        );
        map.put_some("analysed", Node::list(&set.analysed, |it| self.end(it, None)));
        map.into()
    }

    fn relation(self, relation: &'a Relation) -> Node<'a> {
        let mut map = Map::default();
        let ends = |ends: &'a [MapEnd]| match ends {
            [only] => self.end(only, None),
            ends => Node::list(ends, |it| self.end(it, None)),
        };
        map.put("left", ends(&relation.left));
        map.put("right", ends(&relation.right));
        map.put("relation", relation.relation.map(|it| Node::Word(it.value.as_str())));
        map.put("rationale", self.optional(&relation.rationale));
        map.put("confidence", self.optional(&relation.confidence));
        map.into()
    }

    fn end(self, end: &'a MapEnd, reason: Option<Node<'a>>) -> Node<'a> {
        let mut map = Map::default();
        map.put("id", self.text(&end.id));
        map.put("reason", reason);
        map.put("uuid", self.optional(&end.uuid));
        map.put("hash", self.optional(&end.hash));
        map.put("title", self.optional(&end.title));
        if map.has_only(&["id"]) { self.text(&end.id) } else { map.into() }
    }

    pub(super) fn system(self, system: &'a StandardsSystem) -> Node<'a> {
        let mut map = Map::default();
        map.put("scheme", self.optional(&system.scheme));
        map.put("most_of_a_level", system.most.map(|it| Node::text(it.value.to_string())));
        map.put("coverage", Node::list(&system.cells, |it| self.cell(it)));
        map.into()
    }

    fn cell(self, cell: &'a PlannedCell) -> Node<'a> {
        let mut map = Map::default();
        map.put("sector", self.one_or_more(&cell.sectors));
        map.put("aspect", self.one_or_more(&cell.aspects));
        map.put("required", bool(cell.required));
        map.put("min_level", cell.min_level.map(|it| Node::Word(it.value.as_str())));
        map.put("na_reason", self.optional(&cell.na_reason));
        map.into()
    }
}

pub(super) fn bool<'a>(said: Option<Said<bool>>) -> Option<Node<'a>> {
    said.map(|it| Node::bool(it.value))
}

/// Whether no language comes twice.
pub(super) fn is_distinct(langs: impl Iterator<Item = Lang>) -> bool {
    let mut seen = Vec::new();
    langs.into_iter().all(|lang| {
        let is_new = !seen.contains(&lang);
        seen.push(lang);
        is_new
    })
}

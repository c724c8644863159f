//! The reference graph as JSON: what `graph --format json` writes. Keys are kept, one node each;
//! parallel edges are kept.

use rustc_hash::{FxHashMap, FxHashSet};
use thin_vec::{ThinVec, thin_vec};

use super::{Reader, Reading};
use crate::bilingual;
use crate::model::{
    Adoption, Degree, Lang, Level, Localised, Map, MappingSet, Reference, ReferenceRole, Relation,
    Said, Standard, Status, Target, Text,
};
use crate::source::{Problem, ProblemCode, SourceFile, SourceMap};
use crate::syntax::access::{Access, Cursor, Fields};
use crate::syntax::{NodeKind, peek};

/// The reader of reference graphs.
#[derive(Debug)]
pub struct ReferenceGraph;

const KINDS: [&str; 6] = ["cites", "adopts", "replaces", "amends", "maps", "part-of"];

impl Reader for ReferenceGraph {
    fn name(&self) -> &'static str {
        "graph"
    }

    fn recognises(&self, file: &SourceFile) -> bool {
        let peek = peek(file.text());
        // the edges may stand beyond what is looked at
        peek.is_json && (peek.has("nodes") || peek.has("edges"))
    }

    fn read(&self, file: &SourceFile, _sources: &SourceMap) -> Reading {
        let parsed = crate::syntax::parse(file);
        let access = Access::new(&parsed.tree);
        let mut reading = Reading::default();
        for root in access.roots() {
            read_graph(root, &mut reading.standards);
        }
        reading.problems = parsed.problems;
        reading.problems.extend(access.into_problems());
        reading.problems.sort_by_key(|it| it.span.map(|span| (span.start, span.end)));
        // Edges are looked at twice where nodes are only named.
        reading.problems.dedup();
        reading
    }
}

/// What stands behind a key.
#[derive(Clone)]
enum Keyed {
    /// A standard, by its place.
    Described(usize),
    /// A document that others name; its identifier where it has one.
    Named(Option<Text>),
}

fn read_graph(root: Cursor<'_>, standards: &mut Vec<Standard>) {
    let Some(fields) = root.any_fields("graph") else { return };
    let mut keys: FxHashMap<&str, Keyed> = FxHashMap::default();
    let mut speakers: Option<FxHashSet<&str>> = None;
    if let Some(nodes) = fields.require("nodes") {
        for node in nodes.items() {
            let Some(Read { key, standard, described }) = read_node(node) else { continue };
            let name = key.str().unwrap_or("");
            if keys.contains_key(name) {
                key.problem(
                    ProblemCode::DuplicateKey,
                    bilingual!("two nodes have the key \"{name}\"", "两个节点具有同一键“{name}”"),
                    Some(bilingual!("give each node a key of its own", "请为每个节点使用不同的键")),
                );
                continue;
            }
            // What is only named has no place to say anything in.
            let mut is_silent =
                || !speakers.get_or_insert_with(|| from_keys(&fields)).contains(name);
            if !described && is_silent() {
                keys.insert(name, Keyed::Named(standard.identity.map(|it| it.written)));
                continue;
            }
            keys.insert(name, Keyed::Described(standards.len()));
            standards.push(standard);
        }
    }
    if let Some(edges) = fields.require("edges") {
        for edge in edges.items() {
            read_edge(edge, &keys, standards);
        }
    }
}

/// Keys from which an edge leads, which only its own end can say.
fn from_keys<'c>(fields: &Fields<'c>) -> FxHashSet<&'c str> {
    let mut keys = FxHashSet::default();
    for edge in fields.get("edges").into_iter().flat_map(Cursor::items) {
        if edge.kind() != NodeKind::Mapping {
            continue;
        }
        let Some(fields) = edge.any_fields("graph edge") else { continue };
        if let Some(from) = fields.get("from").and_then(|it| it.str()) {
            keys.insert(from);
        }
    }
    keys
}

/// A node.
struct Read<'c> {
    key: Cursor<'c>,
    standard: Standard,
    /// Somebody describes the document; otherwise others only name it.
    described: bool,
}

fn read_node(cursor: Cursor<'_>) -> Option<Read<'_>> {
    // further keys are kept out of the way of those who annotate their graphs
    let fields = cursor.any_fields("graph node")?;
    let key = fields.require("key")?;
    let text = key.text()?;
    let mut standard = Standard::at(cursor.span());
    standard.key = Some(Box::new(text));
    standard.identity = fields.get("id").and_then(Cursor::text).map(Target::named);
    if let Some(title) = fields.get("title").and_then(Cursor::text) {
        standard.title = Localised::one(Lang::Unstated, title);
    }
    standard.status = fields.get("status").and_then(|it| it.word(Status::WORDS, Status::from_word));
    standard.dates.published = fields.get("date").and_then(Cursor::text);
    if let Some(level) = fields.get("level").and_then(|it| it.word(Level::WORDS, Level::from_word))
    {
        standard.details_mut().level = Some(level);
    }
    let described = fields.get("described").is_none_or(|it| it.str() != Some("false"));
    Some(Read { key, standard, described })
}

fn read_edge(cursor: Cursor<'_>, keys: &FxHashMap<&str, Keyed>, standards: &mut [Standard]) {
    let Some(fields) = cursor.any_fields("graph edge") else { return };
    let (Some(from), Some(to)) = (fields.require("from"), fields.require("to")) else { return };
    let Some(kind) = fields.require("kind") else { return };
    let Some(kind) = kind.word(&KINDS, |word| KINDS.iter().copied().find(|it| *it == word)) else {
        return;
    };
    let (Some(from_key), Some(written)) = (from.text().and(from.str()), to.text()) else { return };
    if to.str().is_some_and(|to| !keys.contains_key(to)) {
        no_such_key(to);
    }
    let at = match keys.get(from_key) {
        Some(Keyed::Described(at)) => Some(*at),
        _ => None,
    };
    let Some(standard) = at.and_then(|at| standards.get_mut(at)) else {
        no_such_key(from);
        return;
    };
    let target = match to.str().and_then(|it| keys.get(it)) {
        Some(Keyed::Named(Some(identifier))) => Target::named(identifier.clone()),
        _ => Target::keyed(written),
    };
    match kind.value {
        "cites" => {
            let role = fields
                .get("role")
                .and_then(|it| it.word(ReferenceRole::WORDS, ReferenceRole::from_word));
            let role = role.map_or(ReferenceRole::Normative, |said| said.value);
            let mut reference = Reference::new(target, role, cursor.span());
            if let Some(raw) = fields.get("raw").and_then(Cursor::text) {
                reference.details_mut().raw = Some(raw);
            }
            match &mut standard.references {
                Some(references) => references.push(reference),
                none => *none = Some(thin_vec![reference]),
            }
        }
        "adopts" => {
            let mut adoption = Adoption::of(target, cursor.span());
            adoption.degree =
                fields.get("degree").and_then(|it| it.word(Degree::WORDS, Degree::from_word));
            standard.adopts.push(adoption);
        }
        "replaces" => standard.replaces.push(target),
        "amends" => standard.amends.push(target),
        "part-of" => standard.part_of.push(target),
        _ => {
            let left = Target::keyed(from.text().unwrap_or(Text::verbatim(from.span())));
            standard.mappings.push(mapping_set(cursor, &fields, left, target));
        }
    }
}

fn mapping_set(cursor: Cursor<'_>, fields: &Fields<'_>, left: Target, right: Target) -> MappingSet {
    let relation =
        fields.get("relation").and_then(|it| it.word(Relation::WORDS, Relation::from_word));
    let span = cursor.span();
    // one map without ends carries the relation of the whole
    let map = relation.map(|relation: Said<Relation>| Map {
        span,
        left: ThinVec::new(),
        right: ThinVec::new(),
        relation: Some(relation),
        rationale: None,
        confidence: None,
    });
    MappingSet {
        span,
        left,
        right,
        maps: map.into_iter().collect(),
        unmapped: ThinVec::new(),
        analysed: ThinVec::new(),
    }
}

fn no_such_key(cursor: Cursor<'_>) {
    if cursor.kind() != NodeKind::Scalar {
        return;
    }
    let key = cursor.str().unwrap_or("");
    cursor.access().problem(
        Problem::at(
            ProblemCode::MissingKey,
            cursor.span(),
            bilingual!("no node has the key \"{key}\"", "没有具有键“{key}”的节点"),
        )
        .help(bilingual!("add the node, or correct the key", "请添加该节点，或更正该键")),
    );
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::source::Encoding;

    fn read(text: &str) -> (Reading, SourceMap) {
        let mut sources = SourceMap::new();
        let id = sources
            .add(|id| SourceFile::text_file(id, "graph.json", Encoding::Utf8, text.to_owned()));
        let reading = ReferenceGraph.read(sources.file(id), &sources);
        (reading, sources)
    }

    const GRAPH: &str = r#"{"nodes": [
 {"key": "a", "id": "ISO 1", "status": "current", "note": "kept out of the way"},
 {"key": "b", "level": "national", "status": "withdrawn", "date": "2019", "title": "B"}
], "edges": [
 {"from": "a", "to": "b", "kind": "cites", "role": "informative", "raw": "B, 2019"},
 {"from": "b", "to": "a", "kind": "adopts", "degree": "MOD"}
]}"#;

    #[test]
    fn nodes_and_edges() {
        let (reading, sources) = read(GRAPH);
        assert_eq!(reading.problems, []);
        let [a, b] = reading.standards.as_slice() else { panic!("two") };
        assert_eq!(a.key.as_ref().unwrap().get(&sources), "a");
        let reference = &a.references.as_ref().unwrap()[0];
        assert!(reference.target.by_key);
        assert_eq!(reference.role, ReferenceRole::Informative);
        assert_eq!(b.adopts[0].degree.unwrap().value, Degree::Mod);
        assert!(b.identity.is_none() && b.references.is_none());
    }

    #[test]
    fn faults_are_told_with_their_place() {
        let (reading, sources) = read(
            r#"{"nodes": [{"key": "a"}, {"key": "a"}, {"id": "x"}, 5],
 "edges": [{"from": "a", "to": "zz", "kind": "cites"}, {"from": "yy", "to": "a", "kind": "cites"},
 {"from": "a", "to": "a", "kind": "sites"}]}"#,
        );
        assert_eq!(reading.standards.len(), 1);
        let told: Vec<_> = reading
            .problems
            .iter()
            .map(|it| (sources.slice(it.span.unwrap()), it.message.en.as_str()))
            .collect();
        assert!(told.contains(&("\"zz\"", "no node has the key \"zz\"")), "{told:?}");
        assert!(told.contains(&("\"yy\"", "no node has the key \"yy\"")), "{told:?}");
        assert!(told.contains(&("\"a\"", "two nodes have the key \"a\"")), "{told:?}");
        assert!(told.iter().any(|(place, _)| *place == "\"sites\""), "{told:?}");
        assert_eq!(told.len(), 6, "{told:?}");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]
        #[test]
        fn mutations_do_not_panic(
            changes in prop::collection::vec((0_usize..600, any::<u8>(), 0_u8..4), 1..8),
        ) {
            let mut bytes = GRAPH.as_bytes().to_vec();
            for (at, byte, how) in changes {
                let at = at % bytes.len().max(1);
                match how {
                    0 if at < bytes.len() => bytes[at] = byte,
                    1 => bytes.truncate(at),
                    2 if at < bytes.len() => { bytes.remove(at); }
                    _ => bytes.insert(at, b"[]{}:,\"\\"[usize::from(byte) % 8]),
                }
            }
            let (reading, sources) = read(&String::from_utf8_lossy(&bytes));
            let loaded = crate::reader::Loaded {
                sources,
                standards: reading.standards,
                ..Default::default()
            };
            let _ = loaded;
        }
    }
}

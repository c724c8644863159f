//! What a file says and the model does not hold, for `import --check`.
//!
//! Nothing is asked of the readers: every text of the model knows its place, so that whatever words
//! of the file no place covers were left out. They are told by what they stand in: element of XML,
//! key of JSON or YAML, column of a list, attribute or block of AsciiDoc, style of a Word paragraph.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use roxmltree::Node;
use serde_json::Value;

use super::{Loaded, lists};
use crate::bilingual;
use crate::source::{Bilingual, FileId, ProblemCode, SourceFile, Span};
use crate::syntax::{NodeId, NodeKind, Tree, docx, xml};

/// What words that were left out stand in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Holder {
    /// An element of XML.
    Element,
    /// A key of JSON or YAML.
    Key,
    /// A column of a list.
    Column,
    /// A document attribute of AsciiDoc.
    Attribute,
    /// A block of AsciiDoc, by its style.
    Block,
    /// A paragraph of Word, by its style.
    Style,
    /// A line of a text.
    Line,
}

impl Holder {
    /// The word for it in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Element => "element",
            Self::Key => "key",
            Self::Column => "column",
            Self::Attribute => "attribute",
            Self::Block => "block",
            Self::Style => "style",
            Self::Line => "line",
        }
    }

    /// The word for it, for people.
    #[must_use]
    pub fn word(self) -> Bilingual {
        match self {
            Self::Element => bilingual!("element", "元素"),
            Self::Key => bilingual!("key", "键"),
            Self::Column => bilingual!("column", "列"),
            Self::Attribute => bilingual!("attribute", "属性"),
            Self::Block => bilingual!("block", "块"),
            Self::Style => bilingual!("style", "样式"),
            Self::Line => bilingual!("line", "行"),
        }
    }
}

/// Words of one kind that were left out of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// What they stand in.
    pub holder: Holder,
    /// Its name.
    pub name: String,
    /// How often.
    pub count: usize,
    /// How many characters, without white space.
    pub characters: usize,
    /// The first of them.
    pub first: Span,
    /// No reader knows what it is, rather than that the model has no place for it.
    pub unknown: bool,
}

/// What was left out of a file, most characters first.
#[must_use]
pub fn left_out(loaded: &Loaded, file: FileId) -> Vec<LeftOut> {
    let source = loaded.sources.file(file);
    let format = loaded.formats.get(file.index()).copied().flatten().unwrap_or("");
    let mut search =
        Search { file: source, covered: Covered::of(loaded, file), found: BTreeMap::new() };
    match format {
        "docx" => search.paragraphs(),
        "list" => search.columns(),
        "metanorma-adoc" => search.asciidoc(),
        "internet-draft" | "rfc-index" => search.lines(),
        _ if super::root_element(source.text()).is_some() => search.markup(),
        "definition" => {}
        _ => search.data(),
    }
    let mut found: Vec<LeftOut> = search.found.into_values().collect();
    let strange: Vec<Span> = loaded
        .problems
        .iter()
        .filter(|it| it.code == ProblemCode::NotUnderstood)
        .filter_map(|it| it.span.filter(|span| span.file == file))
        .collect();
    for each in &mut found {
        let starts_here = |it: &&Span| it.start == each.first.start;
        each.unknown = strange.iter().any(|it| starts_here(&it));
    }
    found.sort_by(|a, b| {
        (b.unknown, b.characters, &a.name).cmp(&(a.unknown, a.characters, &b.name))
    });
    found
}

/// The bytes of a file that some text of the model stands for.
struct Covered(Vec<Range<u32>>);

impl Covered {
    fn of(loaded: &Loaded, file: FileId) -> Self {
        let mut ranges = Vec::new();
        let index = serde_json::to_value(file).unwrap_or(Value::Null);
        for standard in &loaded.standards {
            collect(&serde_json::to_value(standard).unwrap_or(Value::Null), &index, &mut ranges);
        }
        for model in [serde_json::to_value(&loaded.mappings), serde_json::to_value(&loaded.systems)]
        {
            collect(&model.unwrap_or(Value::Null), &index, &mut ranges);
        }
        ranges.sort_unstable_by_key(|it| (it.start, it.end));
        ranges.dedup_by(|next, last| {
            let joined = next.start <= last.end;
            if joined {
                last.end = last.end.max(next.end);
            }
            joined
        });
        Self(ranges)
    }

    fn touches(&self, range: &Range<usize>) -> bool {
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let at = self.0.partition_point(|it| it.end <= number(range.start));
        self.0.get(at).is_some_and(|it| it.start < number(range.end))
    }
}

/// Adds the places of texts and words; not those of the things around them.
fn collect(value: &Value, file: &Value, ranges: &mut Vec<Range<u32>>) {
    match value {
        Value::Array(items) => items.iter().for_each(|it| collect(it, file, ranges)),
        Value::Object(map) => {
            let is_text = map.len() == 2 && map.contains_key("owned");
            let is_word = map.len() == 2 && map.contains_key("value");
            let is_place = map.contains_key("start") && map.contains_key("end");
            let is_citation = map.contains_key("anchor") && map.contains_key("dangling");
            if is_place {
                ranges.extend(range(value, file));
            }
            for (key, inner) in map {
                if key != "span" || is_text || is_word || is_citation {
                    collect(inner, file, ranges);
                }
            }
        }
        _ => {}
    }
}

fn range(place: &Value, file: &Value) -> Option<Range<u32>> {
    let number = |key: &str| place[key].as_u64().and_then(|it| u32::try_from(it).ok());
    (place["file"] == *file).then_some(number("start")?..number("end")?).filter(|it| !it.is_empty())
}

struct Search<'a> {
    file: &'a SourceFile,
    covered: Covered,
    found: BTreeMap<(Holder, String), LeftOut>,
}

impl Search<'_> {
    fn add(&mut self, holder: Holder, name: &str, range: Range<usize>, characters: usize) {
        let first = Span::new(self.file.id(), range.start, range.end);
        let entry = self.found.entry((holder, name.to_owned())).or_insert_with(|| LeftOut {
            holder,
            name: name.to_owned(),
            count: 0,
            characters: 0,
            first,
            unknown: false,
        });
        entry.count += 1;
        entry.characters += characters;
    }

    fn markup(&mut self) {
        let mut problems = Vec::new();
        let file = self.file;
        let prepared = xml::prepare(file, &mut problems);
        let Ok(document) = prepared.parse() else { return };
        // Elements of which some word is covered, with everything around them.
        let mut known = HashSet::new();
        for node in document.descendants().filter(|it| self.is_held(*it)) {
            let mut next = Some(node);
            while let Some(node) = next.filter(|it| known.insert(it.id())) {
                next = node.parent();
            }
        }
        let mut open = vec![document.root_element()];
        while let Some(node) = open.pop() {
            if !known.contains(&node.id()) {
                let characters = words_below(node);
                if characters > 0 {
                    let start = node.range().start;
                    let tag = start..start + 1 + xml::name(node).len();
                    self.add(Holder::Element, xml::name(node), tag, characters);
                }
                continue;
            }
            for child in node.children().filter(Node::is_text) {
                let characters = visible(child.text().unwrap_or(""));
                if characters > 0 && !self.covered.touches(&child.range()) {
                    self.add(Holder::Element, xml::name(node), child.range(), characters);
                }
            }
            open.extend(
                node.children().filter(Node::is_element).collect::<Vec<_>>().into_iter().rev(),
            );
        }
    }

    /// Whether the model holds a text of this node or of its attributes.
    fn is_held(&self, node: Node<'_, '_>) -> bool {
        if node.is_text() {
            return self.covered.touches(&node.range());
        }
        node.is_element() && {
            let start = node.range().start;
            let tag = self.file.text()[start..].find('>').map_or(start, |it| start + it);
            self.covered.touches(&(start..tag))
        }
    }

    fn data(&mut self) {
        let parsed = crate::syntax::parse(self.file);
        let tree = &parsed.tree;
        for document in tree.documents() {
            self.value(tree, document.root, "");
        }
    }

    /// Every value below a node that nothing covers, by the outermost key of which all is left out.
    fn value(&mut self, tree: &Tree<'_>, root: NodeId, key: &str) {
        let mut open = vec![(root, key.to_owned())];
        while let Some((node, key)) = open.pop() {
            let span = tree.span(node);
            let range = span.range();
            if !self.covered.touches(&range) {
                let characters = visible(tree.source(span));
                if characters > 0 && !tree.is_null(node) {
                    self.add(Holder::Key, &key, range, characters);
                }
                continue;
            }
            match tree.kind(node) {
                NodeKind::Mapping => {
                    open.extend(
                        tree.entries(node).map(|(key, value)| (value, tree.str(key).to_owned())),
                    );
                }
                NodeKind::Sequence => open.extend(tree.items(node).map(|it| (it, key.clone()))),
                _ => {}
            }
        }
    }

    fn columns(&mut self) {
        for (name, cell) in lists::cells(self.file) {
            let range = cell.span().range();
            let words = cell.owned().map_or_else(|| self.file.slice(cell.span()), |it| &it.value);
            let characters = visible(words);
            if characters > 0 && !self.covered.touches(&range) {
                self.add(Holder::Column, &name, range, characters);
            }
        }
    }

    fn paragraphs(&mut self) {
        let Ok(paragraphs) = docx::read(self.file.bytes(), self.file.path()) else { return };
        let text = self.file.text();
        let mut start = 0;
        // A paragraph is a line of the rendered text.
        for (paragraph, line) in paragraphs.iter().zip(text.split_inclusive('\n')) {
            let range = start..start + line.trim_end().len();
            start += line.len();
            let characters = visible(&paragraph.text);
            if characters > 0 && !self.covered.touches(&range) {
                self.add(Holder::Style, &paragraph.style, range, characters);
            }
        }
    }

    fn lines(&mut self) {
        let mut start = 0;
        for line in self.file.text().split_inclusive('\n') {
            let range = start..start + line.trim_end().len();
            start += line.len();
            let characters = visible(line);
            if characters > 0 && !self.covered.touches(&range) {
                self.add(Holder::Line, "text", range, characters);
            }
        }
    }

    fn asciidoc(&mut self) {
        let mut start = 0;
        let mut style = String::new();
        let mut in_comment = false;
        for line in self.file.text().split_inclusive('\n') {
            let range = start..start + line.trim_end().len();
            start += line.len();
            let words = line.trim();
            if words == "////" {
                in_comment = !in_comment;
                continue;
            }
            // The title of the document is said by its attributes again.
            let is_title = range.start == 0 && words.starts_with("= ");
            if in_comment || is_title || words.starts_with("//") || is_delimiter(words) {
                continue;
            }
            if words.is_empty() {
                style.clear();
                continue;
            }
            let is_covered = self.covered.touches(&range);
            if let Some((name, value)) = attribute(words) {
                if !is_covered && !value.is_empty() && !IN_IDENTIFIER.contains(&name) {
                    self.add(Holder::Attribute, name, range, visible(value));
                }
                continue;
            }
            if words.starts_with('[') && words.ends_with(']') && !words.starts_with("[[[") {
                style = words[1..words.len() - 1]
                    .split([',', '%', '#', '.', '='])
                    .next()
                    .unwrap_or("")
                    .trim_matches('[')
                    .to_owned();
                continue;
            }
            let is_directive = ["include::", "ifdef::", "ifndef::", "ifeval::", "endif::", "{"]
                .iter()
                .any(|it| words.starts_with(it));
            if is_covered || is_directive {
                continue;
            }
            let name = match words.split_once("::") {
                Some((name, _)) if name.chars().all(|c| c.is_ascii_alphanumeric()) => name,
                _ if style.is_empty() => "text",
                _ => &style,
            };
            let name = name.to_owned();
            self.add(Holder::Block, &name, range, visible(words));
        }
    }
}

/// Attributes that go into the identifier and the status; no text of the model is one of them alone.
const IN_IDENTIFIER: &[&str] = &[
    "copyright-year",
    "docnumber",
    "docstage",
    "docsubstage",
    "docsubtype",
    "mandate",
    "mn-document-class",
    "partnumber",
    "prefix",
    "publisher",
];

/// `:name: value` of AsciiDoc.
fn attribute(line: &str) -> Option<(&str, &str)> {
    let (name, value) = line.strip_prefix(':')?.split_once(':')?;
    let is_name =
        !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_!".contains(c));
    is_name.then(|| (name, value.trim()))
}

/// A line that only begins or ends a block of AsciiDoc.
fn is_delimiter(line: &str) -> bool {
    [
        "====", "----", "****", "____", "++++", "|===", "--", "!===", ",===", "''''", "'''", "<<<",
        "+", "....", "```",
    ]
    .iter()
    .any(|it| {
        line == *it
            || (it.len() == 4 && line.starts_with(it) && line.chars().all(|c| it.starts_with(c)))
    })
}

fn visible(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

fn words_below(node: Node<'_, '_>) -> usize {
    node.descendants().filter(Node::is_text).map(|it| visible(it.text().unwrap_or(""))).sum()
}

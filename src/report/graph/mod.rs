//! The reference graph as text: JSON (which is also an input), DOT, Mermaid, GraphML; and as a page.

mod dot;
mod graphml;
mod html;
mod impact;
mod json;
mod layout;
mod level;
mod mermaid;
mod page;
#[cfg(test)]
mod tests;
mod words;

use std::io::{self, Write};

use crate::corpus::{Corpus, LinkId, LinkKind, Node, NodeId, View};
use crate::model::{Lang, Level, ReferenceRole};
use crate::source::{Bilingual, Language};

pub use impact::{impact_html, impact_json, impact_markdown, impact_terminal};
pub use page::{MOST_DOCUMENTS, MOST_LINKS, left_out};

/// A form in which the graph can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GraphFormat {
    /// Graphviz.
    Dot,
    /// Mermaid flowchart.
    Mermaid,
    /// The reference graph JSON, which is also an input.
    Json,
    /// GraphML.
    GraphMl,
    /// One page, to be opened in a browser.
    Html,
}

/// Writes a part of the graph, with words for people in `language`.
///
/// # Errors
/// What `out` says.
pub fn write_graph(
    view: &View<'_>,
    format: GraphFormat,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        GraphFormat::Dot => dot::write(view, language, out),
        GraphFormat::Mermaid => mermaid::write(view, language, out),
        GraphFormat::Json => json::write(view, out),
        GraphFormat::GraphMl => graphml::write(view, out),
        GraphFormat::Html => page::write(view, language, out),
    }
}

/// What every form says of a node.
struct NodeFacts<'c> {
    /// The identifier: as written in a reference graph, canonical elsewhere.
    id: Option<&'c str>,
    level: Option<Level>,
    status: &'static str,
    title: Option<&'c str>,
    date: Option<&'c str>,
    path: Option<&'c str>,
}

fn node_facts(corpus: &Corpus, node: NodeId) -> NodeFacts<'_> {
    let sources = corpus.sources();
    let level = corpus.identifier(node).map(|it| it.level).filter(|&it| it != Level::Unknown);
    let status = corpus.status(node).as_str();
    let canonical = corpus.identifier_id(node).map(|id| corpus.identifiers().canonical(id));
    if let Some(element) = corpus.element(node) {
        let path = sources.file(element.id.span().file).path();
        let title = element.title.as_ref().map(|text| text.get(sources));
        return NodeFacts { id: None, level: None, status, title, date: None, path: Some(path) };
    }
    let Some(id) = corpus.standard_of(node) else {
        let id = match corpus.graph().node(node) {
            Some(&Node::Work(work)) => Some(corpus.work_name(work)),
            _ => canonical,
        };
        return NodeFacts { id, level, status, title: None, date: None, path: None };
    };
    let standard = corpus.standard(id);
    let dates = &standard.dates;
    let date = dates.published.as_ref().or(dates.effective.as_ref());
    let identity = match (&standard.key, &standard.identity) {
        (Some(_), Some(identity)) => Some(identity.written.get(sources)),
        _ => canonical,
    };
    NodeFacts {
        id: identity,
        level: standard.details.as_deref().and_then(|it| it.level).map(|it| it.value).or(level),
        status,
        title: standard.title.first().map(|text| text.get(sources)),
        date: date.map(|text| text.get(sources)),
        path: Some(sources.file(standard.span.file).path()),
    }
}

/// The title of a document for a reader of `language`; the first where it has none in that.
fn title_in(corpus: &Corpus, node: NodeId, language: Language) -> Option<&str> {
    let title = corpus.standard_of(node).map(|id| &corpus.standard(id).title);
    let lang = match language {
        Language::En => Lang::En,
        Language::Zh => Lang::Zh,
    };
    let own = title.and_then(|title| title.in_lang(lang)).map(|text| text.get(corpus.sources()));
    own.or(node_facts(corpus, node).title).filter(|it| !it.trim().is_empty())
}

/// What every form says of an edge.
struct EdgeFacts<'c> {
    kind: &'static str,
    role: Option<&'static str>,
    degree: Option<&'static str>,
    relation: Option<&'static str>,
    raw: Option<&'c str>,
}

fn edge_facts(corpus: &Corpus, link: LinkId) -> EdgeFacts<'_> {
    let Some(weight) = corpus.graph().link(link) else {
        return EdgeFacts { kind: "", role: None, degree: None, relation: None, raw: None };
    };
    let (mut role, mut degree, mut relation) = (None, None, None);
    match weight.kind {
        LinkKind::Cites(it) => role = Some(it.as_str()),
        LinkKind::Adopts(it) => degree = it.map(|it| it.as_str()),
        LinkKind::Maps(it) => relation = it.map(|it| it.as_str()),
        _ => {}
    }
    let raw = corpus.written(link);
    EdgeFacts { kind: weight.kind.word(), role, degree, relation, raw }
}

impl EdgeFacts<'_> {
    /// The same in words: `cites (informative)`, `adopts IDT`.
    fn words(&self) -> Bilingual {
        let kind = words::kind(self.kind);
        match (self.degree.or(self.relation), self.role) {
            (Some(degree), _) => {
                Bilingual::new(format!("{} {degree}", kind.en), format!("{} {degree}", kind.zh))
            }
            (_, Some(role)) if role != ReferenceRole::Normative.as_str() => {
                let role = words::word(role);
                Bilingual::new(
                    format!("{} ({})", kind.en, role.en),
                    format!("{}（{}）", kind.zh, role.zh),
                )
            }
            _ => kind,
        }
    }

    /// A short label: the kind, or for references and adoptions what tells them apart.
    fn label(&self) -> String {
        match (self.degree, self.role) {
            (Some(degree), _) => format!("{} {degree}", self.kind),
            (_, Some(role)) if role == ReferenceRole::Informative.as_str() => {
                format!("{} ({role})", self.kind)
            }
            _ => self.kind.to_owned(),
        }
    }
}

/// What stands in a box: the name of the node; line breaks and other control characters are spaces.
fn caption(view: &View<'_>, node: NodeId) -> String {
    caption_of(view.corpus, node)
}

fn caption_of(corpus: &Corpus, node: NodeId) -> String {
    one_line(&corpus.name(node))
}

fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_control() || c.is_whitespace())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

//! The graph as one page that can be opened anywhere: a drawing to move about in, what is said of each
//! document, and the same as lists. The drawing is laid out here, so that the page opens with it.

use std::io::{self, Write};

use indexmap::IndexMap;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::html::{Page, escaped};
use super::layout::{self, Sketch};
use super::level::{level_name, level_of};
use super::{caption, edge_facts, node_facts, one_line, title_in, words};
use crate::bilingual;
use crate::corpus::{LinkId, LinkKind, NodeId, View};
use crate::model::{Level, ReferenceRole, Status};
use crate::source::{Bilingual, Language};

/// Documents on a page: what a browser still draws without a pause.
pub const MOST_DOCUMENTS: usize = 20_000;
/// Links on a page.
pub const MOST_LINKS: usize = 60_000;

/// A word, in English, in Chinese.
type Word = (&'static str, String, String);

#[derive(Serialize)]
struct Data {
    lang: &'static str,
    title: (String, String),
    as_of: String,
    tool: &'static str,
    around: Vec<String>,
    /// Documents and links that are not on the page.
    left_out: [usize; 2],
    size: [i32; 2],
    levels: Vec<Word>,
    statuses: Vec<Word>,
    roles: Vec<Word>,
    /// Kinds, and how each reads from the other end.
    kinds: Vec<(Word, String, String)>,
    /// Level, top, height.
    bands: Vec<(usize, i32, i32)>,
    paths: Vec<String>,
    nodes: Vec<NodeRow>,
    links: Vec<LinkRow>,
}

/// Key, name where it is another, titles, level, status, date, path, x, y.
#[derive(Serialize)]
struct NodeRow(
    String,
    Option<String>,
    Option<Titles>,
    usize,
    usize,
    Option<String>,
    Option<usize>,
    i32,
    i32,
);

#[derive(Serialize)]
#[serde(untagged)]
enum Titles {
    One(String),
    /// English, Chinese.
    Both(String, String),
}

/// From, to, kind, role, degree or relation, as written.
#[derive(Serialize)]
struct LinkRow(usize, usize, usize, Option<usize>, Option<&'static str>, Option<String>);

/// Writes the page.
pub(super) fn write(view: &View<'_>, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let part = Part::of(view);
    let data = data(view, &part, language);
    let json = serde_json::to_string(&data).map_err(io::Error::from)?;
    let title = title(view);
    let body = include_str!("page/graph.html").replace("{{title}}", &escaped(title.get(language)));
    Page {
        language: data.lang,
        title: title.get(language),
        styles: &[
            include_str!("../colours.css"),
            include_str!("page/look.css"),
            include_str!("page/graph.css"),
        ],
        body: &body,
        data: &json,
        scripts: &[
            include_str!("page/common.js"),
            include_str!("page/shapes.js"),
            include_str!("page/words.js"),
            include_str!("page/model.js"),
            include_str!("page/picture.js"),
            include_str!("page/moving.js"),
            include_str!("page/detail.js"),
            include_str!("page/list.js"),
            include_str!("page/print.js"),
            include_str!("page/start.js"),
        ],
    }
    .write(out)
}

/// How much of a view is not on its page: documents, links.
#[must_use]
pub fn left_out(view: &View<'_>) -> (usize, usize) {
    let part = Part::of(view);
    (view.nodes.len() - part.nodes.len(), view.edges.len() - part.edges.len())
}

/// What of a view is on the page.
struct Part {
    /// Places in the view, rising.
    nodes: Vec<usize>,
    /// Links, with their ends as places among `nodes`.
    edges: Vec<(LinkId, usize, usize)>,
}

impl Part {
    /// Everything, or of an enormous graph the documents with the most links, those that were asked for
    /// first, and the links between them, references for information last.
    fn of(view: &View<'_>) -> Self {
        let ends: Vec<(LinkId, usize, usize)> = view
            .edges
            .iter()
            .map(|&(link, from, to)| (link, view.place(from), view.place(to)))
            .collect();
        let mut nodes: Vec<usize> = (0..view.nodes.len()).collect();
        if nodes.len() > MOST_DOCUMENTS {
            let mut links = vec![0_usize; nodes.len()];
            for &(_, from, to) in &ends {
                links[from] += 1;
                links[to] += 1;
            }
            let asked: FxHashSet<NodeId> = view.around.iter().copied().collect();
            nodes.sort_by_key(|&at| {
                (!asked.contains(&view.nodes[at]), std::cmp::Reverse(links[at]), at)
            });
            nodes.truncate(MOST_DOCUMENTS);
            nodes.sort_unstable();
        }
        let place: FxHashMap<usize, usize> =
            nodes.iter().enumerate().map(|(place, &at)| (at, place)).collect();
        let mut edges: Vec<(LinkId, usize, usize)> = ends
            .into_iter()
            .filter_map(|(link, from, to)| Some((link, *place.get(&from)?, *place.get(&to)?)))
            .collect();
        if edges.len() > MOST_LINKS {
            let weight = |link: LinkId| view.corpus.graph().link(link).map(|it| it.kind);
            edges.sort_by_key(|&(link, from, _)| {
                let last = match weight(link) {
                    Some(LinkKind::Cites(ReferenceRole::Informative)) => 2,
                    Some(LinkKind::Cites(_)) => 1,
                    _ => 0,
                };
                (last, from, link)
            });
            edges.truncate(MOST_LINKS);
            edges.sort_by_key(|&(link, from, _)| (from, link));
        }
        Self { nodes, edges }
    }
}

fn title(view: &View<'_>) -> Bilingual {
    match view.around.as_slice() {
        [] => bilingual!("Reference graph", "引用关系图"),
        around => {
            let names: Vec<String> =
                around.iter().take(3).map(|&it| one_line(&view.corpus.name(it))).collect();
            let names = names.join(", ");
            bilingual!("Reference graph around {names}", "{names} 的引用关系图")
        }
    }
}

/// A closed list of words in the order in which they are first met.
#[derive(Default)]
struct Vocabulary(IndexMap<&'static str, Bilingual>);

impl Vocabulary {
    fn number(&mut self, word: &'static str, say: impl Fn(&'static str) -> Bilingual) -> usize {
        let entry = self.0.entry(word);
        let at = entry.index();
        entry.or_insert_with(|| say(word));
        at
    }

    fn words(self) -> Vec<Word> {
        self.0.into_iter().map(|(word, said)| (word, said.en, said.zh)).collect()
    }
}

fn data(view: &View<'_>, part: &Part, language: Language) -> Data {
    let corpus = view.corpus;
    let levels: Vec<Level> =
        part.nodes.iter().map(|&at| level_of(corpus, view.nodes[at])).collect();
    let present: Vec<Level> =
        Level::ALL.iter().copied().filter(|level| levels.contains(level)).collect();
    let band = |level: Level| present.iter().position(|&it| it == level).unwrap_or(0);
    let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let title = title(view);
    let layout = layout::lay_out(&Sketch {
        bands: levels.iter().map(|&level| band(level)).collect(),
        links: part.edges.iter().map(|&(_, from, to)| (number(from), number(to))).collect(),
    });
    let all: Vec<_> = part.nodes.iter().map(|&at| node_facts(corpus, view.nodes[at])).collect();
    // statuses always stand in the order of a document's life
    let mut statuses = Vocabulary::default();
    for status in Status::WORDS {
        if all.iter().any(|facts| facts.status == *status) {
            statuses.number(status, words::word);
        }
    }
    let mut paths: IndexMap<String, ()> = IndexMap::new();
    let mut nodes = Vec::with_capacity(part.nodes.len());
    for (place, (&at, facts)) in part.nodes.iter().zip(&all).enumerate() {
        let node = view.nodes[at];
        let name = caption(view, node);
        let key = view.keys[at].clone();
        let (x, y) = layout.places[place];
        nodes.push(NodeRow(
            key.clone(),
            (name != key).then_some(name),
            titles(view, node),
            band(levels[place]),
            statuses.number(facts.status, words::word),
            facts.date.map(one_line),
            facts.path.map(|path| {
                let entry = paths.entry(path.to_owned());
                let at = entry.index();
                entry.or_default();
                at
            }),
            x,
            y,
        ));
    }
    let (mut kinds, mut roles) = (Vocabulary::default(), Vocabulary::default());
    for kind in LinkKind::WORDS {
        if part.edges.iter().any(|&(link, ..)| edge_facts(corpus, link).kind == kind) {
            kinds.number(kind, words::kind);
        }
    }
    let links = part
        .edges
        .iter()
        .map(|&(link, from, to)| {
            let facts = edge_facts(corpus, link);
            LinkRow(
                from,
                to,
                kinds.number(facts.kind, words::kind),
                facts.role.map(|role| roles.number(role, words::word)),
                facts.degree.or(facts.relation),
                facts.raw.map(one_line),
            )
        })
        .collect();
    let bands = layout.bands.iter().enumerate().map(|(at, band)| (at, band.top, band.height));
    Data {
        lang: match language {
            Language::En => "en",
            Language::Zh => "zh",
        },
        title: (title.en, title.zh),
        as_of: corpus.as_of().to_string(),
        tool: concat!("consonance ", env!("CARGO_PKG_VERSION")),
        around: view.around.iter().map(|&node| view.key(node).to_owned()).collect(),
        left_out: [view.nodes.len() - part.nodes.len(), view.edges.len() - part.edges.len()],
        size: [layout.width, layout.height],
        bands: bands.collect(),
        levels: present
            .iter()
            .map(|&level| {
                let name = level_name(level);
                (level.as_str(), name.en, name.zh)
            })
            .collect(),
        statuses: statuses.words(),
        roles: roles.words(),
        kinds: kinds
            .words()
            .into_iter()
            .map(|word| {
                let other = words::kind_of_other(word.0);
                (word, other.en, other.zh)
            })
            .collect(),
        paths: paths.into_keys().collect(),
        nodes,
        links,
    }
}

/// The titles of a document: in both languages of the page where it has both.
fn titles(view: &View<'_>, node: NodeId) -> Option<Titles> {
    let title = |language| title_in(view.corpus, node, language).map(one_line);
    match (title(Language::En)?, title(Language::Zh)?) {
        (en, zh) if en == zh => Some(Titles::One(en)),
        (en, zh) => Some(Titles::Both(en, zh)),
    }
}

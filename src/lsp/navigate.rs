//! Where things are: what is named at the cursor, who names it, and the clauses of a text.

use gen_lsp_types::{DocumentSymbol, Location, Position, Range, SymbolKind};

use super::naming::{self, Named, clauses, named_at};
use super::view::View;
use crate::corpus::{Corpus, DeclaredBy, Link, LinkKind, NodeId, StandardId};
use crate::model::{Clause, Localised, Standard};
use crate::source::{SourceMap, Span};

/// Places that are given at once.
const MOST: usize = 1000;
/// Depth to which clauses are shown within each other.
const DEEPEST: usize = 32;

/// Where what is named at a byte is: a clause or table where one is named, else the document.
pub(super) fn definition(view: &View<'_>, offset: usize) -> Vec<Location> {
    let Some(named) = named_at(view, offset) else { return Vec::new() };
    let Some(identifier) = &named.document else { return own_element(view, &named, offset) };
    let Some(corpus) = view.corpus() else { return Vec::new() };
    let Some(resolution) = naming::resolve(view, identifier, offset) else { return Vec::new() };
    let found = naming::standards(corpus, &resolution.nodes);
    if found.is_empty()
        && let Some(entry) = view.checked.and_then(|it| it.catalogue.get(identifier))
        && entry.place.0.is_file()
    {
        let start = Position { line: entry.place.1, character: 0 };
        let range = Range { start, end: start };
        return vec![Location { uri: view.uri(&entry.place.0), range }];
    }
    let place = |id: &StandardId| {
        let standard = corpus.standard(*id);
        let element = named
            .element
            .as_ref()
            .and_then(|(kind, number)| naming::element(standard, corpus.sources(), *kind, number));
        let span = element.map(|it| it.span).or_else(|| corpus.place_of(id.node()));
        view.location(span.unwrap_or(standard.span))
    };
    found.iter().filter_map(place).take(MOST).collect()
}

/// An element of the text itself, as it is now.
fn own_element(view: &View<'_>, named: &Named, offset: usize) -> Vec<Location> {
    let Some((kind, number)) = &named.element else { return Vec::new() };
    let standards = view.document.standards();
    let own = standards.iter().find(|it| it.span.range().contains(&offset)).or(standards.first());
    let element = own.and_then(|it| naming::element(it, view.document.sources(), *kind, number));
    let range = element.map(|it| view.range(it.span.range()));
    range.map(|range| Location { uri: view.uri(&view.document.path), range }).into_iter().collect()
}

/// Everywhere in the corpus where the document at a byte is named by another.
pub(super) fn references(view: &View<'_>, offset: usize, with_own: bool) -> Vec<Location> {
    let Some(corpus) = view.corpus() else { return Vec::new() };
    let nodes = match named_at(view, offset).and_then(|it| it.document) {
        Some(identifier) => {
            naming::resolve(view, &identifier, offset).map(|it| it.nodes).unwrap_or_default()
        }
        None => view.own_standard(offset).map(StandardId::node).into_iter().collect(),
    };
    let mut spans: Vec<Span> = Vec::new();
    for node in nodes {
        spans.extend(places_naming(corpus, node));
        spans.extend(corpus.place_of(node).filter(|_| with_own));
    }
    let path = |it: &Span| corpus.sources().file(it.file).path();
    spans.sort_by(|a, b| (path(a), a).cmp(&(path(b), b)));
    spans.dedup();
    spans.into_iter().filter_map(|it| view.location(it)).take(MOST).collect()
}

/// Where documents name a node: most where they lead to it, some (`replaced_by`) where it leads to
/// them.
fn places_naming(corpus: &Corpus, node: NodeId) -> Vec<Span> {
    let names_it = |link: &Link, is_to: bool| {
        link.kind != LinkKind::EditionOf && is_to == (link.declared != DeclaredBy::To)
    };
    let to = corpus.links_to(node).filter(|(.., link)| names_it(link, true));
    let from = corpus.links_from(node).filter(|(.., link)| names_it(link, false));
    to.chain(from).filter_map(|(id, ..)| corpus.place_of_link(id)).collect()
}

/// The clauses of the text, as an outline.
pub(super) fn symbols(view: &View<'_>) -> Vec<DocumentSymbol> {
    view.document.standards().iter().map(|it| symbol_of(view, it)).collect()
}

fn symbol_of(view: &View<'_>, standard: &Standard) -> DocumentSymbol {
    let sources = view.document.sources();
    let title = words(&standard.title, sources);
    let (name, detail, at) = match &standard.identity {
        Some(target) => (target.written.get(sources).to_owned(), title, target.written.span()),
        None => (title, String::new(), standard.span),
    };
    // Deepest first: each takes those that follow it and lie deeper.
    let mut open: Vec<(usize, DocumentSymbol)> = Vec::new();
    for (clause, depth) in clauses(standard).into_iter().rev() {
        if depth > DEEPEST {
            continue;
        }
        let mut symbol = of_clause(view, clause);
        let mut below = Vec::new();
        while open.last().is_some_and(|(it, _)| *it > depth) {
            below.extend(open.pop().map(|(_, symbol)| symbol));
        }
        symbol.children = (!below.is_empty()).then_some(below);
        open.push((depth, symbol));
    }
    open.reverse();
    let children: Vec<DocumentSymbol> = open.into_iter().map(|(_, symbol)| symbol).collect();
    DocumentSymbol {
        children: (!children.is_empty()).then_some(children),
        ..symbol(view, (name, detail), SymbolKind::Module, standard.span, at)
    }
}

fn of_clause(view: &View<'_>, clause: &Clause) -> DocumentSymbol {
    let sources = view.document.sources();
    let title = words(&clause.title, sources);
    let number = clause.number.as_ref();
    let at = number.or(clause.title.first()).map_or(clause.span, |it| it.span());
    let (name, detail) = match number {
        Some(number) => (format!("{} {title}", number.get(sources)), String::new()),
        None => (title, String::new()),
    };
    symbol(view, (name, detail), SymbolKind::String, clause.span, at)
}

fn symbol(
    view: &View<'_>,
    (name, detail): (String, String),
    kind: SymbolKind,
    whole: Span,
    at: Span,
) -> DocumentSymbol {
    let name = match name.trim() {
        // Clients refuse a symbol without a name.
        "" => "—".to_owned(),
        name => name.to_owned(),
    };
    let whole = whole.join(at);
    DocumentSymbol {
        name,
        detail: (!detail.is_empty()).then_some(detail),
        kind,
        tags: None,
        #[expect(deprecated, reason = "the field is still part of the type")]
        deprecated: None,
        range: view.range(whole.range()),
        selection_range: view.range(at.range()),
        children: None,
    }
}

fn words(text: &Localised, sources: &SourceMap) -> String {
    let words = text.first().map_or("", |it| it.get(sources));
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

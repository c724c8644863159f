//! What is named at the cursor: a document, a clause of one, or a rule.

use std::ops::Range;

use super::document::Manner;
use super::outline::{Outline, Spot, Step, outline};
use super::view::View;
use crate::corpus::{Corpus, How, NodeId, Resolution, StandardId};
use crate::identifier::{self, ElementKind, Grammar, Identifier, citations};
use crate::model::{Block, BlockKind, Clause, Standard, Text};
use crate::source::{SourceMap, Span};
use crate::syntax;

/// What is named at a place.
#[derive(Clone, Debug)]
pub(super) struct Named {
    /// The words that name it.
    pub(super) range: Range<usize>,
    /// The document; nothing where it is this one.
    pub(super) document: Option<Identifier>,
    /// The element of it.
    pub(super) element: Option<(ElementKind, String)>,
}

/// Bytes of a line that are looked at around the cursor.
const WINDOW: usize = 4 << 10;

/// What is named at a byte of the text.
pub(super) fn named_at(view: &View<'_>, offset: usize) -> Option<Named> {
    if view.document.manner() == Manner::Definition {
        let parsed = syntax::parse(view.document.file());
        let tree = &parsed.tree;
        if let Some(node) = tree.scalar_around(offset..offset) {
            let text = tree.text(node);
            let at = outline(view.document.file(), offset);
            return of_value(view, &at, &text, offset).or_else(|| in_text(view, &text, offset));
        }
    }
    in_line(view, offset)
}

/// A value that as a whole names a document or a clause.
fn of_value(view: &View<'_>, at: &Outline, text: &Text, offset: usize) -> Option<Named> {
    if !matches!(at.spot, Spot::Value { .. } | Spot::Key { .. }) {
        return None;
    }
    let value = text.get(view.document.sources()).trim();
    let range = text.span().range();
    let said = view.schemas.definition.at(&at.steps, None);
    if said.document
        && let Ok(identifier) = identifier::parse(value)
        && identifier.grammar != Grammar::Open
    {
        return Some(Named { range, document: Some(identifier), element: None });
    }
    let Some(Step::Key(key)) = at.steps.iter().rev().find(|it| **it != Step::Item) else {
        return None;
    };
    let is_number = !value.is_empty()
        && value.len() < 20
        && value.bytes().all(|it| it.is_ascii_alphanumeric() || it == b'.');
    if !is_number {
        return None;
    }
    let element = Some((ElementKind::Clause, value.to_owned()));
    match owner_of(view, &at.steps, key, offset)? {
        Owner::Own => Some(Named { range, document: None, element }),
        Owner::Other(written) => {
            let document = Some(identifier::parse(&written).ok()?);
            Some(Named { range, document, element })
        }
    }
}

/// Whose clause a number is.
pub(super) enum Owner {
    Own,
    Other(String),
}

/// Whose clause stands behind a key at the end of `steps`.
pub(super) fn owner_of(view: &View<'_>, steps: &[Step], key: &str, offset: usize) -> Option<Owner> {
    let keys: Vec<&str> = steps
        .iter()
        .filter_map(|it| match it {
            Step::Key(key) => Some(key.as_str()),
            Step::Item => None,
        })
        .collect();
    let has = |key: &str| keys.contains(&key);
    // The other document is named in a mapping further out.
    let other = |names: &[&str]| value_around(view, names, offset).map(Owner::Other);
    match key {
        "clause" if has("deviations") => Some(Owner::Own),
        "source" if has("deviations") => other(&["standard"]),
        "clause" if has("references") || has("source") => other(&["standard"]),
        "left" | "analysed" | "unmapped" if has("mappings") => other(&["left"]),
        "right" if has("mappings") => other(&["right"]),
        "id" if has("maps") && has("right") => other(&["right"]),
        "id" if has("mappings") => other(&["left"]),
        "tests" => Some(Owner::Own),
        _ => None,
    }
}

/// The value of one of these keys in the nearest mapping around a byte that has it as a document's
/// name.
fn value_around(view: &View<'_>, names: &[&str], offset: usize) -> Option<String> {
    let parsed = syntax::parse(view.document.file());
    let tree = &parsed.tree;
    let document =
        tree.documents().iter().rfind(|it| tree.span(it.root).start as usize <= offset)?;
    let mut node = document.root;
    let mut found = None;
    loop {
        for (key, value) in tree.entries(node) {
            let text = tree.str(value);
            if names.contains(&tree.str(key))
                && identifier::parse(text).is_ok_and(|it| it.grammar != Grammar::Open)
            {
                found = Some(text.to_owned());
            }
        }
        let holds = |it: &syntax::NodeId| {
            let span = tree.span(*it).range();
            span.start <= offset && offset <= span.end
        };
        let values = tree.entries(node).map(|(_, value)| value);
        match values.chain(tree.items(node)).find(holds) {
            Some(next) if next != node => node = next,
            _ => return found,
        }
    }
}

/// What prose names, in a value that may be folded and escaped.
fn in_text(view: &View<'_>, text: &Text, offset: usize) -> Option<Named> {
    let words = text.get(view.document.sources());
    let place = |range: Range<usize>| text.span_of(range).range();
    in_words(words, &place, offset)
}

/// What the words of a line name.
fn in_line(view: &View<'_>, offset: usize) -> Option<Named> {
    let file = view.document.file();
    let line = file.line_range(file.line_index(offset));
    let text = file.text();
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(offset.saturating_sub(WINDOW).max(line.start));
    let end = boundary((offset + WINDOW).min(line.end)).max(start);
    in_words(&text[start..end], &|range| start + range.start..start + range.end, offset)
}

fn in_words(
    words: &str,
    place: &dyn Fn(Range<usize>) -> Range<usize>,
    offset: usize,
) -> Option<Named> {
    let here = |range: &Range<usize>| {
        let range = place(range.clone());
        range.start <= offset && offset <= range.end
    };
    let cited = citations(words);
    for found in cited.found {
        let element = found.elements.iter().find(|it| here(&it.range));
        if element.is_none() && !here(&found.range) {
            continue;
        }
        let range = place(element.map_or(found.range.clone(), |it| it.range.clone()));
        let element = element.map(|it| (it.kind, it.number.to_string()));
        return Some(Named { range, document: Some(found.identifier), element });
    }
    let own = cited.internal.into_iter().find(|it| here(&it.range))?;
    let element = Some((own.kind, own.number.to_string()));
    Some(Named { range: place(own.range), document: None, element })
}

/// Which document an identifier means in the text.
pub(super) fn resolve(view: &View<'_>, named: &Identifier, offset: usize) -> Option<Resolution> {
    let corpus = view.corpus()?;
    let from = view.own_standard(offset).or_else(|| corpus.ids().next())?;
    let mut found = corpus.resolve_in_prose(named, from);
    if found.nodes.is_empty()
        && let Ok(nodes) = corpus.find(&named.canonical)
    {
        found.nodes = nodes;
    }
    Some(found)
}

/// The standards of the corpus among nodes.
pub(super) fn standards(corpus: &Corpus, nodes: &[NodeId]) -> Vec<StandardId> {
    nodes.iter().filter_map(|it| corpus.standard_of(*it)).collect()
}

/// Whether a document was found, and is not only named.
pub(super) fn is_there(how: How, found: &[StandardId]) -> bool {
    !found.is_empty() && how != How::Malformed
}

/// An element of a document.
pub(super) struct Element<'s> {
    pub(super) number: &'s str,
    pub(super) title: Option<&'s Text>,
    pub(super) text: Option<&'s Text>,
    /// The place of its number, or of all of it.
    pub(super) span: Span,
}

/// An element of a standard by its number.
pub(super) fn element<'s>(
    standard: &'s Standard,
    sources: &'s SourceMap,
    kind: ElementKind,
    number: &str,
) -> Option<Element<'s>> {
    let wanted = plain(number);
    let is_it = |it: &&Text| plain(it.get(sources)) == wanted;
    let block_kind = match kind {
        ElementKind::Clause | ElementKind::Annex => None,
        ElementKind::Table => Some(BlockKind::Table),
        ElementKind::Figure => Some(BlockKind::Figure),
        ElementKind::Formula => Some(BlockKind::Formula),
        _ => return None,
    };
    let found = clauses(standard).into_iter().find_map(|(clause, _)| match block_kind {
        None => clause.number.as_ref().filter(is_it).map(|it| of_clause(clause, it, sources)),
        Some(kind) => {
            let mut blocks = clause.blocks.iter().filter(|it| it.kind == kind);
            blocks
                .find_map(|it| it.number.as_ref().filter(is_it).map(|at| of_block(it, at, sources)))
        }
    });
    let terms = standard.terms.iter().flatten();
    let mut terms = terms.filter_map(|it| Some((it, it.number.as_ref().filter(is_it)?)));
    found.or_else(|| {
        let (term, number) = terms.next().filter(|_| block_kind.is_none())?;
        Some(Element {
            number: number.get(sources),
            title: term.designations.first().map(|it| &it.text),
            text: term.definitions.first().map(|it| &it.text),
            span: number.span(),
        })
    })
}

fn of_clause<'s>(clause: &'s Clause, number: &'s Text, sources: &'s SourceMap) -> Element<'s> {
    let below = || clause.clauses.first()?.blocks.first();
    let block = clause.blocks.first().or_else(below);
    Element {
        number: number.get(sources),
        title: clause.title.first(),
        text: block.and_then(|it| it.text.first()),
        span: number.span(),
    }
}

fn of_block<'s>(block: &'s Block, number: &'s Text, sources: &'s SourceMap) -> Element<'s> {
    Element {
        number: number.get(sources),
        title: block.title.first(),
        text: block.text.first(),
        span: number.span(),
    }
}

/// Every clause of a standard with its depth, in the order of the text.
pub(super) fn clauses(standard: &Standard) -> Vec<(&Clause, usize)> {
    let mut all = Vec::new();
    let mut open: Vec<(&Clause, usize)> = Vec::new();
    open.extend(standard.clauses.iter().flatten().rev().map(|it| (it, 0)));
    while let Some((clause, depth)) = open.pop() {
        all.push((clause, depth));
        open.extend(clause.clauses.iter().rev().map(|it| (it, depth + 1)));
    }
    all
}

/// A number as citations write it.
pub(super) fn plain(number: &str) -> &str {
    crate::fact::plain_number(number)
}

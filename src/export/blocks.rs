//! What stands in a clause: as the short keys of the format where they say everything, and in order
//! otherwise.

use crate::model::{Asset, Block, BlockKind, ExplicitCitation, Lang, Localised, Text};
use crate::reader::definition::occurrences;
use crate::source::Span;

use super::parts::{Writer, is_distinct};
use super::yaml::{Map, Node};

impl<'a> Writer<'a> {
    /// Leading paragraphs are the text; what follows has its keys where it comes in their order.
    pub(super) fn blocks(self, blocks: &'a [Block], map: &mut Map<'a>) {
        let (paragraphs, rest) = blocks.split_at(self.leading_paragraphs(blocks));
        map.put("text", self.paragraphs(paragraphs));
        if !self.by_kind(rest, map) {
            map.put_some("blocks", Node::list(rest, |it| self.item(it)));
        }
    }

    /// How many blocks from the first on can be joined by empty lines and parted again.
    fn leading_paragraphs(self, blocks: &[Block]) -> usize {
        let mut langs: Option<Vec<Lang>> = None;
        let fits = |block: &&Block| {
            let own: Vec<Lang> = block.text.iter().map(|it| it.0).collect();
            // A language may end before another one, and never comes back.
            let in_order = match &langs {
                None => is_distinct(own.iter().copied()),
                Some(known) => own
                    .iter()
                    .try_fold(0, |from, lang| {
                        known[from..].iter().position(|it| it == lang).map(|at| from + at + 1)
                    })
                    .is_some(),
            };
            let fits = in_order
                && !own.is_empty()
                && block.kind == BlockKind::Paragraph
                && is_bare(block)
                && block.number.is_none()
                && block.anchor.is_none()
                && block.within.is_none()
                && block.title.is_empty()
                && block.text.iter().all(|(_, text)| is_one_paragraph(self.words(text)));
            if fits {
                langs = Some(own);
            }
            fits
        };
        blocks.iter().take_while(fits).count()
    }

    fn paragraphs(self, blocks: &'a [Block]) -> Option<Node<'a>> {
        let first = blocks.first()?;
        let joined = |lang: Lang| {
            let texts = blocks.iter().filter_map(|it| it.text.in_lang(lang));
            let words: Vec<&str> = texts.map(|it| self.words(it)).collect();
            match words.as_slice() {
                [only] => Node::text(*only),
                words => Node::text(words.join("\n\n")),
            }
        };
        match first.text.texts.as_slice() {
            [(Lang::Unstated, _)] => Some(joined(Lang::Unstated)),
            texts => {
                Some(Node::Map(texts.iter().map(|it| (it.0.as_str(), joined(it.0))).collect()))
            }
        }
    }

    /// Writes tables, figures, formulas, notes, examples and footnotes under their keys; false where
    /// they come in another order, or say more than the keys can hold.
    fn by_kind(self, blocks: &'a [Block], map: &mut Map<'a>) -> bool {
        let mut lists: [Vec<Node<'a>>; 6] = Default::default();
        let mut rest = blocks;
        let mut last = 0;
        while let [block, after @ ..] = rest {
            rest = after;
            let place = match block.kind {
                BlockKind::Table => 0,
                BlockKind::Figure => 1,
                BlockKind::Formula => 2,
                BlockKind::Note => 3,
                BlockKind::Example => 4,
                BlockKind::Footnote => 5,
                _ => return false,
            };
            if place < last || !is_bare(block) {
                return false;
            }
            last = place;
            let node = if place < 2 {
                let asset = if place == 0 { Asset::Table } else { Asset::Figure };
                self.asset(block, asset, &mut rest)
            } else {
                self.note(block, None)
            };
            let Some(node) = node else { return false };
            lists[place].push(node);
        }
        let keys = ["tables", "figures", "formulas", "notes", "examples", "footnotes"];
        for (key, list) in keys.into_iter().zip(lists) {
            map.put_some(key, Node::List(list));
        }
        true
    }

    /// A table or figure with the notes and footnotes that follow it.
    fn asset(self, block: &'a Block, asset: Asset, rest: &mut &'a [Block]) -> Option<Node<'a>> {
        if block.within.is_some() {
            return None;
        }
        let mut map = Map::default();
        map.put("number", self.optional(&block.number));
        map.put("title", self.localised(&block.title));
        match self.rows(&block.text) {
            Some(rows) if asset == Asset::Table => map.put("rows", rows),
            _ => map.put("text", self.trimmed(&block.text)?),
        }
        for (key, kind) in [("notes", BlockKind::Note), ("footnotes", BlockKind::Footnote)] {
            let mut own = Vec::new();
            while let [next, after @ ..] = *rest
                && next.kind == kind
                && next.within == Some(asset)
                && is_bare(next)
                && let Some(node) = self.note(next, Some(asset))
            {
                own.push(node);
                *rest = after;
            }
            map.put_some(key, Node::List(own));
        }
        map.put("anchor", self.optional(&block.anchor));
        Some(map.into())
    }

    /// A note, example, footnote or formula; `None` where the short form cannot hold it.
    fn note(self, block: &'a Block, known: Option<Asset>) -> Option<Node<'a>> {
        if !block.title.is_empty() || block.text.is_empty() {
            return None;
        }
        let text = self.trimmed(&block.text)??;
        let of = block.within.filter(|it| Some(*it) != known);
        if block.number.is_none() && block.anchor.is_none() && of.is_none() {
            return Some(text);
        }
        let mut map = Map::default();
        map.put("number", self.optional(&block.number));
        map.put("text", text);
        map.put("of", of.map(|it| Node::Word(asset_word(it))));
        map.put("anchor", self.optional(&block.anchor));
        Some(map.into())
    }

    /// The text, where the short forms (which leave out white space around it) keep it whole.
    fn trimmed(self, text: &'a Localised) -> Option<Option<Node<'a>>> {
        let whole = |text: &Text| self.words(text).trim() == self.words(text);
        text.iter().all(|(_, text)| whole(text)).then(|| self.localised(text))
    }

    /// Any block, with all that is known of it.
    fn item(self, block: &'a Block) -> Node<'a> {
        let mut map = Map::default();
        if block.kind != BlockKind::Paragraph {
            map.put("kind", Node::Word(block.kind.as_str()));
        }
        map.put("number", self.optional(&block.number));
        map.put("title", self.localised(&block.title));
        match self.rows(&block.text) {
            Some(rows) if block.kind == BlockKind::Table => map.put("rows", rows),
            _ => map.put("text", self.localised(&block.text)),
        }
        map.put("of", block.within.map(|it| Node::Word(asset_word(it))));
        if block.depth > 0 {
            map.put("depth", Node::text(block.depth.to_string()));
        }
        map.put("anchor", self.optional(&block.anchor));
        let mut given = Given::default();
        let citations = block.citations.iter();
        let citations = citations.map(|it| self.citation(it, &block.text, &mut given)).collect();
        map.put_some("citations", Node::List(citations));
        map.put_some("keywords", self.keywords(&block.keywords, &block.text));
        match block.text.texts.as_slice() {
            [(Lang::Unstated, only)] if map.has_only(&["text"]) => self.text(only),
            _ => map.into(),
        }
    }

    /// The cells of a table, where they can be told apart again.
    fn rows(self, text: &'a Localised) -> Option<Node<'a>> {
        let rows = |text: &'a Text| {
            let words = self.words(text);
            let is_cell = |cell: &str| cell.trim() == cell && !cell.contains('\r');
            let fits = !words.is_empty() && words.split(['\n', '\t']).all(is_cell);
            let row = |line: &'a str| Node::Row(line.split('\t').collect());
            fits.then(|| Node::List(words.split('\n').map(row).collect()))
        };
        match text.texts.as_slice() {
            [] => None,
            [(Lang::Unstated, only)] => rows(only),
            texts if is_distinct(texts.iter().map(|it| it.0)) => {
                let in_lang = |(lang, text): &'a (Lang, Text)| Some((lang.as_str(), rows(text)?));
                Some(Node::Map(texts.iter().map(in_lang).collect::<Option<Vec<_>>>()?))
            }
            _ => None,
        }
    }

    fn citation(
        self,
        citation: &'a ExplicitCitation,
        text: &'a Localised,
        given: &mut Given<'a>,
    ) -> Node<'a> {
        let mut map = Map::default();
        map.put("anchor", self.text(&citation.anchor));
        map.put("element", self.optional(&citation.element));
        map.put("dangling", citation.dangling.then(|| Node::bool(true)));
        if let Some((words, nth)) = self.occurrence(citation.span, text, given) {
            map.put("words", Node::text(words));
            map.put("nth", nth.map(|it| Node::text(it.to_string())));
        }
        if map.has_only(&["anchor"]) { self.text(&citation.anchor) } else { map.into() }
    }

    /// Marked words, in order.
    pub(super) fn keywords(self, places: &[Span], text: &'a Localised) -> Node<'a> {
        let mut given = Given::default();
        let found = places.iter().filter_map(|it| self.occurrence(*it, text, &mut given));
        let keyword = |(words, nth): (&'a str, Option<usize>)| match nth {
            None => Node::text(words),
            Some(nth) => {
                let mut map = Map::default();
                map.put("words", Node::text(words));
                map.put("nth", Node::text(nth.to_string()));
                map.into()
            }
        };
        Node::List(found.map(keyword).collect())
    }

    /// The words of a text at a place, and which occurrence of them it is, where it is not the one
    /// after that which was given last.
    fn occurrence(
        self,
        place: Span,
        text: &'a Localised,
        given: &mut Given<'a>,
    ) -> Option<(&'a str, Option<usize>)> {
        let mut before = 0;
        let (at, range) = text.iter().enumerate().find_map(|(at, (_, text))| {
            Some((at, text.value_at(place).filter(|it| !it.is_empty())?))
        })?;
        let words = self.words(&text.texts[at].1).get(range.clone())?;
        for (_, text) in text.iter().take(at) {
            before += occurrences(self.words(text), words).count();
        }
        let here = occurrences(self.words(&text.texts[at].1), words);
        let nth = before + here.take_while(|it| it.start <= range.start).count();
        Some((words, given.tell(words, nth)))
    }
}

/// Which occurrence of which words was given last.
#[derive(Default)]
struct Given<'a>(Vec<(&'a str, usize)>);

impl<'a> Given<'a> {
    fn tell(&mut self, words: &'a str, nth: usize) -> Option<usize> {
        let last = match self.0.iter_mut().find(|it| it.0 == words) {
            Some((_, last)) => std::mem::replace(last, nth),
            None => {
                self.0.push((words, nth));
                0
            }
        };
        (nth != last + 1).then_some(nth)
    }
}

/// Says nothing that only the full form can hold.
fn is_bare(block: &Block) -> bool {
    block.depth == 0 && block.citations.is_empty() && block.keywords.is_empty()
}

/// Whether joining by empty lines and parting again gives the text back.
fn is_one_paragraph(words: &str) -> bool {
    words.trim() == words && !words.is_empty() && words.lines().all(|it| !it.trim().is_empty())
}

fn asset_word(asset: Asset) -> &'static str {
    match asset {
        Asset::Table => "table",
        Asset::Figure => "figure",
    }
}

//! Every document that can be named, in short: what completion offers, and what is said of a
//! document that the texts at hand do not cite yet.

use std::path::PathBuf;

use crate::corpus::{Corpus, StandardId};
use crate::finding::from_root;
use crate::identifier::{Grammar, Identifier};
use crate::model::{Lang, Localised, Status};
use crate::source::Language;

/// Documents by identifier.
#[derive(Debug, Default)]
pub(crate) struct Catalogue {
    entries: Vec<Entry>,
}

/// A document.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// Canonical form of its identifier.
    pub(super) name: String,
    /// The identifier as [`folded`].
    pub(super) folded: Box<str>,
    /// Chinese and English title, either of which may be empty.
    titles: [Box<str>; 2],
    /// Where it stands on the day of judgement.
    pub(super) status: Status,
    /// Its text, and the line of its identifier.
    pub(super) place: (PathBuf, u32),
}

impl Catalogue {
    /// The documents of a corpus.
    pub(crate) fn of(corpus: &Corpus) -> Self {
        let mut entries: Vec<Entry> = corpus.ids().filter_map(|id| Entry::of(corpus, id)).collect();
        entries.sort_by(|a, b| a.name.cmp(&b.name));
        entries.dedup_by(|later, first| later.name == first.name);
        Self { entries }
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The document that an identifier names exactly.
    pub(super) fn get(&self, identifier: &Identifier) -> Option<&Entry> {
        let name = identifier.canonical.as_str();
        let at = self.entries.binary_search_by(|it| it.name.as_str().cmp(name)).ok()?;
        self.entries.get(at)
    }
}

impl Entry {
    fn of(corpus: &Corpus, id: StandardId) -> Option<Self> {
        let identifier = corpus.identifier(id.node())?;
        // What no grammar reads is hardly cited by its name.
        if identifier.grammar == Grammar::Open {
            return None;
        }
        let standard = corpus.standard(id);
        let place = corpus.place_of(id.node()).unwrap_or(standard.span);
        let file = corpus.sources().file(place.file);
        let line = file.position(place.start as usize).line.saturating_sub(1);
        let title = |lang| -> Box<str> {
            let text = standard.title.in_lang(lang).map(|it| it.get(corpus.sources()));
            text.unwrap_or_default().trim().into()
        };
        let mut titles = [title(Lang::Zh), title(Lang::En)];
        if titles.iter().all(|it| it.is_empty()) {
            titles[0] = first(&standard.title, corpus).into();
        }
        Some(Self {
            name: identifier.canonical.to_string(),
            folded: folded(&identifier.canonical).into(),
            titles,
            status: corpus.own_standing(id).status,
            place: (from_root(std::path::Path::new(file.path())), line),
        })
    }

    /// The title, in the language of the reader where there is one.
    pub(super) fn title(&self, language: Language) -> &str {
        let [zh, en] = &self.titles;
        match language {
            Language::Zh if !zh.is_empty() => zh,
            Language::En if en.is_empty() => zh,
            _ => en,
        }
    }
}

fn first<'c>(title: &'c Localised, corpus: &'c Corpus) -> &'c str {
    title.first().map_or("", |it| it.get(corpus.sources()).trim())
}

/// Whether a document of this status should no longer be referred to.
pub(super) fn is_over(status: Status) -> bool {
    matches!(status, Status::Withdrawn | Status::Replaced)
}

/// An identifier without what people write in different ways.
pub(super) fn folded(text: &str) -> String {
    let kept = text.chars().filter(|it| it.is_alphanumeric() || *it == '.');
    kept.flat_map(char::to_uppercase).collect()
}

//! The list of aspects: groups, and what is under them.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use super::read;
use crate::source::{Bilingual, Encoding, FileId, SourceFile};

/// The aspects of a standards system, in order, each in its group.
#[derive(Clone, Debug, Default)]
pub struct AspectList {
    /// The groups; their aspects are neighbours.
    pub groups: Vec<AspectGroup>,
    /// The aspects: the columns of a matrix.
    pub aspects: Vec<Aspect>,
    spellings: FxHashMap<String, Range<usize>>,
}

/// A group of aspects. One that has no aspects under it is a group and an aspect at once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AspectGroup {
    /// By which it is named.
    pub key: String,
    /// What it is called.
    pub title: Bilingual,
    /// Head of its columns.
    pub short: Bilingual,
    /// Its aspects.
    pub aspects: Range<usize>,
}

/// An aspect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aspect {
    /// By which it is named.
    pub key: String,
    /// Its group, by its place in [`AspectList::groups`].
    pub group: usize,
    /// What it is called.
    pub title: Bilingual,
    /// Head of its column: four letters, or two characters.
    pub short: Bilingual,
}

impl AspectList {
    /// The list that comes with the program.
    #[must_use]
    pub fn built_in() -> &'static Self {
        static LIST: LazyLock<AspectList> = LazyLock::new(|| {
            let text = include_str!("../../data/aspects.yaml");
            let file = SourceFile::text_file(
                FileId::from_index(0),
                "data/aspects.yaml",
                Encoding::Utf8,
                text,
            );
            read::aspects(&file).0
        });
        &LIST
    }

    /// The aspects that a word stands for, however it is capitalised or joined: one, or all of a group.
    #[must_use]
    pub fn resolve(&self, word: &str) -> Option<Range<usize>> {
        self.spellings.get(&fold(word)).cloned()
    }

    /// Adds a group; its aspects follow.
    pub(super) fn group(&mut self, key: String, title: Bilingual, short: Bilingual) {
        let at = self.aspects.len();
        self.groups.push(AspectGroup { key, title, short, aspects: at..at });
    }

    /// Adds an aspect to the last group.
    pub(super) fn aspect(&mut self, key: String, title: Bilingual, short: Bilingual) {
        let Some(at) = self.groups.len().checked_sub(1) else { return };
        self.aspects.push(Aspect { key, group: at, title, short });
        self.groups[at].aspects.end = self.aspects.len();
    }

    /// Lets a word stand for aspects; false where it stands for others already.
    pub(super) fn spelling(&mut self, word: &str, aspects: Range<usize>) -> bool {
        *self.spellings.entry(fold(word)).or_insert_with(|| aspects.clone()) == aspects
    }
}

fn fold(word: &str) -> String {
    let lower = word.trim().to_lowercase().replace(['-', '_', '　'], " ");
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

//! Edition to edition: what `diff` prints.

mod json;
mod page;

pub use json::{SCHEMA, json};
pub(in crate::report) use page::code;
pub use page::terminal;

use crate::alignment::Comparison;
use crate::bilingual;
use crate::comparison::{Edition, Fate, Passages, Row};
use crate::source::{Bilingual, SourceMap};

/// Two editions to show.
#[derive(Debug)]
pub struct EditionView<'a> {
    /// Both lists of clauses.
    pub comparison: &'a Comparison<'a>,
    /// What became of them.
    pub edition: &'a Edition,
    /// The sentences of the old edition.
    pub old: &'a Passages<'a>,
    /// Those of the new one.
    pub new: &'a Passages<'a>,
    /// The old document.
    pub from: Document,
    /// The new documents.
    pub to: Vec<Document>,
    /// Where all of it stands.
    pub sources: &'a SourceMap,
    /// Fates to list; all where none are named.
    pub only: &'a [Fate],
}

/// A document of either side.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its identifier, or the name of its file.
    pub name: String,
    /// Its title.
    pub title: String,
    /// Its file.
    pub path: Option<String>,
    /// The place of its first clause in the list.
    pub start: usize,
    /// Its clauses.
    pub clauses: usize,
}

impl EditionView<'_> {
    fn rows(&self) -> impl Iterator<Item = &Row> {
        let listed = |row: &&Row| {
            self.only.is_empty() || row.fates.iter().any(|fate| self.only.contains(fate))
        };
        self.edition.rows.iter().filter(listed)
    }

    /// The new document that a clause belongs to.
    fn document_of(&self, new: usize) -> Option<&Document> {
        self.to.iter().rev().find(|it| it.start <= new)
    }

    /// The number of a new clause in its own document.
    fn number_of(&self, new: usize) -> &str {
        let id = &*self.comparison.right.items[new].id;
        match self.document_of(new) {
            Some(document) if self.to.len() > 1 => {
                let own = id.strip_prefix(&*document.name).and_then(|it| it.strip_prefix(", "));
                own.unwrap_or(id)
            }
            _ => id,
        }
    }
}

/// What a fate is called.
fn fate_word(fate: Fate) -> Bilingual {
    match fate {
        Fate::Unchanged => bilingual!("unchanged", "未变"),
        Fate::Editorial => bilingual!("editorial", "编辑性修改"),
        Fate::Reworded => bilingual!("reworded", "文字修改"),
        Fate::Requirement => bilingual!("requirement changed", "要求变化"),
        Fate::NotCompared => bilingual!("words not compared", "文字未比较"),
        Fate::Moved => bilingual!("moved", "移动"),
        Fate::Renumbered => bilingual!("renumbered", "重新编号"),
        Fate::Retitled => bilingual!("retitled", "标题修改"),
        Fate::Split => bilingual!("split", "拆分"),
        Fate::Merged => bilingual!("merged", "合并"),
        Fate::Deleted => bilingual!("deleted", "删除"),
        Fate::Added => bilingual!("added", "新增"),
    }
}

/// A sign for a fate: the page is read without colour too.
fn fate_sign(fate: Fate) -> &'static str {
    match fate {
        Fate::Unchanged => "=",
        Fate::Editorial | Fate::Reworded | Fate::Retitled => "~",
        Fate::Requirement => "!",
        Fate::NotCompared => "?",
        Fate::Moved => "↕",
        Fate::Renumbered => "#",
        Fate::Split => "⑂",
        Fate::Merged => "⋎",
        Fate::Deleted => "−",
        Fate::Added => "+",
    }
}

//! One side of a comparison: the clauses and term entries of a document.

use super::passage::{Passage, picked};
use crate::alignment::ClauseList;
use crate::fact::kinds::clause::element;
use crate::fact::{Facts, Place};
use crate::language::{Modality, provisions};
use crate::model::{Clause, Element, Lang, TermEntry, Text};
use crate::source::Span;

/// What an item of a side is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Member {
    /// A clause, by its place in [`Facts::clauses`].
    Clause(u32),
    /// A term entry that is no clause of its own, by its place among the terms.
    Term(u32),
}

/// What part an item plays in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Its provisions count.
    Normative,
    /// Scope: it says to what the document applies.
    Scope,
    /// A term entry, or what introduces them.
    Terms,
    /// For information: introduction, informative annex.
    Informative,
    /// Foreword, lists of documents, index: apart from what is adopted.
    Apart,
}

/// One document of a comparison.
#[derive(Debug)]
pub struct Side {
    /// The document.
    pub doc: u32,
    /// The language that is read where texts are given in several.
    pub lang: Option<Lang>,
    /// Its clauses and term entries, in order of the text.
    pub members: Vec<Member>,
    /// The item above each, by its place.
    pub parents: Vec<Option<u32>>,
    /// What part each plays.
    pub roles: Vec<Role>,
}

impl Side {
    /// A side of which nothing is known.
    pub(super) fn empty(doc: u32) -> Self {
        Self { doc, lang: None, members: Vec::new(), parents: Vec::new(), roles: Vec::new() }
    }

    pub(super) fn of(f: &Facts<'_>, doc: u32, list: &ClauseList<'_>) -> Self {
        let all = f.standard(doc).terms.as_deref().unwrap_or_default();
        let mut rows = 0_u32..;
        let members: Vec<Member> = list
            .entries
            .iter()
            .map(|entry| match entry {
                Some(entry) => {
                    let at = all.iter().position(|it| std::ptr::eq(it, *entry)).unwrap_or(0);
                    Member::Term(u32::try_from(at).unwrap_or(u32::MAX))
                }
                // Items come in the order of the text, as rows do.
                None => Member::Clause(rows.next().unwrap_or(u32::MAX)),
            })
            .collect();
        let parents: Vec<Option<u32>> = list
            .list
            .items
            .iter()
            .map(|item| item.parent.and_then(|it| u32::try_from(it).ok()))
            .collect();
        let mut roles: Vec<Role> = Vec::with_capacity(members.len());
        for (member, parent) in members.iter().zip(&parents) {
            let above = parent.and_then(|it| roles.get(it as usize).copied());
            roles.push(role(f, doc, *member, above));
        }
        Self { doc, lang: list.lang, members, parents, roles }
    }

    /// The clause of an item; none for a term entry.
    #[must_use]
    pub fn clause<'a>(&self, f: &Facts<'a>, at: u32) -> Option<&'a Clause> {
        match self.members.get(at as usize)? {
            Member::Clause(row) => f.clauses(self.doc).get(*row as usize).map(|it| it.clause),
            Member::Term(_) => None,
        }
    }

    /// The term entry of an item; none for a clause.
    #[must_use]
    pub fn entry<'a>(&self, f: &Facts<'a>, at: u32) -> Option<&'a TermEntry> {
        match self.members.get(at as usize)? {
            Member::Term(entry) => f.standard(self.doc).terms.as_ref()?.get(*entry as usize),
            Member::Clause(_) => None,
        }
    }

    /// The number of an item, without the word for its kind.
    #[must_use]
    pub fn number<'a>(&self, f: &Facts<'a>, at: u32) -> Option<&'a str> {
        let number = match self.entry(f, at) {
            Some(entry) => entry.number.as_ref()?,
            None => self.clause(f, at)?.number.as_ref()?,
        };
        Some(f.text(number).trim()).filter(|it| !it.is_empty())
    }

    /// What to call an item: its number, its title, its first designation.
    #[must_use]
    pub fn name<'a>(&self, f: &Facts<'a>, at: u32) -> Option<&'a str> {
        self.number(f, at).or_else(|| match self.entry(f, at) {
            Some(entry) => entry.designations.first().map(|it| f.text(&it.text).trim()),
            None => f.clause_name(self.clause(f, at)?),
        })
    }

    /// Everything that an item says: title, text, notes, figures; not its subclauses.
    #[must_use]
    pub fn whole_text(&self, f: &Facts<'_>, at: u32) -> String {
        let mut all = String::new();
        let mut add = |text: Option<&Text>| {
            if let Some(text) = text {
                all.push_str(f.text(text));
                all.push('\n');
            }
        };
        if let Some(clause) = self.clause(f, at) {
            add(picked(&clause.title, self.lang));
            for block in &clause.blocks {
                add(picked(&block.title, self.lang));
                add(picked(&block.text, self.lang));
            }
        } else if let Some(entry) = self.entry(f, at) {
            entry.designations.iter().for_each(|it| add(Some(&it.text)));
            entry.definitions.iter().for_each(|it| add(Some(&it.text)));
            entry.notes.iter().for_each(|it| add(Some(&it.1)));
            entry.examples.iter().for_each(|it| add(Some(&it.1)));
        }
        all
    }

    /// The strongest force of an item's own text.
    #[must_use]
    pub fn strongest(&self, f: &Facts<'_>, at: u32) -> Modality {
        let text = Passage::of(f, self, &[at]).text;
        let all = provisions(&text, Lang::Unstated);
        all.iter().map(|it| it.modality).min().unwrap_or(Modality::Statement)
    }

    /// Whether an item lies somewhere under another.
    #[must_use]
    pub fn is_under(&self, at: u32, above: u32) -> bool {
        let parent = |at: u32| self.parents.get(at as usize).copied().flatten();
        let mut next = parent(at);
        while let Some(found) = next {
            if found == above {
                return true;
            }
            next = parent(found);
        }
        false
    }

    /// A place in an item.
    #[must_use]
    pub fn place(&self, at: u32, span: Span) -> Place {
        match self.members.get(at as usize) {
            Some(Member::Clause(row)) => Place::in_clause(self.doc, *row, span),
            _ => Place::of(self.doc, span),
        }
    }

    /// The words that name an item.
    #[must_use]
    pub fn heading(&self, f: &Facts<'_>, at: u32) -> Place {
        let span = match self.entry(f, at) {
            Some(entry) => {
                let named = entry.designations.first().map(|it| &it.text).or(entry.number.as_ref());
                named.map_or(entry.span, Text::span)
            }
            None => self.clause(f, at).map_or(f.standard(self.doc).span, |clause| {
                let title = self.lang.and_then(|lang| clause.title.in_lang(lang));
                let named = title.or_else(|| clause.title.first()).or(clause.number.as_ref());
                named.map_or(clause.span, Text::span)
            }),
        };
        self.place(at, span)
    }
}

/// The role of an item whose parent has the role `above`.
fn role(f: &Facts<'_>, doc: u32, member: Member, above: Option<Role>) -> Role {
    let row = match member {
        Member::Clause(row) => f.clauses(doc).get(row as usize),
        Member::Term(_) => return Role::Terms,
    };
    let Some(row) = row else { return Role::Apart };
    let said_informative = row.clause.normative.is_some_and(|it| !it.value);
    let own = match element(f, row) {
        Some(
            Element::Foreword
            | Element::NormativeReferences
            | Element::Bibliography
            | Element::Index
            | Element::Preliminary,
        ) => Role::Apart,
        Some(Element::Introduction) => Role::Informative,
        Some(Element::Scope) => Role::Scope,
        Some(Element::Terms | Element::Symbols) => Role::Terms,
        _ if said_informative => Role::Informative,
        _ => Role::Normative,
    };
    match above {
        Some(above @ (Role::Apart | Role::Informative)) => above,
        Some(above @ Role::Terms) if own == Role::Normative => above,
        _ => own,
    }
}

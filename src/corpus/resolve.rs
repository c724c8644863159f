//! Which document a reference means.

use serde::{Deserialize, Serialize};

use super::{Corpus, NodeId, PartialDate, StandardId, WorkId, forms};
use crate::bilingual;
use crate::identifier::{Identifier, IdentifierId};
use crate::model::{Status, Target};
use crate::source::Bilingual;

/// How a named document was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// By its key in a reference graph.
    Key,
    /// By its identifier.
    Identifier,
    /// Dated by year; the edition has no year in its identifier and was published in that year.
    YearOfPublication,
    /// Undated: the edition in force on the day.
    CurrentEdition,
    /// Undated: no edition is known to be in force; the one that comes nearest.
    LatestEdition,
    /// All parts: each part, as if undated.
    AllParts,
    /// A number that only parts have: each part, as if undated.
    Series,
    /// By its title or the name of its file, as mapping sets name documents.
    Title,
    /// Read off an identifier, not named as a reference.
    Implied,
    /// Not in the corpus.
    NotInCorpus,
    /// The identifier cannot be read, and no document bears it as it is.
    Malformed,
    /// A key that no node has.
    NoSuchKey,
}

impl How {
    /// Whether a document was found.
    #[must_use]
    pub fn is_found(self) -> bool {
        !matches!(self, Self::NotInCorpus | Self::Malformed | Self::NoSuchKey)
    }

    /// In words.
    #[must_use]
    pub fn explain(self) -> Bilingual {
        match self {
            Self::Key => bilingual!("by its key in the reference graph", "按引用图中的键"),
            Self::Identifier => bilingual!("by its identifier", "按标准编号"),
            Self::YearOfPublication => {
                bilingual!("by its number and year of publication", "按编号和发布年份")
            }
            Self::CurrentEdition => {
                bilingual!("undated: the edition in force on the day", "不注日期：当日有效的版本")
            }
            Self::LatestEdition => bilingual!(
                "undated: no edition is known to be in force, so the one that comes nearest",
                "不注日期：未知有效版本，取最接近者"
            ),
            Self::AllParts => bilingual!("all parts: each part", "所有部分：逐一各部分"),
            Self::Series => {
                bilingual!("only its parts are there: each part", "仅有各部分：逐一各部分")
            }
            Self::Title => bilingual!("by its title or file", "按标题或文件名"),
            Self::Implied => bilingual!("named in the identifier", "由标准编号得知"),
            Self::NotInCorpus => bilingual!("not in the corpus", "不在语料库中"),
            Self::Malformed => bilingual!("the identifier cannot be read", "标准编号无法识别"),
            Self::NoSuchKey => bilingual!("no node has this key", "没有具有此键的节点"),
        }
    }
}

/// Which document a reference means, and how that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// How it was found, or why not.
    pub how: How,
    /// The documents: one, or one a part. Where none was found, the node that stands for the unknown
    /// document, once the graph is built.
    pub nodes: Vec<NodeId>,
    /// Other standards that the reference could mean equally well (the choice among duplicates), or,
    /// where none was found, other editions of the same document.
    pub others: Vec<StandardId>,
}

impl Resolution {
    fn missing(how: How) -> Self {
        Self { how, nodes: Vec::new(), others: Vec::new() }
    }

    fn found(how: How, id: StandardId) -> Self {
        Self { how, nodes: vec![id.node()], others: Vec::new() }
    }

    /// Whether a document was found.
    #[must_use]
    pub fn is_found(&self) -> bool {
        self.how.is_found()
    }

    /// The document, where it is one.
    #[must_use]
    pub fn single(&self) -> Option<NodeId> {
        match *self.nodes.as_slice() {
            [node] => Some(node),
            _ => None,
        }
    }
}

/// From where, and for what purpose, a document is named.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Asking {
    /// The day on which editions are judged.
    pub(super) day: Option<PartialDate>,
    /// Said to mean all parts.
    pub(super) all_parts: Option<bool>,
    /// The document that names its predecessor: an undated name then means an edition before it.
    pub(super) before: Option<StandardId>,
}

impl Corpus {
    /// Which document `target` means when `from` names it. In the built corpus the answer always has
    /// a node for a target of the corpus, if only the one of an unknown document.
    #[must_use]
    pub fn resolve(&self, target: &Target, from: StandardId) -> Resolution {
        let asking = Asking { day: self.day_of(from), ..Asking::default() };
        let mut resolution = self.resolve_as(target, asking);
        if resolution.nodes.is_empty()
            && let Some(node) = self.index.unknown(target.identifier)
        {
            resolution.nodes.push(node);
        }
        resolution
    }

    /// Which document an identifier in the prose of `from` means. Nothing has a node there that the
    /// corpus does not name elsewhere.
    #[must_use]
    pub fn resolve_in_prose(&self, identifier: &Identifier, from: StandardId) -> Resolution {
        let asking = Asking { day: self.day_of(from), ..Asking::default() };
        let exact = self.identifiers.find(&identifier.canonical);
        let exact = exact.map_or(&[][..], |id| self.index.editions(id));
        let work = self.index.work(forms::undated(identifier));
        self.resolve_identifier(identifier, exact, work, asking)
    }

    pub(super) fn resolve_as(&self, target: &Target, asking: Asking) -> Resolution {
        if target.by_key {
            let key = target.written.get(&self.sources);
            return match self.index.keyed(target.written.span().file, key) {
                Some(id) => Resolution::found(How::Key, id),
                None => Resolution::missing(How::NoSuchKey),
            };
        }
        self.resolve_interned(target.identifier, asking)
    }

    pub(super) fn resolve_interned(&self, id: IdentifierId, asking: Asking) -> Resolution {
        let exact = self.index.editions(id);
        match self.identifiers.get(id) {
            Some(Ok(identifier)) => {
                let work = self.index.work_of(id);
                self.resolve_identifier(identifier, exact, work, asking)
            }
            _ => match self.best(exact) {
                Some(id) => self.among(How::Identifier, id, exact),
                None => Resolution::missing(How::Malformed),
            },
        }
    }

    pub(super) fn resolve_identifier(
        &self,
        identifier: &Identifier,
        exact: &[StandardId],
        work: Option<WorkId>,
        asking: Asking,
    ) -> Resolution {
        if asking.all_parts.unwrap_or(identifier.all_parts) {
            let found = self.parts(identifier, How::AllParts, asking);
            if found.is_found() {
                return found;
            }
        }
        let editions = work.map_or(&[][..], |work| self.index.editions_of(work));
        if forms::is_exact(identifier) {
            if let Some(id) = self.best(exact) {
                return self.among(How::Identifier, id, exact);
            }
            let of_that_year = editions.iter().rev().copied().find(|id| {
                let life = &self.lives[id.index()];
                let published = life.published.map(PartialDate::year);
                let year = forms::year(identifier).and_then(|year| i16::try_from(year).ok());
                year.is_some() && life.year.is_none() && published == year
            });
            return match of_that_year {
                Some(id) if identifier.stage.is_none() => {
                    Resolution::found(How::YearOfPublication, id)
                }
                _ => Resolution {
                    others: editions.to_vec(),
                    ..Resolution::missing(How::NotInCorpus)
                },
            };
        }
        if let (&[only], &[one]) = (editions, exact)
            && only == one
            && asking.before != Some(one)
        {
            return Resolution::found(How::Identifier, one);
        }
        let current = match (asking.before, work) {
            (Some(after), _) => self.edition_before(editions, after),
            (None, Some(work)) => self.current_edition(work, asking.day),
            (None, None) => None,
        };
        match current {
            Some((id, how)) => Resolution::found(how, id),
            None if identifier.parts.is_empty() => self.parts(identifier, How::Series, asking),
            None => Resolution::missing(How::NotInCorpus),
        }
    }

    fn parts(&self, identifier: &Identifier, how: How, asking: Asking) -> Resolution {
        let series = forms::series(identifier);
        let mut nodes: Vec<NodeId> = series
            .map_or(&[][..], |series| self.index.parts(&series))
            .iter()
            .filter(|&&(_, part)| match self.identifiers.get(part) {
                Some(Ok(part)) => part.parts.starts_with(&identifier.parts),
                _ => false,
            })
            .filter_map(|&(work, _)| self.current_edition(work, asking.day))
            .map(|(id, _)| id.node())
            .collect();
        nodes.sort_unstable();
        nodes.dedup();
        let how = if nodes.is_empty() { How::NotInCorpus } else { how };
        Resolution { how, nodes, others: Vec::new() }
    }

    /// The best of several descriptions of one document: the one that says most, else the first.
    fn best(&self, ids: &[StandardId]) -> Option<StandardId> {
        ids.iter().copied().min_by_key(|id| {
            let life = &self.lives[id.index()];
            (std::cmp::Reverse(life.richness), *id)
        })
    }

    fn among(&self, how: How, id: StandardId, all: &[StandardId]) -> Resolution {
        let others = all.iter().copied().filter(|&it| it != id).collect();
        Resolution { others, ..Resolution::found(how, id) }
    }

    /// The edition of a work that an undated reference means on `day`: the latest in force; failing
    /// that the latest of which nothing is known; failing that the latest at all.
    pub(super) fn current_edition(
        &self,
        work: WorkId,
        day: Option<PartialDate>,
    ) -> Option<(StandardId, How)> {
        if let (Some(known), super::AsOf::Date(date)) = (&self.current, self.as_of)
            && day == PartialDate::of_day(date)
        {
            return *known.get(work.0 as usize)?;
        }
        self.find_current_edition(work, day)
    }

    pub(super) fn find_current_edition(
        &self,
        work: WorkId,
        day: Option<PartialDate>,
    ) -> Option<(StandardId, How)> {
        let ranked = |&id: &StandardId| {
            let status = self.edition_standing(id, day).status;
            let rank = match status {
                Status::Current | Status::Confirmed => 5,
                Status::Unknown => 4,
                Status::NotYetEffective => 3,
                Status::Replaced => 2,
                Status::Withdrawn => 1,
                Status::Draft => 0,
            };
            let life = &self.lives[id.index()];
            ((rank, life.born(), life.edition, life.richness), id, status)
        };
        // of equals the first wins: two descriptions of one document
        let editions = self.index.editions_of(work).iter().rev().map(ranked);
        let (_, id, status) = editions.max_by_key(|&(score, _, _)| score)?;
        let how = if status.is_current() { How::CurrentEdition } else { How::LatestEdition };
        Some((id, how))
    }

    /// The edition that came before `after`: what an undated "replaces" means.
    fn edition_before(
        &self,
        editions: &[StandardId],
        after: StandardId,
    ) -> Option<(StandardId, How)> {
        let others = || editions.iter().copied().filter(|&id| id != after);
        let life = &self.lives[after.index()];
        let earlier = others().rev().find(|id| {
            let other = &self.lives[id.index()];
            match (other.born(), life.born()) {
                (Some(other), Some(own)) if other != own => other.surely_before(own),
                _ => other.edition < life.edition,
            }
        });
        // a document that has another number replaces the latest edition
        let own_work = editions.contains(&after);
        let found = earlier.or_else(|| others().next_back().filter(|_| !own_work))?;
        Some((found, How::LatestEdition))
    }
}

//! Where a document stands on a date, and why one thinks so.

use serde::{Deserialize, Serialize};

use super::{Corpus, Node, NodeId, PartialDate, StandardId};
use crate::bilingual;
use crate::model::Status;
use crate::source::{Bilingual, Span};

/// Why a document is thought to stand where it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Because {
    /// Its description says so.
    Said,
    /// Its stage code says so.
    Stage,
    /// Published after the day.
    NotPublishedYet,
    /// Published, but in force only after the day.
    NotInForceYet,
    /// In force since a date before the day, and nothing ends it.
    InForce,
    /// Withdrawn by the day.
    DateOfWithdrawal,
    /// Another document took its place.
    Successor,
    /// A later edition of the same document was out.
    LaterEdition,
    /// It is said to be replaced or withdrawn, but that came after the day.
    EndedLater,
    /// It is not in the corpus.
    NotInCorpus,
    /// Nothing tells.
    Nothing,
}

/// Where a document stands on a date, and why one thinks so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Where it stands.
    pub status: Status,
    /// Why.
    pub because: Because,
    /// Since when, where a date tells.
    pub since: Option<PartialDate>,
    /// The words that tell.
    pub place: Option<Span>,
    /// The document that took its place, where that tells.
    pub successor: Option<NodeId>,
}

impl Standing {
    const fn unknown(because: Because) -> Self {
        Self { status: Status::Unknown, because, since: None, place: None, successor: None }
    }

    fn new(status: Status, because: Because, since: Option<PartialDate>) -> Self {
        Self { status, because, since, place: None, successor: None }
    }

    fn at(self, place: Option<Span>) -> Self {
        Self { place, ..self }
    }

    /// The reason, in words.
    #[must_use]
    pub fn reason(&self) -> Bilingual {
        let since = self.since.map(|date| date.to_string()).unwrap_or_default();
        match self.because {
            Because::Said => bilingual!("as its description says", "据其说明"),
            Because::Stage => bilingual!("as its stage code says", "据其阶段代码"),
            Because::NotPublishedYet => bilingual!("published {since}", "{since} 发布"),
            Because::NotInForceYet => bilingual!("in force from {since}", "{since} 起实施"),
            Because::InForce => bilingual!("in force since {since}", "自 {since} 起实施"),
            Because::DateOfWithdrawal => bilingual!("withdrawn {since}", "{since} 废止"),
            Because::Successor => bilingual!("another document took its place", "已有文件代替它"),
            Because::LaterEdition => bilingual!("a later edition is out", "已有新版本"),
            Because::EndedLater => {
                bilingual!("it was replaced or withdrawn only later", "其后才被代替或废止")
            }
            Because::NotInCorpus => bilingual!("it is not in the corpus", "不在语料库中"),
            Because::Nothing => bilingual!("nothing says", "没有说明"),
        }
    }
}

impl Corpus {
    /// The day on which a document is judged when `from` asks: the as-of date, or the publication of
    /// `from`; `None` where that is not known, and then words count and dates do not.
    #[must_use]
    pub fn day_of(&self, from: StandardId) -> Option<PartialDate> {
        match self.as_of {
            super::AsOf::Date(date) => PartialDate::of_day(date),
            super::AsOf::Publication => self.lives.get(from.index())?.born(),
        }
    }

    /// Where a document stands when `from` asks.
    #[must_use]
    pub fn standing_for(&self, node: NodeId, from: StandardId) -> Standing {
        self.standing(node, self.day_of(from))
    }

    /// Where a standard stands on the as-of date, or on its own day of publication.
    #[must_use]
    pub fn own_standing(&self, id: StandardId) -> Standing {
        self.standing(id.node(), self.day_of(id))
    }

    /// Where a document stands on `day`, or as said where no day is given.
    #[must_use]
    pub fn standing(&self, node: NodeId, day: Option<PartialDate>) -> Standing {
        match self.graph.node(node) {
            Some(&Node::Edition(id)) => self.edition_standing(id, day),
            Some(&Node::Work(work)) => match self.current_edition(work, day) {
                Some((id, _)) => self.edition_standing(id, day),
                None => Standing::unknown(Because::Nothing),
            },
            _ => Standing::unknown(Because::NotInCorpus),
        }
    }

    pub(super) fn edition_standing(&self, id: StandardId, day: Option<PartialDate>) -> Standing {
        let (Some(standard), Some(life)) =
            (self.standards.get(id.index()), self.lives.get(id.index()))
        else {
            return Standing::unknown(Because::NotInCorpus);
        };
        let said = match (life.by_stage, &standard.status) {
            (true, _) => {
                standard.details.as_deref().and_then(|it| it.stage).map(|stage| stage.span)
            }
            (false, status) => status.map(|status| status.span),
        };
        let because = if life.by_stage { Because::Stage } else { Because::Said };
        let span = |text: Option<&crate::model::Text>| text.map(crate::model::Text::span);
        let dates = &standard.dates;

        if let (Some(published), Some(day)) = (life.published.or(life.year), day)
            && day.surely_before(published)
        {
            return Standing::new(Status::Draft, Because::NotPublishedYet, Some(published))
                .at(span(dates.published.as_ref()));
        }
        if life.declared == Some(Status::Draft) {
            return Standing::new(Status::Draft, because, None).at(said);
        }
        let successor = self.successor_in_force(id, day);
        if let (Some(withdrawn), Some(day)) = (life.withdrawn, day)
            && withdrawn.surely_by(day)
        {
            let status = if successor.is_some() || life.declared == Some(Status::Replaced) {
                Status::Replaced
            } else {
                Status::Withdrawn
            };
            let standing = Standing::new(status, Because::DateOfWithdrawal, Some(withdrawn));
            return Standing { successor, ..standing.at(span(dates.withdrawn.as_deref())) };
        }
        let ended = matches!(life.declared, Some(Status::Replaced | Status::Withdrawn));
        let ended_later = ended && self.ended_after(id, day);
        if ended && !ended_later {
            let status = life.declared.unwrap_or(Status::Withdrawn);
            return Standing { successor, ..Standing::new(status, because, None).at(said) };
        }
        if let (Some(effective), Some(day)) = (life.effective, day) {
            if day.surely_before(effective) {
                return Standing::new(
                    Status::NotYetEffective,
                    Because::NotInForceYet,
                    life.effective,
                )
                .at(span(dates.effective.as_ref()));
            }
            if life.declared == Some(Status::NotYetEffective) {
                return Standing::new(Status::Current, Because::InForce, life.effective)
                    .at(span(dates.effective.as_ref()));
            }
        }
        if ended_later {
            return Standing::new(Status::Current, Because::EndedLater, None).at(said);
        }
        if let Some(status) = life.declared {
            return Standing::new(status, because, None).at(said);
        }
        if let Some(by) = successor {
            let place = self.place_of(by);
            return Standing {
                successor,
                ..Standing::new(Status::Replaced, Because::Successor, self.born(by)).at(place)
            };
        }
        if let Some(later) = self.later_edition(id, day) {
            let node = later.node();
            return Standing {
                successor: Some(node),
                ..Standing::new(Status::Replaced, Because::LaterEdition, self.born(node))
                    .at(self.place_of(node))
            };
        }
        if let (Some(effective), Some(day)) = (life.effective, day)
            && effective.surely_by(day)
        {
            return Standing::new(Status::Current, Because::InForce, life.effective)
                .at(span(dates.effective.as_ref()));
        }
        Standing::unknown(Because::Nothing)
    }

    /// The first document that replaces `id` and is in force on `day`, as far as is known.
    fn successor_in_force(&self, id: StandardId, day: Option<PartialDate>) -> Option<NodeId> {
        self.successors(id.node()).iter().copied().find(|&node| {
            node != id.node()
                && match self.graph.node(node) {
                    Some(&Node::Edition(by)) => {
                        let life = &self.lives[by.index()];
                        let born = life.effective.or(life.published).or(life.year);
                        let is_known = |(born, day): (PartialDate, PartialDate)| born.known_by(day);
                        life.in_force(day) && born.zip(day).is_none_or(is_known)
                    }
                    // of a document that is not here its identifier tells: a draft, or a later year
                    _ => {
                        let is_draft = self.identifier(node).is_some_and(|it| it.stage.is_some());
                        let is_later = matches!(
                            (self.born(node), day),
                            (Some(born), Some(day)) if day.surely_before(born)
                        );
                        !is_draft && !is_later
                    }
                }
        })
    }

    /// Whether what ended `id` is known to have come after `day`: its withdrawal, or every document
    /// that took its place.
    fn ended_after(&self, id: StandardId, day: Option<PartialDate>) -> bool {
        let Some(day) = day else { return false };
        let life = &self.lives[id.index()];
        if let Some(withdrawn) = life.withdrawn {
            return day.surely_before(withdrawn);
        }
        let successors = self.successors(id.node());
        !successors.is_empty()
            && successors.iter().all(|&node| {
                let born = match self.graph.node(node) {
                    Some(&Node::Edition(by)) if by == id => None,
                    Some(&Node::Edition(by)) => {
                        let by = &self.lives[by.index()];
                        by.published.or(by.year)
                    }
                    _ => self.born(node),
                };
                born.is_some_and(|born| !born.known_by(day))
            })
    }

    /// An edition of the same document that came out after `id` and by `day`.
    fn later_edition(&self, id: StandardId, day: Option<PartialDate>) -> Option<StandardId> {
        let own = &self.lives[id.index()];
        let born = own.born()?;
        let work = self.work_of(id)?;
        // by rising date: the latest come last
        self.index.editions_of(work).iter().rev().copied().take_while(|&it| it != id).find(|&it| {
            let life = &self.lives[it.index()];
            let later = life.born().is_some_and(|it| born.surely_before(it))
                || (life.edition > own.edition && own.edition > 0 && life.born() == own.born());
            later && life.in_force(day)
        })
    }

    fn born(&self, node: NodeId) -> Option<PartialDate> {
        match self.graph.node(node) {
            Some(&Node::Edition(id)) => self.lives[id.index()].born(),
            _ => self.identifier(node).and_then(super::forms::year).and_then(PartialDate::of_year),
        }
    }

    /// Where a node is named in its own description: its identifier, or its key.
    #[must_use]
    pub fn place_of(&self, node: NodeId) -> Option<Span> {
        let Some(&Node::Edition(id)) = self.graph.node(node) else { return None };
        let standard = self.standards.get(id.index())?;
        let identity = standard.identity.as_ref().map(|identity| identity.written.span());
        Some(identity.or(standard.key.as_ref().map(|key| key.span())).unwrap_or(standard.span))
    }
}

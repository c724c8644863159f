//! Who is affected when something happens to a document.

use rustc_hash::FxHashSet;

use super::{Corpus, Csr, How, Link, LinkId, LinkKind, NodeId, is_public};
use crate::bilingual;
use crate::model::ReferenceRole;
use crate::source::Bilingual;

/// What happens to a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// It is withdrawn.
    Withdrawn,
    /// It is amended.
    Amended,
    /// Another takes its place.
    Replaced,
}

impl Event {
    /// The words of `impact --if`.
    pub const WORDS: [&'static str; 3] = ["withdrawn", "amended", "replaced-by"];

    /// Its word in `impact --if`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Amended => "amended",
            Self::Replaced => "replaced-by",
        }
    }
}

/// What the event means for an affected document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// It cites, normatively, a document that is no more.
    CitesWithdrawn,
    /// It adopts a document that is no more.
    AdoptsWithdrawn,
    /// It amends, is part of, or maps a document that is no more.
    HangsOnWithdrawn,
    /// Its undated reference follows: its requirements change without an edition of its own.
    Follows,
    /// Its dated reference stays: it goes on asking for what is no longer the state.
    Stays,
    /// It adopts an edition that is no longer the latest.
    AdoptsOld,
    /// It amends, is part of, or maps an edition that is no longer the latest.
    HangsOnOld,
    /// It only names the document for information.
    ForInformation,
    /// It depends on an affected document.
    Indirect,
}

impl Effect {
    /// The word in JSON.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::CitesWithdrawn => "cites_withdrawn",
            Self::AdoptsWithdrawn => "adopts_withdrawn",
            Self::HangsOnWithdrawn => "hangs_on_withdrawn",
            Self::Follows => "follows",
            Self::Stays => "stays",
            Self::AdoptsOld => "adopts_old",
            Self::HangsOnOld => "hangs_on_old",
            Self::ForInformation => "for_information",
            Self::Indirect => "indirect",
        }
    }

    /// In words.
    #[must_use]
    pub fn explain(self) -> Bilingual {
        match self {
            Self::CitesWithdrawn => {
                bilingual!("would cite a withdrawn document", "将引用已废止的文件")
            }
            Self::AdoptsWithdrawn => {
                bilingual!("would adopt a withdrawn document", "将采用已废止的文件")
            }
            Self::HangsOnWithdrawn => {
                bilingual!("would lose the document it belongs to", "将失去其所属的文件")
            }
            Self::Follows => bilingual!(
                "undated reference: its requirements change with it",
                "不注日期引用：其要求随之改变"
            ),
            Self::Stays => bilingual!(
                "dated reference: stays with the old text until revised",
                "注日期引用：修订前仍指旧文本"
            ),
            Self::AdoptsOld => bilingual!("would adopt an old edition", "将采用旧版本"),
            Self::HangsOnOld => bilingual!("would belong to an old edition", "将属于旧版本"),
            Self::ForInformation => {
                bilingual!("names it for information only", "仅作资料性引用")
            }
            Self::Indirect => bilingual!("depends on an affected document", "依赖受影响的文件"),
        }
    }
}

/// A document that is affected, and by which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Affected {
    /// The document.
    pub node: NodeId,
    /// What it means for it.
    pub effect: Effect,
    /// The edge by which it depends on the document before it.
    pub link: LinkId,
    /// The document before it.
    pub on: NodeId,
    /// Which affected document that is, by index; `None` where it is the document itself.
    pub parent: Option<usize>,
    /// Steps from the document itself.
    pub depth: u32,
}

/// Who is affected, nearest first, then by node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impact {
    /// The documents to which it happens.
    pub starts: Vec<NodeId>,
    /// What happens.
    pub event: Event,
    /// Who is affected.
    pub affected: Vec<Affected>,
}

impl Impact {
    /// The documents from an affected one back to that to which it happens, both included.
    #[must_use]
    pub fn path(&self, index: usize) -> Vec<NodeId> {
        let mut path = Vec::new();
        let mut at = self.affected.get(index);
        while let Some(affected) = at {
            path.push(affected.node);
            match affected.parent {
                // a parent always stands before its child
                Some(parent) => at = self.affected.get(parent),
                None => {
                    path.push(affected.on);
                    break;
                }
            }
        }
        path
    }

    /// How many are affected directly.
    #[must_use]
    pub fn direct(&self) -> usize {
        self.affected.iter().take_while(|it| it.depth == 1).count()
    }
}

impl Corpus {
    /// The graph from each document to those that depend on it: that cite it normatively, adopt,
    /// amend or map it, or are part of it. For whoever asks about many documents.
    #[must_use]
    pub fn dependants(&self) -> Csr {
        self.csr(true, |from, to, link| depends(link) && from != to)
    }

    /// Who is affected, transitively, when `event` happens to `starts`: whoever cites them normatively,
    /// adopts, amends, maps them or is part of them, and whoever does that to those. Who only names
    /// them for information is told too, and leads no further.
    #[must_use]
    pub fn impact(&self, starts: &[NodeId], event: Event) -> Impact {
        let csr = self.dependants();
        let number = |node: &NodeId| u32::try_from(node.index()).unwrap_or(u32::MAX);
        let numbers: Vec<u32> = starts.iter().map(number).collect();
        let mut reached = csr.reach(&numbers);
        // who names a start for information only, once each
        let mut seen: FxHashSet<u32> =
            reached.iter().map(|it| it.node).chain(numbers.iter().copied()).collect();
        for &start in starts {
            for (link, from, weight) in self.links_to(start) {
                let informative = weight.kind == LinkKind::Cites(ReferenceRole::Informative);
                if informative && is_public(weight) && seen.insert(number(&from)) {
                    let edge = u32::try_from(link.index()).unwrap_or(u32::MAX);
                    let (node, from) = (number(&from), number(&start));
                    reached.push(super::Reached { node, from, edge, depth: 1 });
                }
            }
        }
        // who cites and adopts is asked to do what an adoption asks for
        let targets: FxHashSet<NodeId> = starts.iter().copied().collect();
        for it in reached.iter_mut().take_while(|it| it.depth == 1) {
            let direct = self
                .links_from(NodeId::new(it.node as usize))
                .filter(|(_, to, weight)| targets.contains(to) && depends(weight))
                .min_by_key(|&(link, to, weight)| (self.weight(weight, to), link));
            if let Some((link, to, _)) = direct {
                (it.edge, it.from) = (u32::try_from(link.index()).unwrap_or(u32::MAX), number(&to));
            }
        }
        reached.sort_unstable_by_key(|it| (it.depth, it.node));
        let mut place = vec![usize::MAX; csr.nodes()];
        for (at, it) in reached.iter().enumerate() {
            place[it.node as usize] = at;
        }
        let affected = reached
            .iter()
            .map(|it| {
                let link = LinkId::new(it.edge as usize);
                let on = NodeId::new(it.from as usize);
                let parent = (it.depth > 1).then(|| place[it.from as usize]);
                let effect = match (it.depth, self.graph.link(link)) {
                    (1, Some(weight)) => self.effect(weight, on, event),
                    _ => Effect::Indirect,
                };
                let node = NodeId::new(it.node as usize);
                Affected { node, effect, link, on, parent, depth: it.depth }
            })
            .collect();
        Impact { starts: starts.to_vec(), event, affected }
    }

    /// How much a link asks for beside others between the same documents; the least number the most.
    fn weight(&self, link: &Link, on: NodeId) -> u8 {
        match link.kind {
            LinkKind::Adopts(_) => 0,
            LinkKind::Cites(_) if !self.is_dated_link(link, on) => 2,
            LinkKind::Cites(_) => 3,
            LinkKind::Maps(_) => 4,
            _ => 1,
        }
    }

    fn effect(&self, link: &Link, on: NodeId, event: Event) -> Effect {
        match (link.kind, event) {
            (LinkKind::Cites(ReferenceRole::Informative), _) => Effect::ForInformation,
            (LinkKind::Cites(_), Event::Withdrawn) => Effect::CitesWithdrawn,
            (LinkKind::Adopts(_), Event::Withdrawn) => Effect::AdoptsWithdrawn,
            (_, Event::Withdrawn) => Effect::HangsOnWithdrawn,
            (LinkKind::Cites(_), _) if self.is_dated_link(link, on) => Effect::Stays,
            (LinkKind::Cites(_), _) => Effect::Follows,
            (LinkKind::Adopts(_), _) => Effect::AdoptsOld,
            _ => Effect::HangsOnOld,
        }
    }

    /// Whether a reference names one edition. A key names a node; whether that is one edition, its
    /// identifier says.
    fn is_dated_link(&self, link: &Link, to: NodeId) -> bool {
        match link.how {
            How::CurrentEdition | How::LatestEdition | How::AllParts | How::Series => false,
            How::YearOfPublication => true,
            _ => self.identifier_id(to).is_some_and(|id| self.is_dated(id)),
        }
    }
}

/// Whether a document depends on what such an edge of it leads to.
fn depends(link: &Link) -> bool {
    is_public(link)
        && !matches!(link.kind, LinkKind::Replaces | LinkKind::Cites(ReferenceRole::Informative))
}

//! What ought to be there: plans laid over the cells.

use super::USUAL_MOST;
use super::aspect::AspectList;
use super::scheme::{Finer, Scheme};
use crate::corpus::Corpus;
use crate::model::{Level, PlannedCell, StandardsSystem};
use crate::source::Span;

/// What is wanted of every cell of a scheme.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// One a cell, row by row; `None` where no plan says anything.
    pub wants: Vec<Option<Want>>,
    /// Standards of one level beyond which a cell is called oversupplied.
    pub most: u32,
    /// Entries that name a sector or an aspect that is not there.
    pub faults: Vec<Fault>,
    /// The plans, by their places in [`Corpus::systems`].
    pub systems: Vec<u32>,
}

/// What is wanted of a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Want {
    /// A standard is required.
    pub required: bool,
    /// The weakest level that will do.
    pub min_level: Option<Level>,
    /// Why no standard is needed, where that is declared; empty where no reason is given.
    pub na_reason: Option<String>,
    /// The plan and its entry that say so.
    pub entry: (u32, u32),
}

/// Something in a plan that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The plan and its entry.
    pub entry: (u32, u32),
    /// What leads nowhere.
    pub kind: FaultKind,
    /// As written.
    pub written: String,
    /// Where.
    pub span: Span,
}

/// What in a plan can lead nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The scheme has no such sector.
    Sector,
    /// The list has no such aspect.
    Aspect,
}

/// What is laid over one cell, and how closely it names it.
type Laid = Option<((u32, u32), Want)>;

impl Plan {
    /// Plans of a corpus, by their places in [`Corpus::systems`], laid over a scheme. Where several
    /// entries meet in a cell the one that names it more closely counts (first by sector, then by
    /// aspect), and the later one of two equally close ones.
    #[must_use]
    pub fn of(corpus: &Corpus, systems: &[u32], scheme: &Scheme, aspects: &AspectList) -> Self {
        let columns = aspects.aspects.len();
        let mut laid: Vec<Laid> = vec![None; scheme.leaves().len() * columns];
        let mut plan = Self { most: USUAL_MOST, systems: systems.to_vec(), ..Self::default() };
        for &system in systems {
            let Some(StandardsSystem { most, cells, .. }) = corpus.systems().get(system as usize)
            else {
                continue;
            };
            plan.most = most.map_or(plan.most, |it| it.value);
            for (at, cell) in (0_u32..).zip(cells) {
                let entry = (system, at);
                plan.lay(corpus, scheme, aspects, cell, entry, &mut laid);
            }
        }
        plan.wants = laid.into_iter().map(|it| it.map(|(_, want)| want)).collect();
        plan
    }

    fn lay(
        &mut self,
        corpus: &Corpus,
        scheme: &Scheme,
        list: &AspectList,
        cell: &PlannedCell,
        entry: (u32, u32),
        laid: &mut [Laid],
    ) {
        let sources = corpus.sources();
        let mut fault = |text: &crate::model::Text, kind| {
            let written = text.get(sources).trim().to_owned();
            self.faults.push(Fault { entry, kind, written, span: text.span() });
        };
        let mut rows = Vec::new();
        for text in &cell.sectors {
            let code = text.get(sources).trim();
            if code == "*" {
                rows.push((0..scheme.leaves().len(), 0, false));
                continue;
            }
            match scheme.resolve(code) {
                Some(it) if it.finer != Finer::Beyond => {
                    let depth = scheme.sectors()[it.sector as usize].depth;
                    rows.push((scheme.leaves_of(it.sector), depth, it.finer == Finer::LeftOut));
                }
                _ => fault(text, FaultKind::Sector),
            }
        }
        let mut columns = Vec::new();
        for text in &cell.aspects {
            let word = text.get(sources).trim();
            match list.resolve(word) {
                Some(range) if word == "*" => columns.push((range, 0)),
                Some(range) => {
                    let closeness = if range.len() == 1 { 2 } else { 1 };
                    columns.push((range, closeness));
                }
                None => fault(text, FaultKind::Aspect),
            }
        }
        let want = Want {
            required: cell.required.is_some_and(|it| it.value),
            min_level: cell.min_level.map(|it| it.value),
            na_reason: cell.na_reason.as_ref().map(|it| it.get(sources).trim().to_owned()),
            entry,
        };
        for (leaves, depth, is_part) in &rows {
            for (aspects, closeness) in &columns {
                for leaf in leaves.clone() {
                    for aspect in aspects.clone() {
                        let at = leaf * list.aspects.len() + aspect;
                        let Some(cell) = laid.get_mut(at) else { continue };
                        lay_one(cell, (*depth, *closeness), &want, *is_part);
                    }
                }
            }
        }
    }
}

/// Lays an entry over one cell. One that speaks of a part of the row only can require something of
/// the row, but say nothing else of all of it.
fn lay_one(cell: &mut Laid, closeness: (u32, u32), want: &Want, is_part: bool) {
    if is_part {
        if !want.required || want.na_reason.is_some() {
            return;
        }
        match cell {
            Some((_, known)) => {
                known.required = true;
                known.na_reason = None;
            }
            None => *cell = Some(((0, 0), Want { min_level: None, ..want.clone() })),
        }
        return;
    }
    if cell.as_ref().is_none_or(|(known, _)| *known <= closeness) {
        *cell = Some((closeness, want.clone()));
    }
}

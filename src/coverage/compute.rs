//! From a corpus and a plan to the matrix.

use std::collections::BTreeMap;

use super::matrix::{
    AspectColumn, AspectGroupCard, AspectTally, LevelCount, LevelTotal, Matrix, MatrixCell,
    PlanFault, SchemeCard, SectorHeading, SectorRow, SectorTally, State, Totals, Unclassified,
    UnknownCode, level_label,
};
use super::place::{Place, Places, Why, level_of};
use super::want::{FaultKind, Plan, Want};
use super::{AspectList, REVIEW_YEARS, Scheme};
use crate::bilingual;
use crate::corpus::{Corpus, PartialDate, StandardId};
use crate::model::{Level, Status, Text};

/// Leaves beyond which rows with nothing in them are left out.
const MANY_ROWS: usize = 200;

/// What is in one cell.
#[derive(Clone, Debug, Default)]
struct Content {
    members: Vec<StandardId>,
    drafts: Vec<StandardId>,
    doubtful: Vec<StandardId>,
}

impl Content {
    fn is_empty(&self) -> bool {
        self.members.is_empty() && self.drafts.is_empty() && self.doubtful.is_empty()
    }
}

/// What is known of one standard in force, by its index.
#[derive(Clone, Copy, Debug)]
struct Known {
    level: Level,
    overdue: bool,
}

impl Matrix {
    /// Holds a corpus against a plan. With `crosswalk`, standards without a sector are put where
    /// their ICS codes point to by the table of the scheme: a guess, and only on demand.
    #[must_use]
    pub fn build(
        corpus: &Corpus,
        scheme: &Scheme,
        aspects: &AspectList,
        plan: &Plan,
        crosswalk: bool,
    ) -> Self {
        let mut work = Work::new(corpus, scheme, aspects, plan);
        let places = Places::new(corpus, scheme, aspects, crosswalk);
        for id in corpus.ids() {
            work.put(id, &places);
        }
        work.finish(crosswalk)
    }
}

struct Work<'a> {
    corpus: &'a Corpus,
    scheme: &'a Scheme,
    aspects: &'a AspectList,
    plan: &'a Plan,
    cells: Vec<Content>,
    known: Vec<Option<Known>>,
    rows: Vec<SectorTally>,
    row_levels: Vec<[usize; Level::ALL.len()]>,
    levels: [usize; Level::ALL.len()],
    sector_levels: [usize; Level::ALL.len()],
    totals: Totals,
    unclassified: Unclassified,
    unknown: BTreeMap<(&'static str, &'a str), usize>,
}

impl<'a> Work<'a> {
    fn new(
        corpus: &'a Corpus,
        scheme: &'a Scheme,
        aspects: &'a AspectList,
        plan: &'a Plan,
    ) -> Self {
        let leaves = scheme.leaves().len();
        Self {
            corpus,
            scheme,
            aspects,
            plan,
            cells: vec![Content::default(); leaves * aspects.aspects.len()],
            known: vec![None; corpus.standards().len()],
            rows: vec![SectorTally::default(); leaves],
            row_levels: vec![[0; Level::ALL.len()]; leaves],
            levels: [0; Level::ALL.len()],
            sector_levels: [0; Level::ALL.len()],
            totals: Totals::default(),
            unclassified: Unclassified::default(),
            unknown: BTreeMap::new(),
        }
    }

    /// Puts one standard where it belongs.
    fn put(&mut self, id: StandardId, places: &Places<'a>) {
        self.totals.standards += 1;
        let status = self.corpus.own_standing(id).status;
        let found = places.of(id, status);
        for code in found.unknown_sectors {
            *self.unknown.entry(("sector", code)).or_default() += 1;
        }
        for word in found.unknown_aspects {
            *self.unknown.entry(("aspect", word)).or_default() += 1;
        }
        let (leaves, aspects, unclassified) = match found.place {
            Place::Ended => {
                self.totals.ended += 1;
                return;
            }
            Place::Amends => {
                self.totals.amendments += 1;
                return;
            }
            Place::ToldTwice => {
                self.totals.told_twice += 1;
                return;
            }
            Place::Counted { leaves, aspects, unclassified } => (leaves, aspects, unclassified),
        };
        self.totals.guessed += usize::from(found.guessed);
        match unclassified {
            None => self.totals.classified += 1,
            Some(why) => {
                self.totals.unclassified += 1;
                *match why {
                    Why::Neither => &mut self.unclassified.neither,
                    Why::NoSector => &mut self.unclassified.no_sector,
                    Why::NoAspect => &mut self.unclassified.no_aspect,
                    Why::UnknownSector => &mut self.unclassified.unknown_sector,
                    Why::UnknownAspect => &mut self.unclassified.unknown_aspect,
                } += 1;
            }
        }
        let level = level_of(self.corpus, id);
        if status.is_current() {
            let overdue = is_overdue(self.corpus, id);
            self.known[id.index()] = Some(Known { level, overdue });
            if unclassified.is_none() {
                self.levels[level as usize] += 1;
            }
            self.sector_levels[level as usize] += usize::from(!leaves.is_empty());
            for leaf in &leaves {
                let row = &mut self.rows[*leaf as usize];
                row.standards += 1;
                row.without_aspect += usize::from(aspects.is_empty());
                self.row_levels[*leaf as usize][level as usize] += 1;
            }
        }
        for leaf in &leaves {
            for aspect in &aspects {
                let at = *leaf as usize * self.aspects.aspects.len() + *aspect as usize;
                let cell = &mut self.cells[at];
                let list = match status {
                    Status::Current | Status::Confirmed => &mut cell.members,
                    Status::Draft | Status::NotYetEffective => &mut cell.drafts,
                    _ => &mut cell.doubtful,
                };
                list.push(id);
            }
        }
    }

    fn finish(mut self, crosswalk: bool) -> Matrix {
        let columns = self.aspects.aspects.len();
        let mut by_aspect: Vec<AspectTally> = self
            .aspects
            .aspects
            .iter()
            .map(|it| AspectTally { aspect: it.key.clone(), ..AspectTally::default() })
            .collect();
        self.totals.cells = self.cells.len();
        let mut cells = Vec::new();
        let contents = std::mem::take(&mut self.cells);
        for (at, content) in contents.into_iter().enumerate() {
            let (leaf, column) = (at / columns, at % columns);
            let want = self.plan.wants.get(at).and_then(Option::as_ref);
            let is_quiet =
                content.is_empty() && want.is_none_or(|it| !it.required && it.na_reason.is_none());
            let cell = self.cell(leaf, column, content, want);
            self.totals.add(cell.state);
            let (row, tally) = (&mut self.rows[leaf], &mut by_aspect[column]);
            if cell.state != State::NotApplicable {
                let filled = usize::from(cell.state.is_filled());
                let required = usize::from(cell.required);
                self.totals.applicable += 1;
                self.totals.filled += filled;
                self.totals.required += required;
                self.totals.required_filled += required * filled;
                self.totals.below_minimum += usize::from(cell.below_minimum);
                row.of += 1;
                row.covered += filled;
                row.required += required;
                row.required_covered += required * filled;
                tally.of += 1;
                tally.covered += filled;
                tally.required += required;
                tally.required_covered += required * filled;
            }
            if !is_quiet {
                cells.push(cell);
            }
        }
        self.into_matrix(cells, by_aspect, crosswalk)
    }

    fn cell(
        &self,
        leaf: usize,
        column: usize,
        content: Content,
        want: Option<&Want>,
    ) -> MatrixCell {
        let known = |id: &StandardId| self.known[id.index()];
        let mut counts = [0_usize; Level::ALL.len()];
        for level in content.members.iter().filter_map(known).map(|it| it.level) {
            counts[level as usize] += 1;
        }
        let all_overdue = content.members.iter().filter_map(known).all(|it| it.overdue);
        let state = state(&content, &counts, all_overdue, want, self.plan.most);
        let best_level =
            Level::ALL.iter().copied().find(|it| *it != Level::Unknown && counts[*it as usize] > 0);
        let min_level = want.and_then(|it| it.min_level);
        let below_minimum = state.is_filled()
            && counts[Level::Unknown as usize] == 0
            && min_level.zip(best_level).is_some_and(|(min, best)| best > min);
        let names = |ids: &[StandardId]| ids.iter().map(|it| self.corpus.name(it.node())).collect();
        MatrixCell {
            sector: self.scheme.leaf(leaf).map_or_else(String::new, |it| it.code.clone()),
            aspect: self.aspects.aspects[column].key.clone(),
            required: want.is_some_and(|it| it.required),
            min_level,
            state,
            state_label: state,
            best_level,
            below_minimum,
            by_level: levels(&counts),
            standards: names(&content.members),
            planned: names(&content.drafts),
            uncertain: names(&content.doubtful),
            reason: want.and_then(|it| it.na_reason.clone()),
            members: content.members,
            drafts: content.drafts,
            doubtful: content.doubtful,
            entry: want.map(|it| it.entry),
        }
    }

    fn into_matrix(
        self,
        cells: Vec<MatrixCell>,
        by_aspect: Vec<AspectTally>,
        crosswalk: bool,
    ) -> Matrix {
        let scheme = self.scheme;
        let few = scheme.leaves().len() <= MANY_ROWS;
        let mut sectors = Vec::new();
        let mut by_sector = Vec::new();
        let mut is_heading = vec![false; scheme.sectors().len()];
        let mut busy = cells.iter().map(|it| it.sector.as_str()).peekable();
        for (leaf, (mut row, counts)) in self.rows.into_iter().zip(&self.row_levels).enumerate() {
            let Some(sector) = scheme.leaf(leaf) else { continue };
            let mut has_cells = false;
            while busy.next_if(|it| *it == sector.code).is_some() {
                has_cells = true;
            }
            if !few && !has_cells && row.standards == 0 {
                continue;
            }
            let mut above = sector.parent;
            while let Some(at) = above.map(|it| it as usize) {
                is_heading[at] = true;
                above = scheme.sectors()[at].parent;
            }
            row.sector = sector.code.clone();
            row.by_level = levels(counts);
            by_sector.push(row);
            sectors.push(SectorRow {
                code: sector.code.clone(),
                label: sector.title.clone(),
                parent: code_of(scheme, sector.parent),
                verified: sector.verified,
                cpc: sector
                    .cpc
                    .iter()
                    .chain(sector.parts.iter().flat_map(|it| &it.cpc))
                    .cloned()
                    .collect(),
            });
        }
        let headings = scheme
            .sectors()
            .iter()
            .zip(is_heading)
            .filter(|(_, is_heading)| *is_heading)
            .map(|(it, _)| SectorHeading {
                code: it.code.clone(),
                label: it.title.clone(),
                parent: code_of(scheme, it.parent),
            })
            .collect();
        Matrix {
            scheme: SchemeCard {
                key: scheme.key.clone(),
                label: scheme.title.clone(),
                note: scheme.note.clone(),
                crosswalk,
            },
            planned: !self.plan.systems.is_empty(),
            levels: Level::ALL
                .iter()
                .map(|level| LevelTotal {
                    key: *level,
                    label: level_label(*level),
                    count: self.levels[*level as usize],
                    with_sector: self.sector_levels[*level as usize],
                })
                .collect(),
            headings,
            sectors_left_out: scheme.leaves().len() - sectors.len(),
            sectors,
            aspect_groups: self
                .aspects
                .groups
                .iter()
                .map(|it| AspectGroupCard {
                    key: it.key.clone(),
                    label: it.title.clone(),
                    short: it.short.clone(),
                })
                .collect(),
            aspects: self
                .aspects
                .aspects
                .iter()
                .map(|it| AspectColumn {
                    key: it.key.clone(),
                    group: self.aspects.groups[it.group].key.clone(),
                    label: it.title.clone(),
                    short: it.short.clone(),
                })
                .collect(),
            cells,
            totals: self.totals,
            by_sector,
            by_aspect,
            unclassified: self.unclassified,
            unknown_codes: self
                .unknown
                .into_iter()
                .map(|((of, code), standards)| UnknownCode { code: code.to_owned(), of, standards })
                .collect(),
            plan_faults: plan_faults(self.corpus, scheme, self.plan),
        }
    }
}

fn code_of(scheme: &Scheme, sector: Option<u32>) -> Option<String> {
    scheme.sectors().get(sector? as usize).map(|it| it.code.clone())
}

fn levels(counts: &[usize; Level::ALL.len()]) -> Vec<LevelCount> {
    let all =
        Level::ALL.iter().map(|level| LevelCount { level: *level, count: counts[*level as usize] });
    all.filter(|it| it.count > 0).collect()
}

fn state(
    content: &Content,
    counts: &[usize; Level::ALL.len()],
    all_overdue: bool,
    want: Option<&Want>,
    most: u32,
) -> State {
    if want.is_some_and(|it| it.na_reason.is_some()) {
        return State::NotApplicable;
    }
    if content.members.is_empty() {
        return match (content.doubtful.is_empty(), content.drafts.is_empty()) {
            (false, _) => State::Unknown,
            (true, false) => State::Planned,
            (true, true) if want.is_some_and(|it| it.required) => State::Missing,
            (true, true) => State::Empty,
        };
    }
    let any = |levels: &[Level]| levels.iter().any(|it| counts[*it as usize] > 0);
    // A level that is not known may be any of them.
    let official = any(&[Level::National, Level::Sector, Level::Local, Level::Unknown]);
    if !official {
        return if any(&[Level::Association, Level::Enterprise]) {
            State::AssociationOnly
        } else {
            State::InternationalOnly
        };
    }
    if all_overdue {
        return State::Stale;
    }
    let crowded =
        Level::ALL.iter().any(|it| *it != Level::Unknown && counts[*it as usize] > most as usize);
    if crowded { State::Oversupplied } else { State::Covered }
}

/// Whether a standard is known to be overdue for review. One without a date is not.
fn is_overdue(corpus: &Corpus, id: StandardId) -> bool {
    let dates = &corpus.standard(id).dates;
    let read = |text: &Option<Text>| {
        text.as_ref().and_then(|it| PartialDate::parse(it.get(corpus.sources())))
    };
    let last = [read(&dates.published), read(&dates.reviewed)];
    let last = last.into_iter().flatten().max_by_key(|date| date.last());
    last.zip(corpus.day_of(id)).is_some_and(|(last, day)| last.years_to(day) > REVIEW_YEARS)
}

fn plan_faults(corpus: &Corpus, scheme: &Scheme, plan: &Plan) -> Vec<PlanFault> {
    let faults = plan.faults.iter().map(|fault| {
        let place = corpus.sources().location(fault.span);
        let (written, key) = (&fault.written, &scheme.key);
        let message = match fault.kind {
            FaultKind::Sector => {
                bilingual!("\"{written}\" is no sector of {key}", "“{written}”不是 {key} 中的部门")
            }
            FaultKind::Aspect => {
                bilingual!("\"{written}\" is no aspect", "“{written}”不是标准体系的方面")
            }
        };
        PlanFault {
            message,
            path: place.path.to_string(),
            line: place.start.line,
            kind: fault.kind,
            span: fault.span,
        }
    });
    faults.collect()
}

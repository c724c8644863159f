//! The matrix as plain data: what reports and programs get.

use serde::{Serialize, Serializer};

use super::want::FaultKind;
use crate::bilingual;
use crate::corpus::StandardId;
use crate::model::Level;
use crate::source::{Bilingual, Span};

/// The state of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// A national, sector or local standard is in force.
    Covered,
    /// Required, and nothing is in force or under way.
    Missing,
    /// Nothing is in force; drafts, or standards that are published and not yet in force.
    Planned,
    /// International or regional standards, and no domestic one.
    InternationalOnly,
    /// Association or enterprise standards, and no official one of the country.
    AssociationOnly,
    /// Everything in force is overdue for review.
    Stale,
    /// More standards of one level than the plan allows.
    Oversupplied,
    /// No standard is needed: declared.
    NotApplicable,
    /// Nothing is there and nothing is required.
    Empty,
    /// Standards are there, and whether any of them is in force is not known.
    Unknown,
}

impl State {
    /// Every state, in the order of legends.
    pub const ALL: [Self; 10] = [
        Self::Covered,
        Self::Missing,
        Self::Planned,
        Self::InternationalOnly,
        Self::AssociationOnly,
        Self::Stale,
        Self::Oversupplied,
        Self::NotApplicable,
        Self::Empty,
        Self::Unknown,
    ];

    /// Their words, in the same order.
    pub const WORDS: &'static [&'static str] = &[
        "covered",
        "missing",
        "planned",
        "international_only",
        "association_only",
        "stale",
        "oversupplied",
        "not_applicable",
        "empty",
        "unknown",
    ];

    /// The word in JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        Self::WORDS[self as usize]
    }

    /// A standard in force fills the cell.
    #[must_use]
    pub fn is_filled(self) -> bool {
        matches!(
            self,
            Self::Covered
                | Self::InternationalOnly
                | Self::AssociationOnly
                | Self::Stale
                | Self::Oversupplied
        )
    }

    /// What it is called.
    #[must_use]
    pub fn label(self) -> Bilingual {
        match self {
            Self::Covered => bilingual!("covered", "已覆盖"),
            Self::Missing => bilingual!("missing", "缺失"),
            Self::Planned => bilingual!("planned only", "仅在制定"),
            Self::InternationalOnly => bilingual!("international only", "仅有国际标准"),
            Self::AssociationOnly => bilingual!("association only", "仅有团体标准"),
            Self::Stale => bilingual!("overdue for review", "超过复审期限"),
            Self::Oversupplied => bilingual!("oversupplied", "供给过多"),
            Self::NotApplicable => bilingual!("not applicable", "不适用"),
            Self::Empty => bilingual!("none, and none required", "无标准，也不要求"),
            Self::Unknown => bilingual!("status not known", "状态未知"),
        }
    }
}

/// A standards system against its plan: sector × aspect, by level.
#[derive(Clone, Debug, Serialize)]
pub struct Matrix {
    /// The sector scheme.
    pub scheme: SchemeCard,
    /// The corpus has a plan for this scheme; without one nothing is required.
    pub planned: bool,
    /// Levels of the standards in force that are counted, strongest first.
    pub levels: Vec<LevelTotal>,
    /// Sectors that have rows under them.
    pub headings: Vec<SectorHeading>,
    /// The rows: leaves of the scheme, in its order. Of a large scheme those with nothing are left out.
    pub sectors: Vec<SectorRow>,
    /// Rows that were left out because nothing is there and nothing is required.
    pub sectors_left_out: usize,
    /// Groups of columns.
    pub aspect_groups: Vec<AspectGroupCard>,
    /// The columns.
    pub aspects: Vec<AspectColumn>,
    /// Cells that are required, not applicable, or have standards; row by row.
    pub cells: Vec<MatrixCell>,
    /// How many of what.
    pub totals: Totals,
    /// One a row, in their order.
    pub by_sector: Vec<SectorTally>,
    /// One a column, in their order.
    pub by_aspect: Vec<AspectTally>,
    /// Standards that fill no cell, and why.
    pub unclassified: Unclassified,
    /// Codes and aspects of standards that are in neither the scheme nor the list.
    pub unknown_codes: Vec<UnknownCode>,
    /// Entries of the plan that lead nowhere.
    pub plan_faults: Vec<PlanFault>,
}

/// The scheme in use.
#[derive(Clone, Debug, Serialize)]
pub struct SchemeCard {
    /// By which it is named.
    pub key: String,
    /// What it is called.
    pub label: Bilingual,
    /// What has to be known of it.
    pub note: Option<Bilingual>,
    /// Sectors that nobody said were guessed from ICS codes.
    pub crosswalk: bool,
}

/// A sector above the rows.
#[derive(Clone, Debug, Serialize)]
pub struct SectorHeading {
    /// Code.
    pub code: String,
    /// What it is called.
    pub label: Bilingual,
    /// The sector above it.
    pub parent: Option<String>,
}

/// A row.
#[derive(Clone, Debug, Serialize)]
pub struct SectorRow {
    /// Code.
    pub code: String,
    /// What it is called.
    pub label: Bilingual,
    /// The sector above it.
    pub parent: Option<String>,
    /// Somebody has read the code in a source.
    pub verified: bool,
    /// Codes of the Central Product Classification.
    pub cpc: Vec<String>,
}

/// A group of columns.
#[derive(Clone, Debug, Serialize)]
pub struct AspectGroupCard {
    /// By which it is named.
    pub key: String,
    /// What it is called.
    pub label: Bilingual,
    /// A short head.
    pub short: Bilingual,
}

/// A column.
#[derive(Clone, Debug, Serialize)]
pub struct AspectColumn {
    /// By which it is named.
    pub key: String,
    /// Key of its group; its own where it is alone.
    pub group: String,
    /// What it is called.
    pub label: Bilingual,
    /// A short head.
    pub short: Bilingual,
}

/// Standards of one level.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct LevelCount {
    /// The level.
    pub level: Level,
    /// How many.
    pub count: usize,
}

/// Standards of one level in the whole matrix.
#[derive(Clone, Debug, Serialize)]
pub struct LevelTotal {
    /// The level.
    pub key: Level,
    /// What it is called.
    pub label: Bilingual,
    /// Standards in force that fill a cell.
    pub count: usize,
    /// Standards in force that have a sector, with or without an aspect.
    pub with_sector: usize,
}

/// A cell.
#[derive(Clone, Debug, Serialize)]
pub struct MatrixCell {
    /// Code of its row.
    pub sector: String,
    /// Key of its column.
    pub aspect: String,
    /// A standard is required.
    pub required: bool,
    /// The weakest level that will do.
    pub min_level: Option<Level>,
    /// Its state.
    pub state: State,
    /// What the state is called.
    #[serde(rename = "state_label", serialize_with = "label")]
    pub state_label: State,
    /// The strongest level of what is in force; `None` where nothing is, or no level is known.
    pub best_level: Option<Level>,
    /// The strongest level is weaker than the weakest that will do.
    pub below_minimum: bool,
    /// Standards in force, by level.
    pub by_level: Vec<LevelCount>,
    /// Names of the standards in force.
    pub standards: Vec<String>,
    /// Names of drafts and of what is not yet in force.
    pub planned: Vec<String>,
    /// Names of standards of which nobody knows whether they are in force.
    pub uncertain: Vec<String>,
    /// Why no standard is needed, where that is declared.
    pub reason: Option<String>,
    /// The standards in force, in the order of the corpus.
    #[serde(skip)]
    pub members: Vec<StandardId>,
    /// Drafts and what is not yet in force.
    #[serde(skip)]
    pub drafts: Vec<StandardId>,
    /// Those of which nobody knows.
    #[serde(skip)]
    pub doubtful: Vec<StandardId>,
    /// The plan and its entry that speak of the cell.
    #[serde(skip)]
    pub entry: Option<(u32, u32)>,
}

fn label<S: Serializer>(state: &State, serializer: S) -> Result<S::Ok, S::Error> {
    state.label().serialize(serializer)
}

/// How many of what. `covered` to `unknown` are cells by state and add up to `cells`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// All cells: leaves of the scheme × aspects.
    pub cells: usize,
    /// Cells less those that are not applicable: the denominator.
    pub applicable: usize,
    /// Cells that a standard in force fills, whatever their state is called: the numerator.
    pub filled: usize,
    /// Cells in which a standard is required.
    pub required: usize,
    /// Those of them that a standard in force fills.
    pub required_filled: usize,
    /// Cells whose strongest standard is weaker than the plan wants.
    pub below_minimum: usize,
    /// Cells in this state.
    pub covered: usize,
    /// Cells in this state.
    pub missing: usize,
    /// Cells in this state.
    pub planned: usize,
    /// Cells in this state.
    pub international_only: usize,
    /// Cells in this state.
    pub association_only: usize,
    /// Cells in this state.
    pub stale: usize,
    /// Cells in this state.
    pub oversupplied: usize,
    /// Cells in this state.
    pub not_applicable: usize,
    /// Cells in this state.
    pub empty: usize,
    /// Cells in this state.
    pub unknown: usize,
    /// All standards of the corpus: the next five add up to it.
    pub standards: usize,
    /// Standards that have a place in a cell.
    pub classified: usize,
    /// Standards that have none, though they are in force, under way, or nobody knows.
    pub unclassified: usize,
    /// Standards that were replaced or withdrawn.
    pub ended: usize,
    /// Amendments and corrigenda.
    pub amendments: usize,
    /// Further descriptions of a document that is counted already.
    pub told_twice: usize,
    /// Standards whose sector was guessed from their ICS codes.
    pub guessed: usize,
}

impl Totals {
    /// Cells in a state.
    #[must_use]
    pub fn of(&self, state: State) -> usize {
        match state {
            State::Covered => self.covered,
            State::Missing => self.missing,
            State::Planned => self.planned,
            State::InternationalOnly => self.international_only,
            State::AssociationOnly => self.association_only,
            State::Stale => self.stale,
            State::Oversupplied => self.oversupplied,
            State::NotApplicable => self.not_applicable,
            State::Empty => self.empty,
            State::Unknown => self.unknown,
        }
    }

    pub(super) fn add(&mut self, state: State) {
        *match state {
            State::Covered => &mut self.covered,
            State::Missing => &mut self.missing,
            State::Planned => &mut self.planned,
            State::InternationalOnly => &mut self.international_only,
            State::AssociationOnly => &mut self.association_only,
            State::Stale => &mut self.stale,
            State::Oversupplied => &mut self.oversupplied,
            State::NotApplicable => &mut self.not_applicable,
            State::Empty => &mut self.empty,
            State::Unknown => &mut self.unknown,
        } += 1;
    }
}

/// What a row comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SectorTally {
    /// Code of the row.
    pub sector: String,
    /// Cells that a standard in force fills.
    pub covered: usize,
    /// Cells less those that are not applicable.
    pub of: usize,
    /// Cells in which a standard is required.
    pub required: usize,
    /// Those of them that a standard in force fills.
    pub required_covered: usize,
    /// Standards in force that are classified in the row, with or without an aspect.
    pub standards: usize,
    /// Those of them that have no aspect, and so fill no cell.
    pub without_aspect: usize,
    /// Those in force, by level.
    pub by_level: Vec<LevelCount>,
}

/// What a column comes to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AspectTally {
    /// Key of the column.
    pub aspect: String,
    /// Cells that a standard in force fills.
    pub covered: usize,
    /// Cells less those that are not applicable.
    pub of: usize,
    /// Cells in which a standard is required.
    pub required: usize,
    /// Those of them that a standard in force fills.
    pub required_covered: usize,
}

/// Standards that fill no cell, by the reason.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Unclassified {
    /// Neither sector nor aspect is said.
    pub neither: usize,
    /// No sector is said.
    pub no_sector: usize,
    /// No aspect is said.
    pub no_aspect: usize,
    /// None of the sectors is in the scheme.
    pub unknown_sector: usize,
    /// None of the aspects is in the list.
    pub unknown_aspect: usize,
}

/// A code that is not known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnknownCode {
    /// As written.
    pub code: String,
    /// `sector` or `aspect`.
    pub of: &'static str,
    /// Standards that have it.
    pub standards: usize,
}

/// An entry of a plan that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlanFault {
    /// What is wrong.
    pub message: Bilingual,
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// Which kind of thing it is.
    #[serde(skip)]
    pub kind: FaultKind,
    /// Where.
    #[serde(skip)]
    pub span: Span,
}

/// What a level is called.
#[must_use]
pub fn level_label(level: Level) -> Bilingual {
    match level {
        Level::International => bilingual!("international", "国际"),
        Level::Regional => bilingual!("regional", "区域"),
        Level::National => bilingual!("national", "国家"),
        Level::Sector => bilingual!("sector", "行业"),
        Level::Local => bilingual!("local", "地方"),
        Level::Association => bilingual!("association", "团体"),
        Level::Enterprise => bilingual!("enterprise", "企业"),
        Level::Unknown => bilingual!("level not known", "层级未知"),
    }
}

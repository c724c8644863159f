//! What is to be done about a matrix: its cells by what is wrong with them.

use super::matrix::{Matrix, MatrixCell, State};
use crate::bilingual;
use crate::source::Bilingual;

/// What can be wrong with a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum GapKind {
    /// Required, and nothing is in force or under way.
    Missing,
    /// Required, and only international or regional standards are there.
    InternationalOnly,
    /// Required, and only drafts are there.
    Planned,
    /// Required, and everything in force is weaker than the plan wants.
    BelowMinimum,
    /// Required without a minimum level, and nothing official is there.
    AssociationOnly,
    /// Required, and everything in force is overdue for review.
    Stale,
    /// Required, and nobody knows whether what is there is in force.
    Unknown,
    /// Declared not applicable without a reason.
    Unreasoned,
    /// Declared not applicable, and a standard is in force.
    Contradicted,
}

/// Cells that have the same thing wrong with them.
#[derive(Clone, Debug)]
pub struct Gap<'m> {
    /// What.
    pub kind: GapKind,
    /// The cells, row by row.
    pub cells: Vec<&'m MatrixCell>,
}

impl GapKind {
    /// Everything, in the order of lists.
    pub const ALL: [Self; 9] = [
        Self::Missing,
        Self::InternationalOnly,
        Self::Planned,
        Self::BelowMinimum,
        Self::AssociationOnly,
        Self::Stale,
        Self::Unknown,
        Self::Unreasoned,
        Self::Contradicted,
    ];

    /// Whether it is a warning by the rules of the family GAP and SYS; the others are hints.
    #[must_use]
    pub fn is_warning(self) -> bool {
        matches!(
            self,
            Self::Missing | Self::InternationalOnly | Self::Unreasoned | Self::Contradicted
        )
    }

    /// What it is called.
    #[must_use]
    pub fn label(self) -> Bilingual {
        match self {
            Self::Missing => bilingual!("missing", "缺失"),
            Self::InternationalOnly => bilingual!("international only", "仅有国际标准"),
            Self::Planned => bilingual!("planned only", "仅在制定"),
            Self::BelowMinimum => bilingual!("below the minimum level", "低于最低层级"),
            Self::AssociationOnly => bilingual!("association only", "仅有团体标准"),
            Self::Stale => bilingual!("overdue for review", "超过复审期限"),
            Self::Unknown => bilingual!("status not known", "状态未知"),
            Self::Unreasoned => {
                bilingual!("not applicable, without a reason", "声明不适用而无理由")
            }
            Self::Contradicted => {
                bilingual!("not applicable, and yet in force", "声明不适用但已有现行标准")
            }
        }
    }

    /// What to do.
    #[must_use]
    pub fn advice(self) -> Bilingual {
        match self {
            Self::Missing => bilingual!(
                "propose a standard, classify one that is there, or say in the plan why none is needed",
                "提出制定标准，或为已有标准标明分类，或在计划中说明为何不需要"
            ),
            Self::InternationalOnly => bilingual!(
                "adopt it, or say in the plan why it is followed as it stands",
                "采用国际标准，或在计划中说明直接使用的理由"
            ),
            Self::Planned => bilingual!(
                "see that the work goes on, and name what is followed until then",
                "推进在制定项目，并明确此前应依循的文件"
            ),
            Self::BelowMinimum => bilingual!(
                "raise a standard to the level that the plan wants, or lower the level in the plan",
                "将标准提升至计划所要求的层级，或调整计划中的层级"
            ),
            Self::AssociationOnly => bilingual!(
                "decide whether that will do: write min_level into the plan",
                "确定是否足够：在计划中写明 min_level"
            ),
            Self::Stale => {
                bilingual!("review the standards, and record the date", "开展复审并记录日期")
            }
            Self::Unknown => {
                bilingual!("give the status or the dates of the standards", "给出标准的状态或日期")
            }
            Self::Unreasoned => {
                bilingual!("say why no standard is needed", "说明为何不需要标准")
            }
            Self::Contradicted => bilingual!(
                "take the declaration out of the plan, or look at how the standard is classified",
                "从计划中删去该声明，或核对标准的分类"
            ),
        }
    }
}

impl Matrix {
    /// What is to be done, most urgent first; only what there is.
    #[must_use]
    pub fn gaps(&self) -> Vec<Gap<'_>> {
        let mut gaps: Vec<Gap<'_>> =
            GapKind::ALL.iter().map(|kind| Gap { kind: *kind, cells: Vec::new() }).collect();
        for cell in &self.cells {
            for kind in kinds(cell) {
                gaps[kind as usize].cells.push(cell);
            }
        }
        gaps.retain(|it| !it.cells.is_empty());
        gaps
    }
}

fn kinds(cell: &MatrixCell) -> impl Iterator<Item = GapKind> {
    let required = cell.required && cell.state != State::NotApplicable;
    let of_state = match cell.state {
        State::Missing => Some(GapKind::Missing),
        State::InternationalOnly => Some(GapKind::InternationalOnly),
        State::Planned => Some(GapKind::Planned),
        State::AssociationOnly if cell.min_level.is_none() => Some(GapKind::AssociationOnly),
        State::Stale => Some(GapKind::Stale),
        State::Unknown => Some(GapKind::Unknown),
        _ => None,
    };
    let is_na = cell.state == State::NotApplicable;
    let is_bare = is_na && cell.reason.as_deref().is_none_or(str::is_empty);
    [
        of_state.filter(|_| required),
        (required && cell.below_minimum).then_some(GapKind::BelowMinimum),
        is_bare.then_some(GapKind::Unreasoned),
        (is_na && !cell.members.is_empty()).then_some(GapKind::Contradicted),
    ]
    .into_iter()
    .flatten()
}

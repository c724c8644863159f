//! The numbers of a matrix in words.

use super::CoverageView;
use super::map::UNVERIFIED;
use crate::bilingual;
use crate::coverage::{Matrix, MatrixCell, State};
use crate::source::{Bilingual, plural};

/// The standards that matter for what is wrong with a cell.
pub(super) fn names(cell: &MatrixCell) -> &[String] {
    match cell.state {
        State::Planned => &cell.planned,
        State::Unknown => &cell.uncertain,
        _ => &cell.standards,
    }
}

/// Numbers of cells, each with its denominator.
pub(super) fn summary_line(matrix: &Matrix) -> Bilingual {
    let t = &matrix.totals;
    let (filled, of, na) = (t.filled, t.applicable, t.not_applicable);
    let cells = plural(of, "cell", "cells");
    let mut text =
        bilingual!("{filled} of {of} {cells} filled", "{of} 个单元中 {filled} 个已有现行标准");
    let mut add = |more: Bilingual| {
        text.en.push_str(&format!(", {}", more.en));
        text.zh.push_str(&format!("，{}", more.zh));
    };
    if matrix.planned {
        let (filled, of) = (t.required_filled, t.required);
        let ones = plural(of, "one", "ones");
        add(bilingual!("{filled} of {of} required {ones}", "{of} 个要求的单元中 {filled} 个已有"));
    } else {
        add(bilingual!("no plan says which are required", "没有计划说明哪些是要求的"));
    }
    if na > 0 {
        add(bilingual!("{na} not applicable", "{na} 个不适用"));
    }
    text
}

/// What the mark behind a code means.
pub(super) fn unverified() -> Bilingual {
    bilingual!(
        "{UNVERIFIED} the code was not yet read in its source",
        "{UNVERIFIED} 该代码尚未与来源核对"
    )
}

/// That the map shows less than what was judged, where that is so.
pub(super) fn folded_line(view: &CoverageView<'_>) -> Option<Bilingual> {
    let rows = |matrix: &Matrix| matrix.sectors.len() + matrix.sectors_left_out;
    let (shown, judged) = (rows(view.matrix), rows(view.judged));
    (shown < judged).then(|| {
        bilingual!(
            "judged by all {judged} sectors; the map folds them into {shown}",
            "按全部 {judged} 个部门判定；图中合并为 {shown} 个"
        )
    })
}

/// What became of all standards: everything that is not in the matrix is said.
pub(super) fn standards_line(matrix: &Matrix) -> Bilingual {
    let (t, u) = (&matrix.totals, &matrix.unclassified);
    let (all, classified) = (t.standards, t.classified);
    let standards = plural(all, "standard", "standards");
    let have = plural(classified, "has", "have");
    let mut text = bilingual!(
        "{classified} of {all} {standards} {have} a cell",
        "{all} 项标准中 {classified} 项已归入单元"
    );
    let mut add = |count: usize, more: &dyn Fn(usize) -> Bilingual| {
        if count > 0 {
            let more = more(count);
            text.en.push_str(&format!("; {}", more.en));
            text.zh.push_str(&format!("；{}", more.zh));
        }
    };
    add(t.unclassified, &|n| {
        let mut parts = Bilingual::default();
        let mut part = |count: usize, what: Bilingual| {
            if count > 0 {
                let (en, zh) = if parts.en.is_empty() { ("", "") } else { (", ", "，") };
                parts.en.push_str(&format!("{en}{count} {}", what.en));
                parts.zh.push_str(&format!("{zh}{count} 项{}", what.zh));
            }
        };
        part(u.neither, bilingual!("without sector and aspect", "既无部门也无方面"));
        part(u.no_sector, bilingual!("without sector", "无部门"));
        part(u.no_aspect, bilingual!("without aspect", "无方面"));
        part(
            u.unknown_sector,
            bilingual!("under a sector that is not in the scheme", "的部门不在分类中"),
        );
        part(
            u.unknown_aspect,
            bilingual!("under an aspect that is not in the list", "的方面不在清单中"),
        );
        let (en, zh) = (parts.en, parts.zh);
        bilingual!("{n} unclassified ({en})", "{n} 项未分类（{zh}）")
    });
    add(t.ended, &|n| bilingual!("{n} replaced or withdrawn", "{n} 项已被代替或废止"));
    add(t.amendments, &|n| bilingual!("{n} amending another", "{n} 项为修改单"));
    add(t.told_twice, &|n| bilingual!("{n} described twice", "{n} 项重复描述"));
    text
}

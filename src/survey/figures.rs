//! The figures that a reader sees first, each with what it is a number of.

use serde::Serialize;

use super::Words;
use super::summary::Parts;
use crate::bilingual;
use crate::corpus::StandardId;
use crate::source::plural;

/// A number, and what it is a number of.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// Its name for programs.
    pub key: &'static str,
    /// What is counted.
    pub label: Words,
    /// How many.
    pub value: usize,
    /// Of how many; none where that is not a share.
    pub of: Option<usize>,
    /// What to know about it.
    pub note: Option<Words>,
    /// The section that lists them.
    pub section: &'static str,
}

pub(super) fn figures(parts: &Parts<'_, '_>) -> Vec<Figure> {
    let adoptions = parts.adoptions;
    let all = adoptions.len();
    let with = |states: &[&str]| adoptions.iter().filter(|it| states.contains(&it.state)).count();
    let checked = adoptions.iter().filter(|it| it.computed.is_some()).count();
    let required: usize = parts.gaps.by_pair.iter().map(|it| it.required).sum();
    let mapped: usize = parts.gaps.by_pair.iter().map(|it| it.mapped).sum();
    let missing = required - mapped;
    let undeclared =
        parts.gaps.rows.iter().filter(|it| it.kind == "source_unmapped" && !it.declared).count();
    let open = parts.unharmonized.rows.iter().filter(|it| !it.declared).count();
    let unharmonized = parts.unharmonized.rows.len();
    let (pairs, editorial) = (parts.unharmonized.pairs, parts.unharmonized.editorial);
    let judged = parts.input.facts.judged();
    let entries: usize = judged
        .iter()
        .map(|StandardId(doc)| {
            parts.input.facts.standard(*doc).terms.as_ref().map_or(0, |it| it.len())
        })
        .sum();
    let mut troubled: Vec<&str> = Vec::new();
    for (it, section) in parts.found.all.iter().zip(&parts.found.sections) {
        if it.is_open() && *section == crate::finding::Section::Terms {
            troubled.push(it.finding.fingerprint.as_str());
        }
    }
    let references = parts.input.references;
    let (drafts, unresolved) = (parts.risks.drafts, parts.risks.unresolved);
    let with_text = parts.standards.iter().filter(|it| it.judged && it.has_text).count();
    let figure =
        |key, label, value, of, note, section| Figure { key, label, value, of, note, section };
    let nothing = bilingual!("no texts could be compared", "没有可比较的文本");
    let differ = plural(editorial, "differs", "differ");
    let noun = plural(entries, "entry", "entries");
    let mut figures = vec![
        figure(
            "adoptions_confirmed",
            bilingual!("adoptions confirmed by the texts", "经文本证实的采用"),
            with(&["confirmed"]),
            Some(all),
            Some(bilingual!(
                "the texts of {checked} of {all} could be compared",
                "{all} 项中有 {checked} 项可比较文本"
            )),
            "adoptions",
        ),
        figure(
            "adoptions_overclaimed",
            bilingual!("adoptions that claim too much", "声明过高的采用"),
            with(&["overclaimed"]),
            Some(all),
            None,
            "adoptions",
        ),
        figure(
            "adoptions_outdated",
            bilingual!(
                "adoptions of an old edition or a withdrawn source",
                "采用旧版本或已废止来源"
            ),
            with(&["old_edition", "source_withdrawn"]),
            Some(all),
            None,
            "adoptions",
        ),
        figure(
            "requirements_missing",
            bilingual!(
                "source clauses with requirements and without a counterpart",
                "来源中含要求而无对应的条"
            ),
            missing,
            Some(required),
            Some(match required {
                0 => nothing.clone(),
                _ => bilingual!("{undeclared} of them not declared", "其中 {undeclared} 条未声明"),
            }),
            "gaps",
        ),
        figure(
            "conflicts",
            bilingual!("conflicts", "冲突"),
            parts.conflicts,
            None,
            None,
            "conflicts",
        ),
        figure(
            "unharmonized",
            bilingual!("corresponding clauses that differ in substance", "内容不一致的对应条款"),
            unharmonized,
            Some(pairs),
            Some(match pairs {
                0 => nothing.clone(),
                _ => bilingual!(
                    "{open} of them not declared; {editorial} more {differ} in wording only",
                    "其中 {open} 对未声明；另有 {editorial} 对仅文字不同"
                ),
            }),
            "unharmonized",
        ),
        figure(
            "terms",
            bilingual!("findings about terms", "术语方面的发现"),
            troubled.len(),
            None,
            Some(bilingual!("in {entries} {noun}", "共 {entries} 个术语条目")),
            "terms",
        ),
        figure(
            "references_ended",
            bilingual!("references to withdrawn or replaced documents", "引用已废止或被代替的文件"),
            parts.risks.ended,
            Some(references),
            Some(bilingual!("{drafts} more to drafts", "另有 {drafts} 处引用草案")),
            "references",
        ),
        figure(
            "references_unresolved",
            bilingual!(
                "references to documents that are not in the corpus",
                "引用的文件不在语料库中"
            ),
            unresolved,
            Some(references),
            None,
            "references",
        ),
        figure(
            "texts",
            bilingual!("standards whose text could be read", "可获得正文的标准"),
            with_text,
            Some(judged.len()),
            Some(bilingual!("of the others only the description is known", "其余仅有题录信息")),
            "not_checkable",
        ),
    ];
    if let Some(totals) = parts.coverage.map(|it| it.totals) {
        let (filled, applicable) = (totals.filled, totals.applicable);
        let of_all = bilingual!(
            "{filled} of all {applicable} cells that apply",
            "全部适用单元 {applicable} 个，其中 {filled} 个有现行标准"
        );
        figures.push(match totals.required {
            0 => figure(
                "coverage_filled",
                bilingual!(
                    "cells of the standards system with a standard in force",
                    "标准体系中有现行标准的单元"
                ),
                filled,
                Some(applicable),
                Some(bilingual!("no plan says which are required", "没有规划说明哪些为必需")),
                "coverage",
            ),
            required => figure(
                "coverage_required",
                bilingual!(
                    "required cells of the standards system with a standard in force",
                    "标准体系必需单元中有现行标准的"
                ),
                totals.required_filled,
                Some(required),
                Some(of_all),
                "coverage",
            ),
        });
    }
    figures
}

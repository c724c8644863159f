//! A survey of nothing but the standards system: what `coverage` gives to pages and workbooks.

use rustc_hash::FxHashSet;

use super::standards::StandardRow;
use super::summary::{Counted, FindingCount, Summary, Tally};
use super::{Figure, Graph, Scope, Survey, Title, Tool, VERSION, Words};
use crate::bilingual;
use crate::corpus::{Corpus, PartialDate, StandardId};
use crate::coverage::Matrix;
use crate::model::{Level, Localised};
use crate::source::plural;

impl Survey {
    /// The survey of a matrix: no rule ran, so there are no findings.
    #[must_use]
    pub fn of_matrix(matrix: Matrix, corpus: &Corpus, paths: Vec<String>) -> Self {
        Self {
            version: VERSION,
            tool: Tool { name: "consonance", version: env!("CARGO_PKG_VERSION") },
            kind: "coverage",
            title: bilingual!("Coverage of the standards system", "标准体系覆盖"),
            as_of: corpus.as_of().to_string(),
            scope: Scope { kind: "corpus", standard: None, paths },
            summary: summary(&matrix),
            standards: standards(&matrix, corpus),
            adoptions: Vec::new(),
            gaps: Vec::new(),
            gaps_by_pair: Vec::new(),
            gaps_by_sector: Vec::new(),
            conflicts: Vec::new(),
            unharmonized: Vec::new(),
            terms: Vec::new(),
            references: Vec::new(),
            references_left_out: 0,
            method: method(&matrix),
            coverage: Some(matrix),
            not_checkable: Vec::new(),
            problems: Vec::new(),
            findings: Vec::new(),
            rules: Vec::new(),
            graph: Graph { nodes: Vec::new(), edges: Vec::new(), left_out: 0 },
            history: None,
        }
    }
}

fn summary(matrix: &Matrix) -> Summary {
    let levels = matrix.levels.iter().filter(|it| it.count > 0).map(|it| Counted {
        key: it.key.as_str(),
        label: it.label.clone(),
        count: it.count,
    });
    Summary {
        figures: figures(matrix),
        by_level: levels.collect(),
        by_status: Vec::new(),
        findings: FindingCount::default(),
        by_section: Vec::new(),
        by_sector: Vec::new(),
        standards: matrix.totals.standards,
        clauses: 0,
        references: 0,
        files: 0,
    }
}

fn figures(matrix: &Matrix) -> Vec<Figure> {
    let totals = &matrix.totals;
    let figure = |key, label, value, of, note| Figure {
        key,
        label,
        value,
        of: Some(of),
        note,
        section: "coverage",
    };
    let mut figures = Vec::new();
    if matrix.planned {
        let below = totals.below_minimum;
        figures.push(figure(
            "required_filled",
            bilingual!("required cells with a standard in force", "已有现行标准的必备单元"),
            totals.required_filled,
            totals.required,
            Some(bilingual!(
                "{below} of them below the level that the plan wants",
                "其中 {below} 个低于计划所要求的层级"
            )),
        ));
        let planned = totals.planned;
        let are = plural(planned, "is", "are");
        figures.push(figure(
            "missing",
            bilingual!("required cells without any standard", "没有标准的必备单元"),
            totals.missing,
            totals.required,
            Some(bilingual!("{planned} more {are} planned only", "另有 {planned} 个仅在制定")),
        ));
    }
    figures.push(figure(
        "filled",
        bilingual!("cells with a standard in force", "已有现行标准的单元"),
        totals.filled,
        totals.applicable,
        (!matrix.planned)
            .then(|| bilingual!("no plan says which are required", "没有计划说明哪些必备")),
    ));
    figures.push(figure(
        "stale",
        bilingual!("cells whose standards are overdue for review", "标准超过复审期限的单元"),
        totals.stale,
        totals.filled,
        None,
    ));
    let (ended, amendments) = (totals.ended, totals.amendments);
    let were = plural(ended, "was", "were");
    let are = plural(amendments, "is an amendment", "are amendments");
    figures.push(figure(
        "classified",
        bilingual!("standards that have a place in a cell", "归入单元的标准"),
        totals.classified,
        totals.standards,
        Some(bilingual!(
            "{ended} {were} replaced or withdrawn, {amendments} {are}",
            "{ended} 项已被代替或废止，{amendments} 项为修改单"
        )),
    ));
    figures.push(figure(
        "unclassified",
        bilingual!("standards without a sector or an aspect", "缺少部门或方面的标准"),
        totals.unclassified,
        totals.standards,
        None,
    ));
    figures
}

/// The standards that stand in cells, in the order of the cells.
fn standards(matrix: &Matrix, corpus: &Corpus) -> Vec<StandardRow> {
    let mut seen = FxHashSet::default();
    let cells = matrix.cells.iter();
    cells
        .flat_map(|it| it.members.iter().chain(&it.drafts).chain(&it.doubtful))
        .filter(|it| seen.insert(**it))
        .map(|it| row(corpus, *it))
        .collect()
}

fn row(corpus: &Corpus, id: StandardId) -> StandardRow {
    let node = id.node();
    let standard = corpus.standard(id);
    let said = standard.details.as_deref().and_then(|it| it.level);
    let own = corpus.identifier(node).map(|it| it.level);
    let published = standard.dates.published.as_ref().map(|it| it.get(corpus.sources()));
    StandardRow {
        key: corpus.name(node),
        id: corpus.identifier_id(node).map(|it| corpus.identifiers().canonical(it).to_owned()),
        title: title(corpus, &standard.title),
        level: said.map(|it| it.value).or(own).unwrap_or(Level::Unknown).as_str(),
        status: corpus.status(node).as_str(),
        date: published.and_then(PartialDate::parse).map(|it| it.to_string()),
        sectors: Vec::new(),
        aspects: Vec::new(),
        ics: Vec::new(),
        path: Some(corpus.sources().file(standard.span.file).path().to_owned()),
        judged: true,
        has_text: standard.clauses.as_ref().is_some_and(|it| !it.is_empty()),
        findings: Tally::default(),
    }
}

fn title(corpus: &Corpus, text: &Localised) -> Title {
    let mut title = Title::default();
    for (lang, text) in text.iter() {
        let words: Vec<&str> = text.get(corpus.sources()).split_whitespace().collect();
        if !words.is_empty() {
            title.entry(lang.as_str()).or_insert_with(|| words.join(" "));
        }
    }
    title
}

fn method(matrix: &Matrix) -> Vec<Words> {
    let mut method = vec![
        bilingual!(
            "A cell is a sector and an aspect. A standard fills every cell of its sectors and aspects that it states itself, while it is in force.",
            "一个单元即一个部门与一个方面。标准在其现行期间，填充其自身所标明的部门和方面的所有单元。"
        ),
        bilingual!(
            "Cells that are declared not applicable are in no denominator.",
            "声明为不适用的单元不计入分母。"
        ),
    ];
    if matrix.scheme.crosswalk {
        let guessed = matrix.totals.guessed;
        let standards = plural(
            guessed,
            "standard that states no sector was given one",
            "standards that state no sector were given one",
        );
        method.push(bilingual!(
            "{guessed} {standards} by the ICS codes.",
            "有 {guessed} 项标准未标明部门，其部门由 ICS 号推测。"
        ));
    }
    method
}

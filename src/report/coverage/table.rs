//! The matrix as rows and columns of short texts, whatever they are written as.

use super::super::paint::Ink;
use super::{Columns, CoverageView, sign};
use crate::bilingual;
use crate::coverage::{Matrix, MatrixCell, SectorTally, State, level_label};
use crate::model::Level;
use crate::source::{Bilingual, Language};

/// A column.
pub(super) struct Head {
    /// What its group is called; columns of one group are neighbours. Empty where it is alone.
    pub(super) group: String,
    /// The same, short.
    pub(super) group_short: String,
    /// What it is called.
    pub(super) label: String,
    /// A short head.
    pub(super) short: String,
}

/// A line of the table.
pub(super) enum Line {
    /// A sector above others.
    Heading { code: String, label: String },
    /// A row: its cells, and what it comes to.
    Row { code: String, verified: bool, label: String, cells: Vec<(String, Ink)>, total: String },
}

/// The table of a matrix.
pub(super) struct Table {
    pub(super) heads: Vec<Head>,
    /// What the total at the end of a row is.
    pub(super) total: String,
    pub(super) lines: Vec<Line>,
    /// Codes of rows with nothing in them that are left out.
    pub(super) quiet: Vec<String>,
    /// What stands under the columns: a word, a number each, and what they come to.
    pub(super) sums: Vec<(String, Vec<String>, String)>,
}

impl Table {
    pub(super) fn new(view: &CoverageView<'_>, language: Language) -> Self {
        let (matrix, by_aspect) = (view.matrix, view.columns == Columns::Aspects);
        let say = |text: &Bilingual| text.get(language).to_owned();
        let mut table = if by_aspect { aspects(matrix, &say) } else { levels(matrix, &say) };
        let mut open: Vec<&str> = Vec::new();
        let mut cells = matrix.cells.iter().peekable();
        for (row, tally) in matrix.sectors.iter().zip(&matrix.by_sector) {
            let mut own: Vec<&MatrixCell> = Vec::new();
            while let Some(cell) = cells.next_if(|it| it.sector == row.code) {
                own.push(cell);
            }
            let is_quiet = if by_aspect { own.is_empty() } else { tally.standards == 0 };
            if is_quiet && !view.all {
                table.quiet.push(row.code.clone());
                continue;
            }
            let above = ancestors(matrix, row.parent.as_deref());
            let same = open.iter().zip(&above).take_while(|(a, b)| **a == b.0).count();
            open.truncate(same);
            for (code, label) in &above[same..] {
                open.push(code);
                table.lines.push(Line::Heading { code: (*code).to_owned(), label: say(label) });
            }
            let (cells, total) = if by_aspect {
                (aspect_cells(matrix, &own), aspect_total(matrix, tally))
            } else {
                (level_cells(tally), tally.standards.to_string())
            };
            table.lines.push(Line::Row {
                code: row.code.clone(),
                verified: row.verified,
                label: say(&row.label),
                cells,
                total,
            });
        }
        table
    }
}

/// The sectors above a row, the uppermost first.
fn ancestors<'m>(matrix: &'m Matrix, parent: Option<&'m str>) -> Vec<(&'m str, &'m Bilingual)> {
    let mut above = Vec::new();
    let mut next = parent;
    while let Some(code) = next {
        let Some(heading) = matrix.headings.iter().find(|it| it.code == code) else { break };
        above.push((heading.code.as_str(), &heading.label));
        next = heading.parent.as_deref();
    }
    above.reverse();
    above
}

fn aspects(matrix: &Matrix, say: &impl Fn(&Bilingual) -> String) -> Table {
    let is_alone = |group: &str| matrix.aspects.iter().filter(|it| it.group == group).count() == 1;
    let heads = matrix
        .aspects
        .iter()
        .map(|it| {
            let group = matrix.aspect_groups.iter().find(|group| group.key == it.group);
            let group = group.filter(|_| !is_alone(&it.group));
            Head {
                group: group.map_or_else(String::new, |group| say(&group.label)),
                group_short: group.map_or_else(String::new, |group| say(&group.short)),
                label: say(&it.label),
                short: say(&it.short),
            }
        })
        .collect();
    let column = |of: fn(&crate::coverage::AspectTally) -> usize| -> Vec<String> {
        matrix.by_aspect.iter().map(|it| of(it).to_string()).collect()
    };
    let totals = &matrix.totals;
    let mut sums = vec![
        (
            say(&bilingual!("cells filled", "已覆盖单元")),
            column(|it| it.covered),
            totals.filled.to_string(),
        ),
        (say(&bilingual!("of", "单元总数")), column(|it| it.of), totals.applicable.to_string()),
    ];
    if matrix.planned {
        sums.push((
            say(&bilingual!("required filled", "要求中已覆盖")),
            column(|it| it.required_covered),
            totals.required_filled.to_string(),
        ));
        sums.push((
            say(&bilingual!("of", "要求总数")),
            column(|it| it.required),
            totals.required.to_string(),
        ));
    }
    let total =
        if matrix.planned { bilingual!("req.", "要求") } else { bilingual!("filled", "覆盖") };
    Table { heads, total: say(&total), lines: Vec::new(), quiet: Vec::new(), sums }
}

fn aspect_cells(matrix: &Matrix, own: &[&MatrixCell]) -> Vec<(String, Ink)> {
    let cells = matrix.aspects.iter().map(|aspect| {
        let cell = own.iter().find(|it| it.aspect == aspect.key);
        match cell {
            Some(cell) => (sign::cell(cell), sign::ink(cell.state)),
            None => (sign::sign(State::Empty).to_string(), sign::ink(State::Empty)),
        }
    });
    cells.collect()
}

/// Numerator and denominator: of what is required where there is a plan, else of all cells.
fn aspect_total(matrix: &Matrix, tally: &SectorTally) -> String {
    match (matrix.planned, tally.required) {
        (true, 0) => String::new(),
        (true, of) => format!("{}/{of}", tally.required_covered),
        (false, _) => format!("{}/{}", tally.covered, tally.of),
    }
}

fn levels(matrix: &Matrix, say: &impl Fn(&Bilingual) -> String) -> Table {
    let heads = matrix
        .levels
        .iter()
        .map(|it| Head {
            group: String::new(),
            group_short: String::new(),
            label: say(&it.label),
            short: say(&level_short(it.key)),
        })
        .collect();
    let all: Vec<String> = matrix.levels.iter().map(|it| it.with_sector.to_string()).collect();
    let sum: usize = matrix.levels.iter().map(|it| it.with_sector).sum();
    // A standard of several sectors stands in several rows, and is one here.
    let sums = vec![(
        say(&bilingual!("standards, each once", "标准数（不重复计）")),
        all,
        sum.to_string(),
    )];
    let total = say(&bilingual!("all", "合计"));
    Table { heads, total, lines: Vec::new(), quiet: Vec::new(), sums }
}

fn level_cells(tally: &SectorTally) -> Vec<(String, Ink)> {
    let cells =
        Level::ALL.iter().map(|level| match tally.by_level.iter().find(|it| it.level == *level) {
            Some(it) => (it.count.to_string(), Ink::Good),
            None => (sign::sign(State::Empty).to_string(), Ink::Dim),
        });
    cells.collect()
}

fn level_short(level: Level) -> Bilingual {
    match level {
        Level::International => bilingual!("intl", "国际"),
        Level::Regional => bilingual!("regi", "区域"),
        Level::National => bilingual!("nati", "国家"),
        Level::Sector => bilingual!("sect", "行业"),
        Level::Local => bilingual!("loca", "地方"),
        Level::Association => bilingual!("asso", "团体"),
        Level::Enterprise => bilingual!("ente", "企业"),
        Level::Unknown => bilingual!("unkn", "未知"),
    }
}

/// What the matrix says of its columns, for a legend.
pub(super) fn level_names(language: Language) -> Vec<String> {
    let name = |level: &Level| {
        let (short, label) = (level_short(*level), level_label(*level));
        format!("{} {}", short.get(language), label.get(language))
    };
    Level::ALL.iter().map(name).collect()
}

//! Tables compared: figures in cells that answer to each other.

use rustc_hash::FxHashMap;

use super::passage::Table;
use crate::alignment::fold;

/// Two cells that do not say the same figure, or a row that only one table has.
#[derive(Debug)]
pub(super) struct CellDifference {
    pub(super) left: Option<std::ops::Range<usize>>,
    pub(super) right: Option<std::ops::Range<usize>>,
}

/// Share of rows that have to answer to each other before tables are taken for the same one.
const SAME_TABLE: usize = 2;

/// Where two tables give different figures. Across languages rows answer to each other by their
/// places, if the tables have one shape.
pub(super) fn differences(
    left: &Table<'_>,
    right: &Table<'_>,
    one_language: bool,
) -> Vec<CellDifference> {
    let mut found = Vec::new();
    let pairs = if one_language { by_head(left, right) } else { by_place(left, right) };
    if pairs.len() * SAME_TABLE < left.rows.len().max(right.rows.len()) {
        return found;
    }
    for (i, j) in &pairs {
        let (a, b) = (&left.rows[*i], &right.rows[*j]);
        if a.len() != b.len() {
            continue;
        }
        for (x, y) in a.iter().zip(b) {
            let (Some(p), Some(q)) = (figure(left.cell(x)), figure(right.cell(y))) else {
                continue;
            };
            if p != q {
                found.push(CellDifference { left: Some(x.clone()), right: Some(y.clone()) });
            }
        }
    }
    if one_language {
        let alone = |table: &Table<'_>, used: &dyn Fn(usize) -> bool| -> Vec<usize> {
            (0..table.rows.len())
                .filter(|at| !used(*at))
                .filter(|at| table.rows[*at].iter().any(|it| figure(table.cell(it)).is_some()))
                .collect()
        };
        let row = |table: &Table<'_>, at: usize| {
            let cells = &table.rows[at];
            Some(cells.first()?.start..cells.last()?.end)
        };
        for i in alone(left, &|at| pairs.iter().any(|it| it.0 == at)) {
            found.push(CellDifference { left: row(left, i), right: None });
        }
        for j in alone(right, &|at| pairs.iter().any(|it| it.1 == at)) {
            found.push(CellDifference { left: None, right: row(right, j) });
        }
    }
    found
}

/// Rows with the same words in the cells that hold no figure, in order.
fn by_head(left: &Table<'_>, right: &Table<'_>) -> Vec<(usize, usize)> {
    let head = |table: &Table<'_>, at: usize| -> String {
        let words = table.rows[at].iter().map(|it| table.cell(it));
        let first = words.clone().next().filter(|it| figure(it).is_none());
        let words: Vec<&str> = match first.filter(|it| !it.is_empty()) {
            Some(first) => vec![first],
            None => words.filter(|it| figure(it).is_none()).collect(),
        };
        let mut folded = fold(&words.join(" "));
        folded.retain(char::is_alphanumeric);
        folded
    };
    let mut waiting: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for at in (0..right.rows.len()).rev() {
        waiting.entry(head(right, at)).or_default().push(at);
    }
    let mut pairs = Vec::new();
    for at in 0..left.rows.len() {
        let head = head(left, at);
        if let Some(other) = waiting.get_mut(&head).and_then(Vec::pop) {
            pairs.push((at, other));
        }
    }
    pairs
}

fn by_place(left: &Table<'_>, right: &Table<'_>) -> Vec<(usize, usize)> {
    let same_shape = left.rows.len() == right.rows.len()
        && left.rows.iter().zip(&right.rows).all(|(a, b)| a.len() == b.len());
    if same_shape { (0..left.rows.len()).map(|at| (at, at)).collect() } else { Vec::new() }
}

/// The figure that a cell holds, however its decimal sign is written: a number with its unit and
/// sign of comparison.
fn figure(cell: &str) -> Option<String> {
    let folded = fold(cell.trim());
    let mut letters = folded.chars().filter(|c| !c.is_whitespace());
    let has_digit = folded.bytes().any(|b| b.is_ascii_digit());
    let short = letters.clone().count() <= 16;
    let opens = letters.next().is_some_and(|c| {
        c.is_ascii_digit() || matches!(c, '<' | '>' | '=' | '≤' | '≥' | '±' | '+' | '-' | '~')
    });
    if !has_digit || !short || !opens {
        return None;
    }
    let mut out = String::new();
    let mut number = String::new();
    let flush = |number: &mut String, out: &mut String| {
        let plain = if number.contains('.') {
            number.trim_end_matches('0').trim_end_matches('.')
        } else {
            number.as_str()
        };
        out.push_str(plain);
        number.clear();
    };
    for c in folded.chars() {
        match c {
            '0'..='9' => number.push(c),
            '.' | ',' if !number.is_empty() && !number.contains('.') => number.push('.'),
            _ => {
                flush(&mut number, &mut out);
                if !c.is_whitespace() {
                    out.push(c);
                }
            }
        }
    }
    flush(&mut number, &mut out);
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::figure;

    #[test]
    fn figures_are_the_same_with_either_decimal_sign() {
        assert_eq!(figure("1,0"), figure("1.0"));
        assert_eq!(figure("0,50 %"), figure("0.5%"));
        assert_ne!(figure("0,5"), figure("0,6"));
        assert_ne!(figure("≤ 5"), figure("≥ 5"));
        assert_eq!(figure("Not applicable"), None);
        assert_eq!(figure("Table 1"), None);
    }
}

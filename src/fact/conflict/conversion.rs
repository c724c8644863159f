//! Values with their conversion in brackets: 10 in (254 mm).

use super::{Conflict, ConflictKind, Ground, Scopes, Statement};
use crate::fact::{Facts, Place};
use crate::language::{Comparability, Modality, Quantity, Rational, SetRelation};

/// The conversions of a document that are off by more than rounding.
pub(super) fn conflicts(f: &Facts<'_>, doc: u32) -> Vec<Conflict> {
    let mut found = Vec::new();
    for (at, row) in (0_u32..).zip(&f.prose(doc).texts) {
        let (Some(clause), Some(text)) = (row.clause, f.prose_text(doc, at)) else { continue };
        let words = f.text(text);
        for pair in f.quantities(doc, at).windows(2) {
            let [stated, converted] = pair else { continue };
            if !is_conversion(words, stated, converted) || agree(words, stated, converted) {
                continue;
            }
            let place =
                |it: &Quantity| Place::in_clause(doc, clause, text.span_of(it.figures.clone()));
            let statement = |it: &Quantity| {
                let shown = words.get(it.figures.clone()).unwrap_or_default().trim();
                Statement {
                    place: place(it),
                    modality: Modality::Statement,
                    value: Some(shown.into()),
                    says: Some((shown.into(), shown.into())),
                }
            };
            found.push(Conflict {
                doc,
                other: doc,
                kind: ConflictKind::Conversion,
                ground: Ground::Itself,
                scopes: Scopes::Linked,
                left: statement(converted),
                right: statement(stated),
                set: Some(SetRelation::Disjoint),
                beyond: None,
                other_method: false,
                expected: expected(words, stated, converted).map(Into::into),
                repeated: false,
            });
        }
    }
    found
}

/// Whether `converted` fills the brackets right behind `stated`, in another unit of the same kind.
fn is_conversion(words: &str, stated: &Quantity, converted: &Quantity) -> bool {
    let (end, start) = (stated.figures.end, converted.range.start);
    let (Some(between), Some(behind)) = (
        words.get(end..converted.figures.start),
        words.get(converted.figures.end.max(converted.range.end)..),
    ) else {
        return false;
    };
    let Some(inside) = between.trim_start().strip_prefix(['(', '（']) else { return false };
    let about = |it: &str| {
        matches!(
            it.trim().to_lowercase().as_str(),
            "" | "about"
                | "approximately"
                | "approx."
                | "i.e."
                | "or"
                | "约"
                | "即"
                | "合"
                | "≈"
                | "="
        )
    };
    let units = (&stated.unit, &converted.unit);
    start >= end
        && about(inside)
        && behind.trim_start().starts_with([')', '）'])
        && stated.unit_range.is_some()
        && converted.unit_range.is_some()
        && units.0.code != units.1.code
        && units.0.dimension.comparability(&units.1.dimension) == Comparability::Same
        && !units.0.dimension.is_currency()
        && !units.0.dimension.is_count()
        && stated.ends().len() == converted.ends().len()
        && !stated.ends().is_empty()
}

/// Whether each converted value is the stated one, but for rounding of either.
fn agree(words: &str, stated: &Quantity, converted: &Quantity) -> bool {
    let steps = (step(words, stated), step(words, converted));
    converted_ends(stated, converted).into_iter().zip(converted.ends()).all(|(exact, written)| {
        let Some(exact) = exact else { return true };
        let back = |value: Rational| value.to_f64().abs();
        let off = (exact.to_f64() - written.to_f64()).abs();
        // rounded to the last figure, or to fewer as noughts at the end tell, within reason
        let rounded = steps.1.0.max(steps.1.1.min(back(written) * 0.05)) / 2.0;
        let factor = converted.unit.factor.to_f64() / stated.unit.factor.to_f64();
        let stated_rounded = steps.0.0 / factor / 2.0;
        off <= rounded.max(stated_rounded) * 1.000_001
    })
}

/// The stated values in the unit of the conversion.
fn converted_ends(stated: &Quantity, converted: &Quantity) -> Vec<Option<Rational>> {
    let (from, to) = (&stated.unit, &converted.unit);
    stated
        .ends()
        .into_iter()
        .map(|value| {
            let si = value.times(from.factor)?.plus(from.offset)?;
            si.minus(to.offset)?.divided_by(to.factor)
        })
        .collect()
}

/// What the last figure of a number counts, and the last one that is not nought.
fn step(words: &str, quantity: &Quantity) -> (f64, f64) {
    let figures = words.get(quantity.figures.clone()).unwrap_or_default();
    let number: String = figures
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}'))
        .collect();
    let number = number.trim_end_matches([' ', '\u{a0}', '.', ',']);
    if let Some((_, decimals)) = number.split_once('.') {
        let places = i32::try_from(decimals.len()).unwrap_or(0);
        let step = 10f64.powi(-places);
        return (step, step);
    }
    let noughts = number.chars().rev().take_while(|c| *c == '0').count();
    (1.0, 10f64.powi(i32::try_from(noughts).unwrap_or(0)))
}

/// The conversion as it should stand, to as many places as it is written with.
fn expected(words: &str, stated: &Quantity, converted: &Quantity) -> Option<String> {
    let ends = converted_ends(stated, converted);
    let [Some(exact)] = ends[..] else { return None };
    let (last, _) = step(words, converted);
    let places = if last < 1.0 { (-last.log10()).round() } else { 0.0 };
    let (_, stated_step) = step(words, stated);
    let exact = exact.to_f64();
    // a whole number of small size keeps its first decimal
    let places =
        if places == 0.0 && exact.abs() < 10.0 && stated_step <= 1.0 { 1.0 } else { places };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few places")]
    let number = format!("{exact:.*}", places as usize);
    let number = if number.contains('.') {
        number.trim_end_matches('0').trim_end_matches('.')
    } else {
        &number
    };
    let unit = words.get(converted.unit_range.clone()?)?;
    let figures = words.get(converted.figures.clone())?;
    let gap = if figures.contains(' ') { " " } else { "" };
    Some(format!("{number}{gap}{unit}"))
}

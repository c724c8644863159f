//! The report as Markdown, for a pull request or an issue: the summary first, long parts folded, and
//! never longer than a comment may be.

use std::sync::Arc;

use minijinja::Value;
use rustc_hash::FxHashMap;

use super::template::{Escape, Template, TemplateError, render as fill, value};
use crate::source::Language;
use crate::survey::Survey;

/// The template that is shipped.
pub const TEMPLATE: &str = include_str!("markdown.md");

/// Characters of a comment on GitHub (65,536), less what a workflow may put around it.
const COMMENT: usize = 65_000;

/// Rows of each list that are tried, one after the other, until the whole fits.
const SHOWN: &[usize] = &[1000, 400, 200, 120, 80, 50, 30, 20, 12, 8, 5, 3, 2, 1, 0];

/// The shipped template.
#[must_use]
pub fn shipped() -> Template {
    Template { name: "markdown.md".to_owned(), text: TEMPLATE.to_owned() }
}

/// The report, and whether it fits into a comment: lists are cut, each with a word of how many were
/// left out, until it does.
///
/// # Errors
/// What is wrong with the template.
pub fn render(
    survey: &Survey,
    language: Language,
    template: &Template,
) -> Result<(String, bool), TemplateError> {
    let addresses = survey.findings.iter().map(|it| it.fingerprint.clone());
    let addresses: Vec<String> = addresses.collect();
    let survey = value(survey);
    // A template that went through all findings for each of a list would not end in time.
    let found = survey.get_attr("findings").and_then(|it| it.try_iter());
    let by_address: FxHashMap<String, Value> =
        addresses.into_iter().zip(found.into_iter().flatten()).collect();
    let by_address = Arc::new(by_address);
    let mut text = String::new();
    for shown in SHOWN {
        let by_address = Arc::clone(&by_address);
        let lookup = move |address: String| by_address.get(&address).cloned();
        let extra = vec![
            ("lookup", Value::from_function(lookup)),
            ("shown", Value::from(*shown)),
            ("url", Value::from_safe_string(env!("CARGO_PKG_HOMEPAGE").to_owned())),
            ("bar", Value::from_function(bar)),
        ];
        text = fill(template, Escape::Markdown, language, &survey, extra)?;
        tidy(&mut text);
        if text.chars().count() <= COMMENT {
            return Ok((text, true));
        }
    }
    Ok((text, false))
}

/// Twenty signs: what is confirmed, what has a source in force, the rest.
fn bar(confirmed: usize, current: usize, all: usize) -> String {
    const WIDTH: usize = 20;
    let part = |count: usize| (count * WIDTH + all / 2).checked_div(all).unwrap_or(0).min(WIDTH);
    let (first, second) = (part(confirmed), part(current.max(confirmed)));
    let rest = if all == 0 { 0 } else { WIDTH - second };
    "█".repeat(first) + &"▓".repeat(second - first) + &"░".repeat(rest)
}

/// At most one empty line in a row, and none at the beginning.
fn tidy(text: &mut String) {
    let mut out = String::with_capacity(text.len());
    let mut empty = true;
    for line in text.lines() {
        let line = line.trim_end();
        if line.is_empty() && empty {
            continue;
        }
        empty = line.is_empty();
        out.push_str(line);
        out.push('\n');
    }
    *text = out;
}

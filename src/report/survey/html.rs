//! The report as one page that needs no network: data, style and script in one file.
//!
//! What the page draws is in `page/`. The survey goes in as JSON, packed (see [`super::packing`]) and,
//! where it is long, deflated, so that a report on tens of thousands of standards is still a file that
//! can be mailed. The figures and headline tables are also written as plain HTML, for readers without
//! script and for the moment before it has run.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::DeflateEncoder;
use minijinja::Value;

use super::packing::pack;
use super::template::{self, Escape, Template, TemplateError};
use crate::report::script::{nonce, script_json};
use crate::source::Language;
use crate::survey::Survey;

/// The page as it is without a user's template.
pub const TEMPLATE: &str = include_str!("page/page.html");

/// Data longer than this is deflated; shorter data can be read in the file.
const READABLE: usize = 2_000_000;

const STYLE: &[&str] = &[
    include_str!("../colours.css"),
    include_str!("page/page.css"),
    include_str!("page/print.css"),
];

/// One script in the end; each file may use what those before it define.
const SCRIPT: &[&str] = &[
    include_str!("page/data.js"),
    include_str!("page/dom.js"),
    include_str!("page/state.js"),
    include_str!("page/lists.js"),
    include_str!("page/finding.js"),
    include_str!("page/findings.js"),
    include_str!("page/overview.js"),
    include_str!("page/adoptions.js"),
    include_str!("page/gaps.js"),
    include_str!("page/passages.js"),
    include_str!("page/tables.js"),
    include_str!("page/matrix.js"),
    include_str!("page/history.js"),
    include_str!("page/lanes.js"),
    include_str!("page/method.js"),
    include_str!("page/main.js"),
];

/// [`TEMPLATE`].
#[must_use]
pub fn shipped() -> Template {
    Template { name: "page.html".to_owned(), text: TEMPLATE.to_owned() }
}

/// The whole page, which opens in `language`.
///
/// # Errors
/// What is wrong with the template.
pub fn render(
    survey: &Survey,
    language: Language,
    template: &Template,
) -> Result<String, TemplateError> {
    let packed = pack(&serde_json::to_value(survey).unwrap_or_default());
    let nonce = nonce(&[&packed]);
    let (data, form) = match packed.len() {
        0..=READABLE => (script_json(&packed), "plain"),
        _ => (base64(&deflate(&packed)), "deflate"),
    };
    let script = format!("\"use strict\";\n(() => {{\n{}}})();", SCRIPT.concat());
    let extra = vec![
        ("style", Value::from_safe_string(STYLE.concat())),
        ("script", Value::from_safe_string(script)),
        ("data", Value::from_safe_string(data)),
        ("form", Value::from(form)),
        ("nonce", Value::from(nonce)),
    ];
    template::render(template, Escape::Html, language, &template::value(survey), extra)
}

fn deflate(text: &str) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(text.len() / 6), Compression::new(6));
    // Writing into memory does not fail.
    let _ = encoder.write_all(text.as_bytes());
    encoder.finish().unwrap_or_default()
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let at = |index: usize| u32::from(chunk.get(index).copied().unwrap_or(0));
        let group = at(0) << 16 | at(1) << 8 | at(2);
        for place in 0..4 {
            match place > chunk.len() {
                true => out.push('='),
                false => out.push(char::from(DIGITS[(group >> (18 - 6 * place)) as usize & 63])),
            }
        }
    }
    out
}

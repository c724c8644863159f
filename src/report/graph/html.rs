//! What pages have in common: escapes, and a content policy that lets only their own script run and
//! nothing be fetched.

use std::io::{self, Write};

use crate::report::script::{nonce, script_json};

/// A page, ready but for its frame.
pub(super) struct Page<'a> {
    /// Language of the words that stand in it before any script has run, `en` or `zh`.
    pub(super) language: &'a str,
    pub(super) title: &'a str,
    pub(super) styles: &'a [&'a str],
    /// What stands in `body`, as HTML.
    pub(super) body: &'a str,
    /// Data for the scripts as JSON, in an element with the id `data`.
    pub(super) data: &'a str,
    pub(super) scripts: &'a [&'a str],
}

impl Page<'_> {
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let data = script_json(&self.data.replace(turns, ""));
        let nonce = nonce(&[self.title, self.body, &data]);
        let (language, title) = (escaped(self.language), escaped(self.title));
        write!(
            out,
            "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
             script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; base-uri 'none'; form-action 'none'\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style nonce=\"{nonce}\">\n"
        )?;
        for style in self.styles {
            out.write_all(style.as_bytes())?;
        }
        write!(out, "</style>\n</head>\n<body>\n{}", self.body)?;
        writeln!(out, "<script type=\"application/json\" id=\"data\">{data}</script>")?;
        write!(out, "<script nonce=\"{nonce}\">\n\"use strict\";\n(() => {{\n")?;
        for script in self.scripts {
            out.write_all(script.as_bytes())?;
        }
        writeln!(out, "}})();\n</script>\n</body>\n</html>")
    }
}

/// Text for HTML, between tags and in quoted attributes.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            // what HTML cannot hold
            '\u{0}'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}' => {
                escaped.push('\u{fffd}')
            }
            c if turns(c) => {}
            c => escaped.push(c),
        }
    }
    escaped
}

/// Whether a character turns the direction of what stands behind it: it would turn the page's own words.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

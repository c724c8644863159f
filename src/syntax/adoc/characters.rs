//! Characters that are written by name: `{nbsp}`, `&mdash;`, `&#8212;`.

use crate::syntax::xml::html_entity;

/// What an attribute that AsciiDoc itself defines stands for.
pub(super) fn intrinsic(name: &str) -> Option<&'static str> {
    Some(match name {
        "blank" | "empty" => "",
        "sp" | "space" => " ",
        "nbsp" => "\u{a0}",
        "zwsp" => "\u{200b}",
        "wj" => "\u{2060}",
        "apos" => "'",
        "quot" => "\"",
        "lsquo" => "‘",
        "rsquo" => "’",
        "ldquo" => "“",
        "rdquo" => "”",
        "deg" => "°",
        "pm" => "±",
        "plus" => "+",
        "brvbar" => "¦",
        "vbar" => "|",
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "startsb" => "[",
        "endsb" => "]",
        "caret" => "^",
        "asterisk" => "*",
        "tilde" => "~",
        "backslash" => "\\",
        "backtick" => "`",
        "two-colons" => "::",
        "two-semicolons" => ";;",
        "cpp" => "C++",
        "pp" => "++",
        _ => return None,
    })
}

/// The character that a reference at the start of `text` stands for, and how long the reference is.
pub(super) fn reference(text: &str) -> Option<(char, usize)> {
    /// No name of a character is longer.
    const LONGEST: usize = 32;
    let body = text.strip_prefix('&')?;
    let end = body.bytes().take(LONGEST).position(|it| it == b';')?;
    let name = &body[..end];
    let character = match name.strip_prefix('#') {
        Some(number) => {
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?).filter(|it| !it.is_control())?
        }
        None => match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "thinsp" => '\u{2009}',
            "ensp" => '\u{2002}',
            "emsp" => '\u{2003}',
            "zwnj" => '\u{200c}',
            "shy" => '\u{ad}',
            _ => html_entity(name)?,
        },
    };
    Some((character, end + 2))
}

/// Text with its references to characters replaced.
pub(super) fn decode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        match reference(&rest[at..]) {
            Some((character, len)) => {
                out.push(character);
                rest = &rest[at + len..];
            }
            None => {
                out.push('&');
                rest = &rest[at + 1..];
            }
        }
    }
    out.push_str(rest);
    out
}

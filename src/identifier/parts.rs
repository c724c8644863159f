//! Pieces that many families share: "all parts", language marks, bracketed sources.

use compact_str::CompactString;

use super::cursor::Cursor;

/// Ways to say that a reference means every part, folded.
const ALL_PARTS: &[&str] = &[
    "(all parts)",
    "(All parts)",
    "(All Parts)",
    "(ALL PARTS)",
    "all parts",
    "(all the parts)",
    "(series)",
    "(所有部分)",
    "(各部分)",
    "(全部)",
    "(全部部分)",
    "(所有部份)",
    "所有部分",
    "各部分",
    "(toutes les parties)",
    "(tous les parties)",
    "(规范系列)",
    "(系列)",
    "系列标准",
];

/// `(all parts)` in any of its spellings, with or without a comma or space before it.
pub(super) fn all_parts(c: &mut Cursor<'_>) -> bool {
    let start = c.pos();
    c.eat(b',');
    c.space();
    if ALL_PARTS.iter().any(|it| c.eat_str(it)) {
        return true;
    }
    c.set(start);
    false
}

/// A language mark: `(E)`, `(en)`, `(E/F)`, `(en,fr)`.
pub(super) fn language(c: &mut Cursor<'_>) -> Option<CompactString> {
    let start = c.pos();
    c.space();
    if c.eat(b'(') {
        let from = c.pos();
        c.take_while(|b| b.is_ascii_alphabetic() || matches!(b, b'/' | b',' | b' '));
        let inside = c.since(from);
        let known = inside.len() <= 20
            && !inside.is_empty()
            && inside.split(['/', ',']).all(|it| {
                matches!(
                    it.trim(),
                    "E" | "F"
                        | "R"
                        | "S"
                        | "A"
                        | "C"
                        | "D"
                        | "G"
                        | "I"
                        | "J"
                        | "en"
                        | "fr"
                        | "ru"
                        | "es"
                        | "ar"
                        | "zh"
                        | "de"
                        | "it"
                        | "ja"
                        | "pt"
                        | "nl"
                        | "fa"
                        | "EN"
                        | "FR"
                        | "DE"
                        | "RU"
                        | "ES"
                        | "eng"
                        | "fre"
                        | "fra"
                        | "rus"
                        | "spa"
                        | "ger"
                        | "deu"
                        | "chi"
                        | "zho"
                )
            });
        if known && c.eat(b')') {
            return Some(inside.into());
        }
    }
    c.set(start);
    None
}

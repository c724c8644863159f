//! Words and marks of an English sentence.

use std::ops::Range;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    Mark,
}

/// A word, number or mark and its bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Kind,
}

/// The tokens of a sentence with its lower-case form (ASCII only, so that offsets stay).
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    pub(super) lower: String,
    pub(super) tokens: Vec<Token>,
}

/// The character at `at` and its width; most are one byte.
fn char_at(text: &str, at: usize) -> Option<(char, usize)> {
    match *text.as_bytes().get(at)? {
        byte if byte.is_ascii() => Some((char::from(byte), 1)),
        _ => text[at..].chars().next().map(|c| (c, c.len_utf8())),
    }
}

impl<'a> Words<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut tokens = Vec::with_capacity(text.len() / 4 + 2);
        let mut start = 0;
        while let Some((c, width)) = char_at(text, start) {
            if c.is_whitespace() {
                start += width;
                continue;
            }
            let kind = if c.is_alphabetic() {
                Kind::Word
            } else if c.is_ascii_digit() {
                Kind::Number
            } else {
                Kind::Mark
            };
            let mut end = start + width;
            while kind != Kind::Mark
                && let Some((next, width)) = char_at(text, end)
            {
                let inside = next.is_alphanumeric() || {
                    let after = char_at(text, end + width).map(|it| it.0);
                    match kind {
                        Kind::Word => {
                            matches!(next, '-' | '\'' | '’' | '_' | '\u{2011}')
                                && after.is_some_and(char::is_alphanumeric)
                        }
                        _ => matches!(next, '.' | ',') && after.is_some_and(|c| c.is_ascii_digit()),
                    }
                };
                if !inside {
                    break;
                }
                end += width;
            }
            tokens.push(Token { start, end, kind });
            start = end;
        }
        Self { text, lower: text.to_ascii_lowercase(), tokens }
    }

    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The lower-case word at `index`; empty past the end.
    pub(super) fn word(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| &self.lower[token.start..token.end])
    }

    /// The word before `index`; empty at the start.
    pub(super) fn before(&self, index: usize) -> &str {
        index.checked_sub(1).map_or("", |index| self.word(index))
    }

    /// The word as written.
    pub(super) fn written(&self, index: usize) -> &str {
        self.tokens.get(index).map_or("", |token| &self.text[token.start..token.end])
    }

    pub(super) fn kind(&self, index: usize) -> Option<Kind> {
        self.tokens.get(index).map(|token| token.kind)
    }

    /// True if the words from `index` on are `words`.
    pub(super) fn are(&self, index: usize, words: &[&str]) -> bool {
        words.iter().enumerate().all(|(step, word)| self.word(index + step) == *word)
    }

    /// The bytes of the tokens `range`.
    pub(super) fn span(&self, range: Range<usize>) -> Range<usize> {
        let start = self.tokens.get(range.start).map_or(self.text.len(), |token| token.start);
        let end = range
            .end
            .checked_sub(1)
            .and_then(|last| self.tokens.get(last))
            .map_or(start, |token| token.end);
        start..end.max(start)
    }
}

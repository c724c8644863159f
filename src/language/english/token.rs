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

impl<'a> Words<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let mut tokens = Vec::with_capacity(text.len() / 5);
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            if c.is_whitespace() {
                continue;
            }
            let kind = if c.is_alphabetic() {
                Kind::Word
            } else if c.is_ascii_digit() {
                Kind::Number
            } else {
                Kind::Mark
            };
            let mut end = start + c.len_utf8();
            if kind != Kind::Mark {
                while let Some(&(at, next)) = chars.peek() {
                    let inside = match kind {
                        Kind::Word => {
                            next.is_alphanumeric()
                                || (matches!(next, '-' | '\'' | '’' | '_' | '\u{2011}')
                                    && text[at + next.len_utf8()..]
                                        .starts_with(char::is_alphanumeric))
                        }
                        _ => {
                            next.is_alphanumeric()
                                || (matches!(next, '.' | ',')
                                    && text[at + 1..].starts_with(|c: char| c.is_ascii_digit()))
                        }
                    };
                    if !inside {
                        break;
                    }
                    chars.next();
                    end = at + next.len_utf8();
                }
            }
            tokens.push(Token { start, end, kind });
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

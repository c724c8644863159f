//! Where markup ends.

use std::ops::Range;

use super::words::{NEAR, near};

/// Signs that set words off.
pub(super) fn is_emphasis(byte: u8) -> bool {
    matches!(byte, b'_' | b'*' | b'`' | b'#' | b'^' | b'~' | b'+' | b'-')
}

/// `[role]#text#`, whose bracket closes at `close`: the role, the range of the text, the whole
/// length.
pub(super) fn styled(tail: &str, close: usize) -> Option<(&str, Range<usize>, usize)> {
    let role = &tail[1..close];
    if role.is_empty() || !tail[close + 1..].starts_with('#') {
        return None;
    }
    let start = close + 2;
    let end = start + near(&tail[start..]).find('#')?;
    Some((role.trim_start_matches('.'), start..end, end + 1))
}

/// Where markup ends, so that no end is looked for twice.
#[derive(Default)]
pub(super) struct Unclosed {
    /// Signs of emphasis for which nothing more closes, single or doubled.
    hopeless: Vec<(u8, bool)>,
    /// The next place of a sign, `None` where there is none.
    next: Vec<(&'static str, Option<usize>)>,
}

impl Unclosed {
    /// How far from the start of `tail`, which stands at `at`, a sign stands, if that is near.
    pub(super) fn find(&mut self, tail: &str, at: usize, sign: &'static str) -> Option<usize> {
        let known = self.next.iter().position(|it| it.0 == sign);
        let found = match known.map(|it| self.next[it].1) {
            Some(None) => return None,
            Some(Some(place)) if place >= at => Some(place),
            _ => tail.find(sign).map(|it| at + it),
        };
        match known {
            Some(index) => self.next[index].1 = found,
            None => self.next.push((sign, found)),
        }
        found.map(|it| it - at).filter(|it| *it <= NEAR)
    }

    /// Emphasis and the like: the range of the inner text, and the whole length.
    pub(super) fn quoted(
        &mut self,
        tail: &str,
        starts_word: bool,
    ) -> Option<(Range<usize>, usize)> {
        let bytes = tail.as_bytes();
        let sign = bytes[0];
        if matches!(sign, b'^' | b'~') {
            return raised(tail);
        }
        let doubled = bytes.get(1) == Some(&sign);
        if self.hopeless.contains(&(sign, doubled)) {
            return None;
        }
        if doubled {
            let Some(close) = tail[2..].find(&tail[..2]) else {
                self.hopeless.push((sign, true));
                return None;
            };
            return (close > 0).then(|| (2..2 + close, close + 4));
        }
        if !starts_word || tail[1..].starts_with(char::is_whitespace) {
            return None;
        }
        let fits = |close: &usize| {
            let after = tail[close + 1..].chars().next();
            let before = tail[..*close].chars().next_back();
            *close > 1
                && !after.is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
                && !before.is_some_and(char::is_whitespace)
        };
        let close = memchr::memchr_iter(sign, &bytes[1..]).map(|at| at + 1).find(fits);
        if close.is_none() {
            self.hopeless.push((sign, false));
        }
        close.map(|close| (1..close, close + 1))
    }
}

/// `^2^`, `~x~`: no white space stands inside.
fn raised(tail: &str) -> Option<(Range<usize>, usize)> {
    let sign = tail.as_bytes()[0] as char;
    let end = tail[1..].find([sign, ' ', '\n'])? + 1;
    (end > 1 && tail[end..].starts_with(sign)).then(|| (1..end, end + 1))
}

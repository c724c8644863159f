//! Numbers of clauses, which neither AsciiDoc nor semantic XML spells out.

/// Numbers of clauses as Metanorma gives them.
#[derive(Default)]
pub(super) struct Numbers {
    counters: Vec<usize>,
    /// Annexes so far.
    pub(super) annexes: usize,
    /// An annex has begun.
    pub(super) in_annex: bool,
    unnumbered: bool,
}

impl Numbers {
    /// The number of the next clause at a level from 1.
    pub(super) fn next(&mut self, level: u8, is_annex: bool, unnumbered: bool) -> Option<String> {
        let level = usize::from(level.max(1)) - 1;
        if level == 0 {
            self.unnumbered = unnumbered;
            if unnumbered {
                return None;
            }
            if is_annex && !self.in_annex {
                self.in_annex = true;
            }
            if is_annex {
                self.annexes += 1;
                self.counters = vec![self.annexes];
                return Some(letter(self.annexes));
            }
            let first = if self.in_annex { 0 } else { self.counters.first().copied().unwrap_or(0) };
            self.counters = vec![first + 1];
            return Some((first + 1).to_string());
        }
        if self.unnumbered || unnumbered {
            return None;
        }
        self.counters.resize(level + 1, 0);
        self.counters[level] += 1;
        let mut out = match (self.in_annex, self.counters.first()) {
            (true, Some(first)) => letter(*first),
            (_, first) => first.copied().unwrap_or(0).to_string(),
        };
        for count in &self.counters[1..] {
            out.push_str(&format!(".{count}"));
        }
        Some(out)
    }
}

/// `A` for the first annex.
pub(super) fn letter(count: usize) -> String {
    u8::try_from(count)
        .ok()
        .filter(|it| (1..=26).contains(it))
        .map_or_else(|| format!("Z{count}"), |it| char::from(b'A' + it - 1).to_string())
}

//! Numbers of clauses, which neither AsciiDoc nor semantic XML spells out.

/// Numbers of clauses as Metanorma gives them.
#[derive(Default)]
pub(super) struct Numbers {
    counters: Vec<usize>,
    /// Annexes so far, and those that have a series of their own.
    annexes: usize,
    appendices: usize,
    /// What the numbers in the annex that has begun start with.
    annex: Option<String>,
    unnumbered: bool,
}

/// What a clause is, as far as its number goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Series {
    Clause,
    Annex,
    /// The informative annexes of ITU, numbered I, II, III.
    Appendix,
}

impl Numbers {
    /// The letter or number of the annex that has begun.
    pub(super) fn annex(&self) -> Option<&str> {
        self.annex.as_deref()
    }

    /// The number of the next clause at a level from 1.
    pub(super) fn next(&mut self, level: u8, series: Series, unnumbered: bool) -> Option<String> {
        let level = usize::from(level.max(1)) - 1;
        if level == 0 {
            self.unnumbered = unnumbered;
            if unnumbered {
                return None;
            }
            let label = match series {
                Series::Clause => {
                    let before = self.counters.first().copied().unwrap_or(0);
                    let first = if self.annex.is_some() { 0 } else { before };
                    self.counters = vec![first + 1];
                    return Some((first + 1).to_string());
                }
                Series::Annex => {
                    self.annexes += 1;
                    letter(self.annexes)
                }
                Series::Appendix => {
                    self.appendices += 1;
                    roman(self.appendices)
                }
            };
            self.counters = vec![0];
            self.annex = Some(label.clone());
            return Some(label);
        }
        if self.unnumbered || unnumbered {
            return None;
        }
        self.counters.resize(level + 1, 0);
        self.counters[level] += 1;
        let first = || self.counters.first().copied().unwrap_or(0).to_string();
        let mut out = self.annex.clone().unwrap_or_else(first);
        for count in &self.counters[1..] {
            out.push_str(&format!(".{count}"));
        }
        Some(out)
    }
}

/// `A` for the first annex.
fn letter(count: usize) -> String {
    u8::try_from(count)
        .ok()
        .filter(|it| (1..=26).contains(it))
        .map_or_else(|| format!("Z{count}"), |it| char::from(b'A' + it - 1).to_string())
}

/// `IV` for the fourth appendix.
fn roman(mut count: usize) -> String {
    let mut out = String::new();
    for (value, sign) in
        [(50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
    {
        while count >= value && out.len() < 64 {
            out.push_str(sign);
            count -= value;
        }
    }
    out
}

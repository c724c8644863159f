//! Inclusions: what is named, and which lines of it are asked for.

use std::ops::RangeInclusive;

/// `include::path[options]`.
pub(super) struct Inclusion<'a> {
    pub(super) path: &'a str,
    options: Vec<(&'a str, &'a str)>,
}

impl<'a> Inclusion<'a> {
    /// The inclusion that a line asks for.
    pub(super) fn of(line: &'a str) -> Option<Self> {
        let rest = line.strip_prefix("include::")?;
        let open = rest.rfind('[')?;
        let options = rest[open + 1..].trim_end().strip_suffix(']')?;
        let path = &rest[..open];
        let is_path = !path.trim().is_empty() && !path.starts_with(char::is_whitespace);
        is_path.then(|| Self { path, options: options_of(options) })
    }

    fn get(&self, name: &str) -> Option<&'a str> {
        self.options.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
    }

    /// Nothing is said where the file is not there.
    pub(super) fn is_optional(&self) -> bool {
        self.options.iter().any(|(key, value)| {
            (matches!(*key, "opts" | "options") && value.split([',', ';']).any(is_optional))
                || (key.is_empty() && *value == "%optional")
        })
    }

    /// How headings are moved, from where they stand already.
    pub(super) fn level_offset(&self, now: i8) -> i8 {
        self.get("leveloffset").map_or(now, |written| level_offset(written, now))
    }

    /// Which lines are asked for.
    pub(super) fn selection(&self) -> Selection {
        if let Some(written) = self.get("lines") {
            let ranges = written.split([',', ';']).filter_map(range_of).collect();
            return Selection::Lines(ranges);
        }
        match self.get("tags").or_else(|| self.get("tag")) {
            Some(written) => Selection::Tags(Tags::of(written)),
            None => Selection::Whole,
        }
    }
}

fn is_optional(word: &str) -> bool {
    word.trim() == "optional"
}

/// `+1` and `-1` go on from the level so far, `1` does not.
pub(super) fn level_offset(written: &str, now: i8) -> i8 {
    let written = written.trim();
    match written.parse::<i8>() {
        Ok(by) if written.starts_with(['+', '-']) => now.saturating_add(by),
        Ok(level) => level,
        Err(_) => now,
    }
}

/// Names and values, split at commas outside quotes; a value without a name has an empty one.
fn options_of(text: &str) -> Vec<(&str, &str)> {
    let mut quoted = false;
    text.split(move |c| {
        quoted ^= c == '"';
        c == ',' && !quoted
    })
    .map(|piece| match piece.split_once('=') {
        Some((key, value)) => (key.trim(), value.trim().trim_matches('"')),
        None => ("", piece.trim()),
    })
    .collect()
}

/// `5`, `1..10`, `15..`, `15..-1`.
fn range_of(written: &str) -> Option<RangeInclusive<usize>> {
    let written = written.trim();
    let Some((from, to)) = written.split_once("..") else {
        let line = written.parse().ok()?;
        return Some(line..=line);
    };
    let from = from.trim().parse().unwrap_or(1);
    let to = to.trim();
    let to = if to.is_empty() || to.starts_with('-') { usize::MAX } else { to.parse().ok()? };
    Some(from..=to)
}

/// Which lines of a file are included.
pub(super) enum Selection {
    Whole,
    /// By number, from 1.
    Lines(Vec<RangeInclusive<usize>>),
    Tags(Tags),
}

impl Selection {
    /// Whether the next line, which has this number from 1, is included.
    pub(super) fn takes(&mut self, number: usize, line: &str) -> bool {
        match self {
            Self::Whole => true,
            Self::Lines(ranges) => ranges.iter().any(|it| it.contains(&number)),
            Self::Tags(tags) => tags.takes(line),
        }
    }

    /// Tags that were asked for and stand nowhere in the file.
    pub(super) fn missing(&self) -> Vec<&str> {
        match self {
            Self::Tags(tags) => tags.missing(),
            _ => Vec::new(),
        }
    }
}

/// Tagged regions that are asked for.
pub(super) struct Tags {
    wanted: Vec<Wanted>,
    /// Whether regions that nothing is said of are taken.
    others: Option<bool>,
    /// Whether lines outside all regions are taken.
    outside: bool,
    /// Regions that are open: the tag, and whether its lines are taken.
    open: Vec<(String, bool)>,
}

struct Wanted {
    tag: String,
    is_taken: bool,
    is_seen: bool,
}

impl Tags {
    fn of(written: &str) -> Self {
        let mut wanted: Vec<Wanted> = Vec::new();
        let mut others = None;
        let mut outside = None;
        for (index, word) in written.split([',', ';']).map(str::trim).enumerate() {
            let (is_taken, tag) =
                word.strip_prefix('!').map_or((true, word), |rest| (false, rest.trim()));
            match tag {
                "" => {}
                "**" => outside = Some(is_taken),
                "*" => {
                    others = Some(is_taken);
                    // `*` first leaves out what is outside, `!*` first takes it.
                    if index == 0 && outside.is_none() {
                        outside = Some(!is_taken);
                    }
                }
                _ => wanted.push(Wanted { tag: tag.to_owned(), is_taken, is_seen: false }),
            }
        }
        let only_refused = wanted.iter().all(|it| !it.is_taken) && !wanted.is_empty();
        let outside = outside.unwrap_or(only_refused && others.is_none());
        Self { wanted, others, outside, open: Vec::new() }
    }

    fn takes(&mut self, line: &str) -> bool {
        let now = self.open.last().map_or(self.outside, |(_, is_taken)| *is_taken);
        let Some((is_end, tag)) = directive(line) else { return now };
        if is_end {
            if let Some(at) = self.open.iter().rposition(|(open, _)| open == tag) {
                self.open.remove(at);
            }
        } else if let Some(wanted) = self.wanted.iter_mut().find(|it| it.tag == tag) {
            wanted.is_seen = true;
            self.open.push((tag.to_owned(), wanted.is_taken));
        } else if let Some(others) = self.others {
            let is_refused = !self.open.is_empty() && !now;
            self.open.push((tag.to_owned(), others && !is_refused));
        }
        false
    }

    fn missing(&self) -> Vec<&str> {
        let missing = self.wanted.iter().filter(|it| it.is_taken && !it.is_seen);
        missing.map(|it| it.tag.as_str()).collect()
    }
}

/// `tag::name[]` or `end::name[]` in a line: whether it ends the region, and the tag.
fn directive(line: &str) -> Option<(bool, &str)> {
    ["tag::", "end::"].into_iter().enumerate().find_map(|(kind, sign)| {
        let at = line.find(sign)?;
        let rest = &line[at + sign.len()..];
        let end = rest.find("[]")?;
        let tag = &rest[..end];
        let begins = !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
        let ends = rest[end + 2..].chars().next().is_none_or(char::is_whitespace);
        (begins && ends && !tag.is_empty() && !tag.contains(char::is_whitespace))
            .then_some((kind == 1, tag))
    })
}

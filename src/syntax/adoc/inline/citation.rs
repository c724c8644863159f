//! Citations: `<<anchor,clause=5;and!table=2,words>>`.

use std::ops::Range;

/// What is written between `<<` and `>>`, with places in it.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Citation {
    /// Anchors, each with the word that joins it to the one before.
    pub(super) anchors: Vec<(Joint, Range<usize>)>,
    /// The places that are cited, in plain words, and where they are written.
    pub(super) places: Option<(String, Range<usize>)>,
    /// Only the number of the place is printed.
    pub(super) drops_kind: bool,
    /// Words to print.
    pub(super) words: Option<Range<usize>>,
}

/// How two things that are cited belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    None,
    And,
    Or,
    To,
}

impl Joint {
    /// `and!`, `to!`, `and:see also!`: the joint, and how long it is.
    fn of(text: &str) -> Option<(Self, usize)> {
        let bang = text.find('!').filter(|at| *at <= 40)?;
        let joint = match text[..bang].split(':').next()?.trim() {
            "and" => Self::And,
            "or" => Self::Or,
            "to" => Self::To,
            "from" => Self::None,
            _ => return None,
        };
        Some((joint, bang + 1))
    }

    /// A joint in words, before another place.
    fn in_words(text: &str) -> Option<(Self, usize)> {
        [
            ("and ", Self::And),
            ("& ", Self::And),
            ("or ", Self::Or),
            ("to ", Self::To),
            ("through ", Self::To),
            ("和", Self::And),
            ("及", Self::And),
            ("或", Self::Or),
            ("至", Self::To),
        ]
        .into_iter()
        .find(|(word, _)| text.starts_with(word))
        .map(|(word, joint)| (joint, word.len()))
    }

    /// The joint as it is printed.
    pub(super) fn print(self, is_chinese: bool) -> &'static str {
        match (self, is_chinese) {
            (Self::None, false) => ", ",
            (Self::None, true) => "、",
            (Self::And, false) => " and ",
            (Self::And, true) => "和",
            (Self::Or, false) => " or ",
            (Self::Or, true) => "或",
            (Self::To, false) => " to ",
            (Self::To, true) => "至",
        }
    }
}

/// Kinds of places that Metanorma knows.
const KINDS: [&str; 23] = [
    "subclause",
    "clause",
    "section",
    "part",
    "paragraph",
    "chapter",
    "page",
    "line",
    "table",
    "annex",
    "appendix",
    "figure",
    "example",
    "note",
    "formula",
    "list",
    "time",
    "column",
    "volume",
    "issue",
    "verse",
    "article",
    "anchor",
];

/// Reads what stands between the angle brackets.
pub(super) fn parse(inner: &str) -> Citation {
    let comma = inner.find(',').unwrap_or(inner.len());
    let mut found = Citation { anchors: anchors(&inner[..comma]), ..Citation::default() };
    let Some(after) = inner.get(comma + 1..) else { return found };
    let mut at = inner.len() - after.trim_start().len();
    // `droploc%`, `capital%`, `style=basic%`: how it is printed.
    while let Some((option, _)) = inner[at..].split_once('%')
        && !option.is_empty()
        && option.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '=' | '-' | '_'))
        && !option.starts_with(|c: char| c.is_ascii_digit())
    {
        found.drops_kind |= option == "droploc";
        at += option.len() + 1;
    }
    if let Some((words, range)) = places(inner, &mut at) {
        found.places = Some((words, range)).filter(|(words, _)| !words.is_empty());
    }
    let rest = inner[at..].trim_start_matches([',', ':', ';']).trim();
    // `fn` asks for a superscript: it is no text.
    let rest = rest.strip_prefix("fn:").map_or(rest, str::trim);
    if !rest.is_empty() && rest != "fn" {
        let start = at + inner[at..].find(rest).unwrap_or(0);
        // `"the words"`: words with commas in them.
        let bare = rest.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
        let (start, rest) = bare.map_or((start, rest), |bare| (start + 1, bare));
        found.words = Some(start..start + rest.len());
    }
    found
}

fn anchors(written: &str) -> Vec<(Joint, Range<usize>)> {
    let mut at = 0;
    let mut found = Vec::new();
    for piece in written.split(';') {
        let (joint, len) = Joint::of(piece).unwrap_or((Joint::None, 0));
        let name = &piece[len..];
        let start = at + len + name.len() - name.trim_start().len();
        at += piece.len() + 1;
        let name = name.trim();
        if !name.is_empty() {
            found.push((joint, start..start + name.len()));
        }
    }
    if found.is_empty() {
        found.push((Joint::None, 0..written.len()));
    }
    found
}

/// Places in plain words, from `at`, which moves behind them.
fn places(inner: &str, at: &mut usize) -> Option<(String, Range<usize>)> {
    let start = *at;
    let mut out = String::new();
    let mut end = start;
    let mut last_kind = "";
    let mut joint: Option<Joint> = None;
    let mut next = start;
    loop {
        let rest = &inner[next..];
        let lead = rest.len() - rest.trim_start().len();
        let rest = rest.trim_start();
        let (own, len) = Joint::of(rest).map_or((None, 0), |(it, len)| (Some(it), len));
        let join = own.or(joint);
        let may_be_bare = join.is_some() && !last_kind.is_empty();
        let Some(place) = Place::of(&rest[len..], may_be_bare) else { break };
        next += lead + len + place.len;
        end = next;
        let kind = if place.kind.is_empty() { last_kind } else { place.kind };
        if kind != "anchor" {
            if !out.is_empty() {
                out.push_str(join.unwrap_or(Joint::None).print(false));
            }
            // `clause 3 to 5`: said once.
            let is_said = join == Some(Joint::To) && kind.eq_ignore_ascii_case(last_kind);
            if !is_said && !kind.is_empty() {
                out.push_str(kind);
                out.push(' ');
            }
            out.push_str(place.value);
        }
        last_kind = kind;
        joint = None;
        let rest = &inner[next..];
        let gap = rest.len() - rest.trim_start().len();
        match rest.trim_start().chars().next() {
            Some(',') => next += gap + 1,
            Some(';') => {
                joint = Some(Joint::And);
                next += gap + 1;
            }
            Some(_) => match Joint::in_words(rest.trim_start()) {
                Some((found, len)) => {
                    joint = Some(found);
                    next += gap + len;
                }
                None => break,
            },
            None => break,
        }
    }
    (end > start).then(|| {
        *at = end;
        (out, start..end)
    })
}

struct Place<'a> {
    /// Empty where the kind is that of the place before.
    kind: &'a str,
    value: &'a str,
    len: usize,
}

impl<'a> Place<'a> {
    /// `clause=5`, `clause 5`, `locality:frontispiece=5`, `whole`, and `5` where `may_be_bare`.
    fn of(text: &'a str, may_be_bare: bool) -> Option<Self> {
        let word_end =
            text.find(|c: char| !c.is_ascii_alphabetic() && c != ':').unwrap_or(text.len());
        let word = &text[..word_end];
        if word.eq_ignore_ascii_case("whole") {
            return Some(Self { kind: "", value: word, len: word.len() });
        }
        let own = word.strip_prefix("locality:");
        let singular = |kind: &str| {
            let lower = word.to_ascii_lowercase();
            lower == kind || lower.strip_prefix(kind).is_some_and(|it| matches!(it, "s" | "es"))
        };
        let is_kind = own.is_some_and(|it| !it.is_empty()) || KINDS.into_iter().any(singular);
        if !is_kind {
            let (value, len) = value(text)?;
            let is_number = value.starts_with(|c: char| c.is_ascii_digit());
            return (may_be_bare && is_number).then_some(Self { kind: "", value, len });
        }
        let after = &text[word_end..];
        let is_assigned = after.starts_with('=');
        let gap = after.len() - after.trim_start_matches(['=', ' ', '\t', '\n']).len();
        if gap == 0 {
            return None;
        }
        let written = &after[gap..];
        let (value, len) = value(written)?;
        // `section that follows` is no place.
        let is_number = value.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase())
            || written.starts_with('"');
        (is_assigned || is_number).then(|| Self {
            kind: own.unwrap_or(word),
            value,
            len: word_end + gap + len,
        })
    }
}

/// `5.2-5.4`, `"5-3-1,bis"`: the value, and how long it is as written.
fn value(text: &str) -> Option<(&str, usize)> {
    if let Some(quoted) = text.strip_prefix('"') {
        let end = quoted.find('"')?;
        return (end > 0).then(|| (quoted[..end].trim(), end + 2));
    }
    let end = text
        .find(|c: char| {
            c.is_whitespace() || matches!(c, ',' | ';' | ':' | '"' | '和' | '及' | '或' | '至')
        })
        .unwrap_or(text.len());
    (end > 0).then(|| (&text[..end], end))
}

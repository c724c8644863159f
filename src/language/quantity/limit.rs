//! Words of comparison before and behind a number.

use std::sync::LazyLock;

use memchr::memmem;

/// Which values a comparison allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Limit {
    AtMost,
    Below,
    AtLeast,
    Above,
}

impl Limit {
    pub(super) fn negated(self) -> Self {
        match self {
            Self::AtMost => Self::Above,
            Self::Below => Self::AtLeast,
            Self::AtLeast => Self::Below,
            Self::Above => Self::AtMost,
        }
    }
}

use Limit::{Above, AtLeast, AtMost, Below};

/// Words before a number, longest first where one ends in another.
const BEFORE: &[(&str, Limit)] = &[
    ("greater than or equal to", AtLeast),
    ("equal to or greater than", AtLeast),
    ("more than or equal to", AtLeast),
    ("less than or equal to", AtMost),
    ("equal to or less than", AtMost),
    ("smaller than or equal to", AtMost),
    ("equal or greater than", AtLeast),
    ("equal or less than", AtMost),
    ("at least once every", AtMost),
    ("at least once in every", AtMost),
    ("at least every", AtMost),
    ("up to and including", AtMost),
    ("more than", Above),
    ("greater than", Above),
    ("larger than", Above),
    ("higher than", Above),
    ("longer than", Above),
    ("later than", Above),
    ("older than", Above),
    ("wider than", Above),
    ("thicker than", Above),
    ("heavier than", Above),
    ("deeper than", Above),
    ("taller than", Above),
    ("faster than", Above),
    ("bigger than", Above),
    ("farther than", Above),
    ("further than", Above),
    ("in excess of", Above),
    ("exceeding", Above),
    ("exceeds", Above),
    ("exceed", Above),
    ("exceeded", Above),
    ("above", Above),
    ("over", Above),
    ("beyond", Above),
    ("outside", Above),
    ("less than", Below),
    ("fewer than", Below),
    ("smaller than", Below),
    ("lower than", Below),
    ("shorter than", Below),
    ("earlier than", Below),
    ("younger than", Below),
    ("narrower than", Below),
    ("thinner than", Below),
    ("lighter than", Below),
    ("slower than", Below),
    ("sooner than", Below),
    ("under", Below),
    ("below", Below),
    ("at least", AtLeast),
    ("minimum of", AtLeast),
    ("minimum", AtLeast),
    ("min.", AtLeast),
    ("min", AtLeast),
    ("not under", AtLeast),
    ("at a minimum", AtLeast),
    ("at most", AtMost),
    ("maximum of", AtMost),
    ("maximum", AtMost),
    ("max.", AtMost),
    ("max", AtMost),
    ("up to", AtMost),
    ("within", AtMost),
    ("limited to", AtMost),
    ("a limit of", AtMost),
    ("reach", AtLeast),
    ("≤", AtMost),
    ("⩽", AtMost),
    ("≦", AtMost),
    ("<=", AtMost),
    ("≯", AtMost),
    ("≥", AtLeast),
    ("⩾", AtLeast),
    ("≧", AtLeast),
    (">=", AtLeast),
    ("≮", AtLeast),
    ("<", Below),
    ("＜", Below),
    (">", Above),
    ("＞", Above),
    ("大于或等于", AtLeast),
    ("大于等于", AtLeast),
    ("等于或大于", AtLeast),
    ("小于或等于", AtMost),
    ("小于等于", AtMost),
    ("等于或小于", AtMost),
    ("大于", Above),
    ("高于", Above),
    ("超过", Above),
    ("超出", Above),
    ("多于", Above),
    ("长于", Above),
    ("宽于", Above),
    ("厚于", Above),
    ("重于", Above),
    ("晚于", Above),
    ("迟于", Above),
    ("快于", Above),
    ("逾", Above),
    ("小于", Below),
    ("低于", Below),
    ("少于", Below),
    ("短于", Below),
    ("早于", Below),
    ("薄于", Below),
    ("轻于", Below),
    ("慢于", Below),
    ("窄于", Below),
    ("不足", Below),
    ("不满", Below),
    ("至少每", AtMost),
    ("至少", AtLeast),
    ("最少", AtLeast),
    ("最小", AtLeast),
    ("最低", AtLeast),
    ("最短", AtLeast),
    ("不低", AtLeast),
    ("起码", AtLeast),
    ("年满", AtLeast),
    ("达到", AtLeast),
    ("至多", AtMost),
    ("最多", AtMost),
    ("最大", AtMost),
    ("最高", AtMost),
    ("最长", AtMost),
    ("限于", AtMost),
    ("上限为", AtMost),
    ("下限为", AtLeast),
];

/// Words behind a number.
const BEHIND: &[(&str, Limit)] = &[
    ("or more", AtLeast),
    ("or greater", AtLeast),
    ("or higher", AtLeast),
    ("or above", AtLeast),
    ("or over", AtLeast),
    ("or longer", AtLeast),
    ("or older", AtLeast),
    ("and above", AtLeast),
    ("and over", AtLeast),
    ("and more", AtLeast),
    ("minimum", AtLeast),
    ("min.", AtLeast),
    ("as a minimum", AtLeast),
    ("at least", AtLeast),
    ("or less", AtMost),
    ("or fewer", AtMost),
    ("or lower", AtMost),
    ("or below", AtMost),
    ("or under", AtMost),
    ("or shorter", AtMost),
    ("or younger", AtMost),
    ("and below", AtMost),
    ("and under", AtMost),
    ("maximum", AtMost),
    ("max.", AtMost),
    ("max", AtMost),
    ("as a maximum", AtMost),
    ("at most", AtMost),
    ("及其以上", AtLeast),
    ("（含）以上", AtLeast),
    ("(含)以上", AtLeast),
    ("及以上", AtLeast),
    ("或以上", AtLeast),
    ("以上（不含", Above),
    ("以上(不含", Above),
    ("以上", AtLeast),
    ("（含）以下", AtMost),
    ("(含)以下", AtMost),
    ("及其以下", AtMost),
    ("及以下", AtMost),
    ("或以下", AtMost),
    ("以下（不含", Below),
    ("以下(不含", Below),
    ("以下", AtMost),
    ("以内", AtMost),
    ("之内", AtMost),
    ("以外", Above),
    ("之外", Above),
    ("内", AtMost),
    ("≤", AtLeast),
    ("≥", AtMost),
];

/// Words that turn a comparison round when they stand before it.
const NEGATIONS: &[&str] = &[
    "not be",
    "not",
    "no",
    "never",
    "never be",
    "cannot be",
    "without",
    "neither",
    "not be at",
    "not be set to",
    "not to",
    "not be stored at",
    "nor",
    "not go",
    "not fall",
    "not rise",
    "not be any",
    "not to be",
    "not drop",
    "不",
    "不应",
    "不得",
    "不宜",
    "不可",
    "不能",
    "不会",
    "均不",
    "不应该",
    "不应当",
    "没有",
    "未",
    "不准",
    "不允许",
    "不许",
    "禁止",
    "严禁",
    "应不",
    "无",
    "不应在",
    "不得在",
    "不宜在",
    "不能在",
    "不可在",
    "不应处于",
    "不必",
    "均不应",
    "均不得",
    "不应设置为",
    "不得设置为",
    "不应设为",
];

/// The comparison that ends `before`, lower case: its force and where it starts.
pub(super) fn ending(before: &str) -> Option<(Limit, usize)> {
    let trimmed = before.trim_end_matches([' ', '\u{a0}', ':', '：', '\n']);
    // "at least a 5 m wide", "not more than about 5 m"
    let mut trimmed = trimmed;
    for filler in
        [" a", " an", " the", " about", "约", "为", " approximately", " or", " by", " total of"]
    {
        if let Some(rest) = trimmed.strip_suffix(filler)
            && (ends_with_limit(rest) || matches!(filler, "约" | "为") && ends_with_limit(rest))
        {
            trimmed = rest.trim_end();
            break;
        }
    }
    let (limit, start) =
        longest(trimmed).or_else(|| comparative(trimmed)).or_else(|| superlative(trimmed))?;
    let (negated, start) = negation(&trimmed[..start], start);
    Some((if negated { limit.negated() } else { limit }, start))
}

fn ends_with_limit(text: &str) -> bool {
    longest(text).is_some()
}

/// Words by their first byte or their last, the longest first: of a hundred and more only a few
/// are compared with a text.
struct ByByte<T: 'static>(Vec<Vec<(&'static str, T)>>);

impl<T: Copy> ByByte<T> {
    fn new(
        words: impl Iterator<Item = (&'static str, T)>,
        byte: impl Fn(&[u8]) -> Option<&u8>,
    ) -> Self {
        let mut by_byte: Vec<Vec<(&'static str, T)>> = (0..=u8::MAX).map(|_| Vec::new()).collect();
        for (word, of) in words {
            if let Some(byte) = byte(word.as_bytes()) {
                by_byte[usize::from(*byte)].push((word, of));
            }
        }
        for words in &mut by_byte {
            words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        Self(by_byte)
    }

    fn at(&self, byte: Option<&u8>) -> &[(&'static str, T)] {
        byte.and_then(|byte| self.0.get(usize::from(*byte))).map_or(&[], Vec::as_slice)
    }
}

static BEFORE_BY_END: LazyLock<ByByte<Limit>> =
    LazyLock::new(|| ByByte::new(BEFORE.iter().copied(), <[u8]>::last));
static NEGATIONS_BY_END: LazyLock<ByByte<()>> =
    LazyLock::new(|| ByByte::new(NEGATIONS.iter().map(|words| (*words, ())), <[u8]>::last));
static BEHIND_BY_START: LazyLock<ByByte<Limit>> =
    LazyLock::new(|| ByByte::new(BEHIND.iter().copied(), <[u8]>::first));

/// The longest comparison that ends `text`, and where it starts.
fn longest(text: &str) -> Option<(Limit, usize)> {
    BEFORE_BY_END
        .at(text.as_bytes().last())
        .iter()
        .find(|(words, _)| {
            text.ends_with(words)
                && (!words.as_bytes()[0].is_ascii_alphabetic()
                    || starts_word(text, text.len() - words.len()))
        })
        .map(|(words, limit)| (*limit, text.len() - words.len()))
}

fn starts_word(text: &str, at: usize) -> bool {
    !text.as_bytes()[..at].last().is_some_and(u8::is_ascii_alphanumeric)
}

/// "louder than", "colder than": any comparative; most of them tell of more.
fn comparative(text: &str) -> Option<(Limit, usize)> {
    let head = text.strip_suffix(" than")?;
    let start = head.rfind(' ').map_or(0, |at| at + 1);
    let word = &head[start..];
    let less = ["cooler", "colder", "weaker", "nearer", "closer", "quieter", "softer", "looser"];
    (word.len() > 4 && word.ends_with("er") && !matches!(word, "other" | "rather" | "either"))
        .then(|| (if less.contains(&word) { Below } else { Above }, start))
}

/// "the maximum mass shall be", "a minimum width of", 最大长度应为.
fn superlative(text: &str) -> Option<(Limit, usize)> {
    let window_start = text
        .rfind([',', ';', '.', '，', '；', '。', '、'])
        .map_or(0, |index| index + text[index..].chars().next().map_or(1, char::len_utf8));
    let window = &text[window_start..];
    let english =
        [" be", " is", " of", " are", " =", " to"].iter().any(|word| window.ends_with(word));
    if english {
        for (word, limit) in [
            ("maximum", AtMost),
            ("minimum", AtLeast),
            ("lowest", AtLeast),
            ("highest", AtMost),
            ("upper limit", AtMost),
            ("lower limit", AtLeast),
        ] {
            if let Some(index) = memmem::rfind(window.as_bytes(), word.as_bytes()) {
                return Some((limit, window_start + index));
            }
        }
        return None;
    }
    let chinese = ["为", "是", "应为", "宜为", "："].iter().any(|word| window.ends_with(word))
        || window.ends_with(|c: char| super::super::is_han(c));
    // what every one of them begins with
    if !chinese || !window.chars().any(|c| matches!(c, '最' | '至' | '上' | '下')) {
        return None;
    }
    for (word, limit) in [
        ("最大", AtMost),
        ("最高", AtMost),
        ("最长", AtMost),
        ("最多", AtMost),
        ("至多", AtMost),
        ("至少", AtLeast),
        ("上限", AtMost),
        ("最小", AtLeast),
        ("最低", AtLeast),
        ("最短", AtLeast),
        ("最少", AtLeast),
        ("下限", AtLeast),
    ] {
        if let Some(index) = memmem::rfind(window.as_bytes(), word.as_bytes())
            && window[index + word.len()..].chars().count() <= 8
        {
            return Some((limit, window_start + index));
        }
    }
    None
}

/// Whether a negation ends `before`, and where what is negated starts with it.
pub(super) fn negation(before: &str, otherwise: usize) -> (bool, usize) {
    let trimmed = before.trim_end();
    let found = NEGATIONS_BY_END.at(trimmed.as_bytes().last()).iter().find(|(words, ())| {
        trimmed.ends_with(words)
            && (!words.is_ascii() || starts_word(trimmed, trimmed.len() - words.len()))
    });
    match found {
        Some((words, ())) => (true, trimmed.len() - words.len()),
        None => (false, otherwise),
    }
}

/// The comparison that begins `behind`, lower case: its force and its end.
pub(super) fn beginning(behind: &str) -> Option<(Limit, usize)> {
    let lead = behind.len() - behind.trim_start_matches(' ').len();
    let rest = &behind[lead..];
    BEHIND_BY_START
        .at(rest.as_bytes().first())
        .iter()
        .find(|(words, _)| {
            rest.strip_prefix(words).is_some_and(|after| {
                let word = words.ends_with(|c: char| c.is_ascii_alphabetic());
                let inside = *words == "内"
                    && after.starts_with([
                        '容', '部', '外', '径', '的', '侧', '壁', '置', '存', '陆', '地',
                    ]);
                let min = *words == "max" && after.starts_with('i');
                let runs_on = word && after.starts_with(|c: char| c.is_ascii_alphanumeric());
                !(runs_on || inside || min)
            })
        })
        .map(|(words, limit)| (*limit, lead + words.len()))
}

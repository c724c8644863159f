//! Words that carry no subject, and words that exclude each other: looked up by hash, since each
//! word of a text is asked for.

use std::sync::LazyLock;

use memchr::memmem;
use rustc_hash::{FxHashMap, FxHashSet};

/// Words that say nothing about what is measured.
const PLAIN: &[&str] = &[
    "the",
    "of",
    "shall",
    "be",
    "is",
    "are",
    "not",
    "more",
    "less",
    "than",
    "an",
    "at",
    "least",
    "most",
    "and",
    "or",
    "to",
    "in",
    "for",
    "should",
    "must",
    "may",
    "exceed",
    "greater",
    "no",
    "by",
    "with",
    "a",
    "between",
    "from",
    "up",
    "within",
    "on",
    "any",
    "all",
    "each",
    "every",
    "its",
    "their",
    "this",
    "that",
    "these",
    "those",
    "it",
    "which",
    "when",
    "where",
    "if",
    "as",
    "after",
    "before",
    "has",
    "have",
    "had",
    "been",
    "can",
    "will",
    "per",
    "only",
    "also",
    "total",
    "value",
    "limit",
    "least",
    "about",
    "approximately",
    "there",
];

/// Roots of verbs that only say that a value is had, kept or reached.
const GENERIC: &[&str] = &[
    "becom",
    "reach",
    "hav",
    "keep",
    "kept",
    "maintain",
    "held",
    "hold",
    "measur",
    "weigh",
    "cost",
    "last",
    "tak",
    "run",
    "cover",
    "contain",
    "amount",
    "set",
    "provid",
    "ensur",
    "remain",
    "stay",
    "giv",
    "bear",
    "carry",
    "carri",
    "consist",
    "comprise",
    "compris",
    "compos",
    "made",
    "mak",
    "use",
    "us",
    "us",
    "level",
    "requir",
    "allow",
    "permitt",
    "temperatur",
    "durat",
    "attend",
    "complet",
    "mounted",
    "mount",
    "fix",
    "install",
    "deliver",
    "suitabl",
];

/// Characters of the same kind in Chinese.
const PLAIN_HAN: &str = "的地得之其该此各每均应宜可须必需要能会将已被由对把为是有在于从自至到和与及或且并而但也还则内以里时等个控制保持设置采用达进行具备配完成当不无未得准许允超过";

/// Words that exclude each other: one thing or another. Each group is a list of values, each value
/// the words for it in English and Chinese.
const CONTRASTS: &[&[&[&str]]] = &[
    &[
        &["height", "high", "tall", "高"],
        &["width", "wide", "breadth", "宽"],
        &["length", "long", "长"],
        &["thickness", "thick", "厚"],
        &["depth", "deep", "深"],
        &["diameter", "径"],
        &["distance", "spacing", "apart", "gap", "interval", "距", "间隔"],
    ],
    &[&["summer", "夏"], &["winter", "冬"]],
    &[&["day", "daytime", "昼"], &["night", "夜"]],
    &[
        &["inlet", "进水", "进口", "入口", "supply air", "送风"],
        &["outlet", "出水", "出口", "exhaust", "回风"],
    ],
    &[&["indoor", "indoors", "室内"], &["outdoor", "outdoors", "室外"]],
    &[&["adult", "adults", "成人"], &["child", "children", "儿童"]],
    &[&["large", "大型"], &["medium", "中型"], &["small", "小型"]],
    &[&["upper", "上部", "上限"], &["lower", "下部", "下限"]],
    &[&["wet", "湿"], &["dry", "干"]],
    &[&["hot", "热水"], &["cold", "冷水"]],
    &[&["open", "opening", "开启"], &["close", "closing", "关闭"]],
    &[&["start", "starting", "启动"], &["stop", "stopping", "停止"]],
    &[&["new", "新"], &["existing", "既有", "现有"]],
    &[&["minor", "一般"], &["major", "重大"]],
    &[
        &["respond", "response", "answer", "answered", "reply", "答复", "响应", "回复"],
        &["keep", "kept", "retain", "retained", "retention", "stored", "保存", "保留"],
        &["wait", "waiting", "queue", "等候", "等待", "排队"],
    ],
];

/// Words behind which a class is named: class A, type 2.
const CLASSES: &[&str] = &[
    "class", "type", "grade", "category", "group", "zone", "step", "stage", "phase", "case",
    "level", "series",
];

/// A value of [`CONTRASTS`]: its group, and its place there.
pub(super) type Contrast = (u8, u8);

/// What a word of a text is, beside a word.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sense {
    /// It excludes others.
    Contrast(Contrast),
    /// A class is named behind it.
    Class,
}

/// The words of this file by what they are asked for.
pub(super) struct Lexicon {
    empty: FxHashSet<&'static str>,
    generic: FxHashSet<&'static str>,
    empty_han: FxHashSet<char>,
    /// English words.
    senses: FxHashMap<&'static str, Sense>,
    /// Chinese words by their first character.
    han: FxHashMap<char, Vec<(&'static str, Contrast)>>,
    /// English words that are more than one.
    phrases: Vec<(memmem::Finder<'static>, Contrast)>,
}

pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

impl Lexicon {
    fn new() -> Self {
        let mut all = Self {
            empty: PLAIN.iter().copied().collect(),
            generic: GENERIC.iter().copied().collect(),
            empty_han: PLAIN_HAN.chars().collect(),
            senses: CLASSES.iter().map(|word| (*word, Sense::Class)).collect(),
            han: FxHashMap::default(),
            phrases: Vec::new(),
        };
        for (group, values) in (0..).zip(CONTRASTS) {
            for (value, names) in (0..).zip(*values) {
                for name in *names {
                    all.contrast(name, (group, value));
                }
            }
        }
        all
    }

    fn contrast(&mut self, name: &'static str, of: Contrast) {
        match name.chars().next() {
            _ if name.contains(' ') => self.phrases.push((memmem::Finder::new(name), of)),
            Some(first) if !first.is_ascii() => self.han.entry(first).or_default().push((name, of)),
            _ => {
                self.senses.insert(name, Sense::Contrast(of));
            }
        }
    }

    /// A word that carries no subject.
    pub(super) fn is_empty(&self, word: &str) -> bool {
        self.empty.contains(word)
    }

    /// The root of a verb that only says that something is had or kept.
    pub(super) fn is_generic(&self, root: &str) -> bool {
        self.generic.contains(root)
    }

    /// A Chinese character that carries no subject.
    pub(super) fn is_empty_han(&self, c: char) -> bool {
        self.empty_han.contains(&c)
    }

    pub(super) fn sense(&self, word: &str) -> Option<Sense> {
        self.senses.get(word).copied()
    }

    /// The Chinese words that exclude others and begin `text`, whose first character is `first`.
    pub(super) fn beginning(&self, first: char, text: &str) -> impl Iterator<Item = Contrast> {
        let words = self.han.get(&first).map_or(&[][..], Vec::as_slice);
        words.iter().filter(move |(word, _)| text.starts_with(word)).map(|(_, of)| *of)
    }

    /// The English words that exclude others, are more than one and stand in `text`.
    pub(super) fn phrases_in(&self, text: &str) -> impl Iterator<Item = Contrast> {
        self.phrases
            .iter()
            .filter(|(words, _)| words.find(text.as_bytes()).is_some())
            .map(|it| it.1)
    }
}

#[cfg(test)]
mod tests {
    use super::{CLASSES, CONTRASTS};

    /// Each word is looked up under one sense.
    #[test]
    fn no_word_excludes_in_two_ways() {
        let mut words: Vec<&str> =
            CONTRASTS.iter().copied().flatten().copied().flatten().copied().collect();
        words.extend(CLASSES);
        words.sort_unstable();
        let all = words.len();
        words.dedup();
        assert_eq!(words.len(), all);
    }
}

//! What a value is a value of: the words around it, and whether two values are of the same thing.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::content::stem;
use crate::alignment::shared_terms;
use crate::language::{Modality, Provision, Quantity, is_han, provisions, quantities, sentences};
use crate::model::Lang;

/// A value as a text sets it: the values allowed, what they are of, and with what force.
#[derive(Clone, Debug)]
pub struct Measure {
    /// The quantity. Under a prohibition of the act ("shall not drive faster than 15 km/h") its
    /// values are those that remain allowed.
    pub quantity: Quantity,
    /// Force of the provision that it stands in.
    pub modality: Modality,
    /// Stands in the condition of the provision, so that nothing is demanded of it.
    pub in_condition: bool,
    /// The condition of the provision it stands in.
    pub condition: Option<Range<usize>>,
    /// What it is of.
    pub topic: Topic,
    /// The keyword of the prohibition that its values are forbidden by.
    pub(super) forbidden_by: Option<Range<usize>>,
    condition_words: Option<Condition>,
}

/// A condition by its words, and whether it negates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Condition {
    words: BTreeSet<String>,
    negated: bool,
}

impl Condition {
    pub(super) fn of(text: &str) -> Self {
        let lower = text.to_lowercase();
        let negated = lower
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| matches!(word, "not" | "no" | "never" | "without" | "unless"))
            || text.contains(['不', '未', '无', '非', '除']);
        Self { words: words(text), negated }
    }
}

/// What something is said of: the words that carry a subject.
#[derive(Clone, Debug, Default)]
pub struct Topic {
    words: BTreeSet<String>,
    contrasts: Vec<(usize, usize)>,
    /// Classes that are named: class A, 一级.
    labels: BTreeSet<String>,
    /// The words as they stand.
    spoken: String,
    chinese: bool,
}

impl PartialEq for Topic {
    /// The same words and classes; order and small words do not count.
    fn eq(&self, other: &Self) -> bool {
        self.words == other.words && self.labels == other.labels
    }
}

impl Topic {
    /// The topic of a text without quantities.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self {
            words: words(text),
            contrasts: contrasts(text),
            labels: labels(text),
            chinese: text.chars().any(is_han),
            spoken: text.to_owned(),
        }
    }

    /// The words, as one text.
    #[must_use]
    pub fn key(&self) -> String {
        let mut key = String::new();
        for word in self.words.iter().chain(&self.labels) {
            key.push_str(word);
            key.push(' ');
        }
        key
    }

    /// Its words, each once.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// How many they are.
    #[must_use]
    pub fn size(&self) -> usize {
        self.words.len()
    }

    /// Nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Too little is said to know what it is of.
    #[must_use]
    pub fn is_thin(&self) -> bool {
        self.words.len() < if self.chinese { 3 } else { 2 }
    }

    /// Every word of it is one of `other`.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.words.is_subset(&other.words)
    }

    /// Names nothing that neither `other` nor `topic` names, and the same classes.
    #[must_use]
    pub fn adds_nothing(&self, other: &Self, topic: &Self) -> bool {
        self.labels == other.labels
            && self.words.iter().all(|it| other.words.contains(it) || topic.words.contains(it))
    }

    /// How many words both have.
    #[must_use]
    pub fn shared(&self, other: &Self) -> usize {
        self.words.intersection(&other.words).count()
    }

    /// Words that exclude each other are said of both: height and width, class A and class B.
    #[must_use]
    pub fn contrasts(&self, other: &Self) -> bool {
        let labels = !self.labels.is_empty()
            && !other.labels.is_empty()
            && self.labels.is_disjoint(&other.labels);
        labels
            || self.contrasts.iter().any(|(group, value)| {
                let theirs: Vec<usize> =
                    other.contrasts.iter().filter(|(g, _)| g == group).map(|(_, v)| *v).collect();
                let own = |v: &usize| self.contrasts.contains(&(*group, *v));
                !theirs.is_empty() && !theirs.contains(value) && !theirs.iter().any(own)
            })
    }

    /// Whether two topics are one.
    #[must_use]
    pub fn matter(&self, other: &Self) -> Matter {
        if self.contrasts(other) {
            return Matter::Different;
        }
        if self.words.is_empty() || other.words.is_empty() || self.chinese != other.chinese {
            return Matter::Unsaid;
        }
        // 苯 and 甲苯, 站房 and 甲级站房: the first of a row is none of the others
        let row = |more: &Self, less: &Self| {
            more.words.difference(&less.words).any(|word| ROWS.contains(&word.as_str()))
        };
        if row(self, other) || row(other, self) {
            return Matter::Different;
        }
        if self.is_within(other) || other.is_within(self) {
            Matter::Same
        } else {
            Matter::Different
        }
    }

    /// Across languages: whether the built-in glossary gives a word of the one for the other; none
    /// within a language, or where it knows no word of it.
    #[must_use]
    pub fn translates(&self, other: &Self) -> Option<bool> {
        let (chinese, english) = match (self.chinese, other.chinese) {
            (true, false) => (self, other),
            (false, true) => (other, self),
            _ => return None,
        };
        let (shared, known) = shared_terms(&chinese.spoken, &english.spoken);
        known.then_some(shared > 0)
    }
}

/// What two measures are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Matter {
    /// The same thing, or one thing and a narrower one.
    Same,
    /// Nothing says what one of them, or either, is of; or the languages differ.
    Unsaid,
    /// Different things: each is said to be of something that the other is not.
    Different,
}

/// The measures of a text, in order.
#[must_use]
pub fn measures(text: &str, lang: Lang) -> Vec<Measure> {
    let found = quantities(text, lang);
    if found.is_empty() {
        return Vec::new();
    }
    let provisions = provisions(text, lang);
    let masked = masked(text, &found, &provisions);
    let sentences = sentences(text);
    let mut measures = Vec::with_capacity(found.len());
    for (index, quantity) in found.iter().enumerate() {
        let at = quantity.range.start;
        let sentence = sentences
            .iter()
            .find(|each| each.start <= at && at < each.end)
            .cloned()
            .unwrap_or(0..text.len());
        let provision = of_quantity(&provisions, quantity, &sentence);
        let condition = provision.and_then(|each| each.condition.clone());
        let inside = |range: &Range<usize>| range.start <= at && quantity.range.end <= range.end;
        let before = index.checked_sub(1).map_or(0, |index| found[index].range.end);
        let after = found.get(index + 1).map_or(text.len(), |next| next.range.start);
        let room = before.max(sentence.start).min(at)..after.min(sentence.end).max(at);
        let window = window(&masked, quantity, room);
        let mut spoken = masked[window].to_owned();
        if let Some(subject) = provision.and_then(|each| each.subject.clone())
            && let Some(piece) = masked.get(subject)
        {
            spoken.push(' ');
            spoken.push_str(piece);
        }
        let mut topic = Topic::of(&spoken);
        if let Some(piece) = condition.as_ref().and_then(|it| masked.get(it.clone())) {
            let in_condition = words(piece);
            topic.words.retain(|word| !in_condition.contains(word));
        }
        topic.chinese |= text[sentence].chars().any(is_han);
        let forbidden_by = provision
            .filter(|each| {
                each.modality_beside(&found) == Modality::Prohibition && at >= each.keyword.end
            })
            .map(|each| each.keyword.clone());
        measures.push(Measure {
            quantity: match forbidden_by {
                Some(_) => quantity.prohibited(),
                None => quantity.clone(),
            },
            forbidden_by,
            modality: provision.map_or(Modality::Statement, |each| each.modality_beside(&found)),
            in_condition: condition.as_ref().is_some_and(inside),
            condition_words: condition
                .as_ref()
                .and_then(|range| text.get(range.clone()))
                .map(Condition::of),
            condition,
            topic,
        });
    }
    measures
}

impl Measure {
    /// What `self` and `other` are of.
    #[must_use]
    pub fn matter(&self, other: &Self) -> Matter {
        self.topic.matter(&other.topic)
    }

    /// Whether each holds under a condition of its own.
    #[must_use]
    pub fn conditions_differ(&self, other: &Self) -> bool {
        match (&self.condition_words, &other.condition_words) {
            (Some(own), Some(theirs)) => own != theirs,
            _ => false,
        }
    }

    /// Demands or allows values: "can" and "need not" leave everything open.
    #[must_use]
    pub fn binds(&self) -> bool {
        !self.in_condition
            && !matches!(self.modality, Modality::Can | Modality::Cannot | Modality::NeedNot)
    }
}

/// The provision that a quantity belongs to: the last one whose keyword stands before it in the
/// sentence, else the first of the sentence.
fn of_quantity<'a>(
    provisions: &'a [Provision],
    quantity: &Quantity,
    sentence: &Range<usize>,
) -> Option<&'a Provision> {
    let mut own = provisions
        .iter()
        .filter(|each| each.sentence.start < sentence.end && sentence.start < each.sentence.end);
    let first = own.clone().next();
    own.rfind(|each| {
        each.keyword.start
            <= quantity.range.start.max(each.keyword.start).min(quantity.figures.start)
    })
    .or(first)
}

/// The text with spaces for quantities and modal words.
fn masked(text: &str, quantities: &[Quantity], provisions: &[Provision]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let hidden = quantities
        .iter()
        .map(|each| each.range.start.min(each.figures.start)..each.range.end.max(each.figures.end))
        .chain(provisions.iter().map(|each| each.keyword.clone()));
    for range in hidden {
        if let Some(piece) = bytes.get_mut(range) {
            piece.fill(b' ');
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// The words of the clause around a quantity, up to the neighbouring quantities.
fn window(masked: &str, quantity: &Quantity, room: Range<usize>) -> Range<usize> {
    const MARKS: [char; 8] = [',', ';', '，', '；', '。', '\n', ':', '：'];
    let at = quantity.range.start;
    let before = &masked[room.start..at];
    let mut start = room.start + before.rfind(MARKS).map_or(0, |mark| mark + 1);
    while !masked.is_char_boundary(start) {
        start += 1;
    }
    // behind another quantity, what it is of goes on to "and"
    if start > 0 && room.start == start && masked[..start].ends_with(' ') {
        for joint in [" and ", " or ", "和", "且"] {
            if let Some(found) = masked[start..at].rfind(joint) {
                start += found + joint.len();
                break;
            }
        }
    }
    let from = quantity.range.end.min(room.end);
    let behind = &masked[from..room.end];
    let mut end = from + behind.find(MARKS).unwrap_or(behind.len());
    if let Some(found) = masked[from..end].find(" and ") {
        end = from + found;
    }
    start.min(at)..end.max(at)
}

/// Stems of English, characters of Chinese, without those that carry no subject.
fn words(text: &str) -> BTreeSet<String> {
    let lower = text.to_lowercase();
    let mut found: BTreeSet<String> = BTreeSet::new();
    for word in lower.split(|c: char| !c.is_alphanumeric() || is_han(c)) {
        let number = word.bytes().all(|b| b.is_ascii_digit());
        if word.len() > 1 && !number && !PLAIN.contains(&word) {
            let root = root(word);
            if !GENERIC.contains(&root) {
                found.insert(root.to_owned());
            }
        }
    }
    found.extend(lower.chars().filter(|c| is_han(*c) && !PLAIN_HAN.contains(*c)).map(String::from));
    found
}

/// The stem, also without a plural or a final e, so that `store`, `stored` and `storing` meet.
fn root(word: &str) -> &str {
    let stem = stem(word);
    let stem =
        stem.strip_suffix('s').filter(|it| it.len() > 2 && !it.ends_with('s')).unwrap_or(stem);
    stem.strip_suffix('e').filter(|it| it.len() > 2).unwrap_or(stem)
}

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

/// Classes that a text names: class A, type 2, 一级, II 类.
fn labels(text: &str) -> BTreeSet<String> {
    static LABELS: LazyLock<[Option<Regex>; 2]> = LazyLock::new(|| {
        [
            Regex::new(
                r"(?i)\b(?:class|type|grade|category|group|zone|step|stage|phase|case|level|series)\s+([a-z]|[0-9]{1,2}|[ivx]{1,4})\b",
            )
            .ok(),
            Regex::new(r"([A-Za-z0-9Ⅰ-Ⅻ]{1,3}|[一二三四五六七八九十甲乙丙丁]|[大中小])\s?(?:类|级|型|等级|档|区段)").ok(),
        ]
    });
    LABELS
        .iter()
        .flatten()
        .flat_map(|each| each.captures_iter(text))
        .filter_map(|found| found.get(1).map(|it| it.as_str().to_lowercase()))
        .collect()
}

/// Characters that number things of one kind, and so tell them apart.
const ROWS: &[&str] = &["甲", "乙", "丙", "丁", "一", "二", "三", "四", "五"];

fn contrasts(text: &str) -> Vec<(usize, usize)> {
    let lower = text.to_lowercase();
    let tokens: BTreeSet<&str> = lower.split(|c: char| !c.is_ascii_alphanumeric()).collect();
    let mut found = Vec::new();
    for (group, values) in CONTRASTS.iter().enumerate() {
        for (value, names) in values.iter().enumerate() {
            let here = names.iter().any(|name| {
                if name.is_ascii() && !name.contains(' ') {
                    tokens.contains(name)
                } else {
                    lower.contains(name)
                }
            });
            if here {
                found.push((group, value));
            }
        }
    }
    found
}

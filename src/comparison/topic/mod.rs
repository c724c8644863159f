//! What something is said of: the words that carry a subject, and whether two such topics are one.

mod lexicon;

use std::sync::{LazyLock, OnceLock};

use compact_str::CompactString;
use regex::Regex;

use self::lexicon::{Contrast, LEXICON, Sense};
use super::content::stem;
use crate::alignment::shared_terms;
use crate::language::{is_han, lower_case};

/// What something is said of: the words that carry a subject.
///
/// Most topics are never set against another, so that a topic is only taken apart when it is.
#[derive(Clone, Debug, Default)]
pub struct Topic {
    /// The words as they stand.
    spoken: String,
    /// What stands beside them and says when, not what: its words are none of the topic.
    beside: Option<Box<str>>,
    /// It stands in a Chinese sentence.
    in_chinese: bool,
    parts: OnceLock<Parts>,
}

/// A topic taken apart.
#[derive(Clone, Debug, Default)]
struct Parts {
    words: Words,
    /// Which of several things that exclude each other are named, rising.
    contrasts: Vec<Contrast>,
    /// Classes that are named: class A, 一级.
    labels: Words,
    chinese: bool,
}

/// Words, each once, rising.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Words(Vec<CompactString>);

impl Words {
    fn new(mut words: Vec<CompactString>) -> Self {
        words.sort_unstable();
        words.dedup();
        Self(words)
    }

    fn contains(&self, word: &str) -> bool {
        self.0.binary_search_by(|it| it.as_str().cmp(word)).is_ok()
    }

    fn is_subset(&self, other: &Self) -> bool {
        self.0.iter().all(|word| other.contains(word))
    }

    fn shared(&self, other: &Self) -> usize {
        self.0.iter().filter(|word| other.contains(word)).count()
    }
}

impl PartialEq for Topic {
    /// The same words and classes; order and small words do not count.
    fn eq(&self, other: &Self) -> bool {
        let (own, theirs) = (self.parts(), other.parts());
        own.words == theirs.words && own.labels == theirs.labels
    }
}

impl Topic {
    /// The topic of a text without quantities.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self::spoken(text.to_owned())
    }

    /// The same of words that are already there.
    #[must_use]
    pub(crate) fn spoken(spoken: String) -> Self {
        Self { spoken, ..Self::default() }
    }

    /// The same without the words of a condition.
    pub(super) fn beside(self, condition: Option<&str>) -> Self {
        Self { beside: condition.map(Into::into), ..self }
    }

    /// The same, in a sentence that is Chinese whatever is said here.
    pub(super) fn in_chinese(self, in_chinese: bool) -> Self {
        Self { in_chinese, ..self }
    }

    fn parts(&self) -> &Parts {
        self.parts.get_or_init(|| {
            let mut parts = Parts::of(&self.spoken);
            if let Some(beside) = &self.beside {
                let beside = words_of(beside);
                parts.words.0.retain(|word| !beside.contains(word));
            }
            parts.chinese |= self.in_chinese;
            parts
        })
    }

    /// The words, as one text.
    #[must_use]
    pub fn key(&self) -> String {
        let parts = self.parts();
        let mut key = String::new();
        for word in parts.words.0.iter().chain(&parts.labels.0) {
            key.push_str(word);
            key.push(' ');
        }
        key
    }

    /// Its words, each once.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.parts().words.0.iter().map(CompactString::as_str)
    }

    /// How many they are.
    #[must_use]
    pub fn size(&self) -> usize {
        self.parts().words.0.len()
    }

    /// Nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.size() == 0
    }

    /// It is said in Chinese, or in a Chinese sentence.
    #[must_use]
    pub(crate) fn is_chinese(&self) -> bool {
        self.parts().chinese
    }

    /// Too little is said to know what it is of.
    #[must_use]
    pub fn is_thin(&self) -> bool {
        self.size() < if self.parts().chinese { 3 } else { 2 }
    }

    /// Every word of it is one of `other`.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.parts().words.is_subset(&other.parts().words)
    }

    /// Names nothing that neither `other` nor `topic` names, and the same classes.
    #[must_use]
    pub fn adds_nothing(&self, other: &Self, topic: &Self) -> bool {
        let (own, theirs) = (self.parts(), other.parts());
        own.labels == theirs.labels
            && own
                .words
                .0
                .iter()
                .all(|it| theirs.words.contains(it) || topic.parts().words.contains(it))
    }

    /// How many words both have.
    #[must_use]
    pub fn shared(&self, other: &Self) -> usize {
        self.parts().words.shared(&other.parts().words)
    }

    /// Words that exclude each other are said of both: height and width, class A and class B.
    #[must_use]
    pub fn contrasts(&self, other: &Self) -> bool {
        let (own, theirs) = (self.parts(), other.parts());
        let labels = !own.labels.0.is_empty()
            && !theirs.labels.0.is_empty()
            && own.labels.shared(&theirs.labels) == 0;
        labels
            || own.contrasts.iter().any(|(group, _)| {
                let mut of_group = theirs.contrasts.iter().filter(|(it, _)| it == group).peekable();
                of_group.peek().is_some() && !of_group.any(|it| own.contrasts.contains(it))
            })
    }

    /// Whether two topics are one.
    #[must_use]
    pub fn matter(&self, other: &Self) -> Matter {
        if self.contrasts(other) {
            return Matter::Different;
        }
        let (own, theirs) = (self.parts(), other.parts());
        if self.is_empty() || other.is_empty() || own.chinese != theirs.chinese {
            return Matter::Unsaid;
        }
        // 苯 and 甲苯, 站房 and 甲级站房: the first of a row is none of the others
        let row = |more: &Words, less: &Words| {
            ROWS.iter().any(|word| more.contains(word) && !less.contains(word))
        };
        if row(&own.words, &theirs.words) || row(&theirs.words, &own.words) {
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
        let (chinese, english) = match (self.parts().chinese, other.parts().chinese) {
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

/// A condition by its words, and whether it negates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Condition {
    words: Words,
    negated: bool,
}

impl Condition {
    pub(super) fn of(text: &str) -> Self {
        let negated = lower_case(text)
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| matches!(word, "not" | "no" | "never" | "without" | "unless"))
            || text.contains(['不', '未', '无', '非', '除']);
        Self { words: words_of(text), negated }
    }
}

/// Characters that number things of one kind, and so tell them apart.
const ROWS: &[&str] = &["甲", "乙", "丙", "丁", "一", "二", "三", "四", "五"];

/// Stems of English, characters of Chinese, without those that carry no subject.
fn words_of(text: &str) -> Words {
    Parts::of(text).words
}

impl Parts {
    /// Takes a text apart in one pass over its words and characters.
    fn of(text: &str) -> Self {
        let lower = lower_case(text);
        let mut reading = Reading::default();
        let mut open: Option<usize> = None;
        for (at, c) in lower.char_indices() {
            let han = is_han(c);
            if !han && c.is_alphanumeric() {
                open.get_or_insert(at);
                continue;
            }
            if let Some(start) = open.take() {
                reading.word(&lower[start..at]);
            }
            if han {
                reading.han(c, &lower[at..]);
            }
        }
        if let Some(start) = open {
            reading.word(&lower[start..]);
        }
        reading.contrasts.extend(LEXICON.phrases_in(&lower));
        reading.contrasts.sort_unstable();
        reading.contrasts.dedup();
        Self {
            words: Words::new(reading.words),
            contrasts: reading.contrasts,
            labels: labels(text, reading.names_class, reading.names_class_han),
            chinese: reading.chinese,
        }
    }
}

/// What was found so far of a text that is taken apart.
#[derive(Default)]
struct Reading {
    words: Vec<CompactString>,
    contrasts: Vec<Contrast>,
    /// Words behind, and before, which classes are named.
    names_class: bool,
    names_class_han: bool,
    chinese: bool,
}

impl Reading {
    fn word(&mut self, word: &str) {
        let number = word.bytes().all(|b| b.is_ascii_digit());
        if word.len() > 1 && !number && !LEXICON.is_empty(word) {
            let root = root(word);
            if !LEXICON.is_generic(root) {
                self.words.push(CompactString::from(root));
            }
        }
        for token in word.split(|c: char| !c.is_ascii()) {
            match LEXICON.sense(token) {
                Some(Sense::Contrast(of)) => self.contrasts.push(of),
                Some(Sense::Class) => self.names_class = true,
                None => {}
            }
        }
    }

    fn han(&mut self, c: char, from: &str) {
        self.chinese = true;
        if !LEXICON.is_empty_han(c) {
            let mut bytes = [0; 4];
            self.words.push(CompactString::from(&*c.encode_utf8(&mut bytes)));
        }
        self.names_class_han |= matches!(c, '类' | '级' | '型' | '档' | '区');
        self.contrasts.extend(LEXICON.beginning(c, from));
    }
}

/// The stem, also without a plural or a final e, so that `store`, `stored` and `storing` meet.
fn root(word: &str) -> &str {
    let stem = stem(word);
    let stem =
        stem.strip_suffix('s').filter(|it| it.len() > 2 && !it.ends_with('s')).unwrap_or(stem);
    stem.strip_suffix('e').filter(|it| it.len() > 2).unwrap_or(stem)
}

/// Classes that a text names: class A, type 2, 一级, II 类; only those whose words are known to be
/// there are looked for.
fn labels(text: &str, english: bool, chinese: bool) -> Words {
    static ENGLISH: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"(?i)\b(?:class|type|grade|category|group|zone|step|stage|phase|case|level|series)\s+([a-z]|[0-9]{1,2}|[ivx]{1,4})\b",
        )
        .ok()
    });
    static CHINESE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(
            r"([A-Za-z0-9Ⅰ-Ⅻ]{1,3}|[一二三四五六七八九十甲乙丙丁]|[大中小])\s?(?:类|级|型|等级|档|区段)",
        )
        .ok()
    });
    let mut found = Vec::new();
    for (wanted, regex) in [(english, &ENGLISH), (chinese, &CHINESE)] {
        if let (true, Some(regex)) = (wanted, &**regex) {
            let each = regex.captures_iter(text).filter_map(|it| it.get(1));
            found.extend(each.map(|it| CompactString::from(it.as_str().to_lowercase())));
        }
    }
    Words::new(found)
}

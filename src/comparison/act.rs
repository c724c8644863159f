//! What a text demands, recommends, permits or forbids to do, and whether two such acts are one.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};

use memchr::memmem;

use super::topic::{Condition, Matter, Topic};
use crate::language::{
    Convention, Modality, Provision, Quantity, QuantityKind, SetRelation, WordsByStart, is_han,
    lower_case, provisions_with, quantities, quantities_in,
};
use crate::model::Lang;

/// One provision: how strongly it binds, and to do what.
///
/// Most acts are never set against another, so that an act is only taken apart as far as is asked.
#[derive(Clone, Debug)]
pub struct Act<'t> {
    /// Its force, with a limit's own negation left to the limit.
    pub modality: Modality,
    /// The sentence.
    pub sentence: Range<usize>,
    /// The modal words.
    pub keyword: Range<usize>,
    /// Subject, modal words and what is to be done.
    pub words: Range<usize>,
    /// The condition.
    pub condition: Option<Range<usize>>,
    /// It says nothing but which values are allowed.
    pub bounds: bool,
    text: &'t str,
    who: Option<Range<usize>>,
    what: Option<Range<usize>>,
    /// The quantities of what is to be done.
    values: Vec<Range<usize>>,
    qualified: OnceLock<bool>,
    condition_words: OnceLock<Option<Condition>>,
    choices: OnceLock<Choices>,
    subject: OnceLock<Topic>,
    object: OnceLock<Topic>,
}

/// Named choices of a provision.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// The choices, folded.
    pub items: BTreeSet<String>,
    /// Where they stand.
    pub range: Range<usize>,
    /// Several are named, so that it is a list.
    pub is_list: bool,
}

/// What two forces on one act come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Opposition {
    /// Demanded and forbidden.
    MustNot,
    /// Demanded, and said not to be needed.
    NeedNot,
    /// Permitted and forbidden.
    MayNot,
    /// Advised and advised against, or demanded and advised against.
    Advice,
    /// Demanded by the one, only advised or permitted by the other.
    Strength,
}

/// How two forces on the same act stand against each other; none where they go together.
#[must_use]
pub fn opposition(left: Modality, right: Modality) -> Option<Opposition> {
    use Modality::{
        Instruction, NeedNot, Permission, Prohibition, Recommendation, RecommendationNot,
        Requirement,
    };
    let level = |it| if it == Instruction { Requirement } else { it };
    let (low, high) = (level(left).min(level(right)), level(left).max(level(right)));
    Some(match (low, high) {
        (Requirement, Prohibition) => Opposition::MustNot,
        (Requirement, NeedNot) => Opposition::NeedNot,
        (Prohibition, Permission) => Opposition::MayNot,
        (Recommendation | Requirement, RecommendationNot) | (Prohibition, Recommendation) => {
            Opposition::Advice
        }
        (Requirement, Recommendation | Permission) | (Prohibition, RecommendationNot) => {
            Opposition::Strength
        }
        _ => return None,
    })
}

/// The acts of a text, in order; statements are none.
#[must_use]
pub fn acts(text: &str, lang: Lang, convention: Convention) -> Vec<Act<'_>> {
    let mut found = provisions_with(text, lang, convention);
    found.retain(|each| !each.embedded && each.modality != Modality::Statement);
    if found.is_empty() {
        return Vec::new();
    }
    let quantities = quantities(text, lang);
    found.iter().map(|each| act(text, each, &quantities)).collect()
}

/// The acts of a text whose provisions and quantities are known.
#[must_use]
pub(crate) fn acts_of<'t>(
    text: &'t str,
    provisions: &[&Provision],
    quantities: &[Quantity],
) -> Vec<Act<'t>> {
    let acts = |it: &&&Provision| !it.embedded && it.modality != Modality::Statement;
    provisions.iter().filter(acts).map(|each| act(text, each, quantities)).collect()
}

fn act<'t>(text: &'t str, provision: &Provision, quantities: &[Quantity]) -> Act<'t> {
    let what = provision.object.clone();
    let within = what.as_ref().map_or(&[][..], |it| quantities_in(quantities, it)).iter();
    let within = within.filter(|it| what.as_ref().is_some_and(|what| it.figures.end <= what.end));
    let limited = within.clone().any(|it| it.kind != QuantityKind::Value);
    let start = provision.subject.as_ref().map_or(provision.keyword.start, |it| it.start);
    let end = what.as_ref().map_or(provision.keyword.end, |it| it.end);
    let mut act = Act {
        modality: provision.modality_beside(quantities),
        sentence: provision.sentence.clone(),
        keyword: provision.keyword.clone(),
        words: start.min(provision.keyword.start)..end.max(provision.keyword.end),
        condition: provision.condition.clone(),
        bounds: limited,
        text,
        who: provision.subject.clone(),
        values: within.map(|it| it.range.start..it.range.end.max(it.figures.end)).collect(),
        what,
        qualified: OnceLock::new(),
        condition_words: OnceLock::new(),
        choices: OnceLock::new(),
        subject: OnceLock::new(),
        object: OnceLock::new(),
    };
    // what is left of "not be higher than 3 m", and of "be stored below 5 °C"
    act.bounds |= !act.values.is_empty() && act.object().is_thin();
    act
}

/// A range of the text without quantities.
fn without(text: &str, range: &Range<usize>, quantities: &[Range<usize>]) -> String {
    let mut kept = String::new();
    let mut at = range.start;
    for each in quantities {
        let cut = each.start.max(at)..each.end.min(range.end);
        if cut.start >= at && cut.end > cut.start {
            kept.push_str(text.get(at..cut.start).unwrap_or_default());
            kept.push(' ');
            at = cut.end;
        }
    }
    kept.push_str(text.get(at.min(range.end)..range.end).unwrap_or_default());
    kept
}

impl Act<'_> {
    /// It holds in some case only: under a condition, before or after something, with exceptions.
    #[must_use]
    pub fn is_qualified(&self) -> bool {
        *self.qualified.get_or_init(|| {
            self.condition.is_some()
                || is_qualified(self.text.get(self.sentence.clone()).unwrap_or_default())
        })
    }

    /// It is said of something that an earlier sentence names: this method, it.
    #[must_use]
    pub fn refers_back(&self) -> bool {
        let start = self.who.as_ref().map_or(self.keyword.start, |it| it.start);
        refers_back(self.text.get(start..).unwrap_or_default())
    }

    /// The choices that it allows, where it names them: red, yellow or green.
    pub fn choices(&self) -> &Choices {
        self.choices.get_or_init(|| {
            self.what.as_ref().and_then(|it| choices(self.text, it)).unwrap_or_default()
        })
    }

    /// Who or what is to do it.
    pub fn subject(&self) -> &Topic {
        self.subject.get_or_init(|| {
            let who = self.who.clone().and_then(|it| self.text.get(it));
            Topic::of(who.unwrap_or_default())
        })
    }

    /// What is to be done, without quantities.
    pub fn object(&self) -> &Topic {
        self.object.get_or_init(|| {
            let plain = self.what.as_ref().map(|it| without(self.text, it, &self.values));
            Topic::spoken(plain.unwrap_or_default())
        })
    }

    fn condition_words(&self) -> Option<&Condition> {
        let words = || self.condition.as_ref().map(|it| Condition::of(&self.text[it.clone()]));
        self.condition_words.get_or_init(words).as_ref()
    }

    /// Whether both are about doing the same thing. `subjects` says that who does it counts too.
    #[must_use]
    pub fn matter(&self, other: &Self, subjects: bool) -> Matter {
        if self.object().contrasts(other.object())
            || self.subject().contrasts(other.subject())
            || self.object().contrasts(other.subject())
            || self.subject().contrasts(other.object())
        {
            return Matter::Different;
        }
        if subjects && self.subject().matter(other.subject()) == Matter::Different {
            return Matter::Different;
        }
        let matter = self.object().matter(other.object());
        if matter != Matter::Same {
            return matter;
        }
        // who forbids a part does not forbid the whole
        let narrower = |forbids: &Self, act: &Self| {
            forbids.modality == Modality::Prohibition
                && act.modality != Modality::Prohibition
                && !forbids.object().is_within(act.object())
        };
        if narrower(self, other) || narrower(other, self) {
            return Matter::Different;
        }
        Matter::Same
    }

    /// Whether both say the same, word for word but for force and order.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        self.same_object(other) && self.subject() == other.subject()
    }

    /// Whether the same is to be done, word for word, by whomever.
    #[must_use]
    pub fn same_object(&self, other: &Self) -> bool {
        !self.object().is_empty() && self.object() == other.object()
    }

    /// Whether each holds under a condition of its own.
    #[must_use]
    pub fn conditions_differ(&self, other: &Self) -> bool {
        matches!((self.condition_words(), other.condition_words()), (Some(a), Some(b)) if a != b)
    }
}

/// How the choices of two provisions lie to each other; none unless one of them is a list, both
/// are given, and none is a number.
#[must_use]
pub fn choices_relation(left: &Choices, right: &Choices) -> Option<SetRelation> {
    if left.items.is_empty() || right.items.is_empty() || !(left.is_list || right.is_list) {
        return None;
    }
    let (a, b) = (&left.items, &right.items);
    Some(match (a.is_subset(b), b.is_subset(a)) {
        (true, true) => SetRelation::Equal,
        (true, false) => SetRelation::Subset,
        (false, true) => SetRelation::Superset,
        _ if a.is_disjoint(b) => SetRelation::Disjoint,
        _ => SetRelation::Overlap,
    })
}

/// Words that limit a provision to some case.
fn is_case(word: &str) -> bool {
    matches!(
        word,
        "if" | "when"
            | "whenever"
            | "where"
            | "unless"
            | "before"
            | "until"
            | "till"
            | "after"
            | "while"
            | "during"
            | "except"
            | "without"
            | "only"
            | "once"
            | "upon"
            | "otherwise"
    )
}
/// The same of more than one word.
const CASES_IN_WORDS: &[&str] = &["as soon as", "in case", "for which"];
const CASES_HAN: &[&str] = &[
    "如",
    "若",
    "当",
    "时，",
    "时应",
    "之前",
    "之后",
    "以前",
    "以后",
    "期间",
    "除",
    "仅",
    "只",
    "否则",
    "情况下",
    "必要时",
    "未经",
];

/// Whether a sentence holds in some case only.
fn is_qualified(sentence: &str) -> bool {
    if sentence.chars().any(is_han) {
        static WORDS: LazyLock<WordsByStart> =
            LazyLock::new(|| WordsByStart::new(CASES_HAN.iter().copied()));
        return WORDS.are_in(sentence);
    }
    static IN_WORDS: LazyLock<Vec<memmem::Finder<'_>>> =
        LazyLock::new(|| CASES_IN_WORDS.iter().map(memmem::Finder::new).collect());
    let lower = lower_case(sentence);
    let inside = |c: char| c.is_alphanumeric() || c == '-';
    lower.split(|c| !inside(c)).any(is_case)
        || IN_WORDS.iter().any(|words| {
            words.find_iter(lower.as_bytes()).any(|at| {
                let end = at + words.needle().len();
                !lower[..at].ends_with(inside) && !lower[end..].starts_with(inside)
            })
        })
}

/// Characters in which a word that points back is found, if there is one.
const FIRST_WORDS: usize = 48;

/// Whether a provision begins with a word that points back.
fn refers_back(words: &str) -> bool {
    let words = words.trim_start();
    let end = words.char_indices().nth(FIRST_WORDS).map_or(words.len(), |(at, _)| at);
    let words = lower_case(&words[..end]);
    let first = words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let document = ["this document", "this standard", "本文件", "本标准"];
    matches!(first, "this" | "these" | "that" | "those" | "it" | "they" | "such")
        && !document.iter().any(|it| words.starts_with(it))
        || ["该", "其", "此", "上述"].iter().any(|it| words.starts_with(it))
}

/// Verbs that name choices.
const CHOOSE: &[&str] = &[
    "be either ",
    "be one of ",
    "use either ",
    "be made of ",
    "be ",
    "use ",
    "either ",
    "one of ",
];
const CHOOSE_HAN: &[&str] = &["采用", "使用", "选用", "应用", "为", "是"];

/// The choices that an object names: "be red, yellow or green", 采用红色、黄色或绿色.
fn choices(text: &str, object: &Range<usize>) -> Option<Choices> {
    let words = text.get(object.clone())?;
    let (items, head): (Vec<&str>, usize) = if words.chars().any(is_han) {
        let head = CHOOSE_HAN.iter().find(|it| words.starts_with(**it))?.len();
        let list = words[head..].trim_end_matches(['。', '；', '，', ' ']);
        let list = list.strip_suffix("之一").unwrap_or(list);
        (list.split(['、', '或']).collect(), head)
    } else {
        let head = CHOOSE.iter().find(|it| words.starts_with(**it))?.len();
        let list = words[head..].trim_end_matches(['.', ';', ',', ' ']);
        let first = list.split(" or ").flat_map(|it| it.split(", "));
        (first.collect(), head)
    };
    let is_list = items.len() > 1 && (words.contains('或') || words.contains(" or "));
    let folded: Option<BTreeSet<String>> = items
        .iter()
        .map(|it| {
            let item = it.trim().trim_start_matches("or ").trim_start_matches('者').trim();
            let item = ["a ", "an ", "the "]
                .iter()
                .find_map(|article| item.strip_prefix(article))
                .unwrap_or(item);
            // a choice is a name, not a clause, and not a number
            let short = if item.chars().any(is_han) {
                item.chars().count() <= 10
            } else {
                item.split_whitespace().count() <= 3
            };
            let named = short
                && !item.is_empty()
                && !item.contains(|c: char| c.is_ascii_digit() || matches!(c, '，' | ',' | '；'));
            named.then(|| item.to_lowercase())
        })
        .collect();
    let items = folded.filter(|it| is_list || it.len() == 1)?;
    Some(Choices { items, range: object.start + head..object.end, is_list })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Act<'_> {
        acts(text, Lang::Unstated, Convention::Prose).remove(0)
    }

    #[test]
    fn the_same_act_is_recognised() {
        let matter = |a: &str, b: &str| one(a).matter(&one(b), false);
        assert_eq!(
            matter("Visitors shall not smoke.", "Visitors may smoke in the hall."),
            Matter::Same
        );
        // who forbids a part does not forbid the whole
        assert_eq!(
            matter("Guests shall not smoke in the hall.", "Guests may smoke."),
            Matter::Different
        );
        assert_eq!(matter("室内不应吸烟。", "室内可吸烟。"), Matter::Same);
        assert_eq!(
            matter("The lid shall close.", "The lamp shall not flicker."),
            Matter::Different
        );
        assert!(one("The width shall not exceed 5 m.").bounds);
        assert!(!one("The width shall not change.").bounds);
        assert!(one("Servers shall not answer before the handshake.").is_qualified());
        assert!(one("开放期间出口门不应上锁。").is_qualified());
        assert!(!one("Servers shall not answer.").is_qualified());
        assert!(one("This method shall not be used.").refers_back());
        assert!(!one("This document shall not be copied.").refers_back());
    }

    #[test]
    fn choices_are_lists_of_names() {
        let relation = |a: &str, b: &str| choices_relation(one(a).choices(), one(b).choices());
        assert_eq!(
            relation("The sign shall be red or yellow.", "The sign shall be blue or green."),
            Some(SetRelation::Disjoint)
        );
        assert_eq!(
            relation("标志应采用红色、黄色或绿色。", "标志应采用红色或蓝色。"),
            Some(SetRelation::Overlap)
        );
        assert_eq!(
            relation("标志应采用红色或黄色。", "标志应采用黄色。"),
            Some(SetRelation::Superset)
        );
        assert_eq!(relation("The sign shall be red.", "The sign shall be blue."), None);
        assert_eq!(relation("应提供咨询、办理和投诉服务。", "应提供咨询。"), None);
    }

    #[test]
    fn forces_stand_against_each_other() {
        use Modality::{NeedNot, Permission, Prohibition, Recommendation, Requirement};
        assert_eq!(opposition(Prohibition, Requirement), Some(Opposition::MustNot));
        assert_eq!(opposition(Permission, Prohibition), Some(Opposition::MayNot));
        assert_eq!(opposition(Recommendation, Requirement), Some(Opposition::Strength));
        assert_eq!(opposition(Permission, NeedNot), None);
        for a in Modality::ALL {
            assert_eq!(opposition(*a, *a), None);
            for b in Modality::ALL {
                assert_eq!(opposition(*a, *b), opposition(*b, *a));
            }
        }
    }
}

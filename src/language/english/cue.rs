//! Modal verbs and their equivalent expressions.

use std::ops::Range;

use super::token::{Kind, Words};
use crate::language::{Form, Modality};
use Modality::{
    Can, Cannot, External, NeedNot, Permission, Prohibition, Recommendation, RecommendationNot,
    Requirement,
};

/// Modal words found in a sentence.
#[derive(Clone, Debug)]
pub(super) struct Cue {
    /// The words, negation included.
    pub(super) tokens: Range<usize>,
    pub(super) modality: Modality,
    pub(super) form: Form,
    pub(super) negated: bool,
}

impl Cue {
    /// Requirement, recommendation and their negations, as against permission and ability.
    pub(super) fn is_strong(&self) -> bool {
        matches!(
            self.modality,
            Requirement | Prohibition | Recommendation | RecommendationNot | External
        )
    }
}

/// Words that tell of law or nature, so that "must" states an external constraint
/// (ISO/IEC Directives Part 2, 7.6).
const EXTERNAL: &[&str] = &[
    "law",
    "laws",
    "legal",
    "legally",
    "legislation",
    "legislative",
    "statute",
    "statutory",
    "statutes",
    "regulation",
    "regulations",
    "regulatory",
    "physics",
    "physically",
    "act",
    "treaty",
    "decree",
    "court",
    "authorities",
    "nature",
    "gravity",
    "thermodynamics",
];

/// Subjects of which "is to" tells an aim, not a requirement: "the purpose is to reduce …".
const AIMS: &[&str] = &[
    "aim",
    "aims",
    "purpose",
    "purposes",
    "objective",
    "objectives",
    "goal",
    "goals",
    "motivation",
    "motivations",
    "intent",
    "intention",
    "task",
    "tasks",
    "role",
    "function",
    "way",
    "ways",
    "method",
    "approach",
    "option",
    "options",
    "idea",
    "alternative",
    "principle",
    "reason",
    "solution",
    "step",
    "practice",
    "challenge",
    "key",
    "strategy",
    "point",
    "use",
    "job",
    "duty",
    "benefit",
    "effect",
    "scope",
    "mission",
    "rationale",
    "motivation",
    "best",
];

/// Whether a cue can begin with a word: what [`at`] takes up.
pub(super) fn may_begin(word: &str) -> bool {
    matches!(
        word.as_bytes(),
        [b's' | b'm' | b'c' | b'n' | b'o' | b'h' | b'i' | b'a' | b't' | b'r', ..]
    ) && matches!(
        word,
        "shall"
            | "shan't"
            | "must"
            | "mustn't"
            | "should"
            | "shouldn't"
            | "may"
            | "can"
            | "cannot"
            | "can't"
            | "can’t"
            | "could"
            | "might"
            | "need"
            | "needs"
            | "ought"
            | "has"
            | "have"
            | "is"
            | "are"
            | "it’s"
            | "it's"
            | "there"
            | "recommends"
            | "recommend"
    )
}

/// The cue that begins at token `at`. `subject_from` is where its clause begins.
pub(super) fn at(words: &Words, at: usize, subject_from: usize) -> Option<Cue> {
    let subject = subject_from.min(at)..at;
    match words.word(at) {
        "shall" => Some(shall(words, at, subject)),
        "shan't" => Some(cue(at..at + 1, Prohibition, Form::Informal)),
        "must" => must(words, at, subject),
        "mustn't" => Some(cue(at..at + 1, Prohibition, Form::Must)),
        "should" => should(words, at, subject),
        "shouldn't" => Some(cue(at..at + 1, RecommendationNot, Form::Informal)),
        "may" => may(words, at, subject),
        "can" => can(words, at, subject),
        "cannot" | "can't" | "can’t" => Some(cue(at..at + 1, Cannot, Form::Preferred)),
        "could" | "might" => {
            let (negated, end) = negation(words, at + 1);
            let modality = if negated && words.word(at) == "could" { Cannot } else { Can };
            Some(Cue { tokens: at..end, modality, form: Form::Informal, negated })
        }
        "need" | "needs" => need(words, at),
        "ought" => ought(words, at),
        "has" | "have" => has_to(words, at),
        "is" | "are" | "it’s" | "it's" => be(words, at, subject),
        "there" => possibility(words, at),
        "recommends" | "recommend" if words.word(at + 1) == "that" => {
            Some(cue(at..at + 2, Recommendation, Form::Equivalent))
        }
        _ => None,
    }
}

fn cue(tokens: Range<usize>, modality: Modality, form: Form) -> Cue {
    Cue { tokens, modality, form, negated: modality.is_negative() }
}

/// Words that may stand between a modal verb and its negation or main verb.
fn is_adverb(word: &str) -> bool {
    matches!(
        word,
        "also"
            | "always"
            | "therefore"
            | "then"
            | "thus"
            | "hence"
            | "further"
            | "furthermore"
            | "however"
            | "still"
            | "both"
            | "either"
            | "moreover"
            | "otherwise"
            | "too"
            | "instead"
            | "again"
            | "likewise"
            | "often"
            | "now"
            | "only"
            | "just"
            | "in-turn"
    ) || (word.len() > 4
        && word.ends_with("ly")
        && !matches!(word, "apply" | "supply" | "comply" | "rely" | "reply"))
}

/// Whether the words from `from` on negate what goes before, and where the negation ends.
fn negation(words: &Words, from: usize) -> (bool, usize) {
    let mut at = from;
    let limit = from + 5;
    while at < limit {
        let word = words.word(at);
        match word {
            "not" => {
                // "shall not only … but also" demands both
                let only = matches!(words.word(at + 1), "only" | "just" | "merely");
                return if only { (false, from) } else { (true, at + 1) };
            }
            "never" | "neither" => return (true, at + 1),
            "no" if words.word(at + 1) == "longer" => return (true, at + 2),
            "in" | "under" | "at" | "on" | "by" if is_no_case(words, at) => return (true, at + 3),
            "be" | "have" if words.word(at + 1) == "neither" => return (true, at + 2),
            "," if is_adverb(words.word(at + 1)) => {}
            "," if at > from && is_adverb(words.before(at)) => {}
            _ if is_adverb(word) => {}
            _ => break,
        }
        at += 1;
    }
    (false, from)
}

/// "in no case", "under no circumstances", "at no time", "on no account".
fn is_no_case(words: &Words, at: usize) -> bool {
    words.word(at + 1) == "no"
        && matches!(
            words.word(at + 2),
            "case"
                | "event"
                | "way"
                | "circumstances"
                | "circumstance"
                | "condition"
                | "conditions"
                | "time"
                | "account"
                | "means"
                | "instance"
        )
}

/// What the subject of the clause does to the force of the verb.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Quantifier {
    Plain,
    /// "No person shall …", "neither … nor", "under no circumstances shall …".
    None,
    /// "Only trained staff may …".
    Only,
}

fn quantifier(words: &Words, subject: Range<usize>) -> Quantifier {
    if subject.is_empty() {
        return Quantifier::Plain;
    }
    let mut at = subject.start;
    while at < subject.end
        && (matches!(
            words.word(at),
            "and" | "but" | "or" | "that" | "," | "then" | "so" | "there" | ")" | "."
        ) || words.kind(at) == Some(Kind::Number) && at == subject.start)
    {
        at += 1;
    }
    if words.before(subject.end) == "nor" || words.word(at) == "nor" {
        return Quantifier::None;
    }
    match words.word(at) {
        "no" if words.word(at + 1) == "." => Quantifier::Plain,
        "no" | "not"
            if matches!(
                words.word(at + 1),
                "more"
                    | "fewer"
                    | "less"
                    | "later"
                    | "longer"
                    | "earlier"
                    | "sooner"
                    | "all"
                    | "only"
                    | "every"
                    | "matter"
            ) =>
        {
            Quantifier::Plain
        }
        "no" | "none" | "nobody" | "nothing" | "neither" | "never" => Quantifier::None,
        "in" | "under" | "at" | "on" | "by" if is_no_case(words, at) => Quantifier::None,
        "only" => Quantifier::Only,
        _ => Quantifier::Plain,
    }
}

fn shall(words: &Words, at: usize, subject: Range<usize>) -> Cue {
    let (mut negated, mut end) = negation(words, at + 1);
    negated ^= quantifier(words, subject) == Quantifier::None;
    let mut modality = if negated { Prohibition } else { Requirement };
    let mut form = Form::Preferred;
    if words.word(end) == "be" {
        let mut next = end + 1;
        while is_adverb(words.word(next)) && words.word(next) != "only" {
            next += 1;
        }
        let (turned, length) = match words.word(next) {
            "permitted" | "allowed" | "permissible" => {
                (if negated { Prohibition } else { Permission }, 1)
            }
            "required" | "necessary" | "obliged" | "mandatory" if negated => (NeedNot, 1),
            "prohibited" | "forbidden" => (Prohibition, 1),
            "optional" if !negated => (Permission, 1),
            _ => (modality, 0),
        };
        let only = words.word(next + length) == "only";
        if length > 0 && !(only && turned == Permission) {
            modality = turned;
            end = next + length;
            form = Form::Equivalent;
        }
    }
    Cue { tokens: at..end, modality, form, negated: modality.is_negative() }
}

fn must(words: &Words, at: usize, subject: Range<usize>) -> Option<Cue> {
    if matches!(words.before(at), "a" | "the") && words.word(at + 1) != "be" {
        return None; // "is a must"
    }
    let (mut negated, end) = negation(words, at + 1);
    negated ^= quantifier(words, subject) == Quantifier::None;
    if !negated
        && (at.saturating_sub(40)..(at + 40).min(words.len()))
            .any(|index| EXTERNAL.contains(&words.word(index)))
    {
        return Some(cue(at..end, External, Form::Preferred));
    }
    let modality = if negated { Prohibition } else { Requirement };
    Some(Cue { tokens: at..end, modality, form: Form::Must, negated })
}

fn should(words: &Words, at: usize, subject: Range<usize>) -> Option<Cue> {
    // "Should the test fail, …" and ", should it fail, …" are conditions
    let opens = subject.is_empty() || words.before(at) == ",";
    if opens && is_noun_start(words.word(at + 1)) {
        return None;
    }
    let (mut negated, end) = negation(words, at + 1);
    negated ^= quantifier(words, subject) == Quantifier::None;
    let modality = if negated { RecommendationNot } else { Recommendation };
    Some(Cue { tokens: at..end, modality, form: Form::Preferred, negated })
}

/// Words that open a noun phrase.
pub(super) fn is_noun_start(word: &str) -> bool {
    matches!(
        word,
        "the"
            | "a"
            | "an"
            | "this"
            | "that"
            | "these"
            | "those"
            | "it"
            | "they"
            | "any"
            | "such"
            | "there"
            | "one"
            | "its"
            | "their"
            | "all"
            | "some"
            | "no"
            | "you"
            | "we"
            | "he"
            | "either"
            | "both"
            | "each"
            | "every"
            | "more"
    )
}

fn may(words: &Words, at: usize, subject: Range<usize>) -> Option<Cue> {
    let capital = words.written(at).starts_with("Ma");
    let next_number = words.kind(at + 1) == Some(Kind::Number)
        || (words.word(at + 1) == "," && words.kind(at + 2) == Some(Kind::Number));
    let before = words.before(at);
    let dated = matches!(
        before,
        "in" | "of"
            | "since"
            | "until"
            | "by"
            | "from"
            | "to"
            | "before"
            | "after"
            | "early"
            | "late"
            | "mid"
            | "and"
            | "during"
            | "april"
            | "on"
    ) || at
        .checked_sub(1)
        .is_some_and(|index| words.kind(index) == Some(Kind::Number) && index == subject.start);
    if capital && (next_number || (dated && !is_verb_like(words.word(at + 1)))) {
        return None;
    }
    if words.are(at + 1, &["or", "may", "not"]) {
        return Some(cue(at..at + 4, Permission, Form::Preferred));
    }
    let (negated, end) = negation(words, at + 1);
    let only = words.word(at + 1) == "only";
    let found = match (negated, quantifier(words, subject)) {
        (true, _) => Cue { tokens: at..end, modality: Prohibition, form: Form::MayNot, negated },
        (false, Quantifier::None) => cue(at..at + 1, Prohibition, Form::Equivalent),
        (false, Quantifier::Only) => cue(at..at + 1, Requirement, Form::Equivalent),
        (false, Quantifier::Plain) if only => cue(at..at + 2, Requirement, Form::Equivalent),
        (false, Quantifier::Plain) => cue(at..at + 1, Permission, Form::Preferred),
    };
    Some(found)
}

fn is_verb_like(word: &str) -> bool {
    matches!(word, "be" | "have" | "not" | "also" | "only" | "use" | "apply" | "include")
}

fn can(words: &Words, at: usize, subject: Range<usize>) -> Option<Cue> {
    // the vessel: "a can of", "the can shall"
    let before = words.before(at);
    let next = words.word(at + 1);
    let noun = matches!(
        before,
        "a" | "the"
            | "each"
            | "per"
            | "tin"
            | "steel"
            | "metal"
            | "spray"
            | "empty"
            | "sealed"
            | "one"
            | "every"
            | "aerosol"
            | "beverage"
            | "of"
            | "with"
            | "in"
            | "aluminium"
            | "this"
            | "watering"
    ) && !matches!(next, "be" | "not" | "also" | "only")
        && (before != "this" || matches!(next, "shall" | "is" | "should" | "may" | "of"));
    if noun || matches!(next, "of" | "shall" | "is" | "openers" | "opener") {
        return None;
    }
    let (mut negated, end) = negation(words, at + 1);
    negated ^= quantifier(words, subject) == Quantifier::None;
    let modality = if negated { Cannot } else { Can };
    Some(Cue { tokens: at..end, modality, form: Form::Preferred, negated })
}

fn need(words: &Words, at: usize) -> Option<Cue> {
    let next = words.word(at + 1);
    let before = words.before(at);
    if next == "not" {
        return Some(cue(at..at + 2, NeedNot, Form::Preferred));
    }
    if before == "no" && matches!(next, "to" | "for") {
        return Some(cue(at - 1..at + 2, NeedNot, Form::Equivalent));
    }
    if before == "not" && next == "to" {
        let start = if matches!(words.before(at - 1), "do" | "does") { at - 2 } else { at - 1 };
        return Some(cue(start..at + 2, NeedNot, Form::Equivalent));
    }
    if matches!(words.word(at.saturating_sub(1)), "don't" | "doesn't") && next == "to" {
        return Some(cue(at - 1..at + 2, NeedNot, Form::Informal));
    }
    let noun = matches!(
        before,
        "the"
            | "a"
            | "an"
            | "any"
            | "this"
            | "that"
            | "of"
            | "their"
            | "its"
            | "no"
            | "in"
            | "without"
            | "business"
            | "and"
            | "urgent"
            | "or"
            | "may"
            | "might"
            | "shall"
            | "should"
            | "can"
            | "will"
            | "not"
            | "to"
            | "user"
            | "customer"
            | "which"
    );
    (next == "to" && !noun).then(|| cue(at..at + 2, Requirement, Form::Informal))
}

fn ought(words: &Words, at: usize) -> Option<Cue> {
    match (words.word(at + 1), words.word(at + 2)) {
        ("to", _) => Some(cue(at..at + 2, Recommendation, Form::Equivalent)),
        ("not", "to") => Some(cue(at..at + 3, RecommendationNot, Form::Equivalent)),
        _ => None,
    }
}

fn has_to(words: &Words, at: usize) -> Option<Cue> {
    if words.word(at + 1) != "to" {
        return None;
    }
    let verb = words.word(at + 2);
    if verb.is_empty() || verb == "do" && words.word(at + 3) == "with" {
        return None;
    }
    let before = words.before(at);
    if before == "not" && matches!(words.before(at - 1), "do" | "does") {
        return Some(cue(at - 2..at + 2, NeedNot, Form::Equivalent));
    }
    if matches!(before, "don't" | "doesn't") {
        return Some(cue(at - 1..at + 2, NeedNot, Form::Informal));
    }
    if matches!(before, "may" | "might" | "could" | "shall" | "should" | "not" | "would") {
        return None;
    }
    Some(cue(at..at + 2, Requirement, Form::Equivalent))
}

fn possibility(words: &Words, at: usize) -> Option<Cue> {
    if !matches!(words.word(at + 1), "is" | "exists") {
        return None;
    }
    let (negative, next) = match words.word(at + 2) {
        "a" | "the" => (false, at + 3),
        "no" => (true, at + 3),
        _ => return None,
    };
    (matches!(words.word(next), "possibility") && words.word(next + 1) == "of")
        .then(|| cue(at..next + 2, if negative { Cannot } else { Can }, Form::Equivalent))
}

/// "is to", "is required", "is recommended", "is permitted", "is able to" … after is or are.
fn be(words: &Words, at: usize, subject: Range<usize>) -> Option<Cue> {
    let mut next = at + 1;
    let mut negated = false;
    let mut only = false;
    let contracted = words.word(at) != "is" && words.word(at) != "are";
    loop {
        match words.word(next) {
            "not" if !matches!(words.word(next + 1), "only" | "merely") => negated = true,
            "never" => negated = true,
            "only" => only = true,
            "," if is_adverb(words.word(next + 1)) => {}
            word if is_adverb(word) || matches!(word, "strictly" | "hereby") => {}
            _ => break,
        }
        next += 1;
        if next > at + 6 {
            return None;
        }
    }
    let quantifier = quantifier(words, subject.clone());
    let impersonal = contracted || words.before(at) == "it";
    let before = words.before(at);
    if matches!(before, "as" | "than") {
        return None;
    }
    only |= quantifier == Quantifier::Only;
    negated ^= quantifier == Quantifier::None;
    let after = words.word(next + 1);
    let (modality, length) = match words.word(next) {
        "to" => {
            is_to(words, next, subject)?;
            (if negated { Prohibition } else { Requirement }, 1)
        }
        "required" if after == "by" && !negated => {
            let external = (next..(next + 40).min(words.len()))
                .any(|index| EXTERNAL.contains(&words.word(index)));
            if !external {
                return None;
            }
            (External, 1)
        }
        "required" | "obliged" | "obligated" | "mandatory" | "compulsory" => {
            (if negated { NeedNot } else { Requirement }, 1)
        }
        "imperative" if impersonal => (Requirement, 1),
        "necessary" | "needed" | "essential" => {
            let said = impersonal
                || matches!(
                    after,
                    "" | "." | ";" | "," | "for" | "when" | "if" | "before" | "after"
                );
            if !said {
                return None;
            }
            (if negated { NeedNot } else { Requirement }, 1)
        }
        "unnecessary" => (NeedNot, 1),
        "recommended" | "advisable" | "advised" => {
            (if negated { RecommendationNot } else { Recommendation }, 1)
        }
        "discouraged" if !negated => (RecommendationNot, 1),
        "permitted" | "allowed" | "permissible" | "acceptable" => {
            only |= words.word(next + 1) == "only";
            let modality = match (negated, only) {
                (true, _) => Prohibition,
                (false, true) => Requirement,
                (false, false) => Permission,
            };
            (modality, 1)
        }
        "optional" => (if negated { Requirement } else { Permission }, 1),
        "prohibited" | "forbidden" | "banned" | "inadmissible" | "impermissible" => {
            (if negated { Permission } else { Prohibition }, 1)
        }
        "able" if after == "to" => (if negated { Cannot } else { Can }, 2),
        "unable" if after == "to" => (Cannot, 2),
        "possible" if impersonal || matches!(after, "to" | "that" | "for") => {
            (if negated { Cannot } else { Can }, 1)
        }
        "impossible" => (Cannot, 1),
        _ => return None,
    };
    // attributive: "are required parameters", "is recommended practice"
    let past = next + length;
    if length == 1
        && matches!(words.word(next), "required" | "recommended" | "permitted" | "allowed")
    {
        let follows = words.word(past);
        if matches!(
            follows,
            "parameters"
                | "fields"
                | "practice"
                | "values"
                | "elements"
                | "items"
                | "reading"
                | "level"
        ) {
            return None;
        }
    }
    Some(cue(at..past, modality, Form::Equivalent))
}

/// "is to" + verb, where the subject is not an aim and the words do not name a place or a relation.
fn is_to(words: &Words, to: usize, subject: Range<usize>) -> Option<()> {
    let verb = words.word(to + 1);
    if words.kind(to + 1) != Some(Kind::Word)
        || words.written(to + 1).starts_with(char::is_uppercase)
    {
        return None;
    }
    let not_verb = is_noun_start(verb)
        || matches!(
            verb,
            "scale"
                | "date"
                | "hand"
                | "which"
                | "what"
                | "and"
                | "be-"
                | "left"
                | "right"
                | "north"
                | "south"
                | "east"
                | "west"
                | "blame"
                | "come"
                | "within"
                | "at"
        );
    let noted = verb == "be"
        && matches!(
            words.word(to + 2),
            "noted" | "understood" | "expected" | "seen" | "hoped" | "found"
        );
    let aim = subject.clone().take(40).any(|index| AIMS.contains(&words.word(index)))
        || matches!(words.word(subject.start), "what" | "all");
    (!not_verb && !noted && !aim).then_some(())
}

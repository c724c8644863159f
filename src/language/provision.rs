//! Provisions: what each sentence requires, recommends, permits or states.

use std::ops::Range;

use super::{
    Form, Modality, Quantity, QuantityKind, chinese, english, is_han, quantities_in, sentences,
};
use crate::model::Lang;

/// One provision, with byte ranges into the text it was found in.
///
/// A sentence can hold several; one without any modal words gives one [`Modality::Statement`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provision {
    /// The sentence it stands in.
    pub sentence: Range<usize>,
    /// Its force.
    pub modality: Modality,
    /// What kind of words carried the force.
    pub form: Form,
    /// The modal words, negation included; empty, at the start, for a statement.
    pub keyword: Range<usize>,
    /// The words around the keyword negate the act (shall not, no … shall).
    pub negated: bool,
    /// It stands inside a condition or a restrictive relative clause, so that it is not what the
    /// sentence itself demands: "devices that may overheat shall …", 可拆卸的部件应….
    pub embedded: bool,
    /// The condition it holds under: "if the door is open", 当温度低于 5 ℃ 时.
    pub condition: Option<Range<usize>>,
    /// Who or what it is said of.
    pub subject: Option<Range<usize>>,
    /// What is said of it: the words after the keyword.
    pub object: Option<Range<usize>>,
}

/// How a text marks its requirement keywords.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Convention {
    /// Words in any case, with their equivalent expressions.
    #[default]
    Prose,
    /// Only words in capitals count, wherever they stand (BCP 14: RFC 2119, RFC 8174).
    Bcp14,
}

/// The provisions of `text`, in order. Embedded ones are left out; see [`provisions_with`].
///
/// `lang` decides only where the text itself does not: English and Chinese are told apart by
/// their script. For any other language nothing is found, which is not the same as "no provision".
#[must_use]
pub fn provisions(text: &str, lang: Lang) -> Vec<Provision> {
    let mut found = provisions_with(text, lang, Convention::Prose);
    found.retain(|each| !each.embedded);
    found
}

/// The provisions of `text`, embedded ones included, under a convention.
#[must_use]
pub fn provisions_with(text: &str, lang: Lang, convention: Convention) -> Vec<Provision> {
    provisions_in(text, &sentences(text), lang, convention)
}

/// The same of a text whose sentences are known.
#[must_use]
pub(crate) fn provisions_in(
    text: &str,
    sentences: &[Range<usize>],
    lang: Lang,
    convention: Convention,
) -> Vec<Provision> {
    let mut found: Vec<Provision> = Vec::new();
    // a lead-in such as "The supplier shall:" gives its force to the items under it
    let mut lead_in: Option<(Modality, Form, Range<usize>)> = None;
    for sentence in sentences {
        let words = &text[sentence.clone()];
        let before = found.len();
        if convention == Convention::Bcp14 {
            english::capitals(words, &mut found);
        } else {
            match script(words, lang) {
                Script::Chinese => chinese::provisions(words, &mut found),
                Script::English => english::provisions(words, &mut found),
                Script::Other => continue,
            }
        }
        for provision in &mut found[before..] {
            provision.shift(sentence.start);
            provision.sentence = sentence.clone();
        }
        if convention == Convention::Bcp14 {
            continue;
        }
        let item = super::item_label(words) > 0;
        let plain = found[before..]
            .iter()
            .all(|each| matches!(each.modality, Modality::Statement | Modality::Instruction));
        if let (true, true, Some((modality, form, keyword))) = (item, plain, &lead_in) {
            found.truncate(before);
            let start = sentence.start + super::item_label(words);
            found.push(Provision {
                modality: *modality,
                form: *form,
                keyword: keyword.clone(),
                negated: modality.is_negative(),
                object: Some(start..sentence.end),
                ..Provision::statement(sentence.clone())
            });
            continue;
        }
        if words.ends_with([':', '：']) {
            lead_in = found[before..]
                .iter()
                .rfind(|each| !each.embedded && each.modality != Modality::Statement)
                .filter(|each| each.object.is_none())
                .map(|each| (each.modality, each.form, each.keyword.clone()));
        } else if !item {
            lead_in = None;
        }
    }
    found
}

impl Provision {
    /// A statement that fills `sentence`.
    pub(crate) fn statement(sentence: Range<usize>) -> Self {
        Self {
            keyword: sentence.start..sentence.start,
            sentence,
            modality: Modality::Statement,
            form: Form::None,
            negated: false,
            embedded: false,
            condition: None,
            subject: None,
            object: None,
        }
    }

    /// The modality with a limit's own negation left to the limit: "shall not exceed 5 m" and
    /// "shall be at most 5 m" both require. `quantities` are those of the same text.
    #[must_use]
    pub fn modality_beside(&self, quantities: &[Quantity]) -> Modality {
        let behind = quantities_in(quantities, &(self.keyword.end..usize::MAX));
        let begun = behind.iter().take_while(|each| each.range.start < self.keyword.end);
        let negates_limit = begun.into_iter().any(|each| {
            matches!(each.kind, QuantityKind::Limit | QuantityKind::Range)
                && each.range.end > self.keyword.end
        });
        match self.modality {
            Modality::Prohibition if negates_limit => Modality::Requirement,
            Modality::RecommendationNot if negates_limit => Modality::Recommendation,
            other => other,
        }
    }

    /// The same in a text that begins `by` bytes earlier.
    #[must_use]
    pub(crate) fn shifted(mut self, by: usize) -> Self {
        self.shift(by);
        self.sentence = self.sentence.start + by..self.sentence.end + by;
        self
    }

    fn shift(&mut self, by: usize) {
        let shift = |range: &mut Range<usize>| {
            range.start += by;
            range.end += by;
        };
        shift(&mut self.keyword);
        for range in
            [&mut self.condition, &mut self.subject, &mut self.object].into_iter().flatten()
        {
            shift(range);
        }
    }
}

/// The script of a sentence, which decides how it is read.
enum Script {
    Chinese,
    English,
    Other,
}

fn script(words: &str, lang: Lang) -> Script {
    if words.is_ascii() && matches!(lang, Lang::En | Lang::Zh | Lang::Unstated) {
        return Script::English;
    }
    let mut han = 0usize;
    let mut latin = 0usize;
    let mut other = 0usize;
    for c in words.chars() {
        if is_han(c) {
            han += 1;
        } else if c.is_ascii_alphabetic() {
            latin += 1;
        } else if c.is_alphabetic()
            && !matches!(c, 'À'..='ɏ' | 'Α'..='ω' | 'ａ'..='ｚ' | 'Ａ'..='Ｚ')
        {
            other += 1;
        }
    }
    if other > han + latin {
        return Script::Other;
    }
    match lang {
        Lang::En if han * 4 > latin => Script::Chinese,
        Lang::En => Script::English,
        Lang::Zh if han > 0 => Script::Chinese,
        Lang::Zh | Lang::Unstated if han == 0 => Script::English,
        Lang::Unstated | Lang::Zh if han * 4 > latin => Script::Chinese,
        Lang::Unstated | Lang::Zh => Script::English,
        _ => Script::Other,
    }
}

/// `range` of `text` without white space and marks at its ends; `None` when nothing is left.
pub(crate) fn trimmed(text: &str, range: Range<usize>) -> Option<Range<usize>> {
    let piece = text.get(range.clone())?;
    let edge = |c: char| {
        c.is_whitespace()
            || matches!(c, ',' | ';' | ':' | '.' | '，' | '；' | '：' | '。' | '、' | '—' | '–')
    };
    let left = piece.trim_start_matches(edge);
    let start = range.start + (piece.len() - left.len());
    let right = left.trim_end_matches(edge);
    (!right.is_empty()).then(|| start..start + right.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The parts of the only provision of `text`: keyword, subject, object, condition.
    fn parts(text: &str) -> (Modality, [Option<&str>; 4]) {
        let found = provisions(text, Lang::Unstated);
        assert_eq!(found.len(), 1, "{text}: {found:?}");
        let one = &found[0];
        let get = |range: &Option<Range<usize>>| range.clone().map(|range| &text[range]);
        (
            one.modality,
            [
                Some(&text[one.keyword.clone()]),
                get(&one.subject),
                get(&one.object),
                get(&one.condition),
            ],
        )
    }

    #[test]
    fn parts_of_an_english_provision() {
        assert_eq!(
            parts("If the door is open, the lamp shall not be lit."),
            (
                Modality::Prohibition,
                [Some("shall not"), Some("the lamp"), Some("be lit"), Some("If the door is open,"),]
            )
        );
    }

    #[test]
    fn parts_of_a_chinese_provision() {
        assert_eq!(
            parts("当温度低于 5 ℃时，设备应停止运行。"),
            (
                Modality::Requirement,
                [Some("应"), Some("设备"), Some("停止运行"), Some("当温度低于 5 ℃时")]
            )
        );
    }

    #[test]
    fn the_second_verb_shares_the_subject_of_the_first() {
        let text = "The lid shall be dry and shall not leak.";
        let found = provisions(text, Lang::En);
        assert_eq!(found.len(), 2);
        assert_eq!(found[1].subject.clone().map(|range| &text[range]), Some("The lid"));
        assert_eq!(found[0].object.clone().map(|range| &text[range]), Some("be dry"));
    }

    #[test]
    fn an_embedded_provision_is_kept_apart() {
        let text = "Devices that may overheat shall be marked.";
        let all = provisions_with(text, Lang::En, Convention::Prose);
        assert_eq!(all.len(), 2);
        assert!(all[0].embedded && !all[1].embedded);
        assert_eq!(provisions(text, Lang::En).len(), 1);
    }

    #[test]
    fn forms_that_are_not_preferred_are_told_apart() {
        let form = |text: &str| provisions(text, Lang::Unstated)[0].form;
        assert_eq!(form("It must close."), Form::Must);
        assert_eq!(form("It may not close."), Form::MayNot);
        assert_eq!(form("必须关闭阀门。"), Form::Must);
        assert_eq!(form("不得关闭阀门。"), Form::Forbid);
        assert_eq!(form("不应关闭阀门。"), Form::Preferred);
    }

    #[test]
    fn a_language_that_is_not_read_gives_nothing() {
        assert!(provisions("Le couvercle doit fermer.", Lang::Fr).is_empty());
        assert!(provisions("Крышка должна закрываться.", Lang::Unstated).is_empty());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_without_panic_and_ranges_lie_on_characters(text in "(\\PC|[应宜可能不得的，。；时 \n]|shall|may|not| |if|,|\\.|5){0,80}") {
            for lang in [Lang::En, Lang::Zh, Lang::Unstated] {
                for convention in [Convention::Prose, Convention::Bcp14] {
                    for found in provisions_with(&text, lang, convention) {
                        for range in [Some(found.sentence.clone()), Some(found.keyword.clone()), found.subject, found.object, found.condition].into_iter().flatten() {
                            assert!(text.get(range).is_some());
                        }
                    }
                }
            }
        }
    }
}

//! The cover: number, classification, titles, dates, degree of correspondence, what is replaced.

use super::heading::{Heading, Role};
use super::{Builder, language_of};
use crate::identifier;
use crate::model::{Adoption, DeclaredPlaces, Degree, Lang, Said, Target};
use crate::source::Text;
use crate::syntax::docx::Kind;

impl Builder<'_> {
    /// Reads the paragraphs before the first heading.
    pub(super) fn cover(&mut self, headings: &[Heading], end: usize) {
        let mut titles: Vec<(Lang, Text, usize)> = Vec::new();
        let mut is_over = false;
        for (index, heading) in headings.iter().enumerate().take(end) {
            let paragraph = &self.paragraphs[index];
            if heading.role == Role::Skip || matches!(paragraph.kind, Kind::Footnote | Kind::Header)
            {
                is_over |= heading.role == Role::Skip;
                continue;
            }
            let text = paragraph.text.clone();
            let style = paragraph.style.clone();
            if text.is_empty() || is_over {
                continue;
            }
            if self.classification(index, &text)
                || self.replaced(index, &text)
                || self.degree(index, &text)
            {
                continue;
            }
            if self.dates(index, &text) {
                continue;
            }
            let found = identifier::find(&text);
            if let Some(first) = found.first() {
                let alone = first.range.start <= 12 && text.chars().count() <= first.range.end + 24;
                if self.standard.identity.is_none() && alone {
                    self.standard.identity =
                        Some(Target::named(self.words(index, first.range.clone())));
                }
                continue;
            }
            let is_title = style.contains("标准名称")
                || style.contains("英文名称")
                || style == "title"
                || style.contains("zzcover")
                || style.contains("cover title");
            let is_word = [
                "中华人民共和国",
                "国家标准",
                "行业标准",
                "团体标准",
                "地方标准",
                "企业标准",
                "发布",
                "点击此处",
                "文件类型",
                "在提交反馈意见时",
            ]
            .iter()
            .any(|it| text.contains(it));
            if is_title
                || (!is_word
                    && titles.len() < 4
                    && text.chars().count() >= 4
                    && text.chars().count() <= 120)
            {
                titles.push((
                    language_of(&text),
                    self.words(index, 0..text.len()),
                    usize::from(!is_title),
                ));
            }
        }
        titles.sort_by_key(|(_, _, rank)| *rank);
        for (lang, text, _) in titles {
            if !self.standard.title.texts.iter().any(|(known, _)| *known == lang) {
                self.standard.title.texts.push((lang, text));
            }
        }
    }

    /// A cover without a number: the head of the pages bears it.
    pub(super) fn page_head(&mut self) {
        if self.standard.identity.is_some() {
            return;
        }
        let heads = self.paragraphs.iter().enumerate().filter(|(_, it)| it.kind == Kind::Header);
        let number = heads
            .filter_map(|(index, it)| Some((index, identifier::find(&it.text).into_iter().next()?)))
            .next();
        self.standard.identity =
            number.map(|(index, found)| Target::named(self.words(index, found.range)));
    }

    fn classification(&mut self, index: usize, text: &str) -> bool {
        let mut any = false;
        for (label, is_ics) in [("ICS", true), ("CCS", false)] {
            let Some(at) = text.find(label) else { continue };
            let after = &text[at + label.len()..];
            let rest = after.trim_start_matches([' ', '\u{3000}', ':', '：', '\t']);
            let start = text.len() - rest.len();
            let len = if is_ics {
                rest.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(rest.len())
            } else {
                // `A 10`, `A10`
                let letter = rest.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(rest.len());
                let digits = rest[letter..].trim_start();
                let count = digits.bytes().take_while(u8::is_ascii_digit).count();
                if letter == 1 && count > 0 { rest.len() - digits.len() + count } else { 0 }
            };
            if len == 0 {
                continue;
            }
            any = true;
            let words = self.words(index, start..start + len);
            let classification = self.standard.classification_mut();
            if is_ics {
                classification.ics.push(words);
            } else if text[start..start + len].contains(' ') {
                let compact = text[start..start + len].replace(' ', "");
                classification.ccs.push(Text::decoded(words.span(), compact, []));
            } else {
                classification.ccs.push(words);
            }
        }
        any
    }

    /// `代替 GB/T 1.1—2009`, `Replaces ISO 9001:2008`
    fn replaced(&mut self, index: usize, text: &str) -> bool {
        let Some(word) = ["部分代替", "代替", "Replaces", "Supersedes"]
            .iter()
            .find(|it| text.trim_start().starts_with(**it))
        else {
            return false;
        };
        let from = text.find(word).map_or(0, |at| at + word.len());
        for found in identifier::find(&text[from..]) {
            let range = from + found.range.start..from + found.range.end;
            self.standard.replaces.push(Target::named(self.words(index, range)));
        }
        true
    }

    /// `（ISO 9001:2015，IDT）`
    fn degree(&mut self, index: usize, text: &str) -> bool {
        let Some((range, degree)) = [Degree::Idt, Degree::Mod, Degree::Neq].iter().find_map(|it| {
            let at = text.find(it.as_str())?;
            let apart = !text[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
            apart.then(|| (at..at + it.as_str().len(), *it))
        }) else {
            return false;
        };
        let Some(found) = identifier::find(&text[..range.start]).into_iter().next() else {
            return false;
        };
        let said = Said::new(degree, self.words(index, range).span());
        let target = Target::named(self.words(index, found.range));
        let mut adoption = Adoption::of(target, self.span(index));
        adoption.degree = Some(said);
        adoption.places =
            Some(Box::new(DeclaredPlaces { cover: Some(said), ..DeclaredPlaces::default() }));
        self.standard.adopts.push(adoption);
        true
    }

    /// `2021-03-01 发布`, `2021-07-01 实施`
    fn dates(&mut self, index: usize, text: &str) -> bool {
        let mut any = false;
        for (word, is_effective) in [("发布", false), ("实施", true)] {
            let Some(at) = text.find(word) else { continue };
            let before = text[..at].trim_end();
            let start = before
                .rfind(|c: char| {
                    !(c.is_ascii_digit() || matches!(c, '-' | '－' | '.' | '年' | '月' | '日'))
                })
                .map_or(0, |at| at + before[at..].chars().next().map_or(1, char::len_utf8));
            let digits: Vec<&str> = before[start..]
                .split(|c: char| !c.is_ascii_digit())
                .filter(|it| !it.is_empty())
                .collect();
            let [year, month, day] = digits.as_slice() else { continue };
            if year.len() != 4 {
                continue;
            }
            any = true;
            let span = self.words(index, start..before.len()).span();
            let date = Text::decoded(span, format!("{year}-{month:0>2}-{day:0>2}"), []);
            if is_effective {
                self.standard.dates.effective = Some(date);
            } else {
                self.standard.dates.published = Some(date);
            }
        }
        any
    }
}

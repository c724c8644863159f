//! Fitting text into columns, where a Chinese character takes two.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that `text` takes.
pub(crate) fn columns(text: &str) -> usize {
    text.width()
}

/// `text` in lines of at most `width` columns: broken at spaces and between Chinese characters,
/// never before closing punctuation; a word that is longer than a line is cut.
pub(crate) fn wrap(text: &str, width: usize) -> Vec<String> {
    wrap_after(text, width, width)
}

/// As [`wrap`], with `first` columns left on the first line.
pub(super) fn wrap_after(text: &str, first: usize, width: usize) -> Vec<String> {
    let width = width.max(4);
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut room = if lines.is_empty() { first.max(4) } else { width };
        let mut line = String::new();
        for chunk in chunks(paragraph) {
            let trimmed = chunk.trim_end();
            if columns(&line) + columns(trimmed) > room && !line.is_empty() {
                lines.push(std::mem::take(&mut line).trim_end().to_owned());
                room = width;
            }
            if columns(trimmed) <= room {
                line.push_str(chunk);
                continue;
            }
            for character in chunk.chars() {
                if columns(&line) + character.width().unwrap_or(0) > room {
                    lines.push(std::mem::take(&mut line));
                    room = width;
                }
                line.push(character);
            }
        }
        lines.push(line.trim_end().to_owned());
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// `text` cut to `width` columns, with `…` where something was lost.
pub(super) fn crop(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut kept = String::new();
    let mut used = 1;
    for character in text.chars() {
        used += character.width().unwrap_or(0);
        if used > width {
            break;
        }
        kept.push(character);
    }
    kept.push('…');
    kept
}

/// `text` cut to `width` columns at its front: of a path the end tells most.
pub(super) fn crop_front(text: &str, width: usize) -> String {
    if columns(text) <= width {
        return text.to_owned();
    }
    let mut used = 1;
    let start = text.char_indices().rev().find(|(_, character)| {
        used += character.width().unwrap_or(0);
        used > width
    });
    let start = start.map_or(0, |(at, character)| at + character.len_utf8());
    format!("…{}", &text[start..])
}

/// The pieces between which a line may be broken; each keeps the space that follows it.
fn chunks(text: &str) -> Vec<&str> {
    let mut chunks = Vec::new();
    let mut start = 0;
    // The last two characters.
    let mut behind = (' ', ' ');
    for (at, character) in text.char_indices() {
        if at > 0 && breakable(behind, character) {
            chunks.push(&text[start..at]);
            start = at;
        }
        behind = (behind.1, character);
    }
    chunks.push(&text[start..]);
    chunks
}

fn breakable((before, left): (char, char), right: char) -> bool {
    if right == ' ' || closes(right) || opens(left) {
        return false;
    }
    // A number keeps its unit, and an identifier its number.
    let number_and_unit =
        before.is_ascii_digit() && (right.is_alphabetic() || matches!(right, '%' | '℃' | '°'));
    let publisher_and_number = before.is_ascii_uppercase() && right.is_ascii_digit();
    match left {
        ' ' => !number_and_unit && !publisher_and_number,
        _ => is_wide(left) || is_wide(right),
    }
}

fn is_wide(character: char) -> bool {
    character.width() == Some(2)
}

fn closes(character: char) -> bool {
    matches!(
        character,
        '，' | '。'
            | '、'
            | '；'
            | '：'
            | '？'
            | '！'
            | '）'
            | '》'
            | '」'
            | '』'
            | '”'
            | '’'
            | '】'
            | '〉'
            | '…'
            | ')'
            | ','
            | '.'
            | ';'
            | ':'
            // Ends of marks around differing words, see `report::alignment::page`.
            | '\u{e002}'
            | '\u{e003}'
            | '\u{e006}'
            | '\u{e007}'
    )
}

fn opens(character: char) -> bool {
    matches!(
        character,
        '（' | '《'
            | '「'
            | '『'
            | '“'
            | '‘'
            | '【'
            | '〈'
            | '('
            | '\u{e000}'
            | '\u{e001}'
            | '\u{e004}'
            | '\u{e005}'
    )
}

#[cfg(test)]
mod tests {
    use super::{columns, crop, crop_front, wrap, wrap_after};

    #[test]
    fn latin_breaks_at_spaces_and_chinese_anywhere_but_before_closing_marks() {
        assert_eq!(wrap("allows more than the limit", 11), ["allows more", "than the", "limit"]);
        assert_eq!(wrap("规范性引用文件，已废止。", 14), ["规范性引用文", "件，已废止。"]);
        assert_eq!(wrap("引用 GB/T 1.1 的规定", 12), ["引用", "GB/T 1.1 的", "规定"]);
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        for text in
            ["averyveryverylongword", "一个很长很长的句子没有标点", "a 一 b 二 c 三 dddddddddddd"]
        {
            for width in 4..20 {
                let lines = wrap_after(text, 6, width);
                assert!(lines.iter().skip(1).all(|line| columns(line) <= width), "{lines:?}");
                let all: String = lines.concat();
                assert_eq!(all.replace(' ', ""), text.replace(' ', ""));
            }
        }
    }

    #[test]
    fn cropping_says_that_something_is_lost() {
        assert_eq!(crop("abcdef", 4), "abc…");
        assert_eq!(crop("标准化", 5), "标准…");
        assert_eq!(crop_front("a/b/c/draft.yaml", 11), "…draft.yaml");
        assert_eq!(crop("ok", 4), "ok");
    }
}

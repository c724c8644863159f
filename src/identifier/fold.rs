//! One spelling for what is typed in many: full-width forms, dashes, spaces, look-alike letters.

use std::borrow::Cow;

/// What becomes of one character.
pub(super) enum Folded {
    /// Stands as it is or for this character.
    To(char),
    /// A space; runs of them count once.
    Space,
    /// Nothing: invisible.
    Nothing,
}

/// Folds one character. Cyrillic and Greek capitals that look like Latin ones become Latin, so
/// that `ГОСТ` is the same word whichever alphabet its `О` came from.
pub(super) fn fold_char(ch: char) -> Folded {
    let to = match ch {
        '\u{21}'..='\u{7e}' => ch,
        ' '
        | '\t'
        | '\n'
        | '\r'
        | '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => return Folded::Space,
        '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}'
        // Trade marks stand after the number of an IEEE standard.
        | '\u{2122}' | '\u{ae}' | '\u{a9}' => {
            return Folded::Nothing;
        }
        // A soft hyphen inside an identifier was a hyphen before some typesetter broke the line.
        '\u{ad}' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{fe58}' | '\u{fe63}' => {
            '-'
        }
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(ch) - 0xff01 + 0x21).unwrap_or(ch),
        '\u{2044}' | '\u{2215}' | '\u{29f8}' => '/',
        '\u{3014}' | '\u{3010}' => '[',
        '\u{3015}' | '\u{3011}' => ']',
        '\u{2236}' => ':',
        '\u{2018}' | '\u{2019}' => '\'',
        '\u{d7}' => 'X',
        '\u{b7}' | '\u{2022}' | '\u{30fb}' => '.',
        'А' | 'Α' => 'A',
        'В' | 'Β' => 'B',
        'Е' | 'Ε' => 'E',
        'К' | 'Κ' => 'K',
        'М' | 'Μ' => 'M',
        'Н' | 'Η' => 'H',
        'О' | 'Ο' => 'O',
        'Р' | 'Ρ' => 'P',
        'С' => 'C',
        'Т' | 'Τ' => 'T',
        'Х' | 'Χ' => 'X',
        'У' | 'Υ' => 'Y',
        'І' | 'Ι' => 'I',
        'Ѕ' => 'S',
        'Ј' => 'J',
        'Ζ' => 'Z',
        'Ν' => 'N',
        'а' => 'a',
        'е' => 'e',
        'о' => 'o',
        'р' => 'p',
        'с' => 'c',
        'у' => 'y',
        'х' => 'x',
        _ => ch,
    };
    Folded::To(to)
}

/// Folds `text` for comparison: the same identifier typed on another keyboard gives the same
/// string. Leading and trailing space is dropped, inner runs of space become one.
#[must_use]
pub fn fold(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(' ');
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut gap = false;
    for ch in text.chars() {
        match fold_char(ch) {
            Folded::To(to) => {
                if gap && !out.is_empty() {
                    out.push(' ');
                }
                gap = false;
                out.push(to);
            }
            Folded::Space => gap = true,
            Folded::Nothing => {}
        }
    }
    Cow::Owned(out)
}

/// ASCII, nothing to fold.
fn is_plain(text: &str) -> bool {
    let mut last = b'.';
    for &byte in text.as_bytes() {
        if !(0x20..0x7f).contains(&byte) || (byte == b' ' && last == b' ') {
            return false;
        }
        last = byte;
    }
    true
}

/// Column (Unicode scalar values, from 1) in `text` of the character that folds to byte `offset`
/// of `fold(text)`; one past the end where it ends there.
pub(super) fn column_of(text: &str, offset: usize) -> u32 {
    let mut bytes = 0;
    let mut gap = false;
    let mut column = 0;
    let mut after_last = 1;
    for ch in text.chars() {
        column += 1;
        match fold_char(ch) {
            Folded::To(to) => {
                if gap && bytes > 0 {
                    bytes += 1;
                }
                gap = false;
                if bytes >= offset {
                    return column;
                }
                bytes += to.len_utf8();
                after_last = column + 1;
            }
            Folded::Space => {
                // The gap itself may be the bad character.
                if !gap && bytes > 0 && bytes >= offset {
                    return column;
                }
                gap = true;
            }
            Folded::Nothing => {}
        }
    }
    after_last
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_what_looks_alike() {
        assert_eq!(fold("ＧＢ／Ｔ　１．１－２０２０"), "GB/T 1.1-2020");
        assert_eq!(fold("GB/T\u{a0}1.1—2020"), "GB/T 1.1-2020");
        assert_eq!(fold(" ISO   9001 "), "ISO 9001");
        assert_eq!(fold("ГОСТ"), fold("ГOCT"));
        assert!(matches!(fold("ISO 9001:2015"), Cow::Borrowed(_)));
    }

    #[test]
    fn columns_count_the_written_characters() {
        let written = "  ＧＢ/Ｘ  1";
        let folded = fold(written);
        assert_eq!(folded, "GB/X 1");
        assert_eq!(column_of(written, 3), 6);
        assert_eq!(column_of(written, 5), 9);
        assert_eq!(column_of(written, 6), 10);
    }
}

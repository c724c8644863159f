//! Folding of text to what comparison sees: lower case, no accents, half-width, Latin letters,
//! simplified characters.
//!
//! Related words of related languages then share character n-grams (`sécurité`, `security`), and
//! typographic habits (full-width forms, dashes, curly quotes) make no difference.

use super::han::simplified;

/// Folds `text`.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Folds `text` and appends it to `out`.
pub(crate) fn fold_into(text: &str, out: &mut String) {
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
            continue;
        }
        fold_char(c, out);
    }
}

fn fold_char(c: char, out: &mut String) {
    match c {
        // Combining marks: the base letter went before.
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' => {}
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => out.push(' '),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => out.push('-'),
        '\u{2018}' | '\u{2019}' | '\u{2bc}' => out.push('\''),
        // Full-width forms of ASCII.
        '\u{ff01}'..='\u{ff5e}' => {
            let half = char::from_u32(c as u32 - 0xfee0).unwrap_or(' ');
            out.push(half.to_ascii_lowercase());
        }
        '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => fold_latin(c, out),
        '\u{370}'..='\u{3ff}' | '\u{400}'..='\u{45f}' => fold_other_alphabet(c, out),
        _ if is_han(c) => out.push(simplified(c)),
        _ => out.extend(c.to_lowercase()),
    }
}

fn fold_latin(c: char, out: &mut String) {
    for c in c.to_lowercase() {
        let base = match c {
            'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' | 'ǎ' => "a",
            'æ' => "ae",
            'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
            'ď' | 'đ' | 'ð' => "d",
            'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
            'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
            'ĥ' | 'ħ' => "h",
            'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' => "i",
            'ĵ' => "j",
            'ķ' => "k",
            'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
            'ñ' | 'ń' | 'ņ' | 'ň' => "n",
            'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' | 'ǒ' => "o",
            'œ' => "oe",
            'ŕ' | 'ŗ' | 'ř' => "r",
            'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
            'ß' => "ss",
            'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
            'þ' => "th",
            'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' | 'ǔ' => "u",
            'ŵ' => "w",
            'ý' | 'ÿ' | 'ŷ' => "y",
            'ź' | 'ż' | 'ž' => "z",
            'ấ' | 'ầ' | 'ẩ' | 'ẫ' | 'ậ' | 'ắ' | 'ằ' | 'ẳ' | 'ẵ' | 'ặ' | 'ạ' | 'ả' => {
                "a"
            }
            'ế' | 'ề' | 'ể' | 'ễ' | 'ệ' | 'ẹ' | 'ẻ' | 'ẽ' => "e",
            'ị' | 'ỉ' => "i",
            'ố' | 'ồ' | 'ổ' | 'ỗ' | 'ộ' | 'ớ' | 'ờ' | 'ở' | 'ỡ' | 'ợ' | 'ọ' | 'ỏ' | 'ơ' => {
                "o"
            }
            'ứ' | 'ừ' | 'ử' | 'ữ' | 'ự' | 'ụ' | 'ủ' | 'ư' => "u",
            '\u{300}'..='\u{36f}' => "",
            other => {
                out.push(other);
                continue;
            }
        };
        out.push_str(base);
    }
}

/// Greek and Cyrillic in Latin letters, close to ISO 843 and ISO 9 without their diacritics.
fn fold_other_alphabet(c: char, out: &mut String) {
    for c in c.to_lowercase() {
        let latin = match c {
            'α' | 'ά' | 'а' => "a",
            'β' | 'в' => "v",
            'б' => "b",
            'γ' | 'г' | 'ґ' => "g",
            'δ' | 'д' => "d",
            'ε' | 'έ' | 'е' | 'э' | 'ё' | 'є' => "e",
            'ж' => "zh",
            'ζ' | 'з' => "z",
            'η' | 'ή' | 'ι' | 'ί' | 'ϊ' | 'ΐ' | 'и' | 'і' | 'ї' => "i",
            'й' => "i",
            'θ' => "th",
            'κ' | 'к' => "k",
            'λ' | 'л' => "l",
            // Kept: micro is a prefix of units before it is a letter.
            'μ' => "μ",
            'м' => "m",
            'ν' | 'н' => "n",
            'ξ' => "x",
            'ο' | 'ό' | 'ω' | 'ώ' | 'о' => "o",
            'π' | 'п' => "p",
            'ρ' | 'р' => "r",
            'σ' | 'ς' | 'с' => "s",
            'τ' | 'т' => "t",
            'υ' | 'ύ' | 'ϋ' | 'ΰ' => "y",
            'у' => "u",
            'φ' | 'ф' => "f",
            'χ' | 'х' => "h",
            'ψ' => "ps",
            'ц' => "c",
            'ч' => "ch",
            'ш' => "sh",
            'щ' => "shch",
            'ъ' | 'ь' => "",
            'ы' => "y",
            'ю' => "iu",
            'я' => "ia",
            other => {
                out.push(other);
                continue;
            }
        };
        out.push_str(latin);
    }
}

/// Whether `c` is written without spaces between words: Han, kana, hangul apart.
#[must_use]
pub(crate) fn is_ideographic(c: char) -> bool {
    matches!(c,
        '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}'
        | '\u{e00}'..='\u{e7f}')
}

/// Whether `c` is Han.
#[must_use]
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typography_makes_no_difference() {
        assert_eq!(fold("ＧＢ／Ｔ 1.1—2020"), "gb/t 1.1-2020");
        assert_eq!(fold("l’accès\u{a0}distant"), "l'acces distant");
        assert_eq!(fold("é\u{301}"), "e");
    }

    #[test]
    fn related_words_come_together() {
        assert_eq!(fold("Sécurité"), "securite");
        assert_eq!(fold("Größe"), "grosse");
        assert_eq!(fold("Аутентификация"), "autentifikaciia");
        assert_eq!(fold("σύστασις"), "systasis");
        assert_eq!(fold("10 μm"), "10 μm");
    }

    #[test]
    fn han_is_kept() {
        assert_eq!(fold("安全。Web"), "安全。web");
        assert_eq!(fold("資訊安全與驗證"), "资讯安全与验证");
    }
}

//! Lower case without tables where no character needs them.

use std::borrow::Cow;

use super::is_han;

/// `text.to_lowercase()`: of letters of ASCII and of characters without case, which most texts are
/// made of, byte by byte; as it stands where nothing changes.
pub(crate) fn lower_case(text: &str) -> Cow<'_, str> {
    if !text.is_ascii() && !text.chars().all(|c| c.is_ascii() || has_no_case(c)) {
        return Cow::Owned(text.to_lowercase());
    }
    if text.bytes().any(|b| b.is_ascii_uppercase()) {
        return Cow::Owned(text.to_ascii_lowercase());
    }
    Cow::Borrowed(text)
}

/// Chinese, and the marks that stand beside it.
fn has_no_case(c: char) -> bool {
    is_han(c)
        || matches!(c, '\u{a0}'..='\u{b4}' | '\u{2000}'..='\u{206f}' | '\u{2200}'..='\u{22ff}')
        || matches!(c, '\u{3000}'..='\u{303f}' | '\u{ff01}'..='\u{ff20}')
}

#[cfg(test)]
mod tests {
    use super::{has_no_case, lower_case};

    #[test]
    fn characters_without_case_are_their_own_lower_case() {
        for c in (0..0x0011_0000).filter_map(char::from_u32).filter(|c| has_no_case(*c)) {
            assert!(c.to_lowercase().eq([c]), "{c:?}");
        }
    }

    #[test]
    fn any_text_is_put_in_lower_case() {
        for text in ["", "Noise", "ÄRGER", "噪声 dB(A)", "ΟΔΟΣ", "Ａ级", "—“a”"] {
            assert_eq!(lower_case(text), text.to_lowercase());
        }
    }
}

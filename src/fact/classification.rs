//! Tables of classification codes.

use crate::coverage::{gats, ics};

/// Codes of the Chinese Classification for Standards that somebody has looked up. The whole table
/// has been read by nobody, so nothing can be said of the others.
const CCS: &[&str] = &["A00", "A10", "A11", "A12", "A16", "A18"];

/// Whether a code is one of the International Classification for Standards.
#[must_use]
pub(crate) fn is_ics(code: &str) -> bool {
    ics().has(code)
}

/// Whether a code is one of the Chinese Classification for Standards; `None` where the table does
/// not reach.
#[must_use]
pub(crate) fn is_ccs(code: &str) -> Option<bool> {
    let bytes = code.as_bytes();
    // Catalogues put industries beside it: A16/O8290 (GB/T 4754).
    let is_industry = matches!(bytes.len(), 4 | 5)
        && bytes[0].is_ascii_uppercase()
        && bytes[1..].iter().all(u8::is_ascii_digit);
    if is_industry {
        return None;
    }
    let shaped = bytes.len() >= 3
        && bytes[0].is_ascii_uppercase()
        && !matches!(bytes[0], b'I' | b'O')
        && bytes[1..3].iter().all(u8::is_ascii_digit)
        // A group: A00/09.
        && (bytes.len() == 3
            || (bytes.len() == 6
                && bytes[3] == b'/'
                && bytes[4..].iter().all(u8::is_ascii_digit)));
    if !shaped {
        return Some(false);
    }
    CCS.contains(&code).then_some(true)
}

/// Whether a code is a sector of the GATS list W/120, or a finer one under a sub-sector of it;
/// `None` where it is not of the shape of that list, so of another scheme.
#[must_use]
pub(crate) fn is_sector(code: &str) -> Option<bool> {
    let mut parts = code.split('.');
    let number = parts.next().unwrap_or("");
    if number.is_empty() || number.len() > 2 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let head = match parts.next() {
        None => number,
        Some(letter) if letter.len() == 1 && letter.as_bytes()[0].is_ascii_uppercase() => {
            &code[..number.len() + 2]
        }
        Some(_) => return None,
    };
    Some(gats().has(head))
}

/// The longest code of the table that `code` begins with.
#[must_use]
pub(crate) fn nearest(code: &str, known: impl Fn(&str) -> bool) -> Option<&str> {
    let mut head = code;
    while let Some((shorter, _)) = head.rsplit_once('.') {
        if known(shorter) {
            return Some(shorter);
        }
        head = shorter;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{is_ccs, is_ics, is_sector, nearest};

    #[test]
    fn known_codes_are_known() {
        assert!(is_ics("03.080.01") && is_ics("03.240") && !is_ics("03.200.77"));
        assert_eq!(nearest("03.200.77", is_ics), Some("03.200"));
        assert_eq!((is_ccs("A16"), is_ccs("L70"), is_ccs("I16")), (Some(true), None, Some(false)));
        assert_eq!(is_sector("9.B"), Some(true));
        assert_eq!(is_sector("1.F.p"), Some(true));
        assert_eq!(is_sector("12"), Some(true));
        assert_eq!(is_sector("99.Z"), Some(false));
        assert_eq!(is_sector("tourism"), None);
    }
}

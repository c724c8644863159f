//! Characters of symbol fonts, which Word writes by their place in the font.

/// The character that a place in a symbol font shows; `None` where the font is not known here.
pub(super) fn of_font(font: &str, code: u32) -> Option<char> {
    // Word adds 0xF000 to the place.
    let place = u8::try_from(code & 0xff).ok()?;
    let font = font.to_lowercase();
    if font.starts_with("wingdings") {
        return wingdings(place);
    }
    (font.is_empty() || font.starts_with("symbol")).then(|| symbol(place)).flatten()
}

/// Words with private characters, as the font Symbol shows them.
pub(super) fn shown(words: &str) -> String {
    let show = |c: char| match c {
        '\u{f020}'..='\u{f0ff}' => symbol(u8::try_from(c as u32 & 0xff).unwrap_or(0)).unwrap_or(c),
        _ => c,
    };
    words.chars().map(show).collect()
}

/// Whether words hold characters that only a symbol font can show.
pub(super) fn has_private(words: &str) -> bool {
    words.chars().any(|it| ('\u{f020}'..='\u{f0ff}').contains(&it))
}

/// The encoding of the font Symbol, as far as standards use it.
fn symbol(place: u8) -> Option<char> {
    const GREEK_SMALL: &str = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ";
    const GREEK_LARGE: &str = "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ";
    Some(match place {
        0x41..=0x5a => GREEK_LARGE.chars().nth(usize::from(place - 0x41))?,
        0x61..=0x7a => GREEK_SMALL.chars().nth(usize::from(place - 0x61))?,
        0x2d => '−',
        0x20..=0x3f | 0x5b | 0x5d | 0x5f | 0x7b..=0x7d => char::from(place),
        0x40 => '≅',
        0x5c => '∴',
        0x5e => '⊥',
        0x7e => '∼',
        0xa0 => '€',
        0xa2 => '′',
        0xa3 => '≤',
        0xa5 => '∞',
        0xab => '↔',
        0xac => '←',
        0xad => '↑',
        0xae => '→',
        0xaf => '↓',
        0xb0 => '°',
        0xb1 => '±',
        0xb2 => '″',
        0xb3 => '≥',
        0xb4 => '×',
        0xb5 => '∝',
        0xb6 => '∂',
        0xb7 => '•',
        0xb8 => '÷',
        0xb9 => '≠',
        0xba => '≡',
        0xbb => '≈',
        0xbc => '…',
        0xc5 => '⊕',
        0xc6 => '∅',
        0xc7 => '∩',
        0xc8 => '∪',
        0xcc => '⊂',
        0xcd => '⊆',
        0xce => '∈',
        0xcf => '∉',
        0xd0 => '∠',
        0xd1 => '∇',
        0xd5 => '∏',
        0xd6 => '√',
        0xd7 => '⋅',
        0xdb => '⇔',
        0xdc => '⇐',
        0xde => '⇒',
        0xe5 => '∑',
        0xf2 => '∫',
        _ => return None,
    })
}

/// Marks that lists and forms are made of.
fn wingdings(place: u8) -> Option<char> {
    Some(match place {
        0x6c => '●',
        0x6e | 0xa7 => '■',
        0x6f | 0xa8 | 0x71 | 0x72 => '□',
        0xd8 => '➢',
        0xe0 => '→',
        0xfb => '✗',
        0xfc => '✓',
        0xfd => '☒',
        0xfe => '☑',
        _ => return None,
    })
}

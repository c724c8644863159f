//! Traditional Chinese characters in their simplified form, so that a text from Taiwan, Hong Kong or
//! Macao meets one from the mainland, and both meet one glossary.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

const VARIANTS: &str = include_str!("../../data/han-variants.txt");

static SIMPLIFIED: LazyLock<FxHashMap<char, char>> = LazyLock::new(|| {
    let lines = VARIANTS.lines().filter(|line| !line.starts_with('#'));
    let signs: Vec<char> = lines.flat_map(str::chars).collect();
    signs.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
});

/// The simplified form of a character, or the character.
pub(crate) fn simplified(c: char) -> char {
    SIMPLIFIED.get(&c).copied().unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::super::fold::is_han;
    use super::*;

    #[test]
    fn pairs_are_sound() {
        let lines: Vec<&str> = VARIANTS.lines().filter(|line| !line.starts_with('#')).collect();
        let signs: Vec<char> = lines.iter().flat_map(|line| line.chars()).collect();
        assert!(signs.iter().all(|c| is_han(*c)));
        assert_eq!(signs.len(), 2 * SIMPLIFIED.len(), "a character twice, or half a pair");
        for pair in signs.chunks_exact(2) {
            assert_eq!(simplified(pair[1]), pair[1], "{} leads on", pair[1]);
        }
    }
}

//! With which letters the words of a table begin: most words of a text begin with none of them.

/// Letters of the alphabet, a bit each.
#[derive(Clone, Copy)]
pub(crate) struct Initials(u32);

impl Initials {
    /// Of words that begin with a letter of the alphabet.
    pub(crate) const fn of<T>(words: &[(&str, T)]) -> Self {
        let (mut letters, mut at) = (0, 0);
        while at < words.len() {
            letters |= bit(words[at].0.as_bytes()[0]);
            at += 1;
        }
        Self(letters)
    }

    /// Whether a word begins with `byte`, in either case.
    pub(crate) const fn has(self, byte: u8) -> bool {
        self.0 & bit(byte) != 0
    }
}

const fn bit(byte: u8) -> u32 {
    if byte.is_ascii_alphabetic() { 1 << (byte.to_ascii_lowercase() - b'a') } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::Initials;

    #[test]
    fn a_letter_counts_in_either_case() {
        const OF: Initials = Initials::of(&[("one", 1), ("Two", 2)]);
        let has = |byte| OF.has(byte);
        assert!(has(b'o') && has(b'O') && has(b't') && has(b'T'));
        assert!(!has(b'a') && !has(b'1') && !has(0xe4));
    }
}

//! Where in an XML text words stand, and how new ones have to be written there.

use std::ops::Range;

use memchr::{memchr, memchr3, memmem};

use super::{Refusal, quote};

const DATA: &str = "<![CDATA[";
const DATA_END: &str = "]]>";

/// Bytes of the longest reference that stands for a character.
const LONGEST_REFERENCE: usize = 12;

/// What an XML text holds besides the words between its tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A tag or a declaration: only the values of its attributes are words.
    Tag,
    /// Words as they are.
    Data,
    /// A comment or a processing instruction: no words.
    Aside,
}

/// The pieces of an XML text between which its words stand, in order. They are looked for once a text:
/// what stands at a place cannot be told from the place alone.
#[derive(Debug, Default)]
pub(super) struct Pieces(Vec<(Range<usize>, Kind)>);

impl Pieces {
    pub(super) fn of(text: &str) -> Self {
        let mut pieces = Vec::new();
        let mut at = 0;
        while let Some(open) = memchr(b'<', &text.as_bytes()[at..]) {
            let start = at + open;
            let (end, kind) = piece(text, start);
            pieces.push((start..end, kind));
            at = end;
        }
        Self(pieces)
    }

    /// The piece in whose middle a place is.
    fn around(&self, at: usize) -> Option<&(Range<usize>, Kind)> {
        let next = self.0.partition_point(|(piece, _)| piece.start < at);
        self.0.get(next.checked_sub(1)?).filter(|(piece, _)| at < piece.end)
    }

    /// The new words as they have to be written in place of `range`: between tags, in the value of an
    /// attribute, or in a CDATA section, in one of which it has to lie.
    ///
    /// # Errors
    /// Where it does not.
    pub(super) fn write(
        &self,
        text: &str,
        range: Range<usize>,
        new: &str,
    ) -> Result<String, Refusal> {
        let place = &text[range.clone()];
        match self.around(range.start) {
            Some((_, Kind::Aside)) => return Err(Refusal::Markup),
            Some((piece, Kind::Data)) => {
                let end = piece.end - closing(text, piece);
                let is_inside = piece.start + DATA.len() <= range.start && range.end <= end;
                let fits = is_inside && !new.contains(DATA_END);
                return if fits { Ok(new.to_owned()) } else { Err(Refusal::Markup) };
            }
            Some((piece, Kind::Tag)) => {
                let quote = open_quote(&text[piece.start..range.start]);
                if quote.is_none_or(|it| place.contains([it, '<'])) {
                    return Err(Refusal::Markup);
                }
            }
            None if place.contains(['<', '>']) => return Err(Refusal::Markup),
            None => {}
        }
        if splits_reference(text, range.start) || splits_reference(text, range.end) {
            return Err(Refusal::Place);
        }
        quote::in_xml(new).ok_or(Refusal::Place)
    }
}

/// Where the piece that begins at `start` ends, and what it is. What is not closed goes on to the end.
fn piece(text: &str, start: usize) -> (usize, Kind) {
    let rest = &text[start..];
    for (open, close, kind) in
        [("<!--", "-->", Kind::Aside), (DATA, DATA_END, Kind::Data), ("<?", "?>", Kind::Aside)]
    {
        if let Some(inside) = rest.strip_prefix(open) {
            let end = memmem::find(inside.as_bytes(), close.as_bytes());
            return (end.map_or(text.len(), |it| start + open.len() + it + close.len()), kind);
        }
    }
    let bytes = text.as_bytes();
    let mut at = start + 1;
    // What a declaration holds in brackets is made of tags again.
    let is_declaration = rest.starts_with("<!");
    while let Some(found) = bytes.get(at..).and_then(|it| memchr3(b'>', b'"', b'\'', it)) {
        let mark = at + found;
        if is_declaration && let Some(bracket) = memchr(b'[', &bytes[at..mark]) {
            return (at + bracket + 1, Kind::Tag);
        }
        if bytes[mark] == b'>' {
            return (mark + 1, Kind::Tag);
        }
        match memchr(bytes[mark], &bytes[mark + 1..]) {
            Some(close) => at = mark + 1 + close + 1,
            None => break,
        }
    }
    (text.len(), Kind::Tag)
}

/// Bytes of the end of a CDATA section, if it has one.
fn closing(text: &str, piece: &Range<usize>) -> usize {
    let inside = text.get(piece.start + DATA.len()..piece.end).unwrap_or_default();
    if inside.ends_with(DATA_END) { DATA_END.len() } else { 0 }
}

/// The quote that is open behind the head of a tag.
fn open_quote(tag: &str) -> Option<char> {
    tag.chars().fold(None, |open, it| match (open, it) {
        (None, '"' | '\'') => Some(it),
        (Some(quote), it) if it == quote => None,
        _ => open,
    })
}

/// Whether a place is in the middle of a reference: `&a` and `mp;`.
fn splits_reference(text: &str, at: usize) -> bool {
    let bytes = text.as_bytes();
    let from = at.saturating_sub(LONGEST_REFERENCE);
    let Some(open) = bytes[from..at].iter().rposition(|it| *it == b'&').map(|it| from + it) else {
        return false;
    };
    let end = bytes.len().min(open + LONGEST_REFERENCE);
    memchr(b';', &bytes[open..at]).is_none() && memchr(b';', &bytes[at..end.max(at)]).is_some()
}

#[cfg(test)]
mod tests {
    use super::{Pieces, Refusal};

    #[test]
    fn xml_is_escaped_and_markup_is_left_alone() {
        let of = |text: &str, words: &str, new: &str| {
            let start = text.find(words).unwrap_or_else(|| panic!("{words}"));
            Pieces::of(text).write(text, start..start + words.len(), new)
        };
        let text = "<!DOCTYPE a [<!ENTITY n \"no>te\">]><a b=\"x > y\" c='z'><!-- note <b> -->one &amp; \
                    two<![CDATA[<three>]]><?pi <four?></a>";
        assert_eq!(of(text, "one", "<1> & \"").as_deref(), Ok("&lt;1&gt; &amp; &quot;"));
        assert_eq!(of(text, "x > y", "'&'").as_deref(), Ok("&apos;&amp;&apos;"));
        assert_eq!(of(text, " > y", "").as_deref(), Ok(""));
        assert_eq!(of(text, "o>te", "w").as_deref(), Ok("w"));
        assert_eq!(of(text, "three", "<3>").as_deref(), Ok("<3>"));
        assert_eq!(of(text, "<three>", "").as_deref(), Ok(""));
        assert_eq!(of(text, "amp", "x"), Err(Refusal::Place));
        assert_eq!(of(text, "&amp;", "x").as_deref(), Ok("x"));
        let markup = [
            "b=\"x",
            "note",
            "b> -",
            "two<![CDATA[<th",
            "CDATA",
            "three>]",
            "]>< ",
            "a b",
            "--><!",
            "four",
            "DOCTYPE",
            "ENTITY",
            "y\" c",
            "two<",
        ];
        for words in markup.iter().filter(|it| text.contains(**it)) {
            assert_eq!(of(text, words, "x"), Err(Refusal::Markup), "{words}");
        }
    }

    #[test]
    fn what_is_not_closed_goes_on_to_the_end() {
        for text in ["a<b c=\"d e", "a<!-- b d e", "a<?b d e", "a<b d e", "a<!b [d e"] {
            let start = text.find("d e").unwrap_or_default();
            let written = Pieces::of(text).write(text, start..start + 1, "x");
            assert_eq!(written.is_ok(), text.contains('"'), "{text}");
        }
        let text = "a<![CDATA[b]]";
        assert_eq!(Pieces::of(text).write(text, 10..11, "<").as_deref(), Ok("<"));
    }

    #[test]
    fn places_are_found_in_a_text_of_many_pieces() {
        let text = "<p a='b'>c &lt; d<!-- e --></p>\n".repeat(2000);
        let pieces = Pieces::of(&text);
        for (at, _) in text.match_indices("c &lt;") {
            assert_eq!(pieces.write(&text, at..at + 1, "&").as_deref(), Ok("&amp;"));
            assert_eq!(pieces.write(&text, at + 3..at + 5, "x"), Err(Refusal::Place));
        }
        for (at, _) in text.match_indices(" e ") {
            assert_eq!(pieces.write(&text, at..at + 1, "x"), Err(Refusal::Markup));
        }
    }
}

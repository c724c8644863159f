//! Replacing bytes: what is outside the places stays as it is, byte for byte, in any encoding.

use std::ops::Range;

use super::Refusal;
use crate::source::{Encoding, SourceFile, is_gzip};

/// A replacement in the decoded text of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// What is replaced.
    pub range: Range<usize>,
    /// By what.
    pub text: String,
}

/// The bytes of `file` with the changes, which do not overlap and stand in order.
///
/// # Errors
/// Where the bytes are not those that the text was read from, or cannot hold the new words.
pub fn apply(bytes: &[u8], file: &SourceFile, changes: &[Change]) -> Result<Vec<u8>, Refusal> {
    if file.path() == "-" {
        return Err(Refusal::Stdin);
    }
    if is_gzip(bytes) {
        return Err(Refusal::Compressed);
    }
    let write = writer(file.encoding())?;
    let text = file.text();
    let mark = mark(bytes, file.encoding());
    // Only where the text gives back exactly these bytes, its places are theirs.
    if write(text).as_deref() != bytes.get(mark..) {
        return Err(Refusal::OtherBytes);
    }
    let length = |piece: &str| write(piece).map_or(0, |it| it.len());
    let mut out = Vec::with_capacity(bytes.len());
    let (mut done, mut at) = (0, mark);
    out.extend_from_slice(&bytes[..mark]);
    for Change { range, text: new } in changes {
        let kept = text.get(done..range.start).ok_or(Refusal::Place)?;
        let replaced = text.get(range.clone()).ok_or(Refusal::Place)?;
        let end = at + length(kept);
        out.extend_from_slice(&bytes[at..end]);
        out.extend_from_slice(&write(new).ok_or(Refusal::Encoding)?);
        (done, at) = (range.end, end + length(replaced));
    }
    out.extend_from_slice(&bytes[at..]);
    Ok(out)
}

/// Bytes of the mark before the text.
fn mark(bytes: &[u8], encoding: Encoding) -> usize {
    let mark: &[u8] = match encoding {
        Encoding::Utf8 => &[0xef, 0xbb, 0xbf],
        Encoding::Utf16Le => &[0xff, 0xfe],
        Encoding::Utf16Be => &[0xfe, 0xff],
        Encoding::Gb18030 | Encoding::Container => &[],
    };
    if bytes.starts_with(mark) { mark.len() } else { 0 }
}

/// How text becomes bytes; `None` where it cannot.
type Write = fn(&str) -> Option<Vec<u8>>;

fn writer(encoding: Encoding) -> Result<Write, Refusal> {
    Ok(match encoding {
        Encoding::Utf8 => |text| Some(text.as_bytes().to_vec()),
        Encoding::Utf16Le => |text| Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        Encoding::Utf16Be => |text| Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        Encoding::Gb18030 => |text| {
            let (bytes, _, unmappable) = encoding_rs::GB18030.encode(text);
            (!unmappable).then(|| bytes.into_owned())
        },
        Encoding::Container => return Err(Refusal::Container),
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Change, apply};
    use crate::fix::Refusal;
    use crate::source::{Encoding, FileId, SourceFile};

    fn file(encoding: Encoding, text: &str) -> SourceFile {
        SourceFile::text_file(FileId::from_index(0), "a.yaml", encoding, text)
    }

    fn encoded(encoding: Encoding, mark: bool, text: &str) -> Vec<u8> {
        let marked = format!("{}{text}", if mark { "\u{feff}" } else { "" });
        match encoding {
            Encoding::Utf16Le => marked.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Be => marked.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            Encoding::Gb18030 => encoding_rs::GB18030.encode(text).0.into_owned(),
            _ => marked.into_bytes(),
        }
    }

    #[test]
    fn what_was_not_read_is_not_written() {
        let change = [Change { range: 0..1, text: "b".to_owned() }];
        let of = |bytes: &[u8], encoding| apply(bytes, &file(encoding, "a标"), &change);
        assert_eq!(of("a标准".as_bytes(), Encoding::Utf8), Err(Refusal::OtherBytes));
        assert_eq!(of(b"a\xff", Encoding::Utf8), Err(Refusal::OtherBytes));
        assert_eq!(of(&[0x1f, 0x8b, 8], Encoding::Utf8), Err(Refusal::Compressed));
        assert_eq!(of(b"PK", Encoding::Container), Err(Refusal::Container));
        assert_eq!(of("a标".as_bytes(), Encoding::Utf8), Ok("b标".as_bytes().to_vec()));
    }

    const ENCODINGS: [Encoding; 4] =
        [Encoding::Utf8, Encoding::Utf16Le, Encoding::Utf16Be, Encoding::Gb18030];

    proptest! {
        /// In any encoding, what is outside the places stays byte for byte.
        #[test]
        fn no_byte_outside_its_place_is_changed(
            pieces in prop::collection::vec("[a-z标准“”·—\\r\\n\u{1f600}]{0,8}", 1..8),
            news in prop::collection::vec("[A-Z新字\u{1f601}]{0,4}", 8),
            encoding in prop::sample::select(ENCODINGS.to_vec()),
            mark in any::<bool>(),
        ) {
            // Every other piece is replaced.
            let text = pieces.concat();
            let (mut changes, mut at, mut expected) = (Vec::new(), 0, Vec::new());
            let mark = mark && encoding != Encoding::Gb18030;
            if mark {
                expected.extend(encoded(encoding, true, ""));
            }
            for (index, piece) in pieces.iter().enumerate() {
                let range = at..at + piece.len();
                at = range.end;
                let written = if index % 2 == 0 { piece } else { &news[index] };
                expected.extend(encoded(encoding, false, written));
                if index % 2 == 1 {
                    changes.push(Change { range, text: written.clone() });
                }
            }
            let bytes = encoded(encoding, mark, &text);
            // Text that starts with the mark of its encoding cannot be told from a marked one.
            let changed = apply(&bytes, &file(encoding, &text), &changes).unwrap();
            prop_assert_eq!(changed, expected);
        }
    }
}

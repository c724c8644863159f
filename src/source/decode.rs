//! Bytes in, text out.

use std::io::Read;

use super::{Bilingual, Encoding};
use crate::bilingual;

/// What the bytes of a file are.
#[derive(Debug)]
pub(super) enum Decoded {
    /// Text; where it was damaged, with the places (byte ranges of the text) that were replaced.
    Text { encoding: Encoding, text: String, damaged: Option<Damage> },
    /// A zip container (Word, Excel).
    Container(Vec<u8>),
    /// Nothing that can be read as text.
    Binary,
}

/// Bytes that belong to no character.
#[derive(Debug)]
pub(super) struct Damage {
    /// The first replaced place in the decoded text.
    pub(super) first: std::ops::Range<usize>,
    /// How many places were replaced.
    pub(super) count: usize,
}

/// What came out of a compressed file.
pub(super) struct Unpacked {
    pub(super) bytes: Vec<u8>,
    /// Why there is not more.
    pub(super) stopped: Option<Stopped>,
}

pub(super) enum Stopped {
    /// The limit was reached.
    TooLarge,
    /// The compressed data are damaged or cut short.
    Damaged(Bilingual),
}

/// Whether bytes are gzip (RFC 1952), by its magic number.
#[must_use]
pub fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b, 8])
}

/// Unpacks gzip, at most `limit` bytes.
pub(super) fn gunzip(bytes: &[u8], limit: u64) -> Unpacked {
    let mut unpacked = Vec::with_capacity(bytes.len().saturating_mul(4).min(1 << 26));
    let decoder = flate2::bufread::MultiGzDecoder::new(bytes);
    let stopped = match decoder.take(limit.saturating_add(1)).read_to_end(&mut unpacked) {
        Ok(_) if unpacked.len() as u64 > limit => Some(Stopped::TooLarge),
        Ok(_) => None,
        Err(error) => Some(Stopped::Damaged(bilingual!(
            "the compressed data are damaged or cut short ({error})",
            "压缩数据已损坏或不完整（{error}）"
        ))),
    };
    Unpacked { bytes: unpacked, stopped }
}

/// Finds out what `bytes` are: UTF-8 first, then what their marks and their make-up tell.
pub(super) fn decode(bytes: Vec<u8>) -> Decoded {
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Decoded::Container(bytes);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe]) {
        return utf16(rest, Encoding::Utf16Le);
    }
    if let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return utf16(rest, Encoding::Utf16Be);
    }
    // Of all texts only those in UTF-16 have zeros.
    if memchr::memchr(0, &bytes).is_some() {
        return match unmarked_utf16(&bytes) {
            Some(encoding) => utf16(&bytes, encoding),
            None => Decoded::Binary,
        };
    }
    if looks_binary(&bytes) {
        return Decoded::Binary;
    }
    match String::from_utf8(bytes) {
        Ok(mut text) => {
            if text.starts_with('\u{feff}') {
                text.drain(..'\u{feff}'.len_utf8());
            }
            Decoded::Text { encoding: Encoding::Utf8, text, damaged: None }
        }
        Err(error) => not_utf8(error.as_bytes()),
    }
}

fn utf16(bytes: &[u8], encoding: Encoding) -> Decoded {
    let decoder = match encoding {
        Encoding::Utf16Le => encoding_rs::UTF_16LE,
        _ => encoding_rs::UTF_16BE,
    };
    let (text, had_errors) = decoder.decode_without_bom_handling(bytes);
    // Anything of even length decodes as something: text has hardly any control characters.
    let controls = text.chars().take(4096).filter(|c| c.is_control() && !c.is_whitespace()).count();
    if text.contains('\0') || controls * 50 > text.len().min(4096) {
        return Decoded::Binary;
    }
    let text = text.into_owned();
    let damaged = if had_errors { damage(&text) } else { None };
    Decoded::Text { encoding, text, damaged }
}

/// UTF-16 without a mark: markup is ASCII, so that every other byte of its start is zero.
fn unmarked_utf16(bytes: &[u8]) -> Option<Encoding> {
    let head = &bytes[..bytes.len().min(512) & !1];
    if head.len() < 4 || bytes.len() % 2 == 1 {
        return None;
    }
    let zeros = |from: usize| head.iter().skip(from).step_by(2).filter(|&&byte| byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = head.len() / 2;
    if odd * 10 >= most * 3 && even == 0 {
        Some(Encoding::Utf16Le)
    } else if even * 10 >= most * 3 && odd == 0 {
        Some(Encoding::Utf16Be)
    } else {
        None
    }
}

/// More than a few control characters in the first kilobytes.
fn looks_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(8192)];
    let controls = head
        .iter()
        .filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1b))
        .count();
    controls * 50 > head.len()
}

/// GB 18030, or UTF-8 with damage.
///
/// UTF-8 read as GB 18030 often decodes cleanly into rare characters, so clean decoding alone
/// proves nothing: a text whose multi-byte sequences are nearly all well-formed UTF-8 is damaged
/// UTF-8, and GB 18030 has to come out as Chinese.
fn not_utf8(bytes: &[u8]) -> Decoded {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if good < bad.saturating_mul(9)
        && let Some(text) =
            encoding_rs::GB18030.decode_without_bom_handling_and_without_replacement(bytes)
        && is_chinese(&text)
    {
        return Decoded::Text {
            encoding: Encoding::Gb18030,
            text: text.into_owned(),
            damaged: None,
        };
    }
    // Damaged text is still text: what stands around the damage is read.
    let text = String::from_utf8_lossy(bytes).into_owned();
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    if good == 0 && bad > 8 && bad * 4 > bytes.len() {
        return Decoded::Binary;
    }
    let damaged = damage(&text);
    Decoded::Text { encoding: Encoding::Utf8, text, damaged }
}

fn is_chinese(text: &str) -> bool {
    let (mut chinese, mut other) = (0_usize, 0_usize);
    for c in text.chars().filter(|c| !c.is_ascii()) {
        match c {
            // Ideographs, their punctuation, full-width forms, and what GB 2312 has besides.
            '\u{4e00}'..='\u{9fff}'
            | '\u{3000}'..='\u{30ff}'
            | '\u{ff00}'..='\u{ffef}'
            | '\u{2010}'..='\u{27bf}'
            | '·'
            | '×'
            | '÷'
            | '±'
            | '°'
            | '§'
            | 'α'..='ω'
            | 'Α'..='Ω' => chinese += 1,
            _ => other += 1,
        }
    }
    chinese > 0 && other * 10 <= chinese
}

fn damage(text: &str) -> Option<Damage> {
    let mark = '\u{fffd}';
    let start = text.find(mark)?;
    let count = text.matches(mark).count();
    Some(Damage { first: start..start + mark.len_utf8(), count })
}

//! Fixes: from a finding's change of words to a change of the bytes of its file.
//!
//! A [`Fixer`] knows how a file is written around a place (a quoted scalar, an attribute, plain
//! text) and writes the words so that they are read there as they are meant, or refuses with a
//! word why. [`apply`] then replaces the bytes of those places and no other.

mod around;
mod bytes;
mod quote;
mod settle;
mod xml;

pub use around::Fixer;
pub use bytes::{Change, apply};
pub use settle::{Round, choose};

use crate::bilingual;
use crate::source::Bilingual;

/// Why a fix is not applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// A Word or Excel file.
    Container,
    /// A gzip file.
    Compressed,
    /// The bytes are not what was read: changed since, or damaged.
    OtherBytes,
    /// The encoding of the file cannot write the words.
    Encoding,
    /// The words cannot be written at this place without changing more than it.
    Place,
    /// The place is no part of one value.
    Markup,
    /// Other values of the file would be read differently.
    Structure,
    /// Standard input is nowhere.
    Stdin,
    /// The file may only be read.
    ReadOnly,
}

impl Refusal {
    /// The words for it.
    #[must_use]
    pub fn why(self) -> Bilingual {
        match self {
            Self::Container => bilingual!(
                "Word and Excel files are not changed: mend it there, or import the file first",
                "不修改 Word 和 Excel 文件：请在其中改正，或先导入该文件"
            ),
            Self::Compressed => bilingual!(
                "compressed files are not changed: unpack it first",
                "不修改压缩文件：请先解压"
            ),
            Self::OtherBytes => bilingual!(
                "the file has changed since it was read, or holds damaged characters",
                "文件在读取后有变动，或含有损坏的字符"
            ),
            Self::Encoding => bilingual!(
                "the encoding of the file cannot write the new words as they are: save it as UTF-8",
                "文件的编码无法写入新的文字：请另存为 UTF-8"
            ),
            Self::Place => bilingual!(
                "the new words cannot be written at this place without changing what is around it",
                "无法在此写入新的文字而不改动其周围内容"
            ),
            Self::Markup => {
                bilingual!("the place holds markup besides words", "此处除文字外还有标记")
            }
            Self::Structure => bilingual!(
                "other values of the file would be read differently",
                "文件中的其他值会因此改变"
            ),
            Self::Stdin => {
                bilingual!("standard input cannot be changed", "无法修改标准输入")
            }
            Self::ReadOnly => {
                bilingual!("the file may only be read", "该文件为只读")
            }
        }
    }
}

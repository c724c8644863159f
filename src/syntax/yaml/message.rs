//! What the parser's errors mean, in words.

use granit_parser::ErrorKind;

use crate::bilingual;
use crate::source::Bilingual;

/// What is wrong, and the way out where there is one to name.
pub(super) fn of(kind: &ErrorKind) -> (Bilingual, Option<Bilingual>) {
    use ErrorKind as E;
    match kind {
        E::UnexpectedEofFlowSequence
        | E::UnclosedFlowCollection { open: '[' }
        | E::ExpectedFlowSequenceSeparator => (
            bilingual!(
                "a list that was opened with [ goes wrong or never ends here",
                "以 [ 开头的列表在此出错或没有结束"
            ),
            Some(bilingual!(
                "put a comma between the items and ] after the last one",
                "各项之间用逗号分隔，末项后写 ]"
            )),
        ),
        E::UnexpectedEofFlowMapping
        | E::UnexpectedEofImplicitFlowMapping
        | E::UnclosedFlowCollection { .. }
        | E::ExpectedFlowMappingSeparator => (
            bilingual!(
                "a mapping that was opened with {{ goes wrong or never ends here",
                "以 {{ 开头的映射在此出错或没有结束"
            ),
            Some(bilingual!(
                "put a comma between the entries and }} after the last one",
                "各条目之间用逗号分隔，末条后写 }}"
            )),
        ),
        E::MismatchedFlowCollectionEnd { open, close } => (
            bilingual!("{open} is closed by {close}", "{open} 与 {close} 不配对"),
            Some(bilingual!("close each bracket by its own kind", "请用同类括号配对")),
        ),
        E::MisplacedFlowCollectionEnd => (
            bilingual!("this bracket closes nothing", "此括号没有与之配对的开括号"),
            Some(bilingual!("remove it, or put the text in quotes", "请删去，或给文字加引号")),
        ),
        E::UnclosedQuotedScalar => (
            bilingual!("the quote that opens here is never closed", "此处的引号没有结束"),
            Some(bilingual!("close it with the same kind of quote", "请用同样的引号结束")),
        ),
        E::DocumentIndicatorInQuotedScalar => (
            bilingual!(
                "a quoted text runs into the end of the document",
                "引号内的文字越过了文档结尾"
            ),
            Some(bilingual!("close the quote before --- or ...", "请在 --- 或 ... 之前结束引号")),
        ),
        E::InvalidTrailingSingleQuotedScalar | E::InvalidTrailingDoubleQuotedScalar => (
            bilingual!("text follows a closing quote", "结束引号之后还有文字"),
            Some(bilingual!(
                "put the whole value in quotes, and write a quote inside it as '' (in single quotes) or \\\" (in double quotes)",
                "请将整个值放入引号；其中的引号在单引号内写作 ''，在双引号内写作 \\\""
            )),
        ),
        E::UnknownQuotedScalarEscape
        | E::InvalidQuotedScalarHexEscape
        | E::InvalidLowSurrogateHexEscape
        | E::InvalidLowSurrogate
        | E::MissingLowSurrogate
        | E::UnpairedLowSurrogate
        | E::InvalidUnicodeEscape => (
            bilingual!("\\ does not start a known escape here", "此处的 \\ 不是有效的转义"),
            Some(bilingual!(
                "write \\\\ for a backslash, or use single quotes",
                "反斜线请写作 \\\\，或改用单引号"
            )),
        ),
        E::TabNotAllowed
        | E::TabInBlockIndentation
        | E::TabInIndentation
        | E::TabAtBlockScalarStart
        | E::TabInPlainScalar => (
            bilingual!(
                "a tab stands where YAML allows only spaces",
                "此处 YAML 只允许空格，不允许制表符"
            ),
            Some(bilingual!("indent with spaces", "请用空格缩进")),
        ),
        E::InvalidIndentation
        | E::ExpectedBlockMappingKey
        | E::ExpectedBlockSequenceEntry
        | E::InvalidBlockScalarIndent
        | E::InvalidQuotedScalarIndent
        | E::InvalidFlowScalarIndent
        | E::BlockSequenceEntryNotAllowed => (
            bilingual!("the indentation does not fit what stands above", "缩进与上文不符"),
            Some(bilingual!(
                "start keys of one mapping, and items of one list, in the same column",
                "同一映射的键、同一列表的项须从同一列开始"
            )),
        ),
        E::MappingValueNotAllowed | E::InvalidColonPlacement | E::InvalidMappingValueWhitespace => {
            (
                bilingual!("a colon stands where no key can be", "冒号出现在不能有键的地方"),
                Some(bilingual!(
                    "put a value that contains \": \" in quotes",
                    "含有“: ”的值请加引号"
                )),
            )
        }
        E::SimpleKeyExpected | E::InvalidSimpleKey => (
            bilingual!(
                "this line is neither a key with a colon nor part of the value above",
                "此行既不是带冒号的键，也不属于上面的值"
            ),
            Some(bilingual!(
                "write key: value, or indent the line to continue the value above",
                "请写作“键: 值”，或缩进以接续上面的值"
            )),
        ),
        E::MappingKeyNotAllowed | E::FlowMappingValueAdjacentCollection => {
            (bilingual!("no key can stand here", "此处不能有键"), None)
        }
        E::CommentInterceptedScalar => (
            bilingual!("a comment cuts a text of several lines in two", "注释截断了多行文字"),
            Some(bilingual!("move the comment above the key", "请将注释移到键的上方")),
        ),
        E::CommentNotSeparated => (
            bilingual!("# starts a comment only after a space", "# 之前须有空格才是注释"),
            Some(bilingual!(
                "put a space before #, or the text in quotes",
                "请在 # 前加空格，或给文字加引号"
            )),
        ),
        E::UnexpectedCharacter { character } => {
            let shown = character.escape_debug();
            (
                bilingual!("no value can start with {shown}", "值不能以 {shown} 开头"),
                Some(bilingual!("put the text in quotes", "请给文字加引号")),
            )
        }
        E::PlainScalarStartsWithDashFlowIndicator | E::BlockEntryInFlowCollection => (
            bilingual!("no value can start with - here", "此处的值不能以 - 开头"),
            Some(bilingual!("put the text in quotes", "请给文字加引号")),
        ),
        E::ZeroBlockScalarIndent | E::InvalidBlockScalarHeader => (
            bilingual!(
                "after | or > only an indentation 1 to 9, + or -, or a comment can stand",
                "| 或 > 之后只能是 1 至 9 的缩进数、+、- 或注释"
            ),
            Some(bilingual!("start the text on the next line", "请从下一行开始写文字")),
        ),
        E::BomInsideDocument => (
            bilingual!("a byte order mark stands inside the document", "文档内部出现字节顺序标记"),
            Some(bilingual!("remove the invisible character U+FEFF", "请删去不可见字符 U+FEFF")),
        ),
        E::RecursionLimitExceeded => (
            bilingual!("nested too deeply", "嵌套过深"),
            Some(bilingual!(
                "flatten the document; what is deeper is not read",
                "请减少嵌套层数；更深的内容不再读取"
            )),
        ),
        E::UndeclaredTagHandle
        | E::ExpectedTagBang
        | E::MissingTagUri
        | E::InvalidTagTerminator => (
            bilingual!("! starts a tag that is not valid here", "! 在此开始了无效的标签"),
            Some(bilingual!("put the text in quotes", "请给文字加引号")),
        ),
        E::MissingAnchorOrAliasName => (
            bilingual!("& or * needs a name behind it", "& 或 * 之后须有名称"),
            Some(bilingual!("put the text in quotes", "请给文字加引号")),
        ),
        E::ExpectedDocumentStart | E::InvalidDocumentEnd | E::MissingDocumentEndBeforeDirective => {
            (
                bilingual!("the document was complete before this", "文档在此之前已经结束"),
                Some(bilingual!(
                    "separate documents by a line ---, and start all keys of the top level in the first column",
                    "文档之间用一行 --- 分隔；顶层的键须从第一列开始"
                )),
            )
        }
        E::UnexpectedEof
        | E::UnexpectedEofBlockSequence
        | E::UnexpectedEofBlockMapping
        | E::ExpectedNodeContent
        | E::UnexpectedEndOfPlainScalar => (
            bilingual!("a value is missing here", "此处缺少值"),
            Some(bilingual!(
                "the file may have been cut short; write the value, or \"\" for an empty one",
                "文件可能不完整；请写出值，空值写作 \"\""
            )),
        ),
        other => {
            // The rest concerns directives and tags, which definitions do not use.
            let words = other.to_string();
            (bilingual!("not valid YAML: {words}", "不是有效的 YAML：{words}"), None)
        }
    }
}

//! Which column of a list holds what.

use crate::source::{Said, Span};

/// What a column can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Column {
    /// Number of the standard.
    Number,
    /// Title.
    Title,
    /// Title in English, beside one in another language.
    TitleEn,
    /// Status word.
    Status,
    /// Date of publication.
    Published,
    /// Date of entry into force.
    Effective,
    /// Date of withdrawal.
    Withdrawn,
    /// Date of the last review.
    Reviewed,
    /// Documents it replaces.
    Replaces,
    /// Documents that replace it.
    ReplacedBy,
    /// ICS codes.
    Ics,
    /// CCS codes.
    Ccs,
    /// Issuing body.
    Issuer,
}

impl Column {
    /// Every column with its key in `consonance.yaml`.
    pub const ALL: &'static [(&'static str, Self)] = &[
        ("number", Self::Number),
        ("title", Self::Title),
        ("title_en", Self::TitleEn),
        ("status", Self::Status),
        ("published", Self::Published),
        ("effective", Self::Effective),
        ("withdrawn", Self::Withdrawn),
        ("reviewed", Self::Reviewed),
        ("replaces", Self::Replaces),
        ("replaced_by", Self::ReplacedBy),
        ("ics", Self::Ics),
        ("ccs", Self::Ccs),
        ("issuer", Self::Issuer),
    ];
}

/// How a list is to be read, from `lists:` of `consonance.yaml`.
#[derive(Clone, Debug, Default)]
pub struct ListMapping {
    /// The file: its path, or its end (`*.csv` matches every path that ends in `.csv`).
    pub path: String,
    /// Name of the column for each thing.
    pub columns: Vec<(Column, Said<String>)>,
    /// Name of the sheet of a workbook; the first where none is said.
    pub sheet: Option<String>,
}

impl ListMapping {
    /// Whether the mapping is for the file at `path`.
    #[must_use]
    pub fn is_for(&self, path: &str) -> bool {
        match self.path.split_once('*') {
            Some((start, end)) => {
                path.len() >= start.len() + end.len()
                    && path.ends_with(end)
                    && (start.is_empty() || path.starts_with(start))
            }
            None => path == self.path || path.ends_with(&format!("/{}", self.path)),
        }
    }
}

/// Columns found in a list: by index.
pub(super) struct Columns {
    found: Vec<(Column, usize)>,
    /// Columns that the mapping names and the list lacks.
    pub(super) missing: Vec<String>,
}

impl Columns {
    pub(super) fn of(headers: &[String], mapping: Option<&ListMapping>) -> Self {
        let mut columns = Self { found: Vec::new(), missing: Vec::new() };
        for (column, name) in mapping.iter().flat_map(|it| &it.columns) {
            match headers.iter().position(|it| it.trim() == name.value) {
                Some(index) => columns.found.push((*column, index)),
                None => columns.missing.push(name.value.clone()),
            }
        }
        for (index, header) in headers.iter().enumerate() {
            if let Some(column) = header_column(header.trim())
                && columns.get(column).is_none()
            {
                columns.found.push((column, index));
            }
        }
        columns
    }

    pub(super) fn get(&self, column: Column) -> Option<usize> {
        self.found.iter().find(|(each, _)| *each == column).map(|(_, index)| *index)
    }
}

/// What a column of a common name holds.
pub(super) fn header_column(name: &str) -> Option<Column> {
    let name: String = name
        .trim_start_matches('\u{feff}')
        .to_lowercase()
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '_' | '-' | '.' | '(' | ')' | '（' | '）'))
        .collect();
    Some(match name.as_str() {
        "stdnum" | "code" | "number" | "standard" | "standardnumber" | "standardno" | "stdno"
        | "reference" | "docnumber" | "identifier" | "designation" | "documentnumber"
        | "documentid" | "国标号" | "行标号" | "标准号" | "标准编号" | "标准代号" | "文件编号"
        | "编号" => Column::Number,
        "title" | "name" | "standardname" | "standardtitle" | "documenttitle" | "titlezh"
        | "titlecn" | "标准名称" | "中文名称" | "中文标准名称" | "标准名称中文"
        | "标准中文名称" | "名称" | "题名" => Column::Title,
        "titleen" | "englishtitle" | "englishname" | "英文名称" | "标准英文名称"
        | "英文标准名称" | "标准名称英文" => Column::TitleEn,
        "status" | "state" | "currentstatus" | "状态" | "标准状态" | "现行或作废" => {
            Column::Status
        }
        "published" | "publishdate" | "publicationdate" | "issuedate" | "publisheddate"
        | "dateofpublication" | "发布日期" | "发布时间" | "批准日期" => {
            Column::Published
        }
        "effective" | "effectivedate" | "implementdate" | "implementationdate" | "实施日期"
        | "实施时间" => Column::Effective,
        "withdrawn" | "withdrawaldate" | "withdrawndate" | "废止日期" | "废止时间" | "作废日期" => {
            Column::Withdrawn
        }
        "reviewed" | "reviewdate" | "confirmed" | "复审日期" => Column::Reviewed,
        "replaces" | "supersedes" | "obsoletes" | "全部代替标准" | "替代标准号"
        | "replacementraw" | "代替" | "代替标准" | "代替标准号" | "替代情况" | "替代标准" => {
            Column::Replaces
        }
        "replacedby" | "supersededby" | "obsoletedby" | "被代替标准号" | "被代替"
        | "被代替标准" | "被替代" => Column::ReplacedBy,
        "ics" | "icscode" | "ics分类" | "ics分类号" | "国际标准分类号" => Column::Ics,
        "ccs" | "ccscode" | "中标分类" | "中标分类号" | "中国标准分类号" | "ccs分类" => {
            Column::Ccs
        }
        "department" | "publisher" | "issuer" | "body" | "发布部门" | "主管部门" | "归口单位"
        | "发布单位" => Column::Issuer,
        _ => return None,
    })
}

/// A span for messages about a whole list.
pub(super) fn first_line(file: &crate::source::SourceFile) -> Span {
    let range = file.line_range(0);
    Span::new(file.id(), range.start, range.end)
}

//! The words of closed lists, for people.

use crate::source::Language;

/// A word of a closed list as a reader of `language` expects it; the word itself where nothing
/// better is known (`IDT` stays `IDT`).
#[must_use]
pub fn word_in(word: &'static str, language: Language) -> &'static str {
    match language {
        Language::En => ENGLISH,
        Language::Zh => CHINESE,
    }
    .iter()
    .find(|(key, _)| *key == word)
    .map_or(word, |(_, text)| text)
}

/// Words whose spelling in rules is not good English.
const ENGLISH: &[(&str, &str)] = &[
    ("published_not_effective", "published, not yet in force"),
    ("replaced_by", "replaced by"),
    ("part_of", "part of"),
    ("adopted_as", "adopted as"),
    ("em_dash", "em dash (—)"),
    ("en_dash", "en dash (–)"),
    ("hyphen", "hyphen (-)"),
    ("colon", "colon (:)"),
    ("wrong_parent", "does not begin with its parent's number"),
    ("list_item", "list item"),
    ("management_system", "management system"),
    ("technical_specification", "technical specification"),
    ("technical_report", "technical report"),
    ("internet_draft", "Internet-Draft"),
    ("internet_standard", "Internet Standard"),
    ("draft_standard", "Draft Standard"),
    ("proposed_standard", "Proposed Standard"),
    ("best_current_practice", "Best Current Practice"),
    ("references", "normative references"),
    ("core", "core element"),
    ("association_code", "association code"),
    ("series_main_title", "main title of a series"),
    ("series_complement", "complementary title of a series"),
];

const CHINESE: &[(&str, &str)] = &[
    // life cycle
    ("draft", "草案"),
    ("published_not_effective", "即将实施"),
    ("current", "现行"),
    ("replaced", "被代替"),
    ("withdrawn", "废止"),
    ("confirmed", "确认有效"),
    ("unknown", "未知"),
    // levels
    ("international", "国际"),
    ("regional", "区域"),
    ("national", "国家"),
    ("sector", "行业"),
    ("local", "地方"),
    ("association", "团体"),
    ("enterprise", "企业"),
    // roles
    ("normative", "规范性"),
    ("informative", "资料性"),
    ("own", "本文件"),
    ("reference", "引用"),
    ("adoption", "采用"),
    ("replaces", "代替"),
    ("replaced_by", "被代替"),
    ("amends", "修改"),
    ("part_of", "部分"),
    ("adopted_as", "被采用"),
    ("list", "清单"),
    ("text", "正文"),
    // elements
    ("title", "标题"),
    ("foreword", "前言"),
    ("introduction", "引言"),
    ("scope", "范围"),
    ("references", "规范性引用文件"),
    ("terms", "术语和定义"),
    ("symbols", "符号和缩略语"),
    ("requirement", "要求"),
    ("verification", "证实方法"),
    ("annex", "附录"),
    ("bibliography", "参考文献"),
    ("index", "索引"),
    ("preliminary", "前置部分"),
    ("core", "核心技术要素"),
    ("other", "其他"),
    // assets and blocks
    ("clause", "条"),
    ("figure", "图"),
    ("table", "表"),
    ("formula", "公式"),
    ("note", "注"),
    ("example", "示例"),
    ("footnote", "脚注"),
    ("paragraph", "段"),
    ("list_item", "列项"),
    // functions and types
    ("terminology", "术语标准"),
    ("classification", "分类标准"),
    ("test", "试验标准"),
    ("specification", "规范"),
    ("procedure", "规程"),
    ("guideline", "指南"),
    ("management_system", "管理体系标准"),
    ("product", "产品或服务标准"),
    ("standard", "标准"),
    ("recommended", "推荐性标准"),
    ("guidance", "指导性技术文件"),
    ("technical_specification", "技术规范"),
    ("technical_report", "技术报告"),
    ("guide", "导则"),
    // deviations
    ("technical", "技术性"),
    ("structural", "结构性"),
    ("editorial", "编辑性"),
    // separators
    ("em_dash", "一字线（—）"),
    ("en_dash", "半字线（–）"),
    ("hyphen", "连字符（-）"),
    ("colon", "冒号（:）"),
    // numbering
    ("gap", "编号不连续"),
    ("duplicate", "编号重复"),
    ("wrong_parent", "编号与上级不符"),
    ("order", "编号顺序错误"),
    // collisions
    ("identifier", "标准编号"),
    ("association_code", "团体代号"),
    ("series_main_title", "系列主体要素"),
    ("series_complement", "系列补充要素"),
    // languages
    ("zh", "中文"),
    ("en", "英文"),
    // classification schemes
    ("ics", "ICS"),
    ("ccs", "CCS"),
    ("aspect", "方面"),
];

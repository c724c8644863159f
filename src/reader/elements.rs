//! What a heading says of the element below it, in the languages of standards.

use crate::model::{Element, ReferenceRole};

/// The element that a heading announces, without its number.
pub(super) fn element_of(title: &str) -> Option<Element> {
    let folded: String = title
        .trim()
        .trim_end_matches(['.', ':', '：'])
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '\u{a0}')
        .map(|c| if c == '\u{2019}' { '\'' } else { c })
        .flat_map(char::to_lowercase)
        .collect();
    Some(match folded.as_str() {
        "foreword"
        | "nationalforeword"
        | "europeanforeword"
        | "preface"
        | "前言"
        | "国家前言"
        | "avant-propos"
        | "avant-proposnational"
        | "avant-proposeuropéen"
        | "préface"
        | "préfacenationale"
        | "vorwort"
        | "nationalesvorwort"
        | "europäischesvorwort"
        | "prólogo"
        | "prólogonacional"
        | "prólogoeuropeo"
        | "prefacio"
        | "voorwoord"
        | "nationaalvoorwoord"
        | "europeesvoorwoord"
        | "premessa"
        | "premessanazionale"
        | "предисловие"
        | "национальноепредисловие"
        | "европейскоепредисловие" => Element::Foreword,
        "introduction" | "引言" | "einleitung" | "введение" | "introducción" | "inleiding"
        | "introduzione" => Element::Introduction,
        "scope"
        | "范围"
        | "适用范围"
        | "domained'application"
        | "anwendungsbereich"
        | "objetoycampodeaplicación"
        | "objeto"
        | "campodeaplicación"
        | "onderwerpentoepassingsgebied"
        | "toepassingsgebied"
        | "scopoecampodiapplicazione"
        | "областьприменения" => Element::Scope,
        "normativereferences"
        | "规范性引用文件"
        | "引用文件"
        | "引用标准"
        | "référencesnormatives"
        | "normativeverweisungen"
        | "normasparaconsulta"
        | "referenciasnormativas"
        | "normatieveverwijzingen"
        | "riferimentinormativi"
        | "нормативныессылки" => Element::NormativeReferences,
        "termsanddefinitions"
        | "terms,definitions,symbolsandabbreviatedterms"
        | "terms"
        | "termsanddefinitions,symbolsandabbreviatedterms"
        | "terms,definitionsandabbreviatedterms"
        | "termsdefinitionsandabbreviatedterms"
        | "terms,definitionsandabbreviations"
        | "termsdefinitions,symbolsandabbreviatedterms"
        | "terms,definitionsandsymbols"
        | "definitions"
        | "terminology"
        | "术语和定义"
        | "术语、定义和缩略语"
        | "术语、定义和符号"
        | "术语与定义"
        | "术语"
        | "术语、定义、符号和缩略语"
        | "termesetdéfinitions"
        | "termes,définitions,symbolesettermesabrégés"
        | "termes,définitionsettermesabrégés"
        | "termes,définitionsetabréviations"
        | "begriffe"
        | "begriffeunddefinitionen"
        | "begriffe,symboleundabkürzungen"
        | "begriffeundabkürzungen"
        | "términosydefiniciones"
        | "términos,definicionesyabreviaturas"
        | "términos,definicionesytérminosabreviados"
        | "termenendefinities"
        | "terminiedefinizioni"
        | "терминыиопределения"
        | "термины,определенияисокращения" => Element::Terms,
        "symbols"
        | "symbolsandabbreviatedterms"
        | "symbolsandabbreviations"
        | "abbreviatedterms"
        | "abbreviations"
        | "symboleundabkürzungen"
        | "symbole"
        | "abkürzungen"
        | "symboles"
        | "symbolesettermesabrégés"
        | "símbolos"
        | "símbolosyabreviaturas"
        | "обозначенияисокращения"
        | "abbreviationsandacronyms"
        | "acronyms"
        | "acronymsandabbreviations"
        | "符号"
        | "缩略语"
        | "符号和缩略语"
        | "符号、代号和缩略语" => Element::Symbols,
        "bibliography"
        | "参考文献"
        | "bibliographie"
        | "literaturhinweise"
        | "bibliografía"
        | "bibliografie"
        | "bibliografia"
        | "библиография" => Element::Bibliography,
        "index" | "索引" | "stichwortverzeichnis" => Element::Index,
        // What says only that the text of another document is taken over.
        "endorsementnotice"
        | "anerkennungsnotiz"
        | "noticed'entérinement"
        | "notadereconocimiento"
        | "erkenningsbericht" => Element::Preliminary,
        "testmethods" | "testmethod" | "试验方法" | "检验方法" | "证实方法" | "验证方法" => {
            Element::Verification
        }
        "abstract" | "摘要" => Element::Preliminary,
        _ => return None,
    })
}

/// Which list of references a heading announces.
pub(super) fn reference_role_of(title: &str) -> Option<ReferenceRole> {
    let title = title.to_lowercase();
    if [
        "informativ",
        "non-normative",
        "informational",
        "bibliogra",
        "literaturhinweis",
        "библиограф",
        "参考文献",
        "资料性引用",
    ]
    .iter()
    .any(|word| title.contains(word))
    {
        return Some(ReferenceRole::Informative);
    }
    ["normativ", "normas para consulta", "нормативн", "规范性引用"]
        .iter()
        .any(|word| title.contains(word))
        .then_some(ReferenceRole::Normative)
}

/// Whether words in the heading of an annex call it normative or informative.
pub(super) fn annex_status(words: &str) -> Option<bool> {
    let words = words.to_lowercase();
    if [
        "informative",
        "资料性",
        "informatif",
        "informatief",
        "informativ",
        "informacyjn",
        "справочн",
        "рекомендуем",
    ]
    .iter()
    .any(|it| words.contains(it))
    {
        return Some(false);
    }
    ["normative", "规范性", "normatif", "normatief", "normativ", "normatyw", "обязательн"]
        .iter()
        .any(|it| words.contains(it))
        .then_some(true)
}

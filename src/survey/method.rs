//! How the figures were got, in plain sentences.

use super::{Input, Words};
use crate::bilingual;
use crate::finding::Confidence;

pub(super) fn sentences(input: &Input<'_>) -> Vec<Words> {
    let as_of = input.facts.corpus().as_of();
    let ran = input.rules.iter().filter(|it| input.policy.runs_anywhere(it));
    let (all, ran) = (input.rules.len(), ran.collect::<Vec<_>>());
    let guesses = ran.iter().filter(|it| it.confidence == Confidence::Heuristic).count();
    let ran = ran.len();
    vec![
        match as_of {
            crate::corpus::AsOf::Date(date) => bilingual!(
                "Every status is that on {date}: what was published, replaced or withdrawn later does not count.",
                "各文件的状态均以 {date} 为准：其后的发布、代替和废止不计。"
            ),
            crate::corpus::AsOf::Publication => bilingual!(
                "Each standard is judged on its own date of publication.",
                "各标准均以其发布日期为准。"
            ),
        },
        bilingual!(
            "{ran} of {all} rules ran, {guesses} of them heuristic (they may give false alarms). Severity is that of each document's profile.",
            "共 {all} 条规则，运行 {ran} 条，其中 {guesses} 条为启发式（可能误报）。级别取各文件的配置方案。"
        ),
        bilingual!(
            "The degree of an adoption is computed from the two texts: IDT where no technical difference and no change of structure was found, MOD where some was, NEQ where less than half of the clauses with provisions have a counterpart.",
            "一致性程度由两文本得出：未发现技术性差异和结构变化的为 IDT，有差异的为 MOD，含条款的条不足半数有对应的为 NEQ。"
        ),
        bilingual!(
            "Across languages, limits, verbal forms and cited documents are compared; wording is not, so that identity cannot be proved.",
            "语言不同时只比较限值、能愿动词和所引文件，不比较文字，因而无法证明等同。"
        ),
        bilingual!(
            "A clause counts as a requirement where it has a sentence that binds (shall, shall not); notes, examples and informative annexes do not count.",
            "含有约束性语句（应、不应）的条计为要求；注、示例和资料性附录不计。"
        ),
        bilingual!(
            "Clauses are paired by a declared clause map, a mapping or a common subject key; else by structure, titles, words, quantities and terms, above a threshold. The score of a pair is shown.",
            "条款的对应依据所声明的对照表、映射或相同主题键；否则依据结构、标题、文字、数量和术语，得分高于阈值者视为对应，并给出得分。"
        ),
        bilingual!(
            "Affected by a reference at risk is every document of the corpus that depends on it through normative references, adoptions, amendments, parts or mappings, over any number of steps.",
            "引用风险的影响面，是语料库中经规范性引用、采用、修改、部分或映射（不限层次）依赖该文件的全部文件。"
        ),
        bilingual!(
            "What could not be checked is listed with its reason and is counted neither as right nor as wrong.",
            "无法检查的内容均列出原因，既不计为合格，也不计为不合格。"
        ),
    ]
}

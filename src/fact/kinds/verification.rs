//! Whether what a clause requires can be verified by a method that the document gives
//! (证实方法; GB/T 1.1-2020, Table 4).

use rustc_hash::FxHashSet;

use super::super::{FactRef, Facts, Reason, Value};
use super::clause::element;
use crate::fact::cited::plain_number;
use crate::fact::{ClauseRow, Part};
use crate::identifier::ElementKind;
use crate::language::Modality;
use crate::model::{Clause, Element};

/// Whether the clause itself, without its subclauses, requires something where it can.
pub(super) fn requires(f: &Facts<'_>, doc: u32, clause: u32) -> bool {
    f.prose(doc).of_clause(clause).iter().any(|row| {
        let part = matches!(row.part, Part::Clause | Part::Table | Part::NormativeAnnex);
        let binds = matches!(row.provision.modality, Modality::Requirement | Modality::Prohibition);
        part && binds && !row.provision.embedded
    })
}

/// The methods of verification that a document gives, worked out once.
#[derive(Debug, Default)]
pub(crate) struct Methods {
    /// For each clause, whether it is or lies in one on verification.
    inside: Vec<bool>,
    /// Some clause is given with its methods: then all that are verified are.
    beside: bool,
    /// Titles of such clauses.
    titles: FxHashSet<String>,
    /// Numbers of clauses that such clauses name.
    named: FxHashSet<String>,
}

impl Methods {
    pub(crate) fn read(f: &Facts<'_>, doc: u32) -> Self {
        let mut methods = Self::default();
        for row in f.clauses(doc) {
            let parent = row.parent.and_then(|at| methods.inside.get(at as usize));
            let inside = parent == Some(&true) || is_verification(f, row);
            methods.inside.push(inside);
            methods.beside |= !row.clause.tests.is_empty();
            if inside {
                methods.titles.extend(title(f, row.clause));
            }
        }
        let internal = f.cited(doc).internal.iter().filter(|it| {
            methods.inside.get(it.site.clause as usize) == Some(&true)
                && it.element.kind == ElementKind::Clause
        });
        methods.named = internal.map(|it| plain_number(&it.element.number).to_owned()).collect();
        methods
    }
}

/// Whether a verification method for the clause is given: beside it, beside a clause it is in, or in
/// a clause on verification that names it by number or title.
pub(super) fn verified<'a>(f: &Facts<'a>, r: FactRef) -> Value<'a> {
    let methods = f.methods(r.doc);
    let mut next = Some(r.index);
    while let Some((at, row)) =
        next.and_then(|at| f.clauses(r.doc).get(at as usize).map(|row| (at, row)))
    {
        let number = row.clause.number.as_ref().map(|it| plain_number(f.text(it)));
        if !row.clause.tests.is_empty()
            || methods.inside.get(at as usize) == Some(&true)
            || number.is_some_and(|it| methods.named.contains(it))
            || title(f, row.clause).is_some_and(|it| methods.titles.contains(&it))
        {
            return Value::Bool(true);
        }
        next = row.parent;
    }
    if methods.beside || !methods.inside.contains(&true) {
        return Value::Bool(false);
    }
    Value::Absent(Reason::Because {
        doc: r.doc,
        why: &(
            "the methods of verification do not say which clauses they are for",
            "证实方法未说明所对应的章条",
        ),
    })
}

const TITLES: &[&str] = &[
    "证实方法",
    "试验方法",
    "检验方法",
    "测试方法",
    "检测方法",
    "检查方法",
    "评价方法",
    "检验规则",
    "评价与改进",
    "test method",
    "test methods",
    "testing",
    "verification",
    "inspection",
];

fn is_verification(f: &Facts<'_>, row: &ClauseRow<'_>) -> bool {
    if element(f, row) == Some(Element::Verification) {
        return true;
    }
    row.clause.title.iter().any(|(_, text)| {
        let title = text.get(f.sources()).trim().to_lowercase();
        TITLES.iter().any(|known| title == *known || (!known.is_ascii() && title.ends_with(known)))
    })
}

fn title(f: &Facts<'_>, clause: &Clause) -> Option<String> {
    let title = clause.title.first()?.get(f.sources()).trim().to_lowercase();
    (!title.is_empty()).then_some(title)
}

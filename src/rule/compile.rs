//! From the tree of a rule file to native predicates, templates and places: everything that can be
//! wrong with a rule is found here, with its place.

use std::ops::Range;

use super::ast::{Cases, PlaceOf, PlacePath};
use super::fields::{Reading, suggestion};
use super::matched;
use super::pattern::Pattern;
use super::predicate::{Cmp, Item, ListTest, Path, Pred, Test};
use super::template::{BilingualTemplate, Piece, Template};
use crate::bilingual;
use crate::fact::{CONTEXT, Date, Field, Get, Kind, KindDef, Type};
use crate::source::{ProblemCode, Span, Text};
use crate::syntax::{NodeId, NodeKind};

/// What a path leads to.
struct Resolved {
    path: Path,
    ty: Type,
    list: bool,
}

/// A piece of a dotted path, with its place in the written text.
struct Segment<'p> {
    name: &'p str,
    range: Range<usize>,
}

fn segments(written: &str, offset: usize) -> Vec<Segment<'_>> {
    let mut at = 0;
    written
        .split('.')
        .map(|name| {
            let start = at;
            at += name.len() + 1;
            Segment { name, range: offset + start..offset + start + name.len() }
        })
        .collect()
}

/// How far along a path its segments name facts.
struct Walk {
    hops: Vec<crate::fact::One>,
    kind: Kind,
}

impl<'t> Reading<'t, '_> {
    /// A predicate on facts of `kind`.
    pub(super) fn predicate(&mut self, node: NodeId, kind: Kind) -> Option<Pred> {
        if self.tree.kind(node) != NodeKind::Mapping {
            self.expected(node, &bilingual!("conditions by field", "按字段给出的条件"));
            return None;
        }
        let tree = self.tree;
        let mut preds = Vec::new();
        let mut whole = true;
        for (key, value) in tree.entries(node) {
            match self.condition(key, value, kind) {
                Some(pred) => preds.push(pred),
                None => whole = false,
            }
        }
        if preds.is_empty() && whole {
            self.wrong(
                ProblemCode::WrongType,
                tree.span(node),
                bilingual!("no condition here", "此处没有条件"),
            );
            return None;
        }
        whole.then(|| conjunction(preds))
    }

    fn condition(&mut self, key: NodeId, value: NodeId, kind: Kind) -> Option<Pred> {
        let name = self.tree.str(key);
        match name {
            "all" => return Some(conjunction(self.predicates(value, kind)?)),
            "any" => return Some(Pred::Any(self.predicates(value, kind)?.into())),
            "not" => return Some(Pred::Not(Box::new(self.predicate(value, kind)?))),
            _ => {}
        }
        let resolved = self.path(&self.tree.text(key), 0..name.len(), name, kind)?;
        if resolved.list {
            let test = self.list_test(value, resolved.ty, kind)?;
            Some(Pred::Many(resolved.path, test))
        } else {
            let test = self.test(value, resolved.ty, kind)?;
            Some(Pred::One(resolved.path, test))
        }
    }

    fn predicates(&mut self, node: NodeId, kind: Kind) -> Option<Vec<Pred>> {
        if self.tree.kind(node) == NodeKind::Mapping {
            return Some(vec![self.predicate(node, kind)?]);
        }
        let items = self.list(node)?;
        let count = items.len();
        let preds: Vec<_> =
            items.into_iter().filter_map(|item| self.predicate(item, kind)).collect();
        (preds.len() == count).then_some(preds)
    }

    /// What a dotted path leads to, from a fact of `kind`.
    fn path(
        &mut self,
        text: &Text,
        range: Range<usize>,
        written: &str,
        kind: Kind,
    ) -> Option<Resolved> {
        let parts = segments(written, range.start);
        let (last, way) = parts.split_last()?;
        let walk = self.walk(text, way, kind)?;
        let first = way.is_empty();
        if first && last.name == kind.name() && kind.def().field(last.name).is_none() {
            let path = Path { hops: Box::default(), field: None };
            return Some(Resolved { path, ty: Type::Fact(kind), list: false });
        }
        let Some(field) = field_of(walk.kind, last.name, first) else {
            self.unknown_field(text.span_of(last.range.clone()), last.name, walk.kind, first);
            return None;
        };
        self.compares |= field.compared;
        let path = Path { hops: walk.hops.into(), field: Some(field) };
        Some(Resolved { path, ty: field.ty, list: field.is_list() })
    }

    /// Follows segments that all have to name single facts.
    fn walk(&mut self, text: &Text, way: &[Segment<'_>], kind: Kind) -> Option<Walk> {
        let mut walk = Walk { hops: Vec::new(), kind };
        for (index, segment) in way.iter().enumerate() {
            let first = index == 0;
            let span = text.span_of(segment.range.clone());
            let Some(field) = field_of(walk.kind, segment.name, first) else {
                // The kind's own name stands for the fact itself.
                if first && segment.name == kind.name() {
                    continue;
                }
                self.unknown_field(span, segment.name, walk.kind, first);
                return None;
            };
            self.compares |= field.compared;
            match (field.ty, field.get) {
                (Type::Fact(next), Get::One(get)) => {
                    walk.hops.push(get);
                    walk.kind = next;
                }
                (Type::Fact(_), Get::Many(_)) => {
                    let name = segment.name;
                    self.wrong(
                        ProblemCode::WrongType,
                        span,
                        bilingual!(
                            "`{name}` is a list: ask about its items with `{name}: {{any: {{…}}}}`",
                            "“{name}”是列表：请用 {name}: {{any: {{…}}}} 询问其中各项"
                        ),
                    );
                    return None;
                }
                _ => {
                    let (name, ty) = (segment.name, field.type_name());
                    self.wrong(
                        ProblemCode::WrongType,
                        span,
                        bilingual!(
                            "`{name}` is a {ty} and has no fields of its own",
                            "“{name}”的类型是 {ty}，没有下级字段"
                        ),
                    );
                    return None;
                }
            }
        }
        Some(walk)
    }

    fn unknown_field(&mut self, span: Span, name: &str, kind: Kind, first: bool) {
        let kind_name = kind.name();
        let known = || {
            let context = if first { CONTEXT } else { &[] };
            kind.def().fields.iter().chain(context).map(|field| field.name)
        };
        let help = suggestion(name, known()).unwrap_or_else(|| {
            let list = known().collect::<Vec<_>>().join(", ");
            bilingual!("fields of `{kind_name}`: {list}", "“{kind_name}”的字段：{list}")
        });
        self.wrong_with_help(
            ProblemCode::UnknownKey,
            span,
            bilingual!("`{kind_name}` has no field `{name}`", "“{kind_name}”没有字段“{name}”"),
            Some(help),
        );
    }

    /// A test of a single value: a plain value, or operators.
    fn test(&mut self, node: NodeId, ty: Type, kind: Kind) -> Option<Test> {
        match self.tree.kind(node) {
            NodeKind::Scalar => self.equal(node, ty),
            NodeKind::Mapping => {
                let tree = self.tree;
                let mut tests = Vec::new();
                let mut whole = true;
                for (key, value) in tree.entries(node) {
                    match self.operator(key, value, ty, kind) {
                        Some(test) => tests.push(test),
                        None => whole = false,
                    }
                }
                match tests.len() {
                    _ if !whole => None,
                    0 => {
                        self.expected_operator(node, ty, false);
                        None
                    }
                    1 => tests.pop(),
                    _ => Some(Test::All(tests.into())),
                }
            }
            NodeKind::Sequence => {
                self.wrong_with_help(
                    ProblemCode::WrongType,
                    self.tree.span(node),
                    bilingual!("expected a value, found a list", "应为单个值，实为列表"),
                    Some(bilingual!(
                        "for one of several values write `{{in: […]}}`",
                        "若为多个值之一，请写 {{in: […]}}"
                    )),
                );
                None
            }
            NodeKind::Missing => None,
        }
    }

    fn equal(&mut self, node: NodeId, ty: Type) -> Option<Test> {
        Some(match ty {
            Type::Bool => Test::Bool(self.bool(node)?),
            Type::Number => Test::Number(Cmp::Is, self.number(node)?),
            Type::Text => Test::Text(self.scalar(node)?.into()),
            Type::Word(words) => Test::Words(1 << self.word(node, words)?),
            Type::Date => Test::Date(Cmp::Is, self.date(node)?),
            Type::Fact(kind) => {
                let name = kind.name();
                self.wrong_with_help(
                    ProblemCode::WrongType,
                    self.tree.span(node),
                    bilingual!("a {name} cannot be compared to a text", "“{name}”不能与文本比较"),
                    Some(bilingual!(
                        "ask about one of its fields (`….name`), or write `{{exists: true}}`",
                        "请询问它的某个字段，或写 {{exists: true}}"
                    )),
                );
                return None;
            }
        })
    }

    fn date(&mut self, node: NodeId) -> Option<Date> {
        let text = self.scalar(node)?;
        let date = Date::parse(text);
        if date.is_none() {
            self.wrong(
                ProblemCode::WrongType,
                self.tree.span(node),
                bilingual!(
                    "`{text}` is no date: write YYYY, YYYY-MM or YYYY-MM-DD",
                    "“{text}”不是日期：请写 YYYY、YYYY-MM 或 YYYY-MM-DD"
                ),
            );
        }
        date
    }

    fn operator(&mut self, key: NodeId, value: NodeId, ty: Type, kind: Kind) -> Option<Test> {
        let name = self.tree.str(key);
        if !operators(ty, false).contains(&name) {
            self.unknown_operator(key, ty, false);
            return None;
        }
        if name == "exists" {
            return self.bool(value).map(Test::Exists);
        }
        if name == "not" && self.tree.kind(value) == NodeKind::Mapping {
            let test = match self.other_field(value, Cmp::Is, ty, kind) {
                Some(test) => test?,
                None => self.test(value, ty, kind)?,
            };
            return Some(Test::Not(Box::new(test)));
        }
        let cmp = match name {
            "lt" => Cmp::Lt,
            "le" => Cmp::Le,
            "gt" => Cmp::Gt,
            "ge" => Cmp::Ge,
            _ => Cmp::Is,
        };
        if matches!(name, "is" | "lt" | "le" | "gt" | "ge")
            && let Some(test) = self.other_field(value, cmp, ty, kind)
        {
            return test;
        }
        Some(match (name, ty) {
            ("is", _) => self.equal(value, ty)?,
            ("not", _) => Test::Not(Box::new(self.equal(value, ty)?)),
            ("in", _) => self.one_of(value, ty)?,
            ("not_in", _) => Test::Not(Box::new(self.one_of(value, ty)?)),
            ("matches", _) => Test::Matches(self.pattern(value)?),
            ("contains", _) => Test::Contains(self.scalar(value)?.into()),
            (_, Type::Date) => Test::Date(cmp, self.date(value)?),
            _ => Test::Number(cmp, self.number(value)?),
        })
    }

    /// `{field: path}` on the right side; `None` where it is something else.
    fn other_field(
        &mut self,
        node: NodeId,
        cmp: Cmp,
        ty: Type,
        kind: Kind,
    ) -> Option<Option<Test>> {
        if self.tree.kind(node) != NodeKind::Mapping {
            return None;
        }
        let mut entries = self.tree.entries(node);
        let (key, value) = entries.next()?;
        if self.tree.str(key) != "field" || entries.next().is_some() {
            return None;
        }
        Some(self.field_test(value, cmp, ty, kind))
    }

    fn field_test(&mut self, node: NodeId, cmp: Cmp, ty: Type, kind: Kind) -> Option<Test> {
        let written = self.scalar(node)?;
        let other = self.path(&self.tree.text(node), 0..written.len(), written, kind)?;
        if other.list || other.ty != ty {
            let found = if other.list { "list" } else { other.ty.name() };
            let wanted = ty.name();
            self.wrong(
                ProblemCode::WrongType,
                self.tree.span(node),
                bilingual!(
                    "`{written}` is a {found}, it cannot be compared with a {wanted}",
                    "“{written}”的类型是 {found}，不能与 {wanted} 比较"
                ),
            );
            return None;
        }
        Some(Test::Field(cmp, other.path))
    }

    fn one_of(&mut self, node: NodeId, ty: Type) -> Option<Test> {
        let items = self.list(node)?;
        if items.is_empty() {
            self.wrong(
                ProblemCode::WrongType,
                self.tree.span(node),
                bilingual!("an empty list is never matched", "空列表永远不会匹配"),
            );
            return None;
        }
        let tests: Vec<Test> =
            items.into_iter().map(|item| self.equal(item, ty)).collect::<Option<_>>()?;
        let mut words = 0;
        let mut texts = Vec::new();
        let mut numbers = Vec::new();
        for test in tests {
            match test {
                Test::Words(word) => words |= word,
                Test::Text(text) => texts.push(text),
                Test::Number(_, number) => numbers.push(number),
                _ => {}
            }
        }
        Some(match ty {
            Type::Word(_) => Test::Words(words),
            Type::Number => Test::Numbers(numbers.into()),
            _ => Test::Texts(texts.into()),
        })
    }

    fn pattern(&mut self, node: NodeId) -> Option<Pattern> {
        let text = self.scalar(node)?;
        if self.is_trusted {
            return Some(Pattern::trusted(text));
        }
        match Pattern::new(text) {
            Ok(pattern) => Some(pattern),
            Err(error) => {
                let detail = error.to_string();
                let detail = detail.lines().last().unwrap_or("").trim();
                let detail = detail.strip_prefix("error: ").unwrap_or(detail);
                self.wrong(
                    ProblemCode::WrongType,
                    self.tree.span(node),
                    bilingual!("not a regular expression: {detail}", "不是正则表达式：{detail}"),
                );
                None
            }
        }
    }

    /// A test of a list: operators only.
    fn list_test(&mut self, node: NodeId, ty: Type, kind: Kind) -> Option<ListTest> {
        if self.tree.kind(node) != NodeKind::Mapping {
            self.expected_operator(node, ty, true);
            return None;
        }
        let tree = self.tree;
        let mut tests = Vec::new();
        let mut whole = true;
        for (key, value) in tree.entries(node) {
            match self.list_operator(key, value, ty, kind) {
                Some(found) => tests.extend(found),
                None => whole = false,
            }
        }
        if tests.is_empty() && whole {
            self.expected_operator(node, ty, true);
        }
        (whole && !tests.is_empty()).then(|| {
            if tests.len() == 1 { tests.swap_remove(0) } else { ListTest::All(tests.into()) }
        })
    }

    fn list_operator(
        &mut self,
        key: NodeId,
        value: NodeId,
        ty: Type,
        kind: Kind,
    ) -> Option<Vec<ListTest>> {
        let name = self.tree.str(key);
        Some(match name {
            "exists" => vec![ListTest::Exists(self.bool(value)?)],
            "any" => vec![ListTest::Any(self.item(value, ty, kind)?)],
            "all" => vec![ListTest::Every(self.item(value, ty, kind)?)],
            "none" => vec![ListTest::Not(Box::new(ListTest::Any(self.item(value, ty, kind)?)))],
            "not" => vec![ListTest::Not(Box::new(self.list_test(value, ty, kind)?))],
            "contains" if !matches!(ty, Type::Fact(_)) => {
                vec![ListTest::Any(Item::Value(self.equal(value, ty)?))]
            }
            "count" => self.counts(value)?,
            _ => {
                self.unknown_operator(key, ty, true);
                return None;
            }
        })
    }

    fn counts(&mut self, node: NodeId) -> Option<Vec<ListTest>> {
        if self.tree.kind(node) == NodeKind::Scalar {
            return Some(vec![ListTest::Count(Cmp::Is, self.number(node)?)]);
        }
        let map = self.mapping(node, &["is", "not", "lt", "le", "gt", "ge"])?;
        let tree = self.tree;
        let mut tests = Vec::new();
        for (key, value) in tree.entries(map) {
            let number = self.number(value)?;
            tests.push(match tree.str(key) {
                "is" => ListTest::Count(Cmp::Is, number),
                "not" => ListTest::Not(Box::new(ListTest::Count(Cmp::Is, number))),
                "lt" => ListTest::Count(Cmp::Lt, number),
                "le" => ListTest::Count(Cmp::Le, number),
                "gt" => ListTest::Count(Cmp::Gt, number),
                "ge" => ListTest::Count(Cmp::Ge, number),
                _ => return None,
            });
        }
        Some(tests)
    }

    /// A test of the items of a list.
    fn item(&mut self, node: NodeId, ty: Type, kind: Kind) -> Option<Item> {
        match ty {
            Type::Fact(item) => self.predicate(node, item).map(|it| Item::Fact(Box::new(it))),
            ty => self.test(node, ty, kind).map(Item::Value),
        }
    }

    fn expected_operator(&mut self, node: NodeId, ty: Type, list: bool) {
        let known = operators(ty, list).join(", ");
        self.wrong_with_help(
            ProblemCode::WrongType,
            self.tree.span(node),
            if list {
                bilingual!("a list is asked with an operator", "列表须用运算符询问")
            } else {
                bilingual!("expected a value or an operator", "应为值或运算符")
            },
            Some(bilingual!("one of: {known}", "可用：{known}")),
        );
    }

    fn unknown_operator(&mut self, key: NodeId, ty: Type, list: bool) {
        let name = self.tree.str(key);
        let known = operators(ty, list);
        let ty = if list { "list" } else { ty.name() };
        let help = suggestion(name, known.iter().copied()).unwrap_or_else(|| {
            let known = known.join(", ");
            bilingual!("one of: {known}", "可用：{known}")
        });
        self.wrong_with_help(
            ProblemCode::UnknownKey,
            self.tree.span(key),
            bilingual!("no operator `{name}` for a {ty}", "{ty} 没有运算符“{name}”"),
            Some(help),
        );
    }

    /// A text with holes, for facts of `kind`.
    pub(super) fn template(&mut self, node: NodeId, kind: Kind) -> Option<Template> {
        let written = self.scalar(node)?;
        let written = written.trim_end();
        let text = self.tree.text(node);
        let mut pieces = Vec::new();
        let mut literal = String::new();
        let mut rest = 0;
        let mut whole = true;
        while let Some(found) = written[rest..].find(['{', '}']) {
            let at = rest + found;
            literal.push_str(&written[rest..at]);
            let sign = &written[at..=at];
            if written[at + 1..].starts_with(sign) {
                literal.push_str(sign);
                rest = at + 2;
                continue;
            }
            let end = written[at..].find('}').filter(|_| sign == "{").map(|end| at + end);
            let Some(end) = end else {
                self.wrong(
                    ProblemCode::Syntax,
                    text.span_of(at..at + 1),
                    bilingual!(
                        "a lone `{sign}`: write `{sign}{sign}` for the sign itself",
                        "单独的“{sign}”：若要该符号本身，请写“{sign}{sign}”"
                    ),
                );
                return None;
            };
            if !literal.is_empty() {
                pieces.push(Piece::Literal(std::mem::take(&mut literal).into()));
            }
            if &written[at + 1..end] == matched::NAME && !self.matched.is_empty() {
                pieces.push(Piece::Match(self.matched.clone()));
                rest = end + 1;
                continue;
            }
            match self.path(&text, at + 1..end, &written[at + 1..end], kind) {
                Some(resolved) => pieces.push(Piece::Hole(resolved.path)),
                None => whole = false,
            }
            rest = end + 1;
        }
        literal.push_str(&written[rest..]);
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal.into()));
        }
        whole.then_some(Template { pieces })
    }

    /// A template in both languages.
    pub(super) fn bilingual_template(
        &mut self,
        node: NodeId,
        kind: Kind,
    ) -> Option<BilingualTemplate> {
        let map = self.mapping(node, &["en", "zh"])?;
        let en = self.required(map, "en").and_then(|node| self.template(node, kind));
        let zh = self.required(map, "zh").and_then(|node| self.template(node, kind));
        Some(BilingualTemplate { en: en?, zh: zh? })
    }

    /// A value, or a list of `{when, is}` of which the first that applies counts and the last has
    /// no condition.
    pub(super) fn cases<T>(
        &mut self,
        node: NodeId,
        kind: Kind,
        read: &mut dyn FnMut(&mut Self, NodeId) -> Option<T>,
    ) -> Option<Cases<T>> {
        if self.tree.kind(node) != NodeKind::Sequence {
            return Some(Cases::always(read(self, node)?));
        }
        let items = self.list(node)?;
        let mut cases = Vec::new();
        let mut open = false;
        let count = items.len();
        for (index, item) in items.into_iter().enumerate() {
            let Some(map) = self.mapping(item, &["when", "is"]) else { continue };
            let when = match self.tree.get(map, "when") {
                Some(when) => self.predicate(when, kind),
                None => {
                    open = index + 1 == count;
                    if !open {
                        self.wrong(
                            ProblemCode::MissingKey,
                            self.head(map),
                            bilingual!(
                                "only the last case goes without `when`: those after this one are never reached",
                                "只有最后一项可以没有 when：其后的各项永远不会生效"
                            ),
                        );
                    }
                    Some(Pred::always())
                }
            };
            let is = self.required(map, "is").and_then(|node| read(self, node));
            if let (Some(when), Some(is)) = (when, is) {
                cases.push((when, is));
            }
        }
        if !open {
            self.wrong(
                ProblemCode::MissingKey,
                self.tree.span(node),
                bilingual!(
                    "the last case must have no `when`, so that one always applies",
                    "最后一项不得有 when，以保证总有一项适用"
                ),
            );
        }
        (open && cases.len() == count).then_some(Cases { cases })
    }

    /// The way to a place, from a fact of `kind`: fact-valued fields, then a place.
    pub(super) fn place(&mut self, node: NodeId, kind: Kind) -> Option<PlacePath> {
        let written = self.scalar(node)?;
        let text = self.tree.text(node);
        let parts = segments(written, 0);
        let (last, way) = parts.split_last()?;
        if written == matched::NAME && !self.matched.is_empty() {
            let path = Path { hops: Box::default(), field: None };
            return Some(PlacePath { path, place: PlaceOf::Match(self.matched.clone()) });
        }
        let walk = self.walk(&text, way, kind)?;
        let def: &KindDef = walk.kind.def();
        if let Some(place) = def.place(last.name) {
            let path = Path { hops: walk.hops.into(), field: None };
            return Some(PlacePath { path, place: PlaceOf::Named(place.get) });
        }
        let field = def.field(last.name).filter(|field| matches!(field.ty, Type::Fact(_)));
        if let Some(field) = field
            && let Type::Fact(target) = field.ty
            && let Some(main) = target.def().places.first()
        {
            let path = Path { hops: walk.hops.into(), field: Some(field) };
            return Some(PlacePath { path, place: PlaceOf::Named(main.get) });
        }
        let (name, kind_name) = (last.name, def.name);
        let facts = def.fields.iter().filter(|field| matches!(field.ty, Type::Fact(_)));
        let known: Vec<_> = def
            .places
            .iter()
            .map(|place| place.name)
            .chain(facts.map(|field| field.name))
            .collect();
        let help = suggestion(name, known.iter().copied()).unwrap_or_else(|| {
            let list = known.join(", ");
            bilingual!("places of `{kind_name}`: {list}", "“{kind_name}”的位置：{list}")
        });
        self.wrong_with_help(
            ProblemCode::UnknownKey,
            text.span_of(last.range.clone()),
            bilingual!("`{kind_name}` has no place `{name}`", "“{kind_name}”没有位置“{name}”"),
            Some(help),
        );
        None
    }
}

fn field_of(kind: Kind, name: &str, first: bool) -> Option<&'static Field> {
    kind.def()
        .field(name)
        .or_else(|| first.then(|| CONTEXT.iter().find(|field| field.name == name)).flatten())
}

fn conjunction(mut preds: Vec<Pred>) -> Pred {
    if preds.len() == 1 { preds.swap_remove(0) } else { Pred::All(preds.into()) }
}

/// The operators for values of a type.
pub(crate) fn operators(ty: Type, list: bool) -> &'static [&'static str] {
    if list {
        return match ty {
            Type::Fact(_) => &["any", "all", "none", "count", "exists", "not"],
            _ => &["contains", "any", "all", "none", "count", "exists", "not"],
        };
    }
    match ty {
        Type::Bool => &["is", "not", "exists"],
        Type::Number => &["is", "not", "in", "not_in", "lt", "le", "gt", "ge", "exists"],
        Type::Date => &["is", "not", "lt", "le", "gt", "ge", "exists"],
        Type::Text => &["is", "not", "in", "not_in", "matches", "contains", "exists"],
        Type::Word(_) => &["is", "not", "in", "not_in", "exists"],
        Type::Fact(_) => &["is", "not", "exists"],
    }
}

//! The same predicate: an expression of minijinja over values, and a rule over facts.

use consonance::corpus::{AsOf, Corpus};
use consonance::reader::definition::Definition;
use consonance::reader::{Loaded, Reader};
use consonance::rule::{Policy, Profiles, RuleSet, check};
use consonance::source::{Encoding, SourceFile, SourceMap};
use minijinja::{Environment, Value, context};

use crate::measure::{Goal, best, head, row};
use crate::synthetic::{Catalogue, Format, REFERENCES};

const STANDARDS: usize = 10_000;

const RULE: &str = "code: HOUSE001\ntitle: {en: a, zh: 甲}\nseverity: info\non: reference\n\
    where: {role: informative, written: {matches: '^QQQ'}}\n\
    report: {at: reference, message: {en: a, zh: 甲}}\nwhy: {en: a, zh: 甲}\n";

pub(crate) fn compare() {
    let catalogue = Catalogue::new(STANDARDS);
    let mut sources = SourceMap::new();
    let text = catalogue.text(Format::Definition, 0..STANDARDS);
    let id = sources.add(|id| SourceFile::text_file(id, "corpus.yaml", Encoding::Utf8, text));
    let reading = Definition.read(sources.file(id), &sources);
    let loaded = Loaded { sources, standards: reading.standards, ..Loaded::default() };
    let corpus = Corpus::build(loaded, AsOf::Date(jiff::civil::date(2026, 1, 1)));
    let rules = RuleSet::from_files([("house/rule.yaml".to_owned(), RULE.to_owned())]).unwrap();
    let mut policy = Policy::new(Profiles::built_in().unwrap(), corpus.ids().collect());
    policy.select = vec!["HOUSE001".to_owned()];
    let facts = (STANDARDS * REFERENCES) as f64;
    let ours = best(3, || check(&rules, &corpus, &policy).stats.evaluations);

    // Values are made before the clock runs; ours are read out of the corpus while it does.
    let values: Vec<Value> = (0..STANDARDS)
        .flat_map(|at| catalogue.references(at).into_iter().enumerate())
        .map(|(at, written)| {
            let role = if at < 8 { "normative" } else { "informative" };
            context! { role, written }
        })
        .collect();
    let environment = Environment::new();
    let source = "role == 'informative' and written is startingwith 'QQQ'";
    let expression = environment.compile_expression(source).unwrap();
    let holds = |value: &Value| expression.eval(value).is_ok_and(|it| it.is_true());
    let jinja = best(3, || values.iter().filter(|value| holds(value)).count());
    head("Peers on the same predicate: role and beginning of 100,000 references");
    row("consonance: a fact and a rule", ours / facts * 1e9, "ns", Goal::AtMost(50.0));
    row("minijinja: an expression", jinja / facts * 1e9, "ns", Goal::None);
}

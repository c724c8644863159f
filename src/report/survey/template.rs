//! Templates of reports: those that are shipped, and the user's own.
//!
//! A template sees the survey as its JSON has it (`survey`), the language (`lang`), and what the format
//! gives besides. What it prints is escaped for its format; a value that is not there is a mistake and
//! not an empty word. It can neither read files nor run for ever.

use std::io::{self, Write};
use std::ops::Range;

use minijinja::{
    AutoEscape, Environment, Error, ErrorKind, Output, State, UndefinedBehavior, Value,
};
use serde::Serialize;

use crate::bilingual;
use crate::report::markdown::{code, escape};
use crate::source::{Bilingual, Language};

/// A template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// The file it is from, for messages.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// How what a template prints is escaped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escape {
    /// As text and attribute values of HTML.
    Html,
    /// As plain words of Markdown.
    Markdown,
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TemplateError {
    /// What.
    pub message: Bilingual,
    /// Where, in bytes of its text.
    pub place: Option<Range<usize>>,
}

/// Steps that a template may take; the shipped ones take some tens a row.
const FUEL: u64 = 100_000_000;
/// Bytes that a template may print.
const ROOM: usize = 256 << 20;

/// Fills a template.
///
/// # Errors
/// Where the template is not well-formed, names what is not there, or does not end.
pub fn render(
    template: &Template,
    escape: Escape,
    language: Language,
    survey: &Value,
    extra: Vec<(&'static str, Value)>,
) -> Result<String, TemplateError> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    environment.set_fuel(Some(FUEL));
    environment.set_recursion_limit(100);
    environment.set_trim_blocks(true);
    environment.set_lstrip_blocks(true);
    environment.set_keep_trailing_newline(true);
    environment.set_auto_escape_callback(move |_| match escape {
        Escape::Html => AutoEscape::Html,
        Escape::Markdown => AutoEscape::Custom("markdown"),
    });
    environment.set_formatter(format);
    words(&mut environment, language);
    let name = template.name.as_str();
    let compiled = environment.template_from_named_str(name, &template.text);
    let compiled = compiled.map_err(|it| explain(&it, name))?;
    let mut context: Vec<(&'static str, Value)> = vec![
        ("survey", survey.clone()),
        ("lang", Value::from(if language == Language::Zh { "zh" } else { "en" })),
    ];
    context.extend(extra);
    let mut out = Bounded(Vec::new());
    let context: Value = context.into_iter().collect();
    match compiled.render_captured_to(context, &mut out) {
        Ok(_) => Ok(String::from_utf8_lossy(&out.0).into_owned()),
        Err(error) => Err(explain(&error, name)),
    }
}

/// The survey as templates see it: made once, since it may be filled in several times.
#[must_use]
pub fn value(survey: &impl Serialize) -> Value {
    Value::from_serialize(survey)
}

/// What templates can call.
fn words(environment: &mut Environment<'_>, language: Language) {
    // `t("one", "一")`: our own words.
    environment.add_function("t", move |en: String, zh: String| match language {
        Language::En => en,
        Language::Zh => zh,
    });
    // `n(3, "gap", "gaps", "处缺口")`: a number with its noun.
    environment.add_function("n", move |count: u64, one: String, many: String, zh: String| {
        match language {
            Language::En if count == 1 => format!("1 {one}"),
            Language::En => format!("{count} {many}"),
            Language::Zh => format!("{count} {zh}"),
        }
    });
    // `it.message | words`: words in both languages, and texts of documents by language.
    environment.add_filter("words", move |value: Value| pick(&value, language));
    // Text between backticks.
    environment.add_filter("code", |text: String| Value::from_safe_string(code(&text)));
    // The first characters of a text.
    environment.add_filter("head", |text: String, count: usize| {
        match text.char_indices().nth(count) {
            Some((at, _)) => format!("{}…", text[..at].trim_end()),
            None => text,
        }
    });
}

/// The text in the language, else in the other one, else the first.
fn pick(value: &Value, language: Language) -> Result<Value, Error> {
    if value.is_none() || value.is_undefined() {
        return Ok(Value::from(""));
    }
    let order = match language {
        Language::En => ["en", "und", "zh"],
        Language::Zh => ["zh", "und", "en"],
    };
    for key in order {
        let found = value.get_attr(key)?;
        if !found.is_undefined() && !found.is_none() {
            return Ok(found);
        }
    }
    let first = value.try_iter()?.next();
    first.map_or_else(|| Ok(Value::from("")), |key| value.get_item(&key))
}

fn format(out: &mut Output<'_>, state: &State<'_, '_>, value: &Value) -> Result<(), Error> {
    if matches!(state.auto_escape(), AutoEscape::Custom("markdown")) {
        if value.is_undefined() {
            return Err(Error::from(ErrorKind::UndefinedError));
        }
        if value.is_none() {
            return Ok(());
        }
        if value.is_safe() || value.is_number() {
            return write!(out, "{value}").map_err(Error::from);
        }
        let text = value.to_string();
        return out.write_str(&escape(&text)).map_err(Error::from);
    }
    if value.is_none() {
        return Ok(());
    }
    minijinja::escape_formatter(out, state, value)
}

fn explain(error: &Error, name: &str) -> TemplateError {
    let cause = error.detail().map_or_else(|| error.kind().to_string(), str::to_owned);
    let message = match error.kind() {
        ErrorKind::OutOfFuel => bilingual!("the template does not end", "模板不能结束"),
        ErrorKind::UndefinedError => bilingual!(
            "the template names a value that is not there: {cause}",
            "模板使用了不存在的值：{cause}"
        ),
        ErrorKind::SyntaxError => {
            bilingual!("the template is not well-formed: {cause}", "模板语法有误：{cause}")
        }
        ErrorKind::WriteFailure => {
            let most = ROOM >> 20;
            bilingual!("the template prints more than {most} MB", "模板输出超过 {most} MB")
        }
        kind => bilingual!("the template fails: {kind}: {cause}", "模板出错：{kind}：{cause}"),
    };
    let own = error.name().is_none_or(|it| it == name);
    TemplateError { message, place: error.range().filter(|_| own) }
}

/// Takes only so much.
struct Bounded(Vec<u8>);

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > ROOM {
            return Err(io::Error::from(io::ErrorKind::StorageFull));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

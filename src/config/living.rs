//! The part of `consonance.yaml` that says what is left as it is, and what differs for some files.

use std::path::Path;

use jiff::civil::Date;

use super::PathSettings;
use super::raw::{severities, word, words};
use crate::bilingual;
use crate::finding::waiver::{Scope, Words, Written};
use crate::finding::{Globs, Waiver};
use crate::source::{ProblemCode, Said};
use crate::syntax::access::{Cursor, Fields};

/// `paths:`
pub(super) fn places(fields: &Fields<'_>, folder: &Path) -> Vec<PathSettings> {
    let Some(list) = fields.get("paths") else { return Vec::new() };
    list.items().filter_map(|it| place(it, folder)).collect()
}

fn place(cursor: Cursor<'_>, folder: &Path) -> Option<PathSettings> {
    let keys = ["path", "select", "ignore", "severity", "profile"];
    let fields = cursor.fields_of("paths", keys.into_iter())?;
    fields.require("path")?;
    Some(PathSettings {
        globs: globs(&fields, "path", folder)?,
        select: words(&fields, "select"),
        ignore: words(&fields, "ignore"),
        severity: severities(&fields),
        profile: fields.get("profile").and_then(word),
    })
}

/// `waivers:`
pub(super) fn waivers(fields: &Fields<'_>, folder: &Path) -> Vec<Written> {
    let Some(list) = fields.get("waivers") else { return Vec::new() };
    list.items().filter_map(|it| waiver(it, folder)).collect()
}

fn waiver(cursor: Cursor<'_>, folder: &Path) -> Option<Written> {
    let keys = ["rules", "reason", "owner", "expires", "paths", "standards", "clauses"];
    let fields = cursor.fields_of("waiver", keys.into_iter())?;
    let rules = fields.require("rules").map(|_| words(&fields, "rules"));
    let reason = fields.require("reason").and_then(word).map(|it| it.value);
    if reason.as_ref().is_some_and(|it| it.trim().is_empty()) {
        cursor.problem(
            ProblemCode::WrongType,
            bilingual!("this waiver gives no reason", "这条豁免没有写明理由"),
            Some(bilingual!("say why the finding may stay", "请说明为何可保留该问题")),
        );
    }
    let paths = match fields.get("paths") {
        Some(_) => Some(globs(&fields, "paths", folder)?),
        None => None,
    };
    let expires = fields.get("expires").and_then(day);
    let plain = |key| words(&fields, key).into_iter().map(|it| it.value).collect();
    let scope = Words { paths, standards: plain("standards"), clauses: plain("clauses") };
    Some(Written {
        rules: rules?.into_iter().map(|it| it.value).collect(),
        scope: Scope::Words(scope),
        waiver: Waiver {
            reason: reason?,
            owner: fields.get("owner").and_then(word).map(|it| it.value),
            expires,
            span: Some(cursor.span()),
        },
        span: cursor.span(),
    })
}

fn day(cursor: Cursor<'_>) -> Option<String> {
    let text = cursor.str()?;
    if text.len() != 10 || text.parse::<Date>().is_err() {
        cursor.problem(
            ProblemCode::WrongType,
            bilingual!("`{text}` is no date", "“{text}”不是日期"),
            Some(bilingual!("write YYYY-MM-DD", "请写 YYYY-MM-DD")),
        );
        return None;
    }
    Some(text.to_owned())
}

fn globs(fields: &Fields<'_>, key: &str, folder: &Path) -> Option<Globs> {
    let written: Vec<Said<String>> = words(fields, key);
    let values: Vec<&str> = written.iter().map(|it| it.value.as_str()).collect();
    match Globs::new(folder, &values) {
        Ok(globs) => Some(globs),
        Err(bad) => {
            let place = fields.get(key)?.one_or_more().nth(bad.index)?;
            let cause = bad.cause;
            place.problem(
                ProblemCode::WrongType,
                bilingual!("this is no path or glob: {cause}", "不是路径或通配：{cause}"),
                None,
            );
            None
        }
    }
}

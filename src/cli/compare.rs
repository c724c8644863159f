//! `consonance compare`: two sentences or clauses, where they differ and whether they conflict.

use std::io::{self, BufRead, Write};
use std::path::PathBuf;

use clap::Args as ClapArgs;
use serde::{Deserialize, Serialize};

use super::common::TextFormat;
use super::output::OutputArgs;
use super::{CliError, Exit, Globals};
use crate::bilingual;
use crate::comparison::{Comparison, ConflictKind, Difference, DifferenceKind, compare};
use crate::language::SetRelation;
use crate::source::Bilingual;

/// Compare two sentences or clauses: differences, and a conflict score in 0..1 ‖ 比较两句话或两个条款：差异及 0 到 1 的冲突评分
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    /// Two texts, or one file of JSON Lines {"id", "a", "b"}; none or `-` reads those from standard input ‖ 两段文字，或一个 JSON Lines 文件 {"id", "a", "b"}；不给出或为 - 时从标准输入读取
    #[arg(value_name = "TEXT", num_args = 0..=2)]
    texts: Vec<String>,
    /// How to answer; json is one object a pair ‖ 输出格式；json 为每对一个对象
    #[arg(long, value_enum, default_value_t)]
    format: TextFormat,
    #[command(flatten)]
    output: OutputArgs,
}

/// A line of input.
#[derive(Deserialize)]
struct Pair {
    id: serde_json::Value,
    a: String,
    b: String,
}

/// A line of output.
#[derive(Serialize)]
struct Row<'a> {
    id: &'a serde_json::Value,
    conflict: f64,
    kind: ConflictKind,
    differences: &'a [Difference],
}

pub(crate) fn run(args: &Args, globals: &Globals) -> Result<Exit, CliError> {
    if let [a, b] = &args.texts[..] {
        let found = compare(a, b);
        args.output
            .write(|out| answer(out, args.format, &serde_json::Value::Null, &found, globals))?;
        return Ok(Exit::Clean);
    }
    let path = args.texts.first().filter(|path| *path != "-").map(PathBuf::from);
    let input: Box<dyn BufRead> = match &path {
        Some(path) => {
            let file = std::fs::File::open(path).map_err(|error| {
                let shown = path.display();
                CliError::unreadable(bilingual!("cannot read {shown}", "无法读取 {shown}"))
                    .cause(error)
                    .help(bilingual!(
                        "give two texts, or one file of JSON Lines with id, a and b",
                        "给出两段文字，或一个含 id、a、b 的 JSON Lines 文件"
                    ))
            })?;
            Box::new(io::BufReader::new(file))
        }
        None => Box::new(io::stdin().lock()),
    };
    let mut bad: Option<(usize, String)> = None;
    args.output.write(|out| {
        for (index, line) in input.split(b'\n').enumerate() {
            let line = match line {
                Ok(line) => line,
                Err(error) => {
                    bad.get_or_insert((index + 1, error.to_string()));
                    break;
                }
            };
            if line.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            match serde_json::from_slice::<Pair>(&line) {
                Ok(pair) => {
                    answer(out, args.format, &pair.id, &compare(&pair.a, &pair.b), globals)?
                }
                Err(error) => {
                    bad.get_or_insert((index + 1, error.to_string()));
                }
            }
        }
        Ok(())
    })?;
    match bad {
        None => Ok(Exit::Clean),
        Some((line, cause)) => Err(CliError::unreadable(bilingual!(
            "line {line} is not an object with id, a and b; the other lines were compared",
            "第 {line} 行不是含 id、a、b 的对象；其余各行已比较"
        ))
        .cause(cause)),
    }
}

fn answer(
    out: &mut dyn Write,
    format: TextFormat,
    id: &serde_json::Value,
    found: &Comparison,
    globals: &Globals,
) -> io::Result<()> {
    if format == TextFormat::Json {
        let row =
            Row { id, conflict: found.conflict, kind: found.kind, differences: &found.differences };
        serde_json::to_writer(&mut *out, &row)?;
        return out.write_all(b"\n");
    }
    if let Some(id) =
        id.as_str().map(str::to_owned).or_else(|| (!id.is_null()).then(|| id.to_string()))
    {
        writeln!(out, "{id}")?;
    }
    let title = bilingual!("conflict", "冲突");
    writeln!(
        out,
        "{}: {:.2} ({})",
        globals.say(&title),
        found.conflict,
        globals.say(&conflict_word(found.kind))
    )?;
    if found.differences.is_empty() {
        let none = bilingual!("no difference found", "未发现差异");
        return writeln!(out, "  {}", globals.say(&none));
    }
    let nothing = bilingual!("(nothing)", "（无）");
    for each in &found.differences {
        let side = |value: &Option<String>| {
            value.clone().unwrap_or_else(|| globals.say(&nothing).to_owned())
        };
        let relation = each
            .relation
            .map(|it| format!(" ({})", globals.say(&relation_word(it))))
            .unwrap_or_default();
        writeln!(
            out,
            "  {}: {} | {}{relation}",
            globals.say(&difference_word(each.kind)),
            side(&each.left_value),
            side(&each.right_value)
        )?;
    }
    Ok(())
}

fn conflict_word(kind: ConflictKind) -> Bilingual {
    match kind {
        ConflictKind::Modality => bilingual!("modality", "约束力"),
        ConflictKind::Quantity => bilingual!("quantity", "数值"),
        ConflictKind::Object => bilingual!("object", "对象"),
        ConflictKind::Condition => bilingual!("condition", "条件"),
        ConflictKind::Structure => bilingual!("structure", "结构"),
    }
}

fn difference_word(kind: DifferenceKind) -> Bilingual {
    match kind {
        DifferenceKind::Modality => bilingual!("modality", "约束力"),
        DifferenceKind::Quantity => bilingual!("quantity", "数值"),
        DifferenceKind::Object => bilingual!("object", "对象"),
        DifferenceKind::Condition => bilingual!("condition", "条件"),
        DifferenceKind::Structure => bilingual!("structure", "结构"),
        DifferenceKind::Term => bilingual!("term", "术语"),
        DifferenceKind::Reference => bilingual!("reference", "引用"),
    }
}

fn relation_word(relation: SetRelation) -> Bilingual {
    match relation {
        SetRelation::Equal => bilingual!("equal", "相等"),
        SetRelation::Subset => bilingual!("left is stricter", "左边更严"),
        SetRelation::Superset => bilingual!("right is stricter", "右边更严"),
        SetRelation::Overlap => bilingual!("overlap in part", "部分重叠"),
        SetRelation::Disjoint => bilingual!("no value meets both", "没有值能同时满足"),
        SetRelation::Incompatible => bilingual!("different dimensions", "量纲不同"),
        SetRelation::NotComparable => bilingual!("not comparable", "不可比较"),
    }
}

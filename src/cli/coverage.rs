//! `consonance coverage`: the standards system against its plan, sector × aspect.

use std::io;
use std::path::Path;

use clap::{Args as ClapArgs, ValueEnum};

use super::check::Level as FailOnArg;
use super::graph::{load_project, say_problems};
use super::output::OutputArgs;
use super::project::{InputArgs, Project, sectors_named};
use super::{CliError, Exit, Globals};
use crate::bilingual;
use crate::config::FailOn;
use crate::coverage::{AspectList, Codes, Matrix, Plan, Scheme};
use crate::finding::Severity;
use crate::report::coverage::{Columns, CoverageView, json, markdown, terminal};
use crate::report::survey::{html, xlsx};
use crate::source::plural;
use crate::survey::Survey;

/// Show which cells of the standards system have a standard, and which ought to: sector by aspect ‖ 显示标准体系中哪些单元已有标准、哪些应有标准：部门 × 方面
#[derive(ClapArgs, Debug)]
pub(crate) struct Args {
    #[command(flatten)]
    input: InputArgs,
    /// Sector scheme: gats-w120, ics, or a file with one; otherwise the plan's, then that of consonance.yaml ‖ 部门分类：gats-w120、ics，或含有分类的文件；未给出时取计划所列，其次取 consonance.yaml 所列
    #[arg(long, value_name = "NAME|FILE")]
    scheme: Option<String>,
    /// Only this many levels of sectors: what is deeper counts for the sector above ‖ 只显示部门的前几级：更深的计入上级部门
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    depth: Option<u32>,
    /// What the columns are: aspects, or levels with numbers of standards in force ‖ 各列的含义：方面，或各层级的现行标准数
    #[arg(long, value_enum, default_value_t)]
    by: By,
    /// Guess sectors that nobody said from ICS codes, by the crosswalk of the scheme ‖ 未标明部门的标准，按分类的对照表由 ICS 号推测
    #[arg(long)]
    crosswalk: bool,
    /// Also rows with nothing in them ‖ 也显示没有内容的行
    #[arg(long)]
    all: bool,
    /// Lowest severity of a gap that gives exit code 1: warning for a missing or international-only cell, info for the others (default error) ‖ 使退出码为 1 的最低严重程度：缺失或仅有国际标准为 warning，其余为 info（默认 error）
    #[arg(long, value_enum, value_name = "SEVERITY")]
    fail_on: Option<FailOnArg>,
    /// How to answer ‖ 输出格式
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    #[command(flatten)]
    output: OutputArgs,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    #[default]
    Terminal,
    Json,
    Markdown,
    Html,
    Xlsx,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum By {
    #[default]
    Aspect,
    Level,
}

pub(crate) fn run(args: &Args, globals: &Globals) -> Result<Exit, CliError> {
    let mut project = load_project(&args.input, globals)?;
    let Judged { whole, folded } = judge(args, &mut project, globals)?;
    let matrix = folded.as_ref().unwrap_or(&whole);
    let as_of = project.corpus.as_of().to_string();
    let columns = match args.by {
        By::Aspect => Columns::Aspects,
        By::Level => Columns::Levels,
    };
    let all = args.all || globals.verbose > 0;
    let view = CoverageView { matrix, judged: &whole, as_of: &as_of, columns, all };
    args.output.write(|out| match args.format {
        Format::Terminal => terminal(&view, globals.look(), out),
        Format::Json => json(&view, out),
        Format::Markdown => markdown(&view, globals.language, out),
        Format::Html => {
            let survey = survey(matrix, args, &project);
            let page = html::render(&survey, globals.language, &html::shipped());
            let page = page.map_err(|error| io::Error::other(error.message.en))?;
            out.write_all(page.as_bytes())
        }
        Format::Xlsx => {
            let book = xlsx::render(&survey(matrix, args, &project), globals.language);
            out.write_all(&book.map_err(|error| io::Error::other(error.to_string()))?)
        }
    })?;
    if args.format == Format::Terminal && args.by == By::Aspect {
        hint(matrix, args, globals);
    }
    if project.config.partial {
        globals.note(&bilingual!(
            "the corpus is declared partial: what is missing here may exist elsewhere",
            "语料库声明为不完整：此处缺失的标准可能存在于别处"
        ));
    }
    let fail_on = project.fail_on(args.fail_on.map(FailOn::from));
    let gaps = whole.gaps();
    let severity = |warning| if warning { Severity::Warning } else { Severity::Info };
    let fails = fail_on
        .severity()
        .is_some_and(|it| gaps.iter().any(|gap| severity(gap.kind.is_warning()) >= it));
    let exit = if fails { Exit::Findings } else { Exit::Clean };
    // An entry of the plan that leads nowhere was not judged.
    let unread = if whole.plan_faults.is_empty() { Exit::Clean } else { Exit::Unreadable };
    Ok(exit.and(unread).and(say_problems(&project.corpus, globals)))
}

/// The matrix of a project: as it is judged, and, where fewer levels of sectors are asked for, as it
/// is shown.
struct Judged {
    whole: Matrix,
    folded: Option<Matrix>,
}

/// The matrix of a project under the scheme that is asked for. A plan speaks of leaves: it is judged
/// by them, whatever is shown.
fn judge(args: &Args, project: &mut Project, globals: &Globals) -> Result<Judged, CliError> {
    if let Some(name) = &args.scheme {
        sectors_named(&mut project.schemes, name, Path::new(""))?;
    }
    let (corpus, schemes) = (&project.corpus, &project.schemes);
    let of = |at: &u32| {
        let system = corpus.systems().get(*at as usize)?;
        schemes.of(corpus, system)
    };
    let plans: Vec<u32> = (0..u32::try_from(corpus.systems().len()).unwrap_or(u32::MAX)).collect();
    let scheme: &Scheme = if args.scheme.is_none() { project.scheme() } else { schemes.usual() };
    let (own, others): (Vec<u32>, Vec<u32>) =
        plans.into_iter().partition(|at| of(at).is_some_and(|it| it.key == scheme.key));
    if !others.is_empty() {
        let (count, key) = (others.len(), &scheme.key);
        let plans = plural(count, "plan is", "plans are");
        let left = plural(count, "is", "are");
        globals.warn(&bilingual!(
            "{count} {plans} for another sector scheme than {key} and {left} left out; --scheme chooses",
            "有 {count} 个计划属于 {key} 以外的部门分类，未计入；可用 --scheme 选择"
        ));
    }
    if args.crosswalk && scheme.codes == Codes::Ics {
        return Err(CliError::usage(bilingual!(
            "--crosswalk leads from ICS codes to sectors, and this is a matrix by ICS",
            "--crosswalk 由 ICS 号推测部门，而此矩阵本身即按 ICS 划分"
        ))
        .help(bilingual!(
            "leave it out, or choose another --scheme",
            "请去掉该选项，或另选 --scheme"
        )));
    }
    let aspects = AspectList::built_in();
    let build = |scheme: &Scheme| {
        let plan = Plan::of(corpus, &own, scheme, aspects);
        Matrix::build(corpus, scheme, aspects, &plan, args.crosswalk)
    };
    let cut = args.depth.map(|depth| scheme.down_to(depth));
    // Nothing was deeper than that.
    let cut = cut.filter(|it| it.sectors().len() < scheme.sectors().len());
    Ok(Judged { whole: build(scheme), folded: cut.as_ref().map(build) })
}

/// The matrix as a report with no other section, for pages and workbooks.
fn survey(matrix: &Matrix, args: &Args, project: &Project) -> Survey {
    let config = &project.config;
    let paths = [&args.input.paths, &args.input.corpus];
    let configured = [&config.drafts, &config.corpus];
    let named = if paths.iter().all(|it| it.is_empty()) { configured } else { paths };
    let paths = named.into_iter().flatten();
    let paths = paths.map(|it| it.to_string_lossy().replace('\\', "/")).collect();
    Survey::of_matrix(matrix.clone(), &project.corpus, paths)
}

/// What may be meant where a map has little in it.
fn hint(matrix: &Matrix, args: &Args, globals: &Globals) {
    let totals = &matrix.totals;
    let without = matrix.unclassified.no_aspect;
    if totals.classified == 0 && without > 0 {
        let standards = plural(without, "standard has", "standards have");
        globals.hint(&bilingual!(
            "{without} {standards} a sector and no aspect: `--by level` shows how many each sector has",
            "有 {without} 项标准标明了部门而无方面：用 --by level 可显示各部门的标准数"
        ));
    } else if totals.classified == 0 && totals.unclassified > 0 && args.scheme.is_none() {
        globals.hint(&bilingual!(
            "no standard has a sector of this scheme: `--scheme ics --by level` goes by their ICS codes",
            "没有标准标明此分类的部门：可用 --scheme ics --by level 按 ICS 号统计"
        ));
    }
}

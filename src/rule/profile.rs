//! Profiles: which rules, which severities, which hierarchy. Data, not code (`data/profiles/`).

use super::fields::Reading;
use super::set::EMBEDDED_PROFILES;
use super::{Rule, RuleSet};
use crate::bilingual;
use crate::fact::PROFILES;
use crate::finding::{Confidence, Severity};
use crate::model::Level;
use crate::source::{Bilingual, Encoding, Problem, ProblemCode, SourceFile, SourceMap, Span};
use crate::syntax::{NodeId, yaml};

use super::ast::Life;

/// What rules to run on the documents of one kind of body.
#[derive(Clone, Debug)]
pub struct Profile {
    /// Its name: `gb`.
    pub name: &'static str,
    /// For whom it is.
    pub title: Bilingual,
    /// Which rules run.
    pub choice: Choice,
    /// Severities that differ from those of the rules, by selector.
    pub severities: Vec<(String, Severity)>,
    /// Ranks of documents.
    pub hierarchy: Hierarchy,
}

/// Which rules run: by code (`REF007`), by the head of codes (`REF`), or `ALL`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Rules to run.
    pub select: Vec<String>,
    /// Rules to leave out.
    pub ignore: Vec<String>,
}

/// How closely a selector names a rule: 0 not at all, 1 `ALL`, more the longer it is.
fn closeness(selector: &str, code: &str) -> usize {
    if selector == "ALL" {
        return 1;
    }
    let head = selector.bytes().all(|b| b.is_ascii_uppercase())
        && code.strip_prefix(selector).is_some_and(|rest| {
            rest.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit())
        });
    if code == selector || head { selector.len() } else { 0 }
}

fn closest<'s>(selectors: impl IntoIterator<Item = &'s String>, rule: &Rule) -> usize {
    selectors.into_iter().map(|selector| closeness(selector, &rule.code)).max().unwrap_or(0)
}

impl Choice {
    /// Whether the rule runs. The closer selector wins, and `ignore` where both are equally close.
    /// Heuristic and preview rules have to be named, by code or head of code.
    #[must_use]
    pub fn takes(&self, rule: &Rule) -> bool {
        let selected = closest(&self.select, rule);
        let needs_name = rule.confidence == Confidence::Heuristic || rule.life == Life::Preview;
        rule.life != Life::Removed
            && selected > usize::from(needs_name)
            && selected > closest(&self.ignore, rule)
    }

    /// Whether `ignore` names the rule.
    #[must_use]
    pub fn leaves_out(&self, rule: &Rule) -> bool {
        closest(&self.ignore, rule) > 0
    }
}

impl Profile {
    /// The severity that the profile gives the rule, if it does.
    #[must_use]
    pub fn severity_of(&self, rule: &Rule) -> Option<Severity> {
        severity_in(&self.severities, &rule.code)
    }
}

/// The severity of the closest selector that names the code.
#[must_use]
pub fn severity_in(severities: &[(String, Severity)], code: &str) -> Option<Severity> {
    severities
        .iter()
        .map(|(selector, severity)| (closeness(selector, code), *severity))
        .filter(|(closeness, _)| *closeness > 0)
        .max_by_key(|(closeness, _)| *closeness)
        .map(|(_, severity)| severity)
}

/// Ranks of documents in a country's system: the smaller the number, the higher the rank.
#[derive(Clone, Debug, Default)]
pub struct Hierarchy {
    /// Its name.
    pub name: String,
    /// Ranks; the first that fits counts.
    pub ranks: Vec<Rank>,
}

/// One rank of a hierarchy.
#[derive(Clone, Debug)]
pub struct Rank {
    /// The smaller, the higher.
    pub rank: u8,
    /// What documents of that rank are called.
    pub name: Bilingual,
    /// Level of the issuing body.
    pub level: Level,
    /// Type letters of the identifier (`T`, `Z`); none: any. An empty text: no type letter.
    pub kinds: Vec<String>,
    /// Must be followed: overrides what stands under it.
    pub binds: bool,
}

impl Hierarchy {
    /// The rank of a document of this level with these type letters.
    #[must_use]
    pub fn rank(&self, level: Level, kind: &str) -> Option<&Rank> {
        self.ranks.iter().find(|rank| {
            rank.level == level
                && (rank.kinds.is_empty() || rank.kinds.iter().any(|each| each == kind))
        })
    }
}

/// All profiles, in the order of [`PROFILES`].
#[derive(Clone, Debug)]
pub struct Profiles {
    profiles: Vec<Profile>,
}

/// Profiles that could not be read.
#[derive(Debug)]
pub struct ProfileErrors {
    /// The texts.
    pub sources: SourceMap,
    /// What is wrong with them.
    pub problems: Vec<Problem>,
}

const KEYS: &[&str] = &["profile", "title", "select", "ignore", "severity", "hierarchy"];
const HIERARCHY_KEYS: &[&str] = &["hierarchy", "ranks"];
const RANK_KEYS: &[&str] = &["rank", "name", "level", "kinds", "binds"];

impl Profiles {
    /// The built-in profiles.
    ///
    /// # Errors
    /// Never in a build that passed its tests.
    pub fn built_in() -> Result<Self, ProfileErrors> {
        let mut sources = SourceMap::new();
        for (path, text) in EMBEDDED_PROFILES {
            sources.add(|id| SourceFile::text_file(id, *path, Encoding::Utf8, *text));
        }
        let mut problems = Vec::new();
        let mut hierarchies = Vec::new();
        let mut raw = Vec::new();
        for file in sources.files() {
            let mut parsed = yaml::parse(file);
            problems.append(&mut parsed.problems);
            let Some(document) = parsed.tree.documents().first() else { continue };
            let mut reading = Reading::new(&parsed.tree);
            if reading.tree.get(document.root, "hierarchy").is_some()
                && reading.tree.get(document.root, "ranks").is_some()
            {
                hierarchies.extend(reading.hierarchy(document.root));
            } else {
                raw.extend(reading.profile(document.root));
            }
            problems.append(&mut reading.problems);
        }
        let mut profiles: Vec<Profile> = Vec::new();
        for (mut profile, (hierarchy, span)) in raw {
            match hierarchies.iter().find(|each| each.name == hierarchy) {
                Some(found) => profile.hierarchy = found.clone(),
                None => problems.push(Problem::at(
                    ProblemCode::WrongType,
                    span,
                    bilingual!("no hierarchy `{hierarchy}`", "没有名为“{hierarchy}”的层级体系"),
                )),
            }
            profiles.push(profile);
        }
        profiles.sort_by_key(|profile| PROFILES.iter().position(|name| *name == profile.name));
        let complete = profiles.iter().map(|profile| profile.name).eq(PROFILES.iter().copied());
        if !complete && problems.is_empty() {
            problems.push(Problem::with_path(
                ProblemCode::MissingKey,
                "data/profiles",
                bilingual!("not every profile has its file", "并非每个配置方案都有文件"),
            ));
        }
        if problems.is_empty() {
            Ok(Self { profiles })
        } else {
            Err(ProfileErrors { sources, problems })
        }
    }

    /// Every profile.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Profile> {
        self.profiles.iter()
    }

    /// The profile at this place of [`PROFILES`].
    #[must_use]
    pub fn at(&self, index: u8) -> Option<&Profile> {
        self.profiles.get(usize::from(index))
    }

    /// The place of a profile in [`PROFILES`].
    #[must_use]
    pub fn index_of(name: &str) -> Option<u8> {
        PROFILES.iter().position(|each| *each == name).and_then(|index| u8::try_from(index).ok())
    }
}

impl Reading<'_, '_> {
    fn profile(&mut self, root: NodeId) -> Option<(Profile, (String, Span))> {
        let map = self.mapping(root, KEYS)?;
        let name = self.required(map, "profile").and_then(|node| self.word(node, PROFILES));
        let title = self.required(map, "title").and_then(|node| self.bilingual(node));
        let hierarchy = self.required(map, "hierarchy");
        let choice = self.choice(map);
        let severities = self.severities(map);
        let hierarchy = hierarchy.and_then(|node| Some((self.text(node)?, self.tree.span(node))));
        let profile = Profile {
            name: PROFILES[name?],
            title: title?,
            choice,
            severities,
            hierarchy: Hierarchy::default(),
        };
        Some((profile, hierarchy?))
    }

    /// `select` and `ignore` of a profile.
    fn choice(&mut self, map: NodeId) -> Choice {
        let mut selectors = |key: &str| -> Vec<String> {
            let Some(node) = self.tree.get(map, key) else { return Vec::new() };
            self.texts(node).into_iter().map(|(text, _)| text).collect()
        };
        Choice { select: selectors("select"), ignore: selectors("ignore") }
    }

    /// `severity`: selector to severity.
    pub(crate) fn severities(&mut self, map: NodeId) -> Vec<(String, Severity)> {
        let Some(node) = self.tree.get(map, "severity") else { return Vec::new() };
        let tree = self.tree;
        let mut severities = Vec::new();
        for (key, value) in tree.entries(node) {
            if let Some(severity) = self.severity_word(value) {
                severities.push((tree.str(key).to_owned(), severity));
            }
        }
        severities
    }

    /// A severity.
    pub(crate) fn severity_word(&mut self, node: NodeId) -> Option<Severity> {
        let index = self.word(node, &["error", "warning", "info"])?;
        Some([Severity::Error, Severity::Warning, Severity::Info][index])
    }

    fn hierarchy(&mut self, root: NodeId) -> Option<Hierarchy> {
        let map = self.mapping(root, HIERARCHY_KEYS)?;
        let name = self.required(map, "hierarchy").and_then(|node| self.text(node));
        let ranks = self.required(map, "ranks").and_then(|node| self.list(node))?;
        let ranks = ranks.into_iter().filter_map(|node| self.rank(node)).collect();
        Some(Hierarchy { name: name?, ranks })
    }

    fn rank(&mut self, node: NodeId) -> Option<Rank> {
        let map = self.mapping(node, RANK_KEYS)?;
        let rank = self.required(map, "rank").and_then(|node| self.number(node));
        let name = self.required(map, "name").and_then(|node| self.bilingual(node));
        let level = self.required(map, "level").and_then(|node| self.word(node, Level::WORDS));
        let kinds = match self.tree.get(map, "kinds") {
            None => Vec::new(),
            Some(node) => {
                let items = self.list(node)?;
                items.into_iter().filter_map(|item| self.scalar(item)).map(str::to_owned).collect()
            }
        };
        let binds = match self.tree.get(map, "binds") {
            None => false,
            Some(node) => self.bool(node)?,
        };
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let rank = rank?.clamp(0.0, 255.0) as u8;
        Some(Rank { rank, name: name?, level: Level::ALL[level?], kinds, binds })
    }
}

/// The rules of `rules` that a selector of a user names; an error where it names none.
///
/// # Errors
/// What is wrong with the selector, and the code that was probably meant.
pub fn check_selector(
    rules: &RuleSet,
    selector: &str,
) -> Result<(), (Bilingual, Option<Bilingual>)> {
    // Findings about waivers have fixed codes and are no rules.
    let of_waivers =
        selector == "WVR" || crate::finding::waiver::Fault::from_code(selector).is_some();
    if of_waivers
        || selector == "ALL"
        || selector == "default"
        || rules.matching(selector).next().is_some()
    {
        return Ok(());
    }
    let help = rules
        .nearest(selector)
        .map(|near| bilingual!("did you mean `{near}`?", "是否想写“{near}”？"));
    Err((bilingual!("no rule is called `{selector}`", "没有名为“{selector}”的规则"), help))
}

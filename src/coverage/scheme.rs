//! Sector schemes: trees of codes.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::source::Bilingual;

/// Where the codes of a scheme stand in a classification.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Codes {
    /// Under `sectors`.
    #[default]
    Sectors,
    /// Under `ics`.
    Ics,
}

/// A sector scheme. Sectors stand in the order of the scheme, a parent before what is under it, so
/// that the leaves under any sector are neighbours.
#[derive(Clone, Debug)]
pub struct Scheme {
    /// By which it is named: `gats-w120`, `ics`.
    pub key: String,
    /// What it is called.
    pub title: Bilingual,
    /// What has to be known of it.
    pub note: Option<Bilingual>,
    /// Where its codes stand in a classification.
    pub codes: Codes,
    pub(super) sectors: Vec<Sector>,
    pub(super) index: FxHashMap<String, u32>,
    /// Codes that [`Scheme::down_to`] left out, with the sector that they count for.
    pub(super) folded: FxHashMap<String, u32>,
    pub(super) leaves: Vec<u32>,
}

/// A sector, as deep as it may be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sector {
    /// Code.
    pub code: String,
    /// What it is called.
    pub title: Bilingual,
    /// The sector it is in, by its place in [`Scheme::sectors`].
    pub parent: Option<u32>,
    /// 1 for the uppermost.
    pub depth: u32,
    /// Somebody has read the code in a source.
    pub verified: bool,
    /// Codes of the provisional Central Product Classification, as in the source.
    pub cpc: Vec<String>,
    /// What it is made of, where that has no code of its own.
    pub parts: Vec<Part>,
    /// Where its standards are found in the International Classification for Standards: a proposal.
    pub ics: Vec<String>,
    pub(super) first_leaf: u32,
    pub(super) leaf_count: u32,
}

/// A piece of a sector without a code of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is called.
    pub title: Bilingual,
    /// Its codes of the Central Product Classification.
    pub cpc: Vec<String>,
}

/// Whether a code names more than the sector that it counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finer {
    /// It is that sector's own.
    No,
    /// It is one of the scheme that was left out when only its upper sectors were kept.
    LeftOut,
    /// The scheme has nothing so fine: it lies under that leaf.
    Beyond,
}

/// What a code means in a scheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// The sector, by its place in [`Scheme::sectors`].
    pub sector: u32,
    /// The code is finer than that.
    pub finer: Finer,
}

impl Scheme {
    /// A scheme of nothing.
    #[must_use]
    pub fn empty(key: &str) -> Self {
        Self {
            key: key.to_owned(),
            title: Bilingual::default(),
            note: None,
            codes: Codes::Sectors,
            sectors: Vec::new(),
            index: FxHashMap::default(),
            folded: FxHashMap::default(),
            leaves: Vec::new(),
        }
    }

    /// A scheme of these sectors, each behind its parent.
    ///
    /// # Errors
    /// The place of the first sector whose code is taken or whose parent does not come before it.
    pub fn new(key: String, title: Bilingual, sectors: Vec<Sector>) -> Result<Self, usize> {
        let mut scheme = Self { title, sectors, ..Self::empty(&key) };
        let mut is_parent = vec![false; scheme.sectors.len()];
        for at in 0..scheme.sectors.len() {
            let sector = &scheme.sectors[at];
            let parent = sector.parent.map(|it| it as usize);
            if parent.is_some_and(|it| it >= at)
                || scheme.index.insert(sector.code.clone(), number(at)).is_some()
            {
                return Err(at);
            }
            let depth = parent.map_or(1, |it| scheme.sectors[it].depth + 1);
            scheme.sectors[at].depth = depth;
            if let Some(flag) = parent.and_then(|it| is_parent.get_mut(it)) {
                *flag = true;
            }
        }
        for at in (0..scheme.sectors.len()).filter(|at| !is_parent[*at]) {
            let leaf = number(scheme.leaves.len());
            scheme.leaves.push(number(at));
            let mut up = Some(number(at));
            while let Some(sector) = up.and_then(|it| scheme.sectors.get_mut(it as usize)) {
                if sector.leaf_count == 0 {
                    sector.first_leaf = leaf;
                }
                sector.leaf_count = leaf + 1 - sector.first_leaf;
                up = sector.parent;
            }
        }
        Ok(scheme)
    }

    /// Every sector, in the order of the scheme.
    #[must_use]
    pub fn sectors(&self) -> &[Sector] {
        &self.sectors
    }

    /// Sectors with nothing under them, by their places in [`Self::sectors`]: the rows of a matrix.
    #[must_use]
    pub fn leaves(&self) -> &[u32] {
        &self.leaves
    }

    /// The sector of a leaf.
    #[must_use]
    pub fn leaf(&self, leaf: usize) -> Option<&Sector> {
        self.sectors.get(*self.leaves.get(leaf)? as usize)
    }

    /// The sector with exactly this code.
    #[must_use]
    pub fn get(&self, code: &str) -> Option<&Sector> {
        self.sectors.get(*self.index.get(code)? as usize)
    }

    /// Whether the scheme has exactly this code.
    #[must_use]
    pub fn has(&self, code: &str) -> bool {
        self.index.contains_key(code)
    }

    /// What a code means: the sector that bears it, or the leaf that it lies under where it is finer
    /// than the scheme (`1.F.p`). `None` where the scheme does not know it.
    #[must_use]
    pub fn resolve(&self, code: &str) -> Option<Resolved> {
        if let Some(&sector) = self.index.get(code) {
            return Some(Resolved { sector, finer: Finer::No });
        }
        if let Some(&sector) = self.folded.get(code) {
            return Some(Resolved { sector, finer: Finer::LeftOut });
        }
        let above = self.nearest(code)?;
        let sector = *self.index.get(above)?;
        self.is_leaf(sector).then_some(Resolved { sector, finer: Finer::Beyond })
    }

    /// The longest code of the scheme that `code` begins with, itself left out.
    #[must_use]
    pub fn nearest<'c>(&self, code: &'c str) -> Option<&'c str> {
        let mut head = code;
        while let Some((shorter, _)) = head.rsplit_once('.') {
            if self.has(shorter) {
                return Some(shorter);
            }
            head = shorter;
        }
        None
    }

    fn is_leaf(&self, sector: u32) -> bool {
        self.leaves.binary_search(&sector).is_ok()
    }

    /// The leaves that a sector stands for, by their numbers among the leaves.
    #[must_use]
    pub fn leaves_of(&self, sector: u32) -> std::ops::Range<usize> {
        self.sectors.get(sector as usize).map_or(0..0, |it| {
            let first = it.first_leaf as usize;
            first..first + it.leaf_count as usize
        })
    }

    /// Where the standards of a sector are found in the International Classification for Standards:
    /// as its own entry says, or that of the nearest sector above it that says anything.
    #[must_use]
    pub fn crosswalk(&self, sector: u32) -> &[String] {
        let mut at = Some(sector);
        while let Some(it) = at.and_then(|at| self.sectors.get(at as usize)) {
            if !it.ics.is_empty() {
                return &it.ics;
            }
            at = it.parent;
        }
        &[]
    }

    /// The sectors to which the crosswalk leads from an ICS code: those with the longest code that
    /// it lies under.
    #[must_use]
    pub fn from_ics(&self, code: &str) -> Vec<u32> {
        let mut best = 0;
        let mut found = Vec::new();
        for (at, sector) in (0_u32..).zip(&self.sectors) {
            for table in sector.ics.iter().filter(|it| lies_under(code, it)) {
                if table.len() > best {
                    best = table.len();
                    found.clear();
                }
                if table.len() == best {
                    found.push(at);
                }
            }
        }
        found
    }

    /// The same scheme down to a depth: what is deeper counts for the sector above it.
    #[must_use]
    pub fn down_to(&self, depth: u32) -> Self {
        let mut places: Vec<u32> = Vec::with_capacity(self.sectors.len());
        let mut folded = FxHashMap::default();
        let mut sectors: Vec<Sector> = Vec::new();
        for sector in &self.sectors {
            // Parents come before their children.
            let parent = sector.parent.and_then(|it| places.get(it as usize).copied());
            if sector.depth > depth.max(1) {
                let above = parent.unwrap_or(0);
                places.push(above);
                folded.insert(sector.code.clone(), above);
                continue;
            }
            places.push(number(sectors.len()));
            sectors.push(Sector { parent, first_leaf: 0, leaf_count: 0, ..sector.clone() });
        }
        match Self::new(self.key.clone(), self.title.clone(), sectors) {
            Ok(it) => Self { note: self.note.clone(), codes: self.codes, folded, ..it },
            // A part of a scheme that could be made can be made.
            Err(_) => self.clone(),
        }
    }
}

/// Whether an ICS code is the other, or lies under it.
#[must_use]
pub(crate) fn lies_under(code: &str, above: &str) -> bool {
    code.strip_prefix(above).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// The schemes that a run knows: those that are built in, and the user's own.
#[derive(Clone, Debug, Default)]
pub struct Schemes {
    own: Vec<(PathBuf, Arc<Scheme>)>,
    usual: Option<String>,
}

impl Schemes {
    /// Adds a scheme of the user's own.
    pub fn add(&mut self, scheme: Scheme, path: PathBuf) {
        self.own.push((path, Arc::new(scheme)));
    }

    /// The scheme that was read from a file.
    #[must_use]
    pub fn at(&self, path: &Path) -> Option<&Scheme> {
        self.own.iter().find(|(known, _)| known == path).map(|(_, it)| it.as_ref())
    }

    /// Lets a scheme be the one that is meant where a plan names none.
    pub fn set_usual(&mut self, key: impl Into<String>) {
        self.usual = Some(key.into());
    }

    /// The scheme of that name, however it is capitalised.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Scheme> {
        let name = name.trim();
        let own = self.own.iter().find(|(_, it)| it.key.eq_ignore_ascii_case(name));
        if let Some((_, scheme)) = own {
            return Some(scheme);
        }
        let folded = name.to_lowercase().replace([' ', '_', '/', '.'], "-");
        match folded.as_str() {
            "gats-w120" | "gats" | "w120" | "w-120" | "gats-w-120" | "mtn-gns-w-120" => {
                Some(super::gats())
            }
            "ics" | "ics-7" | "ics-ed7" => Some(super::ics()),
            _ => None,
        }
    }

    /// The scheme that is meant where nobody names one.
    #[must_use]
    pub fn usual(&self) -> &Scheme {
        self.usual.as_deref().and_then(|key| self.find(key)).unwrap_or_else(|| super::gats())
    }

    /// The names of all of them.
    #[must_use]
    pub fn names(&self) -> Vec<&str> {
        let own = self.own.iter().map(|(_, it)| it.key.as_str());
        own.chain(["gats-w120", "ics"]).collect()
    }
}

//! The cells of the standards system that the judged plans speak of.

use super::{Facts, Reason};
use crate::coverage::{AspectList, Fault, Matrix, MatrixCell, Plan};
use crate::model::{PlannedCell, StandardsSystem};

/// The matrices of the judged plans, and their cells in one row.
#[derive(Debug, Default)]
pub(crate) struct Systems {
    matrices: Vec<(Matrix, Plan)>,
    pub(crate) rows: Vec<Row>,
}

/// A cell, or an entry of a plan that leads to none.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Row {
    /// A cell: its matrix, and its place there.
    Cell(u32, u32),
    /// An entry that names what is not there: its matrix, and its place among the faults.
    Fault(u32, u32),
    /// A plan whose scheme is not there.
    NoScheme(u32),
}

impl Systems {
    /// Plans for one scheme are judged as one.
    pub(crate) fn build(f: &Facts<'_>) -> Self {
        let mut systems = Self::default();
        let Some((judged, schemes)) = f.judged_systems() else { return systems };
        let mut groups: Vec<(&str, Vec<u32>)> = Vec::new();
        for &at in judged {
            let Some(system) = f.corpus().systems().get(at as usize) else { continue };
            match schemes.of(f.corpus(), system) {
                Some(scheme) => match groups.iter_mut().find(|(key, _)| *key == scheme.key) {
                    Some((_, plans)) => plans.push(at),
                    None => groups.push((&scheme.key, vec![at])),
                },
                None => systems.rows.push(Row::NoScheme(at)),
            }
        }
        for (_, plans) in groups {
            let scheme = plans
                .first()
                .and_then(|at| schemes.of(f.corpus(), f.corpus().systems().get(*at as usize)?));
            let Some(scheme) = scheme else { continue };
            let aspects = AspectList::built_in();
            let plan = Plan::of(f.corpus(), &plans, scheme, aspects);
            let matrix = Matrix::build(f.corpus(), scheme, aspects, &plan, false);
            let own = u32::try_from(systems.matrices.len()).unwrap_or(u32::MAX);
            systems.rows.extend((0..).zip(&plan.faults).map(|(at, _)| Row::Fault(own, at)));
            systems.rows.extend((0..).zip(&matrix.cells).map(|(at, _)| Row::Cell(own, at)));
            systems.matrices.push((matrix, plan));
        }
        systems
    }

    /// The cell of a row, or why there is none.
    pub(crate) fn cell(&self, row: u32) -> Result<&MatrixCell, Reason> {
        let why = &("there is no such cell", "没有此单元");
        match self.rows.get(row as usize) {
            Some(Row::Cell(matrix, at)) => {
                let cells = self.matrices.get(*matrix as usize).map(|(it, _)| &it.cells);
                cells.and_then(|it| it.get(*at as usize)).ok_or(Reason::Plan { system: 0, why })
            }
            Some(Row::Fault(..)) => {
                let system = self.fault(row).map_or(0, |it| it.entry.0);
                let why = &(
                    "the plan names a sector or an aspect that is not there",
                    "计划所列的部门或方面不存在",
                );
                Err(Reason::Plan { system, why })
            }
            Some(Row::NoScheme(system)) => {
                let why = &("the sector scheme of the plan is not known", "计划所用的行业分类未知");
                Err(Reason::Plan { system: *system, why })
            }
            None => Err(Reason::Plan { system: 0, why }),
        }
    }

    pub(crate) fn fault(&self, row: u32) -> Option<&Fault> {
        let Row::Fault(matrix, at) = self.rows.get(row as usize)? else { return None };
        self.matrices.get(*matrix as usize)?.1.faults.get(*at as usize)
    }

    /// The matrix of a row.
    pub(crate) fn matrix(&self, row: u32) -> Option<&Matrix> {
        self.of(row).map(|(matrix, _)| matrix)
    }

    /// Standards of one level that a cell may hold.
    pub(crate) fn most(&self, row: u32) -> u32 {
        self.of(row).map_or(crate::coverage::USUAL_MOST, |(_, plan)| plan.most)
    }

    fn of(&self, row: u32) -> Option<&(Matrix, Plan)> {
        match self.rows.get(row as usize)? {
            Row::Cell(matrix, _) | Row::Fault(matrix, _) => self.matrices.get(*matrix as usize),
            Row::NoScheme(_) => None,
        }
    }

    /// The plan that speaks of a row: by its place in the corpus.
    pub(crate) fn system(&self, row: u32) -> Option<u32> {
        if let Some(Row::NoScheme(system)) = self.rows.get(row as usize) {
            return Some(*system);
        }
        let entry = match self.cell(row) {
            Ok(cell) => cell.entry,
            Err(_) => self.fault(row).map(|it| it.entry),
        };
        let first = || self.of(row).and_then(|(_, plan)| plan.systems.first().copied());
        entry.map(|it| it.0).or_else(first)
    }

    /// The entry of a plan that speaks of a row, with its plan.
    pub(crate) fn entry<'a>(
        &self,
        f: &Facts<'a>,
        row: u32,
    ) -> Option<(&'a StandardsSystem, &'a PlannedCell)> {
        let (system, at) = self.cell(row).ok()?.entry?;
        let system = f.corpus().systems().get(system as usize)?;
        Some((system, system.cells.get(at as usize)?))
    }
}

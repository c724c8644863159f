//! The push of many points on one, in n log n: what is near point by point, what is farther cell by cell,
//! in cells that grow with the distance.

/// Points that are counted one by one in a cell; of a fuller one, its middle stands for all.
const SINGLES: usize = 48;

/// Grids over the same room, each with cells half as wide as the one before.
pub(super) struct Pyramid<'a> {
    points: &'a [(f32, f32)],
    floors: Vec<Floor>,
    /// Points by cell of the finest grid.
    starts: Vec<u32>,
    members: Vec<u32>,
}

struct Floor {
    columns: usize,
    rows: usize,
    cell: f32,
    /// How many points lie in a cell, and the sums of their coordinates.
    cells: Vec<(f32, f32, f32)>,
}

impl<'a> Pyramid<'a> {
    pub(super) fn new(points: &'a [(f32, f32)], width: f32, height: f32) -> Self {
        let side = width.max(height).max(1.0);
        // about four points in a cell of the finest grid
        let mut finest = 1;
        while finest < 12
            && (1_usize << (2 * finest)) as f32 * (width * height / (side * side))
                < points.len() as f32 / 4.0
        {
            finest += 1;
        }
        let mut floors: Vec<Floor> = (1..=finest)
            .map(|floor| {
                let columns = 1_usize << floor;
                let cell = side / columns as f32;
                let rows = ((height / cell).ceil() as usize).clamp(1, columns);
                let columns = ((width / cell).ceil() as usize).clamp(1, columns);
                Floor { columns, rows, cell, cells: vec![(0.0, 0.0, 0.0); columns * rows] }
            })
            .collect();
        for &(x, y) in points {
            for floor in &mut floors {
                let at = floor.index(x, y);
                let cell = &mut floor.cells[at];
                *cell = (cell.0 + 1.0, cell.1 + x, cell.2 + y);
            }
        }
        let (mut starts, mut members) = (Vec::new(), Vec::new());
        if let Some(floor) = floors.last() {
            starts = vec![0_u32; floor.cells.len() + 1];
            for &(x, y) in points {
                starts[floor.index(x, y) + 1] += 1;
            }
            for at in 1..starts.len() {
                starts[at] += starts[at - 1];
            }
            let mut next = starts.clone();
            members = vec![0_u32; points.len()];
            for (point, &(x, y)) in points.iter().enumerate() {
                let place = &mut next[floor.index(x, y)];
                members[*place as usize] = point as u32;
                *place += 1;
            }
        }
        Self { points, floors, starts, members }
    }

    /// The push on a point, for a strength of one.
    pub(super) fn push(&self, at: (f32, f32)) -> (f32, f32) {
        let mut sum = (0.0, 0.0);
        for (number, floor) in self.floors.iter().enumerate() {
            let (column, row) = floor.cell_of(at.0, at.1);
            let is_finest = number + 1 == self.floors.len();
            // what the coarser grid left to this one: the children of its own and the neighbouring cells
            let (columns, rows) = match number.checked_sub(1).and_then(|it| self.floors.get(it)) {
                Some(_) => (around_parent(column, floor.columns), around_parent(row, floor.rows)),
                None => (0..floor.columns, 0..floor.rows),
            };
            for r in rows {
                for c in columns.clone() {
                    let index = r * floor.columns + c;
                    let is_near = c.abs_diff(column) <= 1 && r.abs_diff(row) <= 1;
                    if !is_near {
                        floor.push(index, at, &mut sum);
                    } else if is_finest {
                        let members = &self.members
                            [self.starts[index] as usize..self.starts[index + 1] as usize];
                        if members.len() > SINGLES {
                            floor.push(index, at, &mut sum);
                            continue;
                        }
                        for &member in members {
                            let (x, y) = self.points[member as usize];
                            add(&mut sum, at, (x, y), 1.0);
                        }
                    }
                }
            }
        }
        sum
    }
}

impl Floor {
    fn cell_of(&self, x: f32, y: f32) -> (usize, usize) {
        let column = (x / self.cell) as usize;
        let row = (y / self.cell) as usize;
        (column.min(self.columns - 1), row.min(self.rows - 1))
    }

    fn index(&self, x: f32, y: f32) -> usize {
        let (column, row) = self.cell_of(x, y);
        row * self.columns + column
    }

    fn push(&self, index: usize, at: (f32, f32), sum: &mut (f32, f32)) {
        let (count, x, y) = self.cells[index];
        if count > 0.0 {
            add(sum, at, (x / count, y / count), count);
        }
    }
}

/// Cells whose parent is that of `at` or beside it.
fn around_parent(at: usize, count: usize) -> std::ops::Range<usize> {
    let parent = at / 2;
    let from = parent.saturating_sub(1) * 2;
    from..((parent + 2) * 2).min(count)
}

fn add(sum: &mut (f32, f32), at: (f32, f32), other: (f32, f32), count: f32) {
    let (dx, dy) = (at.0 - other.0, at.1 - other.1);
    let square = dx * dx + dy * dy;
    // a point does not push itself; what is all but on one place is pulled apart afterwards
    if square < 0.01 {
        return;
    }
    let push = count / square.max(100.0);
    sum.0 += dx * push / square.sqrt();
    sum.1 += dy * push / square.sqrt();
}

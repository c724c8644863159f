//! Where everything lies on the drawing of a page: a band for each level, from international at the top
//! to enterprise at the bottom, and in each band what is linked near to each other.
//!
//! The layout is the same byte for byte wherever it is computed: no randomness, no threads that change
//! an order of summation, and of floating point only what IEEE 754 fixes (no powers, no angles). The work
//! is n log n a round, in a bounded number of rounds.

mod force;
mod pyramid;
mod spread;

/// What is laid out: places 0 to n, each with its band, and the pairs that are linked.
#[derive(Clone, Debug, Default)]
pub(super) struct Sketch {
    /// Band of each node; bands are numbered from the top.
    pub(super) bands: Vec<usize>,
    /// Linked nodes.
    pub(super) links: Vec<(u32, u32)>,
}

/// A horizontal strip with everything of one level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Band {
    pub(super) top: i32,
    pub(super) height: i32,
}

/// The finished layout.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) bands: Vec<Band>,
    /// Middle of each node.
    pub(super) places: Vec<(i32, i32)>,
}

/// Room for a linked node with its name.
const ROOM: f32 = 92.0 * 58.0;
/// The drawing is that much wider than high, as screens are.
const ASPECT: f32 = 1.25;
/// Distance of nodes without links, which stand in rows.
const PITCH: f32 = 38.0;
/// Room for the name of a band.
const HEAD: f32 = 46.0;
/// Room between the edge of a band and what lies in it.
const MARGIN: f32 = 34.0;
const GAP: f32 = 16.0;
const MIN_WIDTH: f32 = 960.0;
const MIN_HEIGHT: f32 = 64.0;

/// Lays out a drawing.
pub(super) fn lay_out(sketch: &Sketch) -> Layout {
    let bands = sketch.bands.iter().max().map_or(0, |it| it + 1);
    let nodes = sketch.bands.len();
    let links = distinct(&sketch.links);
    let mut degree = vec![0_u32; nodes];
    for &(from, to) in &links {
        degree[from as usize] += 1;
        degree[to as usize] += 1;
    }
    let (mut linked, mut alone) = (vec![Vec::new(); bands], vec![Vec::new(); bands]);
    for (node, &band) in sketch.bands.iter().enumerate() {
        let list = if degree[node] > 0 { &mut linked } else { &mut alone };
        list[band].push(node);
    }
    let count = |lists: &[Vec<usize>]| lists.iter().map(Vec::len).sum::<usize>() as f32;
    let area = count(&linked) * ROOM + count(&alone) * PITCH * PITCH;
    let width = (area * ASPECT).sqrt().max(MIN_WIDTH);
    let inner = width - 2.0 * MARGIN;
    let mut layout = Layout { places: vec![(0, 0); nodes], ..Layout::default() };
    // heights first: the forces act within a band's own room
    let rooms: Vec<force::Room> = linked
        .iter()
        .map(|members| {
            let height = (members.len() as f32 * ROOM / inner).max(MIN_HEIGHT);
            force::Room { width: inner, height }
        })
        .collect();
    let mut places = force::settle(&sketch.bands, &links, &degree, &rooms, &linked);
    spread::spread_across(&mut places, &mut linked.concat(), inner);
    let mut top = 0.0;
    for band in 0..bands {
        let mut bottom = top + HEAD;
        if !linked[band].is_empty() {
            spread::spread_within(&mut places, &linked[band], rooms[band]);
            for &node in &linked[band] {
                let (x, y) = places[node];
                layout.places[node] = (whole(MARGIN + x), whole(bottom + y));
            }
            bottom += rooms[band].height + MARGIN / 2.0;
        }
        if !alone[band].is_empty() {
            let columns = ((inner / PITCH) as usize).max(1);
            for (at, &node) in alone[band].iter().enumerate() {
                let (column, row) = ((at % columns) as f32, (at / columns) as f32);
                layout.places[node] =
                    (whole(MARGIN + (column + 0.5) * PITCH), whole(bottom + (row + 0.5) * PITCH));
            }
            bottom += alone[band].len().div_ceil(columns) as f32 * PITCH + MARGIN / 2.0;
        }
        layout.bands.push(Band { top: whole(top), height: whole(bottom - top) });
        top = bottom + GAP;
    }
    layout.width = whole(width);
    layout.height = whole((top - GAP).max(0.0));
    layout
}

/// Each pair once, whichever way, without loops.
fn distinct(links: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut links: Vec<(u32, u32)> = links
        .iter()
        .filter(|(from, to)| from != to)
        .map(|&(from, to)| (from.min(to), from.max(to)))
        .collect();
    links.sort_unstable();
    links.dedup();
    links
}

fn whole(value: f32) -> i32 {
    value.round() as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_laid_out_as_nothing() {
        let layout = lay_out(&Sketch::default());
        assert_eq!((layout.bands.len(), layout.height), (0, 0));
    }
}

//! Makes use of the room: what the forces left crowded is drawn apart, what they left empty is filled,
//! and nothing lies on anything else.

use super::force::Room;

/// How much the place in the order counts against the place that the forces found.
const EVEN: f32 = 0.65;
/// Room that each node keeps for itself.
const KEEP: (f32, f32) = (84.0, 34.0);
const ROUNDS: usize = 60;

/// Spreads `nodes` of all bands over the width. What lies above each other in several bands stays so.
pub(super) fn spread_across(places: &mut [(f32, f32)], nodes: &mut [usize], width: f32) {
    nodes.sort_by(|&a, &b| places[a].0.total_cmp(&places[b].0).then(a.cmp(&b)));
    let end = |node: Option<&usize>| node.map_or(0.0, |&it| places[it].0);
    // the forces leave the edges empty
    let (left, right) = (end(nodes.first()), end(nodes.last()));
    let wide = (right - left).max(1.0);
    let count = nodes.len() as f32;
    for (at, &node) in nodes.iter().enumerate() {
        let even = (at as f32 + 0.5) / count * width;
        places[node].0 = mixed((places[node].0 - left) / wide * width, even);
    }
}

/// Spreads the members of a band over its height, and draws them apart.
pub(super) fn spread_within(places: &mut [(f32, f32)], members: &[usize], room: Room) {
    let heights = members.iter().map(|&it| places[it].1);
    let low = heights.clone().fold(f32::INFINITY, f32::min);
    let tall = (heights.fold(0.0, f32::max) - low).max(1.0);
    let mut order = members.to_vec();
    order.sort_by(|&a, &b| places[a].0.total_cmp(&places[b].0).then(a.cmp(&b)));
    // heights are compared within columns of about two nodes a row
    let column = (room.height / KEEP.1).max(1.0) as usize * 2;
    for column in order.chunks_mut(column) {
        column.sort_by(|&a, &b| places[a].1.total_cmp(&places[b].1).then(a.cmp(&b)));
        let count = column.len() as f32;
        for (at, &node) in column.iter().enumerate() {
            let even = (at as f32 + 0.5) / count * room.height;
            places[node].1 = mixed((places[node].1 - low) / tall * room.height, even);
        }
    }
    for _ in 0..ROUNDS {
        if !draw_apart(places, members, room) {
            break;
        }
    }
}

fn mixed(found: f32, even: f32) -> f32 {
    found * (1.0 - EVEN) + even * EVEN
}

/// Pushes apart what lies on each other, by the shorter way; says whether anything did.
fn draw_apart(places: &mut [(f32, f32)], members: &[usize], room: Room) -> bool {
    let columns = ((room.width / KEEP.0) as usize).max(1);
    let rows = ((room.height / KEEP.1) as usize).max(1);
    let cell = |(x, y): (f32, f32)| {
        let column = ((x / KEEP.0) as usize).min(columns - 1);
        let row = ((y / KEEP.1) as usize).min(rows - 1);
        (column, row)
    };
    let mut cells: Vec<Vec<usize>> = vec![Vec::new(); columns * rows];
    for &node in members {
        let (column, row) = cell(places[node]);
        cells[row * columns + column].push(node);
    }
    let mut any = false;
    for &node in members {
        let (column, row) = cell(places[node]);
        for r in row.saturating_sub(1)..(row + 2).min(rows) {
            for c in column.saturating_sub(1)..(column + 2).min(columns) {
                for &other in cells[r * columns + c].iter().take(32) {
                    if other <= node {
                        continue;
                    }
                    any |= part(places, node, other, room);
                }
            }
        }
    }
    any
}

fn part(places: &mut [(f32, f32)], a: usize, b: usize, room: Room) -> bool {
    let (dx, dy) = (places[b].0 - places[a].0, places[b].1 - places[a].1);
    let over = (KEEP.0 - dx.abs(), KEEP.1 - dy.abs());
    if over.0 <= 0.5 || over.1 <= 0.5 {
        return false;
    }
    let away = |d: f32| if d < 0.0 { -0.5 } else { 0.5 };
    let (x, y) = if over.0 / KEEP.0 < over.1 / KEEP.1 {
        (over.0 * away(dx), 0.0)
    } else {
        (0.0, over.1 * away(dy))
    };
    for (node, sign) in [(a, -1.0), (b, 1.0)] {
        let place = &mut places[node];
        place.0 = (place.0 + x * sign).clamp(0.0, room.width);
        place.1 = (place.1 + y * sign).clamp(0.0, room.height);
    }
    true
}

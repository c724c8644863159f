//! Linked nodes pull at each other, all nodes of a band push each other away.

use rayon::prelude::*;

use super::pyramid::Pyramid;

/// The room in a band for its linked nodes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Room {
    pub(super) width: f32,
    pub(super) height: f32,
}

/// Length that a link strives for.
const LENGTH: f32 = 70.0;
/// Strength of the push.
const PUSH: f32 = 2200.0;
/// Pull towards the middle height of the band.
const HOLD: f32 = 0.03;
/// Part of its speed that a node keeps from round to round.
const GLIDE: f32 = 0.6;
const MAX_ROUNDS: usize = 240;
const MIN_ROUNDS: usize = 40;
/// Node steps in all: a bound on the time, whatever the size.
const STEPS: usize = 1_200_000;

type Place = (f32, f32);

/// Places of the linked nodes, each within the room of its band.
pub(super) fn settle(
    bands: &[usize],
    links: &[(u32, u32)],
    degree: &[u32],
    rooms: &[Room],
    linked: &[Vec<usize>],
) -> Vec<Place> {
    let nodes = bands.len();
    let neighbours = Neighbours::of(nodes, links);
    let mut places = begin(bands, &neighbours, degree, rooms);
    let mut speeds = vec![(0.0_f32, 0.0_f32); nodes];
    let count: usize = linked.iter().map(Vec::len).sum();
    if count == 0 {
        return places;
    }
    let rounds = (STEPS / count).clamp(MIN_ROUNDS, MAX_ROUNDS);
    for round in 0..rounds {
        let heat = 1.0 - round as f32 / rounds as f32;
        let heat = heat * heat;
        for (band, members) in linked.iter().enumerate() {
            if members.is_empty() {
                continue;
            }
            let points: Vec<Place> = members.iter().map(|&node| places[node]).collect();
            let pyramid = Pyramid::new(&points, rooms[band].width, rooms[band].height);
            // each sum is of one node and in a fixed order: threads change nothing
            let forces: Vec<Place> = members
                .par_iter()
                .map(|&node| {
                    let at = places[node];
                    let (mut x, mut y) = pyramid.push(at);
                    (x, y) = (x * PUSH, y * PUSH);
                    for &other in neighbours.of_node(node) {
                        let other = other as usize;
                        let same = bands[other] == band;
                        let (dx, dy) = (places[other].0 - at.0, places[other].1 - at.1);
                        let far = (dx * dx + if same { dy * dy } else { 0.0 }).sqrt().max(1.0);
                        let fewer = degree[node].min(degree[other]).max(1) as f32;
                        // a hub is not dragged about by each of its many neighbours
                        let share = degree[other] as f32 / (degree[node] + degree[other]) as f32;
                        let pull = (far - LENGTH) / far / fewer * share;
                        x += dx * pull;
                        if same {
                            y += dy * pull;
                        }
                    }
                    // without a middle to hold on to, leaves end up along the edges
                    (x, y + (rooms[band].height / 2.0 - at.1) * HOLD)
                })
                .collect();
            let room = rooms[band];
            for (&node, force) in members.iter().zip(forces) {
                let speed = &mut speeds[node];
                let step = LENGTH * 2.0;
                speed.0 = ((speed.0 + force.0 * heat) * GLIDE).clamp(-step, step);
                speed.1 = ((speed.1 + force.1 * heat) * GLIDE).clamp(-step, step);
                let place = &mut places[node];
                place.0 = (place.0 + speed.0).clamp(0.0, room.width);
                place.1 = (place.1 + speed.1).clamp(0.0, room.height);
            }
        }
    }
    places
}

/// Neighbours of each node in one array.
struct Neighbours {
    starts: Vec<usize>,
    others: Vec<u32>,
}

impl Neighbours {
    fn of(nodes: usize, links: &[(u32, u32)]) -> Self {
        let mut starts = vec![0; nodes + 1];
        for &(from, to) in links {
            starts[from as usize + 1] += 1;
            starts[to as usize + 1] += 1;
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        let mut next = starts.clone();
        let mut others = vec![0; links.len() * 2];
        for &(from, to) in links {
            for (from, to) in [(from, to), (to, from)] {
                let place = &mut next[from as usize];
                others[*place] = to;
                *place += 1;
            }
        }
        Self { starts, others }
    }

    fn of_node(&self, node: usize) -> &[u32] {
        &self.others[self.starts[node]..self.starts[node + 1]]
    }
}

/// Where nodes stand at first: each connected part beside the one before it, within it from the best
/// linked node outwards; heights as a sequence that fills a line evenly.
fn begin(bands: &[usize], neighbours: &Neighbours, degree: &[u32], rooms: &[Room]) -> Vec<Place> {
    let nodes = bands.len();
    let mut best: Vec<usize> = (0..nodes).filter(|&node| degree[node] > 0).collect();
    best.sort_by_key(|&node| (std::cmp::Reverse(degree[node]), node));
    let mut seen = vec![false; nodes];
    let mut order = Vec::with_capacity(best.len());
    for &root in &best {
        if std::mem::replace(&mut seen[root], true) {
            continue;
        }
        let mut next = order.len();
        order.push(root);
        while let Some(&node) = order.get(next) {
            next += 1;
            for &other in neighbours.of_node(node) {
                if !std::mem::replace(&mut seen[other as usize], true) {
                    order.push(other as usize);
                }
            }
        }
    }
    let mut places = vec![(0.0, 0.0); nodes];
    let count = order.len() as f32;
    for (at, &node) in order.iter().enumerate() {
        let room = rooms[bands[node]];
        // the low bits of the place, mirrored: 1/2, 1/4, 3/4, 1/8 …
        let mirrored = (at as u32).reverse_bits() as f32 / 4_294_967_296.0;
        places[node] = ((at as f32 + 0.5) / count * room.width, mirrored * room.height);
    }
    places
}

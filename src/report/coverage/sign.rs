//! The sign of a cell: a letter or a mark for its state, readable without colour.

use super::super::paint::Ink;
use crate::coverage::{MatrixCell, State};

/// The sign of a state. ASCII: its width is the same in every terminal.
pub(super) fn sign(state: State) -> char {
    match state {
        State::Covered => '#',
        State::Missing => '!',
        State::Planned => 'P',
        State::InternationalOnly => 'I',
        State::AssociationOnly => 'A',
        State::Stale => 'S',
        State::Oversupplied => '+',
        State::NotApplicable => '-',
        State::Empty => '.',
        State::Unknown => '?',
    }
}

/// Behind the sign: weaker than the plan wants.
pub(super) const BELOW: char = '<';

/// The sign of a cell, with the number of standards where there are several.
pub(super) fn cell(cell: &MatrixCell) -> String {
    let mut text = String::from(sign(cell.state));
    let count = match cell.state {
        State::Planned => cell.drafts.len(),
        State::Unknown => cell.doubtful.len(),
        _ => cell.members.len(),
    };
    match count {
        0 | 1 => {}
        2..=9 => text.push_str(&count.to_string()),
        _ => text.push('*'),
    }
    if cell.below_minimum {
        text.push(BELOW);
    }
    text
}

/// The colour of a state, which says nothing that the sign does not.
pub(super) fn ink(state: State) -> Ink {
    match state {
        State::Covered => Ink::Good,
        State::Missing => Ink::Error,
        State::Planned | State::InternationalOnly | State::AssociationOnly | State::Stale => {
            Ink::Warning
        }
        State::Oversupplied | State::Unknown => Ink::Info,
        State::NotApplicable | State::Empty => Ink::Dim,
    }
}

//! The exit codes: one table for the whole program.

use std::process::ExitCode;

/// How a run ended. The order is the order of weight: where two things happened, the heavier one
/// is what the caller sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// 0: nothing at or above the fail level.
    Clean,
    /// 1: findings at or above the fail level (or, for other commands, "the answer is no").
    Findings,
    /// 3: some input could not be read; what could be read was still checked.
    Unreadable,
    /// 2: wrong usage or configuration.
    Usage,
    /// 70: a bug in consonance (`EX_SOFTWARE` of sysexits.h).
    Bug,
}

impl Exit {
    /// The number that the caller sees.
    #[must_use]
    pub(crate) fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Usage => 2,
            Self::Unreadable => 3,
            Self::Bug => 70,
        }
    }

    /// How a run ended that the caller saw as this number; a number of none is a bug.
    #[must_use]
    pub(crate) fn of_code(code: u8) -> Self {
        let all = [Self::Clean, Self::Findings, Self::Usage, Self::Unreadable];
        all.into_iter().find(|it| it.code() == code).unwrap_or(Self::Bug)
    }

    /// The heavier of two: 2 wins over 3, 3 over 1.
    #[must_use]
    pub(crate) fn and(self, other: Self) -> Self {
        self.max(other)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

#[cfg(test)]
mod tests {
    use super::Exit;

    #[test]
    fn the_heavier_exit_wins() {
        assert_eq!(Exit::Usage.and(Exit::Unreadable).code(), 2);
        assert_eq!(Exit::Findings.and(Exit::Unreadable).code(), 3);
        assert_eq!(Exit::Clean.and(Exit::Findings).code(), 1);
        assert_eq!(Exit::Bug.and(Exit::Usage).code(), 70);
    }
}

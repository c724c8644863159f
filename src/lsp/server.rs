//! The loop: what comes in from the editor and from the checks, and when to check again.

use std::io::{self, BufRead, Write};
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::checked::Checker;
use super::session::Session;
use super::wire::{self, Incoming, Outgoing};
use super::worker::{self, Done};
use crate::source::Language;

/// How the server is set up from outside.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// The language of messages.
    pub(crate) language: Language,
    /// Somebody chose that language: the editor's does not count.
    pub(crate) chosen: bool,
    /// The configuration for every file, from the root, in place of the nearest one.
    pub(crate) config: Option<PathBuf>,
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Ending {
    /// The editor said so beforehand.
    Agreed,
    /// It did not, or it is gone.
    Abrupt,
}

/// What the loop waits for.
enum Event {
    Message(Incoming),
    Done(Done),
    /// The editor is gone.
    End(Option<io::Error>),
}

/// The longest wait: nothing is due.
const IDLE: Duration = Duration::from_secs(3600);

/// Serves one editor until it says that it is over.
///
/// # Errors
/// When the connection breaks.
pub(crate) fn serve(
    settings: Settings,
    checker: Box<dyn Checker>,
    mut input: impl BufRead + Send + 'static,
    output: impl Write,
) -> io::Result<Ending> {
    let (events, incoming) = channel();
    let done = events.clone();
    // Whoever no longer listens has ended the session.
    let (jobs, worker) = worker::start(checker, move |it| drop(done.send(Event::Done(it))))?;
    let read = move || {
        loop {
            let event = match wire::read(&mut input) {
                Ok(Some(message)) => Event::Message(message),
                Ok(None) => Event::End(None),
                Err(error) => Event::End(Some(error)),
            };
            let is_end = matches!(event, Event::End(_));
            if events.send(event).is_err() || is_end {
                break;
            }
        }
    };
    thread::Builder::new().name("read".to_owned()).spawn(read)?;
    let mut session = Session::new(settings, Outgoing::new(output), jobs);
    let ending = attend(&mut session, &incoming);
    drop(session);
    worker::end(worker);
    ending
}

/// Does what the editor asks, and what is due, until the session ends.
fn attend<W: Write>(session: &mut Session<W>, incoming: &Receiver<Event>) -> io::Result<Ending> {
    loop {
        session.check_what_is_due(Instant::now())?;
        let wait =
            session.next_due().map_or(IDLE, |due| due.saturating_duration_since(Instant::now()));
        match incoming.recv_timeout(wait) {
            Ok(Event::Message(message)) => {
                if let Some(ending) = session.take(message)? {
                    return Ok(ending);
                }
            }
            Ok(Event::Done(done)) => session.take_checked(done)?,
            Ok(Event::End(Some(error))) => return Err(error),
            Ok(Event::End(None)) | Err(RecvTimeoutError::Disconnected) => {
                return Ok(Ending::Abrupt);
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}

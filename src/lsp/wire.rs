//! Messages on the wire: a header that says how long, and JSON of that length.
//!
//! Written here and not taken from a library because nothing a client sends may end the server:
//! those at hand allocate what a header claims, and stop at the first text that is not JSON.

use std::io::{self, BufRead, Read, Write};

use serde_json::{Value, json};

/// Bytes that a message may have: far more than a document that is read.
const LARGEST: usize = 128 << 20;
/// Bytes of a line of the header that are looked at together.
const LINE: u64 = 4 << 10;
/// What a header says.
const LENGTH: &[u8] = b"content-length:";

/// What came in.
#[derive(Debug)]
pub(super) enum Incoming {
    /// A request, with its id.
    Request { id: Value, method: String, params: Value },
    /// A notification.
    Notification { method: String, params: Value },
    /// The answer to a request of ours.
    Answer,
    /// Something that is none of these, and what to answer.
    Bad { id: Value, code: i32, message: String },
}

/// The next message; `None` at the end of the input.
///
/// What is no message is passed over up to the next header, and said once.
pub(super) fn read(input: &mut impl BufRead) -> io::Result<Option<Incoming>> {
    let length = match read_header(input)? {
        Header::Length(length) => length,
        Header::Bad(message) => return Ok(Some(bad(Value::Null, PARSE_ERROR, &message))),
        Header::End => return Ok(None),
    };
    let mut body = Vec::new();
    // Grows with what is there, not with what is claimed.
    let read = input.by_ref().take(length as u64).read_to_end(&mut body)?;
    if read < length {
        return Ok(None);
    }
    Ok(Some(match serde_json::from_slice(&body) {
        Ok(value) => understand(value),
        Err(error) => bad(Value::Null, PARSE_ERROR, &format!("not JSON: {error}")),
    }))
}

/// JSON-RPC: the text is not JSON.
pub(super) const PARSE_ERROR: i32 = -32700;
/// JSON-RPC: no request, or none that may be made now.
pub(super) const INVALID_REQUEST: i32 = -32600;
/// JSON-RPC: there is no such method.
pub(super) const METHOD_NOT_FOUND: i32 = -32601;
/// JSON-RPC: the parameters are not those of the method.
pub(super) const INVALID_PARAMS: i32 = -32602;
/// JSON-RPC: a fault of the server.
pub(super) const INTERNAL_ERROR: i32 = -32603;
/// LSP: a request before `initialize`.
pub(super) const NOT_INITIALIZED: i32 = -32002;
/// LSP: the client took the request back.
pub(super) const CANCELLED: i32 = -32800;

fn bad(id: Value, code: i32, message: &str) -> Incoming {
    Incoming::Bad { id, code, message: message.to_owned() }
}

enum Header {
    Length(usize),
    Bad(String),
    End,
}

fn read_header(input: &mut impl BufRead) -> io::Result<Header> {
    let mut length: Option<Result<usize, String>> = None;
    let mut stray = false;
    loop {
        let mut line = Vec::new();
        if input.by_ref().take(LINE).read_until(b'\n', &mut line)? == 0 {
            return Ok(Header::End);
        }
        let lower = line.to_ascii_lowercase();
        // What is left of a broken message may stand before the header of the next one.
        if let Some(at) = memchr::memmem::rfind(&lower, LENGTH) {
            stray |= at > 0;
            let digits = String::from_utf8_lossy(&line[at + LENGTH.len()..]).trim().to_owned();
            length = Some(match digits.parse::<usize>() {
                Ok(length) if length <= LARGEST => Ok(length),
                Ok(_) => Err(format!("a message of {digits} bytes is too long")),
                Err(_) => Err("no length in the header".to_owned()),
            });
            continue;
        }
        if !matches!(line.as_slice(), b"\r\n" | b"\n") {
            // Another field of the header, or something that is none.
            stray |= !lower.starts_with(b"content-type:");
            continue;
        }
        match length.take() {
            Some(Ok(length)) => return Ok(Header::Length(length)),
            Some(Err(message)) => return Ok(Header::Bad(message)),
            None if stray => return Ok(Header::Bad("no length in the header".to_owned())),
            // Empty lines between messages do no harm.
            None => {}
        }
    }
}

fn understand(value: Value) -> Incoming {
    let Value::Object(mut fields) = value else {
        return bad(Value::Null, INVALID_REQUEST, "a message is an object");
    };
    let id = fields.remove("id");
    let params = fields.remove("params").unwrap_or(Value::Null);
    let method = match fields.remove("method") {
        Some(Value::String(method)) => method,
        None if fields.contains_key("result") || fields.contains_key("error") => {
            return Incoming::Answer;
        }
        _ => return bad(id.unwrap_or(Value::Null), INVALID_REQUEST, "no method"),
    };
    match id {
        None => Incoming::Notification { method, params },
        Some(id @ (Value::String(_) | Value::Number(_))) => {
            Incoming::Request { id, method, params }
        }
        Some(_) => bad(Value::Null, INVALID_REQUEST, "an id is a number or a string"),
    }
}

/// Sends messages.
#[derive(Debug)]
pub(super) struct Outgoing<W> {
    out: W,
    /// Number of the next request of ours.
    next: i64,
}

impl<W: Write> Outgoing<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, next: 1 }
    }

    pub(super) fn answer(&mut self, id: &Value, result: &Value) -> io::Result<()> {
        self.send(&json!({"jsonrpc": "2.0", "id": id, "result": result}))
    }

    pub(super) fn refuse(&mut self, id: &Value, code: i32, message: &str) -> io::Result<()> {
        let error = json!({"code": code, "message": message});
        self.send(&json!({"jsonrpc": "2.0", "id": id, "error": error}))
    }

    pub(super) fn notify(&mut self, method: &str, params: &Value) -> io::Result<()> {
        self.send(&json!({"jsonrpc": "2.0", "method": method, "params": params}))
    }

    pub(super) fn ask(&mut self, method: &str, params: &Value) -> io::Result<()> {
        let id = format!("consonance/{}", self.next);
        self.next += 1;
        self.send(&json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}))
    }

    fn send(&mut self, message: &Value) -> io::Result<()> {
        let body = message.to_string();
        write!(self.out, "Content-Length: {}\r\n\r\n{body}", body.len())?;
        self.out.flush()
    }
}

//! `serve` as a program on the same machine meets it: plain HTTP over a socket.

mod agents;
mod answers;
mod attacks;
mod decisions;
mod life;
mod stopped;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

const BOARDS: &str = "datasets/bigtech-boards";

/// A server that runs until it is dropped.
struct Server {
    child: Child,
    /// Kept open, so that the server can write.
    _out: BufReader<ChildStdout>,
    /// The host and the port.
    address: String,
    /// The token, if there is one.
    token: Option<String>,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What a server sent.
#[derive(Debug)]
struct Response {
    status: u16,
    head: String,
    body: Vec<u8>,
}

impl Response {
    fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(|(of, _)| of.eq_ignore_ascii_case(name)).map(|(_, value)| value).next()
    }

    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Server {
    fn start(args: &[&str]) -> Server {
        let mut command = Command::new(env!("CARGO_BIN_EXE_interlocks"));
        command.arg("serve").args(args).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut line = String::new();
        out.read_line(&mut line).unwrap();
        let page = line.trim_end().strip_prefix("listening on http://").unwrap_or_else(|| panic!("{line:?}"));
        let (address, token) = match page.split_once("/#token=") {
            Some((address, token)) => (address, Some(token.to_owned())),
            None => (page, None),
        };
        Server { child, _out: out, address: address.to_owned(), token }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream
    }

    /// Sends a request with lines of its head beside the first and `Host`, and reads the answer.
    fn send(&self, method: &str, path: &str, lines: &[&str]) -> Response {
        self.send_body(method, path, lines, "")
    }

    /// Sends a request with a body.
    fn send_body(&self, method: &str, path: &str, lines: &[&str], body: &str) -> Response {
        let named = lines.iter().any(|line| line.to_ascii_lowercase().starts_with("host:"));
        let host = if named { String::new() } else { format!("Host: {}\r\n", self.address) };
        let lines: String = lines.iter().map(|line| format!("{line}\r\n")).collect();
        let mut stream = self.connect();
        // A server that refuses may close before everything is sent.
        let _ = write!(stream, "{method} {path} HTTP/1.1\r\n{host}{lines}Connection: close\r\n\r\n{body}");
        read_response(&mut stream)
    }

    fn get(&self, path: &str) -> Response {
        self.send("GET", path, &[])
    }
}

fn read_response(stream: &mut TcpStream) -> Response {
    let mut bytes = Vec::new();
    // The end may be a reset, after a refusal; what came before counts.
    let _ = stream.read_to_end(&mut bytes);
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(bytes.len());
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let body = bytes.get(end + 4..).unwrap_or_default();
    let is_chunked = head.to_ascii_lowercase().contains("transfer-encoding: chunked");
    Response { status, body: if is_chunked { unchunked(body) } else { body.to_vec() }, head }
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let length = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
        let Some(chunk) = rest.get(end + 2..end + 2 + length).filter(|_| length > 0) else { break };
        whole.extend_from_slice(chunk);
        rest = &rest[end + 4 + length..];
    }
    whole
}

/// Returns the JSON that a command prints.
fn command(args: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_interlocks")).args(args).args(["-f", "json"]).output().unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{args:?}: {error}"))
}

//! What must not work, and what must not stop the server.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::{BOARDS, Server, read_response};

#[test]
fn other_pages_and_other_names_are_refused() {
    let server = Server::start(&[BOARDS]);
    let port = server.address.rsplit(':').next().unwrap();
    let status = |lines: &[&str]| server.send("GET", "/api/v1/about", lines).status;
    assert_eq!(status(&[]), 200);
    assert_eq!(status(&[&format!("Host: localhost:{port}")]), 200);
    // A name that somebody lets point at this machine (DNS rebinding).
    for host in ["evil.example", "127.0.0.1.evil.example", "127.0.0.1", "127.0.0.1:1", ""] {
        assert_eq!(status(&[&format!("Host: {host}")]), 421, "{host}");
    }
    assert_eq!(status(&[&format!("Origin: http://{}", server.address)]), 200);
    for origin in ["http://evil.example", "null", "https://127.0.0.1", "http://127.0.0.1:1"] {
        assert_eq!(status(&[&format!("Origin: {origin}")]), 403, "{origin}");
    }
    assert_eq!(status(&["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"]), 403);
    assert_eq!(status(&["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate"]), 200);
    assert_eq!(status(&["Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors"]), 200);
}

#[test]
fn every_response_has_the_headers_that_keep_it_to_itself() {
    let server = Server::start(&[BOARDS]);
    for (path, policy) in [
        ("/", "default-src 'none'; script-src 'self'"),
        ("/api/v1/about", "sandbox"),
        ("/api/v1/report?between=netflix&between=meta&format=html", "sandbox"),
        ("/api/v1/nosuch", "sandbox"),
        ("/nosuch", "default-src 'none'"),
    ] {
        let response = server.get(path);
        assert!(response.header("content-security-policy").unwrap().starts_with(policy), "{path}");
        assert_eq!(response.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(response.header("referrer-policy"), Some("no-referrer"), "{path}");
        assert_eq!(response.header("access-control-allow-origin"), None, "{path}");
        assert_eq!(response.header("set-cookie"), None, "{path}");
    }
    let framed = |path: &str| server.get(path).header("content-security-policy").unwrap().contains("frame-ancestors *");
    assert!(framed("/?embed=1") && !framed("/") && !framed("/api/v1/about?embed=1"));
}

#[test]
fn no_file_of_the_machine_is_read_written_or_named() {
    let folder = tempfile::tempdir().unwrap();
    // The name of the data may be told, but not where it lies.
    let hidden = folder.path().file_name().unwrap().to_str().unwrap().to_owned();
    let data = folder.path().join("boards");
    std::fs::create_dir(&data).unwrap();
    for table in ["people", "companies", "seats", "deals", "ties", "sources"] {
        std::fs::copy(format!("{BOARDS}/{table}.csv"), data.join(format!("{table}.csv"))).unwrap();
    }
    let list = folder.path().join("list.txt");
    std::fs::write(&list, "netflix\nmeta\n").unwrap();
    let server = Server::start(&[data.to_str().unwrap()]);
    let list = list.display();
    let written = folder.path().join("written.csv");
    for question in [
        format!("path?a=netflix&to={list}"),
        format!("path?between={list}"),
        format!("path?a=netflix&b=meta&strengths={list}"),
        format!("pairs?columns=@{list}"),
        format!("pairs?with={list}"),
        format!("pairs?same={list}"),
        format!("pairs?roles={list}"),
        format!("pairs?output={}", written.display()),
        format!("pairs?company=--output={}", written.display()),
        format!("search?text=--output={}", written.display()),
        format!("stats?plot={}", written.display()),
        format!("screen?rules=all&add_rules={list}"),
        format!("conflicts?baseline={list}"),
        format!("resolve?model={list}"),
        format!("resolve?review={list}"),
        format!("whatif?same={list}"),
        format!("../../../..{list}"),
        format!("..%2f..%2f..{list}"),
    ] {
        let response = server.get(&format!("/api/v1/{question}"));
        let text = response.text();
        assert!(response.status >= 400 || text.contains("\"results\": []"), "{question}: {text}");
        assert!(!text.contains(&format!("{hidden}/boards")) && !text.contains("netflix\nmeta"), "{question}: {text}");
    }
    assert!(!written.exists());
    for question in
        ["about", "conflicts", "show?entity=netflix", "report?between=netflix&between=meta", "check", "openapi.json"]
    {
        let response = server.get(&format!("/api/v1/{question}"));
        assert_eq!(response.status, 200, "{question}");
        assert!(!response.text().contains(&hidden), "{question}");
    }
}

#[test]
fn odd_requests_are_refused_and_the_server_goes_on() {
    let server = Server::start(&[BOARDS]);
    for path in [
        format!("/api/v1/search?text={}", "a".repeat(10_000)),
        format!("/api/v1/{}", "a/".repeat(2_000)),
        format!("/{}", "%00".repeat(100)),
        "/api/v1/search?text=%00%0d%0a".to_owned(),
        "/page/../../Cargo.toml".to_owned(),
        "/page/%2e%2e%2fmod.rs".to_owned(),
        "//".to_owned(),
        "*".to_owned(),
    ] {
        let response = server.get(&path);
        assert!(response.status != 500 && response.status != 0, "{} {path:.60}", response.status);
        assert!(!response.text().contains("[workspace]"));
    }
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"] {
        assert_eq!(server.send(method, "/api/v1/about", &[]).status, 405, "{method}");
    }
    // The body of a question is not read, however long it claims to be.
    let long = server.send("POST", "/api/v1/pairs", &["Content-Length: 1000000000"]);
    assert_eq!(long.status, 405);
    let head = server.send("HEAD", "/api/v1/about", &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
    for text in [
        "",
        "\r\n\r\n",
        "GET\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "\u{0}\u{1}\u{2}",
        "GET / HTTP/1.1\r\nA: b\u{0}\r\n\r\n",
    ] {
        let mut stream = server.connect();
        let _ = stream.write_all(text.as_bytes());
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let answer = read_response(&mut stream);
        assert!(answer.status == 0 || answer.status >= 400, "{text:?}: {}", answer.status);
    }
    let many: Vec<String> = (0..200).map(|number| format!("X-{number}: {}", "v".repeat(1_000))).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert!(server.send("GET", "/api/v1/about", &many).status >= 400);
    assert_eq!(server.get("/api/v1/about").status, 200);
}

#[test]
fn clients_that_never_finish_do_not_stop_the_others() {
    let server = Server::start(&[BOARDS]);
    let slow: Vec<TcpStream> = (0..400)
        .filter_map(|_| {
            let mut stream = TcpStream::connect(&server.address).ok()?;
            stream.write_all(b"GET /api/v1/about HTTP/1.1\r\nHost:").ok()?;
            Some(stream)
        })
        .collect();
    assert!(slow.len() > 300);
    assert_eq!(server.get("/api/v1/pairs?top=1").status, 200);
    // They are cut off after ten seconds.
    let mut first = slow.into_iter().next().unwrap();
    first.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    let mut rest = Vec::new();
    let _ = first.read_to_end(&mut rest);
    assert!(rest.is_empty() || rest.starts_with(b"HTTP/1.1 408"), "{}", String::from_utf8_lossy(&rest));
}

#[test]
fn readers_that_leave_do_not_stop_the_others() {
    let server = Server::start(&[BOARDS]);
    for number in 0..300 {
        let mut stream = server.connect();
        let _ = write!(stream, "GET /api/v1/conflicts?window={number} HTTP/1.1\r\nHost: {}\r\n\r\n", server.address);
    }
    // Whoever asks while too many wait is told so, and may ask again.
    let answered = (0..600).any(|_| {
        std::thread::sleep(Duration::from_millis(100));
        server.get("/api/v1/conflicts?window=7").status == 200
    });
    assert!(answered);
}

#[test]
fn another_address_needs_the_token() {
    let server = Server::start(&[BOARDS, "--address", "0.0.0.0"]);
    let token = server.token.clone().unwrap();
    assert_eq!(token.len(), 64);
    let status = |path: &str, lines: &[&str]| server.send("GET", path, lines).status;
    assert_eq!(status("/api/v1/about", &[]), 401);
    assert_eq!(status("/api/v1/about", &["Authorization: Bearer wrong"]), 401);
    assert_eq!(status("/api/v1/about", &[&format!("Authorization: Bearer {}", &token[..63])]), 401);
    assert_eq!(status(&format!("/api/v1/about?token={token}"), &[]), 401);
    assert_eq!(status("/api/v1/about", &[&format!("Authorization: Bearer {token}")]), 200);
    // The page itself has no data; it asks with the token that its address brought.
    assert_eq!(status("/", &[]), 200);
}

//! `mcp`: the protocol over standard input and output, line by line.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use super::{BOARDS, Response, Server, command};

struct Agent {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    asked: u64,
}

impl Agent {
    fn start(data: &str) -> Agent {
        let mut command = Command::new(env!("CARGO_BIN_EXE_interlocks"));
        let mut child = command
            .args(["mcp", data])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take(), BufReader::new(child.stdout.take().unwrap()));
        let mut agent = Agent { child, input, output, asked: 0 };
        let hello = json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}});
        let told = agent.ask("initialize", hello);
        assert_eq!(told["serverInfo"]["name"], "interlocks");
        assert!(told["instructions"].as_str().unwrap().contains("not an accusation"));
        agent.write(&json!({"jsonrpc": "2.0", "method": "notifications/initialized"}));
        agent
    }

    fn write(&mut self, message: &Value) {
        writeln!(self.input.as_mut().unwrap(), "{message}").unwrap();
    }

    fn ask(&mut self, method: &str, params: Value) -> Value {
        self.asked += 1;
        self.write(&json!({"jsonrpc": "2.0", "id": self.asked, "method": method, "params": params}));
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        let mut answer: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(answer["id"], self.asked);
        if answer.get("result").is_some() { answer["result"].take() } else { answer["error"].take() }
    }

    fn call(&mut self, tool: &str, arguments: Value) -> Value {
        let mut result = self.ask("tools/call", json!({"name": tool, "arguments": arguments}));
        assert_eq!(result["isError"], false, "{tool}: {result}");
        let text: Value = serde_json::from_str(result["content"][0]["text"].as_str().unwrap()).unwrap();
        assert_eq!(text, result["structuredContent"], "{tool}");
        result["structuredContent"].take()
    }
}

#[test]
fn each_tool_answers_what_its_command_does() {
    let mut agent = Agent::start(BOARDS);
    let questions = [
        ("search", json!({"text": ["hastings", "reed"]}), &["search", BOARDS, "hastings", "reed"][..]),
        ("show", json!({"entity": "reed-hastings"}), &["show", BOARDS, "reed-hastings"]),
        (
            "pairs",
            json!({"company": ["netflix"], "certain": true}),
            &["pairs", BOARDS, "--company", "netflix", "--certain"],
        ),
        ("pairs", json!({"limit": 500}), &["pairs", BOARDS]),
        ("path", json!({"a": "netflix", "b": "meta", "k": 3}), &["path", BOARDS, "netflix", "meta", "-k", "3"]),
        ("conflicts", json!({"between": ["netflix", "meta"]}), &["conflicts", BOARDS, "--between", "netflix", "meta"]),
        ("screen", json!({"rules": ["clayton8"]}), &["screen", BOARDS, "clayton8"]),
        ("settle", json!({"deal": "google-uber-invest"}), &["settle", BOARDS, "--deal", "google-uber-invest"]),
        ("report", json!({"between": ["charter", "zillow"]}), &["report", BOARDS, "--between", "charter", "zillow"]),
    ];
    let tools = agent.ask("tools/list", json!({}));
    for tool in tools["tools"].as_array().unwrap() {
        assert!(questions.iter().any(|(name, ..)| tool["name"] == *name), "{} is not called", tool["name"]);
        assert!(tool["annotations"]["readOnlyHint"] == true && tool["inputSchema"]["additionalProperties"] == false);
    }
    for (tool, mut arguments, words) in questions {
        let expected = command(words);
        let first = agent.call(tool, arguments.clone());
        assert!(first.to_string().len() <= 41_000, "{tool}: {}", first.to_string().len());
        assert!(first["caveat"].as_str().unwrap().contains("not an accusation"));
        assert_eq!(first["as_of"], expected["as_of"]);
        let Value::Array(all) = &expected["results"] else {
            if tool == "show" {
                assert_eq!(first["results"], expected["results"]);
            }
            continue;
        };
        // All parts together are the answer of the command.
        let (mut rows, mut part) = (Vec::new(), first);
        loop {
            rows.extend(part["results"].as_array().unwrap().clone());
            let Some(next) = part["page"]["next"].as_u64() else { break };
            arguments["cursor"] = next.into();
            part = agent.call(tool, arguments.clone());
        }
        assert_eq!(rows.len(), all.len(), "{tool}");
        for (row, expected) in rows.iter().zip(all) {
            // A row that is too large alone is cut within, which a note says.
            assert!(row == expected || expected.to_string().len() > 35_000, "{tool}: {row}");
        }
    }
}

#[test]
fn errors_are_told_to_the_agent_in_words() {
    let mut agent = Agent::start(BOARDS);
    for (tool, arguments, reason) in [
        ("show", json!({"entity": "zzzz"}), "no person or company is called 'zzzz'"),
        ("show", json!({}), "ENTITY"),
        ("pairs", json!({"bogus": 1}), "pairs has no parameter 'bogus'"),
        ("pairs", json!({"company": {"id": "netflix"}}), "company: write a text"),
        ("pairs", json!({"limit": 0}), "limit"),
        ("pairs", json!({"limit": "many"}), "limit"),
        ("path", json!({"a": "netflix", "to": "/etc/passwd"}), "path has no parameter 'to'"),
        ("check", json!({}), "there is no tool 'check'"),
    ] {
        let result = agent.ask("tools/call", json!({"name": tool, "arguments": arguments}));
        assert_eq!(result["isError"], true, "{tool}: {result}");
        let text = result["content"][0]["text"].as_str().unwrap();
        assert!(text.contains(reason), "{tool}: {text}");
    }
}

#[test]
fn people_companies_and_sources_are_resources() {
    let mut agent = Agent::start(BOARDS);
    let read = |agent: &mut Agent, uri: &str| agent.ask("resources/read", json!({"uri": uri}));
    let document =
        |result: &Value| -> Value { serde_json::from_str(result["contents"][0]["text"].as_str().unwrap()).unwrap() };
    let mut listed = Vec::new();
    let mut part = agent.ask("resources/list", json!({}));
    loop {
        listed.extend(part["resources"].as_array().unwrap().clone());
        let Some(next) = part["nextCursor"].as_str() else { break };
        part = agent.ask("resources/list", json!({"cursor": next}));
    }
    assert_eq!(listed[0]["uri"], "interlocks://data");
    for resource in &listed {
        assert!(document(&read(&mut agent, resource["uri"].as_str().unwrap())).is_object());
    }
    let netflix = document(&read(&mut agent, "interlocks://entity/netflix"));
    assert_eq!(netflix["results"], command(&["show", BOARDS, "netflix"])["results"]);
    for uri in ["interlocks://entity/zzzz", "interlocks://source/zzzz", "file:///etc/passwd", ""] {
        assert!(read(&mut agent, uri)["code"].is_number(), "{uri}");
    }
}

#[test]
fn the_end_of_the_input_ends_the_command() {
    let mut agent = Agent::start(BOARDS);
    agent.input = None;
    assert_eq!(agent.child.wait().unwrap().code(), Some(0));
    let (code, _, message) = crate::cli::ran(&["mcp", "-"]);
    assert!(code == 2 && message.contains("standard input"), "{message}");
}

/// Calls a method of `/mcp`.
fn post(server: &Server, lines: &[&str], message: &Value) -> Response {
    let body = message.to_string();
    let length = format!("Content-Length: {}", body.len());
    let own = ["Content-Type: application/json", "Accept: application/json, text/event-stream", &length];
    server.send_body("POST", "/mcp", &[&own[..], lines].concat(), &body)
}

#[test]
fn a_server_has_the_same_tools_under_mcp() {
    let server = Server::start(&[BOARDS]);
    let ask = |method: &str, params: Value| {
        let message = json!({"jsonrpc": "2.0", "id": 1, "method": method, "params": params});
        let response = post(&server, &["MCP-Protocol-Version: 2025-06-18"], &message);
        assert_eq!(response.status, 200, "{method}: {}", response.text());
        response.json()["result"].take()
    };
    let hello =
        json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}});
    assert_eq!(ask("initialize", hello)["serverInfo"]["name"], "interlocks");
    assert_eq!(ask("tools/list", json!({}))["tools"].as_array().unwrap().len(), 8);
    let called = ask("tools/call", json!({"name": "pairs", "arguments": {"company": ["netflix"], "limit": 500}}));
    assert_eq!(called["structuredContent"]["results"], command(&["pairs", BOARDS, "--company", "netflix"])["results"]);
    // The rules for requests hold here, too.
    let call = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list"});
    assert_eq!(post(&server, &["Origin: http://evil.example"], &call).status, 403);
    assert_eq!(post(&server, &["Host: evil.example"], &call).status, 421);
    let long = json!({"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {"x": "x".repeat(1 << 20)}});
    assert!(post(&server, &[], &long).status >= 400);
    let guarded = Server::start(&[BOARDS, "--address", "0.0.0.0"]);
    assert_eq!(post(&guarded, &[], &call).status, 401);
}

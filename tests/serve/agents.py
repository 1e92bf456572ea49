#!/usr/bin/env python3
"""Lists and calls every tool of `interlocks mcp` with the official client, and compares the answers with the commands.

    python3 agents.py BINARY
"""

import asyncio
import json
import subprocess
import sys

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

BOARDS = "datasets/bigtech-boards"

# A tool, its arguments, and the words of the command that asks the same.
CALLS = [
    ("search", {"text": ["hastings"]}, ["hastings"]),
    ("show", {"entity": "netflix", "at": "2013-08"}, ["netflix", "--at", "2013-08"]),
    ("pairs", {"company": ["meta"], "certain": True}, ["--company", "meta", "--certain"]),
    ("path", {"a": "netflix", "b": "meta", "k": 2}, ["netflix", "meta", "-k", "2"]),
    ("conflicts", {"between": ["netflix", "meta"], "window": 45}, ["--between", "netflix", "meta", "--window", "45"]),
    ("screen", {"rules": ["overboarding"]}, ["overboarding"]),
    ("settle", {"min_severity": "high"}, ["--min-severity", "high"]),
    ("report", {"deal": "tsla-solarcity"}, ["--deal", "tsla-solarcity"]),
]


def command(binary: str, tool: str, words: list[str]) -> object:
    """The results of a command."""
    run = subprocess.run([binary, tool, BOARDS, *words, "-f", "json"], check=True, capture_output=True)
    return json.loads(run.stdout)["results"]


async def called(session: ClientSession, tool: str, arguments: dict) -> dict:
    """The answer of a tool."""
    result = await session.call_tool(tool, arguments)
    document = json.loads(result.content[0].text)
    assert not result.is_error, document
    assert result.structured_content == document
    return document


async def compare(session: ClientSession, binary: str) -> None:
    """Calls each tool, part by part, and compares its rows."""
    for tool, arguments, words in CALLS:
        expected = command(binary, tool, words)
        document = await called(session, tool, arguments)
        if isinstance(expected, list):
            rows = list(document["results"])
            while (cursor := document["page"]["next"]) is not None:
                document = await called(session, tool, {**arguments, "cursor": cursor})
                rows += document["results"]
            assert len(rows) == len(expected), (tool, len(rows), len(expected))
            # A row that does not fit alone loses the ends of its lists.
            different = [a for a, b in zip(rows, expected) if a != b and len(json.dumps(b)) < 35_000]
            assert not different, (tool, different[0])
        else:
            for key, value in document["results"].items():
                same = value == expected[key] or isinstance(value, list) and value == expected[key][: len(value)]
                # The report says by which command it is made again.
                assert same or key == "repeat", (tool, key)
        print(f"{tool}: as the command")


async def main(binary: str) -> None:
    server = StdioServerParameters(command=binary, args=["mcp", BOARDS, "--quiet"])
    async with stdio_client(server) as streams, ClientSession(*streams) as session:
        await session.initialize()
        tools = {tool.name for tool in (await session.list_tools()).tools}
        assert tools == {tool for tool, *_ in CALLS}, tools
        await compare(session, binary)
        resources = (await session.list_resources()).resources
        for resource in resources:
            json.loads((await session.read_resource(resource.uri)).contents[0].text)
        print(f"{len(resources)} resources read")
        refused = await session.call_tool("show", {"entity": "nobody of this name"})
        assert refused.is_error and "nobody of this name" in refused.content[0].text


async def over_http(binary: str) -> None:
    """The same tools of a running server."""
    server = subprocess.Popen([binary, "serve", BOARDS, "--quiet"], stdout=subprocess.PIPE, text=True)
    try:
        page = server.stdout.readline().split()[-1]
        async with streamable_http_client(f"{page}/mcp") as streams, ClientSession(*streams[:2]) as session:
            await session.initialize()
            await compare(session, binary)
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
    asyncio.run(over_http(sys.argv[1]))

"""The library as tools of the Model Context Protocol, called by the protocol's own client."""

import json
import sys
from pathlib import Path
from typing import Any

import httpx2
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client

from domain.protocols import Embedder
from domain.tokens import Right
from server.tokens import make_token
from tests.asking import material, open_program
from tests.browser.serving import ROOT, environment
from tests.server.serving import BRIDGE, LANTERN, Served, finished, run_async

READING = {"ask", "search", "read_article", "verify_quote", "check_draft", "whats_new"}
QUOTE = "We have waited nine winters for this light"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embedder: Embedder) -> Path:
    """A library with two articles, made with the model that the command uses."""
    folder = tmp_path_factory.mktemp("stdio")
    program = open_program(
        folder,
        embedder,
        material(LANTERN, title="Marrowby buys lanterns"),
        material(BRIDGE, title="Footbridge closed"),
    )
    program.close()
    return folder


def by_stdio(library: Path, calls: list[tuple[str, dict[str, Any]]], *options: str) -> tuple[set[str], list[Any]]:
    """Start ``python -m server --stdio``; return the names of its tools, and the result of each call."""
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "server", "--stdio", *options], env=environment(library), cwd=ROOT
    )
    return run_async(_called, server, calls)


def by_http(
    served: Served, right: Right, calls: list[tuple[str, dict[str, Any]]], token: str = ""
) -> tuple[set[str], list[Any]]:
    """Call the tools at ``/mcp`` with a token of this right, or with this one."""

    async def called() -> tuple[set[str], list[Any]]:
        headers = {"Authorization": f"Bearer {token or served.tokens[right]}"}
        async with httpx2.AsyncClient(headers=headers, timeout=120) as client:
            return await _called(streamable_http_client(f"{served.url}/mcp", http_client=client), calls)

    return run_async(called)


async def _called(server: Any, calls: list[tuple[str, dict[str, Any]]]) -> tuple[set[str], list[Any]]:
    async with Client(server, read_timeout_seconds=240) as client:
        listed = await client.list_tools()
        return {tool.name for tool in listed.tools}, [await client.call_tool(*call) for call in calls]


def value(result: Any) -> Any:
    assert not result.is_error, result.content
    assert json.loads(result.content[0].text) == result.structured_content
    return result.structured_content


def test_a_client_asks_searches_reads_and_checks_over_standard_input_and_output(library: Path) -> None:
    calls: list[tuple[str, dict[str, Any]]] = [
        ("ask", {"question": "How many crowns will the town pay for the street lanterns?"}),
        ("search", {"query": "rotten beams", "limit": 1}),
        ("verify_quote", {"text": QUOTE}),
        ("verify_quote", {"text": "The footbridge at Corran Mill stays closed until March.", "kind": "statement"}),
        ("check_draft", {"text": f"“{QUOTE},” said Odile Farrant. They pay forty-one million crowns."}),
        ("whats_new", {"since": "2020-01-01"}),
        ("read_article", {"article_id": "0123456789abcdef"}),
        ("ask", {"question": ""}),
        ("add_article", {"text": "The sluice was mended."}),
    ]

    tools, results = by_stdio(library, calls)

    assert tools == READING
    answer, found, quote, statement, draft, new = map(value, results[:6])
    assert "41,000 crowns" in answer["citations"][0]["quote"]
    assert found["hits"][0]["article"]["title"] == "Footbridge closed"
    assert [item["outcome"] for item in (*quote["items"], *statement["items"])] == ["verbatim", "supported"]
    assert [item["type"] for item in draft["items"]] == ["quotation", "statement"]
    assert draft["items"][0]["places"][0]["quote"] == QUOTE
    assert new["count"] == 2
    assert [result.is_error for result in results[6:]] == [True, True, True]
    assert "There is no article 0123456789abcdef" in results[6].content[0].text


def test_articles_are_added_only_where_that_was_allowed(library: Path) -> None:
    tools, [result] = by_stdio(library, [("add_article", {"text": "The sluice was mended."})], "--allow-add")

    assert tools == READING | {"add_article"}
    assert value(result)["total"] == 1


def test_a_client_uses_the_tools_over_http(served: Served) -> None:
    bridge = next(entry.id for entry in served.program.library.entries() if entry.source.title == "Footbridge closed")

    tools, results = by_http(
        served, "read", [("read_article", {"article_id": bridge}), ("add_article", {"text": "Words."})]
    )

    assert tools == READING | {"add_article"}
    section = value(results[0])
    assert (section["text"], section["sections"]) == (BRIDGE, 1)
    assert results[1].is_error
    assert "may not add" in results[1].content[0].text


def test_a_draft_is_checked_against_a_collection_of_the_tokens_user(served: Served) -> None:
    bridge = next(entry.id for entry in served.program.library.entries() if entry.source.title == "Footbridge closed")
    served.program.library.collect("Bridges", [bridge], reader="ada")
    ada, ben = (make_token(served.program.parts.store().tokens, "read", user=user) for user in ("ada", "ben"))
    call = ("check_draft", {"text": f"“{QUOTE}.”", "within": ["collection:Bridges"]})

    _, [checked] = by_http(served, "read", [call], ada)
    _, [unknown] = by_http(served, "read", [call], ben)

    assert [item["outcome"] for item in value(checked)["items"]] == ["not_found"]
    assert unknown.is_error


def test_a_token_that_may_do_everything_adds_over_http(served: Served) -> None:
    _, [result] = by_http(served, "all", [("add_article", {"text": "The ferry bell was found.", "title": "Bell"})])

    with served.client() as client:
        job = value(result)
        while job["state"] == "open":
            job = client.get(f"/jobs/{job['number']}", params={"wait_s": 30}).json()
    assert [one["title"] for one in job["articles"]] == ["Bell"]


def test_a_long_article_is_read_section_by_section(served: Served) -> None:
    text = "\n\n".join(
        f"Paragraph {number} tells of the dyke at Ness and its {number} stones." for number in range(400)
    )
    with served.client() as client:
        [added] = finished(client, client.post("/articles", json={"text": text}))
    call = ("read_article", {"article_id": added["id"]})

    _, [first] = by_http(served, "read", [call])
    count = value(first)["sections"]
    _, sections = by_http(served, "read", [(call[0], {**call[1], "section": number + 1}) for number in range(count)])
    _, [beyond] = by_http(served, "read", [(call[0], {**call[1], "section": count + 1})])

    assert count > 1
    assert "".join(value(section)["text"] for section in sections) == text
    assert beyond.is_error

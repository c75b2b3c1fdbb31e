"""The session of docs/mcp-session.md, held by the protocol's own client: ``python -m tests.server.transcript``."""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

import anyio
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters

from tests.browser.serving import ROOT, environment, ingest

FILE = ROOT / "docs" / "mcp-session.md"
MOST_CHARS = 1_000
HEAD = """\
# A session over the Model Context Protocol

What the protocol's own client (the package `mcp`) asked of `python -m server --stdio --allow-add` over the
sample articles, and what it got: tools first, then calls. Made by
`python -m tests.server.transcript`; long results are cut at "…".
"""
CALLS: list[tuple[str, dict[str, Any]]] = [
    ("whats_new", {"since": "2020-01-01", "limit": 2}),
    ("search", {"query": "what the fire on the ferry cost", "limit": 1}),
    ("ask", {"question": "What caused the fire on the ferry?"}),
    ("verify_quote", {"text": "A clock that does not tick is a very dull box"}),
    ("verify_quote", {"text": "The night school of the museum in Aldermere began in 2021.", "kind": "statement"}),
    ("read_article", {"article_id": ""}),
    ("add_article", {"text": "The sluice at Brae was mended on Friday.", "title": "Sluice mended"}),
]


def shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, indent=1).replace(str(ROOT), "/srv/dateline")
    return text if len(text) <= MOST_CHARS else f"{text[:MOST_CHARS]} …"


async def hold(library: Path) -> str:
    server = StdioServerParameters(
        command=sys.executable, args=["-m", "server", "--stdio", "--allow-add"], env=environment(library), cwd=ROOT
    )
    parts = [HEAD]
    async with Client(server, read_timeout_seconds=600) as client:
        listed = await client.list_tools()
        parts += [
            "## Tools\n",
            *(f"- `{tool.name}`: {(tool.description or '').splitlines()[0]}" for tool in listed.tools),
            "",
        ]
        article = ""
        for name, arguments in CALLS:
            given = {**arguments, **({"article_id": article} if name == "read_article" else {})}
            result = await client.call_tool(name, given)
            value = result.structured_content
            if name == "search" and value:
                article = value["hits"][0]["article"]["id"]
            parts.append(f"## `{name}`\n\n```json\n{shown(given)}\n```\n\n```json\n{shown(value)}\n```\n")
    return "\n".join(parts)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        ingest(Path(folder), ROOT / "articles")
        FILE.write_text(anyio.run(hold, Path(folder)), encoding="utf-8")
    print(FILE.relative_to(ROOT))


if __name__ == "__main__":
    main()

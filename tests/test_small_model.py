"""The small model of the tests answers over the OpenAI protocol."""

import json
import urllib.request

from tests.small_model import NAME


def test_the_small_model_writes_over_the_openai_protocol(small_model: str) -> None:
    asked = {"model": NAME, "messages": [{"role": "user", "content": "Say hello."}], "max_tokens": 12, "stream": True}
    request = urllib.request.Request(
        f"{small_model}/v1/chat/completions",
        data=json.dumps(asked).encode(),
        headers={"Content-Type": "application/json"},
    )

    with urllib.request.urlopen(request, timeout=120) as reply:
        lines = [line[6:] for line in reply.read().decode().splitlines() if line.startswith("data: {")]

    words = "".join(json.loads(line)["choices"][0]["delta"].get("content") or "" for line in lines)
    assert len(lines) > 2
    assert words.strip()

"""Citations for reference managers."""

import json
import re

from answering.export.citing import Reference, cite
from domain.values import Source

SOURCE = Source(
    title="Tide & {time}: 50 % more\nfish",
    url="https://coast.example/a",
    outlet="Coast_Courier",
    author="Ada Lind and Bo Ek",
    published="2025-11-03T08:00:00+01:00",
)
WHOLE = Reference(
    article_id="ab12", source=SOURCE, accessed="2025-12-24T10:00:00+00:00", link="https://coast.example/a"
)
QUOTED = Reference(
    article_id="ab12",
    source=SOURCE,
    accessed="2025-12-24T10:00:00+00:00",
    link="https://coast.example/a#:~:text=More%20fish",
    quote="More fish\nthan ever",
)
BARE = Reference(article_id="cd34", source=Source(title="Untitled note"))


def test_csl_json_has_an_item_for_each_with_what_is_known() -> None:
    whole, quoted, bare = json.loads(cite([WHOLE, QUOTED, BARE], "csl-json"))

    assert whole == {
        "id": "dateline-ab12",
        "type": "article-newspaper",
        "title": SOURCE.title,
        "author": [{"literal": "Ada Lind and Bo Ek"}],
        "container-title": "Coast_Courier",
        "issued": {"date-parts": [[2025, 11, 3]]},
        "accessed": {"date-parts": [[2025, 12, 24]]},
        "URL": "https://coast.example/a",
    }
    assert (quoted["id"], quoted["note"]) == ("dateline-ab12-2", "More fish than ever")
    assert quoted["URL"].endswith("#:~:text=More%20fish")
    assert bare == {"id": "dateline-cd34", "type": "article-newspaper", "title": "Untitled note"}


def test_bibtex_escapes_what_tex_would_obey() -> None:
    entry = cite([WHOLE], "bibtex")

    assert entry.startswith("@article{dateline-ab12,\n")
    assert r"title = {{Tide \& \{time\}: 50 \% more fish}}" in entry
    assert "author = {{Ada Lind and Bo Ek}}" in entry
    assert r"journal = {Coast\_Courier}" in entry
    assert "year = {2025},\n  month = {11},\n  day = {3}" in entry
    assert "urldate = {2025-12-24}" in entry
    plain = re.sub(r"\\.", "", entry)
    assert plain.count("{") == plain.count("}")


def test_bibtex_addresses_close_no_field() -> None:
    entry = cite([Reference(article_id="x", source=Source(title="t"), link="https://a.example/}{")], "bibtex")

    assert "url = {https://a.example/%7D%7B}" in entry


def test_ris_has_one_line_a_field() -> None:
    lines = cite([QUOTED, BARE], "ris").splitlines()

    assert lines[0] == "TY  - NEWS"
    assert "TI  - Tide & {time}: 50 % more fish" in lines
    assert "DA  - 2025/11/03" in lines
    assert "Y2  - 2025/12/24" in lines
    assert "N1  - More fish than ever" in lines
    assert lines.count("ER  - ") == 2
    assert all(re.match(r"[A-Z][A-Z0-9]  - |$", line) for line in lines)

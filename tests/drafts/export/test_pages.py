"""A checked draft as one HTML file and as Markdown with footnotes."""

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from drafts.export.html import as_html
from drafts.export.markdown import as_markdown
from drafts.values import Evidence, Finding, Note, Outcome, Report
from tests.asking import article
from tests.drafts.checking import PHRASES

ARTICLE = article(
    "The wall is not safe. It fell in May.",
    title="The <wall>",
    outlet="The Gazette",
    published="2031-05-06",
    url="https://gazette.example/wall",
)


def finding(start: int, end: int, outcome: Outcome = Outcome.ALTERED) -> Finding:
    return Finding(
        id=f"q{start}-{end}",
        start=start,
        end=end,
        type="quotation",
        outcome=outcome,
        decided_by="code",
        score=0.9,
        evidence=(Evidence(article=ARTICLE, start=0, end=21),),
        notes=(Note("altered.changed", "<b>", "*not*"),),
    )


def report(text: str, *findings: Finding) -> Report:
    return Report(text=text, generation=1, findings=findings)


def test_a_footnote_stands_behind_the_punctuation_of_what_it_is_about() -> None:
    text = "He wrote: “The *wall* is safe”, and left[^1].\n\n[^1]: Own note."
    start = text.index("The *wall*")

    written = as_markdown(report(text, finding(start, start + 18)), PHRASES)

    body, note = written.split("\n\n---\n\n")
    assert body == text.replace("safe”,", "safe”,[^check-1]")
    assert note.splitlines()[0] == "1 quotation: 1 altered"
    assert note.splitlines()[-1] == (
        "[^check-1]: **altered** — Your draft: \\<b\\>; the article: \\*not\\* — “The wall is not safe.” "
        "(The \\<wall\\> · The Gazette · 6 May 2031) [↗](<https://gazette.example/wall#:~:text=The%20wall%20is%20not%20safe.>)"
    )


def test_what_states_nothing_has_no_footnote() -> None:
    assert "[^" not in as_markdown(report("Why?", finding(0, 4, Outcome.NO_STATEMENT)), PHRASES)


class Read(HTMLParser):
    """The text of the draft in a page, without the numbers of findings, and what each mark says."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.marked, self.targets, self.anchors = "", list[tuple[str, str]](), set[str](), set[str]()
        self._inside: list[str] = []
        self._draft = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._draft |= values.get("class") == "draft"
        self.targets.add(values.get("href") or "")
        self.anchors.add(values.get("id") or "")
        if tag == "mark":
            self.marked.append((values["class"] or "", ""))
        if tag in ("mark", "sup"):
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        self._draft &= tag != "div"
        if tag in ("mark", "sup"):
            assert self._inside.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._draft and "sup" not in self._inside:
            self.text += data
            if self._inside:
                self.marked[-1] = (self.marked[-1][0], self.marked[-1][1] + data)


def test_a_page_marks_the_draft_and_lists_the_findings() -> None:
    text = "He said <so>: “She told us ‘it is safe & sound’ at noon.”"
    outer, inner = text.index("She"), text.index("it is")

    page = as_html(report(text, finding(outer, len(text) - 1, Outcome.NOT_FOUND), finding(inner, inner + 18)), PHRASES)

    read = Read(page)
    assert read.text == text
    assert read.marked == [
        ("not_found", "She told us ‘"),
        ("altered", "it is safe & sound"),
        ("not_found", "’"),
        ("not_found", " at noon."),
    ]
    assert {"#finding-1", "#finding-2", "#at-1", "#at-2"} <= read.targets
    assert {target[1:] for target in read.targets if target.startswith("#")} <= read.anchors
    assert "The &lt;wall&gt;" in page
    assert "<script" not in page


SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10)), max_size=5)


@given(st.text(st.sampled_from('ab <&"”.\n'), min_size=40, max_size=60), SPANS)
def test_the_draft_is_whole_wherever_findings_lie(text: str, spans: list[tuple[int, int]]) -> None:
    made = report(text, *(finding(start, start + length) for start, length in sorted(spans)))

    assert Read(as_html(made, PHRASES)).text == text
    body = as_markdown(made, PHRASES).rpartition("\n\n---\n\n")[0]
    assert re.sub(r"\[\^check-\d+\]", "", body) == text.rstrip()

"""Each module of the page's JavaScript by itself, in the browser, without a server."""

import json
from collections.abc import Iterator, Mapping

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.modules import Modules
from ui import labels
from ui.navigation import ASKING
from ui.scripts import SCRIPTS, scripts_path
from ui.view_models.data import Data

HOSTILE = '<img src="x" onerror="document.title = 1">'
NEWS: Data = {
    "jobs": [],
    "results": None,
    "trouble": "",
    "labels": {"results": "Results", "dismiss": "Dismiss"},
}
NOTHING_TAKEN: Data = {"page": "", "numbers": {}}


@pytest.fixture
def modules(chromium: Browser) -> Iterator[Modules]:
    modules = Modules(chromium)
    yield modules
    modules.close()


def statement(text: str, **more: object) -> dict[str, object]:
    card = {"quote": text, "title": "T", "facts": "F"}
    mark: Data = {"number": 1, "address": "0.1", "label": "Open source 1", "card": card}
    return {"text": text, "verbatim": True, "marks": [mark], **more}


def turn(key: str, question: str, **answer: object) -> dict[str, object]:
    tools: dict[str, object] = {
        "key": key,
        "explain": "How this was found",
        "explained": None,
        "noted": "",
        "verdicts": [{"verdict": "bad", "label": "Not helpful"}],
        "form": {"key": key, "choices": [], "which": "", "reason": "Why?", "keep": "Send", "cancel": "Cancel"},
        "keep": {"question": question, "copy": "Copy", "plain": question, "save": "Save", "forms": {"html": "HTML"}}
        | {"copy_markdown": "Markdown", "this": "This answer", "all": "All", "edit": "Edit", "again": "Ask again"},
    }
    shown: Data = {
        "kind": "quoted",
        "label": "",
        "lead": "Two articles.",
        "parts": [],
        "groups": [],
        "tools": tools,
    }
    return {"key": key, "question": question, "answer": shown | answer}


def conversation(*turns: Mapping[str, object], **more: object) -> dict[str, object]:
    entries: list[Data] = [{"hash": json.dumps(one), "turn": one} for one in turns]
    data: Data = {
        "name": "Conversation",
        "conversation": "c",
        "asked": "You asked:",
        "answering": False,
        "welcome": None,
    }
    data |= {"sending": "Sending", "away": "Away", "status": "", "turns": entries, "drawing": 1, "drafts": {}}
    return data | {"opened": None, "file": None, "look_ms": 0, "taken": NOTHING_TAKEN} | more


def shelf(*titles: str) -> dict[str, object]:
    columns: list[Data] = [
        {"key": key, "label": key, "sort": "none"} for key in ("title", "source", "published", "added", "state")
    ]
    rows: list[Data] = [
        {"id": title, "title": title, "also": "", "open": f"Open {title}", "outlet": "", "origin": "upload"}
        | {"author": "", "published": "", "updated": "", "added": "", "state": "", "flag": "", "more": f"More {title}"}
        | {"address": "", "words": "3 words", "changes": "", "stretches": None, "refresh": "", "fields": {}}
        for title in titles
    ]
    table: Data = {
        "states": [],
        "columns": columns,
        "count": str(len(rows)),
        "rows": rows,
        "none": "",
        "more": "",
    }
    return {
        "look_ms": 0,
        "news": NEWS,
        "sought": "",
        "table": table,
        "feeds": [],
        "labels": labels.SHELF_LABELS,
        "taken": NOTHING_TAKEN,
    }


@pytest.mark.parametrize("name", sorted(SCRIPTS))
def test_every_module_loads_by_itself_and_keeps_nothing_in_the_window(modules: Modules, name: str) -> None:
    before = modules.page.evaluate("() => [...Object.keys(window), ...Object.keys(document)]")

    exports = modules.page.evaluate("async name => Object.keys(await import(name))", scripts_path(name))

    assert exports
    assert modules.page.evaluate("() => [...Object.keys(window), ...Object.keys(document)]") == before


def test_text_is_never_read_as_html(modules: Modules) -> None:
    group = {"list": False, "prose": False, "statements": [statement(HOSTILE)]}

    drawn = modules.draw("conversation", conversation(turn("0", HOSTILE, groups=[group])))

    expect(drawn.locator(".question")).to_contain_text(HOSTILE)
    expect(drawn.locator("q.words")).to_have_text(HOSTILE)
    expect(drawn.locator("img")).to_have_count(0)


def test_a_turn_that_the_browser_has_is_drawn_from_its_hash_and_another_is_asked_for(modules: Modules) -> None:
    first, second = turn("0", "Why?"), turn("1", "When?")
    modules.draw("conversation", conversation(first))
    known: Data = {"hash": json.dumps(first), "turn": None}

    drawn = modules.draw("conversation", conversation(second) | {"turns": [known]})
    expect(drawn.locator(".question")).to_contain_text("Why?")
    modules.draw("conversation", conversation() | {"turns": [known, {"hash": "unknown", "turn": None}]})

    assert modules.actions() == [("lack", "a turn")]


def test_the_conversation_is_looked_at_again_only_while_an_answer_is_on_its_way(modules: Modules) -> None:
    modules.draw("conversation", conversation(answering=True, look_ms=250))
    modules.page.clock.run_for(300)
    looks = "() => reports.filter(([name]) => name === 'look').length"
    assert modules.page.evaluate(looks) == 1

    modules.draw("conversation", conversation())
    modules.page.clock.run_for(60_000)

    assert modules.page.evaluate(looks) == 1


def test_a_mark_shows_its_card_to_the_keyboard_and_opens_its_article(modules: Modules) -> None:
    group = {"list": False, "prose": False, "statements": [statement("It was late.")]}
    drawn = modules.draw("conversation", conversation(turn("0", "Why?", groups=[group])))

    drawn.locator(".tools button").first.focus()
    modules.page.keyboard.press("Shift+Tab")
    expect(drawn.locator(".card")).to_contain_text("It was late.")
    modules.page.keyboard.press("Enter")

    expect(drawn.locator(".card")).to_be_hidden()
    assert modules.actions() == [("open", "0.1")]


def test_a_verdict_that_is_being_written_outlives_a_redraw_and_is_sent_whole(modules: Modules) -> None:
    drawn = modules.draw("conversation", conversation(turn("0", "Why?")))
    drawn.get_by_role("button", name="Not helpful").click()
    drawn.locator(".reason").fill("It is about another ferry.")

    modules.draw("conversation", conversation(turn("0", "Why?", lead="Three articles.")))
    expect(drawn.locator(".lead")).to_have_text("Three articles.")
    expect(drawn.locator(".reason")).to_have_value("It is about another ferry.")
    drawn.get_by_role("button", name="Send").click()

    [(name, value)] = modules.actions()
    assert name == "judge"
    assert json.loads(value) == {"key": "0", "verdict": "bad", "reason": "It is about another ferry.", "answering": ""}


def test_the_ways_to_save_an_answer_open_and_close_with_the_keyboard(modules: Modules) -> None:
    drawn = modules.draw("conversation", conversation(turn("0", "Why?")))

    drawn.get_by_role("button", name="Save").click()
    expect(drawn.get_by_role("button", name="HTML").first).to_be_focused()
    modules.page.keyboard.press("Enter")
    modules.page.keyboard.press("Escape")

    expect(drawn.get_by_role("button", name="Save")).to_be_focused()
    assert modules.actions() == [("pack", '{"key":"0","form":"html"}')]


def test_the_words_of_a_draft_grow_in_their_place(modules: Modules) -> None:
    writing: Data = {"key": "0", "question": "Why?", "answer": None, "draft": True, "waiting": "Writing"}
    drawn = modules.draw("conversation", conversation(writing, drafts={"0": "The ferry"}))

    modules.draw("conversation", conversation(writing, drafts={"0": "The ferry sank."}))

    expect(drawn.locator(".draft")).to_have_text("The ferry sank.")


def test_a_file_is_handed_to_the_downloads_once(modules: Modules) -> None:
    file = {"id": "7", "name": "answer.md", "text": "# Why?", "type": "text/markdown"}

    with modules.page.expect_download() as download:
        modules.draw("conversation", conversation(file=file))
    modules.draw("conversation", conversation(file=file))

    assert download.value.suggested_filename == "answer.md"
    assert modules.actions() == [("saved", "7")]


def test_the_question_box_sends_keeps_and_brings_back_what_is_typed(modules: Modules) -> None:
    drawn = modules.draw("asking", ASKING, '<form class="asking"></form>')
    field = drawn.get_by_role("textbox")

    field.fill("Why did it sink?")
    modules.run("window.kept = outbox.remembered(outbox.DRAFT);")
    assert modules.page.evaluate("kept") == "Why did it sink?"
    field.press("Enter")
    expect(field).to_have_value("")
    field.press("ArrowUp")
    expect(field).to_have_value("Why did it sink?")

    modules.run("page.announce('edit', 'When did it sink?');")
    expect(field).to_have_value("When did it sink?")


def test_the_button_of_the_question_box_stops_an_answer_while_nothing_is_typed(modules: Modules) -> None:
    drawn = modules.draw("asking", ASKING, '<form class="asking"></form>')

    modules.run("page.conversation.answering = true; page.announce('answering');")

    expect(drawn.get_by_role("button", name=labels.STOP)).to_be_enabled()
    drawn.get_by_role("textbox").fill("And when?")
    expect(drawn.get_by_role("button", name=labels.SEND)).to_be_enabled()


def test_shortcuts_work_where_nothing_is_typed_and_are_listed(modules: Modules) -> None:
    drawn = modules.draw("asking", ASKING, '<form class="asking"></form>')
    field = drawn.get_by_role("textbox")

    modules.page.keyboard.press("/")
    expect(field).to_be_focused()
    modules.page.keyboard.press("?")
    expect(field).to_have_value("?")
    field.blur()
    modules.page.keyboard.press("?")

    expect(drawn.get_by_role("dialog")).to_be_visible()
    modules.page.keyboard.press("Escape")
    expect(drawn.get_by_role("dialog")).to_be_hidden()


def test_typing_is_known_by_where_the_keys_go(modules: Modules) -> None:
    typed = modules.run(
        """
        const edited = dom.make("div", { contenteditable: "true" });
        document.body.append(edited);
        const others = ["input", "textarea", "select", "button", "p"].map((tag) => dom.make(tag));
        return [...others, edited].map(dom.isTyping);
        """
    )

    assert typed == [True, True, True, False, False, True]


def test_a_template_is_filled_with_words_as_they_are(modules: Modules) -> None:
    assert modules.run("return dom.filled('{a} of {b}', { a: '$&', b: '{a}' });") == "$& of {a}"


def test_the_list_of_articles_asks_before_it_removes_one(modules: Modules) -> None:
    entries: list[Data] = [{"id": "1", "title": "Ferry", "facts": [], "open": "Open Ferry", "remove": "Remove Ferry"}]
    listed: Data = {"entries": entries, "count": "1", "find": "", "end": "", "sought": ""}
    asked = {"confirm": "Remove it?", "yes": "Yes, remove", "no": "Keep it"}
    data: Data = {
        "name": "Articles",
        "title": "Library",
        "list": listed,
        "news": NEWS,
        "labels": asked,
        "look_ms": 0,
    }
    drawn = modules.draw("library", data | {"taken": NOTHING_TAKEN})

    drawn.get_by_role("button", name="Remove Ferry").click()
    modules.page.keyboard.press("Escape")
    expect(drawn.get_by_role("button", name="Remove Ferry")).to_be_focused()
    assert modules.actions() == []
    drawn.get_by_role("button", name="Remove Ferry").click()
    drawn.get_by_role("button", name="Yes, remove").click()

    assert modules.actions() == [("remove", "1")]


def test_words_that_narrow_a_list_are_sent_once_typing_pauses(modules: Modules) -> None:
    drawn = modules.draw("shelf", shelf("Ferry"))
    field = drawn.get_by_role("searchbox")

    field.press_sequentially("fe")
    modules.page.clock.run_for(250)

    assert modules.actions() == [("find", "fe")]


def test_the_table_keeps_what_is_typed_in_an_open_line_when_it_is_drawn_anew(modules: Modules) -> None:
    drawn = modules.draw("shelf", shelf("Ferry", "Crane"))
    drawn.get_by_role("button", name="More Ferry").click()
    drawn.get_by_role("button", name="Correct").click()
    drawn.get_by_label("Author").fill("Ina Berg")

    modules.draw("shelf", shelf("Crane", "Ferry"))

    expect(drawn.get_by_label("Author")).to_have_value("Ina Berg")
    drawn.get_by_role("button", name="Save").click()
    [(name, value)] = modules.actions()
    assert (name, json.loads(value)["fields"]["author"]) == ("correct", "Ina Berg")


def test_the_news_of_a_job_keep_the_keyboard_on_its_button(modules: Modules) -> None:
    job: Data = {"number": 4, "total": 9, "done": 2, "text": "2 of 9", "detail": "", "stop": "Stop"}
    drawn = modules.draw("shelf", shelf() | {"news": NEWS | {"jobs": [job]}})
    drawn.get_by_role("button", name="Stop").focus()

    modules.draw("shelf", shelf() | {"news": NEWS | {"jobs": [job | {"done": 3, "text": "3 of 9"}]}})

    expect(drawn.get_by_role("status").first).to_have_text("3 of 9")
    expect(drawn.get_by_role("button", name="Stop")).to_be_focused()
    modules.page.keyboard.press("Enter")
    assert modules.actions() == [("stop", "4")]


def history(parameter: str) -> dict[str, object]:
    entry: Data = {
        "id": "1",
        "title": "Ferry",
        "current": True,
        "rename": "Rename",
        "delete": "Delete",
        "confirm": "Sure?",
    }
    named = {"title": "Title", "save": "Save", "cancel": "Cancel", "yes": "Yes", "no": "No"}
    data: Data = {
        "title": "Conversations",
        "new": "New",
        "sought": "",
        "find": "",
        "none": "",
        "few": 5,
        "more": "",
    }
    data |= {"groups": [{"day": "Today", "entries": [entry]}], "labels": named}
    return data | {"parameter": parameter, "taken": NOTHING_TAKEN}


def go_back(modules: Modules) -> None:
    """Go to another conversation and back to the first, by the browser's history."""
    modules.page.evaluate(
        """() => new Promise((done) => {
          window.addEventListener("popstate", done, { once: true });
          history.replaceState({}, "", "/?conversation=first");
          history.pushState({}, "", "/?conversation=second");
          history.back();
        })"""
    )


def test_a_conversation_is_renamed_in_its_line(modules: Modules) -> None:
    drawn = modules.draw("history", history("conversation"))

    drawn.get_by_role("button", name="Rename").click()
    drawn.get_by_role("textbox", name="Title").fill("The ferry")
    modules.page.keyboard.press("Enter")

    assert modules.actions() == [("rename", '{"id":"1","title":"The ferry"}')]


def test_going_back_to_another_conversation_is_reported(modules: Modules) -> None:
    modules.draw("history", history("conversation"))

    go_back(modules)

    assert modules.actions() == [("address", "first")]


def test_going_back_to_another_page_or_before_that_is_there_is_left_to_streamlit(modules: Modules) -> None:
    modules.draw("history", history(""))
    go_back(modules)
    modules.draw("history", history("conversation"))

    modules.page.evaluate(
        """() => {
          const link = document.body.appendChild(document.createElement("a"));
          Object.assign(link, { href: "/library", onclick: () => false }).click();
        }"""
    )
    go_back(modules)

    assert modules.actions() == []


def test_the_open_article_is_searched_and_stepped_through_by_its_quotes(modules: Modules) -> None:
    segments: list[Data] = [
        {"text": "The ferry "},
        {"text": "sank", "emphasis": "quoted", "quotes": [0]},
        {"text": " and "},
    ]
    segments += [{"text": "rose", "emphasis": "quoted", "quotes": [1]}, {"text": ". Sank again."}]
    words: Data = {
        name: name for name in "name close copy copied refused original original_words previous next".split()
    }
    words |= {"of": "{place} of {count}", "find": "Find", "found": "{place}/{count}", "none": "none"}
    quotes: list[Data] = [{"copy": "sank", "original": ""}, {"copy": "rose", "original": ""}]
    data: Data = {
        "title": {"text": "Ferry"},
        "line": [],
        "paragraphs": [{"segments": segments}],
        "quotes": quotes,
        "at": 0,
    }
    data |= {"copy": "", "original": "", "labels": words, "opened": "a", "taken": NOTHING_TAKEN}
    drawn = modules.draw("reader", data, '<div class="frame"></div>')

    expect(drawn.locator("mark.chosen")).to_have_text("sank")
    modules.draw("reader", data, '<div class="frame"></div>')
    modules.draw("reader", data, '<div class="frame"></div>')
    modules.page.keyboard.press("n")
    expect(drawn.locator("mark.chosen")).to_have_text("rose")
    modules.page.keyboard.press("f")
    modules.page.keyboard.type("sank")
    expect(drawn.locator(".found")).to_have_text("1/2")
    modules.page.keyboard.press("Escape")
    modules.page.keyboard.press("Escape")

    assert modules.actions() == [("close", "reader")]


def test_the_findings_of_a_draft_are_stepped_through_and_put_aside_for_a_reason(modules: Modules) -> None:
    findings: list[Data] = [
        {"id": name, "outcome": "altered", "label": "Altered", "type": "Quotation", "sides": None, "words": name}
        | {"notes": [], "evidence": [], "missing": "", "by": "", "aside": ""}
        for name in ("q1", "q2")
    ]
    segments: list[Data] = [{"id": one["id"], "outcome": "altered", "text": one["words"]} for one in findings]
    data: Data = {
        "summary": [],
        "progress": None,
        "stopped": "",
        "trouble": "",
        "filters": [],
        "fetching": "",
        "look_ms": 0,
    }
    data |= {"findings": findings, "segments": segments, "labels": labels.DRAFT_LABELS, "taken": NOTHING_TAKEN}
    drawn = modules.draw("checked", data)

    expect(drawn.locator("mark.chosen")).to_have_text("q1")
    modules.page.keyboard.press("n")
    expect(drawn.locator("mark.chosen")).to_have_text("q2")
    drawn.locator(".put").click()
    drawn.get_by_role("textbox").fill("Agreed with the speaker")
    modules.page.keyboard.press("Enter")

    assert modules.actions() == [("aside", '{"name":"q2","reason":"Agreed with the speaker"}')]


def test_copying_falls_back_where_the_page_has_no_clipboard(modules: Modules) -> None:
    assert modules.page.evaluate("() => navigator.clipboard") is None  # this page has no secure origin

    assert modules.run("return clipboard.copyText('Words');") is True
    assert modules.page.locator("textarea").count() == 0


def test_the_sidebar_is_folded_on_a_narrow_screen_only(modules: Modules) -> None:
    modules.page.evaluate(
        """() => {
          document.body.innerHTML = `<div data-testid="stSidebar" data-collapsed="false">
            <div data-testid="stSidebarCollapseButton"><button onclick="this.remove()">Fold</button></div></div>`;
        }"""
    )

    assert modules.run("return sidebar.foldSidebar();") is False
    modules.page.set_viewport_size({"width": 320, "height": 640})
    assert modules.run("return sidebar.foldSidebar();") is True
    expect(modules.page.get_by_role("button", name="Fold")).to_have_count(0)

"""The place of writing that news print before their first words is no part of what a sentence tells."""

from collections.abc import Callable

import pytest

from assembly import Services
from tests.asking import material
from text.dateline_prefix import without_dateline

Over = Callable[..., Services]


@pytest.mark.parametrize(
    "dateline",
    [
        "VARNES — ",
        "VARNES – ",
        "VARNES -- ",
        "PORT VARNES, Norrland (AP) — ",
        "ST. VARNES, N.L. (Reuters) - ",
        "VARNES, 3 March — ",
        "Varnes (AFP) — ",
        "Port Varnes, Norrland (dpa) - ",
    ],
)
def test_a_dateline_is_taken_off(dateline: str) -> None:
    assert without_dateline(f"{dateline}The crane fell on Monday.") == "The crane fell on Monday."


@pytest.mark.parametrize(
    "sentence",
    [
        "The crane — forty years old — fell on Monday.",
        "Varnes — where the crane fell — is quiet.",
        "Varnes (the port) — is quiet.",
        "VARNES-BASED dockers met.",
        "The council (CFV) - that of the port - met.",
        "VARNES",
        "",
    ],
)
def test_a_sentence_without_one_stays_as_it_is(sentence: str) -> None:
    assert without_dateline(sentence) == sentence


def test_where_a_report_was_written_is_not_where_something_is_but_stays_in_the_quote(over: Over) -> None:
    program = over(
        material(
            "PORT ALBRECHT, Norrland (AP) — The Skarholm circus has a confession to make: its tent is sold out.\n\n"
            "Its summer shows begin in July, after two years without any, and the ringmaster is in a good mood.\n\n"
            "The shows will be held in the old Tarnby gasworks, a hall of 4,300 seats.",
            title="Circus returns",
        )
    )

    where = program.ask.quote("Where are the circus shows held?")
    who = program.ask.quote("What has the Skarholm circus to confess?")

    assert "Tarnby gasworks" in where.statements[0].text
    assert who.statements[0].text.startswith("PORT ALBRECHT, Norrland (AP) — The Skarholm circus has a confession")

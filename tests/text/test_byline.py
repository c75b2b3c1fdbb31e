"""Who wrote an article, where only its text says so; and who did not."""

import pytest

from text.byline import find_byline

STORY = "The harbour of Wexmouth closed on Monday. The mayor, Ilsa Dorn, said that silt had made it too shallow."


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        (f"By Jane Roe\n\n{STORY}", "Jane Roe", "By Jane Roe"),
        (f"Shut\n\nBy Jane van Roe, in Wexmouth\n\n{STORY}", "Jane van Roe", "By Jane van Roe, in Wexmouth"),
        (f"BY JANE ROE\n{STORY}", "JANE ROE", "BY JANE ROE"),
        (f"By Jane Roe.\n\n{STORY}", "Jane Roe", "By Jane Roe."),
        (f"Harbour closes\n\nWritten by Olav O’Hara\n\n{STORY}", "Olav O’Hara", "Written by Olav O’Hara"),
    ],
)  # fmt: skip
def test_a_byline_at_the_start_is_found(text: str, name: str, words: str) -> None:
    found = find_byline(text)

    assert found is not None
    assert (found.name, text[found.start : found.end], found.column) == (name, words, False)


@pytest.mark.parametrize(
    ("end", "name"),
    [
        ("Jane Roe is the head of shipping at the Tide Institute", "Jane Roe"),
        ("Jane Roe is the head of shipping at the Tide Institute.", "Jane Roe"),
        ("Dr Jane Roe teaches history at Tarvale.", "Jane Roe"),
        ("Jane de la Roe writes on ports. Her book is called Silt.", "Jane de la Roe"),
        ("Jane Roe has been our columnist since 2011.\n\nThe views are her own.", "Jane Roe"),
    ],
)
def test_an_introduction_at_the_end_makes_it_a_column(end: str, name: str) -> None:
    text = f"{STORY}\n\n{end}"
    found = find_byline(text)

    assert found is not None
    assert (found.name, found.column) == (name, True)
    assert text[found.start : found.end] == end.partition(". ")[0].partition("\n")[0].rstrip() + (
        "." if "." in end.partition(". ")[1] else ""
    )


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        f"By Sunday Night, the boats had left the harbour and nobody knew where they were.\n\n{STORY}",
        f"{STORY}\n\nIlsa Dorn is the mayor of Wexmouth.",
        f"{STORY}\n\nMrs Dorn leads a council of nine.\n\nThe council meets on Friday.",
        f"Ilsa Dorn is the mayor of Wexmouth.\n\n{STORY}\n\nNobody complained.",
        f"{STORY} Jane Roe is a fisherwoman who lost her boat.",
        "Jane Roe is a fisherwoman who lost her boat.",
        f"By the time the boats left, it was dark.\n\n{STORY}",
        f"By Monday Evening the boats had left.\n\n{STORY}",
        "",
    ],
)
def test_people_whom_an_article_tells_about_are_not_its_authors(text: str) -> None:
    assert find_byline(text) is None

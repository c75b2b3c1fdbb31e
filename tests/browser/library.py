"""The articles that the browser tests ask about, in their own words."""

from pathlib import Path

COUNCIL = """---
title: "Why the Skarholm light stays dark"
outlet: Coast Herald
author: Ines Vogel
published: 2025-11-03
url: https://coast.example/light
---

The lamp of the Skarholm lighthouse went out in March, and the town has had the money to repair it since June.

Fishermen ask the same thing every week. The crane is there, the glass is there, and the electrician lives next \
door. So why is the council waiting? The likely answer is that the council hopes for a grant from the capital, \
which is paid only for work that has not begun.

Until then the harbour master, Tomas Lind, puts a lantern in the window.
"""

SENTENCE = "On a single night in October the keeper counted 4,312 geese over the island."

HOSTILE_TITLE = "Tickets at $5 and $6, **bold** as ever, :red[sold out] <b>again</b>"
HOSTILE_SENTENCE = (
    "A ticket to Varnes costs $5 and $6 on Sundays, <script>document.title = 'broken'</script> as the **printed** "
    "board at the :red[Varnes] kiosk has it."
)
HOSTILE = f"""---
title: "{HOSTILE_TITLE}"
published: 2025-09-01
---

The kiosk at the Varnes pier has had a new board since the summer.

{HOSTILE_SENTENCE}

Nobody has complained about the board.
"""


def long_article() -> str:
    """Return some 5,000 words, with one sentence in the middle that nothing else is like."""
    days = [
        f"On day {day} the log tells of wind from the {('north', 'east', 'south', 'west')[day % 4]}, of {day % 7 + 2} "
        f"ships in the sound and of soup for supper, and the writer adds that the paint on the railing has still not "
        f"dried, that the stairs creak in the damp, and that no letter has come."
        for day in range(1, 101)
    ]
    middle = len(days) // 2
    return "\n\n".join(["A year on Skarholm island", *days[:middle], SENTENCE, *days[middle:]]) + "\n"


def write_articles(folder: Path) -> list[Path]:
    """Write the articles into ``folder`` and return their paths."""
    texts = {"council.md": COUNCIL, "year.txt": long_article(), "tickets.md": HOSTILE}
    paths = [folder / name for name in texts]
    for path in paths:
        path.write_text(texts[path.name], encoding="utf-8")
    return paths

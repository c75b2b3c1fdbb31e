"""Two invented articles, and drafts about them that are labelled quotation by quotation and sentence by sentence."""

import re
from dataclasses import dataclass
from typing import Any

LIGHTHOUSE = """The lighthouse at Corran Point will be switched off for good in April after 163 years, the harbour \
trust announced on Tuesday. The trust said that ships no longer needed the light, as all of them carry satellite \
navigation.

“We did not take this decision lightly,” said Morag Telfer, who has chaired the trust since 2017. “The lamp costs \
£41,000 a year to run, and nobody steers by it any more. I would rather spend that money on the lifeboat.”

Fishermen in Inverlay disagree. Hamish Orde, who has worked the bay for 38 years, said satellite signals failed twice \
last winter. “When the screen goes black at four in the morning, that lamp is the only friend you have,” he said. \
“Switching it off is an insult to every family that has lost someone here.”

A petition against the closure has 2,300 signatures. The council, which owns the building but not the lamp, voted 9 to \
4 on Monday to ask the trust to wait a year. Councillor Priya Nand, who tabled the motion, said the trust had been \
“polite but immovable” in talks.

The trust has not ruled out selling the lamp to the maritime museum in Strathmouth. The museum's director, Ewan Baird, \
said: “We would be honoured to show it, although I hope it stays where it is.”

The keeper's cottage, empty since 1988, is to become a hostel. Work there will begin in June and is expected to take \
eighteen months."""

ORCHARD = """A fungus that kills apple trees has been found in three orchards near Velbury, the plant health agency \
said on 6 May. Some 1,200 trees have been felled, and a further 400 are being tested.

“This is the most serious outbreak we have seen in twenty years, and it is not under control,” the agency's chief \
inspector, Dr Lena Marsh, told reporters. “Growers must not move wood, fruit or soil off their farms until we say so.”

The fungus, which arrived on imported rootstock, spreads through the roots. It does not harm people. Cider makers fear \
for the harvest: last year the valley pressed 9 million litres.

Tom Beckwith, whose family has grown apples at Hollin Farm since 1904, lost half of his trees in a week. “My \
grandfather planted those rows with his own hands,” he said. “You cannot insure a hundred years of work.”

The government has offered growers £60 for each felled tree. The growers' union called the sum “an insult”; its \
secretary, Jude Okafor, said a new tree took seven years to bear fruit and cost four times as much to replace.

The agency expects to lift the ban on moving fruit in September at the earliest. It has asked walkers to stay on paths \
and to clean their boots."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A draft: its text, and ``(start, end, type, label, evidence)`` of each item; evidence ``(article, words)``."""

    text: str
    items: tuple[tuple[int, int, str, str, tuple[tuple[str, str], ...]], ...]


ARTICLES: dict[str, tuple[str, dict[str, str]]] = {
    "lighthouse": (
        LIGHTHOUSE,
        {"title": "Corran Point light to go dark", "outlet": "Inverlay Times", "published": "2031-02-11"},
    ),
    "orchard": (
        ORCHARD,
        {"title": "Apple fungus found in Velbury", "outlet": "The Valley Post", "published": "2031-05-06"},
    ),
}

_MARKED = re.compile(r"\{\{(?P<label>[a-z_ ]+)(?P<evidence>(?:@[^|@]+)*)\|(?P<words>.*?)\}\}", re.DOTALL)
_QUOTATIONS = {"verbatim", "altered", "stitched", "misattributed", "not_found"}


def labelled(marked: str, article: str) -> Sample:
    """Return a draft written as ``{{label@words of the article|words of the draft}}``; "none" is no statement."""
    text, items, end = "", [], 0
    for match in _MARKED.finditer(marked):
        text += marked[end : match.start()]
        label = match["label"]
        kind = "quotation" if label in _QUOTATIONS - {"not_found"} or label == "invented" else "statement"
        words = [one for one in match["evidence"].split("@") if one]
        start = len(text)
        text += match["words"]
        names = {"invented": "not_found", "missing": "not_found", "none": "no_statement"}
        evidence = tuple((article, one) for one in words)
        items.append((start, len(text), kind, names.get(label, label), evidence))
        end = match.end()
    return Sample(text + marked[end:], tuple(items))


LIGHTHOUSE_DRAFT = labelled(
    """{{supported@will be switched off for good in April|The light at Corran Point goes out for good in April.}} \
{{none|What will the fishermen do then?}}

"{{verbatim@We did not take this decision lightly|We did not take this decision lightly}}," said Morag Telfer, the \
chair of the harbour trust. She added that "{{altered@nobody steers by it any more|nobody has steered by it for years \
any more}}" and said: "{{altered@I would rather spend that money on the lifeboat|I would rather spend that money on \
the museum}}."

{{supported@worked the bay for 38 years|Hamish Orde has fished in the bay for 38 years.}} {{differs@satellite signals \
failed twice last winter|He says that the satellite signals failed five times last winter.}} “{{verbatim@When the \
screen goes black|When the screen goes black at four in the morning … that lamp is the only friend you have}},” Orde \
said.

“{{stitched@The lamp costs £41,000 a year to run@Switching it off is an insult|The lamp costs £41,000 a year to run, \
and switching it off is an insult to every family that has lost someone here}},” said Telfer.

“{{misattributed@We would be honoured to show it|We would be honoured to show it, although I hope it stays where it \
is}},” said Councillor Priya Nand.

{{differs@voted 9 to 4 on Monday|The council voted 4 to 9 against asking the trust to wait.}} {{missing|The trust will \
hold a public meeting in the church hall.}} “{{invented|The trust should be ashamed of what it has done to this \
town}},” Orde said.""",
    "lighthouse",
)

ORCHARD_DRAFT = labelled(
    """{{supported@three orchards near Velbury|Three orchards near Velbury have the fungus.}} {{differs@Some 1,200 \
trees|About 12,000 trees have been cut down.}}

“{{altered@and it is not under control|This is the most serious outbreak we have seen in twenty years, and it is under \
control}},” said Dr Lena Marsh. “{{verbatim@Growers must not move wood|[G]rowers must not move wood, fruit or soil off \
their farms until we say so}}.”

{{supported@It does not harm people|People are not harmed by it.}} {{differs@arrived on imported rootstock|The fungus \
arrived on imported fruit.}}

'{{verbatim@You cannot insure a hundred years of work|You cannot insure a hundred years of work}},' said Tom Beckwith \
of Hollin Farm. '{{misattributed@My grandfather planted those rows|My grandfather planted those rows with his own \
hands}},' said Jude Okafor.

{{supported@£60 for each felled tree|Growers are offered £60 for every tree that is felled.}} {{missing|The minister \
of agriculture will visit the valley next week.}} The union called that “an insult”. “{{invented|Nobody in the \
ministry has ever planted a single tree}},” Okafor said.

{{differs@in September at the earliest|Fruit may be moved again from July.}} {{none|But that is another story.}}""",
    "orchard",
)

DRAFTS: dict[str, Any] = {"lighthouse": LIGHTHOUSE_DRAFT, "orchard": ORCHARD_DRAFT}

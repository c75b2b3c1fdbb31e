"""OpenDocument texts: their words as printed, and nothing that an archive is made to do."""

import pytest

from domain.errors import SourceError
from domain.values import Material
from ingest.extract.formats import extract
from ingest.extract.odt import read_opendocument
from tests.papers import opendocument

META = (
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta><dc:title>The mill</dc:title></office:meta>'
    "</office:document-meta>"
)


def text_of(body: str) -> str:
    return read_opendocument(opendocument(body), "a.odt")[1]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<text:p>One</text:p><text:p>Two</text:p>", "One\n\nTwo"),
        ('<text:p>A<text:s text:c="2"/>b<text:tab/>c<text:line-break/>d</text:p>', "A  b\tc\nd"),
        ("<text:p>The <text:span>mi</text:span>ll <text:a>grinds</text:a></text:p>", "The mill grinds"),
        ("<text:list><text:list-item><text:p>First</text:p></text:list-item></text:list>", "First"),
        (
            "<text:p>Said<text:note><text:note-citation>1</text:note-citation><text:note-body>"
            "<text:p>On Monday</text:p></text:note-body></text:note> he.</text:p>",
            "Said he.\n\nOn Monday",
        ),
        (
            "<text:tracked-changes><text:changed-region><text:deletion><text:p>gone</text:p></text:deletion>"
            "</text:changed-region></text:tracked-changes><text:p>Here<office:annotation><dc:creator>Ann</dc:creator>"
            "<text:p>Sure?</text:p></office:annotation> it is</text:p>",
            "Here it is",
        ),
        (
            "<text:p>Before<draw:frame><draw:text-box><text:p>Box</text:p></draw:text-box></draw:frame></text:p>",
            "Before\n\nBox",
        ),
    ],
)
def test_words_are_read_as_they_are_printed(body: str, text: str) -> None:
    assert text_of(body) == text


def test_the_title_is_the_files_own_else_the_first_heading() -> None:
    body = "<text:p>Ahead</text:p><text:h>The old mill</text:h>"

    own = extract(Material(name="a.odt", data=opendocument(body, meta=META), media="odt"))[0]
    heading = extract(Material(name="a.odt", data=opendocument(body), media="odt"))[0]

    assert (own.title, own.format) == ("The mill", "odt")
    assert heading.title == "The old mill"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"no archive", "is no OpenDocument text"),
        (opendocument("<text:p>a"), "is no OpenDocument text"),
        (opendocument("", content='<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'), "defines entities"),
        (opendocument("<text:p>a</text:p>", **{"META-INF__manifest": "<a><encryption-data/></a>"}), "a password"),
        (opendocument("", content="<a/>"), "is no text"),
        (opendocument("<text:p>a</text:p>", **{"..__up": "x"}), "a place outside itself"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read_opendocument(data, "a.odt")

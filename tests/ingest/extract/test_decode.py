"""Bytes to clean text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import SourceError
from ingest.extract.decode import clean, decode

ENGLISH = "“Peace,” he said — the café’s owner paid €5 for it… and left early the next day."
SAMPLES = {
    "utf-8": ENGLISH,
    "utf-8-sig": ENGLISH,
    "utf-16": ENGLISH,
    "utf-32": ENGLISH,
    "utf-16-le": ENGLISH,
    "utf-16-be": ENGLISH,
    "cp1252": ENGLISH,
    "latin-1": "Le président a déclaré que la Chine n'était pas prête à négocier, selon les députés français.",
    "cp1250": "Prezydent powiedział, że Chiny nie są gotowe do rozmów. Gospodarka pozostaje słaba, mówią posłowie.",
    "cp1251": "Президент заявил, что Китай не готов к переговорам. Экономика остаётся слабой, сообщили депутаты.",
    "koi8-r": "Президент заявил, что Китай не готов к переговорам. Экономика остаётся слабой, сообщили депутаты.",
    "cp1253": "Η Κίνα περιμένει. Κανείς δεν ξέρει γιατί.",
    "gb18030": "中国正在等待。没有人知道原因，但可能的答案是耐心。经济依然疲软。",
    "big5": "中國正在等待。沒有人知道原因，但可能的答案是耐心。經濟依然疲軟。",
    "shift_jis": "中国は待っている。その理由は誰にもわからないが、おそらく忍耐だろう。経済は弱いままである。",
    "euc_kr": "중국은 기다리고 있다. 아무도 그 이유를 모르지만 아마도 인내일 것이다.",
}


@pytest.mark.parametrize("encoding", SAMPLES)
def test_an_article_in_another_encoding_is_read_right(encoding: str) -> None:
    assert decode(SAMPLES[encoding].encode(encoding), "a.txt") == SAMPLES[encoding]


@pytest.mark.parametrize("words", ["café", "He paid €5 for the “thing”", "naïve", "¿Qué? 5 km² said¹ Mª £m"])
def test_a_few_words_are_enough(words: str) -> None:
    assert decode(words.encode("cp1252"), "a.txt") == words


def test_what_a_page_declares_is_tried_before_guessing() -> None:
    assert decode("Początek żółć".encode("iso-8859-2"), "a.html", declared=["iso-8859-2"]) == "Początek żółć"
    assert decode(b"plain", "a.html", declared=["no-such-encoding"]) == "plain"
    assert decode("naïve café".encode("cp1252"), "a.html", declared=["no-such-encoding"]) == "naïve café"


@pytest.mark.parametrize("declared", [None, "utf-8", "iso-8859-1"])
@pytest.mark.parametrize("broken", [b"\x92", b"\xff", "é".encode()[:1]])
def test_a_broken_byte_in_utf_8_costs_one_letter_and_not_the_article(broken: bytes, declared: str | None) -> None:
    data = ENGLISH.encode() + broken + b" " + ENGLISH.encode()

    assert decode(data, "a.html", declared=[declared]) == f"{ENGLISH}\ufffd {ENGLISH}"


@pytest.mark.parametrize("data", [b"", b" \r\n\t"])
def test_nothing_is_an_error(data: bytes) -> None:
    with pytest.raises(SourceError, match="is empty"):
        decode(data, "a.txt")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (bytes(range(256)) * 20, ""),
        (b"\0" * 1000, ""),
        (b"%PDF-1.7\n\x01\x02\x03\x04\xff\xfe" * 50, "a PDF"),
        (b"PK\x03\x04\x14\0\x08\0\x03\x02\x01" * 50, "a Word file"),
        (b"\xff\xfe\x00\xd8", ""),
    ],
)
def test_bytes_that_are_no_text_are_an_error_that_says_what_to_do(data: bytes, kind: str) -> None:
    with pytest.raises(SourceError, match=rf"is not text.*{kind}.*Save the article"):
        decode(data, "a.txt")


def test_a_stray_zero_byte_is_left_out() -> None:
    words = "The owner of the café said so. " * 5

    assert decode(f"{words}\0{words}".encode(), "a.txt") == words + words


def test_line_ends_are_one_character() -> None:
    assert clean("a\r\nb\rc\nd\fe\vf\x85g") == "a\nb\nc\nd\ne\nf\ng"


def test_control_characters_and_the_mark_at_the_start_go_and_nothing_else() -> None:
    assert clean("\ufeffa\x00\x07\x1b\x7fb\tc\u200b\u00a0\ufeff😀\u2028d") == "ab\tc\u200b\u00a0\ufeff😀\u2028d"


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("The de\xadsali\xadna\xadtion plant", "The desalination plant"),
        ("The desali\xad\nnation plant", "The desalination plant"),
        ("The end\xad\n\nA line", "The end\n\nA line"),
    ],
)
def test_soft_hyphens_are_no_part_of_words(printed: str, words: str) -> None:
    assert decode(printed.encode(), "a.txt") == words


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_cleaning_twice_is_cleaning_once_and_only_takes_away(words: str) -> None:
    once = clean(words)

    assert clean(once.removeprefix("\ufeff")) == once.removeprefix("\ufeff")
    assert len(once) <= len(words)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\xad"), min_size=1))
def test_text_without_control_characters_is_not_altered(words: str) -> None:
    assert clean(words) == words


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_a_clear_error(data: bytes) -> None:
    try:
        text = decode(data, "a.txt")
    except SourceError:
        return
    text.encode("utf-8")
    assert "\r" not in text
    assert "\0" not in text


CHINESE = "周一，码头最大的起重机停工，两艘船改往北港。镕基路的居民听到了响声。"
JAPANESE = "①月曜日、埠頭で最大のクレーンが止まった。二隻の船は北の港へ向かう㈱。"
GERMAN = "„Für 40 € backe ich keine Brötchen mehr – nie wieder“, sagte die Bäckerin."
RUSSIAN = "Президент заявил: «Мы не готовы» – и вышел."


@pytest.mark.parametrize(
    ("data", "declared", "words"),
    [
        (GERMAN.encode("cp1252"), ["iso-8859-1"], GERMAN),
        (GERMAN.encode("cp1252"), ["us-ascii", None], GERMAN),
        (CHINESE.encode("gb18030"), [None, "gb2312"], CHINESE),
        (CHINESE.encode("gb18030"), ["GBK"], CHINESE),
        (JAPANESE.encode("cp932"), ["shift_jis"], JAPANESE),
        ("똠방각하가 항구에 왔다.".encode("cp949"), ["ks_c_5601-1987"], "똠방각하가 항구에 왔다."),
        (RUSSIAN.encode("cp1251"), ["windows-1251"], RUSSIAN),
    ],
)
def test_a_label_means_what_it_means_to_browsers(data: bytes, declared: list[str | None], words: str) -> None:
    assert decode(data, "a.html", declared=declared) == words


@pytest.mark.parametrize(
    ("encoding", "label", "words"),
    [("cp932", "shift_jis", JAPANESE), ("gb18030", "gbk", CHINESE), ("cp1251", "windows-1251", RUSSIAN)],
)
@pytest.mark.parametrize("header", ["ISO-8859-1", "utf-8", "no-such-encoding", None])
def test_a_servers_header_that_the_bytes_contradict_gives_way_to_the_page(
    encoding: str, label: str, words: str, header: str | None
) -> None:
    assert decode(words.encode(encoding), "a.html", declared=[header, label]) == words


@pytest.mark.parametrize("declared", [["iso-8859-2"], ["iso-8859-2", "windows-1250"], [None, "iso-8859-2"]])
def test_no_letter_is_lost_where_the_label_is_that_of_a_similar_encoding(declared: list[str | None]) -> None:
    polish = "W październiku środki żywności nie dotarły do szpitala – powiedziała pielęgniarka. „Źle się stało”."

    assert decode(polish.encode("cp1250"), "a.html", declared=declared) == polish


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_believed_before_any_label(encoding: str) -> None:
    assert decode(GERMAN.encode(encoding), "a.html", declared=["shift_jis", "gbk"]) == GERMAN


def test_a_header_that_fits_is_believed_before_the_page() -> None:
    assert decode(RUSSIAN.encode("cp1251"), "a.html", declared=["windows-1251", "koi8-r"]) == RUSSIAN


def test_a_broken_byte_costs_no_more_than_its_letter_in_other_encodings_too() -> None:
    data = CHINESE.encode("gb18030") + b"\xff" + CHINESE.encode("gb18030")

    assert decode(data, "a.html", declared=["gb2312"]) == f"{CHINESE}\ufffd{CHINESE}"


@pytest.mark.parametrize(
    ("data", "label"),
    [
        (b"\xad\xa1\xb7\xee\xa1\xc1\x8e\xb1\x8f\xb0\xa1 a", "euc-jp"),
        (b"\x1b$B\x2d\x21\x37\x6e\x1b(I\x31\x1b(B a", None),
    ],
)
def test_japanese_of_other_encodings_has_the_signs_of_its_makers_too(data: bytes, label: str | None) -> None:
    text = decode(data, "a.html", declared=[label])

    assert text.startswith("①月")
    assert "ｱ" in text
    assert text.endswith(" a")
    assert "\ufffd" not in text

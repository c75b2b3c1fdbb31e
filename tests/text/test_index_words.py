"""Words as the keyword index has them, in several languages."""

import pytest

from text.index_words import article_language, folded, index_words, search_terms

GERMAN = "Der Rat von Lindhafen hat am Dienstag den Bau der neuen Brücke gestoppt, weil die Kosten gestiegen sind."


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("re\u00adstored", "restored"),
        ("cafe\u0301", "café"),
        ("ﬁnance", "finance"),
        ("a\u00a0b", "a b"),
        ("zero\u200bwidth", "zerowidth"),
        ("１２ｋｍ", "12km"),
        ("1½ points, 10² m, x⁵", "1½ points, 10² m, x⁵"),
        ("plain", "plain"),
    ],
)
def test_what_a_reader_does_not_see_is_folded(printed: str, plain: str) -> None:
    assert folded(printed) == plain


@pytest.mark.parametrize(
    ("language", "printed", "asked"),
    [
        ("de", "Häuser", "Häusern"),
        ("fr", "habitants", "habitant"),
        ("es", "comerciantes", "comerciante"),
        ("it", "cittadini", "cittadino"),
        ("pt", "moradores", "morador"),
        ("nl", "bruggen", "brug"),
        ("ru", "мосты", "моста"),
    ],
)
def test_forms_of_a_word_are_one_in_their_language_alone(language: str, printed: str, asked: str) -> None:
    assert index_words(printed, language) == index_words(asked, language)
    assert index_words(printed, "en") != index_words(asked, "en")


def test_where_no_spaces_part_words_pairs_of_characters_stand_for_them() -> None:
    assert index_words("地铁二号线 2号", "zh").split() == ["地铁", "铁二", "二号", "号线", "2", "号"]
    assert index_words("カフェ", "ja").split() == ["カフ", "フェ"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (GERMAN, "de"),
        ("Le maire a dit que la bibliothèque de la ville ne sera plus ouverte le soir.", "fr"),
        ("The mayor said that the library of the town will no longer be open at night.", "en"),
        ("市政府周三宣布，地铁二号线将推迟到明年春天开通。", "zh"),
        ("青浜市は月曜日、市内海水浴場閉鎖を正式決定した。", "ja"),
        ("Власти города закрыли старый мост из-за трещин в опорах.", "ru"),
        ("", "en"),
    ],
)
def test_an_article_is_in_a_language(text: str, language: str) -> None:
    assert article_language(text) == language


def test_an_english_question_is_searched_by_its_words_as_printed() -> None:
    assert search_terms("Why did the council stop the bridges?", {"en", "de"}) == ["council", "stop", "bridges"]


def test_a_question_in_another_language_is_searched_by_the_stems_of_its_rarer_words() -> None:
    assert search_terms("Warum wird die neue Brücke nicht gebaut?", {"en"}) == ["warum", "neu", "bruck", "gebaut"]


def test_a_question_of_no_certain_language_is_searched_in_those_of_the_articles() -> None:
    assert search_terms("Lindhafens Brücken", set()) == ["Lindhafens", "Brücken"]
    assert set(search_terms("Lindhafens Brücken", {"de", "en"})) == {"Lindhafens", "Brücken", "lindhaf", "bruck"}


def test_a_chinese_question_is_searched_by_pairs() -> None:
    assert search_terms("地铁何时开通？", set()) == ["地铁", "铁何", "何时", "时开", "开通"]


@pytest.mark.parametrize(
    ("question", "language", "stem"),
    [
        ("Pourquoi l'usine va-t-elle fermer ?", "fr", "usin"),
        ("Pourquoi l’usine va-t-elle fermer ?", "fr", "usin"),
        ("Perché l'azienda chiude così presto?", "it", "azi"),
    ],
)
def test_an_elided_article_is_parted_from_its_word(question: str, language: str, stem: str) -> None:
    assert stem in search_terms(question, {language})

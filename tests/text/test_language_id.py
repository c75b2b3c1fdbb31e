"""Which language a question is in: said only where it is certain."""

from collections.abc import Callable

import pytest

from assembly import Services
from tests.asking import material
from text.language_id import LANGUAGES, languages_of, named

Over = Callable[..., Services]

ENGLISH = """
Why is the harbour waiting?|Who is Angela Merkel?|What did Macron say?|What does Le Figaro say about Marine Le Pen?
When did Volodymyr Zelensky meet Xi Jinping?|Who won in Rio de Janeiro?|What is El Niño?|El Niño|Le Monde|Der Spiegel
Die Zeit editor|Der Spiegel report on Nord Stream|Who is Luiz Inácio Lula da Silva?|What happened in São Paulo?
Deutsche Bank profits|Did the Bundestag vote?|Who leads La France Insoumise?|Who is the author of Les Misérables?
What is Schadenfreude?|Champs-Élysées|Why did Recep Tayyip Erdoğan resign?|Where is Côte d’Ivoire?|Real Madrid
Who scored for Paris Saint-Germain against Bayern München?|Atlético Madrid vs Borussia Dortmund|how many people died
why?|who?|And Europe?|and in Germany?|Summarise it|Ilsa Dorn|Petra Vahl oven|Mattis Quill crane|inflation|heat pumps
Did Ursula von der Leyen visit Kyiv?|Where was Abu Bakr al-Baghdadi killed?|Is Nato weak?|who is joko widodo
what did xi jinping want from putin|when does ramadan end|Tell me about Bashar al-Assad|Hamas hostages|paper tiger
mayor of Larkhaven|Who sang La Vie en Rose?|What does Volkswagen plan in Wolfsburg?|Who wrote Die Verwandlung?|AfD
What are Alternative für Deutschland’s demands?|Which Pokémon is rarest?|In which year did Mitterrand die?|2025 budget
per capita income|de facto ruler|Nobel prize 2024|US president|Son Heung-min|Is silt a problem?|Whose idea was it?|?
Who said 日本 will win?|Compare the articles|a|Maid of Skerrow|Rosneft and Lukoil sanctions|Trump Putin summit Budapest
"""
OTHERS = """
de Warum wartet China?|de Wer hat das geschrieben?|de Was hat Trump über Putin gesagt?|de Worum geht es in dem Artikel?
de Was kostet eine Wärmepumpe?|de Hauptstadt von Frankreich
de Wieso ist die Heizung so teuer?|fr Qui a écrit l’article ?
fr Pourquoi la Chine attend-elle ?|fr Combien de personnes sont mortes ?|fr Que dit Trump de Poutine ?
fr résume l’article|fr la guerre en Ukraine|es ¿Por qué espera China?|es ¿Cuántas personas murieron?
es Cuándo se construyó el barco
es la guerra en Ucrania|es ¿De qué trata el artículo?|it Perché la Cina aspetta?|it Chi ha scritto l’articolo?
it Quanto è costato il programma?|pt Quem escreveu o artigo?|pt Por que a China está esperando?|nl Waarom wacht China?
nl Hoeveel mensen zijn er gestorven?|pl Dlaczego Chiny czekają?|pl Kto napisał ten artykuł?|sv Varför väntar Kina?
tr Çin neden bekliyor?|ru Почему Китай ждёт?|uk Чому Китай чекає?|zh 中国为什么在等待？
ja なぜ中国は待っているのですか？|ar لماذا تنتظر الصين؟|ko 중국은 왜 기다리고 있나요?
da Hvorfor venter Kina?|cs Proč Čína čeká?|fi Miksi Kiina odottaa?
hu Miért vár Kína?|ro De ce așteaptă China?|el Γιατί περιμένει η Κίνα;|he למה סין מחכה?|id Mengapa Tiongkok menunggu?
vi Tại sao Trung Quốc chờ đợi?|hi चीन इंतज़ार क्यों कर रहा है?
"""
GERMAN = "Der Hafen von Wexmouth ist seit Montag zu. Die Bürgermeisterin hat die Anordnung am Mittag unterschrieben."
PORT = "The harbour of Wexmouth closed on Monday. The mayor, Ilsa Dorn, signed the order at noon."


def rows(text: str) -> list[str]:
    return [row for line in text.strip().splitlines() for row in line.split("|")]


@pytest.mark.parametrize("message", rows(ENGLISH))
def test_an_english_message_is_never_taken_for_another_language(message: str) -> None:
    assert languages_of(message) in ((), ("en",))


@pytest.mark.parametrize("row", rows(OTHERS))
def test_a_question_in_another_language_is_recognised(row: str) -> None:
    code, _, question = row.partition(" ")

    assert code in languages_of(question)
    assert "en" not in languages_of(question)


def test_an_article_is_recognised_by_its_beginning() -> None:
    assert languages_of(PORT) == ("en",)
    assert languages_of(GERMAN)[0] == "de"
    assert languages_of("") == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("坐车要不要涨价？", ("zh",)),
        ("空气变好了吗？", ("zh",)),
        ("東京都知事選挙結果", ("ja",)),
        ("駅前広場再開発計画", ("ja",)),
        ("市長何時發表聲明？", ("zh", "ja")),
        ("沈喆的书在哪里？", ("zh",)),
    ],
)
def test_characters_that_only_one_country_writes_tell_chinese_and_japanese_apart(
    text: str, codes: tuple[str, ...]
) -> None:
    assert languages_of(text) == codes


def test_languages_have_names_and_at_most_two_are_named() -> None:
    assert named(["de"]) == "German"
    assert named(languages_of("Hvorfor venter Kina?")) in ("Danish or Norwegian", "Norwegian or Danish")
    assert named(["ar", "fa", "ur"]) == "Arabic or Persian"
    assert all(name[0].isupper() for name in LANGUAGES.values())


@pytest.mark.parametrize(
    "question", ["Wer hat die Anordnung unterschrieben?", "la guerre en Ukraine", "港は閉鎖されましたか"]
)
def test_a_question_in_another_language_than_the_articles_is_told_so(over: Over, question: str) -> None:
    answer = over(material(PORT)).ask.quote(question)

    assert (answer.kind, answer.refusal, answer.nearest) == ("refusal", "other_language", ())
    assert answer.lead.startswith("Your articles are in English; the question looks like ")


def test_a_question_in_the_language_of_some_article_is_looked_up(over: Over) -> None:
    program = over(material(PORT), material(GERMAN, title="Hafen geschlossen"))

    answer = program.ask.quote("Wer hat die Anordnung am Mittag unterschrieben?")
    assert (answer.kind, answer.refusal) == ("closest", "not_judged")
    assert "German" in answer.lead
    assert all(one.quote in GERMAN for one in answer.nearest)
    assert "unterschrieb" in answer.nearest[0].quote or "unterzeichnet" in answer.nearest[0].quote
    assert program.ask.quote("Who signed the order?").kind == "answer"


def test_an_english_question_over_german_articles_is_told_so(over: Over) -> None:
    answer = over(material(GERMAN, title="Hafen geschlossen")).ask.quote("Who signed the order in Wexmouth?")

    assert answer.lead.startswith("Your articles are in German; the question looks like English.")


@pytest.mark.parametrize(
    "question", ["Wer unterzeichnete?", "Wer hat das unterschrieben", "Wann wurde der Hafen geschlossen?"]
)
def test_a_short_question_in_another_language_is_no_topic(over: Over, question: str) -> None:
    answer = over(material(GERMAN, title="Hafen geschlossen")).ask.quote(question)

    assert (answer.kind, answer.refusal) == ("closest", "not_judged")

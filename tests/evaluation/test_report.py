"""The table and the JSON: what was measured, beside whose figures, changed from what."""

from evaluation.report import Measured, as_json, head, switched_off, table

NAN = float("nan")
ONE = Measured(
    suite="refusals",
    digest="d",
    figures={"auc": 0.8, "false_refusal_rate": 0.1, "median_words": 42.0, "refusal_precision": NAN},
    intervals={
        "auc": (0.7, 0.9),
        "false_refusal_rate": (0.0, 0.2),
        "median_words": (30.0, 50.0),
        "refusal_precision": (NAN, NAN),
    },
    items=[{"id": "1"}],
    seconds=1.24,
    baselines={
        "BM25": {"auc": 0.6, "false_refusal_rate": 0.3},
        "cosine": {"auc": 0.7, "false_refusal_rate": 0.4},
        "without dates": {"auc": 0.99},
    },
)


def lines(**given: dict[str, object]) -> dict[str, list[str]]:
    """The table's cells by figure."""
    text = table(ONE, **({"references": {}, "earlier": {}} | given))  # type: ignore[arg-type]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()]
    return {row[1]: row for row in rows}


def test_a_figure_stands_with_its_interval_and_the_best_of_the_baselines() -> None:
    assert lines()["auc"][2:4] == ["0.800 [0.700, 0.900]", "0.700 (cosine)"]


def test_the_best_of_what_should_be_low_is_the_lowest() -> None:
    assert lines()["false_refusal_rate"][3] == "0.300 (BM25)"


def test_a_part_switched_off_is_no_baseline_but_has_a_line_of_its_own() -> None:
    assert switched_off(ONE) == "refusals, without dates: auc 0.990"


def test_references_and_changes_stand_where_there_are_any() -> None:
    rows = lines(references={"auc": (0.65, "people")}, earlier={"auc": 0.82})

    assert rows["auc"][2:] == ["0.800 [0.700, 0.900]", "0.700 (cosine)", "0.650 (people)", "-0.020"]
    assert rows["median_words"][2:] == ["42 [30, 50]", "", "", ""]


def test_the_heading_has_a_cell_for_each() -> None:
    assert all(
        line.count("|") == table(ONE, references={}, earlier={}).splitlines()[0].count("|")
        for line in head().splitlines()
    )


def test_json_has_numbers_or_null() -> None:
    made = as_json([ONE])["refusals"]

    assert made["figures"]["auc"] == 0.8
    assert made["figures"]["refusal_precision"] is None
    assert made["intervals"]["refusal_precision"] == [None, None]
    assert (made["items"], made["seconds"], made["digest"]) == ([{"id": "1"}], 1.2, "d")
    assert made["baselines"]["cosine"] == {"auc": 0.7, "false_refusal_rate": 0.4}

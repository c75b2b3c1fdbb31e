"""Files that were chosen together, as they are handed to the program."""

from ui.components.adding import uploads


def test_a_file_is_known_by_its_name_and_read_by_its_ending() -> None:
    [material] = uploads([("Quay.PDF", b"%PDF")])

    assert (material.name, material.identity, material.media) == ("Quay.PDF", "upload:Quay.PDF", "pdf")


def test_files_of_one_name_are_two_articles_unless_they_are_the_same() -> None:
    materials = uploads([("a.txt", b"one"), ("a.txt", b"two"), ("b.txt", b"one"), ("a.txt", b"one"), ("a.txt", b"3")])

    assert [(material.identity, material.data) for material in materials] == [
        ("upload:a.txt", b"one"),
        ("upload:a.txt (2)", b"two"),
        ("upload:b.txt", b"one"),
        ("upload:a.txt (3)", b"3"),
    ]
    assert {material.media for material in materials} == {"text"}

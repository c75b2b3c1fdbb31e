"""Readers and checkers by name, as the settings give them."""

from pathlib import Path

from domain.bundled import bundled_folder
from domain.reading import Judge, Reader
from reader.bundled import BUNDLED, OnnxReader, export_reader
from reader.calibration import load_calibration


def load_reader(name: str, cache: Path) -> Reader:
    """Return a reader that is ready to use.

    Args:
        name: ``bundled``, or a cross-encoder or span marker by name or folder.
        cache: folder of what can be made again; the bundled model is exported into it at the first call (some seconds).

    Raises:
        ReaderError: the model cannot be had, or is none that can read.
        EmbedderError: the base model's weights are missing or damaged.
    """
    calibration = load_calibration(name, cache)
    if name != BUNDLED:
        from reader.cross_encoder import load_named

        return load_named(name, calibration)
    return OnnxReader(export_reader(cache), bundled_folder(), calibration=calibration)


def load_checker(name: str, cache: Path, reader: Reader) -> Judge:
    """Return what judges statements: ``reader`` itself if it has that name, else the model called ``name``.

    A named model is a cross-encoder trained for inference or fact checking. Raises as ``load_reader`` does.
    """
    if name == reader.name:
        return reader
    if name == BUNDLED:
        return load_reader(name, cache)
    from reader.cross_encoder import load_judge

    return load_judge(name, load_calibration(name, cache))

"""Load readers and checkers by name."""

from pathlib import Path

from domain.bundled import bundled_folder
from domain.reading import Judge, Reader
from reader.bundled import BUNDLED, OnnxReader, export_reader
from reader.calibration import load_calibration


def load_reader(name: str, cache: Path) -> Reader:
    """Return a reader that is ready to use.

    Args:
        name: ``bundled``, or a cross-encoder or span marker by name or folder.
        cache: folder of files that can be made again; the first call exports the bundled model into it, which takes
            some seconds.

    Raises:
        ReaderError: the model cannot be loaded, or is of a kind that cannot read.
        EmbedderError: the base model's weights are missing or damaged.
    """
    calibration = load_calibration(name, cache)
    if name != BUNDLED:
        from reader.cross_encoder import load_named

        return load_named(name, calibration)
    return OnnxReader(export_reader(cache), bundled_folder(), calibration=calibration)


def load_checker(name: str, cache: Path, reader: Reader) -> Judge:
    """Return the checker of statements with this name.

    Args:
        name: that of ``reader``, which is then returned itself; ``bundled``; or a cross-encoder for inference or fact
            checking, by name or folder.
        cache: as in ``load_reader``.
        reader: the reader in use.

    Raises as ``load_reader`` does.
    """
    if name == reader.name:
        return reader
    if name == BUNDLED:
        return load_reader(name, cache)
    from reader.cross_encoder import load_judge

    return load_judge(name, load_calibration(name, cache))

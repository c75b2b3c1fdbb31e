"""Make the files in the cache that the first question needs: the models' ONNX files and the word frequency table."""

from collections.abc import Callable

from domain.bundled import BUNDLED as BUNDLED_EMBEDDER
from domain.bundled import is_exported
from settings import Settings
from text.word_frequency import TABLE as WORDS


def prepare(settings: Settings, on_progress: Callable[[str], object]) -> None:
    """Make the files that are missing in the cache.

    Args:
        settings: which models are used, and the folder of the cache.
        on_progress: called with a line of text for each missing file, before it is made.

    Raises:
        EmbedderError, ReaderError: the weights are missing or damaged, or the cache cannot be written.
    """
    from reader.bundled import BUNDLED as BUNDLED_READER
    from reader.bundled import export_reader, reader_onnx_path
    from retriever.e5 import E5, export_e5, is_e5_exported
    from retriever.export import export_bundled, onnx_path

    if settings.embedder == BUNDLED_EMBEDDER and not is_exported(onnx_path(settings.cache)):
        on_progress("Preparing, once, 1 of 3: the embedding model (90 MB)")
        export_bundled(settings.cache)
    if settings.embedder == E5 and not is_e5_exported(settings.cache):
        on_progress("Preparing, once, 1 of 3: the embedding model for many languages (160 MB)")
        export_e5(settings.cache)
    if BUNDLED_READER in (settings.reader, settings.checker) and not is_exported(reader_onnx_path(settings.cache)):
        on_progress("Preparing, once, 2 of 3: the model that reads (45 MB)")
        export_reader(settings.cache)
    WORDS.keep_in(settings.cache)
    if not WORDS.is_kept():
        on_progress("Preparing, once, 3 of 3: the table of words (10 MB)")
    WORDS.open()

"""What cannot be undercut with this model: the bare forward pass over the passages, and every vector compared."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

import settings
from evaluation.benchmark.contestants.serving import serve
from retriever.embed import load_embedder

_CHARS, _AT_ONCE, _FOUND = 500, 64, 5


class Floor:
    """Texts cut every 500 characters, vectors in one array: no index, no keywords, no care."""

    def open(self, folder: Path) -> None:
        """Load the model and the array."""
        known = settings.load()
        self._embedder = load_embedder(known.embedder, known.cache)
        self._folder = folder
        self._texts: list[str] = []
        if (folder / "texts.json").exists():
            self._texts = json.loads((folder / "texts.json").read_text("utf-8"))
            self._vectors = np.load(folder / "vectors.npy")

    def take_in(self, articles: Sequence[dict[str, str]]) -> None:
        """Embed every piece and write the array."""
        texts = [one["text"] for one in articles]
        self._texts = [text[at : at + _CHARS] for text in texts for at in range(0, len(text), _CHARS)]
        batches = [self._texts[at : at + _AT_ONCE] for at in range(0, len(self._texts), _AT_ONCE)]
        self._vectors = np.concatenate([self._embedder.embed_passages(batch) for batch in batches])
        self._folder.mkdir(parents=True, exist_ok=True)
        (self._folder / "texts.json").write_text(json.dumps(self._texts), "utf-8")
        np.save(self._folder / "vectors.npy", self._vectors)

    def settle(self) -> None:
        """Nothing is left to do."""

    def ask(self, question: str) -> list[str]:
        """Return the nearest pieces."""
        cosines = self._vectors @ self._embedder.embed_questions([question])[0]
        return [self._texts[i] for i in np.argsort(-cosines)[:_FOUND]]


if __name__ == "__main__":
    serve(Floor())

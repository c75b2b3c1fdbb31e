"""An article's way in: fetch, extract, split, the pipeline; `python -m ingest`."""

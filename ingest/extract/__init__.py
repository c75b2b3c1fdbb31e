"""Bytes of a file or page to its article: source and text, read in a sandbox."""

"""Training of the reader; see __main__.py."""

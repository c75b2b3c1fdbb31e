"""Reads a question, or a statement, together with passages: which sentences answer, is it supported."""

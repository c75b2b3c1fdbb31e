"""Answers written by a language model: its prompt, its reply, and the citations that are made of it."""

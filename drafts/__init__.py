"""Checks a draft: each quotation and each statement of it against the articles of the library."""

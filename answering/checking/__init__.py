"""Verdicts on statements, and the exact-quote check that every answer passes."""

"""From passages to an answer: route, choose, quote, refuse; `python -m answering`."""

"""How fast and how light Dateline is, measured beside what a reader would use instead, in the same run."""

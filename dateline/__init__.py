"""The installed program: the command ``dateline``. In a wheel this package holds all others, too."""

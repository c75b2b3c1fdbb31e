"""Settings for every test."""

from hypothesis import settings

# No deadline for a single example: on a busy machine the first one that loads a package takes seconds.
settings.register_profile("dateline", deadline=None)
settings.load_profile("dateline")

"""A question's way to passages: embed, keep vectors, rank by meaning and by words, fuse."""

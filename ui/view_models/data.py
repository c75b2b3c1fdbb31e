"""What goes to a component."""

Data = dict[str, object]
"""Text, numbers, lists and such dictionaries: what JSON can say."""

"""The reader: scores sentences as answers to a question, and evidence as support of a statement."""

"""Language without a question: sentences, words, names, numbers and dates; and who is quoted, in which language."""

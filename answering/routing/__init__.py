"""Messages that are no look-up: greetings, the catalogue, summaries, comparisons, topics and phrases."""

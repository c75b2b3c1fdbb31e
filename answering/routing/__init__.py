"""Messages that are no look-up: greetings, the catalogue, summaries, comparisons, timelines, topics and phrases."""

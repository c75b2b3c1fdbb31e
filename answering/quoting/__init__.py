"""Extractive answers: score sentences, decide whether they are evidence, and quote them."""

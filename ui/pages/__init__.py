"""The pages, each drawn from top to bottom by one function."""

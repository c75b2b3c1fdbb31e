"""A checked draft as a file to pass on."""

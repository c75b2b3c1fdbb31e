"""What the reader sees. Everything that it shows is a value that it was given."""

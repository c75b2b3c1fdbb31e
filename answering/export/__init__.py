"""What leaves the program: evidence packs, JSON, feedback and traces."""

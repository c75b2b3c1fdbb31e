"""What an open page remembers, and what readers did on it."""

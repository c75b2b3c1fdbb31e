"""What an open page remembers, and what its user did."""

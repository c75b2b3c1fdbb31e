"""Files and web addresses to bytes, and what an address leads to; feeds that are followed."""

"""The measured gate: the program on a folder of suites; `python -m evaluation`."""

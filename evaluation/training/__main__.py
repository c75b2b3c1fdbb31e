"""``python -m evaluation.training``: see command.py."""

import sys

from evaluation.training.command import main

if __name__ == "__main__":
    sys.exit(main())

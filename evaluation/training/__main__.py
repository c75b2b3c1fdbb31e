"""``python -m evaluation.training``: see command.py."""

from evaluation.training.command import main

if __name__ == "__main__":
    main()

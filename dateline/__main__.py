"""``dateline``, or ``python -m dateline``: finds the program's packages and runs a command.

The program's modules import each other by their top names (``settings``, ``text``). In a wheel they lie in this folder,
where they collide with nobody's; in the repository they lie beside it.
"""

import sys
from pathlib import Path

_HERE = Path(__file__).resolve().parent
ROOT = _HERE if (_HERE / "assembly.py").is_file() else _HERE.parent
"""The folder with the program's packages."""


def main() -> int:
    """Run the command of ``sys.argv``; return its exit code."""
    sys.path[:] = [str(ROOT), *(place for place in sys.path if place != str(_HERE))]
    from dateline.commands import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())

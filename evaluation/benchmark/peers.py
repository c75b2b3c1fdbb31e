"""The environment of the peers: their own packages in front of Dateline's, which they share."""

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

from domain.errors import DatelineError

REQUIREMENTS = Path(__file__).with_name("peers.txt")


class PeersMissing(DatelineError):
    """The peers cannot be installed."""


def interpreter(folder: Path) -> Path:
    """Return the Python of an environment in ``folder`` with the peers; made at the first call. Raises PeersMissing.

    Torch and what else they have in common is not installed again: a path file leads to Dateline's own packages.
    """
    environment = folder / "peers"
    python = environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    done = environment / "installed.txt"
    wanted = REQUIREMENTS.read_text("utf-8")
    ours = Path(sysconfig.get_path("purelib"))
    path_file = environment / ours.relative_to(sys.prefix) / "dateline.pth"
    if done.is_file() and done.read_text("utf-8") == wanted:
        path_file.write_text(f"{ours}\n", "utf-8")  # the project may have moved since
        return python
    print("Installing the peers (some minutes, once)", file=sys.stderr)
    venv.create(environment, with_pip=True)
    path_file.write_text(f"{ours}\n", "utf-8")
    made = subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", REQUIREMENTS], check=False)
    if made.returncode:
        raise PeersMissing("The peers could not be installed.", hint="Check the network, or measure with --no-peers.")
    done.write_text(wanted, "utf-8")
    return python

#!/bin/sh
# Make sure that there is a Chromium for the tests of the page: what is there, else Debian's package, else Playwright's download.
set -eu
PYTHON=${PYTHON:-python3}

have() {
    for name in chromium chromium-browser google-chrome; do
        command -v "$name" >/dev/null && return 0
    done
    "$PYTHON" - <<'END'
import sys
from pathlib import Path
from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    sys.exit(not Path(playwright.chromium.executable_path).exists())
END
}

have && exit 0

if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "There is no Chromium here: installing the system's package"
    export DEBIAN_FRONTEND=noninteractive
    { apt-get update -q && apt-get install -q -y --no-install-recommends chromium; } || true
    have && exit 0
fi

echo "There is no Chromium here: downloading Playwright's"
"$PYTHON" -m playwright install chromium || true
have && exit 0

echo "The tests of the page need Chromium. Install it (Debian, Ubuntu: sudo apt-get install chromium;" >&2
echo "Fedora: sudo dnf install chromium; macOS: brew install --cask chromium) and run make test again." >&2
exit 1

"""A Chromium for the browser journeys: the machine's own, else one that is brought."""

import os
import shutil
import subprocess
from pathlib import Path

from tools.paths import PYTHON
from tools.progress import Problem, command, say
from tools.setup import environment

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_MAC = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")


def find_or_bring() -> Path:
    """The path of a Chromium that starts. Raises Problem when none can be had."""
    if found := _installed():
        return found
    say("No Chromium on this computer; fetching one for the browser journeys")
    for bring in (_by_playwright, _by_apt):
        try:
            bring()
        except Problem as problem:
            say(f"  {problem}")
        if found := _installed():
            return found
    raise Problem(
        "The browser journeys need Chromium, and none could be fetched. Install Chromium or "
        "Google Chrome (on Debian, as root: apt-get install chromium), then start again."
    )


def _installed() -> Path | None:
    candidates = [Path(found) for name in _NAMES if (found := shutil.which(name))]
    candidates += [_MAC, *_playwrights_own()]
    return next((candidate for candidate in candidates if _starts(candidate)), None)


def _playwrights_own() -> list[Path]:
    asked = subprocess.run(  # noqa: S603 - our own interpreter
        [
            PYTHON,
            "-c",
            "from playwright.sync_api import sync_playwright as s\n"
            "with s() as p: print(p.chromium.executable_path)",
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    return [Path(line) for line in asked.stdout.splitlines()[-1:]]


def _starts(program: Path) -> bool:
    """Whether it is there and has the system libraries that it needs."""
    if not program.is_file():
        return False
    try:
        asked = subprocess.run(  # noqa: S603 - a browser found above
            [program, "--version"], capture_output=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _by_playwright() -> None:
    command(
        "Fetching Chromium with playwright",
        [PYTHON, "-m", "playwright", "install", "chromium"],
        environment=environment(),
        advice="Playwright could not fetch one.",
    )


def _by_apt() -> None:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        raise Problem("It cannot be installed as a system package without apt-get and root.")
    quiet = {**environment(), "DEBIAN_FRONTEND": "noninteractive"}
    command("Refreshing the list of system packages", [apt, "update", "-q"], environment=quiet)
    command(
        "Installing the system package chromium",
        [apt, "install", "-y", "-q", "--no-install-recommends", "chromium"],
        environment=quiet,
    )

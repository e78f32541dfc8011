"""The virtual environment and its packages: made once, repeated only when a lock file changed."""

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tools.paths import BIN, PYTHON, REQUIREMENTS, ROOT, VENV
from tools.progress import Problem, command, say

INSTALL_ADVICE = (
    "The lines above say why. Check that this computer can reach the Python package index "
    "(or the mirror set in pip's configuration), then start again."
)


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Hold a lock on the set-up, so that ./run and ./test do not build the same thing at once."""
    with (ROOT / "requirements").joinpath("runtime.in").open() as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("Waiting for another set-up in this folder to finish")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def digest(*files: Path) -> str:
    """A fingerprint of these files, of the Python in use and of where the project lies."""
    parts = hashlib.sha256(f"{sys.version_info[:2]} {ROOT}".encode())
    for file in files:
        parts.update(file.read_bytes())
    return parts.hexdigest()


def is_done(step: str, fingerprint: str) -> bool:
    stamp = VENV / f".done-{step}"
    return stamp.is_file() and stamp.read_text().strip() == fingerprint


def mark_done(step: str, fingerprint: str) -> None:
    (VENV / f".done-{step}").write_text(fingerprint + "\n")


def environment() -> dict[str, str]:
    """This process's environment, with the project's own programs first on the path."""
    made = dict(os.environ, PATH=f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}")
    made["PYTHONUNBUFFERED"] = "1"
    # Where nothing may be written beside the sources every process would compile all of them anew,
    # which takes two thirds of its start.
    if made.pop("PYTHONDONTWRITEBYTECODE", ""):
        made["PYTHONPYCACHEPREFIX"] = str(VENV / "pycache")
    made.pop("PYTHONHOME", None)
    made.pop("PYTHONPATH", None)
    return made


def virtual_environment() -> None:
    """Make .venv, or make it anew where its Python has gone or the folder has moved."""
    fingerprint = digest()
    if _python_works() and (is_done("venv", fingerprint) or not _has_stamps()):
        mark_done("venv", fingerprint)
        return
    if VENV.exists():
        say("Removing the old .venv: its Python is gone or the folder has moved")
        shutil.rmtree(VENV)
    try:
        command("Making a virtual environment in .venv", [sys.executable, "-m", "venv", VENV])
    except Problem:
        shutil.rmtree(VENV, ignore_errors=True)
        uv = shutil.which("uv")
        if uv is None:
            raise Problem(
                "Python could not make a virtual environment. On Debian and Ubuntu install the "
                "package python3-venv (as root: apt-get install python3-venv), then start again."
            ) from None
        command(
            "Making a virtual environment in .venv with uv",
            [uv, "venv", "--seed", "--python", sys.executable, VENV],
        )
    mark_done("venv", fingerprint)


def _has_stamps() -> bool:
    return any(VENV.glob(".done-*"))


def _python_works() -> bool:
    if not PYTHON.exists():
        return False
    try:
        asked = subprocess.run(  # noqa: S603 - our own interpreter
            [PYTHON, "-c", "import sys, pip; print(sys.version_info[:2])"],
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    except OSError:
        return False
    return asked.stdout.strip() == str(sys.version_info[:2])


def requirements(name: str) -> None:
    """Install requirements/<name>.txt with its hashes, unless that was done already.

    `name` is one of "runtime", "dev", "node". uv does it where it can, else pip.
    """
    lock = REQUIREMENTS / f"{name}.txt"
    fingerprint = digest(lock)
    if is_done(name, fingerprint):
        return
    title = f"Installing Python packages (requirements/{name}.txt)"
    if _has_uv():
        try:
            command(
                f"{title} with uv",
                [*_UV, "install", "--python", PYTHON, "--require-hashes", "-r", lock],
                environment=environment(),
            )
        except Problem:
            say("uv could not install them; trying pip, which is slower")
        else:
            mark_done(name, fingerprint)
            return
    command(
        f"{title} with pip",
        [*_PIP, "install", "--require-hashes", "-r", lock],
        environment=environment(),
        advice=INSTALL_ADVICE,
    )
    mark_done(name, fingerprint)


_UV: list[str | Path] = [PYTHON, "-m", "uv", "pip"]
_PIP: list[str | Path] = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--no-input"]


def _has_uv() -> bool:
    lock = REQUIREMENTS / "installer.txt"
    fingerprint = digest(lock)
    if is_done("installer", fingerprint):
        return True
    try:
        command(
            "Installing uv, which installs the rest quickly",
            [*_PIP, "install", "--require-hashes", "-r", lock],
            environment=environment(),
        )
    except Problem:
        say("uv could not be installed; going on with pip")
        return False
    mark_done("installer", fingerprint)
    return True

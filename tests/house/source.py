"""The files of the project as a reviewer would see them: committed, or about to be."""

import os
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "sightline"
_MADE = {".git", ".venv", "node_modules", "var", "__pycache__", "vendor"}


@cache
def files() -> tuple[Path, ...]:
    """Every file that git follows or would add; in a copy without git, all but what is made."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout.split(b"\0")
    except (OSError, subprocess.CalledProcessError):
        return tuple(sorted(_walk()))
    paths = {ROOT / os.fsdecode(name) for name in listed if name}
    return tuple(sorted(path for path in paths if path.is_file()))


def _walk() -> list[Path]:
    found = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in _MADE and not name.endswith("_cache")]
        found += [Path(folder) / name for name in names if not name.endswith(".pyc")]
    return found


def named(*patterns: str) -> list[Path]:
    """Files of the package whose name matches one of these, such as "*.jinja"."""
    return [
        path
        for path in files()
        if path.is_relative_to(PACKAGE) and any(path.match(pattern) for pattern in patterns)
    ]


def place(path: Path, line: int | None = None) -> str:
    """How a finding names a file: from the root, with the line where there is one."""
    relative = path.relative_to(ROOT).as_posix()
    return relative if line is None else f"{relative}:{line}"

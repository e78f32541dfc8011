"""Which test files depend on what was changed last: the inner loop of ./test --fast.

A file counts as changed when it differs from the commit before the last one, or is new. Its tests
are those that stand in its folder or import it, directly or through others; the nearest first. What
is left out is said, and ./test runs it.
"""

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePosixPath

import grimp

from tools.paths import ROOT

#: As many tests as two cores do in about half a minute.
MOST_TESTS = 350
_TEST = re.compile(r"^\s*(?:async )?def test_", re.MULTILINE)


@dataclass(frozen=True)
class Chosen:
    """Test files, as paths from the root: those to run, and how many more depend on the change."""

    files: tuple[str, ...]
    left_out: int


def chosen(most: int = MOST_TESTS) -> Chosen:
    """The nearest test files of what was changed last, with about ``most`` tests at most."""
    graph = grimp.build_graph("sightline")
    imports = {module: graph.find_modules_that_directly_import(module) for module in graph.modules}
    ordered = nearest(changed_modules(_changed_files(), graph.modules), imports)
    files = [f"{module.replace('.', '/')}.py" for module in ordered]
    taken: list[str] = []
    tests = 0
    for file in files:
        count = len(_TEST.findall((ROOT / file).read_text(encoding="utf-8")))
        if taken and tests + count > most:
            break
        taken.append(file)
        tests += count
    return Chosen(tuple(taken), len(files) - len(taken))


def changed_modules(files: Iterable[str], modules: Iterable[str]) -> set[str]:
    """The modules that changed; for a template or a data file, those of its folder."""
    known = set(modules)
    found: set[str] = set()
    for file in files:
        path = PurePosixPath(file)
        own = ".".join(path.with_suffix("").parts)
        if path.suffix == ".py" and own in known:
            found.add(own)
        elif path.parts[:1] == ("sightline",) and path.suffix != ".py":
            folder = path.parent.parent if path.parent.name == "data" else path.parent
            package = ".".join(folder.parts)
            found |= {one for one in known if one.rpartition(".")[0] == package}
    return found


def nearest(changed: set[str], importers: dict[str, set[str]]) -> list[str]:
    """Test modules that are changed, stand beside what is, or import it; by number of steps."""
    folders = {one.rpartition(".")[0] for one in changed}
    seen = {one for one in importers if one in changed or one.rpartition(".")[0] in folders}
    found: list[str] = []
    step = sorted(seen)
    while step:
        found += [one for one in step if one.rpartition(".")[2].startswith("test_")]
        # Only what changed is followed further, not what merely stands beside it.
        following = {up for one in step if one in changed for up in importers.get(one, ())}
        changed = following - seen
        seen |= following
        step = sorted(changed)
    return found


def _changed_files() -> list[str]:
    before = "HEAD~1" if _git("rev-parse", "--verify", "-q", "HEAD~1") else "HEAD"
    named = _git("diff", "--name-only", before) + _git("ls-files", "--others", "--exclude-standard")
    return sorted({line for line in named if (ROOT / line).exists()})


def _git(*arguments: str) -> list[str]:
    """The lines that git prints; none where this is no checkout."""
    try:
        done = subprocess.run(  # noqa: S603 - fixed words
            ["git", *arguments],  # noqa: S607
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return []
    return done.stdout.splitlines() if done.returncode == 0 else []


if __name__ == "__main__":
    import sys

    asked = chosen()
    sys.stdout.write("\n".join([str(asked.left_out), *asked.files]))

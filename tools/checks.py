"""./test: every check in order, a table of what passed, and a last line with the counts."""

import argparse
import contextlib
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools import assets, chromium, postgres, setup
from tools.paths import PYTHON, ROOT
from tools.progress import Problem, say

_LIBPQ = ("PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE", "PGSERVICE")
_TWO_PROCESSES = ("-n", "2", "--dist", "worksteal")
_UNIT_TESTS = ("sightline", "tests/house/test_database.py")


@dataclass(frozen=True)
class Counts:
    """What pytest did in one stage."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped
        )

    def __str__(self) -> str:
        said = f"{self.passed} passed, {self.failed} failed"
        return f"{said}, {self.skipped} skipped" if self.skipped else said


@dataclass(frozen=True)
class Outcome:
    name: str
    ok: bool
    seconds: float
    counts: Counts | None = None


@dataclass(frozen=True)
class Asked:
    """What the person asked for on the command line."""

    fast: bool
    pytest_arguments: tuple[str, ...]

    def tests(self, *usual: str) -> tuple[str, ...]:
        """The usual tests, or what was named on the command line instead."""
        chosen = self.pytest_arguments
        return chosen if _names_a_path(chosen) else (*usual, *chosen)


def main(arguments: list[str]) -> int:
    names, asked = _parse(arguments)
    with setup.only_one():
        setup.virtual_environment()
        setup.requirements("dev")
        assets.design_system()
    outcomes = []
    for name in names:
        say(f"── {name}: {STAGES[name].title}")
        started = time.monotonic()
        try:
            ok, counts = STAGES[name].run(asked)
        except Problem as problem:
            say(str(problem))
            ok, counts = False, None
        outcomes.append(Outcome(name, ok, time.monotonic() - started, counts))
    return _summary(outcomes)


def _parse(arguments: list[str]) -> tuple[list[str], Asked]:
    stages = "\n".join(f"  {name:<14}{stage.title}" for name, stage in STAGES.items())
    parser = argparse.ArgumentParser(
        prog="./test",
        description="Check everything, in this order:\n" + stages,
        epilog="Anything else goes to pytest, which then runs the unit tests alone, on both "
        "databases:\n  ./test sightline/stats\n  ./test --fast sightline/stats -k interval",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--fast",
        action="store_true",
        help="the inner loop, under a minute: lint, types, import rules, and on SQLite the quick "
        "tests nearest to the last changes",
    )
    parser.add_argument(
        "--only",
        action="append",
        choices=list(STAGES),
        metavar="NAME",
        help="one of the names above; may be given more than once",
    )
    known, others = parser.parse_known_args(arguments)
    if known.only:
        names = [name for name in STAGES if name in known.only]
    elif known.fast and not others:
        names = ["lint", "format", "types", "imports", "unit-sqlite"]
    elif others:
        names = ["unit-sqlite"] if known.fast else ["unit-sqlite", "unit-postgres"]
    else:
        names = list(STAGES)
    return names, Asked(fast=known.fast, pytest_arguments=tuple(others))


def _names_a_path(arguments: tuple[str, ...]) -> bool:
    return any((ROOT / argument.split("::")[0]).exists() for argument in arguments)


def _program(*arguments: str) -> tuple[bool, None]:
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [PYTHON, *arguments], cwd=ROOT, env=setup.environment(), check=False
    )
    return done.returncode == 0, None


def _lint(asked: Asked) -> tuple[bool, None]:
    return _program("-m", "ruff", "check", "--output-format", "concise", ".")


def _format(asked: Asked) -> tuple[bool, None]:
    return _program("-m", "ruff", "format", "--check", ".")


def _types(asked: Asked) -> tuple[bool, None]:
    return _program("-m", "mypy")


def _imports(asked: Asked) -> tuple[bool, None]:
    return _program("-c", "import importlinter.cli as c; c.lint_imports_command()")


def _house(asked: Asked) -> tuple[bool, Counts]:
    return _pytest(*asked.tests("tests/house"))


def _unit_sqlite(asked: Asked) -> tuple[bool, Counts]:
    if not asked.fast:
        return _pytest(*_TWO_PROCESSES, *asked.tests(*_UNIT_TESTS))
    # Names the slowest, so that whoever made them slow can mark them so.
    quick = ("-m", "not slow", "--durations=5", "--durations-min=2")
    if _names_a_path(asked.pytest_arguments):
        return _pytest(*_TWO_PROCESSES, *quick, *asked.pytest_arguments)
    files, left_out = _affected()
    if left_out:
        say(f"{left_out} more test files depend on the last changes: ./test runs them")
    if not files:
        say("Nothing that has tests was changed since the commit before the last one")
        return True, Counts()
    return _pytest(*_TWO_PROCESSES, *quick, *files, *asked.pytest_arguments, none_is_fine=True)


def _affected() -> tuple[list[str], int]:
    """Test files nearest to the last changes, and how many more there are."""
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [PYTHON, "-m", "tools.affected"],
        cwd=ROOT,
        env=setup.environment(),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise Problem("Could not find out which tests depend on the last changes: see above.")
    left_out, *files = done.stdout.splitlines()
    return files, int(left_out)


def _unit_postgres(asked: Asked) -> tuple[bool, Counts]:
    with postgres.temporary_server() as url:
        chosen = asked.tests(*_UNIT_TESTS)
        return _pytest(*_TWO_PROCESSES, "--with-a-database", *chosen, DATABASE_URL=url)


def _journeys(asked: Asked) -> tuple[bool, Counts]:
    browser = chromium.find_or_bring()
    say(f"Using {browser}")
    return _pytest(*_TWO_PROCESSES, *asked.tests("tests/journeys"), SIGHTLINE_CHROMIUM=str(browser))


#: pytest's exit code where every test found was deselected.
_NO_TESTS = 5


def _pytest(*arguments: str, none_is_fine: bool = False, **settings: str) -> tuple[bool, Counts]:
    """Run pytest in a folder of its own for what the service stores; count what it did."""
    with tempfile.TemporaryDirectory(prefix="sightline-test-") as folder:
        report = Path(folder) / "report.xml"
        environment = setup.environment()
        for name in ("DATABASE_URL", "SIGHTLINE_CHROMIUM", *_LIBPQ):
            environment.pop(name, None)
        environment |= {"VAR_DIR": str(Path(folder) / "var"), **settings}
        with _interruptible(
            [PYTHON, "-m", "pytest", "-q", f"--junitxml={report}", *arguments], environment
        ) as process:
            code = process.wait()
        counts = _count(report)
    if none_is_fine and code == _NO_TESTS:
        return True, counts
    if code != 0 and counts.failed == 0:
        # Nothing was collected, or pytest itself broke: that is a failure too.
        counts += Counts(failed=1)
    return code == 0, counts


@contextlib.contextmanager
def _interruptible(
    arguments: list[str | Path], environment: dict[str, str]
) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(  # noqa: S603 - our own interpreter
        arguments, cwd=ROOT, env=environment
    )
    try:
        yield process
    except BaseException:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        raise


def _count(report: Path) -> Counts:
    if not report.exists():
        return Counts()
    total = Counts()
    # The file was written by our own pytest a moment ago.
    for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314
        ran, failures, errors, skipped = (
            int(suite.get(name, "0")) for name in ("tests", "failures", "errors", "skipped")
        )
        bad = failures + errors
        total += Counts(passed=max(0, ran - bad - skipped), failed=bad, skipped=skipped)
    return total


def _summary(outcomes: list[Outcome]) -> int:
    print()
    print(f"{'check':<16}{'seconds':>8}  result")
    for outcome in outcomes:
        verdict = "passed" if outcome.ok else "FAILED"
        detail = f"  ({outcome.counts})" if outcome.counts is not None else ""
        print(f"{outcome.name:<16}{outcome.seconds:>8.1f}  {verdict}{detail}")
    bad = [outcome.name for outcome in outcomes if not outcome.ok]
    total = sum((outcome.counts for outcome in outcomes if outcome.counts), Counts())
    print()
    print(f"{total}; failed checks: {', '.join(bad)}" if bad else total)
    sys.stdout.flush()
    return 1 if bad else 0


@dataclass(frozen=True)
class Stage:
    title: str
    run: Callable[[Asked], tuple[bool, Counts | None]]


STAGES = {
    "lint": Stage("ruff check", _lint),
    "format": Stage("ruff format --check", _format),
    "types": Stage("mypy", _types),
    "imports": Stage("import-linter: who may import whom", _imports),
    "house": Stage("tests on the code itself", _house),
    "unit-sqlite": Stage("unit tests on SQLite", _unit_sqlite),
    "unit-postgres": Stage(
        "unit tests on PostgreSQL, but for those that ask no database", _unit_postgres
    ),
    "journeys": Stage("browser journeys with accessibility checks", _journeys),
}

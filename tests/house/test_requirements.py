"""What is installed: every direct package has a reason, and both lists lock the same versions."""

import json
import re

import pytest

from tests.house.source import ROOT

FOLDER = ROOT / "requirements"
LISTS = sorted(path.stem for path in FOLDER.glob("*.in"))


def locked(name: str) -> dict[str, set[str]]:
    """Package and the versions locked for it (more than one where Python versions differ)."""
    versions: dict[str, set[str]] = {}
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if found := re.match(r"([A-Za-z0-9._-]+)==([^\s;]+)", line):
            versions.setdefault(found[1].lower().replace("_", "-"), set()).add(found[2])
    return versions


def asked(name: str) -> list[tuple[str, str]]:
    """Package and reason, for each line of the list."""
    lines = []
    for line in (FOLDER / f"{name}.in").read_text(encoding="utf-8").splitlines():
        wanted, _, reason = line.partition("#")
        if wanted.strip() and not wanted.startswith("-r"):
            package = re.match(r"[A-Za-z0-9._-]+", wanted.strip())
            assert package, line
            lines.append((package[0].lower().replace("_", "-"), reason.strip()))
    return lines


@pytest.mark.parametrize("name", LISTS)
def test_every_package_has_a_reason(name):
    assert [package for package, reason in asked(name) if not reason] == []


@pytest.mark.parametrize("name", LISTS)
def test_what_is_asked_for_is_locked(name):
    assert {package for package, _ in asked(name)} - set(locked(name)) == set()


@pytest.mark.parametrize("name", LISTS)
def test_every_locked_package_has_a_hash(name):
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry] == []


def test_tests_run_on_the_versions_that_the_service_runs_on():
    runtime, development = locked("runtime"), locked("dev")
    assert {name: development.get(name) for name in runtime} == runtime


def test_the_design_system_and_its_macros_are_a_pair():
    """The macros' own table pairs 0.10.2 with 10.6.1: change both together."""
    package = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert (
        package["dependencies"]["nhsuk-frontend"],
        locked("runtime")["nhsuk-frontend-jinja"],
    ) == (
        "10.6.1",
        {"0.10.2"},
    )

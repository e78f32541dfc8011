"""docs/coverage.md answers for every row of the mission."""

import re

from tests.house.source import ROOT

ROWS = {"L": 12, "A": 10, "R": 9, "I": 6, "G": 14}
MISSION = [f"{letter}{number}" for letter, last in ROWS.items() for number in range(1, last + 1)]
COVERAGE = ROOT / "docs" / "coverage.md"


def answers() -> dict[str, list[str]]:
    """For each row, the cells that follow its ID, once for each time the row appears."""
    found: dict[str, list[str]] = {}
    for line in COVERAGE.read_text(encoding="utf-8").splitlines():
        row = re.match(r"\|\s*\**([LARIG]\d+)\**\s*\|(.+)\|\s*$", line)
        if row:
            found.setdefault(row[1], []).append(row[2].strip(" |"))
    return found


def test_every_row_of_the_mission_is_listed_once():
    assert sorted(answers()) == sorted(MISSION)
    assert [row for row, lines in answers().items() if len(lines) > 1] == []


def test_every_row_says_where_it_works_or_not_yet():
    unanswered = [row for row, lines in answers().items() if not lines[0].split("|")[-1].strip()]
    assert unanswered == [], "Say where it works in the product, or: not yet"


def test_files_that_it_names_exist():
    named = re.findall(r"`((?:sightline|docs|tests|tools|bench)/[\w./-]+)`", COVERAGE.read_text())
    assert [path for path in named if not (ROOT / path).exists()] == []

"""docs/rules/README.md: every rule names tests that exist, and shows pictures that exist."""

import re
import struct
from pathlib import Path

from tests.house.source import ROOT

RULES = ROOT / "docs" / "rules"
JOURNEYS = ROOT / "tests" / "journeys" / "rules"
MOST_BYTES = 4_000_000
WIDEST = 1280


def text() -> str:
    return (RULES / "README.md").read_text(encoding="utf-8")


def rules() -> dict[str, str]:
    """Heading of a rule → what stands below it."""
    parts = re.split(r"^### (.+)$", text(), flags=re.M)
    below = (re.split(r"^## ", part, maxsplit=1, flags=re.M)[0] for part in parts[2::2])
    return dict(zip(parts[1::2], below, strict=True))


def named_in(words: str) -> list[tuple[str, str]]:
    return re.findall(r"`((?:sightline|tests)/[\w/.]+\.py)::(test_\w+)`", words)


def pictures_in(words: str) -> list[str]:
    return re.findall(r"!\[[^\]]+\]\(([\w-]+)\.png\)", words)


def size_of(path: Path) -> tuple[int, int]:
    """Width and height in pixels, as the head of a PNG says it."""
    head = path.read_bytes()[:24]
    assert head.startswith(b"\x89PNG\r\n\x1a\n"), path
    return struct.unpack(">II", head[16:24])


def test_there_are_rules_and_each_has_a_test():
    assert len(rules()) > 40
    assert [rule for rule, words in rules().items() if not named_in(words)] == []


def test_every_test_that_a_rule_names_is_there():
    gone = [
        f"{file}::{name}"
        for file, name in named_in(text())
        if not (ROOT / file).is_file()
        or not re.search(rf"^def {name}\(", (ROOT / file).read_text(encoding="utf-8"), re.M)
    ]
    assert gone == []


def test_every_picture_is_there_and_is_shown_once():
    shown = pictures_in(text())
    assert sorted(shown) == sorted(path.stem for path in RULES.glob("*.png"))
    assert len(shown) == len(set(shown))


def test_every_picture_is_made_by_a_journey():
    made = " ".join(path.read_text(encoding="utf-8") for path in JOURNEYS.glob("test_*.py"))
    assert [name for name in pictures_in(text()) if f'"{name}"' not in made] == []


def test_pictures_are_small():
    pictures = list(RULES.glob("*.png"))
    assert [path.name for path in pictures if size_of(path)[0] > WIDEST] == []
    assert sum(path.stat().st_size for path in pictures) < MOST_BYTES

"""Measured tables in docs/performance.md, each between its own two marks."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def write(name: str, lines: list[str]) -> None:
    """Put lines in place of what stands between the marks of that name.

    Raises:
        ValueError: the page has no such marks.
    """
    before, _, after = _around(name)
    table = "\n".join(lines).strip("\n")
    PAGE.write_text(f"{before}```text\n{table}\n```\n{after}", encoding="utf-8")


def write_tables(name: str, tables: list[list[str]]) -> None:
    """Put tables between the marks of that name; those that are there and were not made again stay.

    A table is known by its first line, which begins with a number; they are put in its order.
    Between two is an empty line, and none within.

    Raises:
        ValueError: the page has no such marks.
    """
    kept = {part.splitlines()[0]: part.splitlines() for part in _tables(name)}
    kept |= {table[0]: table for table in tables}
    ordered = sorted(kept.values(), key=lambda table: int(table[0].split()[0].replace(",", "")))
    write(name, [line for table in ordered for line in [*table, ""]])


def _tables(name: str) -> list[str]:
    _, there, _ = _around(name)
    inside = there.strip().removeprefix("```text").removesuffix("```")
    return [part.strip("\n") for part in inside.split("\n\n") if part.strip()]


def _around(name: str) -> tuple[str, str, str]:
    """The page up to the marks' contents, these, and the rest."""
    start, end = f"<!-- {name}: measured -->\n", f"<!-- {name}: end -->"
    text = PAGE.read_text(encoding="utf-8")
    if start not in text or end not in text:
        raise ValueError(f"{PAGE.name} has no marks for {name}.")
    before, _, rest = text.partition(start)
    there, _, after = rest.partition(end)
    return before + start, there, end + after

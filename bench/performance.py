"""Measured tables in docs/performance.md, each between its own two marks."""

from __future__ import annotations

from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


def write(name: str, lines: list[str]) -> None:
    """Put lines in place of what stands between the marks of that name.

    Raises:
        ValueError: the page has no such marks.
    """
    start, end = f"<!-- {name}: measured -->", f"<!-- {name}: end -->"
    text = PAGE.read_text(encoding="utf-8")
    if start not in text or end not in text:
        raise ValueError(f"{PAGE.name} has no marks for {name}.")
    before, _, rest = text.partition(start)
    _, _, after = rest.partition(end)
    table = "\n".join(lines).strip("\n")
    PAGE.write_text(f"{before}{start}\n```text\n{table}\n```\n{end}{after}", encoding="utf-8")

"""What a check found, as the page shows it. Holds no respondent's ID and no row of answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sightline.listen.imports.problems import Kind, Problem

_EXAMPLES = 5
_TEXTS = 12
_MOST_COUNTED = 2_000


class Report:
    """Counts problems as they come. ``as_data`` is what is stored with the import."""

    def __init__(self) -> None:
        self.notices: list[str] = []
        self._rows: Counter[Kind] = Counter()
        self._texts: dict[Kind, Counter[str]] = {}
        self._examples: dict[Kind, list[dict[str, Any]]] = {}

    def add(self, problems: Iterable[Problem]) -> None:
        """Take the problems of some rows; a kind counts once a row."""
        counted: set[tuple[int, Kind]] = set()
        for problem in problems:
            kind = problem.kind
            if (problem.line, kind) not in counted:
                counted.add((problem.line, kind))
                self._rows[kind] += 1
            texts = self._texts.setdefault(kind, Counter())
            if problem.text and (problem.text in texts or len(texts) < _MOST_COUNTED):
                texts[problem.text] += 1
            examples = self._examples.setdefault(kind, [])
            if len(examples) < _EXAMPLES:
                examples.append({"line": problem.line, "message": problem.sentence})

    @property
    def most_frequent(self) -> str:
        """The first example of the most frequent kind of problem, as a sentence with its line."""
        if not self._rows:
            return ""
        kind = self._rows.most_common(1)[0][0]
        example = self._examples[kind][0]
        return f"line {example['line']:,}: {example['message']}"

    def as_data(self, **more: Any) -> dict[str, Any]:
        """``kinds`` with their rows, examples and most frequent texts, most rows first."""
        return {
            "kinds": [
                {
                    "kind": kind.name.lower(),
                    "label": kind.value,
                    "rows": rows,
                    "examples": self._examples[kind],
                    "texts": [list(one) for one in self._texts[kind].most_common(_TEXTS)],
                }
                for kind, rows in self._rows.most_common()
            ],
            "notices": self.notices,
            **more,
        }

"""What reading a file found: kept with its import as JSON, and shown before anything is changed."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sightline.listen.outside.reading import limits
from sightline.listen.outside.row import Fault

#: Lists on a page are cut here; everything is counted.
MOST = 200


#: Code → name, first line, how many rows.
Codes = dict[str, tuple[str, int, int]]


@dataclass
class Findings:
    """Counts and the first of each list; every list holds rows of plain values."""

    results: int = 0
    new: int = 0
    changed: int = 0
    same: int = 0
    withheld: Counter[str] = field(default_factory=Counter)
    years: Counter[int] = field(default_factory=Counter)
    units: int = 0
    faults: int = 0
    fault_rows: list[tuple[int, str, str]] = field(default_factory=list)  # line, sheet, message
    skipped: Counter[str] = field(default_factory=Counter)
    unknown: Codes = field(default_factory=dict)
    closed: Codes = field(default_factory=dict)
    schools: dict[str, str] = field(default_factory=dict)  # ukprn: name
    indicators: dict[str, int] = field(default_factory=dict)  # label: rows
    changes: list[tuple[int, str, str, int, str, str]] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)  # agree, differ, not_worked_out …
    differences: list[tuple[int, str, str, int, str, str]] = field(default_factory=list)
    words: Counter[str] = field(default_factory=Counter)  # outcomes whose words are not known
    left: int = 0  # stored for the same editions and not in the file
    notices: list[str] = field(default_factory=list)
    columns: list[tuple[str, str]] = field(default_factory=list)  # heading, role
    _told: Any = field(default_factory=hashlib.sha256, repr=False)

    def fault(self, one: Fault) -> None:
        self.faults += 1
        if len(self.fault_rows) < limits.PROBLEMS:
            self.fault_rows.append((one.line, one.sheet[:60], one.message))

    def counts(self, what: Codes, code: str, name: str, line: int) -> None:
        """One more row of a code that is worth telling."""
        known = what.get(code)
        if known is not None:
            what[code] = (known[0], known[1], known[2] + 1)
        elif len(what) < 5 * MOST:
            what[code] = (name, line, 1)

    def tell(self, *values: object) -> None:
        """Make a value part of the fingerprint."""
        self._told.update(repr(values).encode())

    @property
    def fingerprint(self) -> str:
        """The same only if applying would do the same."""
        told = self._told.copy()
        told.update(repr((self.results, self.new, self.changed, self.same, self.faults)).encode())
        return told.hexdigest()

    def as_json(self) -> dict[str, Any]:
        """Everything but the fingerprint, as JSON takes it."""
        return {name: getattr(self, name) for name in _FIELDS}


_FIELDS = [name for name in Findings.__dataclass_fields__ if name[0] != "_"]

"""A result as a file gives it, before anything here is known of its codes."""

from __future__ import annotations

from dataclasses import dataclass, field

from sightline.listen.outside.words import UnitKind


@dataclass(slots=True)
class Reported:
    """One indicator of one unit in one year, at a line of a file.

    Numbers are None where the file has none; ``rate`` is 0 to 100. ``audience`` is blank where the
    file does not say. ``is_empty``: the file has the row and left its result out.
    """

    line: int
    year: int
    kind: UnitKind
    code: str
    name: str
    indicator: str
    indicator_code: str = ""
    sheet: str = ""
    subject_code: str = ""
    subject_name: str = ""
    audience: str = ""
    split: str = ""
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    sd: float | None = None
    n: int | None = None
    rate: float | None = None
    outcome: str = ""
    benchmark: float | None = None
    benchmark_limits: tuple[float, float] | None = None
    quartiles: tuple[float, float] | None = None
    is_aggregated: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that cannot be used; ``message`` says why and what to do."""

    line: int
    message: str
    sheet: str = ""
    cells: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is not a result: a sector total, a column that is not about quality."""

    line: int
    why: str

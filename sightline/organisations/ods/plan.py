"""What a file would change: a comparison of its rows with what is stored. No database, no clock."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from sightline.design.show import format_date
from sightline.organisations.ods.read import Reading, Remark, Row
from sightline.organisations.ods.sniff import CannotRead
from sightline.organisations.rules import PROVIDERS
from sightline.organisations.words import ChangeKind, LoadKind

#: The kind of organisation that each list holds.
HOLDS = {LoadKind.TRUSTS: "trust", LoadKind.SITES: "site", LoadKind.PRACTICES: "practice"}


@dataclass(frozen=True)
class Known:
    """An organisation as it is stored now. ``*_from`` is the day of its latest name and place."""

    code: str
    kind: str
    name: str
    parent_code: str
    postcode: str = ""
    opened_date: date | None = None
    closed_date: date | None = None
    name_from: date | None = None
    parent_from: date | None = None


@dataclass(frozen=True)
class Current:
    """What is stored: organisations by code, and the day on which one took over from another."""

    organisations: Mapping[str, Known]
    took_over: Mapping[tuple[str, str], date] = field(default_factory=dict)


@dataclass(frozen=True)
class Change:
    """One change to one organisation. Before and after are text; of moves, codes."""

    kind: ChangeKind
    line: int
    code: str
    name: str
    before: str = ""
    after: str = ""
    from_date: date | None = None


@dataclass(frozen=True)
class Missing:
    """An organisation that is stored as open and is not in the file."""

    code: str
    name: str


@dataclass
class LoadPlan:
    kind: LoadKind
    file_date: date
    adds: list[Row] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    errors: list[Remark] = field(default_factory=list)
    left_out: list[Remark] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    headings: tuple[str, ...] = ()
    #: Details of rows whose postcode or dates change, by code.
    details: dict[str, Row] = field(default_factory=dict)

    def of(self, kind: ChangeKind) -> list[Change]:
        return [change for change in self.changes if change.kind == kind]

    @property
    def changes_something(self) -> bool:
        return bool(self.adds or self.changes)

    @property
    def counts(self) -> dict[str, int]:
        return {
            **{kind.value: len(self.of(kind)) for kind in ChangeKind if kind != ChangeKind.ADD},
            ChangeKind.ADD.value: len(self.adds),
            "unchanged": self.unchanged,
            "errors": len(self.errors),
            "left_out": len(self.left_out),
            "missing": len(self.missing),
        }

    @property
    def fingerprint(self) -> str:
        """The same for two plans that do the same."""
        told = json.dumps(asdict(self), sort_keys=True, default=str)
        return hashlib.sha256(told.encode()).hexdigest()


class _NotNow(Exception):
    """This row cannot be applied; the sentence says why."""


def plan_load(reading: Reading, kind: LoadKind, file_date: date, current: Current) -> LoadPlan:
    """Compare. ``file_date`` is the day for which the file speaks.

    Raises CannotRead when the rows are plainly another list than ``kind``.
    """
    _refuse_other_list(reading.rows, kind, current)
    plan = LoadPlan(
        kind,
        file_date,
        errors=list(reading.errors),
        left_out=list(reading.left_out),
        notes=list(reading.notes),
        headings=reading.headings,
    )
    planner = _Planner(plan, current)
    first_line: dict[str, int] = {}
    for row in reading.rows:
        if row.code in first_line:
            plan.errors.append(
                _remark(row, f"The code {row.code} comes on line {first_line[row.code]} already.")
            )
            continue
        first_line[row.code] = row.line
        try:
            planner.take(row)
        except _NotNow as reason:
            plan.errors.append(_remark(row, str(reason)))
    plan.errors.sort(key=lambda remark: remark.line)
    if planner.guessed:
        plan.notes.append(
            f"{planner.guessed:,} sites name no trust in column 15. The start of their code was "
            "taken for their trust: check a few."
        )
    in_file = {*first_line, *(one.code for one in (*reading.errors, *reading.left_out))}
    plan.missing = [
        Missing(one.code, one.name)
        for one in sorted(current.organisations.values(), key=lambda one: (one.name, one.code))
        if one.kind == HOLDS[kind] and one.closed_date is None and one.code not in in_file
    ]
    return plan


def _remark(row: Row, sentence: str) -> Remark:
    """Keeps the row in the file's form, so that it can be mended and loaded again."""
    return Remark(row.line, row.code, sentence, row.raw)


def _refuse_other_list(rows: Iterable[Row], kind: LoadKind, current: Current) -> None:
    rows = list(rows)
    trusts = {code for code, one in current.organisations.items() if one.kind == "trust"}
    if kind == LoadKind.TRUSTS:
        sites = sum(_start_of(row.code, trusts) is not None for row in rows)
        # A list of sites has many codes with the same start, even before any trust is known.
        # Made-up codes (with a hyphen) all begin alike.
        longer = {row.code for row in rows if len(row.code) > 3 and "-" not in row.code}
        starts = {code[:3] for code in longer}
        if sites * 2 > len(rows) or (len(longer) > 20 and len(starts) * 2 < len(longer)):
            raise CannotRead(
                "This looks like the list of sites: most codes begin with the code of a trust. "
                "You chose the list of trusts. Choose the other list, or another file."
            )
    if kind == LoadKind.SITES and sum(row.code in trusts for row in rows) * 2 > len(rows):
        raise CannotRead(
            "This looks like the list of trusts: most codes are codes of trusts. "
            "You chose the list of sites. Choose the other list, or another file."
        )


def _start_of(code: str, trusts: set[str]) -> str | None:
    """The longest code of a trust with which a site's code begins."""
    for length in range(len(code) - 1, 2, -1):
        if code[:length] in trusts:
            return code[:length]
    return None


class _Planner:
    def __init__(self, plan: LoadPlan, current: Current) -> None:
        self.plan = plan
        self.current = current
        self.holds = HOLDS[plan.kind]
        self.trusts = {code for code, one in current.organisations.items() if one.kind == "trust"}
        self.guessed = 0

    def take(self, row: Row) -> None:
        known = self.current.organisations.get(row.code)
        if known is not None and known.kind != self.holds:
            raise _NotNow(f"The code {row.code} is stored as another kind of organisation.")
        if row.opened_date and row.opened_date > self.plan.file_date:
            self._leave_out(row, f"It opens on {format_date(row.opened_date)}, after the file.")
            return
        row = self._without_closing_to_come(row)
        row = self._with_parent(row, known)
        if known is None:
            self.plan.adds.append(row)
            return
        found = self._compare(row, known)
        self.plan.changes += found
        self.plan.unchanged += not found

    def _leave_out(self, row: Row, sentence: str) -> None:
        self.plan.left_out.append(Remark(row.line, row.code, sentence))

    def _without_closing_to_come(self, row: Row) -> Row:
        if row.closed_date is None or row.closed_date <= self.plan.file_date:
            return row
        self._leave_out(
            row,
            f"Its closing on {format_date(row.closed_date)} is still to come: it is recorded when "
            "a later file is loaded. The rest of the row was read.",
        )
        return replace(row, closed_date=None)

    def _with_parent(self, row: Row, known: Known | None) -> Row:
        if self.plan.kind != LoadKind.SITES:
            self._check_icb(row, known)
            return row
        code = row.parent_code
        if not code:
            code = _start_of(row.code, self.trusts) or ""
            if not code:
                raise _NotNow(
                    "It names no trust, and its code begins with the code of no trust that is "
                    "known. Load the list of trusts first."
                )
            self.guessed += 1
        parent = self.current.organisations.get(code)
        if parent is None or parent.kind not in PROVIDERS:
            raise _NotNow(f"Its trust {code} is not known. Load the list of trusts first.")
        return replace(row, parent_code=code)

    def _check_icb(self, row: Row, known: Known | None) -> None:
        code = row.parent_code
        icb = self.current.organisations.get(code)
        if icb is None or icb.kind != "icb":
            said = f"Its integrated care board “{code[:12]}” is not known."
            if row.closed_date and known is None:
                said += " It closed before, so it was not added."
            raise _NotNow(said)
        if known is not None and known.parent_code == code:
            return
        day = self.plan.file_date
        if icb.closed_date and icb.closed_date <= day:
            raise _NotNow(
                f"Its integrated care board {code} closed on {format_date(icb.closed_date)}, "
                "before the date of the file. Check the date that you gave."
            )
        if icb.opened_date and icb.opened_date > day:
            raise _NotNow(
                f"Its integrated care board {code} opened on {format_date(icb.opened_date)}, "
                "after the date of the file. Check the date that you gave."
            )

    def _compare(self, row: Row, known: Known) -> list[Change]:
        found: list[Change] = []

        def add(kind: ChangeKind, before: str, after: str, from_date: date | None = None) -> None:
            found.append(Change(kind, row.line, row.code, known.name, before, after, from_date))

        if row.name != known.name:
            self._refuse_older(known.name_from, self.plan.file_date, "name")
            add(ChangeKind.RENAME, known.name, row.name, self.plan.file_date)
        if row.parent_code != known.parent_code:
            day = self._moved_on(known.parent_code, row.parent_code)
            self._refuse_older(known.parent_from, day, "place")
            add(ChangeKind.MOVE, known.parent_code, row.parent_code, day)
        if row.closed_date and known.closed_date is None:
            add(ChangeKind.CLOSE, "", "", row.closed_date)
        elif known.closed_date and row.closed_date is None:
            add(ChangeKind.REOPEN, format_date(known.closed_date), "")
        details = _details(row, known)
        if details:
            add(
                ChangeKind.DETAILS,
                "; ".join(d[0] for d in details),
                "; ".join(d[1] for d in details),
            )
            self.plan.details[row.code] = row
        return found

    def _moved_on(self, before: str, after: str) -> date:
        """The file says that it moved, not when: on the day one took over from the other, if so."""
        took_over = self.current.took_over.get((before, after))
        if took_over is not None and took_over <= self.plan.file_date:
            return took_over
        return self.plan.file_date

    def _refuse_older(self, latest: date | None, day: date, what: str) -> None:
        if latest is None or latest < day:
            return
        raise _NotNow(
            f"Its {what} was recorded as from {format_date(latest)} already, which is not before "
            f"{format_date(day)}. History is added, never edited: the row was left as it is."
        )


def _details(row: Row, known: Known) -> list[tuple[str, str]]:
    """What else differs, as text before and after. An empty cell never wipes what is stored."""
    found = []
    if row.postcode and row.postcode != known.postcode:
        found.append((known.postcode or "no postcode", row.postcode))
    if row.opened_date and row.opened_date != known.opened_date:
        found.append((_opened(known.opened_date), _opened(row.opened_date)))
    if row.closed_date and known.closed_date and row.closed_date != known.closed_date:
        before, after = format_date(known.closed_date), format_date(row.closed_date)
        found.append((f"closed from {before}", f"closed from {after}"))
    return found


def _opened(day: date | None) -> str:
    return f"opened on {format_date(day)}" if day else "no open date"

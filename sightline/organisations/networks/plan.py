"""What a list of networks and their practices would change. No database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sightline.design.show import format_date
from sightline.organisations.ods.plan import Change, LoadPlan, Missing
from sightline.organisations.ods.read import Reading, Remark, Row
from sightline.organisations.words import ChangeKind, LoadKind


@dataclass(frozen=True)
class Stored:
    """The latest network of a practice, "" for none, and the day from which it is in it."""

    network: str
    since: date | None


@dataclass(frozen=True)
class Current:
    """What is stored: names of practices and of networks by code, and each practice's latest."""

    practices: Mapping[str, str]
    networks: Mapping[str, str]
    latest: Mapping[str, Stored]


@dataclass(frozen=True)
class _Step:
    """A practice is in a network, or in none, from a day."""

    network: str
    since: date | None
    row: Row


def plan_networks(reading: Reading, file_date: date, current: Current) -> LoadPlan:
    """Compare. A row (see read.Row) is a spell of one practice in one network: ``code`` and
    ``parent_code`` are theirs, ``name`` is the network's, the dates are of the spell."""
    plan = LoadPlan(
        LoadKind.NETWORKS,
        file_date,
        errors=list(reading.errors),
        left_out=list(reading.left_out),
        notes=list(reading.notes),
        headings=reading.headings,
    )
    by_practice: dict[str, list[Row]] = {}
    for row in reading.rows:
        if row.opened_date and row.opened_date > file_date:
            plan.left_out.append(
                Remark(
                    row.line,
                    row.code,
                    f"It begins on {format_date(row.opened_date)}, after the file.",
                )
            )
        else:
            by_practice.setdefault(row.code, []).append(row)
    named: dict[str, Row] = {}
    for code, rows in by_practice.items():
        if code not in current.practices:
            _unknown(plan, rows)
            continue
        changes = _of_practice(plan, rows, current.practices[code], current.latest.get(code))
        plan.changes += changes
        plan.unchanged += not changes
        named |= {row.parent_code: row for row in rows if row.parent_code}
    _name(plan, named, current)
    plan.errors.sort(key=lambda remark: remark.line)
    seen = {*by_practice, *(one.code for one in (*reading.errors, *reading.left_out))}
    plan.missing = [
        Missing(code, current.practices[code])
        for code, one in sorted(current.latest.items())
        if one.network and code not in seen and code in current.practices
    ]
    return plan


def _unknown(plan: LoadPlan, rows: Iterable[Row]) -> None:
    for row in rows:
        if row.closed_date and row.closed_date <= plan.file_date:
            plan.left_out.append(
                Remark(row.line, row.code, "The practice is not known, and it left since.")
            )
        else:
            plan.errors.append(
                Remark(
                    row.line,
                    row.code,
                    f"The practice {row.code} is not known. Load the list of GP practices first.",
                    row.raw,
                )
            )


def _steps(rows: Iterable[Row], file_date: date) -> list[_Step]:
    """Where a practice was, in order: into a network, out of it when nothing follows."""
    ordered = sorted(rows, key=lambda row: (row.opened_date or date.min, row.line))
    found: list[_Step] = []
    for at, row in enumerate(ordered):
        found.append(_Step(row.parent_code, row.opened_date, row))
        following = ordered[at + 1].opened_date if at + 1 < len(ordered) else None
        ended = row.closed_date
        if ended and ended <= file_date and (following is None or following > ended):
            found.append(_Step("", ended, row))
    return found


def _of_practice(
    plan: LoadPlan, rows: Iterable[Row], name: str, stored: Stored | None
) -> list[Change]:
    """What is new after what is stored; an error where the file tells of earlier days otherwise."""
    found: list[Change] = []
    here = stored.network if stored else ""
    latest = stored.since if stored else None
    steps = _steps(rows, plan.file_date)
    undated = [step for step in steps if step.since is None]
    for other in undated[1:]:
        if other.network != undated[0].network:
            plan.errors.append(
                Remark(
                    other.row.line,
                    other.row.code,
                    f"Line {undated[0].row.line} has it in another network, and neither line says "
                    "from when. Take out the one that is wrong, or give the day.",
                    other.row.raw,
                )
            )
            return []
    for step in steps:
        since = step.since
        if since is None and stored is not None:
            # The file gives no day, so a change is known from the day for which it speaks.
            since = plan.file_date
        if latest is not None and (since is None or since <= latest):
            continue
        if step.network == here:
            continue
        found.append(
            Change(ChangeKind.JOIN, step.row.line, step.row.code, name, here, step.network, since)
        )
        here, latest = step.network, since
    last = steps[-1]
    if last.network != here:
        plan.errors.append(
            Remark(
                last.row.line,
                last.row.code,
                f"Its network was recorded as from {format_date(latest)} already, which is not "
                "before what the file says. History is added, never edited: it was left as it is.",
                last.row.raw,
            )
        )
        return []
    return found


def _name(plan: LoadPlan, named: Mapping[str, Row], current: Current) -> None:
    """New networks, and new names of those that are known."""
    for code, row in sorted(named.items()):
        known = current.networks.get(code)
        if known is None:
            plan.adds.append(Row(line=row.line, code=code, name=row.name, parent_code=""))
        elif known != row.name:
            plan.changes.append(
                Change(ChangeKind.RENAME, row.line, code, known, known, row.name, plan.file_date)
            )

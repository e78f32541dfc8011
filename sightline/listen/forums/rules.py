"""What a forum can be, and what is said of small numbers. No database, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sightline.base.refusal import Refusal
from sightline.listen.forums.words import LEAST
from sightline.stats.pooling import pool_small

A_FEW = "A few"
NEARLY_EVERYBODY = "Nearly everybody"


class CannotRun(Refusal):
    """The forum or its meeting cannot be written down as it is."""


def refuse_unless_place_fits(kind: str, place_kind: str | None) -> None:
    """``place_kind`` is the kind of organisation, None for the whole country."""
    if kind == "national" and place_kind is not None:
        raise CannotRun("A national forum is for the whole country. Leave the place empty.")
    if kind == "regional" and place_kind is None:
        raise CannotRun("Say which region, ICB or provider the forum is for.")
    if place_kind == "site":
        raise CannotRun("Choose the provider that the site belongs to.")


def refuse_unless_held(held: date, *, started: date, today: date) -> None:
    if held > today:
        raise CannotRun("Record a meeting on the day it is held or later.")
    if held < started:
        raise CannotRun("The meeting cannot be before the forum started.")


@dataclass(frozen=True)
class Group:
    """How many of a group were invited (None: not known) and came."""

    name: str
    invited: int | None
    came: int


def groups_for_others(groups: Sequence[Group]) -> list[Group] | None:
    """Attendance as those see it who do not run the forum; None when too few came.

    Groups of whom fewer than ``LEAST`` came are put together, so that nobody can be recognised
    and no number can be worked out from the total.
    """
    pooled = pool_small([group.came for group in groups], LEAST)
    if groups and not pooled.is_shown:
        return None
    shown = [groups[at] for at in pooled.alone]
    if pooled.together:
        joined = [groups[at] for at in pooled.together]
        known = [group.invited for group in joined if group.invited is not None]
        invited = sum(known) if len(known) == len(joined) else None
        names = ", ".join(group.name for group in joined)
        shown.append(Group(f"Smaller groups: {names}", invited, sum(g.came for g in joined)))
    return shown


def how_many(agreed: int | None, present: int | None, *, exact: bool) -> str:
    """How many agreed with a point, in words.

    Without ``exact`` fewer than ``LEAST``, and all but fewer than ``LEAST``, are said in words:
    neither those who said it nor those who did not can be counted off.

    >>> how_many(12, 20, exact=False), how_many(3, 20, exact=False), how_many(18, 20, exact=False)
    ('12 of 20', 'A few', 'Nearly everybody')
    >>> how_many(3, 20, exact=True), how_many(None, None, exact=True)
    ('3 of 20', 'Not counted')
    """
    if agreed is None or present is None:
        return "Not counted"
    if exact:
        return f"{agreed} of {present}"
    if agreed < LEAST:
        return A_FEW
    if present - agreed < LEAST:
        return NEARLY_EVERYBODY
    return f"{agreed} of {present}"

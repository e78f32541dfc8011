"""The result of a conversation: counted once when it closes, from votes without a trace of people.

As JSON: ``{"people": n or None, "votes": n, "groups": [sizes], "statements": [{"number", "text",
"is_from_group", "leaning", "votes", "counts": [agree, disagree, pass] or None, "is_all_alike",
"groups": [[agree, disagree, pass] or None, …]}, …]}``. Nothing in it is of fewer than ten people.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sightline.listen.codesign.models import Conversation, Statement, Vote
from sightline.stats.opinions import LEAST_IN_GROUP, Tally, leaning, opinion_groups, shown_groups
from sightline.stats.opinions import tally as counted

LETTERS = "ABCDE"


def work_out(conversation: Conversation) -> dict[str, Any]:
    """The result as it is frozen. Two queries."""
    statements = list(conversation.statements.filter(state=Statement.State.SHOWN))
    votes = _table(statements, Vote.objects.filter(statement__in=statements))
    groups = opinion_groups(votes)
    people = len(votes)
    return {
        "people": people if people >= LEAST_IN_GROUP else None,
        "groups": np.bincount(groups.labels).tolist() if groups.count > 1 else [],
        "statements": [
            _line(one, votes[:, at], [groups.labels == g for g in range(groups.count)])
            for at, one in enumerate(statements)
        ],
    }


def _table(statements: list[Statement], votes: Iterable[Vote]) -> NDArray[np.float64]:
    """Shape (people who voted, statements), NaN for no vote."""
    column = {one.pk: at for at, one in enumerate(statements)}
    row: dict[int, int] = {}
    cells = []
    for vote in votes:
        cells.append(
            (
                row.setdefault(vote.participant_id, len(row)),
                column[vote.statement_id],
                vote.choice,
            )
        )
    table = np.full((len(row), len(statements)), np.nan)
    for person, statement, choice in cells:
        table[person, statement] = choice
    return table


def _line(
    statement: Statement, column: NDArray[np.float64], members: list[NDArray[np.bool_]]
) -> dict[str, Any]:
    everybody = counted(column)
    tallies = [counted(column[own]) for own in members] if len(members) > 1 else []
    is_shown = shown_groups(tallies) if tallies else []
    enough = everybody.votes >= LEAST_IN_GROUP
    shown = [one for one, may in zip(tallies, is_shown, strict=True) if may]
    return {
        "number": statement.number,
        "text": statement.text,
        "is_from_group": statement.is_from_group,
        "leaning": leaning(everybody, shown if all(is_shown) else []) if enough else "few",
        "votes": everybody.votes if enough else None,
        "counts": _counts(everybody) if enough and not everybody.is_all_alike else None,
        "is_all_alike": enough and everybody.is_all_alike,
        "groups": [
            _counts(one) if may and enough else None
            for one, may in zip(tallies, is_shown, strict=True)
        ],
    }


def _counts(one: Tally) -> list[int]:
    return [one.agree, one.disagree, one.passed]


@dataclass(frozen=True)
class StatementResult:
    """One statement of a frozen result, for pages. Counts are (agree, disagree, pass) or None."""

    number: int
    text: str
    is_from_group: bool
    leaning: str
    votes: int | None
    counts: tuple[int, int, int] | None
    is_all_alike: bool
    groups: tuple[tuple[int, int, int] | None, ...]

    @property
    def percent_agree(self) -> float | None:
        return 100 * self.counts[0] / sum(self.counts) if self.counts else None

    @property
    def spread(self) -> float:
        """How many points the shown groups are apart in agreeing; 0 with fewer than two."""
        shares = [100 * group[0] / sum(group) for group in self.groups if group]
        return max(shares) - min(shares) if len(shares) > 1 else 0.0


@dataclass(frozen=True)
class Result:
    people: int | None
    groups: tuple[int, ...]
    statements: tuple[StatementResult, ...]

    def leaning_to(self, *kinds: str) -> list[StatementResult]:
        """The statements of these leanings; dividing ones with the widest gap first."""
        found = [one for one in self.statements if one.leaning in kinds]
        return sorted(found, key=lambda one: (-one.spread, one.number))


def of(conversation: Conversation) -> Result:
    """The frozen result of a closed conversation."""
    frozen = conversation.result or {}
    return Result(
        people=frozen.get("people"),
        groups=tuple(frozen.get("groups", ())),
        statements=tuple(
            StatementResult(
                number=one["number"],
                text=one["text"],
                is_from_group=one["is_from_group"],
                leaning=one["leaning"],
                votes=one["votes"],
                counts=_triple(one["counts"]),
                is_all_alike=one["is_all_alike"],
                groups=tuple(_triple(group) for group in one["groups"]),
            )
            for one in frozen.get("statements", ())
        ),
    )


def _triple(counts: list[int] | None) -> tuple[int, int, int] | None:
    return None if counts is None else (counts[0], counts[1], counts[2])

"""What is proposed for open work under a new version. No database, no clock."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sightline.base.refusal import Refusal

Pair = tuple[int, int]


class CannotCarryOver(Refusal):
    """The open work stays as it is."""


@dataclass(frozen=True)
class Proposal:
    """Which (record, standard) to add, and which records still wait for a decision.

    A record waits while nobody has said what follows one of the standards that it names.
    """

    additions: frozenset[Pair]
    waiting: frozenset[int]

    @property
    def records(self) -> frozenset[int]:
        return frozenset(record for record, _ in self.additions)


def propose(
    named: Collection[Pair],
    held: Collection[Pair],
    follows: Mapping[int, Collection[int]],
    undecided: Collection[int],
) -> Proposal:
    """What naming the new standards beside the old ones would add.

    Args:
        named: (record, standard of the version before) as they are.
        held: (record, standard of the new version) as they are.
        follows: standard of the version before → standards of the new one that follow it.
        undecided: standards of the version before of which nobody has said what follows.
    """
    wait = set(undecided)
    wanted = {(record, new) for record, old in named for new in follows.get(old, ())}
    return Proposal(
        frozenset(wanted - set(held)),
        frozenset(record for record, old in named if old in wait),
    )

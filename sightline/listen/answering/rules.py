"""Whether somebody may answer, and how closely their placement is kept. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sightline.listen.answering.store import Placement

#: A place on the roster that fewer than this share is not kept; see Roster.
LEAST_ON_THE_ROSTER = 5


class Standing(StrEnum):
    """What a link may do now."""

    OPEN = "open"
    NOT_YET = "not yet open"
    CLOSED = "closed"
    SENT = "sent"
    # The service stopped between noting that they answered and keeping the answers: send again.
    SEND_AGAIN = "send again"


def standing(*, state: str, is_sent: bool, is_completed: bool, has_draft: bool) -> Standing:
    """What a link may do.

    Args:
        state: of the round: "draft", "open" or "closed".
        is_sent: the answers of this link are kept.
        is_completed: the invitation says that they have answered.
        has_draft: there is a draft of this link.
    """
    if is_sent:
        return Standing.SENT
    if state == "draft":
        return Standing.NOT_YET
    if is_completed:
        return Standing.SEND_AGAIN if has_draft and state == "open" else Standing.SENT
    return Standing.CLOSED if state == "closed" else Standing.OPEN


@dataclass(frozen=True)
class Roster:
    """How many were invited at each placement, and at each coarser one."""

    people: Mapping[Placement, int]

    @staticmethod
    def of(invited: Mapping[Placement, int]) -> Roster:
        """From how many were invited at each placement, as the roster keeps it."""
        people: Counter[Placement] = Counter()
        for placement, count in invited.items():
            for coarser in set(_ladder(placement)):
                people[coarser] += count
        return Roster(people)

    def kept(self, placement: Placement) -> Placement:
        """The placement as closely as at least five people on the roster share it.

        From fine to coarse: without its site; the profession for the programme; the provider alone;
        the programme alone; the profession alone; nothing. Where somebody's answers are about the
        placement of their invitation, this is the invitation's own place, which the roster keeps
        for five or more only.
        """
        for coarser in _ladder(placement):
            if self.people.get(coarser, 0) >= LEAST_ON_THE_ROSTER:
                return coarser
        return Placement()


def _ladder(placement: Placement) -> list[Placement]:
    provider, programme, profession = (
        placement.provider,
        placement.programme,
        placement.profession,
    )
    return [
        placement,
        Placement(provider, "", programme, profession),
        Placement(provider, "", "", profession),
        Placement(provider),
        Placement("", "", programme, profession),
        Placement("", "", "", profession),
        Placement(),
    ]

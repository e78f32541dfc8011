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


def as_invited(stated: Placement, invited: Placement, *, in_area: bool) -> Placement:
    """The placement that is kept with the answers of somebody who was invited.

    The roster keeps a person's place as far as five people share it, and counts people of larger
    groups with those of small ones, to hide them. So who says more than their invitation does, and
    nothing else, is kept where the invitation is: else the few would stand alone.

    Args:
        invited: the place of their invitation, "" for what the roster does not keep.
        in_area: the provider that they say is in the region or board where an invitation without a
            provider counts; True where it counts in the whole round.
    """
    pairs = (
        (stated.provider, invited.provider),
        (stated.site, invited.site),
        (stated.programme, invited.programme),
        (stated.profession, invited.profession),
    )
    says_more = all(theirs in ("", ours) for ours, theirs in pairs)
    return invited if says_more and (invited.provider or in_area) else stated


@dataclass(frozen=True)
class Roster:
    """The places that are kept, and how many who were invited each of them stands for.

    Nobody is counted at two places: whoever shares theirs with fewer than five counts in the next
    coarser one, so what is kept there is shared by five as well.
    """

    people: Mapping[Placement, int]

    @staticmethod
    def of(invited: Mapping[Placement, int]) -> Roster:
        """From how many were invited at each placement, as the roster keeps it."""
        people: Counter[Placement] = Counter()
        left = dict(invited)
        for rung in range(len(_ladder(Placement()))):
            here: Counter[Placement] = Counter()
            for placement, count in left.items():
                here[_ladder(placement)[rung]] += count
            for place, count in here.items():
                if people[place] + count >= LEAST_ON_THE_ROSTER:
                    people[place] += count
            left = {one: count for one, count in left.items() if not people[_ladder(one)[rung]]}
        return Roster({place: count for place, count in people.items() if count})

    def kept(self, placement: Placement) -> Placement:
        """The placement as closely as at least five people on the roster share it.

        From fine to coarse: without its site; the profession for the programme; the provider alone;
        the programme alone; the profession alone; nothing.
        """
        return next((one for one in _ladder(placement) if one in self.people), Placement())


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

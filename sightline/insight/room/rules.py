"""How much is known of a standard, and whether it points one way. Pure: no database, no clock.

Voices count, not volume: two surveys of learners are one voice, and ten items of one kind say no
more than one. What is stale is not heard, and nothing is filled in for whoever is silent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sightline.assess.evidence.rules import Mark, fresh_voices
from sightline.insight.room.words import Agreement, Sufficiency

MEETS, BOTH, SHORT, NEITHER = "meets", "both", "short", "neither"
PROVIDER = "provider"
#: So many independent voices are enough to be well heard.
WELL_HEARD = 3
_BY_COUNT = {0: Sufficiency.SILENT, 1: Sufficiency.ONE, 2: Sufficiency.TWO}
_ORDER = list(Sufficiency)


@dataclass(frozen=True)
class Weighed:
    """The two marks of a standard, and what its evidence says in words."""

    sufficiency: Sufficiency
    agreement: Agreement
    voices: frozenset[str]
    directions: Mapping[str, str]

    @property
    def says(self) -> str:
        """What the evidence says by itself. Never "assured": only people judge that."""
        if self.sufficiency is Sufficiency.SILENT:
            return "Nothing is known."
        if self.sufficiency is Sufficiency.STALE:
            return "Nothing that is fresh."
        if self.voices == {PROVIDER}:
            return {
                MEETS: "Met, says the provider.",
                BOTH: "Partly met, says the provider.",
                SHORT: "Not met, says the provider.",
            }.get(self.directions.get(PROVIDER, ""), "The provider says neither.")
        return {
            Agreement.NOBODY: "Heard, and nobody says either way.",
            Agreement.ALONE: _ALONE.get(next(iter(self.directions.values()), ""), "One voice."),
            Agreement.MET: "Points to met.",
            Agreement.SHORT: "Points to not met.",
            Agreement.MIXED: "Points both ways.",
            Agreement.DIFFER: "Voices contradict each other.",
        }[self.agreement]


_ALONE = {
    MEETS: "One voice says met.",
    BOTH: "One voice says both.",
    SHORT: "One voice says not met.",
}


def weigh(marks: Iterable[Mark], day: date) -> Weighed:
    """The two marks from all evidence about one standard in one place, as of a day."""
    known = list(marks)
    voices = fresh_voices(known, day)
    directions = directions_of(known, day)
    sufficiency = _BY_COUNT.get(len(voices), Sufficiency.WELL)
    if not voices and known:
        sufficiency = Sufficiency.STALE
    return Weighed(sufficiency, _agreement(directions), voices, directions)


def directions_of(marks: Iterable[Mark], day: date) -> dict[str, str]:
    """Which way each voice that is fresh points; who says neither is left out.

    One that says both met and not met, in however many items of each, says both.
    """
    said: dict[str, set[str]] = {}
    for one in marks:
        if one.voice and one.is_fresh(day) and one.direction != NEITHER:
            said.setdefault(one.voice, set()).add(one.direction)
    return {
        voice: next(iter(found)) if len(found) == 1 else BOTH
        for voice, found in sorted(said.items())
    }


def _agreement(directions: Mapping[str, str]) -> Agreement:
    if not directions:
        return Agreement.NOBODY
    if len(directions) == 1:
        return Agreement.ALONE
    found = set(directions.values())
    if {MEETS, SHORT} <= found:
        return Agreement.DIFFER
    if found == {MEETS}:
        return Agreement.MET
    return Agreement.SHORT if found == {SHORT} else Agreement.MIXED


def is_at_least(one: Sufficiency, other: Sufficiency) -> bool:
    """Is as much known by ``one`` as by ``other``? Old evidence is no more than silence."""
    low = (Sufficiency.SILENT, Sufficiency.STALE)
    return other in low or (one not in low and _ORDER.index(one) >= _ORDER.index(other))


def why_look_again(
    *,
    outcome: str,
    next_review: date,
    cited: Iterable[Mark],
    newest_known: date | None,
    decided: date,
    day: date,
    is_reworded: bool = False,
) -> str:
    """Why a judgement that stands should be looked at again, or "".

    ``newest_known``: the last day on which evidence about the standard was received.
    ``is_reworded``: it was made in the words of an earlier version, which said it otherwise.
    """
    if outcome != "cannot_say" and not fresh_voices(cited, day):
        return "Everything that it rests on is stale."
    if is_reworded:
        return "It was made in other words, those of an earlier version."
    if next_review <= day:
        return "Its review is due."
    if newest_known is not None and newest_known > decided:
        return "There is newer evidence."
    return ""

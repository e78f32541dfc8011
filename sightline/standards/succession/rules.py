"""Which standard of a new version follows which of the one before. No database, no clock."""

from __future__ import annotations

import difflib
import functools
import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sightline.base.refusal import Refusal
from sightline.standards.succession.words import Change

#: Two wordings are taken for one standard in other words from this likeness (0 to 1) on; under the
#: same number a little less will do. It is only a proposal: a person decides.
ALIKE = 0.5
ALIKE_UNDER_ONE_NUMBER = 0.3
#: Below it two wordings are not even mentioned together.
MENTIONED = 0.35

_WORD = re.compile(r"[\w’'-]+")


class CannotDecide(Refusal):
    """This may not be said of a standard."""


@dataclass(frozen=True)
class Wording:
    number: str
    text: str


@dataclass(frozen=True)
class Step:
    """What became of one standard: ``old`` is None for a new one, ``new`` for one that is gone.

    ``likeness`` is from 0 (no word in common) to 1. ``perhaps`` are numbers of the new version
    that are a little like one that is gone.
    """

    change: Change
    old: Wording | None
    new: Wording | None
    likeness: float = 0.0
    perhaps: tuple[str, ...] = ()

    @property
    def needs_a_person(self) -> bool:
        """Only a standard whose number and words stay is followed by itself without asking."""
        return self.old is not None and self.change is not Change.SAME


@dataclass(frozen=True)
class Piece:
    """Some words of two wordings laid side by side: ``kind`` is "both", "old" or "new"."""

    kind: str
    text: str


def plain(text: str) -> str:
    """A wording without what does not change its sense: case, spaces, punctuation."""
    return " ".join(_words(text))


def likeness(one: str, other: str) -> float:
    """From 0 to 1: the share of words in the same order (Ratcliff and Obershelp's measure)."""
    return difflib.SequenceMatcher(None, _words(one), _words(other), autojunk=False).ratio()


def compare(old: Sequence[Wording], new: Sequence[Wording]) -> list[Step]:
    """What became of each standard, in the order of the old version, then what is new.

    Each old and each new standard is in exactly one step.
    """
    pairs: dict[str, tuple[Change, Wording, float]] = {}
    free = {one.number: one for one in new}
    for change, fits in (
        (Change.SAME, lambda a, b: a.number == b.number),
        (Change.RENUMBERED, lambda a, b: True),
    ):
        for one in old:
            if one.number in pairs:
                continue
            found = next(
                (b for b in free.values() if plain(b.text) == plain(one.text) and fits(one, b)),
                None,
            )
            if found:
                pairs[one.number] = (change, free.pop(found.number), 1.0)
    left = [one for one in old if one.number not in pairs]
    close = [(likeness(a.text, b.text), a, b) for a in left for b in free.values()]
    for like, a, b in sorted(close, key=lambda row: (-row[0], row[1].number != row[2].number)):
        enough = ALIKE_UNDER_ONE_NUMBER if a.number == b.number else ALIKE
        if like >= enough and a.number not in pairs and b.number in free:
            pairs[a.number] = (Change.REWORDED, free.pop(b.number), like)
    steps = []
    for one in old:
        if one.number in pairs:
            change, follower, like = pairs[one.number]
            steps.append(Step(change, one, follower, like))
        else:
            likely = sorted(
                ((like, b.number) for like, a, b in close if a is one and like >= MENTIONED),
                reverse=True,
            )
            perhaps = tuple(number for _, number in likely[:3])
            steps.append(Step(Change.GONE, one, None, perhaps=perhaps))
    return [*steps, *(Step(Change.NEW, None, one) for one in new if one.number in free)]


def pieces(old: str, new: str) -> list[Piece]:
    """The two wordings in one: joined by spaces, "both" and "old" give the old one again."""
    a, b = old.split(), new.split()
    found: list[Piece] = []
    matcher = difflib.SequenceMatcher(None, a, b, autojunk=False)
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind == "equal":
            found.append(Piece("both", " ".join(a[a1:a2])))
            continue
        if a2 > a1:
            found.append(Piece("old", " ".join(a[a1:a2])))
        if b2 > b1:
            found.append(Piece("new", " ".join(b[b1:b2])))
    return found


def refuse_decision(
    step: Step, follows: Iterable[str], known: Iterable[str], reason: str
) -> tuple[str, ...]:
    """The numbers that follow, in order. ``known`` are those of the new version.

    Raises CannotDecide: a number that is not there, or a departure from what is proposed without
    a reason. What is proposed for a standard that is gone is that nothing follows; that, too,
    needs a reason.
    """
    chosen = tuple(dict.fromkeys(follows))
    held = set(known)
    if unknown := [number for number in chosen if number not in held]:
        raise CannotDecide(f"The new version has no standard {', '.join(unknown)}.")
    proposed = (step.new.number,) if step.new else ()
    if (chosen != proposed or not chosen) and not reason.strip():
        raise CannotDecide("Give the reason: this is not what the wording suggests by itself.")
    return chosen


def carried(
    versions: Sequence[int],
    standards: Mapping[int, tuple[int, str, str]],
    decided: Mapping[int, frozenset[int]],
) -> dict[int, frozenset[int]]:
    """What stands for what in the last of ``versions``.

    Args:
        versions: keys of versions, oldest first.
        standards: key of a standard → (key of its version, number, wording).
        decided: key of a standard → keys of those of the next version that follow it, as decided.

    Returns:
        Key of every standard → keys of the standards of the last version that ask what it asked:
        itself there, else whatever follows it version by version: what was decided, or, as long as
        nothing was, the standard with the same number and the same words.
    """
    if not versions:
        return {}
    of_version: dict[int, dict[tuple[str, str], int]] = {one: {} for one in versions}
    for key, (version, number, text) in standards.items():
        if version in of_version:
            of_version[version][number, plain(text)] = key
    stands = {key: frozenset({key}) for key in of_version[versions[-1]].values()}
    for at in range(len(versions) - 2, -1, -1):
        after = of_version[versions[at + 1]]
        for same, key in of_version[versions[at]].items():
            follow = decided.get(key)
            if follow is None:
                follow = frozenset({after[same]}) if same in after else frozenset()
            stands[key] = frozenset().union(*(stands.get(one, frozenset()) for one in follow))
    return stands


def proposed(
    versions: Sequence[int],
    standards: Mapping[int, tuple[int, str, str]],
    decided: Mapping[int, frozenset[int]],
) -> dict[int, frozenset[int]]:
    """What is proposed for each standard that changes and of which nobody has decided yet.

    Args: as in `carried`. Returns: as its ``decided``. A standard that is gone is left out, since
    nothing is proposed to follow it.
    """
    of_version: dict[int, dict[str, tuple[int, str]]] = {one: {} for one in versions}
    for key, (version, number, text) in standards.items():
        if version in of_version:
            of_version[version][number] = (key, text)
    found: dict[int, frozenset[int]] = {}
    for old, new in itertools.pairwise(versions):
        if _all_said(of_version[old], of_version[new], decided):
            continue
        for step in compared(_as_wordings(of_version[old]), _as_wordings(of_version[new])):
            if step.old and step.new and step.needs_a_person:
                key = of_version[old][step.old.number][0]
                if key not in decided:
                    found[key] = frozenset({of_version[new][step.new.number][0]})
    return found


def _all_said(
    old: Mapping[str, tuple[int, str]],
    new: Mapping[str, tuple[int, str]],
    decided: Mapping[int, frozenset[int]],
) -> bool:
    return all(
        key in decided or (number in new and plain(new[number][1]) == plain(text))
        for number, (key, text) in old.items()
    )


def _as_wordings(found: Mapping[str, tuple[int, str]]) -> tuple[Wording, ...]:
    return tuple(Wording(number, text) for number, (_, text) in found.items())


@functools.lru_cache(maxsize=8)
def compared(old: tuple[Wording, ...], new: tuple[Wording, ...]) -> tuple[Step, ...]:
    """As `compare`: versions stay as they were loaded, and laying them side by side takes long."""
    return tuple(compare(old, new))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())

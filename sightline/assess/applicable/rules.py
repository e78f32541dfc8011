"""What applies in a place. Pure: no database, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sightline.assess.applicable.settings_file import Setting


@dataclass(frozen=True)
class Said:
    """Somebody said of a place that a standard applies there, or not, and why."""

    number: str
    applies: bool
    reason: str
    who: str = ""


@dataclass(frozen=True)
class NotHere:
    """A standard that does not apply in a place. ``who`` said so; "": the setting does."""

    number: str
    reason: str
    who: str = ""


def usual_setting(
    settings: Sequence[Setting], *, level: str, environment: str, kind: str
) -> Setting | None:
    """The first setting that fits: by the words of an environment, or the organisation's kind."""
    at_level = [one for one in settings if one.level == level and not one.is_chosen]
    if level == "environment":
        words = environment.lower()
        fitting = [one for one in at_level if any(word in words for word in one.environments)]
        return next(iter([*fitting, *(one for one in at_level if not one.environments)]), None)
    if level == "organisation":
        return next((one for one in at_level if kind in one.kinds), None)
    return next(iter(at_level), None)


def not_here(usually: Mapping[str, str], said: Iterable[Said]) -> Mapping[str, NotHere]:
    """What does not apply, by number.

    ``usually``: why a standard does not apply in the setting. ``said``: oldest first, and the last
    about each counts.
    """
    found = {number: NotHere(number, reason) for number, reason in usually.items()}
    for one in said:
        if one.applies:
            found.pop(one.number, None)
        else:
            found[one.number] = NotHere(one.number, one.reason, one.who)
    return found

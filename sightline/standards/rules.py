"""What loading a version of the framework may change. No database, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sightline.base.refusal import Refusal
from sightline.standards.framework_file import FrameworkText


class CannotLoad(Refusal):
    """The version may not be loaded."""


@dataclass(frozen=True)
class Held:
    """When a version that is loaded already is in force; both days included."""

    code: str
    name: str
    from_date: date
    to_date: date | None


def _period(from_date: date, to_date: date | None) -> str:
    if to_date is None:
        return f"from {from_date:%-d %B %Y}"
    return f"from {from_date:%-d %B %Y} to {to_date:%-d %B %Y}"


def refuse_if_dates_overlap(new: FrameworkText, others: Sequence[Held]) -> None:
    """On any day one version is in force, so that a record shows the wording of its day."""
    for held in others:
        if held.code == new.code:
            continue
        begins_before_held_ends = held.to_date is None or new.from_date <= held.to_date
        ends_after_held_begins = new.to_date is None or new.to_date >= held.from_date
        if begins_before_held_ends and ends_after_held_begins:
            raise CannotLoad(
                f"{new.name} is in force {_period(new.from_date, new.to_date)}, and {held.name} "
                f"{_period(held.from_date, held.to_date)}. Two versions cannot be in force on one "
                "day. Give the earlier one a last day and load it again first."
            )


def refuse_if_wording_changes(
    code: str, loaded: dict[str, str], wanted: dict[str, str], what: str
) -> None:
    """``loaded`` and ``wanted`` are {number: wording} of the standards, or of the domains."""
    differing = [
        number
        for number in [*loaded, *(n for n in wanted if n not in loaded)]
        if loaded.get(number) != wanted.get(number)
    ]
    if differing:
        shown = ", ".join(differing[:5]) + (" and others" if len(differing) > 5 else "")
        raise CannotLoad(
            f"Version {code} is loaded already, and this file differs in {what} {shown}. A loaded "
            "wording is never changed, because records point to it. Give the file a new code and "
            "new dates, so that it becomes a new version."
        )

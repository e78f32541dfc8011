"""What may be done about people and their roles. No database, no clock."""

from datetime import date

from sightline.access.roles import ROLES, PlaceKind, Role
from sightline.base.refusal import Refusal

#: Kinds of organisation (see Organisation.Kind) as places where a role can be given.
PLACE_KINDS = {
    "region": PlaceKind.REGION,
    "icb": PlaceKind.ICB,
    "trust": PlaceKind.PROVIDER,
    "practice": PlaceKind.PROVIDER,
    "independent": PlaceKind.PROVIDER,
    "other_provider": PlaceKind.PROVIDER,
}


class CannotGiveRole(Refusal):
    """The role may not be given like this."""


class CannotEndRole(Refusal):
    """The role may not be ended like this."""


class CannotAddPerson(Refusal):
    """The person may not be added like this."""


class CannotSetPassword(Refusal):
    """The password is too easy to guess."""


class WrongPassword(Refusal):
    """The password given as the present one is not."""


class CannotStopPerson(Refusal):
    """The person's sign-in may not be stopped."""


def refuse_unless_place_fits(
    role: Role, *, place_kind: str | None, place_name: str, closed_date: date | None, on: date
) -> None:
    """``place_kind`` is the organisation's kind, None for the whole country.

    ``closed_date`` is the first day on which the place is closed; ``on`` is when the role begins.
    """
    definition = ROLES[role]
    if place_kind is None:
        if definition.place is not PlaceKind.NATION:
            raise CannotGiveRole(
                f"{definition.name} is a role at {definition.place.value}. Enter the place."
            )
        return
    if definition.place is PlaceKind.NATION:
        raise CannotGiveRole(
            f"{definition.name} is a role for the whole country. Leave the place empty."
        )
    if PLACE_KINDS.get(place_kind) is not definition.place:
        raise CannotGiveRole(
            f"{place_name} is not {definition.place.value}. "
            f"{definition.name} is a role at {definition.place.value}."
        )
    if closed_date is not None and closed_date <= on:
        raise CannotGiveRole(
            f"{place_name} closed on {closed_date:%-d %B %Y}. Enter a place that is open."
        )


def overlap(
    from_date: date, ended_date: date | None, other_from: date, other_ended: date | None
) -> bool:
    """Do two periods share a day? Each runs from its first day up to, not including, its end."""
    return (ended_date is None or other_from < ended_date) and (
        other_ended is None or from_date < other_ended
    )


def refuse_to_end_twice(ended_date: date | None, *, new: date) -> None:
    if ended_date is not None and ended_date <= new:
        raise CannotEndRole(
            f"This role ended on {ended_date:%-d %B %Y} already. Nothing was changed."
        )


def refuse_to_end_before_it_began(from_date: date, *, new: date) -> None:
    if new < from_date:
        raise CannotEndRole(
            f"This role begins on {from_date:%-d %B %Y}. It cannot end before that day."
        )


def refuse_to_end_own_last_administrator_role(*, is_own: bool, others_of_theirs: int) -> None:
    """Somebody must be left who can let people in; another administrator can end this role."""
    if is_own and not others_of_theirs:
        raise CannotEndRole(
            "You cannot end your own last role as administrator. "
            "Ask another administrator to end it."
        )

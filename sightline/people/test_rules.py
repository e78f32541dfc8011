from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.access.roles import ROLES, PlaceKind, Role
from sightline.base.refusal import Refusal
from sightline.organisations.models import Organisation
from sightline.people import rules

DAY = date(2026, 3, 1)
days = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def fits(role: Role, kind: str | None, closed: date | None = None) -> None:
    rules.refuse_unless_place_fits(
        role, place_kind=kind, place_name="Aldermoor", closed_date=closed, on=DAY
    )


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("kind", [None, *Organisation.Kind.values])
def test_a_role_is_given_only_at_its_kind_of_place(role: Role, kind: str | None) -> None:
    place = PlaceKind.NATION if kind is None else rules.PLACE_KINDS.get(kind)
    if place is ROLES[role].place:
        fits(role, kind)
    else:
        with pytest.raises(rules.CannotGiveRole, match="is a role"):
            fits(role, kind)


def test_every_kind_of_provider_is_a_place_for_a_role() -> None:
    providers = {k for k, place in rules.PLACE_KINDS.items() if place is PlaceKind.PROVIDER}
    assert providers == set(Organisation.PROVIDER_KINDS)


def test_a_closed_place_takes_no_new_role() -> None:
    fits(Role.ICB_LEAD, "icb", closed=DAY + timedelta(days=1))
    with pytest.raises(rules.CannotGiveRole, match="Aldermoor closed on 1 March 2026"):
        fits(Role.ICB_LEAD, "icb", closed=DAY)


@given(days, st.none() | days, days, st.none() | days)
def test_two_periods_overlap_when_some_day_is_in_both(
    start: date, end: date | None, other: date, other_end: date | None
) -> None:
    far = date(2031, 1, 1)

    def held(first: date, last: date | None) -> set[int]:
        return set(range(first.toordinal(), (last or far).toordinal()))

    if (end is None or end > start) and (other_end is None or other_end > other):
        both = held(start, end) & held(other, other_end)
        assert rules.overlap(start, end, other, other_end) == bool(both)


def test_a_role_cannot_end_before_it_began_nor_twice() -> None:
    rules.refuse_to_end_before_it_began(DAY, new=DAY)
    with pytest.raises(Refusal, match="begins on 1 March 2026"):
        rules.refuse_to_end_before_it_began(DAY, new=DAY - timedelta(days=1))
    rules.refuse_to_end_twice(DAY, new=DAY - timedelta(days=1))
    with pytest.raises(Refusal, match="ended on 1 March 2026 already"):
        rules.refuse_to_end_twice(DAY, new=DAY)


@pytest.mark.parametrize("is_own", [True, False])
@pytest.mark.parametrize("others", [0, 1])
def test_the_last_administrator_role_is_ended_by_somebody_else(is_own: bool, others: int) -> None:
    if is_own and not others:
        with pytest.raises(rules.CannotEndRole, match="Ask another administrator"):
            rules.refuse_to_end_own_last_administrator_role(is_own=is_own, others_of_theirs=others)
    else:
        rules.refuse_to_end_own_last_administrator_role(is_own=is_own, others_of_theirs=others)

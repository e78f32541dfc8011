import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.base.refusal import Refusal
from sightline.conftest import TODAY
from sightline.listen.forums import rules
from sightline.listen.forums.rules import Group
from sightline.listen.forums.words import LEAST


@given(st.integers(1, 60), st.integers(0, 60))
def test_a_number_that_others_read_counts_off_nobody(agreed: int, silent: int) -> None:
    said = rules.how_many(agreed, agreed + silent, exact=False)
    if said not in (rules.A_FEW, rules.NEARLY_EVERYBODY):
        assert agreed >= LEAST
        assert silent >= LEAST
    assert rules.how_many(agreed, agreed + silent, exact=True) == f"{agreed} of {agreed + silent}"


def test_whether_everybody_agreed_is_not_told() -> None:
    """Otherwise the view of each person who was there would be known."""
    assert rules.how_many(20, 20, exact=False) == rules.how_many(18, 20, exact=False)


def test_small_groups_are_read_together() -> None:
    groups = [Group("Nurses", 20, 12), Group("Midwives", 6, 3), Group("Pharmacists", None, 4)]
    assert rules.groups_for_others(groups) == [
        Group("Nurses", 20, 12),
        Group("Smaller groups: Midwives, Pharmacists", None, 7),
    ]
    assert rules.groups_for_others([Group("Midwives", 6, 3)]) is None
    assert rules.groups_for_others([]) == []


@pytest.mark.parametrize(
    ("kind", "place"), [("national", "region"), ("regional", None), ("focus", "site")]
)
def test_a_place_that_does_not_fit_is_refused(kind: str, place: str | None) -> None:
    with pytest.raises(Refusal):
        rules.refuse_unless_place_fits(kind, place)


@pytest.mark.parametrize(
    ("kind", "place"),
    [("national", None), ("regional", "icb"), ("focus", None), ("focus", "trust")],
)
def test_a_place_that_fits_passes(kind: str, place: str | None) -> None:
    rules.refuse_unless_place_fits(kind, place)


@pytest.mark.parametrize(("held", "fits"), [(0, True), (-5, True), (1, False), (-11, False)])
def test_a_meeting_is_held_after_the_start_and_before_it_is_recorded(held: int, fits: bool) -> None:
    def check() -> None:
        rules.refuse_unless_held(
            TODAY.replace(day=TODAY.day + held),
            started=TODAY.replace(day=TODAY.day - 10),
            today=TODAY,
        )

    if fits:
        check()
    else:
        with pytest.raises(Refusal):
            check()

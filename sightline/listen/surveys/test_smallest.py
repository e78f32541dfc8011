"""The smallest groups that a round shows: what may be chosen, and where it is said."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from sightline.conftest import NOW, Cast
from sightline.listen.imports.factories import make_round
from sightline.listen.surveys import actions, smallest
from sightline.listen.surveys.models import Round
from sightline.listen.surveys.pages.test_round import URL, fields
from sightline.listen.surveys.smallest import Smallest
from sightline.trail.models import Entry

NUMBERS = st.integers(-5, 2_000)
LEAST = st.builds(
    lambda inside, more: Smallest(inside, inside + more), st.integers(3, 10), st.integers(0, 20)
)


@given(NUMBERS, NUMBERS, LEAST)
def test_no_round_goes_below_the_service_or_shows_less_inside_than_in_public(
    inside: int, public: int, least: Smallest
) -> None:
    refused = smallest.against(Smallest(inside, public), least)
    may = least.inside <= inside <= smallest.MOST_INSIDE
    assert ("inside" not in refused) == may
    may_public = max(least.public, inside) <= public <= smallest.MOST_PUBLIC
    assert ("public" not in refused) == may_public
    assert all(why.endswith(".") and "Choose " in why for why in refused.values())


@given(LEAST)
def test_the_minimum_itself_may_be_chosen(least: Smallest) -> None:
    assert smallest.against(least, least) == {}


@pytest.mark.django_db
def test_a_round_says_its_own_and_the_trail_says_so(client: Client, cast: Cast) -> None:
    make_round(cast.national, NOW)
    client.force_login(cast.national)
    assert 'value="5"' in client.get(URL).content.decode()
    client.post(URL, fields(threshold_inside="7", threshold_public="20"))
    added = Round.objects.get(year=2027)
    assert added.smallest == Smallest(7, 20)
    said = Entry.objects.filter(action="listen.surveys.add_round").latest("pk").summary
    assert said.endswith(" Groups from 7 inside, 20 in public.")
    page = client.get("/listen/surveys/pulse/").content.decode()
    assert "7 inside the service, 20 in public" in page
    # The next round begins with what the last one had.
    page = client.get(URL).content.decode()
    assert 'value="7"' in page
    assert 'value="20"' in page


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"threshold_inside": "4"}, "no group of fewer than 5 inside"),
        ({"threshold_public": "9"}, "no group of fewer than 10 in public"),
        ({"threshold_inside": "11", "threshold_public": "12"}, "Choose 10 or fewer"),
        ({"threshold_inside": "x"}, "whole number"),
    ],
)
def test_what_is_refused_says_what_to_do(
    client: Client, cast: Cast, changed: dict[str, str], said: str
) -> None:
    make_round(cast.national, NOW)
    client.force_login(cast.national)
    assert said in client.post(URL, fields(**changed)).content.decode()
    assert not Round.objects.filter(year=2027).exists()


@pytest.mark.django_db
def test_the_service_may_ask_for_more(client: Client, cast: Cast, settings: Any) -> None:
    settings.SMALLEST_GROUP_INSIDE, settings.SMALLEST_GROUP_PUBLIC = 8, 15
    round_, _ = make_round(cast.national, NOW)
    assert round_.smallest == Smallest(8, 15)
    with pytest.raises(actions.CannotAdd, match="fewer than 15 in public"):
        actions.add_round(
            survey=round_.survey,
            year=2031,
            label="x",
            collected_from=NOW.date(),
            collected_to=NOW.date(),
            shows=Smallest(8, 10),
            by=cast.national,
            at=NOW,
        )


@pytest.mark.django_db
def test_the_database_refuses_smaller_groups_in_public(cast: Cast) -> None:
    round_, _ = make_round(cast.national, NOW)
    for inside, public in ((2, 10), (8, 7)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Round.objects.filter(pk=round_.pk).update(
                threshold_inside=inside, threshold_public=public
            )


@pytest.mark.django_db
def test_the_longest_names_leave_room_in_the_trail(cast: Cast) -> None:
    """A line of the trail holds 300 characters."""
    survey = actions.add_survey(code="s", name="n" * 160, by=cast.national, at=NOW)
    actions.add_round(
        survey=survey,
        year=2031,
        label="l" * 80,
        collected_from=NOW.date(),
        collected_to=NOW.date(),
        shows=Smallest(smallest.MOST_INSIDE, smallest.MOST_PUBLIC),
        by=cast.national,
        at=NOW,
    )
    assert len(Entry.objects.latest("pk").summary) <= 300

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sightline.assess.evidence import living
from sightline.assess.places import Level, Place
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.listen.outside import actions as outside
from sightline.listen.outside import factories as files
from sightline.listen.outside.models import Indicator, Unit
from sightline.listen.voices.factories import make_voice
from sightline.listen.voices.stories.models import Story
from sightline.standards.models import Standard
from sightline.standards.succession.queries import lineage_on

pytestmark = pytest.mark.django_db


def trained(place: Place, standard: Standard, cast: Cast) -> None:
    """Two editions of the doctors' survey: low last year and green the year before."""
    outside.load_shipped(by=cast.national, at=NOW)
    desk = files.OutsideDesk(cast.national, NOW)
    desk.apply(
        files.nts(
            files.nts_row(year=2025, mean=60, outcome="Below outlier", specialty="General surgery"),
            files.nts_row(year=2024, mean=90, outcome="Above outlier", specialty="General surgery"),
        ),
        source="nts",
    )
    # The framework of tests is a small one, so the shipped numbers are not in it.
    Indicator.objects.get(source__code="nts", code="clinical-supervision").standards.add(standard)
    Unit.objects.update(subject_code="", programme=None, organisation=place.organisation)


def test_other_peoples_surveys_are_read_in_their_latest_edition(
    place: Place, ward: Place, standard: Standard, cast: Cast
) -> None:
    trained(place, standard, cast)
    (found,) = living.outside(place, cast.north_manager, TODAY, lineage_on(TODAY))
    assert (found.kind, found.voice) == ("outside_learners", "learner")
    assert found.standards == {"3.1"}
    assert found.period_to == date(2025, 12, 31)
    assert found.direction == "short"
    (before,) = living.outside(place, cast.north_manager, date(2024, 12, 31), lineage_on(TODAY))
    assert (before.direction, before.period_to.year) == ("meets", 2024)
    assert list(living.outside(place, cast.south_manager, TODAY, lineage_on(TODAY))) == []
    assert list(living.outside(ward, cast.north_manager, TODAY, lineage_on(TODAY))) == []


def test_a_withheld_figure_says_nothing(place: Place, standard: Standard, cast: Cast) -> None:
    outside.load_shipped(by=cast.national, at=NOW)
    files.OutsideDesk(cast.national, NOW).apply(files.nts(files.nts_row(n=2)), source="nts")
    Indicator.objects.get(source__code="nts", code="clinical-supervision").standards.add(standard)
    Unit.objects.update(subject_code="", programme=None)
    assert list(living.outside(place, cast.north_manager, TODAY, lineage_on(TODAY))) == []


def test_a_story_is_about_the_place_and_nobodys_voice(
    place: Place, ward: Place, cast: Cast, country: Country, settings: Any, tmp_path: Any
) -> None:
    settings.VAR_DIR = tmp_path
    told = {"organisation": country.trust, "title": "A good day", "released_on": TODAY,
            "released_by": cast.north_manager}  # fmt: skip
    Story.objects.create(voice=make_voice(country.trust), text="A buddy was ready.", **told)
    Story.objects.create(
        voice=make_voice(country.trust), withdrawn_on=TODAY, withdrawn_because="Asked.", **told
    )
    (found,) = living.stories(place, TODAY)
    assert (found.voice, found.standards, found.text) == ("", frozenset(), "A buddy was ready.")
    assert list(living.stories(ward, TODAY)) == []


def test_which_group_of_respondents_a_place_is(country: Country) -> None:
    for place, group in (
        (Place(Level.ORGANISATION, country.trust), ("provider", "ZN001", "")),
        (Place(Level.ORGANISATION, country.site), ("site", "ZN001A", "")),
        (Place(Level.SYSTEM, country.north_icb), ("icb", "QN1", "")),
        (Place(Level.SYSTEM, country.north), ("region", "YN1", "")),
        (Place(Level.PROGRAMME, country.trust, programme=country.surgery),
         ("provider-programme", "ZN001", "CST")),
    ):  # fmt: skip
        key = living.group_of(place)
        assert key is not None
        assert (key.level.value, key.code, key.other_code) == group
    assert living.group_of(Place(Level.ENVIRONMENT, country.trust, country.ward)) is None

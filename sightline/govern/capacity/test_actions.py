from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from sightline.assess.places import Level, Place
from sightline.base.refusal import NotPermitted
from sightline.conftest import TODAY, Cast, Country
from sightline.govern.capacity import actions
from sightline.govern.capacity.models import CapacityFigure
from sightline.govern.conftest import SINCE, Say
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db


def test_a_provider_counts_and_does_not_approve(
    say: Say, cast: Cast, country: Country, place: Place
) -> None:
    for person in (cast.north_manager, cast.national, cast.icb_lead):
        assert say(by=person).kind == "approved"
    assert say(22, "actual", by=cast.director).count == 22
    for person in (cast.director, cast.south_manager, cast.learner, cast.administrator):
        with pytest.raises(NotPermitted):
            say(by=person)
    for person in (cast.icb_lead, cast.other_director, cast.learner):
        with pytest.raises(NotPermitted):
            say(22, "actual", by=person)
    assert Entry.objects.filter(action="govern.capacity.say").count() == 4


def test_what_cannot_be_said(say: Say, country: Country, cast: Cast) -> None:
    with pytest.raises(actions.CannotCount, match="approved or actual"):
        say(kind="planned")
    with pytest.raises(actions.CannotCount, match="level of study"):
        say(study="kindergarten")
    with pytest.raises(actions.CannotCount, match="before the first day"):
        say(to_date=SINCE - timedelta(days=1))
    with pytest.raises(actions.CannotCount, match="counted in a provider"):
        say(place=Place(Level.SYSTEM, country.north_icb))
    assert not CapacityFigure.objects.exists()


def test_history_is_added_and_never_edited(say: Say) -> None:
    first = say(20)
    say(24)
    assert list(CapacityFigure.objects.values_list("count", flat=True)) == [24, 20]
    for change in (
        lambda: CapacityFigure.objects.filter(pk=first.pk).update(count=3),
        lambda: CapacityFigure.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            change()


def test_the_database_refuses_what_makes_no_sense(say: Say, country: Country) -> None:
    made = say()
    fields = {
        one.attname: getattr(made, one.attname)
        for one in CapacityFigure._meta.concrete_fields
        if not one.primary_key
    }
    for change in (
        {"to_date": SINCE - timedelta(days=1)}, {"source": ""}, {"study": "none"},
        {"level": "environment"}, {"level": "system"},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            CapacityFigure.objects.create(**{**fields, **change})
    assert made.said_date == TODAY

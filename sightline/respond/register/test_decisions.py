"""Category decisions: reasoned, cited, superseding, never edited, never made twice at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, TODAY, Cast
from sightline.respond.register import actions, factories
from sightline.respond.register.conftest import RAISED
from sightline.respond.register.models import (
    CategoryDecision,
    Concern,
    Ending,
    IsfCategory,
    Standing,
)

pytestmark = pytest.mark.django_db
MARCH = RAISED + timedelta(days=14)


def test_a_decision_stands_in_the_register(concern, categories, cast):
    decision = factories.decide(concern, categories[2], cast.north_manager, NOW)
    now = concern.standings.latest("id")
    assert now.category == categories[2]
    assert now.direction == "same"
    assert now.next_review_date == decision.next_review_date == TODAY + timedelta(days=90)
    assert decision.decided_by == "Regional quality committee"
    assert decision.by == cast.north_manager
    assert decision.supersedes is None
    assert list(decision.evidence.all()) == list(concern.evidence.all())


def test_the_next_decision_supersedes_and_gives_the_direction(concern, categories, cast):
    first = factories.decide(concern, categories[2], cast.north_manager, MARCH)
    for days, number, direction in ((1, 3, "worse"), (2, 3, "same"), (3, 1, "better")):
        decision = factories.decide(
            concern, categories[number], cast.north_manager, MARCH + timedelta(days=days)
        )
        assert concern.standings.latest("id").direction == direction
    assert first.superseded_by.category == categories[3]
    assert concern.category_decisions.filter(superseded_by=None).get() == decision


def given(concern: Concern, category: IsfCategory, cast: Cast) -> dict[str, Any]:
    return {
        "concern": concern,
        "category": category,
        "rationale": "Several sources agree.",
        "evidence": list(concern.evidence.all()),
        "decided_by": "Committee",
        "decided_date": TODAY,
        "next_review_date": TODAY + timedelta(days=30),
        "supersedes": None,
        "by": cast.north_manager,
        "at": NOW,
    }


def test_two_people_decide_at_once_and_the_second_is_told(concern, categories, cast):
    """Both opened the page when nothing was decided; the national lead was quicker."""
    factories.decide(concern, categories[3], cast.national, NOW)
    with pytest.raises(
        actions.CannotDecide, match=r"Nadia National recorded category 3 on 24 November 2026"
    ):
        actions.decide_category(**given(concern, categories[1], cast))
    assert CategoryDecision.objects.count() == 1


def test_a_stale_decision_is_told_too(concern, categories, cast):
    first = factories.decide(concern, categories[1], cast.north_manager, MARCH)
    factories.decide(concern, categories[2], cast.national, NOW)
    with pytest.raises(actions.CannotDecide, match="after you opened this page"):
        actions.decide_category(**{**given(concern, categories[1], cast), "supersedes": first})


def test_evidence_of_another_concern_cannot_be_cited(concern, raise_concern, categories, cast):
    other = raise_concern()
    with pytest.raises(actions.CannotDecide, match="evidence that is on this concern"):
        actions.decide_category(
            **{**given(concern, categories[1], cast), "evidence": list(other.evidence.all())}
        )


def test_a_decision_of_another_concern_is_not_replaced(concern, raise_concern, categories, cast):
    foreign = factories.decide(raise_concern(), categories[1], cast.north_manager, MARCH)
    with pytest.raises(actions.CannotDecide, match="not on this concern"):
        actions.decide_category(**{**given(concern, categories[1], cast), "supersedes": foreign})


def test_the_category_was_in_force_on_the_day(concern, categories, cast):
    old = IsfCategory.objects.create(
        version="isf-2020",
        from_date=date(2020, 1, 1),
        to_date=date(2024, 3, 31),
        number=1,
        name="Old",
        definition="Old",
    )
    with pytest.raises(actions.CannotDecide, match="in force on the day"):
        actions.decide_category(**given(concern, old, cast))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"rationale": ""}, "Say why"),
        ({"evidence": []}, "at least one piece"),
        ({"decided_by": ""}, "who decided"),
        ({"next_review_date": TODAY}, "after today"),
        ({"decided_date": TODAY + timedelta(days=1)}, "future"),
    ],
)
def test_what_a_decision_needs(concern, categories, cast, change, said):
    with pytest.raises(actions.CannotDecide, match=said):
        actions.decide_category(**{**given(concern, categories[1], cast), **change})


# What the database refuses


def test_decisions_standings_and_endings_are_never_changed_or_deleted(concern, categories, cast):
    factories.decide(concern, categories[2], cast.north_manager, MARCH)
    actions.close(
        concern=concern,
        outcome="resolved",
        reason="Done",
        evidence_text="Seen",
        monitoring_date=None,
        by=cast.north_manager,
        at=NOW,
    )
    for model, change in (
        (CategoryDecision, {"rationale": "Something else"}),
        (Standing, {"likelihood": 1}),
        (Ending, {"reason": "Something else"}),
    ):
        before = list(model.objects.values())
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            model.objects.update(**change)
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            model.objects.all()._raw_delete(using="default")
        assert list(model.objects.values()) == before
    cited = CategoryDecision.evidence.through.objects
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        cited.all()._raw_delete(using="default")


def _decision(concern, category, cast, supersedes=None):
    return CategoryDecision(
        concern=concern,
        category=category,
        supersedes=supersedes,
        rationale="x",
        decided_by="x",
        decided_date=TODAY,
        next_review_date=TODAY,
        at=NOW,
        by=cast.north_manager,
    )


def test_the_database_keeps_decisions_in_one_line(concern, raise_concern, categories, cast):
    first = factories.decide(concern, categories[2], cast.north_manager, MARCH)
    with pytest.raises(IntegrityError), transaction.atomic():
        _decision(concern, categories[1], cast).save()
    factories.decide(concern, categories[3], cast.north_manager, NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        _decision(concern, categories[1], cast, supersedes=first).save()
    other = raise_concern()
    foreign = concern.category_decisions.get(superseded_by=None)
    with pytest.raises(DatabaseError, match="same concern"), transaction.atomic():
        _decision(other, categories[1], cast, supersedes=foreign).save()


def test_the_database_wants_waiting_to_be_complete(concern, cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.create(
            concern=concern,
            at=NOW,
            by=cast.north_manager,
            state="open",
            likelihood=1,
            impact=1,
            owner=cast.north_manager,
            next_review_date=TODAY,
            waiting_for="A report",
        )


# Loading the categories


def test_categories_load_once_and_refuse_change(categories):
    text = factories.CATEGORIES.read_text("utf-8")
    again = actions.load_categories(text=text, by=None, at=NOW)
    assert {one.pk for one in again} == {one.pk for one in categories.values()}
    assert [one.number for one in again] == [0, 1, 2, 3, 4]
    assert not any(one.is_checked for one in again)
    assert again[0].from_date == date(2024, 4, 1)
    with pytest.raises(actions.CannotLoad, match="says something else"):
        actions.load_categories(text=text.replace("Minor", "Small"), by=None, at=NOW)
    assert IsfCategory.objects.count() == 5


NEW = """
version: isf-2027
from: 2027-04-01
checked: true
categories:
  - {number: 0, name: Routine, definition: All is well., review_within_days: 365}
"""


def test_a_new_version_ends_the_one_before(categories, cast):
    actions.load_categories(text=NEW, by=cast.national, at=NOW)
    assert {c.to_date for c in IsfCategory.objects.filter(version="isf-2024")} == {
        date(2027, 3, 31)
    }
    assert IsfCategory.in_force_on(date(2027, 3, 31)).count() == 5
    assert IsfCategory.in_force_on(date(2027, 4, 1)).get().is_checked
    actions.load_categories(text=factories.CATEGORIES.read_text("utf-8"), by=cast.national, at=NOW)
    assert IsfCategory.objects.count() == 6


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("version: [", "not valid YAML near line"),
        ("just words", "must have a version"),
        (NEW.replace("version: isf-2027", "version: 7"), "name its version"),
        (NEW.replace("2027-04-01", "soon"), "from which day"),
        (NEW.replace("2027-04-01", "2024-04-01"), "must begin later"),
        (NEW.replace("number: 0", "number: x"), "whole number from 0"),
        (NEW.replace("365", "0"), "whole number of days"),
        (NEW.replace("name: Routine, ", ""), "name and a definition"),
        (NEW + "  - {number: 0, name: A, definition: B}\n", "number of its own"),
        (NEW + "  - 7\n", "Category 2 of the file"),
    ],
)
def test_a_broken_file_is_refused_with_a_sentence(categories, text, said):
    with pytest.raises(actions.CannotLoad, match=said):
        actions.load_categories(text=text, by=None, at=NOW)
    assert IsfCategory.objects.count() == 5


def test_categories_are_loaded_by_those_who_may(cast):
    with pytest.raises(NotPermitted, match="cannot do this here"):
        actions.load_categories(text=NEW, by=cast.north_manager, at=NOW)

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from sightline.assess.places import Level, Place
from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.govern.capacity.models import CapacityFigure
from sightline.govern.conftest import JANUARY, SINCE, Ask, Say
from sightline.govern.expansions import actions
from sightline.govern.expansions.models import ExpansionDecision, ExpansionRequest
from sightline.govern.passports.models import FrozenPassport
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)


def decide(request: ExpansionRequest, by: Any, **changes: Any) -> ExpansionDecision:
    said: dict[str, Any] = {
        "outcome": "part",
        "extra": 4,
        "from_date": None,
        "reasons": "Supervision for four.",
        "at": LATER,
    }
    return actions.decide(request=request, by=by, **{**said, **changes})


def text_of(passport: FrozenPassport) -> str:
    return str(passport.content)


def test_approved_in_part_becomes_a_new_dated_number(
    ask: Ask, say: Say, cast: Cast, country: Country
) -> None:
    say(20, to_date=date(2027, 8, 31))
    say(18, "actual")
    request = ask()
    assert (request.reference, request.approved_then, request.actual_then) == (
        "X-2026-0001",
        20,
        18,
    )
    made = decide(request, cast.icb_lead)
    assert made.figure is not None
    assert (made.figure.count, made.figure.from_date, made.figure.to_date) == (
        24, JANUARY, date(2027, 8, 31),
    )  # fmt: skip
    assert made.figure.because_reference == request.reference
    rows = CapacityFigure.objects.filter(kind="approved")
    assert [one.count for one in rows.standing_on(TODAY)] == [20]
    assert [one.count for one in rows.standing_on(JANUARY)] == [24]
    assert {one.for_reference for one in FrozenPassport.objects.all()} == {request.reference}
    assert FrozenPassport.objects.count() == 2
    assert Entry.objects.filter(reference=request.reference).count() == 3


def test_the_passport_is_frozen_at_asking_and_again_at_deciding(
    ask: Ask, say: Say, cast: Cast
) -> None:
    say(20)
    request = ask()
    say(31, at=NOW + timedelta(days=1), said_date=TODAY)
    made = decide(request, cast.north_manager)
    assert "20 (from" in text_of(request.passport)
    assert "31 (from" not in text_of(request.passport)
    assert "31 (from" in text_of(made.passport)
    assert made.figure is not None
    assert made.figure.count == 35


def test_two_requests_for_the_same_thing(
    ask: Ask, say: Say, cast: Cast, ward: Place, country: Country
) -> None:
    say()
    first = ask()
    with pytest.raises(actions.CannotExpand, match=f"{first.reference} waits for a decision"):
        ask(extra=2)
    assert ask(place=ward).follows is None
    assert ask(study="apprenticeship").follows is None
    assert ask(profession=country.medicine).follows is None
    decide(first, cast.north_manager, outcome="not_now", extra=None)
    assert ask(at=LATER).follows == first
    assert FrozenPassport.objects.count() == 6, "a refused request leaves no copy behind"


def test_the_database_holds_one_that_waits(ask: Ask, say: Say) -> None:
    made = ask()
    fields = {
        one.attname: getattr(made, one.attname)
        for one in ExpansionRequest._meta.concrete_fields
        if not one.primary_key
    }
    copy = FrozenPassport.objects.get()
    copy.pk, copy.reference = None, "QP-2026-0999"
    copy.save(force_insert=True)
    fields |= {"reference": "X-2026-0999", "passport_id": copy.pk}
    with pytest.raises(IntegrityError), transaction.atomic():
        ExpansionRequest.objects.create(**fields)


def test_who_asks_and_who_decides(ask: Ask, say: Say, cast: Cast) -> None:
    for person in (cast.north_manager, cast.icb_lead, cast.other_director, cast.learner):
        with pytest.raises(NotPermitted):
            ask(by=person)
    say()
    request = ask()
    for person in (cast.director, cast.south_manager, cast.other_director, cast.administrator):
        with pytest.raises(NotPermitted):
            decide(request, person)
    decide(request, cast.north_manager)
    with pytest.raises(actions.CannotExpand, match="decided already"):
        decide(request, cast.national)


def test_nobody_decides_what_they_asked_for(ask: Ask, say: Say, cast: Cast) -> None:
    from sightline.access.roles import Role
    from sightline.people.models import GivenRole, User

    say()
    request = ask()
    GivenRole.objects.create(
        user=cast.director, role=Role.NATIONAL_LEAD, place=None, from_date=SINCE
    )
    both = User.objects.get(pk=cast.director.pk)
    with pytest.raises(actions.CannotExpand, match="Somebody else"):
        decide(request, both)
    assert not ExpansionRequest.objects.decided_by(both).exists()
    assert ExpansionRequest.objects.decided_by(cast.icb_lead).get() == request


def test_a_decision_needs_a_number_that_is_known_and_that_lasts(
    ask: Ask, say: Say, cast: Cast
) -> None:
    request = ask()
    with pytest.raises(actions.CannotExpand, match="is not known"):
        decide(request, cast.north_manager)
    say(20)
    say(50, from_date=JANUARY + timedelta(days=30))
    with pytest.raises(actions.CannotExpand, match="3 February 2027"):
        decide(request, cast.north_manager)
    made = decide(request, cast.north_manager, from_date=JANUARY + timedelta(days=30))
    assert made.figure is not None
    assert made.figure.count == 54
    assert FrozenPassport.objects.count() == 2, "a refused decision leaves no copy behind"


def test_what_cannot_be_asked(ask: Ask, country: Country, cast: Cast) -> None:
    with pytest.raises(actions.CannotExpand, match="level of study"):
        ask(study="nursery")
    with pytest.raises(actions.CannotExpand, match="at least one"):
        ask(extra=0)
    with pytest.raises(NotPermitted):
        ask(place=Place(Level.SYSTEM, country.north_icb))
    assert not FrozenPassport.objects.exists()


def test_the_database_keeps_requests_and_decisions(ask: Ask, say: Say, cast: Cast) -> None:
    say()
    decide(ask(), cast.north_manager)
    for change in (
        lambda: ExpansionRequest.objects.update(extra=60),
        lambda: ExpansionDecision.objects.update(reasons="Other."),
        lambda: ExpansionDecision.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            change()

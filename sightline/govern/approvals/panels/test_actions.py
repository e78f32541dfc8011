from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sightline.assess.places import Level, Place
from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.govern.approvals import actions as applying
from sightline.govern.approvals import queries
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import (
    add_document,
    approved,
    condition,
    decide,
    seat,
    sent_in,
    with_panel,
)
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.panels import actions, numbers
from sightline.govern.approvals.panels.models import PanelMember
from sightline.govern.approvals.rules import CannotApprove
from sightline.govern.capacity import actions as capacity
from sightline.govern.capacity import queries as capacities
from sightline.govern.capacity.models import CapacityFigure
from sightline.govern.expansions import actions as expanding

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


def test_a_first_decision_lasts_a_year_and_a_review_five(
    country: Country, cast: Cast, schools: Schools
) -> None:
    team = cast.north_manager
    found = sent_in(country, schools.lead, schools.first)
    panel = with_panel(found, team)
    assert Approval.objects.get(pk=found.pk).state == "panel"
    paper = add_document(found, schools.lead)
    line = found.lines.get()
    with pytest.raises(CannotApprove, match="lasts one year at most"):
        decide(panel, team, review_date=TODAY + YEAR + timedelta(days=1))
    made = decide(
        panel, team, documents=[paper], lead=schools.first, numbers={line.pk: 1},
        review_date=TODAY + YEAR,
    )  # fmt: skip
    found.refresh_from_db()
    assert (found.state, found.review_date, found.lead) == ("approved", TODAY + YEAR, schools.first)
    assert [one.learners for one in made.numbers.all()] == [1]
    assert list(made.documents.all()) == [paper]
    later = NOW + timedelta(days=300)
    again = with_panel(found, team, later, meets=later.date())
    long = later.date() + 5 * YEAR
    with pytest.raises(CannotApprove, match="without a reason"):
        decide(again, team, later, review_date=long)
    with pytest.raises(CannotApprove, match="five years at most"):
        decide(again, team, later, review_date=long + timedelta(days=5), why_early="It is ready.")
    reviewed = decide(again, team, later, review_date=long, why_early=" It is ready. ")
    assert (made.why_early, reviewed.why_early, reviewed.by) == ("", "It is ready.", team)
    assert [one.outcome for one in found.decisions.all()] == ["approved", "approved"]


def test_a_reason_is_kept_only_where_the_review_date_needs_one(
    country: Country, cast: Cast, schools: Schools
) -> None:
    team, later = cast.north_manager, NOW + timedelta(days=300)
    found = approved(country, schools.lead, team, schools.first)
    due = found.review_date
    assert due is not None
    panel = with_panel(found, team, later, meets=later.date())
    asked = decide(panel, team, later, review_date=due, why_early="Not needed.")
    assert asked.why_early == ""
    after = later + timedelta(days=9)
    panel = with_panel(found, team, after, meets=after.date())
    asked = decide(panel, team, after, review_date=due + timedelta(days=1), why_early="Needed.")
    assert asked.why_early == "Needed."


def test_no_decision_without_a_panel_or_by_the_wrong_people(
    country: Country, cast: Cast, schools: Schools
) -> None:
    team = cast.north_manager
    found = sent_in(country, schools.lead, schools.first)
    panel = with_panel(found, team, names=0)
    with pytest.raises(CannotApprove, match="at least two panel members"):
        decide(panel, team)
    one = seat(panel, team, name="Hester Lay")
    seat(panel, team, name="Ivo Educator", has_interest=True, interest="Trained there.")
    with pytest.raises(CannotApprove, match="at least two panel members"):
        decide(panel, team)
    # Said by nobody: held as a role there.
    own = seat(panel, team, name="Pru Practice", email=schools.manager.email)
    with pytest.raises(CannotApprove, match="Pru Practice belongs to the place"):
        decide(panel, team)
    other = seat(panel, team, name="Nora North", email=team.email)
    with pytest.raises(CannotApprove, match="Pru Practice"):
        decide(panel, team, deciders=[one, other, own])
    actions.declare(member=other, has_interest=True, interest="Her sister.", by=team, at=NOW)
    with pytest.raises(CannotApprove, match="at least two panel members"):
        decide(panel, team, deciders=[one, other])
    actions.declare(member=other, has_interest=False, interest="", by=team, at=NOW)
    assert other.declarations.count() == 3
    decide(panel, team, deciders=[one, other])
    with pytest.raises(CannotApprove, match="has decided already"):
        seat(panel, team)


def test_somebody_of_another_panel_does_not_count(
    country: Country, cast: Cast, schools: Schools
) -> None:
    team = cast.north_manager
    panel = with_panel(sent_in(country, schools.lead, schools.first), team)
    other = sent_in(country, schools.lead, schools.first, setting="community")
    strangers = list(with_panel(other, team).members.all())
    with pytest.raises(CannotApprove, match="at least two panel members"):
        decide(panel, team, deciders=strangers)


def test_nobody_sits_on_a_panel_twice(country: Country, cast: Cast, schools: Schools) -> None:
    team = cast.north_manager
    panel = with_panel(sent_in(country, schools.lead, schools.first), team)
    with pytest.raises(CannotApprove, match="hester LAY is on the panel already"):
        seat(panel, team, name=" hester  LAY ")
    seat(panel, team, name="Nora North", email=team.email)
    with pytest.raises(CannotApprove, match="on the panel already"):
        seat(panel, team, name="N. North", email=team.email)
    with pytest.raises(IntegrityError), transaction.atomic():
        PanelMember.objects.create(panel=panel, name="HESTER LAY", capacity="lay", at=NOW, by=team)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": " "}, "Enter the person’s name"),
        ({"capacity": "king"}, "what they bring"),
        ({"has_interest": True}, "what the interest is"),
        ({"email": "nobody@example.org"}, "Nobody signs in"),
    ],
)
def test_who_cannot_be_named(
    changed: dict[str, Any], said: str, country: Country, cast: Cast, schools: Schools
) -> None:
    team = cast.north_manager
    panel = with_panel(sent_in(country, schools.lead, schools.first), team)
    with pytest.raises(CannotApprove, match=said):
        seat(panel, team, **changed)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"outcome": "maybe"}, "one of the decisions"),
        ({"reasons": " "}, "Give the reasons"),
        ({"review_date": None}, "date of the next review"),
        ({"review_date": TODAY}, "after the day of the decision"),
        ({"decided_date": TODAY + timedelta(days=1)}, "cannot be after today"),
        ({"decided_date": TODAY - timedelta(days=1)}, "cannot decide before"),
        ({"without_readiness": ""}, "signed no readiness"),
        ({"outcome": "conditions"}, "at least one condition"),
        ({"conditions": [condition(TODAY)]}, "Conditions go with"),
        (
            {"outcome": "conditions", "conditions": [condition(TODAY, " ")]},
            "words, an owner and a date",
        ),
        (
            {"outcome": "conditions", "conditions": [condition(TODAY - YEAR)]},
            "before the day of the decision",
        ),
    ],
)
def test_what_cannot_be_decided(
    changed: dict[str, Any], said: str, country: Country, cast: Cast, schools: Schools
) -> None:
    team = cast.north_manager
    panel = with_panel(sent_in(country, schools.lead, schools.first), team)
    with pytest.raises(CannotApprove, match=said):
        decide(panel, team, **changed)
    assert not panel.approval.decisions.exists()


def test_a_short_first_approval_is_not_followed_by_five_years_at_once(
    country: Country, cast: Cast, schools: Schools
) -> None:
    team, month = cast.north_manager, timedelta(days=30)
    found = sent_in(country, schools.lead, schools.first)
    decide(with_panel(found, team), team, review_date=TODAY + month)
    again = with_panel(found, team)
    for why in ("", "We are sure."):
        with pytest.raises(CannotApprove, match="on the day of the one before cannot put it off"):
            decide(again, team, review_date=TODAY + 5 * YEAR, why_early=why)
    due = NOW + month
    with pytest.raises(CannotApprove, match="so one year is the most"):
        decide(again, team, due, review_date=due.date() + 5 * YEAR)
    again.meets_date = TODAY - month
    with pytest.raises(CannotApprove, match="cannot be earlier"):
        decide(again, team, due, decided_date=TODAY - month, review_date=TODAY)
    decide(again, team, due, review_date=due.date() + YEAR)


def test_not_approved_frees_the_place_for_another_application(
    country: Country, cast: Cast, schools: Schools
) -> None:
    team = cast.north_manager
    panel = with_panel(sent_in(country, schools.lead, schools.first), team)
    made = decide(panel, team, outcome="not_approved", reasons="Nobody to supervise.")
    assert (made.review_date, made.lead) == (None, None)
    sent_in(country, schools.second_lead, schools.second)


def test_a_suspended_place_is_taken_up_again_by_a_panel_only(
    country: Country, cast: Cast, schools: Schools
) -> None:
    team = cast.north_manager
    found = approved(country, schools.lead, team, schools.first)
    applying.suspend(approval=found, reason="No supervisor.", by=team, at=NOW)
    panel = with_panel(found, team)
    with pytest.raises(CannotApprove, match="more than 90 days before it cannot put it off"):
        decide(panel, team, review_date=TODAY + 3 * YEAR)
    decide(panel, team, review_date=TODAY + timedelta(days=364))
    found.refresh_from_db()
    assert queries.standing_of(found, TODAY) == "approved"
    decide(with_panel(found, team), team, outcome="ended", reasons="It closes.")
    found.refresh_from_db()
    assert found.state == "ended"


def test_one_panel_at_a_time_and_only_by_the_quality_team(
    country: Country, cast: Cast, schools: Schools
) -> None:
    found = sent_in(country, schools.lead, schools.first)
    for person in (schools.lead, schools.manager, cast.south_manager, cast.icb_lead):
        with pytest.raises(NotPermitted):
            with_panel(found, person)
    for wrong in (TODAY + timedelta(days=366), TODAY - timedelta(days=366)):
        with pytest.raises(CannotApprove, match="Enter a day from 24 November 2025 to"):
            with_panel(found, cast.north_manager, meets=wrong)
    panel = with_panel(found, cast.north_manager)
    with pytest.raises(CannotApprove, match="A panel is named already"):
        with_panel(found, cast.north_manager)
    with pytest.raises(NotPermitted):
        decide(panel, schools.lead)


def test_standing_in_a_list_is_standing_on_the_page(
    country: Country, cast: Cast, schools: Schools
) -> None:
    """The same rule twice: in the database for lists, in words for one."""
    team = cast.north_manager
    due = [TODAY + timedelta(days=30), TODAY + timedelta(days=60)]
    approved(country, schools.lead, team, schools.first, conditions=[condition(one) for one in due])
    sent_in(country, schools.lead, schools.first, setting="community")
    for days in range(0, 400, 7):
        day = TODAY + timedelta(days=days)
        for one in Approval.objects.with_standing(day):
            assert one.standing == queries.standing_of(one, day)


def test_what_is_approved_is_the_capacity_of_the_place(
    country: Country, cast: Cast, schools: Schools
) -> None:
    """Two settings of one place are added together; what has ended is taken off."""
    team = cast.north_manager

    def stands() -> list[tuple[int, str]]:
        found = CapacityFigure.objects.standing_on(TODAY).select_related("profession")
        return [(one.count, one.profession.code) for one in found]

    first = approved(country, schools.lead, team, schools.first)
    assert stands() == [(2, "NUR")]
    other = sent_in(country, schools.lead, schools.first, setting="community")
    line = other.lines.get()
    decide(with_panel(other, team), team, numbers={line.pk: 1})
    assert stands() == [(3, "NUR")]
    refused = sent_in(country, schools.lead, schools.first, setting="school")
    decide(with_panel(refused, team), team, outcome="not_approved")
    applying.suspend(approval=first, reason="No supervisor.", by=team, at=NOW)
    assert stands() == [(3, "NUR")]
    applying.end(approval=first, reason="It closes.", by=team, at=NOW)
    assert stands() == [(1, "NUR")]
    figure = CapacityFigure.objects.latest("pk")
    assert figure.because_reference == first.reference


def test_an_ending_says_nothing_of_a_number_that_is_not_known(
    country: Country, cast: Cast, schools: Schools
) -> None:
    """As of a decision from before decisions changed numbers: 0 would be a number that is known."""
    found = sent_in(country, schools.lead, schools.first)
    two: numbers.Numbers = Counter({(country.nursing.pk, "undergraduate"): 2})

    def change(before: numbers.Numbers, after: numbers.Numbers) -> list[int]:
        numbers.say_changed(found, before, after, day=TODAY, by=cast.north_manager, at=NOW)
        return list(CapacityFigure.objects.order_by("pk").values_list("count", flat=True))

    assert change(two, Counter()) == []
    assert change(two, two) == [2]
    assert change(two, Counter()) == [2, 0]


def test_a_review_keeps_what_others_have_approved_in_the_place(
    country: Country, cast: Cast, schools: Schools
) -> None:
    """A list, a request to expand, a number for a while: a decision changes each by its own."""
    team, place = cast.north_manager, Place(Level.ORGANISATION, country.practice)
    days = [TODAY + timedelta(days=number) for number in range(0, 800, 9)]

    def stands() -> list[int]:
        found = [capacities.standing(place, country.nursing, "undergraduate", "approved", day)
                 for day in days]  # fmt: skip
        return [one.count if one else -1 for one in found]

    def say(count: int, first: date, last: date | None = None) -> None:
        capacity.say(
            place=place, profession=country.nursing, study="undergraduate", kind="approved",
            count=count, from_date=first, to_date=last, said_date=TODAY, source="A list", by=team,
            at=NOW,
        )  # fmt: skip

    say(40, TODAY - YEAR)
    found = approved(country, schools.lead, team, schools.first)
    assert set(stands()) == {42}, "two more than there were"
    asked = expanding.ask(
        place=place, profession=country.nursing, study="undergraduate", extra=3,
        from_date=TODAY + timedelta(days=9), supervision="One more.", why="A room.",
        by=schools.manager, at=NOW,
    )  # fmt: skip
    expanding.decide(
        request=asked, outcome="approved", extra=3, from_date=None, reasons="Sound.", by=team,
        at=NOW,
    )  # fmt: skip
    assert stands() == [42] + [45] * (len(days) - 1)
    say(10, TODAY + timedelta(days=18), TODAY + timedelta(days=44))
    before, rows = stands(), list(CapacityFigure.objects.order_by("pk").values())
    line = found.lines.get()
    decide(with_panel(found, team), team, numbers={line.pk: 6})
    assert stands() == [count + 4 for count in before]
    assert list(CapacityFigure.objects.order_by("pk").values())[: len(rows)] == rows
    count = CapacityFigure.objects.count()
    decide(with_panel(found, team), team, numbers={line.pk: 6})
    assert CapacityFigure.objects.count() == count, "nothing changed, so nothing is said"
    applying.end(approval=found, reason="It closes.", by=team, at=NOW)
    assert stands() == [count - 2 for count in before]

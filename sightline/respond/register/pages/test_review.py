from datetime import date, timedelta

import pytest
from django.utils import timezone

from sightline.respond.register import factories
from sightline.respond.register.conftest import (
    QUALITY_TEAM,
    RAISED,
    day,
    only,
    page,
    statuses,
    text,
)

pytestmark = pytest.mark.django_db


def answers(concern, cast, **other):
    due = timezone.localdate() + timedelta(days=30)
    return {
        "likelihood": "2",
        "impact": "5",
        "controls": "A second rota",
        "learners_affected": "7",
        "direction": "better",
        "waiting_for": "The rota",
        "waiting_for_whom": "The medical director",
        "owner": str(cast.national.pk),
        "seen": str(concern.standings.latest("id").pk),
        **day("next_review_date", due),
        **other,
    }


def test_strangers_and_providers_get_404(client, cast, shared):
    assert statuses(client, cast, page(shared, "review")) == only(*QUALITY_TEAM)


def test_a_review_is_saved(client, cast, concern):
    client.force_login(cast.north_manager)
    response = client.post(page(concern, "review"), answers(concern, cast))
    assert (response.status_code, response["Location"]) == (302, page(concern))
    now = concern.standings.latest("id")
    assert (now.likelihood, now.impact, now.direction) == (2, 5, "better")
    assert (now.owner, now.waiting_for) == (cast.national, "The rota")


def test_the_form_holds_what_stands(client, cast, concern):
    client.force_login(cast.north_manager)
    body = text(client.get(page(concern, "review")))
    assert "Rota checked weekly." in body
    assert 'value="4" checked' in body


def test_what_was_typed_stays_when_it_is_refused(client, cast, concern):
    client.force_login(cast.north_manager)
    response = client.post(
        page(concern, "review"), answers(concern, cast, waiting_for_whom="", controls="Kept text")
    )
    body = text(response)
    assert response.status_code == 200
    assert "who it must come from" in body
    assert "Kept text" in body
    assert "<title>Error:" in body
    assert concern.standings.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"likelihood": "6"}, "Select one of the answers listed"),
        ({"likelihood": ""}, "How likely is it"),
        ({"learners_affected": "many"}, "whole number"),
        ({"learners_affected": "-3"}, "must be 0 or more"),
        (day("next_review_date", date(2020, 1, 1)), "The next review must be after today."),
        ({"next_review_date_day": "31", "next_review_date_month": "2"}, "must be a real date"),
        ({"owner": "999999"}, "Select one of the answers listed"),
        ({"controls": "x" * 6001}, "6000 characters or fewer"),
    ],
)
def test_wrong_answers_get_a_sentence(client, cast, concern, wrong, said):
    client.force_login(cast.north_manager)
    response = client.post(page(concern, "review"), answers(concern, cast, **wrong))
    assert response.status_code == 200
    assert said in text(response)
    assert concern.standings.count() == 1


def test_a_review_of_what_has_changed_is_refused(client, cast, concern):
    given = answers(concern, cast)
    factories.review(
        concern=concern,
        owner=cast.national,
        next_review_date=timezone.localdate() + timedelta(days=20),
        by=cast.national,
        at=RAISED + timedelta(days=1),
    )
    client.force_login(cast.north_manager)
    response = client.post(page(concern, "review"), given)
    assert "Nadia National changed this concern while you were writing" in text(response)
    assert concern.standings.count() == 2

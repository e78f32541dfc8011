from datetime import timedelta

import pytest
from django.utils import timezone

from sightline.conftest import NOW
from sightline.respond.register import actions
from sightline.respond.register.conftest import QUALITY_TEAM, day, only, page, statuses, text
from sightline.respond.register.models import Ending

pytestmark = pytest.mark.django_db
ANSWERS = {
    "outcome": "improved",
    "reason": "Three quiet months",
    "evidence_text": "Autumn survey",
    "monitoring_date_day": "",
    "monitoring_date_month": "",
    "monitoring_date_year": "",
}


def test_strangers_and_providers_get_404(client, cast, shared):
    assert statuses(client, cast, page(shared, "close")) == only(*QUALITY_TEAM)


def test_it_closes(client, cast, concern):
    client.force_login(cast.north_manager)
    assert client.post(page(concern, "close"), ANSWERS)["Location"] == page(concern)
    assert concern.standings.latest("id").state == "closed"
    assert "Three quiet months" in text(client.get(page(concern)))


def test_it_is_watched_and_then_the_watch_ends(client, cast, concern):
    client.force_login(cast.north_manager)
    until = timezone.localdate() + timedelta(days=100)
    client.post(page(concern, "close"), {**ANSWERS, **day("monitoring_date", until)})
    assert concern.standings.latest("id").state == "monitoring"
    body = text(client.get(page(concern, "close")))
    assert "End the monitoring of this concern" in body
    assert "Keep watching until" not in body
    client.post(page(concern, "close"), ANSWERS)
    assert concern.standings.latest("id").state == "closed"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"outcome": ""}, "How did it end?"),
        ({"reason": ""}, "Why can it be closed?"),
        ({"evidence_text": ""}, "What evidence shows it?"),
        (day("monitoring_date", NOW.date() - timedelta(days=4000)), "must be after today"),
    ],
)
def test_wrong_answers_get_a_sentence(client, cast, concern, wrong, said):
    client.force_login(cast.north_manager)
    response = client.post(page(concern, "close"), {**ANSWERS, **wrong})
    assert response.status_code == 200
    assert said in text(response)
    assert not Ending.objects.exists()


def test_promises_that_are_not_kept_are_named(client, cast, shared):
    made = actions.agree_commitment(
        concern=shared,
        kind="commitment",
        promise="A second rota",
        evidence_expected="",
        owner_name="Director",
        owner=None,
        due_date=NOW.date(),
        by=cast.north_manager,
        at=NOW - timedelta(days=20),
    )
    client.force_login(cast.north_manager)
    body = text(client.get(page(shared, "close")))
    assert "Not everything that was promised is kept" in body
    assert made.reference in body

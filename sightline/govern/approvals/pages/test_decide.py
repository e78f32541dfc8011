import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sightline.conftest import Cast, Country
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import (
    add_document,
    approved,
    decide,
    sent_in,
    with_panel,
)
from sightline.govern.approvals.models import Approval

pytestmark = pytest.mark.django_db


def _day(name: str, day: date) -> dict[str, Any]:
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def test_decided_with_a_condition_and_what_it_rests_on(
    country: Country, cast: Cast, schools: Schools, client: Client,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    today, now = timezone.localdate(), timezone.now()
    found = sent_in(country, schools.lead, schools.first, now)
    paper = add_document(found, schools.lead)
    page = reverse("govern:approvals:decide", args=[found.reference])
    here = reverse("govern:approvals:show", args=[found.reference])
    client.force_login(cast.north_manager)
    assert "Name a panel first" in client.get(page, follow=True).content.decode()
    panel = with_panel(found, cast.north_manager, now, meets=today)
    given = {
        "outcome": "conditions", "reasons": "Sound, with one gap.",
        "deciders": [one.pk for one in panel.members.all()], "documents": [paper.pk],
        "without_readiness": "Visited.", "lead": schools.first.pk,
        f"line_{found.lines.get().pk}": 1,
        "condition_1": "A second supervisor.", "owner_1": "Manager",
        **_day("decided_date", today), **_day("review_date", today + timedelta(days=800)),
        **_day("due_1", today + timedelta(days=30)),
    }  # fmt: skip
    html = client.post(page, given).content.decode()
    assert "lasts one year at most" in html
    assert "Sound, with one gap." in html
    assert not found.decisions.exists()
    given |= _day("review_date", today + timedelta(days=300))
    html = client.post(page, given, follow=True).content.decode()
    for said in (
        "A second supervisor.",
        "Sound, with one gap.",
        "Hester Lay, Ivo Educator",
        "Induction plan",
        "Fernhill University",
        "Approved with conditions",
    ):
        assert said in html, said  # fmt: skip
    assert Approval.objects.get().state == "conditions"
    with django_assert_max_num_queries(34):
        client.get(here)


def test_a_review_starts_from_what_was_approved_last(
    country: Country, cast: Cast, schools: Schools, client: Client
) -> None:
    found = sent_in(country, schools.lead, schools.first)
    line = found.lines.get()
    page = reverse("govern:approvals:decide", args=[found.reference])
    client.force_login(cast.north_manager)
    panel = with_panel(found, cast.north_manager)

    def starts_from() -> str:
        html = client.get(page).content.decode()
        (drawn,) = re.findall(rf'<input[^>]* name="line_{line.pk}"[^>]*>', html)
        return re.findall(r' value="(\d+)"', drawn)[0]

    assert starts_from() == "2"
    decide(panel, cast.north_manager, numbers={line.pk: 1})
    with_panel(found, cast.north_manager)
    assert starts_from() == "1"


def test_a_reason_can_be_given_for_a_day_on_which_one_was_needed(
    country: Country, cast: Cast, schools: Schools, client: Client
) -> None:
    """Decided before the review date, written down after it: the limits of today do not count."""
    team, now = cast.north_manager, timezone.now()
    found = approved(
        country, schools.lead, team, schools.first, now - timedelta(days=370)
    )  # its review was due six days ago
    today = timezone.localdate()
    decided = today - timedelta(days=10)
    panel = with_panel(found, team, now, meets=decided)
    page = reverse("govern:approvals:decide", args=[found.reference])
    client.force_login(team)
    given = {
        "outcome": "approved", "reasons": "Sound.", "without_readiness": "Visited.",
        "deciders": [one.pk for one in panel.members.all()],
        f"line_{found.lines.get().pk}": 2,
        **_day("decided_date", decided), **_day("review_date", today + timedelta(days=900)),
    }  # fmt: skip
    html = client.post(page, given).content.decode()
    assert "say why you do not wait" in html
    assert 'name="why_early"' in html
    client.post(page, given | {"why_early": "The panel met early."})
    assert found.decisions.latest("pk").why_early == "The panel met early."


def test_documents_cost_no_further_queries(
    country: Country, cast: Cast, schools: Schools, client: Client
) -> None:
    found = sent_in(country, schools.lead, schools.first)
    with_panel(found, cast.north_manager)
    page = reverse("govern:approvals:decide", args=[found.reference])
    client.force_login(cast.north_manager)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            html = client.get(page).content.decode()
        assert html.count('name="documents"') == found.documents.count()
        return len(captured)

    add_document(found, schools.lead)
    queries()
    with_one = queries()
    for _ in range(5):
        add_document(found, schools.lead)
    assert queries() == with_one


def test_nobody_sits_there_yet_and_strangers(
    country: Country, cast: Cast, schools: Schools, client: Client
) -> None:
    found = sent_in(country, schools.lead, schools.first)
    with_panel(found, cast.north_manager, names=0)
    page = reverse("govern:approvals:decide", args=[found.reference])
    client.force_login(cast.north_manager)
    assert "Name who sits on the panel first" in client.get(page, follow=True).content.decode()
    for person in (schools.lead, schools.manager, cast.south_manager, cast.icb_lead):
        client.force_login(person)
        assert client.get(page).status_code == 404

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from sightline.conftest import Cast, Country
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import add_document, decide, sent_in, with_panel
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

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast, Country
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import approved

pytestmark = pytest.mark.django_db


def test_asked_and_answered(country: Country, cast: Cast, schools: Schools, client: Client) -> None:
    found = approved(country, schools.lead, cast.north_manager, schools.first)
    client.force_login(schools.second_lead)
    page = reverse("govern:approvals:ask", args=[found.reference])
    given = {
        "kind": "objection", "text": "There is no bus.", "education_provider": schools.second.pk,
    }  # fmt: skip
    html = client.post(page, given, follow=True).content.decode()
    assert "There is no bus." in html
    assert "Not answered yet" in html
    answer = reverse("govern:approvals:answer", args=[found.reference, found.questions.get().pk])
    assert client.get(answer).status_code == 404
    client.force_login(cast.north_manager)
    sent = client.post(answer, {"text": "The practice pays for taxis."}, follow=True)
    assert "The practice pays for taxis." in sent.content.decode()
    assert client.get(answer).status_code == 404
    client.force_login(cast.south_manager)
    assert client.get(page).status_code == 404

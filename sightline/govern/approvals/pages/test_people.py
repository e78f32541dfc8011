import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.joining.models import ActsFor

pytestmark = pytest.mark.django_db
PAGE = reverse("govern:approvals:people")


def test_added_and_ended_by_an_administrator(cast: Cast, schools: Schools, client: Client) -> None:
    client.force_login(cast.national)
    assert client.get(PAGE).status_code == 404
    client.force_login(cast.administrator)
    assert PAGE in client.get(reverse("people:administration")).content.decode()
    given = {"email": "nobody@example.org", "education_provider": schools.first.pk}
    assert "Nobody signs in with this address" in client.post(PAGE, given).content.decode()
    given["email"] = cast.director.email
    html = client.post(PAGE, given, follow=True).content.decode()
    assert "Dev Director acts for Fernhill University." in html
    held = ActsFor.objects.get(user=cast.director)
    client.post(PAGE, {"do": "end", "acts_for": held.pk})
    held.refresh_from_db()
    assert held.ended_at is not None

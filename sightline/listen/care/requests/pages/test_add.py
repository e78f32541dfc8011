import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.care.models import DataRequest

pytestmark = pytest.mark.django_db
URL = "/listen/care/requests/add/"
POSTED = {
    "kind": "access",
    "received_date_day": "20",
    "received_date_month": "11",
    "received_date_year": "2026",
    "name": "Lena Learner",
    "addresses": "lena@example.org\n07700 900123",
    "identity": "open",
}


def test_a_request_is_recorded_with_the_day_it_is_due(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    page = client.post(URL, POSTED, follow=True).content.decode()
    assert "The request is recorded as D-2026-0001" in page
    assert "21 December 2026" in page  # the 20th is a Sunday
    assert "Nothing is searched before it was checked who asks." in page


def test_what_cannot_be_searched_by_is_said_at_its_field(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    page = client.post(URL, POSTED | {"addresses": "somebody"}).content.decode()
    assert "This is neither an e-mail address nor a mobile number" in page
    page = client.post(URL, POSTED | {"received_date_year": "2027"}).content.decode()
    assert "There is a problem" in page
    assert not DataRequest.objects.exists()


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    client.force_login(cast.national)
    assert client.get(URL).status_code == client.post(URL, POSTED).status_code == 404

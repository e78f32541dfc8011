import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.care.factories import make_request

pytestmark = pytest.mark.django_db


def test_the_person_is_forgotten_and_the_outcome_stays(client: Client, cast: Cast) -> None:
    request = make_request(cast.administrator)
    url = f"/listen/care/requests/{request.reference}/"
    client.force_login(cast.administrator)
    assert "Lena Learner" in client.get(url).content.decode()
    page = client.post(f"{url}finish/", {"outcome": "refused"}).content.decode()
    assert "Say why the request is refused" in page
    page = client.post(f"{url}finish/", {"outcome": "given"}, follow=True).content.decode()
    assert "The request is done" in page
    assert "Lena Learner" not in page
    assert "They were given what is held" in page


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    request = make_request(cast.administrator)
    client.force_login(cast.north_manager)
    url = f"/listen/care/requests/{request.reference}/finish/"
    assert client.post(url, {"outcome": "given"}).status_code == 404

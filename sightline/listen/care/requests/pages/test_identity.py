import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.care.factories import make_request

pytestmark = pytest.mark.django_db


def test_from_then_on_it_is_searched(client: Client, cast: Cast) -> None:
    request = make_request(cast.administrator, identity="open")
    url = f"/listen/care/requests/{request.reference}/"
    client.force_login(cast.administrator)
    page = client.post(f"{url}identity/", {"identity": "document"}, follow=True).content.decode()
    assert "What was found" in page
    assert (
        "There is a problem"
        in client.post(f"{url}identity/", {"identity": "open"}).content.decode()
    )


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    request = make_request(cast.administrator, identity="open")
    client.force_login(cast.national)
    url = f"/listen/care/requests/{request.reference}/identity/"
    assert client.post(url, {"identity": "document"}).status_code == 404

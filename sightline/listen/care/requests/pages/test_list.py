import pytest
from django.test import Client

from sightline.conftest import Cast
from sightline.listen.care.factories import make_request
from sightline.listen.care.models import DataRequest

pytestmark = pytest.mark.django_db
URL = "/listen/care/requests/"


def test_overdue_requests_come_first_and_say_so(client: Client, cast: Cast) -> None:
    for _ in range(2):
        make_request(cast.administrator)
    late = make_request(cast.administrator)
    DataRequest.objects.filter(pk=late.pk).update(received_date="2026-01-05", due_date="2026-02-05")
    client.force_login(cast.administrator)
    page = client.get(URL).content.decode()
    assert page.count("Overdue") == 1
    assert page.index(late.reference) < page.index("D-2026-0001")
    assert "Lena" not in page


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    for person in (cast.national, cast.director, cast.learner):
        client.force_login(person)
        assert client.get(URL).status_code == 404

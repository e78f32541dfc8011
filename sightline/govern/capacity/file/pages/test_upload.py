import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.govern.capacity.models import CapacityFigure, CapacityFile

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
PAGE = "govern:capacity:upload"


def test_what_is_no_list_is_said_beside_the_field(cast: Cast, client: Client) -> None:
    client.force_login(cast.director)
    html = client.get(reverse(PAGE)).content.decode()
    assert "You give the actual numbers." in html
    assert "Student nurse (NUR)" in html
    file = SimpleUploadedFile("list.csv", b"a,b\n1,2\n")
    html = client.post(reverse(PAGE), {"file": file}).content.decode()
    assert "No row has the heading “Provider or site code”" in html
    assert not CapacityFile.objects.exists()
    assert not CapacityFigure.objects.exists()


def test_who_gives_no_number_uploads_none(cast: Cast, client: Client) -> None:
    for person in (cast.learner, cast.administrator):
        client.force_login(person)
        assert client.get(reverse(PAGE)).status_code == 404

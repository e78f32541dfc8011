import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sightline.conftest import Cast
from sightline.govern.files.test_actions import JOURNEY
from sightline.standards.models import FrameworkVersion, LoadedFile

pytestmark = pytest.mark.django_db
URL = "/govern/files/load/"


def send(client: Client, content: bytes, kind: str = "journey") -> str:
    file = SimpleUploadedFile("journey.yaml", content)
    return client.post(URL, {"kind": kind, "file": file}).content.decode()


def test_first_what_it_says_then_loading(
    client: Client, following: FrameworkVersion, cast: Cast
) -> None:
    client.force_login(cast.national)
    page = send(client, JOURNEY.encode())
    assert "Nothing is changed yet." in page
    assert "GP practice or network" in page
    assert not LoadedFile.objects.exists()
    page = client.post(URL, {"kind": "journey", "text": JOURNEY}, follow=True).content.decode()
    assert "GP practice or network: edition 2 is loaded." in page
    page = client.post(URL, {"kind": "journey", "text": JOURNEY}, follow=True).content.decode()
    assert "nothing to do" in page
    assert LoadedFile.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"x" * 1_000_001, "larger than 1 MB"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"PK\x03\x04", "not YAML"),
        (JOURNEY.replace('"1.3"', '"9.9"').encode(), "no known standard"),
    ],
)
def test_a_wrong_file_ends_in_a_sentence(
    client: Client, following: FrameworkVersion, cast: Cast, content: bytes, sentence: str
) -> None:
    client.force_login(cast.national)
    assert sentence in send(client, content)
    assert not LoadedFile.objects.exists()

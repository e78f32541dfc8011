from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from sightline.respond.register.conftest import only, statuses, text
from sightline.respond.register.models import IsfCategory

pytestmark = pytest.mark.django_db
LOAD = "/respond/register/categories/load/"


def test_others_get_404(client, cast):
    assert statuses(client, cast, LOAD) == only("national", "administrator")


def test_the_version_that_comes_with_it_is_loaded(client, cast):
    client.force_login(cast.administrator)
    assert client.post(LOAD, {"which": "shipped"})["Location"] == "/respond/register/categories/"
    assert client.post(LOAD, {"which": "shipped"}).status_code == 302
    assert IsfCategory.objects.count() == 5


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"version: [", "not valid YAML"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"x" * 200_001, "larger than 200 kB"),
        (b"", "empty"),
        (None, "Choose a file"),
    ],
)
def test_a_broken_file_changes_nothing_and_says_why(client, cast, content, said):
    client.force_login(cast.administrator)
    given: dict[str, Any] = {"which": "own"}
    if content is not None:
        given["file"] = SimpleUploadedFile("own.yaml", content)
    response = client.post(LOAD, given)
    assert response.status_code == 200
    assert said in text(response)
    assert not IsfCategory.objects.exists()

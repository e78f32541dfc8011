from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sightline.conftest import Cast
from sightline.standards.models import FrameworkVersion, Standard
from sightline.standards.pages.load import DATA

URL = "/standards/load/"
TEXT = (DATA / "framework-2024.yaml").read_text(encoding="utf-8")


def check(client: Client, content: bytes | None = None, which: str = "own") -> str:
    data: dict[str, Any] = {"which": which}
    if content is not None:
        data["file"] = SimpleUploadedFile("framework.yaml", content)
    answer = client.post(URL, data)
    assert answer.status_code == 200
    return answer.content.decode().split("<main", 1)[1]


def test_a_dry_run_shows_what_is_new_and_changes_nothing(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    assert client.get(URL).status_code == 200
    page = check(client, TEXT.encode())
    assert "A new version with 6 domains and 49 standards" in page
    assert "Nothing is changed yet." in page
    assert not FrameworkVersion.objects.exists()


def test_then_it_is_loaded_and_loading_again_is_nothing_to_do(client: Client, cast: Cast) -> None:
    client.force_login(cast.national)
    answer = client.post(URL, {"text": TEXT.replace("\n", "\r\n")})
    assert answer["Location"] == "/standards/?version=2024"
    assert Standard.objects.count() == 49
    assert "There is nothing to do." in check(client, TEXT.encode())
    assert "There is nothing to do." in check(client, which="2024")


def test_the_shipped_versions_can_be_chosen(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    for year in ("2021", "2024"):
        assert f"Education Quality Framework {year}" in check(client, which=year)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "Choose a file"),
        (b"", "file is empty"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"x" * 1_000_001, "larger than 1 MB"),
        (TEXT.replace("standards: 49", "standards: 50").encode(), "50 standards are expected"),
        (b"PK\x03\x04", "not YAML"),
    ],
)
def test_a_wrong_file_ends_in_a_sentence(
    client: Client, cast: Cast, content: bytes | None, sentence: str
) -> None:
    client.force_login(cast.administrator)
    assert sentence in check(client, content)


def test_a_changed_wording_is_refused_in_both_steps(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    client.post(URL, {"text": TEXT})
    changed = TEXT.replace("Anyone can raise", "Nobody can raise")
    assert "A loaded wording is never changed" in check(client, changed.encode())
    page = client.post(URL, {"text": changed}, follow=True).content.decode()
    assert "Nothing was loaded." in page


def test_a_new_version_is_laid_beside_the_one_before(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    client.post(URL, {"text": TEXT.replace("from: 2024-04-01", "from: 2024-04-01\nto: 2027-03-31")})
    changed = TEXT.replace('code: "2024"', 'code: "2027"').replace("2024-04-01", "2027-04-01")
    changed = changed.replace("Anyone can raise a concern", "Everybody can raise a concern")
    page = check(client, changed.encode())
    assert "How it differs from the 2024 version" in page
    assert "Other words: 1" in page
    assert "Same number, same words: 48" in page


@pytest.mark.parametrize("who", ["north_manager", "icb_lead", "director", "learner"])
def test_others_get_a_404(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(URL).status_code == 404
    assert client.post(URL, {"text": TEXT}).status_code == 404
    assert not FrameworkVersion.objects.exists()

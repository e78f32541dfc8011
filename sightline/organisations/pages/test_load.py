"""Choosing a file: only administrators, and every fault is said beside its field."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from sightline.base.models import ServiceState
from sightline.conftest import Cast
from sightline.organisations.models import OdsLoad, Organisation
from sightline.organisations.ods.factories import as_bytes, trust

pytestmark = pytest.mark.django_db
URL = "/organisations/load/"
NEW = as_bytes([trust("ZN003", "NEW TRUST")])
STRANGERS = [
    "national",
    "north_manager",
    "icb_lead",
    "director",
    "learner",
]


def post(client: Client, data: bytes | None = NEW, **changed: str) -> Any:
    fields: dict[str, Any] = {
        "kind": "trusts",
        "file_date_0": "8",
        "file_date_1": "7",
        "file_date_2": "2026",
        "file_date_day": "8",
        "file_date_month": "7",
        "file_date_year": "2026",
        **changed,
    }
    if data is not None:
        fields["file"] = SimpleUploadedFile("etr.csv", data, content_type="text/csv")
    return client.post(URL, fields)


@pytest.mark.parametrize("who", STRANGERS)
def test_a_stranger_gets_404(client: Client, cast: Cast, who: str) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(URL).status_code == 404
    assert post(client).status_code == 404
    assert not OdsLoad.objects.exists()


def test_a_file_leads_to_its_dry_run(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    assert client.get(URL).content.decode().count("<h1") == 1
    response = post(client)
    load = OdsLoad.objects.get()
    assert response["Location"] == f"/organisations/dry-run/{load.pk}/"
    assert not Organisation.objects.filter(code="ZN003").exists()
    assert "etr.csv" in client.get(URL).content.decode()


def test_a_large_file_goes_over_the_disk_and_is_read_alike(
    client: Client, cast: Cast, settings: Any
) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    client.force_login(cast.administrator)
    assert post(client).status_code == 302
    assert OdsLoad.objects.get().counts["add"] == 1


@pytest.mark.parametrize(
    ("data", "changed", "sentence"),
    [
        (None, {}, "Choose the file"),
        (b"", {}, "The file is empty"),
        (b"PK\x03\x04 and so on", {}, "This is a zip file or an Excel workbook"),
        (NEW, {"kind": ""}, "Which list is it?"),
        (NEW, {"kind": "practices"}, "does not look like the list of GP practices"),
        (NEW, {"file_date_year": "", "file_date_2": ""}, "must include a year"),
        (NEW, {"file_date_year": "2400", "file_date_2": "2400"}, "must be on or before"),
    ],
)
def test_every_fault_is_said_and_nothing_is_stored(
    client: Client, cast: Cast, data: bytes | None, changed: dict[str, str], sentence: str
) -> None:
    client.force_login(cast.administrator)
    response = post(client, data, **changed)
    shown = response.content.decode()
    assert response.status_code == 200
    assert "There is a problem" in shown
    assert sentence in shown
    assert not OdsLoad.objects.exists()


def test_real_lists_are_refused_among_made_up_data(client: Client, cast: Cast) -> None:
    ServiceState.objects.create(holds=ServiceState.Holds.MADE_UP)
    client.force_login(cast.administrator)
    assert "This database holds made-up data" in post(client).content.decode()

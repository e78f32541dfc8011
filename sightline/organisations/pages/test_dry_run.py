"""What a file would change is shown, applied once, and can be downloaded."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from sightline.conftest import NOW, Cast, Country
from sightline.organisations.actions import rename
from sightline.organisations.models import OdsLoad, Organisation
from sightline.organisations.ods import actions
from sightline.organisations.ods.factories import as_file, trust
from sightline.organisations.words import LoadKind

pytestmark = pytest.mark.django_db

LINES = [
    trust("ZN003", "NEW HOSPITAL"),
    trust("ZN001", "ALDERMOOR AND FENWICK", icb="QN2", closed="20260630"),
    trust("ZN009", "UNKNOWN ICB", icb="Q74"),
    trust("ZW001", "WELSH", region="W00"),
]


@pytest.fixture
def load(country: Country) -> OdsLoad:
    return actions.make_dry_run(
        file=as_file(LINES),
        kind=LoadKind.TRUSTS,
        source_name="etr.csv",
        file_date=date(2026, 7, 8),
        by=None,
        at=NOW,
    )


@pytest.mark.parametrize("who", ["national", "north_manager", "icb_lead", "director", "learner"])
def test_a_stranger_gets_404(client: Client, cast: Cast, load: OdsLoad, who: str) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(f"/organisations/dry-run/{load.pk}/").status_code == 404
    assert client.post(f"/organisations/dry-run/{load.pk}/").status_code == 404
    assert not Organisation.objects.filter(code="ZN003").exists()


def test_an_unknown_load_is_404(client: Client, cast: Cast) -> None:
    client.force_login(cast.administrator)
    assert client.get("/organisations/dry-run/999/").status_code == 404


def test_everything_is_shown(client: Client, cast: Cast, load: OdsLoad) -> None:
    client.force_login(cast.administrator)
    shown = client.get(f"/organisations/dry-run/{load.pk}/").content.decode()
    assert shown.count("<h1") == 1
    for text in (
        "New Hospital",
        "Aldermoor and Fenwick",
        "Northdale ICB",
        "1 July 2026",
        "Its integrated care board “Q74” is not known.",
        "It is in Wales.",
        "Bexmoor Hospitals",
        "Apply these changes",
    ):
        assert text in shown


def test_applying_is_done_once(client: Client, cast: Cast, load: OdsLoad) -> None:
    client.force_login(cast.administrator)
    url = f"/organisations/dry-run/{load.pk}/"
    shown = client.post(url, follow=True).content.decode()
    assert "etr.csv was applied" in shown
    assert "What this file changed" in shown
    assert "Apply these changes" not in shown
    assert Organisation.objects.filter(code="ZN003").count() == 1
    assert "already" in client.post(url, follow=True).content.decode()


def test_what_is_out_of_date_is_refused_in_words(
    client: Client, cast: Cast, load: OdsLoad, country: Country
) -> None:
    rename(organisation=country.trust, name="Other", from_date=date(2026, 1, 1), by=None, at=NOW)
    client.force_login(cast.administrator)
    shown = client.post(f"/organisations/dry-run/{load.pk}/", follow=True).content.decode()
    assert "have changed since this dry run" in shown
    assert not Organisation.objects.filter(code="ZN003").exists()


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_everything_can_be_downloaded(client: Client, cast: Cast, load: OdsLoad, form: str) -> None:
    client.force_login(cast.administrator)
    response: Any = client.get(f"/organisations/dry-run/{load.pk}/?format={form}")
    data = b"".join(response.streaming_content)
    if form == "csv":
        lines = data.decode("utf-8-sig").splitlines()
        assert lines[0] == "Line,Code,What,Before or name,After or reason"
        # One in error, one added, four changes, one left out, two not in the file.
        assert len(lines) == 1 + 1 + 1 + 4 + 1 + 2
    else:
        assert data.startswith(b"PK")


def test_the_number_of_queries_does_not_grow(
    client: Client, cast: Cast, country: Country, django_assert_max_num_queries: Any
) -> None:
    many = actions.make_dry_run(
        file=as_file([trust(f"{n:03X}", "TRUST") for n in range(150)]),
        kind=LoadKind.TRUSTS,
        source_name="etr.csv",
        file_date=date(2026, 7, 8),
        by=None,
        at=NOW,
    )
    client.force_login(cast.administrator)
    with django_assert_max_num_queries(8):
        shown = client.get(f"/organisations/dry-run/{many.pk}/").content.decode()
    assert "The first 100 of 150 are shown." in shown

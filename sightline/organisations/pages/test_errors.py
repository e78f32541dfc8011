"""The file of rows in error can be mended and loaded again as it is."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from django.test import Client

from sightline.conftest import NOW, Cast, Country
from sightline.organisations.models import OdsLoad
from sightline.organisations.ods import actions, storing
from sightline.organisations.ods.factories import as_bytes, trust
from sightline.organisations.words import LoadKind

pytestmark = pytest.mark.django_db


def made(data: bytes, kind: LoadKind = LoadKind.TRUSTS) -> OdsLoad:
    return actions.make_dry_run(
        file=io.BytesIO(data),
        kind=kind,
        source_name="list.csv",
        file_date=date(2026, 7, 8),
        by=None,
        at=NOW,
    )


def errors_file(client: Client, user: Any, load: OdsLoad) -> bytes:
    client.force_login(user)
    response: Any = client.get(f"/organisations/dry-run/{load.pk}/errors/")
    assert "rows-in-error.csv" in response["Content-Disposition"]
    return b"".join(response.streaming_content)


def test_a_stranger_gets_404(client: Client, cast: Cast, country: Country) -> None:
    load = made(as_bytes([trust("ZN9", "ONE", opened="x")]))
    for user in (cast.national, cast.north_manager, cast.director, cast.learner):
        client.force_login(user)
        assert client.get(f"/organisations/dry-run/{load.pk}/errors/").status_code == 404


def test_mended_rows_are_loaded_as_the_file_is(
    client: Client, cast: Cast, country: Country
) -> None:
    load = made(
        as_bytes(
            [
                trust("ZN3", "FINE"),
                trust("ZN4", "=cmd|'/C calc'!A0", opened="20260231"),
                trust("ZN5", "UNKNOWN", icb="Q74"),
            ]
        )
    )
    data = errors_file(client, cast.administrator, load)
    rows = list(csv.reader(io.StringIO(data.decode())))
    assert [row[0] for row in rows] == ["ZN4", "ZN5"]
    assert rows[0][1].startswith("'=")
    assert rows[1][27] == "Line 3: Its integrated care board “Q74” is not known."
    mended = data.replace(b"20260231", b"20260228").replace(b"Q74", b"QN1", 1)
    plan = storing.plan(made(mended).plan)
    assert [(row.code, row.name) for row in plan.adds] == [
        ("ZN4", "=cmd|'/C calc'!A0"),
        ("ZN5", "Unknown"),
    ]
    assert plan.errors == []


def test_a_list_with_headings_keeps_them(client: Client, cast: Cast, country: Country) -> None:
    load = made(b"site_code,name,trust_code\r\nZN001B,Site,ZZ9\r\nZN001C,Site\r\n", LoadKind.SITES)
    data = errors_file(client, cast.administrator, load)
    mended = data.replace(b'"ZZ9"', b'"ZN001"').replace(
        b'"ZN001C","Site",""', b'"ZN001C","B","ZN001"'
    )
    plan = storing.plan(made(mended, LoadKind.SITES).plan)
    assert [row.code for row in plan.adds] == ["ZN001B", "ZN001C"]

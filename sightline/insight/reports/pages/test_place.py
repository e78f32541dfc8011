from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import Cast
from sightline.trail.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rounds")]
STARTS = {"pdf": b"%PDF", "docx": b"PK", "pptx": b"PK", "slides": b"PK"}


def page(level: str, code: str) -> str:
    return reverse("insight:reports:place", args=[level, code])


@pytest.mark.parametrize("format", STARTS)
def test_a_director_downloads_their_own_and_it_is_noted(
    format: str, cast: Cast, client: Client
) -> None:
    client.force_login(cast.director)
    answer = client.get(page("provider", "ZN001"), {"format": format})
    assert answer.status_code == 200
    assert answer.getvalue().startswith(STARTS[format])
    name = answer["Content-Disposition"]
    assert "made-up-" in name
    assert "zn001" in name
    entry = Entry.objects.get(action="insight.reports.note_taken")
    assert (entry.by, entry.reference, entry.is_internal) == (cast.director, "ZN001", True)


def test_only_of_places_in_the_patch(cast: Cast, client: Client) -> None:
    for person, seen in (
        ("national", {"ENG", "YN1", "QN1", "ZN001", "ZS001"}),
        ("north_manager", {"YN1", "QN1", "ZN001"}),
        ("icb_lead", {"QN1", "ZN001"}),
        ("director", {"ZN001"}),
        ("learner", set()),
    ):
        client.force_login(getattr(cast, person))
        for level, code in (
            ("nation", "ENG"), ("region", "YN1"), ("icb", "QN1"),
            ("provider", "ZN001"), ("provider", "ZS001"),
        ):  # fmt: skip
            for asked in ({}, {"format": "slides"}):
                status = client.get(page(level, code), asked).status_code
                assert (status == 200) is (code in seen), (person, code, status)


def test_what_there_is_no_file_of(cast: Cast, client: Client) -> None:
    client.force_login(cast.national)
    assert client.get(page("region", "YN1"), {"format": "pdf"}).status_code == 404
    assert client.get(page("provider", "ZN001"), {"format": "exe"}).status_code == 404
    assert client.get(page("site", "ZN001A")).status_code == 404
    assert client.get(page("provider", "ZN001"), {"round": "1999"}).status_code == 404


def test_the_page_leads_to_each_file(
    cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(cast.director)
    with django_assert_max_num_queries(10):
        html = client.get(page("provider", "ZN001")).content.decode()
    for format in STARTS:
        assert f"?format={format}" in html
    client.force_login(cast.north_manager)
    html = client.get(page("region", "YN1")).content.decode()
    assert "format=pdf" not in html
    assert reverse("insight:reports:runs") + "?place=YN1" in html
    html = client.get(page("provider", "ZN001"), {"round": "2025"}).content.decode()
    assert "round=2025&amp;format=pdf" in html


def test_a_report_takes_a_fixed_number_of_queries(
    cast: Cast, client: Client, django_assert_max_num_queries: Any
) -> None:
    client.force_login(cast.director)
    client.get(page("provider", "ZN001"), {"format": "pdf"})
    with django_assert_max_num_queries(22):
        client.get(page("provider", "ZN001"), {"format": "pdf"})

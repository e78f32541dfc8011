from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sightline.conftest import Cast, Country
from sightline.listen.care.factories import EMAIL, hold_something, make_request
from sightline.listen.care.models import DataRequest
from sightline.listen.news.models import NewsAddress

pytestmark = pytest.mark.django_db


def url(request: DataRequest) -> str:
    return f"/listen/care/requests/{request.reference}/"


def test_it_says_by_class_what_was_found_and_what_nobody_can_find(
    client: Client, cast: Cast, country: Country
) -> None:
    hold_something(country, cast)
    request = make_request(cast.administrator)
    client.force_login(cast.administrator)
    page = client.get(url(request)).content.decode()
    for said in (
        "Invitations to surveys",
        "What they raised, named or in confidence",
        "What somebody raised anonymously",
        "Nobody can tell which answers are theirs",
    ):
        assert said in page
    assert "The rota changed at night." not in page
    assert "The rota changed at night." not in client.get(url(request)).content.decode()


def test_a_request_that_is_overdue_says_so(client: Client, cast: Cast) -> None:
    request = make_request(cast.administrator)
    DataRequest.objects.filter(pk=request.pk).update(
        received_date="2026-01-05", due_date="2026-02-05"
    )
    client.force_login(cast.administrator)
    assert "This request is overdue" in client.get(url(request)).content.decode()


def test_it_costs_the_same_however_much_is_found(
    client: Client, cast: Cast, country: Country
) -> None:
    request = make_request(cast.administrator)
    client.force_login(cast.administrator)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url(request)).status_code == 200
        return len(captured)

    hold_something(country, cast)
    before = count()
    places: list[Any] = [country.other_trust, country.southern_trust, country.practice]
    for place in places:
        NewsAddress.objects.create(address=EMAIL, organisation=place, asked_date="2026-11-24")
    assert count() == before


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    request = make_request(cast.administrator)
    for person in (cast.national, cast.north_manager, cast.director, cast.learner):
        client.force_login(person)
        assert client.get(url(request)).status_code == 404
    client.force_login(cast.administrator)
    assert client.get("/listen/care/requests/D-2026-0999/").status_code == 404

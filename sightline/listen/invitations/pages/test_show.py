from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sightline.conftest import NOW, Cast
from sightline.listen.invitations.factories import invite, row
from sightline.listen.rounds.models import Collection

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("person", ["south_manager", "director", "icb_lead", "learner"])
def test_strangers_are_told_nothing(
    person: str, asked: Collection, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    page = client.get(reverse("listen:invitations:show", args=[asked.pk]))
    assert page.status_code == 404


def test_everything_that_can_be_done_stands_on_one_page(
    asked: Collection, cast: Cast, client: Client
) -> None:
    client.force_login(cast.north_manager)
    html = client.get(reverse("listen:invitations:show", args=[asked.pk])).content.decode()
    for said in ("Upload a roster", "Send or plan messages", "Print cards", "open link"):
        assert said in html
    assert "Text messages are not set up here" in html
    assert "E-mail is not set up here" not in html
    assert "learner1@example.org" not in html


def test_the_page_asks_as_many_queries_for_many_as_for_few(
    asked: Collection, cast: Cast, client: Client, django_assert_num_queries: object
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.force_login(cast.north_manager)
    address = reverse("listen:invitations:show", args=[asked.pk])
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(address)
    invite(asked, [row(number) for number in range(100, 140)], cast.north_manager, NOW)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sightline.commitments import actions
from sightline.commitments.models import Commitment
from sightline.conftest import Cast, Country

pytestmark = pytest.mark.django_db


def test_the_list_is_scoped_filtered_and_downloaded(
    commitment: Commitment, cast: Cast, client: Client
) -> None:
    client.force_login(cast.director)
    address = reverse("commitments:list")
    assert "C-2026-0001" in client.get(address).content.decode()
    assert "C-2026-0001" not in client.get(address, {"status": "kept"}).content.decode()
    file = client.get(address, {"format": "csv"}).getvalue().decode("utf-8-sig")
    assert "Every <b>shift</b> has a named supervisor." in file
    assert client.get(address, {"format": "xlsx"}).status_code == 200
    client.force_login(cast.south_manager)
    assert "C-2026-0001" not in client.get(address).content.decode()


def test_queries_do_not_grow_with_the_list(
    commitment: Commitment,
    country: Country,
    cast: Cast,
    client: Client,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    client.force_login(cast.north_manager)
    address = reverse("commitments:list")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(20):
        actions.agree(
            kind="commitment",
            organisation=country.other_trust,
            programme=country.surgery,
            promise="Another",
            evidence_expected="",
            owner_name="A person",
            owner=None,
            because_kind="concern",
            because_reference="Q-2026-0002",
            measures=[],
            standards=[],
            due_date=timezone.localdate(),
            by=cast.north_manager,
            at=timezone.now(),
        )
    with django_assert_num_queries(len(few)):
        client.get(address)

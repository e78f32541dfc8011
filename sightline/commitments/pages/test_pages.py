from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from sightline.commitments import actions
from sightline.commitments.models import Check, Commitment, Proof
from sightline.conftest import Cast, Country

pytestmark = pytest.mark.django_db


def page(name: str, commitment: Commitment) -> str:
    return reverse(f"commitments:{name}", args=[commitment.reference])


@pytest.fixture
def commitment(country: Country, cast: Cast) -> Commitment:
    return actions.agree(
        kind="commitment",
        organisation=country.trust,
        programme=None,
        promise="Every <b>shift</b> has a named supervisor.",
        evidence_expected="Rotas",
        owner_name="Dr A Head",
        owner=None,
        because_kind="concern",
        because_reference="Q-2026-0001",
        measures=[],
        standards=[],
        due_date=timezone.localdate() + timedelta(days=30),
        by=cast.north_manager,
        at=timezone.now(),
    )


@pytest.mark.parametrize("name", ["show", "prove", "check", "due"])
@pytest.mark.parametrize("person", ["south_manager", "other_director", "learner", "administrator"])
def test_strangers_are_told_nothing(
    name: str, person: str, commitment: Commitment, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(name, commitment)).status_code == 404


def test_whoever_is_not_signed_in_is_asked_to(commitment: Commitment, client: Client) -> None:
    response = client.get(page("show", commitment))
    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/?next=")


def test_the_page_says_who_what_when_and_why(
    commitment: Commitment, cast: Cast, client: Client
) -> None:
    client.force_login(cast.icb_lead)
    html = client.get(page("show", commitment)).content.decode()
    for text in ("Dr A Head", "Aldermoor Hospitals", "Q-2026-0001", "Rotas", "No proof"):
        assert text in html
    assert "Every &lt;b&gt;shift&lt;/b&gt;" in html
    assert "Send proof" not in html


def test_the_provider_proves_and_the_region_checks(
    commitment: Commitment, cast: Cast, client: Client
) -> None:
    today = timezone.localdate()
    client.force_login(cast.director)
    sent = client.post(
        page("prove", commitment),
        {
            "text": "The rotas are attached.",
            "done_date_day": today.day,
            "done_date_month": today.month,
            "done_date_year": today.year,
        },
    )
    assert sent.status_code == 302
    proof = Proof.objects.get()
    assert client.get(page("check", commitment)).status_code == 404
    client.force_login(cast.north_manager)
    assert "The rotas are attached." in client.get(page("check", commitment)).content.decode()
    client.post(
        page("check", commitment),
        {"proof": proof.pk, "outcome": "accepted", "reason": "Seen."},
    )
    assert Check.objects.get().outcome == "accepted"
    assert "Kept" in client.get(page("show", commitment)).content.decode()


def test_a_proof_that_was_not_read_is_not_accepted(
    commitment: Commitment, cast: Cast, client: Client
) -> None:
    actions.send_proof(
        commitment=commitment,
        text="Newer",
        done_date=timezone.localdate(),
        by=cast.director,
        at=timezone.now(),
    )
    client.force_login(cast.north_manager)
    response = client.post(
        page("check", commitment), {"proof": 0, "outcome": "accepted", "reason": "Seen."}
    )
    assert "Newer proof has been sent" in response.content.decode()
    assert not Check.objects.exists()


def test_a_date_in_the_past_is_refused_with_a_sentence(
    commitment: Commitment, cast: Cast, client: Client
) -> None:
    client.force_login(cast.north_manager)
    response = client.post(
        page("due", commitment),
        {"due_date_day": 1, "due_date_month": 1, "due_date_year": 2020, "reason": "x"},
    )
    html = response.content.decode()
    assert response.status_code == 200
    assert "There is a problem" in html
    assert "New due date" in html


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

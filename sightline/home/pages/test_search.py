from typing import Any

import pytest
from django.test import Client

from sightline.conftest import Cast, Country
from sightline.home.conftest import Records
from sightline.organisations import search as folding
from sightline.organisations.models import Organisation


@pytest.fixture
def searchable(country: Country) -> None:
    """The search text as the loaders would leave it."""
    for one in Organisation.objects.all():
        one.search_text = f"|{folding.folded(one.code)}|{folding.folded(one.name)}|"
        one.save()


def found(client: Client, words: str) -> str:
    answer = client.get("/search/", {"q": words})
    assert answer.status_code == 200
    return answer.content.decode().split("<main", 1)[1]


def test_everything_in_the_patch_is_found_and_nothing_else(
    client: Client, cast: Cast, records: Records, searchable: None
) -> None:
    client.force_login(cast.north_manager)
    page = found(client, "supervis")
    assert f"{records.concern.reference}: Supervision falls short" in page
    assert f"{records.proved.reference}: Name a supervisor" in page
    assert "Y-2026-0001" in page
    assert "3.1 Supervision fits the learner." in page
    assert records.southern.reference not in page
    assert "Aldermoor Hospitals" in found(client, "aldermoor")
    assert "Calverton" not in found(client, "calverton").split("</form>", 1)[1]


@pytest.mark.parametrize("who", ["director", "icb_lead", "learner", "administrator"])
def test_what_is_not_shared_is_not_found(
    client: Client, cast: Cast, records: Records, who: str
) -> None:
    client.force_login(getattr(cast, who))
    page = found(client, "falls short")
    assert records.concern.reference not in page
    assert found(client, records.concern.reference).count(records.concern.reference) == 2


@pytest.mark.parametrize("words", ["Q-2026-0001", "q-2026-0001", "  q-2026-0001 "])
def test_a_reference_leads_straight_there(
    client: Client, cast: Cast, records: Records, words: str
) -> None:
    client.force_login(cast.north_manager)
    answer = client.get("/search/", {"q": words})
    assert answer["Location"] == "/respond/register/Q-2026-0001/"


def test_every_kind_of_reference_leads_there(client: Client, cast: Cast, records: Records) -> None:
    client.force_login(cast.north_manager)
    for reference, path in (
        (records.overdue.reference, "/commitments/"),
        ("Y-2026-0002", "/listen/replies/"),
    ):
        answer = client.get("/search/", {"q": reference})
        assert answer["Location"] == f"{path}{reference}/"


@pytest.mark.parametrize("words", ["", " ", "a", "\x00", "%", "_"])
def test_too_little_is_said(client: Client, cast: Cast, words: str) -> None:
    client.force_login(cast.north_manager)
    assert "Enter at least 2 letters or digits." in found(client, words)


@pytest.mark.parametrize("words", ["zzzz", "%%", "__", "'; DROP TABLE --", "<b>zzz</b>", "x" * 500])
def test_nothing_found_is_said(
    client: Client, cast: Cast, records: Records, words: str, searchable: None
) -> None:
    client.force_login(cast.north_manager)
    page = found(client, words)
    assert "Nothing was found that you may see." in page
    assert "<b>zzz" not in page


def test_one_has_to_sign_in(client: Client, cast: Cast) -> None:
    assert client.get("/search/?q=ab")["Location"] == "/sign-in/?next=/search/%3Fq%3Dab"


def test_the_number_of_queries_does_not_grow(
    client: Client, cast: Cast, records: Records, django_assert_max_num_queries: Any
) -> None:
    client.force_login(cast.national)
    with django_assert_max_num_queries(16):
        client.get("/search/", {"q": "er"})

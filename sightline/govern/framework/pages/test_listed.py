from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sightline.assess import factories as assess
from sightline.assess.places import Level, Place
from sightline.commitments import actions as commitments
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.respond.register import factories as register
from sightline.respond.requests import actions as requests
from sightline.standards.models import FrameworkVersion

pytestmark = pytest.mark.django_db
URL = "/govern/framework/2026/"


@pytest.fixture
def concern(country: Country, cast: Cast, framework: FrameworkVersion) -> Any:
    first = framework.standards.get(number="1.1")
    return register.raise_concern(country.trust, cast.north_manager, NOW, standards=[first])


def test_everything_that_is_counted_is_listed_by_name(
    client: Client, concern: Any, country: Country, framework: FrameworkVersion, cast: Cast,
    following: FrameworkVersion,
) -> None:  # fmt: skip
    first = framework.standards.get(number="1.1")
    place = Place(Level.ORGANISATION, country.trust)
    said = assess.evidence(place, [first], cast.north_manager, NOW, title="Seen on a visit")
    judged = assess.judgement(
        place, first, [assess.item(said)], cast.north_manager, NOW, outcome="partly"
    )
    asked = requests.ask_for_review(
        place=place, standards=[first], reason="Look.", because_reference="",
        by=cast.north_manager, at=NOW,
    )  # fmt: skip
    promise = commitments.agree(
        kind="commitment", organisation=country.trust, programme=None, promise="A new rota.",
        evidence_expected="", owner_name="The manager", owner=None, because_kind="concern",
        because_reference=concern.reference, measures=[], standards=[first],
        due_date=TODAY + timedelta(days=30), by=cast.north_manager, at=NOW,
    )  # fmt: skip
    first.measures.create(survey="learner-survey", code="LS01", kind="item", label="Valued here")
    client.force_login(cast.north_manager)
    page = client.get(URL).content.decode()
    for kind, words, href in (
        ("concerns", concern.title, f"/respond/register/{concern.reference}/"),
        ("judgements", judged.reference, f"/assess/judgements/{judged.reference}/"),
        ("evidence", "Seen on a visit", f"/assess/evidence/{said.reference}/"),
        ("commitments", "A new rota.", f"/commitments/{promise.reference}/"),
        ("requests", "Look.", f"/respond/requests/{asked.reference}/"),
        ("measures", "LS01 Valued here", "/insight/region/YN1/item/LS01/"),
    ):
        assert f"{URL}{kind}/" in page, kind
        listed = client.get(f"{URL}{kind}/").content.decode()
        assert words in listed, kind
        assert href in listed, kind
        one = client.get(f"{URL}{kind}/", {"standard": "1.1"}).content.decode()
        assert words in one, kind
        other = client.get(f"{URL}{kind}/", {"standard": "3.1"}).content.decode()
        assert words not in other, kind
    for kind in ("items", "indicators", "returns"):
        assert client.get(f"{URL}{kind}/").status_code == 200
    assert "/standards/regulators/" in page


def test_queries_of_a_list_do_not_grow(
    client: Client, country: Country, cast: Cast, following: FrameworkVersion,
    framework: FrameworkVersion, django_assert_num_queries: Any,
) -> None:  # fmt: skip
    def add() -> None:
        register.raise_concern(
            country.trust, cast.north_manager, NOW, standards=list(framework.standards.all())
        )

    add()
    client.force_login(cast.north_manager)
    client.get(f"{URL}concerns/")
    with CaptureQueriesContext(connection) as first:
        client.get(f"{URL}concerns/")
    for _ in range(4):
        add()
    with django_assert_num_queries(len(first)):
        client.get(f"{URL}concerns/")


@pytest.mark.parametrize("who", ["icb_lead", "director", "learner"])
def test_strangers_get_a_404(
    client: Client, following: FrameworkVersion, cast: Cast, who: str
) -> None:
    client.force_login(getattr(cast, who))
    assert client.get(f"{URL}concerns/").status_code == 404


def test_what_is_not_there_is_a_404(
    client: Client, following: FrameworkVersion, cast: Cast
) -> None:
    client.force_login(cast.national)
    assert client.get(f"{URL}hats/").status_code == 404
    assert client.get("/govern/framework/2024/concerns/").status_code == 404
    assert client.get("/govern/framework/1999/concerns/").status_code == 404

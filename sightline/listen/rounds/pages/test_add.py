from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sightline.conftest import Cast
from sightline.listen.rounds.factories import make_notice, make_version
from sightline.listen.rounds.models import Collection

pytestmark = pytest.mark.django_db
URL = "/listen/rounds/add/"


def posted(**fields: Any) -> dict[str, Any]:
    first = timezone.localdate() + timedelta(days=3)
    last = first + timedelta(days=20)
    return {
        "name": "Autumn survey",
        "access": "both",
        "sampling": "everybody",
        "notice": make_notice().pk,
        **{f"opens_on_{part}": getattr(first, part) for part in ("day", "month", "year")},
        **{f"closes_on_{part}": getattr(last, part) for part in ("day", "month", "year")},
        **fields,
    }


def test_a_whole_questionnaire_is_prepared_for_some(client: Client, cast: Cast) -> None:
    version = make_version(cast.national)
    client.force_login(cast.north_manager)
    client.post(
        URL,
        posted(
            version=version.pk, place="YN1", organisations=["QN1"], providers="zn002",
            professions=["NUR"], sampling="random", sample_size=100,
        ),
    )  # fmt: skip
    collection = Collection.objects.get()
    assert collection.place is not None
    assert collection.place.code == "YN1"
    assert collection.population == {
        "organisations": ["QN1", "ZN002"],
        "programmes": [],
        "professions": ["NUR"],
    }
    assert (collection.sampling, collection.sample_size) == ("random", 100)
    assert collection.state == "draft"


def test_the_smallest_groups_of_a_round(client: Client, cast: Cast) -> None:
    version = make_version(cast.national)
    client.force_login(cast.north_manager)
    given = {"version": version.pk, "place": "YN1"}
    said = client.post(URL, posted(**given, threshold_inside=4)).content.decode()
    assert "no group of fewer than 5 inside" in said
    assert not Collection.objects.exists()
    page = client.post(URL, posted(**given, threshold_inside=9, threshold_public=25), follow=True)
    collection = Collection.objects.get()
    assert (collection.round.threshold_inside, collection.round.threshold_public) == (9, 25)
    said = page.content.decode()
    assert "9 inside the service, 25 in public" in said
    assert "Groups from 9 inside, 25 in public." in said  # who did what
    client.post(URL, posted(**given, name="Another"))  # nothing given: the service's own
    assert Collection.objects.latest("pk").round.threshold_public == 10


def test_drafts_other_places_and_missing_names_are_refused(client: Client, cast: Cast) -> None:
    draft = make_version(cast.national, published=False)
    published = make_version(cast.national)
    client.force_login(cast.north_manager)

    def said(**fields: Any) -> str:
        return client.post(URL, posted(**fields)).content.decode()

    assert "Select one of the answers listed" in said(version=draft.pk, place="YN1")
    assert "Select one of the answers listed" in said(version=published.pk, place="YS1")
    assert "Select one of the answers listed" in said(version=published.pk, place="England")
    assert "Give the survey a name" in said(version=published.pk, place="YN1", name="")
    outside = said(version=published.pk, place="YN1", providers="ZS001")
    assert "Calverton Hospitals is not in North" in outside
    assert "There is no provider with the code XX" in said(
        version=published.pk, place="YN1", providers="XX"
    )
    assert not Collection.objects.exists()


def test_a_stranger_gets_404(client: Client, cast: Cast) -> None:
    client.force_login(cast.director)
    assert client.get(URL).status_code == client.post(URL).status_code == 404

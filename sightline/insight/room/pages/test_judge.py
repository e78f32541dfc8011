from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess import factories
from sightline.assess.judgements.models import Judgement
from sightline.assess.places import Place
from sightline.conftest import NOW, TODAY, Cast
from sightline.standards.models import Standard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]


def page(place: Place) -> str:
    return reverse("insight:room:judge", args=[*place.arguments, "3.1"])


def filled(cited: list[str], **changes: Any) -> dict[str, Any]:
    days = {
        f"{name}_{part}": getattr(TODAY, part) + (1 if (name, part) == ("next", "year") else 0)
        for name in ("decided_date", "next_review_date")
        for part in ("day", "month", "year")
    }
    days["next_review_date_year"] = TODAY.year + 1
    return {
        "cited": cited,
        "outcome": "assured",
        "confidence": "moderate",
        "reasons": "Two voices say the same.",
        "made_by": "Nora North",
        "dissent": "",
        "supersedes": "",
        **days,
        **changes,
    }


@pytest.mark.parametrize("person", ["director", "icb_lead", "south_manager", "learner"])
def test_strangers_get_404(
    person: str, place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    client.force_login(getattr(cast, person))
    assert client.get(page(place)).status_code == 404
    assert client.post(page(place), filled([])).status_code == 404


def test_a_judgement_is_recorded_with_what_it_cites(
    place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    visit = factories.evidence(place, [standard], cast.north_manager, NOW)
    rated = factories.self_rating(place, standard, "met", cast.director, NOW)
    client.force_login(cast.north_manager)
    html = client.get(page(place)).content.decode()
    assert "What the visit found" in html
    refused = client.post(page(place), filled([rated.reference])).content.decode()
    assert "needs at least two voices" in refused
    assert "Two voices say the same." in refused
    client.post(page(place), filled([visit.reference, rated.reference]))
    first = Judgement.objects.get()
    assert {one.key for one in first.cited.all()} == {visit.reference, rated.reference}
    late = client.post(page(place), filled([visit.reference, rated.reference])).content.decode()
    assert "after you opened this page" in late
    client.post(
        page(place),
        filled([visit.reference], outcome="partly", supersedes=first.reference),
    )
    assert Judgement.objects.get(superseded_by=None).supersedes == first


def test_what_does_not_apply_is_not_judged(
    place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    from sightline.assess.applicable import actions

    actions.set_aside(place=place, standard=standard, reason="No.", by=cast.director, at=NOW)
    client.force_login(cast.north_manager)
    assert client.get(page(place)).status_code == 404

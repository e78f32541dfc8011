from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess import factories
from sightline.assess.judgements.models import Judgement
from sightline.assess.places import Place
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.listen.forums import factories as forums
from sightline.respond.register import factories as register
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


def test_who_signed_in_again_in_another_window_finds_their_reasons_on_the_page(
    place: Place, standard: Standard, cast: Cast
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.north_manager)
    [whose] = re.findall(
        r'name="shown_to" value="([^"]*)"', client.get(page(place)).content.decode()
    )
    client.force_login(cast.north_manager)
    told = filled([], reasons="Written for <i>an hour</i>.", shown_to=whose)
    assert client.post(page(place), told)["Location"] == page(place)
    html = client.get(page(place)).content.decode()
    assert "Written for &lt;i&gt;an hour&lt;/i&gt;." in html
    assert "not saved yet" in html
    assert not Judgement.objects.exists()
    assert client.post(page(place), told | {"shown_to": "made up"}).status_code == 403


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


def test_what_the_provider_may_not_see_is_not_shown_to_it_because_it_is_cited(
    place: Place, standard: Standard, country: Country, cast: Cast, client: Client
) -> None:
    """Concerns that are not shared, and what was said in forums of a region or the nation."""
    by = cast.north_manager
    visit = factories.evidence(place, [standard], by, NOW)
    about: Any = {"standards": [standard], "source": "educator"}
    kept = register.raise_concern(country.trust, by, NOW, title="Kept to ourselves", **about)
    shared = register.raise_concern(
        country.trust, by, NOW, title="Told to them", share=True, **about
    )
    said = [
        forums.point(
            forums.meeting(forums.forum(where, by, NOW), by, NOW), by, NOW,
            standards=[standard], place=country.trust, text=text,
        )
        for where, text in ((country.north, "Heard in the region."), (country.trust, "Heard here."))
    ]  # fmt: skip
    client.force_login(by)
    cited = [
        visit.reference,
        *(f"concern:{one.reference}" for one in (kept, shared)),
        *(f"forum:{one.reference}" for one in said),
    ]
    client.post(page(place), filled(cited, outcome="partly"))
    made = Judgement.objects.get()
    assert made.cited.count() == 5
    pages = [
        reverse("assess:judgements:show", args=[made.reference]),
        reverse("insight:room:standard", args=[*place.arguments, "3.1"]),
    ]
    for person, sees in ((by, True), (cast.director, False), (cast.icb_lead, False)):
        client.force_login(person)
        for address in pages:
            html = client.get(address).content.decode()
            assert "Told to them" in html
            assert "Heard here." in html
            assert ("Kept to ourselves" in html) is sees
            assert ("Heard in the region." in html) is sees

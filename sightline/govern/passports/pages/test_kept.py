from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess.places import Place
from sightline.conftest import NOW, Cast
from sightline.govern.conftest import Ask, Say
from sightline.govern.passports.models import FrozenPassport
from sightline.govern.passports.test_actions import freeze
from sightline.insight.conftest import text_of
from sightline.standards.models import FrameworkVersion, Standard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
PAGE = "govern:passports:kept"


def test_strangers_get_404_and_internal_copies_stay_inside(
    place: Place, cast: Cast, client: Client
) -> None:
    shared = freeze(place, cast.north_manager)
    inside = freeze(place, cast.north_manager, audience="quality")
    for person in ("south_manager", "other_director", "learner", "administrator"):
        client.force_login(getattr(cast, person))
        for name in (PAGE, "govern:passports:kept_file"):
            assert client.get(reverse(name, args=[shared.reference])).status_code == 404
    for person in ("director", "icb_lead"):
        client.force_login(getattr(cast, person))
        assert client.get(reverse(PAGE, args=[shared.reference])).status_code == 200
        assert client.get(reverse(PAGE, args=[inside.reference])).status_code == 404


def test_it_is_shown_exactly_as_it_was(
    place: Place, standard: Standard, framework: FrameworkVersion, cast: Cast, client: Client,
    say: Say, django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    say(20)
    made = freeze(place, cast.director, NOW + timedelta(minutes=1))
    client.force_login(cast.director)
    page = reverse(PAGE, args=[made.reference])
    before = text_of(client.get(page).content.decode())
    say(50, at=NOW + timedelta(hours=1))
    Standard.objects.filter(version=framework).update(wording="Worded anew.")
    FrameworkVersion.objects.update(name="Another framework")
    place.organisation.name = "Another name"
    place.organisation.save()
    client.force_login(cast.director)
    after = text_of(client.get(page).content.decode())
    assert after == before
    assert "20 (from 1 September 2026)" in after
    assert "Supervision fits the learner." in after
    with django_assert_max_num_queries(5):
        client.get(page)


def test_a_copy_that_was_tampered_with_says_so(
    place: Place, cast: Cast, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = freeze(place, cast.director)
    client.force_login(cast.director)
    page = reverse(PAGE, args=[made.reference])
    assert "Its fingerprint does not fit" not in client.get(page).content.decode()
    monkeypatch.setattr(FrozenPassport, "is_as_it_was", False)
    assert "Its fingerprint does not fit" in client.get(page).content.decode()


def test_a_copy_leads_to_its_decision_and_not_to_what_somebody_typed(
    place: Place, cast: Cast, client: Client, ask: Ask, say: Say
) -> None:
    say()
    request = ask()
    client.force_login(cast.director)
    html = client.get(reverse(PAGE, args=[request.passport.reference])).content.decode()
    assert f"/govern/expansions/{request.reference}/" in html
    typed = freeze(place, cast.director, for_reference="X-of our own")
    html = client.get(reverse(PAGE, args=[typed.reference])).content.decode()
    assert "X-of our own" in html
    assert "/govern/expansions/" not in html


def test_the_file_of_a_copy(place: Place, cast: Cast, client: Client) -> None:
    made = freeze(place, cast.director)
    client.force_login(cast.director)
    answer = client.get(reverse("govern:passports:kept_file", args=[made.reference]))
    assert answer.content.startswith(b"%PDF-")
    assert b"pdfuaid:part" in answer.content

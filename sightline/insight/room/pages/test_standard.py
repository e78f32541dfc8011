from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from sightline.assess import factories
from sightline.assess.places import Place
from sightline.conftest import NOW, TODAY, Cast
from sightline.insight.conftest import text_of
from sightline.standards.models import FrameworkVersion, Standard

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("at_now")]
PAGE = "insight:room:standard"


def test_strangers_and_unknown_standards_get_404(
    place: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    for person in ("south_manager", "other_director", "learner"):
        client.force_login(getattr(cast, person))
        assert client.get(reverse(PAGE, args=[*place.arguments, "3.1"])).status_code == 404
    client.force_login(cast.north_manager)
    assert client.get(reverse(PAGE, args=[*place.arguments, "9.9"])).status_code == 404


def test_every_voice_has_a_column_and_internal_things_stay_inside(
    ward: Place, standard: Standard, cast: Cast, client: Client
) -> None:
    factories.evidence(ward, [standard], cast.north_manager, NOW, title="Seen on the ward")
    inside = factories.evidence(
        ward, [standard], cast.north_manager, NOW, audience="internal", title="Kept inside",
        kind="learner_account",
    )  # fmt: skip
    rated = factories.self_rating(ward, standard, "met", cast.director, NOW)
    factories.judgement(
        ward, standard, [factories.item(inside), factories.item(rated)], cast.north_manager, NOW
    )
    page = reverse(PAGE, args=[*ward.arguments, "3.1"])
    client.force_login(cast.north_manager)
    said = text_of(client.get(page).content.decode())
    for words in ("Seen on the ward", "Kept inside", "Silent: nothing is known.", "Judge again",
                  "Points to met, moderate", "GMC S3.1"):  # fmt: skip
        assert words in said, words
    client.force_login(cast.director)
    said = text_of(client.get(page).content.decode())
    assert "Seen on the ward" in said
    assert "Kept inside" not in said
    assert "Judge again" not in said


def test_a_judgement_that_is_overtaken_says_so_here_as_on_its_tile(
    ward: Place,
    standard: Standard,
    cast: Cast,
    client: Client,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rated = factories.self_rating(ward, standard, "met", cast.director, NOW)
    factories.judgement(
        ward, standard, [factories.item(rated)], cast.north_manager, NOW, outcome="provider_says"
    )
    client.force_login(cast.north_manager)
    pages = (
        reverse(PAGE, args=[*ward.arguments, "3.1"]),
        reverse("insight:room:place", args=ward.arguments),
    )
    for page in pages:
        assert "Look again" not in text_of(client.get(page).content.decode())
    later, today = NOW + timedelta(days=2), TODAY + timedelta(days=2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    factories.evidence(
        ward, [standard], cast.north_manager, later,
        period_from=today, period_to=today, received_date=today,
    )  # fmt: skip
    client.force_login(cast.north_manager)
    for page in pages:
        said = text_of(client.get(page).content.decode())
        assert "Look again There is newer evidence." in said


def test_what_waits_under_an_earlier_wording_is_said_with_who_decides(
    place: Place, framework: FrameworkVersion, following: FrameworkVersion, cast: Cast,
    client: Client,
) -> None:  # fmt: skip
    reworded = framework.standards.get(number="1.2")
    rated = factories.self_rating(place, reworded, "met", cast.director, NOW)
    made = factories.judgement(
        place, reworded, [factories.item(rated)], cast.north_manager, NOW, outcome="provider_says"
    )
    for person, may_decide in (("national", True), ("director", False)):
        client.force_login(getattr(cast, person))
        html = client.get(reverse(PAGE, args=[*place.arguments, "1.2"])).content.decode()
        said = text_of(html)
        assert "1 piece of evidence and a judgement under the earlier wording wait" in said
        assert reverse("assess:judgements:show", args=[made.reference]) in html
        assert "Silence" not in said
        assert "Nobody has judged this standard here yet" not in said
        assert ("/standards/succession/2026/" in html) == may_decide
        assert ("The national team decides" in said) != may_decide
        html = client.get(reverse("insight:room:place", args=place.arguments)).content.decode()
        said = text_of(html)
        assert "Said only under the earlier wording" in said
        assert "1 piece of evidence and a judgement under the earlier wording wait" in said
        assert "1 standard has a new wording" in said
        assert ("/standards/succession/2026/" in html) == may_decide

"""A concern that begins with what somebody raised: both know of each other, each in its scope."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sightline.access.roles import Role
from sightline.conftest import NOW, Cast, Country, make_user
from sightline.listen.voices import actions as voices
from sightline.listen.voices.factories import make_voice
from sightline.listen.voices.models import Voice
from sightline.respond.register.models import Concern
from sightline.standards.models import FrameworkVersion, Standard

WORDS = "My very own words about it"


@pytest.fixture(autouse=True)
def own_key(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


def address(voice: Voice, code: str = "ZN001") -> str:
    return f"/respond/register/raise/?from={voice.number}&organisation={code}"


def sent(**other: Any) -> dict[str, Any]:
    review = timezone.localdate() + timedelta(days=30)
    return {
        "title": "Alone at night",
        "summary": "Learners work alone at night.",
        "source": "learner",
        "evidence_text": "Raised with the quality team.",
        "standards": [str(Standard.objects.first().pk)],  # type: ignore[union-attr]
        "likelihood": "4",
        "impact": "4",
        "next_review_date_day": str(review.day),
        "next_review_date_month": str(review.month),
        "next_review_date_year": str(review.year),
        "share": "yes",
        "answer_to_person": "We have taken it up.",
    } | other


def test_the_case_and_the_concern_lead_to_each_other(
    client: Client, country: Country, cast: Cast, framework: FrameworkVersion
) -> None:
    voice = make_voice(country.trust, programme=country.surgery, what_happened=WORDS)
    client.force_login(cast.north_manager)
    page = client.get(address(voice) + "&about=organisation")
    assert page.status_code == 200
    lane, form = page.text.split("</form>")[-2].split('name="title"')
    assert WORDS in lane
    assert WORDS not in form  # never copied into what the provider may read
    answer = client.post(address(voice) + "&about=organisation", sent(owner=cast.north_manager.pk))
    concern = Concern.objects.get()
    assert answer["Location"] == f"/respond/register/{concern.reference}/"
    found = Voice.objects.get()
    assert (found.outcome, found.concern_reference) == ("concern", concern.reference)
    assert found.messages.get(lane="shared").text == "We have taken it up."
    assert voice.number in client.get(f"/respond/register/{concern.reference}/").text
    assert concern.reference in client.get(f"/listen/voices/{voice.number}/").text
    # The provider sees the concern, and nothing of the case.
    client.force_login(cast.director)
    text = client.get(f"/respond/register/{concern.reference}/").text
    assert "Alone at night" in text
    for hidden in (voice.number, WORDS, "We have taken it up."):
        assert hidden not in text
    assert client.get(address(voice)).status_code == 404


def test_both_or_neither(
    client: Client, country: Country, cast: Cast, framework: FrameworkVersion
) -> None:
    voice = make_voice(country.trust)
    client.force_login(cast.north_manager)
    where = address(voice) + "&about=organisation"
    page = client.post(where, sent(owner=cast.north_manager.pk, answer_to_person=""))
    assert "What do we tell the person who raised it?" in page.text
    assert not Concern.objects.exists()
    voices.triage(voice=voice, outcome="signpost", answer="x", reason="", by=cast.national, at=NOW)
    assert client.post(where, sent(owner=cast.north_manager.pk)).status_code == 404
    assert not Concern.objects.exists()


def test_a_restricted_case_is_404_for_the_team_and_its_concern_does_not_name_it(
    client: Client, country: Country, cast: Cast, framework: FrameworkVersion
) -> None:
    voice = make_voice(country.trust, names_individual=True)
    for stranger in (cast.north_manager, cast.south_manager):
        client.force_login(stranger)
        assert client.get(address(voice)).status_code == 404
    client.force_login(cast.national)
    where = address(voice) + "&about=organisation"
    assert client.get(where).status_code == 200
    assert voice.openings.count() == 1
    client.post(where, sent(owner=cast.national.pk))
    concern = Concern.objects.get()
    client.force_login(cast.north_manager)
    assert voice.number not in client.get(f"/respond/register/{concern.reference}/").text
    handler = make_user("Rhoda Restricted", Role.RESTRICTED_CASES, country.north)
    client.force_login(handler)
    assert client.get(f"/respond/register/{concern.reference}/").status_code == 404

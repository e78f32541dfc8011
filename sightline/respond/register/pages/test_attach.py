"""What somebody raised becomes part of a concern that is there already."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from sightline.conftest import NOW, Cast, Country
from sightline.listen.voices.factories import make_voice
from sightline.listen.voices.models import Voice
from sightline.respond.register import actions
from sightline.respond.register.factories import raise_concern
from sightline.respond.register.models import Concern, Evidence
from sightline.standards.models import FrameworkVersion

pytestmark = pytest.mark.usefixtures("framework")
WORDS = "My very own words about it"


@pytest.fixture(autouse=True)
def own_key(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


@pytest.fixture
def concern(country: Country, cast: Cast, framework: FrameworkVersion) -> Concern:
    return raise_concern(country.trust, cast.north_manager, NOW)


def sent(concern: Concern, **other: str) -> dict[str, str]:
    return {
        "concern": concern.reference,
        "evidence_text": "Another learner told us the same.",
        "answer_to_person": "It is part of what we look into.",
        **other,
    }


def address(voice: Voice) -> str:
    return f"/respond/register/attach/?from={voice.number}"


def test_a_case_is_added_to_a_concern_and_the_person_is_told(
    client: Client, country: Country, cast: Cast, concern: Concern
) -> None:
    voice = make_voice(country.trust, what_happened=WORDS)
    client.force_login(cast.north_manager)
    assert address(voice) in client.get(f"/listen/voices/{voice.number}/").text
    page = client.get(address(voice)).text
    assert concern.title in page
    answer = client.post(address(voice), sent(concern))
    assert answer["Location"] == f"/respond/register/{concern.reference}/"
    found = Voice.objects.get()
    assert (found.outcome, found.concern_reference) == ("concern", concern.reference)
    assert found.messages.get(lane="shared").text == "It is part of what we look into."
    new = Evidence.objects.filter(concern=concern).latest("pk")
    assert (new.text, new.is_internal) == ("Another learner told us the same.", True)
    text = client.get(f"/respond/register/{concern.reference}/").text
    assert voice.number in text
    # Once it is taken up it cannot be again.
    assert client.get(address(voice)).status_code == 404


def test_the_provider_learns_nothing_of_it(
    client: Client, country: Country, cast: Cast, concern: Concern
) -> None:
    actions.share(concern=concern, by=cast.north_manager, at=timezone.now())
    voice = make_voice(country.trust, what_happened=WORDS)
    client.force_login(cast.north_manager)
    client.post(address(voice), sent(concern))
    client.force_login(cast.director)
    text = client.get(f"/respond/register/{concern.reference}/").text
    for hidden in (voice.number, WORDS, "Another learner told us the same."):
        assert hidden not in text


def test_only_open_concerns_of_the_place_are_offered(
    client: Client, country: Country, cast: Cast, concern: Concern
) -> None:
    elsewhere = raise_concern(country.southern_trust, cast.national, NOW, title="Far away")
    closed = raise_concern(country.trust, cast.north_manager, NOW, title="Long closed")
    actions.close(
        concern=closed,
        outcome="resolved",
        reason="It is mended.",
        evidence_text="A visit.",
        monitoring_date=None,
        by=cast.north_manager,
        at=timezone.now(),
    )
    voice = make_voice(country.trust)
    client.force_login(cast.national)
    page = client.get(address(voice)).text
    assert concern.title in page
    for other in (elsewhere, closed):
        assert other.title not in page
        assert "Which concern?" in client.post(address(voice), sent(other)).text
    assert not Voice.objects.get().concern_reference
    missing = client.post(address(voice), sent(concern, answer_to_person=""))
    assert "What do we tell the person who raised it?" in missing.text
    assert Evidence.objects.filter(concern=concern).count() == 1


def test_a_closed_concern_is_refused_with_both_left_alone(
    country: Country, cast: Cast, concern: Concern
) -> None:
    actions.close(
        concern=concern,
        outcome="resolved",
        reason="It is mended.",
        evidence_text="A visit.",
        monitoring_date=None,
        by=cast.north_manager,
        at=NOW,
    )
    voice = make_voice(country.trust)
    with pytest.raises(actions.CannotAttach, match="closed"):
        actions.attach_voice(
            voice=voice,
            concern=concern,
            evidence_text="x",
            answer="y",
            by=cast.north_manager,
            at=NOW,
        )
    assert not Voice.objects.get().concern_reference


def test_strangers_get_404(client: Client, country: Country, cast: Cast, concern: Concern) -> None:
    voice = make_voice(country.trust)
    restricted = make_voice(country.trust, names_individual=True)
    for person, case in (
        (cast.south_manager, voice),
        (cast.director, voice),
        (cast.north_manager, restricted),
    ):
        client.force_login(person)
        assert client.get(address(case)).status_code == 404
    client.force_login(cast.north_manager)
    assert client.get("/respond/register/attach/").status_code == 404

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from sightline.assess import factories
from sightline.assess.places import Level, Place
from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, Cast, Country
from sightline.govern.conftest import Say
from sightline.govern.passports import actions, blocks
from sightline.govern.passports.models import FrozenPassport
from sightline.govern.passports.words import Audience
from sightline.respond.register import factories as register
from sightline.standards.models import FrameworkVersion, Standard
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=1)


def freeze(place: Place, by: Any, at: Any = NOW, **changes: Any) -> FrozenPassport:
    said: dict[str, Any] = {"for_what": "A panel", "for_reference": "", "by": by, "at": at}
    return actions.freeze(place=place, **{**said, **changes})


def test_a_copy_stays_as_it_was_when_everything_changed(
    place: Place, standard: Standard, cast: Cast, say: Say, framework: FrameworkVersion
) -> None:
    say(20)
    visit = factories.evidence(place, [standard], cast.north_manager, NOW)
    before = freeze(place, cast.director, LATER)
    kept = before.content
    rated = factories.self_rating(place, standard, "met", cast.director, LATER)
    cited = [factories.item(visit), factories.item(rated)]
    factories.judgement(place, standard, cited, cast.north_manager, LATER)
    say(50, at=LATER)
    register.raise_concern(
        place.organisation, cast.north_manager, LATER, standards=[standard], share=True,
        title="A new concern",
    )  # fmt: skip
    Standard.objects.filter(version=framework).update(wording="Worded anew.")
    after = freeze(place, cast.director, LATER + timedelta(days=1))
    found = FrozenPassport.objects.get(pk=before.pk)
    assert found.content == kept
    assert found.is_as_it_was
    assert "Supervision fits the learner." in str(found.content)
    for words in ("Worded anew.", "A new concern", "Met, assured", "50 (from"):
        assert words not in str(found.content)
        assert words in str(after.content), words
    assert (found.framework, found.wording) == (framework, 1)


def test_what_is_not_shared_does_not_get_into_a_copy(
    place: Place, ward: Place, standard: Standard, country: Country, cast: Cast
) -> None:
    """Whoever freezes it: the copy shows what the place itself may see."""
    by = cast.north_manager
    for one, part in ((place, {}), (ward, {"level": "environment", "environment": country.ward})):
        register.raise_concern(
            country.trust, by, NOW, standards=[standard], title="Kept to ourselves", **part
        )
        register.raise_concern(
            country.trust, by, NOW, standards=[standard], title="Told to them", share=True, **part
        )
        factories.evidence(
            one, [standard], by, NOW, audience="internal", title="Kept inside", kind="visit"
        )
    for one in (place, ward):
        for person in (cast.north_manager, cast.national, cast.director, cast.icb_lead):
            said = str(freeze(one, person, LATER).content)
            assert "Told to them" in said
            assert "Kept" not in said
        inside = freeze(one, by, LATER, audience=Audience.QUALITY)
        assert "Kept to ourselves" in str(inside.content)
        assert "Kept inside" in str(inside.content)
        for person, sees in ((by, True), (cast.director, False), (cast.icb_lead, False)):
            seen = FrozenPassport.objects.visible_to(person)
            assert seen.filter(pk=inside.pk).exists() is sees


def test_evidence_that_is_not_shared_does_not_count_in_a_copy(
    place: Place, standard: Standard, cast: Cast
) -> None:
    factories.evidence(place, [standard], cast.north_manager, NOW, audience="internal")
    assert "One voice" not in str(freeze(place, cast.north_manager, LATER).content)
    inside = freeze(place, cast.north_manager, LATER, audience=Audience.QUALITY)
    assert "One voice" in str(inside.content)


def test_who_may_freeze_and_what(place: Place, country: Country, cast: Cast) -> None:
    for person in (cast.south_manager, cast.other_director, cast.learner, cast.administrator):
        with pytest.raises(NotPermitted):
            freeze(place, person)
        assert not FrozenPassport.objects.visible_to(person).exists()
    with pytest.raises(NotPermitted):
        freeze(place, cast.director, audience=Audience.QUALITY)
    with pytest.raises(actions.CannotFreeze, match="provider, a site"):
        freeze(Place(Level.SYSTEM, country.north_icb), cast.north_manager)
    with pytest.raises(actions.CannotFreeze, match="Say what"):
        freeze(place, cast.director, for_what=" ")
    with pytest.raises(actions.CannotFreeze, match="for whom"):
        freeze(place, cast.director, audience="press")
    made = freeze(place, cast.director)
    assert (made.reference, made.audience) == ("QP-2026-0001", "place")
    assert Entry.objects.get(action="govern.passports.freeze").reference == made.reference


def test_the_database_keeps_copies(place: Place, cast: Cast) -> None:
    freeze(place, cast.director)
    for change in (
        lambda: FrozenPassport.objects.update(content={}),
        lambda: FrozenPassport.objects.update(digest=""),
        lambda: FrozenPassport.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
            change()


def test_a_changed_copy_would_be_seen(place: Place, cast: Cast) -> None:
    made = freeze(place, cast.director)
    made.content["note"] = "All is well."
    assert not made.is_as_it_was
    assert blocks.digest({"b": 1, "a": 2}) == blocks.digest({"a": 2, "b": 1})

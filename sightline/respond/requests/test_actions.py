from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from sightline.assess.places import Level, Place
from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, Cast, Country
from sightline.respond.requests import actions
from sightline.respond.requests.models import ReviewRequest

pytestmark = pytest.mark.django_db


def ask(country: Country, by: Any, reason: str = "Sources disagree.") -> ReviewRequest:
    return actions.ask_for_review(
        place=Place(Level.ORGANISATION, country.trust), standards=[], reason=reason,
        because_reference="", by=by, at=NOW,
    )  # fmt: skip


def test_a_review_is_asked_for_and_answered_once(country: Country, cast: Cast) -> None:
    with pytest.raises(actions.CannotRequest, match="Say why"):
        ask(country, cast.north_manager, " ")
    for person in (cast.director, cast.icb_lead, cast.south_manager):
        with pytest.raises(NotPermitted):
            ask(country, person)
    made = ask(country, cast.north_manager)

    def answer(**other: Any) -> Any:
        said: dict[str, Any] = {"outcome": "planned", "reason": "In May.", "at": NOW}
        return actions.answer(request=made, by=cast.north_manager, **{**said, **other})

    with pytest.raises(actions.CannotRequest, match="Choose what"):
        answer(outcome="maybe")
    with pytest.raises(actions.CannotRequest, match="Say why"):
        answer(reason="")
    assert answer().outcome == "planned"
    with pytest.raises(actions.CannotRequest, match="already"):
        answer()
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        ReviewRequest.objects.update(reason="Other.")


def test_only_quality_teams_see_it(country: Country, cast: Cast) -> None:
    made = ask(country, cast.north_manager)
    for person, sees in (
        (cast.north_manager, True), (cast.national, True), (cast.director, False),
        (cast.icb_lead, False), (cast.south_manager, False),
    ):  # fmt: skip
        assert ReviewRequest.objects.visible_to(person).filter(pk=made.pk).exists() is sees

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, Cast, Country
from sightline.listen.silence import actions, queries
from sightline.listen.silence.conftest import measures
from sightline.listen.silence.models import NoAction
from sightline.results.models import Dataset

pytestmark = pytest.mark.django_db


def standing(dataset: Dataset, country: Country) -> tuple[list[str], list[str]]:
    """What is silent and what is left to settle at the trust."""
    (found,) = queries.standings(dataset, queries.at_provider(country.trust))
    assert list(found.low) == ["LS01", "LS02", "LS03"]
    return list(found.silent), list(found.unsettled)


def test_every_low_item_is_silent_until_somebody_says_something(
    dataset: Dataset, country: Country, promise: Callable[..., object], sign: Callable[..., object]
) -> None:
    assert standing(dataset, country) == (["LS01", "LS02", "LS03"], ["LS01", "LS02", "LS03"])
    promise("LS01")
    assert standing(dataset, country) == (["LS02", "LS03"], ["LS02", "LS03"])
    sign("LS02", "LS03")
    assert standing(dataset, country) == ([], [])


def test_what_is_taken_back_is_silent_again(
    dataset: Dataset, country: Country, cast: Cast, sign: Callable[..., NoAction]
) -> None:
    signed = sign("LS01", "LS02", "LS03")
    with pytest.raises(Refusal, match="Say why"):
        actions.take_back(no_action=signed, reason=" ", by=cast.north_manager, at=NOW)
    actions.take_back(no_action=signed, reason="A plan is made.", by=cast.north_manager, at=NOW)
    assert len(standing(dataset, country)[0]) == 3
    with pytest.raises(Refusal, match="already"):
        actions.take_back(no_action=signed, reason="Again.", by=cast.north_manager, at=NOW)


def test_who_may_sign_and_what_is_no_reason(dataset: Dataset, country: Country, cast: Cast) -> None:
    def sign(**changes: object) -> NoAction:
        given = {
            "organisation": country.trust,
            "programme": None,
            "dataset": dataset,
            "measures": measures("LS01"),
            "reason": "The ward closes in spring, and its learners move.",
            "by": cast.north_manager,
            "at": NOW,
        } | changes
        return actions.sign(**given)  # type: ignore[arg-type]

    for person in (cast.director, cast.south_manager, cast.icb_lead, cast.learner):
        with pytest.raises(NotPermitted):
            sign(by=person)
    with pytest.raises(Refusal, match="Say why"):
        sign(reason="n/a")
    with pytest.raises(Refusal, match="at least one"):
        sign(measures=[])
    assert sign().reference == "N-2026-0001"


def test_a_signed_decision_cannot_be_changed(sign: Callable[..., NoAction]) -> None:
    sign("LS01")
    for change in (
        lambda: NoAction.objects.update(reason="Another reason."),
        lambda: NoAction.measures.through.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

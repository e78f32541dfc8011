from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import DatabaseError, transaction

from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, Cast, Country
from sightline.organisations.models import Organisation
from sightline.respond.rounds import actions, queries, rules
from sightline.respond.rounds.models import RoundStep
from sightline.results.models import Dataset

pytestmark = pytest.mark.django_db


def test_a_round_is_closed_only_when_nothing_is_left(
    dataset: Dataset,
    country: Country,
    cast: Cast,
    promise: Callable[..., object],
    sign: Callable[..., object],
) -> None:
    def close(place: Organisation) -> RoundStep:
        return actions.close(
            dataset=dataset,
            organisation=place,
            note="",
            by=cast.north_manager,
            at=NOW,
        )

    promise("LS01")
    for place in (country.trust, country.north):
        with pytest.raises(rules.StillSilent, match="2 low results have neither") as refusal:
            close(place)
        assert refusal.value.left == (
            "Aldermoor Hospitals: Feedback is useful",
            "Aldermoor Hospitals: Would recommend this placement",
        )
    assert not RoundStep.objects.exists()
    sign("LS02", "LS03")
    assert close(country.trust).low == 3
    with pytest.raises(Refusal, match="closed here already"):
        close(country.trust)
    assert queries.is_closed(dataset, country.trust)
    assert not queries.is_closed(dataset, country.north)
    close(country.north)


def test_it_is_opened_again_with_a_reason_and_both_stay(
    dataset: Dataset, country: Country, cast: Cast, sign: Callable[..., object]
) -> None:
    sign("LS01", "LS02", "LS03")
    where = {"dataset": dataset, "organisation": country.trust, "by": cast.north_manager, "at": NOW}
    with pytest.raises(Refusal, match="not closed"):
        actions.open_again(**where, reason="New facts.")  # type: ignore[arg-type]
    actions.close(**where, note="Agreed at the board.")  # type: ignore[arg-type]
    with pytest.raises(Refusal, match="Say why"):
        actions.open_again(**where, reason=" ")  # type: ignore[arg-type]
    actions.open_again(**where, reason="New facts.")  # type: ignore[arg-type]
    history = queries.history(dataset, country.trust)
    assert [(one.kind, one.reason) for one in history] == [
        ("closed", "Agreed at the board."),
        ("opened", "New facts."),
    ]
    for change in (
        lambda: RoundStep.objects.update(reason="Another."),
        lambda: RoundStep.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_only_the_quality_team_of_the_place_closes(
    dataset: Dataset, country: Country, cast: Cast
) -> None:
    for person in (cast.south_manager, cast.director, cast.icb_lead):
        with pytest.raises(NotPermitted):
            actions.close(dataset=dataset, organisation=country.trust, note="", by=person, at=NOW)

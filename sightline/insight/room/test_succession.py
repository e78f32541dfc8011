"""What was said under an old version of the framework, read under the next."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sightline.assess import factories
from sightline.assess.applicable import actions as applicable
from sightline.assess.evidence.items import Item
from sightline.assess.evidence.models import Evidence
from sightline.assess.judgements.models import Judgement
from sightline.assess.places import Place
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.insight.room import queries
from sightline.insight.room.words import Sufficiency
from sightline.respond.register import factories as register
from sightline.standards.models import FrameworkVersion, Standard
from sightline.standards.succession import actions as succession
from sightline.standards.succession import queries as succession_queries

pytestmark = pytest.mark.django_db


def tiles(place: Place, cast: Cast) -> dict[str, Any]:
    found = queries.room(place, cast.north_manager, TODAY)
    assert found is not None
    return {one.standard.number: one for one in found.tiles}


def judged(place: Place, of: Standard, items: list[Item], cast: Cast, **more: Any) -> Judgement:
    """On the provider's word alone."""
    return factories.judgement(
        place, of, items, cast.north_manager, NOW, outcome="provider_says", **more
    )


def decide(old: Standard, into: FrameworkVersion, follows: list[str], cast: Cast) -> None:
    succession.decide(
        old=old, into=into, follows=follows, reason="Read side by side.", by=cast.national, at=NOW
    )


def test_it_counts_where_somebody_said_that_it_follows_and_keeps_its_wording(
    place: Place, standard: Standard, following: FrameworkVersion, cast: Cast, country: Country
) -> None:
    said = factories.self_rating(place, standard, "met", cast.director, NOW)
    register.raise_concern(
        country.trust, cast.north_manager, NOW, standards=[standard], source="visit"
    )
    judged(place, standard, [factories.item(said)], cast)
    before = tiles(place, cast)
    assert set(before) == {"1.1", "1.2", "1.3"}
    assert {one.weighed.sufficiency for one in before.values()} == {Sufficiency.SILENT}
    assert {one.judgement for one in before.values()} == {None}
    decide(standard, following, ["1.2"], cast)
    after = tiles(place, cast)
    assert after["1.2"].weighed.voices == {"provider", "visits"}
    assert after["1.1"].weighed.sufficiency == Sufficiency.SILENT
    # The judgement stands, in the words in which it was made.
    assert after["1.2"].judgement.standard == standard
    assert after["1.2"].judgement.standard.wording == "Supervision fits the learner."
    assert "in other words" in after["1.2"].look_again
    items = queries.items(place, cast.north_manager, TODAY, "1.2")
    assert {one.kind for one in items} == {"self_assessment", "concern"}
    assert {number for one in items for number in one.standards} == {"1.2"}


def test_what_waits_for_a_decision_is_no_silence_and_counts_nowhere(
    place: Place, framework: FrameworkVersion, following: FrameworkVersion, cast: Cast
) -> None:
    """1.2 is worded anew, 1.1 has another number; 3.1 is gone, so nothing follows it."""
    reworded = framework.standards.get(number="1.2")
    said = factories.self_rating(place, reworded, "met", cast.director, NOW)
    judged(place, reworded, [factories.item(said)], cast)
    renumbered = framework.standards.get(number="1.1")
    factories.evidence(place, [renumbered], cast.north_manager, NOW, audience="internal")
    gone = framework.standards.get(number="3.1")
    factories.evidence(place, [gone], cast.north_manager, NOW)
    found = tiles(place, cast)
    assert {one.weighed.sufficiency for one in found.values()} == {Sufficiency.SILENT}
    assert {one.judgement for one in found.values()} == {None}
    assert found["1.1"].waits is None
    assert found["1.1"].heard == "Silence: nobody has said anything"
    waits = found["1.2"].waits
    assert (waits.items, waits.judgement.standard) == (1, reworded)
    assert found["1.2"].heard == "Said only under the earlier wording"
    assert waits.says == (
        "1 piece of evidence and a judgement under the earlier wording wait for a decision on what "
        "follows it. Not counted until then."
    )
    assert "1 piece of evidence under the earlier wording waits" in found["1.3"].waits.says
    # What only the quality team sees is not given away by its number.
    seen = queries.room(place, cast.director, TODAY)
    assert seen is not None
    assert [one.standard.number for one in seen.tiles if one.waits] == ["1.2"]
    decide(reworded, following, ["1.2"], cast)
    decide(renumbered, following, [], cast)
    after = tiles(place, cast)
    assert {one.waits for one in after.values()} == {None}
    assert after["1.2"].weighed.voices == {"provider"}
    assert after["1.3"].heard == "Silence: nobody has said anything"


def test_queries_do_not_grow_with_what_waits(
    place: Place, framework: FrameworkVersion, following: FrameworkVersion, cast: Cast,
    django_assert_num_queries: Any,
) -> None:  # fmt: skip
    reworded = framework.standards.get(number="1.2")
    viewer, lineage = cast.north_manager, succession_queries.lineage(following)
    factories.evidence(place, [reworded], viewer, NOW)
    queries.waits(place, viewer, TODAY, lineage)
    with CaptureQueriesContext(connection) as first:
        queries.waits(place, viewer, TODAY, lineage)
    for _ in range(4):
        factories.evidence(place, list(framework.standards.all()), viewer, NOW)
    with django_assert_num_queries(len(first)):
        assert queries.waits(place, viewer, TODAY, lineage)["1.2"].items == 5
    for one in framework.standards.all():
        decide(one, following, [], cast)
    decided = succession_queries.lineage(following)
    with django_assert_num_queries(0):
        assert queries.waits(place, viewer, TODAY, decided) == {}


def test_a_provider_speaks_once_through_both_versions(
    place: Place, standard: Standard, following: FrameworkVersion, cast: Cast
) -> None:
    factories.self_rating(place, standard, "met", cast.director, NOW)
    decide(standard, following, ["1.2"], cast)
    anew = following.standards.get(number="1.2")
    now = factories.self_rating(place, anew, "partly", cast.director, NOW)
    assert Evidence.objects.get(withdrawal=None) == now
    assert tiles(place, cast)["1.2"].weighed.voices == {"provider"}


def test_a_new_judgement_takes_the_place_of_the_one_before(
    place: Place, standard: Standard, following: FrameworkVersion, cast: Cast
) -> None:
    said = factories.self_rating(place, standard, "met", cast.director, NOW)
    first = judged(place, standard, [factories.item(said)], cast)
    decide(standard, following, ["1.2"], cast)
    anew = following.standards.get(number="1.2")
    [item] = queries.items(place, cast.north_manager, TODAY, "1.2")
    second = judged(place, anew, [item], cast, supersedes=first)
    assert tiles(place, cast)["1.2"].judgement == second


def test_what_does_not_apply_goes_over_with_its_standard_and_not_with_its_number(
    place: Place, framework: FrameworkVersion, cast: Cast, following: FrameworkVersion
) -> None:
    first = framework.standards.get(number="1.1")
    before = NOW.replace(month=3)
    applicable.set_aside(
        place=place, standard=first, reason="No learners yet.", by=cast.director, at=before
    )
    assert set(tiles(place, cast)) == {"1.1", "1.2", "1.3"}
    decide(first, following, ["1.3"], cast)
    assert set(tiles(place, cast)) == {"1.1", "1.2"}

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, Cast
from sightline.standards.models import FrameworkVersion, Succession
from sightline.standards.succession import actions, queries
from sightline.standards.succession.rules import CannotDecide
from sightline.standards.succession.words import Change
from sightline.trail.models import Entry


def keys(version: FrameworkVersion) -> dict[str, int]:
    return dict(version.standards.values_list("number", "pk"))


def test_nothing_goes_over_by_its_number_alone(
    framework: FrameworkVersion, following: FrameworkVersion
) -> None:
    old, new = keys(framework), keys(following)
    found = queries.lineage(following)
    # 1.1 has other words now: what was said about the old one is not said about it.
    for number in ("1.1", "1.2", "1.3"):
        assert found.standing_for(number) == {new[number]}
    assert found.numbers([old["1.1"], old["3.1"]]) == frozenset()
    # On a day of the old version everything is as it was.
    before = queries.lineage_on(date(2026, 3, 31))
    assert before.numbers([old["3.1"], new["1.3"]]) == {"3.1"}


def test_what_is_decided_counts_from_then_on(
    framework: FrameworkVersion, following: FrameworkVersion, cast: Cast
) -> None:
    old = keys(framework)
    first = framework.standards.get(number="1.1")
    said = actions.decide(
        old=first, into=following, follows=["1.3"], reason="", by=cast.national, at=NOW
    )
    assert said.change == Change.RENUMBERED
    found = queries.lineage(following)
    assert found.numbers([old["1.1"]]) == {"1.3"}
    assert old["1.1"] in found.standing_for("1.3")
    assert found.as_on(date(2025, 1, 1), ["1.1"]) == {"1.3"}
    assert found.as_on(date(2026, 5, 1), ["1.1"]) == {"1.1"}
    assert found.as_on(date(2019, 1, 1), ["1.1"]) == frozenset()
    assert found.from_code("2024", ["1.1"]) == {"1.3"}
    # The latest word counts, and the one before stays.
    actions.decide(
        old=first,
        into=following,
        follows=["1.3", "1.2"],
        reason="It was split.",
        by=cast.national,
        at=NOW + timedelta(days=1),
    )
    assert queries.lineage(following).numbers([old["1.1"]]) == {"1.2", "1.3"}
    assert Succession.objects.count() == 2
    assert Entry.objects.filter(action="standards.succession.decide").count() == 2


def test_a_departure_needs_a_reason_and_an_order(
    framework: FrameworkVersion, following: FrameworkVersion, cast: Cast
) -> None:
    gone = framework.standards.get(number="3.1")
    with pytest.raises(CannotDecide, match="Give the reason"):
        actions.decide(old=gone, into=following, follows=[], reason="", by=cast.national, at=NOW)
    with pytest.raises(CannotDecide, match=r"no standard 7\.7"):
        actions.decide(
            old=gone, into=following, follows=["7.7"], reason="So.", by=cast.national, at=NOW
        )
    with pytest.raises(CannotDecide, match="There is no version before"):
        actions.decide(old=gone, into=framework, follows=[], reason="So.", by=cast.national, at=NOW)
    assert not Succession.objects.exists()
    actions.decide(
        old=gone, into=following, follows=[], reason="Asked no more.", by=cast.national, at=NOW
    )
    assert queries.lineage(following).numbers([gone.pk]) == frozenset()


def test_all_whose_words_stay_are_accepted_at_once(
    framework: FrameworkVersion, following: FrameworkVersion, cast: Cast
) -> None:
    assert actions.accept_renumbered(into=following, by=cast.national, at=NOW) == 1
    assert queries.lineage(following).numbers([keys(framework)["1.1"]]) == {"1.3"}
    with pytest.raises(CannotDecide, match="No standard waits"):
        actions.accept_renumbered(into=following, by=cast.national, at=NOW)
    assert Entry.objects.filter(action="standards.succession.accept_renumbered").count() == 1


def test_the_database_keeps_what_was_said(
    framework: FrameworkVersion, following: FrameworkVersion, cast: Cast
) -> None:
    actions.accept_renumbered(into=following, by=cast.national, at=NOW)
    for change in (
        lambda: Succession.objects.update(reason="Other"),
        lambda: Succession.objects.all()._raw_delete("default"),
        lambda: Succession.follows.through.objects.update(standard_id=1),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert Succession.objects.count() == 1


@pytest.mark.parametrize("who", ["north_manager", "icb_lead", "director", "learner"])
def test_only_those_who_look_after_the_framework_decide(
    framework: FrameworkVersion, following: FrameworkVersion, cast: Cast, who: str
) -> None:
    by = getattr(cast, who)
    with pytest.raises(NotPermitted):
        actions.accept_renumbered(into=following, by=by, at=NOW)
    with pytest.raises(NotPermitted):
        actions.decide(
            old=framework.standards.get(number="1.1"),
            into=following, follows=["1.3"], reason="", by=by, at=NOW,
        )  # fmt: skip
    assert not Succession.objects.exists()

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.govern.framework import actions, queries
from sightline.govern.framework.models import OpenWorkDecision
from sightline.govern.framework.rules import CannotCarryOver
from sightline.govern.framework.words import How, Kind
from sightline.respond.register import factories as register
from sightline.respond.register.models import Standing
from sightline.standards.models import FrameworkVersion, Standard
from sightline.standards.succession import actions as succession
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def concern(country: Country, cast: Cast, framework: FrameworkVersion) -> Any:
    first = framework.standards.get(number="1.1")
    return register.raise_concern(country.trust, cast.north_manager, NOW, standards=[first])


def numbers(concern: Any) -> set[str]:
    return {f"{one.version.code} {one.number}" for one in concern.standards.all()}


def report(into: FrameworkVersion) -> queries.Report:
    found = queries.report(into, TODAY)
    assert found is not None
    return found


def work(into: FrameworkVersion, kind: Kind = Kind.CONCERNS) -> queries.Work:
    return next(one for one in report(into).work if one.kind is kind)


def test_open_work_waits_until_somebody_says_what_follows(
    concern: Any, following: FrameworkVersion, cast: Cast
) -> None:
    assert (work(following).records, len(work(following).proposal.waiting)) == (1, 1)
    with pytest.raises(CannotCarryOver, match="nothing to carry over"):
        actions.carry_over(into=following, kind="concerns", by=cast.national, at=NOW)
    touched = {one.line.step.old.number: one.counts for one in report(following).touched}  # type: ignore[union-attr]
    assert touched["1.1"]["Open concerns"] == 1
    assert set(touched) == {"1.1", "1.2", "3.1"}


def test_the_new_standard_is_named_beside_the_old_one(
    concern: Any, following: FrameworkVersion, cast: Cast
) -> None:
    succession.accept_renumbered(into=following, by=cast.national, at=NOW)
    assert work(following).waits
    assert numbers(concern) == {"2024 1.1"}
    made = actions.carry_over(into=following, kind="concerns", by=cast.national, at=NOW)
    assert (made.how, made.records) == (How.CARRIED, 1)
    assert numbers(concern) == {"2024 1.1", "2026 1.3"}
    assert not work(following).waits
    line = Entry.objects.get(action="govern.framework.carry_over")
    assert (line.reference, line.is_internal) == (concern.reference, True)
    assert "1.3" in line.summary
    with pytest.raises(CannotCarryOver, match="nothing to carry over"):
        actions.carry_over(into=following, kind="concerns", by=cast.national, at=NOW)


def test_what_is_closed_stays_as_it_is(
    concern: Any, following: FrameworkVersion, cast: Cast
) -> None:
    succession.accept_renumbered(into=following, by=cast.national, at=NOW)
    latest = Standing.objects.filter(concern=concern).latest("pk")
    latest.pk, latest.state, latest.next_review_date = None, Standing.State.CLOSED, None
    latest.save(force_insert=True)
    assert work(following).records == 0


def test_it_may_be_left_for_a_reason(concern: Any, following: FrameworkVersion, cast: Cast) -> None:
    succession.accept_renumbered(into=following, by=cast.national, at=NOW)
    with pytest.raises(CannotCarryOver, match="Say why"):
        actions.leave(into=following, kind="concerns", reason=" ", by=cast.national, at=NOW)
    actions.leave(into=following, kind="concerns", reason="It closes.", by=cast.national, at=NOW)
    assert not work(following).waits
    assert numbers(concern) == {"2024 1.1"}


def test_answers_are_never_carried_over(following: FrameworkVersion, cast: Cast) -> None:
    with pytest.raises(CannotCarryOver, match="finished as it was begun"):
        actions.carry_over(into=following, kind="returns", by=cast.national, at=NOW)
    with pytest.raises(CannotCarryOver, match="kinds of work"):
        actions.carry_over(into=following, kind="hats", by=cast.national, at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        OpenWorkDecision.objects.create(
            into=following, kind="returns", how="carried", records=1, at=NOW, by=cast.national
        )


def test_the_database_keeps_what_was_decided(
    concern: Any, following: FrameworkVersion, cast: Cast
) -> None:
    actions.leave(into=following, kind="items", reason="Later.", by=cast.national, at=NOW)
    for change in (
        lambda: OpenWorkDecision.objects.update(reason="Other"),
        lambda: OpenWorkDecision.objects.all()._raw_delete("default"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


@pytest.mark.parametrize("who", ["north_manager", "icb_lead", "director", "learner"])
def test_only_those_who_look_after_the_framework_decide(
    concern: Any, following: FrameworkVersion, cast: Cast, who: str
) -> None:
    by = getattr(cast, who)
    with pytest.raises(NotPermitted):
        actions.carry_over(into=following, kind="concerns", by=by, at=NOW)
    with pytest.raises(NotPermitted):
        actions.leave(into=following, kind="concerns", reason="So.", by=by, at=NOW)


def test_files_say_which_of_their_standards_change(
    concern: Any, following: FrameworkVersion
) -> None:
    files = {one.key: one for one in report(following).files}
    assert files["journey-gp-practice"].changed
    assert "1.2" in files["crosswalk-gmc"].changed
    assert "settings" in files
    assert Standard.objects.filter(version=following).count() == 3

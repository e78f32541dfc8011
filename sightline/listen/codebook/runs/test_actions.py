from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, Cast
from sightline.listen.codebook.conftest import give, released
from sightline.listen.codebook.found import actions as found
from sightline.listen.codebook.found.models import ThemeSearch
from sightline.listen.codebook.found.test_topics import numbered
from sightline.listen.codebook.learning import actions as learning
from sightline.listen.codebook.learning.models import Learning
from sightline.listen.codebook.models import Code
from sightline.listen.codebook.runs import actions, rules
from sightline.listen.codebook.runs.actions import AlreadyAsked
from sightline.listen.codebook.runs.models import CodebookRun
from sightline.listen.codebook.runs.words import FAULT, NOT_BEGUN, UNHEARD, State
from sightline.listen.comments.models import Comment
from sightline.listen.surveys.models import Round
from sightline.people.models import GivenRole, User
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db


def worked(run: CodebookRun, at: datetime = NOW) -> CodebookRun:
    actions.work(run=run, by=User.objects.get(pk=run.asked_by_id), at=at)
    run.refresh_from_db()
    return run


def fails(*args: Any, **given: Any) -> None:
    raise RuntimeError("what a learner wrote")


def lines() -> list[tuple[str, str]]:
    found = Entry.objects.filter(action__startswith="listen.codebook.").order_by("pk")
    return [
        (one.action.removeprefix("listen.codebook."), one.by.name if one.by else "")
        for one in found
        if one.action.split(".")[2] in ("runs", "learning", "found")
    ]


def test_asking_learns_nothing_and_the_work_does(comment: Comment, rota: Code, cast: Cast) -> None:
    give(comment, cast.national, rota)
    run = actions.ask_to_learn(by=cast.north_manager, at=NOW)
    assert run.state == State.WAITING
    assert not Learning.objects.exists()
    worked(run)
    assert (run.state, run.learning) == (State.DONE, Learning.objects.get())
    assert (run.learning.coded, run.learning.by) == (1, cast.north_manager)  # type: ignore[union-attr]
    who = cast.north_manager.name
    assert lines() == [("runs.ask", who), ("learning.learn", who)]


def test_asking_looks_for_nothing_and_the_work_does(survey_round: Round, cast: Cast) -> None:
    released(survey_round, cast.national, numbered(110))
    run = actions.ask_to_look(round=survey_round, by=cast.north_manager, at=NOW)
    assert not ThemeSearch.objects.exists()
    worked(run)
    assert (run.state, run.search) == (State.DONE, ThemeSearch.objects.get())
    assert (run.search.comments, run.search.by) == (110, cast.north_manager)  # type: ignore[union-attr]
    # A task that is done twice does nothing.
    worked(run, NOW + timedelta(hours=1))
    assert ThemeSearch.objects.count() == 1


def test_only_coders_ask(survey_round: Round, cast: Cast) -> None:
    for stranger in (cast.director, cast.icb_lead, cast.learner, cast.administrator):
        with pytest.raises(NotPermitted):
            actions.ask_to_learn(by=stranger, at=NOW)
        with pytest.raises(NotPermitted):
            actions.ask_to_look(round=survey_round, by=stranger, at=NOW)
    assert not CodebookRun.objects.exists()


def test_whoever_may_not_any_more_gets_nothing_done(cast: Cast) -> None:
    run = actions.ask_to_learn(by=cast.north_manager, at=NOW)
    # Only for whom asked.
    actions.work(run=run, by=cast.national, at=NOW)
    run.refresh_from_db()
    assert run.state == State.WAITING
    GivenRole.objects.filter(user=cast.north_manager).delete()
    assert worked(run).state == State.FAILED
    assert "Your roles do not let you" in run.message
    assert not Learning.objects.exists()


def test_two_who_ask_find_one_piece_of_work(survey_round: Round, cast: Cast) -> None:
    released(survey_round, cast.national, numbered(100))
    first = actions.ask_to_learn(by=cast.national, at=NOW)
    look = actions.ask_to_look(round=survey_round, by=cast.national, at=NOW)
    for run, again in (
        (first, lambda: actions.ask_to_learn(by=cast.north_manager, at=NOW)),
        (look, lambda: actions.ask_to_look(round=survey_round, by=cast.north_manager, at=NOW)),
    ):
        with pytest.raises(AlreadyAsked) as refused:
            again()
        assert refused.value.run == run
        CodebookRun.objects.filter(pk=run.pk).update(state=State.RUNNING, heard_at=NOW)
        with pytest.raises(AlreadyAsked):
            again()
    assert CodebookRun.objects.count() == 2


def test_two_who_ask_at_the_same_moment_find_one_too(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[datetime] = []

    def asks_between(at: datetime) -> str:
        asked.append(at)
        if len(asked) == 1:
            actions.ask_to_learn(by=cast.north_manager, at=at)
        return ""

    monkeypatch.setattr("sightline.listen.codebook.learning.queries.why_not_learn", asks_between)
    with pytest.raises(AlreadyAsked) as refused:
        actions.ask_to_learn(by=cast.national, at=NOW)
    assert refused.value.run == CodebookRun.objects.get()
    assert refused.value.run.asked_by == cast.north_manager


def test_reasons_against_are_said_when_one_asks(survey_round: Round, cast: Cast) -> None:
    learning.learn_now(by=cast.national, at=NOW)
    with pytest.raises(Refusal, match="five minutes"):
        actions.ask_to_learn(by=cast.national, at=NOW + timedelta(minutes=4))
    actions.ask_to_learn(by=cast.national, at=NOW + timedelta(minutes=5))
    with pytest.raises(Refusal, match="too few"):
        actions.ask_to_look(round=survey_round, by=cast.national, at=NOW)
    released(survey_round, cast.national, numbered(100))
    found.look(round=survey_round, by=cast.national, at=NOW)
    with pytest.raises(Refusal, match="five minutes"):
        actions.ask_to_look(round=survey_round, by=cast.national, at=NOW + timedelta(minutes=4))


def test_a_reason_against_that_came_later_stands_with_the_work(
    survey_round: Round, cast: Cast
) -> None:
    comments = released(survey_round, cast.national, numbered(100))
    run = actions.ask_to_look(round=survey_round, by=cast.national, at=NOW)
    Comment.objects.filter(pk=comments[0].pk).update(state=Comment.State.WITHHELD)
    assert worked(run).state == State.FAILED
    assert "too few" in run.message
    assert lines()[-1] == ("runs.fail", "")


def test_a_fault_stands_with_the_work_and_tells_nothing_of_comments(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(learning, "learn_now", fails)
    run = actions.ask_to_learn(by=cast.national, at=NOW)
    with pytest.raises(RuntimeError):
        worked(run)
    run.refresh_from_db()
    assert (run.state, run.message) == (State.FAILED, FAULT)
    # The way is free.
    monkeypatch.undo()
    assert worked(actions.ask_to_learn(by=cast.national, at=NOW)).state == State.DONE


@pytest.mark.parametrize(
    ("state", "wait", "said"),
    [(State.WAITING, rules.LOST_AFTER, NOT_BEGUN), (State.RUNNING, rules.STUCK_AFTER, UNHEARD)],
)
def test_what_nobody_hears_of_is_given_up_when_somebody_asks(
    state: str, wait: timedelta, said: str, cast: Cast
) -> None:
    old = actions.ask_to_learn(by=cast.national, at=NOW)
    CodebookRun.objects.update(state=state, heard_at=NOW if state == State.RUNNING else None)
    with pytest.raises(AlreadyAsked):
        actions.ask_to_learn(by=cast.north_manager, at=NOW + wait)
    later = NOW + wait + timedelta(seconds=1)
    run = actions.ask_to_learn(by=cast.north_manager, at=later)
    old.refresh_from_db()
    assert (old.state, old.message) == (State.FAILED, said)
    # Its task does nothing any more.
    worked(old)
    assert not Learning.objects.exists()
    assert worked(run, later).state == State.DONE


def test_how_far_it_is_stands_there_and_one_given_up_stops(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "_EVERY_SECONDS", 0.0)
    run = actions.ask_to_learn(by=cast.national, at=NOW)
    seen: list[int] = []

    def learns(*, by: User, at: datetime, say: Callable[[int, int], None]) -> Learning:
        for part in (1, 2):
            say(part, 6)
            run.refresh_from_db()
            seen.append(run.percent_done)
        CodebookRun.objects.update(state=State.FAILED, message=UNHEARD)
        say(3, 6)
        raise AssertionError("it went on")

    monkeypatch.setattr(learning, "learn_now", learns)
    worked(run)
    assert seen == [16, 33]
    assert run.message == UNHEARD
    assert not Learning.objects.exists()


def test_the_learner_says_after_each_part_how_far_it_is(
    survey_round: Round, rota: Code, parking: Code, cast: Cast
) -> None:
    for number, one in enumerate(released(survey_round, cast.national, numbered(60))):
        give(one, cast.national, rota if number % 2 else parking)
    said: list[tuple[int, int]] = []
    learning.learn_now(by=cast.national, at=NOW, say=lambda *far: said.append(far))
    assert said == [(part, 6) for part in range(1, 6)]


def test_the_night_waits_for_whoever_asked(comment: Comment, rota: Code, cast: Cast) -> None:
    give(comment, cast.national, rota)
    run = actions.ask_to_learn(by=cast.national, at=NOW)
    assert learning.learn_nightly(by=None, at=NOW) is None
    # Not for ever.
    assert learning.learn_nightly(by=None, at=NOW + timedelta(hours=1)) is not None
    assert run.state == State.WAITING


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "look"},
        {"state": "done"},
        {"state": "failed"},
        {"message": "Why?"},
    ],
)
def test_the_database_refuses_what_cannot_be(change: dict[str, Any], cast: Cast) -> None:
    actions.ask_to_learn(by=cast.national, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        CodebookRun.objects.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        CodebookRun.objects.create(kind="learn", asked_by=cast.national, asked_at=NOW)

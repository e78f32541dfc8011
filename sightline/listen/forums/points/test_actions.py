from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, IntegrityError, transaction

from sightline.base.refusal import NotPermitted, Refusal
from sightline.commitments.models import Commitment
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.listen.forums import factories
from sightline.listen.forums.models import Meeting
from sightline.listen.forums.points import actions
from sightline.listen.forums.points.models import Outcome, Point, RaisedConcern, Telling
from sightline.trail import record

pytestmark = pytest.mark.django_db


def promised(point: Point, cast: Cast, **other: Any) -> Any:
    given: dict[str, Any] = {
        "text": "The rota is out six weeks ahead.",
        "owner_name": "Rota team",
        "owner": None,
        "due_date": TODAY,
        "by": cast.north_manager,
        "at": NOW,
    }
    return actions.promise(point=point, **{**given, **other})


def state_of(point: Point) -> str:
    return Point.objects.with_state().get(pk=point.pk).state


def test_a_point_is_about_the_forums_place_or_one_inside_it(
    meeting: Meeting, point: Point, cast: Cast, country: Country
) -> None:
    assert point.reference == "F-2026-0001"
    assert point.place == country.trust
    inside = factories.point(meeting, cast.north_manager, NOW, place=country.site)
    assert inside.place == country.site
    with pytest.raises(Refusal, match="lies in it"):
        factories.point(meeting, cast.north_manager, NOW, place=country.other_trust)


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": " "},
        {"theme": "none"},
        {"agreed": None},
        {"present": None},
        {"agreed": 21},
        {"agreed": 0},
    ],
)
def test_what_cannot_be_is_refused(meeting: Meeting, cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        factories.point(meeting, cast.north_manager, NOW, **wrong)
    assert not Point.objects.exists()


@pytest.mark.parametrize("person", ["national", "director", "icb_lead", "south_manager", "learner"])
def test_only_those_who_run_the_forum_write(
    person: str, meeting: Meeting, point: Point, cast: Cast
) -> None:
    by = getattr(cast, person)
    with pytest.raises(NotPermitted):
        factories.point(meeting, by, NOW)
    with pytest.raises(NotPermitted):
        promised(point, cast, by=by)
    with pytest.raises(NotPermitted):
        actions.say_what_came(point=point, state="done", text="x", by=by, at=NOW)
    with pytest.raises(NotPermitted):
        actions.mark_practice(point=point, practice="x", by=by, at=NOW)
    with pytest.raises(NotPermitted):
        actions.tell(
            meeting=meeting, points=[point], how="page", told_date=TODAY, text="x", by=by, at=NOW
        )


def test_what_came_of_it_is_added_and_the_latest_counts(point: Point, cast: Cast) -> None:
    assert state_of(point) == "open"
    for state in ("answered", "not_done", "done"):
        actions.say_what_came(
            point=point, state=state, text="Said so.", by=cast.north_manager, at=NOW
        )
    assert state_of(point) == "done"
    assert point.outcomes.count() == 3
    for state, text in (("open", "x"), ("done", " ")):
        with pytest.raises(Refusal):
            actions.say_what_came(
                point=point, state=state, text=text, by=cast.north_manager, at=NOW
            )


def test_the_database_refuses_to_change_what_came_of_it(point: Point, cast: Cast) -> None:
    actions.say_what_came(point=point, state="done", text="Yes.", by=cast.north_manager, at=NOW)
    with pytest.raises(Error), transaction.atomic():
        Outcome.objects.update(text="No.")
    with pytest.raises(Error), transaction.atomic():
        Outcome.objects.all().delete()


def test_a_promise_is_settled_once_by_its_owner_or_the_team(point: Point, cast: Cast) -> None:
    promise = promised(point, cast, owner=cast.director, owner_name="")
    assert promise.owner_name == cast.director.name
    with pytest.raises(NotPermitted):
        actions.settle(promise=promise, is_kept=True, text="Done.", by=cast.icb_lead, at=NOW)
    with pytest.raises(Refusal, match="what was done"):
        actions.settle(promise=promise, is_kept=True, text=" ", by=cast.director, at=NOW)
    actions.settle(promise=promise, is_kept=False, text="No staff.", by=cast.director, at=NOW)
    with pytest.raises(Refusal, match="already"):
        actions.settle(promise=promise, is_kept=True, text="Done.", by=cast.director, at=NOW)


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"owner_name": " "}, {"due_date": TODAY - timedelta(days=1)}]
)
def test_a_promise_says_what_who_and_when(point: Point, cast: Cast, wrong: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        promised(point, cast, **wrong)


def test_a_commitment_names_the_point(point: Point, cast: Cast, country: Country) -> None:
    made = actions.commit(
        point=point,
        promise="The rota is out six weeks ahead.",
        evidence_expected="Three rotas",
        owner_name="",
        owner=cast.director,
        due_date=TODAY,
        by=cast.north_manager,
        at=NOW,
    )
    assert (made.because_kind, made.because_reference) == ("forum", point.reference)
    assert made.organisation == country.trust
    assert Commitment.objects.visible_to(cast.director).filter(pk=made.pk).exists()


def test_the_country_cannot_commit(cast: Cast) -> None:
    forum = factories.forum(None, cast.national, NOW)
    point = factories.point(factories.meeting(forum, cast.national, NOW), cast.national, NOW)
    with pytest.raises(Refusal, match="Write down a promise"):
        actions.commit(
            point=point,
            promise="Something.",
            evidence_expected="",
            owner_name="NHS England",
            owner=None,
            due_date=TODAY,
            by=cast.national,
            at=NOW,
        )


def test_members_are_told_once_something_came_of_it(
    meeting: Meeting, point: Point, cast: Cast
) -> None:
    def tell(**other: Any) -> Telling:
        given: dict[str, Any] = {
            "points": [point],
            "how": "message",
            "told_date": TODAY,
            "text": "The rota is out earlier.",
        }
        return actions.tell(meeting=meeting, **{**given, **other}, by=cast.north_manager, at=NOW)

    with pytest.raises(Refusal, match="what came of each point"):
        tell()
    actions.say_what_came(point=point, state="done", text="Yes.", by=cast.north_manager, at=NOW)
    wrongs: tuple[dict[str, Any], ...] = (
        {"points": []},
        {"text": ""},
        {"how": "song"},
        {"told_date": TODAY + timedelta(days=1)},
        {"told_date": meeting.held_date - timedelta(days=1)},
    )
    for wrong in wrongs:
        with pytest.raises(Refusal):
            tell(**wrong)
    telling = tell()
    assert list(telling.points.all()) == [point]
    with pytest.raises(Error), transaction.atomic():
        Telling.objects.update(text="Other.")


def test_points_of_another_meeting_are_not_told_with_these(
    meeting: Meeting, point: Point, cast: Cast
) -> None:
    other = factories.meeting(meeting.forum, cast.north_manager, NOW)
    with pytest.raises(Refusal, match="another meeting"):
        actions.tell(
            meeting=other,
            points=[point],
            how="page",
            told_date=TODAY,
            text="x",
            by=cast.north_manager,
            at=NOW,
        )


def test_good_practice_says_what_others_can_learn(point: Point, cast: Cast) -> None:
    with pytest.raises(Refusal, match="what others can learn"):
        actions.mark_practice(point=point, practice=" ", by=cast.north_manager, at=NOW)
    actions.mark_practice(point=point, practice="Ask early.", by=cast.north_manager, at=NOW)
    point.refresh_from_db()
    assert point.practice_at == NOW
    actions.mark_practice(point=point, practice="", by=cast.north_manager, at=NOW)
    assert not Point.objects.exclude(practice="").exists()


def test_that_there_is_a_concern_is_an_internal_line(point: Point, cast: Cast) -> None:
    for _ in range(2):
        actions.note_concern(
            point=point, concern_reference="Q-2026-0001", by=cast.north_manager, at=NOW
        )
    assert RaisedConcern.objects.count() == 1
    shared = [line.summary for line in record.lines_about(point, internal=False)]
    assert not any("Q-2026" in summary for summary in shared)


def test_the_database_refuses_what_must_not_be(point: Point) -> None:
    for change in ({"agreed": 21}, {"agreed": None}, {"text": ""}, {"practice": "x"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Point.objects.filter(pk=point.pk).update(**change)

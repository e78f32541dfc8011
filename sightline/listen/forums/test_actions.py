from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.listen.forums import actions, factories
from sightline.listen.forums.actions import NewAttendance
from sightline.listen.forums.models import Forum, Meeting
from sightline.listen.forums.running import is_in_team
from sightline.people.models import User
from sightline.trail import record

pytestmark = pytest.mark.django_db


def test_whoever_sets_it_up_runs_it(forum: Forum, cast: Cast) -> None:
    assert is_in_team(forum, cast.north_manager)
    assert not is_in_team(forum, cast.national)
    assert [line.summary for line in record.lines_about(forum, internal=False)] == ["Forum set up"]


@pytest.mark.parametrize("person", ["director", "south_manager", "icb_lead", "learner"])
def test_others_set_up_none_there(person: str, cast: Cast, country: Country) -> None:
    with pytest.raises(NotPermitted):
        factories.forum(country.trust, getattr(cast, person), NOW)


def test_a_national_forum_needs_a_national_role(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        factories.forum(None, cast.north_manager, NOW)
    forum = factories.forum(None, cast.national, NOW)
    # Quality teams read it, providers and ICBs do not.
    seen = [
        name
        for name in ("national", "north_manager", "icb_lead", "director", "learner")
        if Forum.objects.visible_to(getattr(cast, name)).filter(pk=forum.pk).exists()
    ]
    assert seen == ["national", "north_manager"]


def test_who_sees_the_forum_of_a_trust(forum: Forum, cast: Cast) -> None:
    seen = [
        name
        for name in cast.__dict__
        if Forum.objects.visible_to(getattr(cast, name)).filter(pk=forum.pk).exists()
    ]
    assert seen == ["national", "north_manager", "icb_lead", "director"]


def test_only_the_team_records_and_others_can_join_it(forum: Forum, cast: Cast) -> None:
    with pytest.raises(NotPermitted, match="people who run this forum"):
        factories.meeting(forum, cast.national, NOW)
    actions.set_team(
        forum=forum, team=[cast.north_manager, cast.national], by=cast.national, at=NOW
    )
    assert factories.meeting(forum, cast.national, NOW).number == 1
    assert factories.meeting(forum, cast.north_manager, NOW).number == 2


def test_the_team_are_people_who_may_run_forums_there(forum: Forum, cast: Cast) -> None:
    for team in ([], [cast.director], [cast.north_manager, cast.south_manager]):
        with pytest.raises(Refusal):
            actions.set_team(forum=forum, team=team, by=cast.north_manager, at=NOW)


def test_a_professional_forum_says_which_profession(cast: Cast, country: Country) -> None:
    with pytest.raises(Refusal, match="profession"):
        factories.forum(country.north, cast.north_manager, NOW, kind="professional")
    forum = factories.forum(
        country.north, cast.north_manager, NOW, kind="professional", programme=country.surgery
    )
    assert forum.profession == country.medicine


def test_members_are_people_here_or_groups(forum: Forum, cast: Cast) -> None:
    for user, group in ((None, " "), (cast.learner, "Student nurses")):
        with pytest.raises(Refusal):
            actions.add_member(forum=forum, user=user, group=group, by=cast.north_manager, at=NOW)
    member = actions.add_member(
        forum=forum, user=cast.learner, group="", by=cast.north_manager, at=NOW
    )
    with pytest.raises(Refusal, match="already"):
        actions.add_member(forum=forum, user=cast.learner, group="", by=cast.north_manager, at=NOW)
    actions.end_member(member=member, by=cast.north_manager, at=NOW)
    with pytest.raises(Refusal, match="left"):
        actions.end_member(member=member, by=cast.north_manager, at=NOW)


def test_attendance_by_group(meeting: Meeting, cast: Cast, country: Country) -> None:
    def write(*groups: NewAttendance, by: User = cast.north_manager) -> None:
        actions.set_attendance(
            meeting=meeting, groups=groups, not_heard="Night staff", by=by, at=NOW
        )

    nurses = NewAttendance(12, 20, country.nursing, "undergraduate")
    write(nurses, NewAttendance(3, None, country.medicine))
    write(nurses, NewAttendance(0, 8, country.medicine))
    assert [(str(one), one.invited, one.came) for one in meeting.attendance.all()] == [
        ("Student nurse, undergraduate", 20, 12),
        ("Doctor in training", 8, 0),
    ]
    for wrong in ([nurses, nurses], [NewAttendance(9, 8)]):
        with pytest.raises(Refusal):
            write(*wrong)
    with pytest.raises(NotPermitted):
        write(nurses, by=cast.director)
    assert meeting.attendance.count() == 2


def test_a_forum_that_ended_takes_nothing_more(forum: Forum, cast: Cast) -> None:
    with pytest.raises(Refusal, match="why"):
        actions.end(forum=forum, ended_date=TODAY, reason=" ", by=cast.north_manager, at=NOW)
    actions.end(
        forum=forum, ended_date=TODAY, reason="Joined with another.", by=cast.north_manager, at=NOW
    )
    with pytest.raises(Refusal, match="has ended"):
        factories.meeting(forum, cast.north_manager, NOW)


def test_the_database_refuses_what_must_not_be(forum: Forum, cast: Cast) -> None:
    for change in (
        {"name": ""},
        {"kind": "national"},
        {"ended_date": TODAY},
        {"ended_date": forum.started_date - timedelta(days=1), "ended_reason": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Forum.objects.filter(pk=forum.pk).update(**change)

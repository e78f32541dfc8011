from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import NOW, Cast
from sightline.listen.comments import actions
from sightline.listen.comments.conftest import ANSWERED, take_in, wrote
from sightline.listen.comments.models import Comment, CommentDecision
from sightline.listen.surveys.models import Round
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db


def release(comment: Comment, cast: Cast, **changes: object) -> Comment:
    given = {
        "text": comment.masked_text,
        "theme": comment.theme,
        "is_public": False,
        "by": cast.north_manager,
        "at": NOW,
    } | changes
    return actions.release(comment=comment, **given)  # type: ignore[arg-type]


def kept_under(comment: Comment) -> list[str]:
    return [one.code for one in (comment.organisation, comment.programme) if one is not None]


def test_what_comes_in_is_masked_and_kept_under_a_group_of_ten(survey_round: Round) -> None:
    nurse, surgeon, practice = take_in(
        survey_round,
        wrote("Dr Patel shouts."),
        wrote("No theatre time.", programme="CST", profession="MED"),
        wrote("Only three of us.", provider="ZP00001", programme="CST", profession="MED"),
    )
    assert nurse.masked_text == "Dr [name] shouts."
    assert kept_under(nurse) == ["ZN001", "NADULT"]
    assert kept_under(surgeon) == ["ZN001", "CST"]
    assert kept_under(practice) == []


def test_a_theme_is_proposed_from_its_words(survey_round: Round) -> None:
    found, none = take_in(
        survey_round, wrote("More supervisors, please."), wrote("Parking is dear.")
    )
    assert (found.theme, none.theme) == ("supervision", "")


def test_urgent_ones_are_due_within_a_day(survey_round: Round) -> None:
    urgent, usual = take_in(survey_round, wrote("Somebody groped me."), wrote("The rota is late."))
    assert (urgent.urgent, urgent.due_date) == (["SEXUAL"], date(2026, 11, 25))
    assert usual.due_date == date(2026, 12, 8)
    assert list(Comment.objects.all()) == [urgent, usual]


def test_blank_ones_are_left_out_and_counts_only_are_on_the_trail(survey_round: Round) -> None:
    take_in(survey_round, wrote("Good."), wrote("Very good."))
    actions.take_in(
        round=survey_round,
        source="import 1",
        comments=[wrote("  ")],
        answered=None,
        by=None,
        at=NOW,
    )
    assert Comment.objects.count() == 2
    entries = Entry.objects.filter(action="listen.comments.take_in")
    assert [one.summary for one in entries] == [
        "2 comments of Learner survey Summer 2026 wait to be read."
    ]


def test_a_corrected_file_keeps_decisions_and_drops_what_it_has_no_more(
    survey_round: Round, cast: Cast
) -> None:
    same, waiting, decided = take_in(
        survey_round, wrote("The same."), wrote("Gone, unread."), wrote("Gone, but read.")
    )
    release(same, cast)
    release(decided, cast)
    actions.take_in(
        round=survey_round,
        source="import 2",
        comments=[wrote("The same."), wrote("New.")],
        answered=ANSWERED,
        by=None,
        at=NOW,
    )
    states = {one.masked_text: one.state for one in Comment.objects.all()}
    assert states == {"The same.": "released", "New.": "waiting", "Gone, but read.": "withheld"}
    assert not Comment.objects.filter(pk=waiting.pk).exists()


def test_a_batch_is_settled_when_the_round_closes(survey_round: Round) -> None:
    actions.take_in(
        round=survey_round,
        source="collection 1",
        comments=[wrote("Few.", provider="ZP00001", programme="CST")],
        answered=None,
        by=None,
        at=NOW,
    )
    one = Comment.objects.get()
    assert (one.is_settled, kept_under(one)) == (False, ["ZP00001", "CST"])
    actions.settle(round=survey_round, answered=ANSWERED, by=None, at=NOW)
    one.refresh_from_db()
    assert (one.is_settled, kept_under(one)) == (True, [])


def test_a_name_left_in_is_refused_until_somebody_says_it_is_none(
    comment: Comment, cast: Cast
) -> None:
    with pytest.raises(Refusal, match="“Patel”"):
        release(comment, cast, text="Dr Patel is never there.")
    released = release(comment, cast, text="Dr Patel is never there.", nobody_is_recognised=True)
    assert released.state == Comment.State.RELEASED


def test_once_decided_neither_raw_text_nor_time_is_left(comment: Comment, cast: Cast) -> None:
    release(comment, cast)
    comment.refresh_from_db()
    assert (comment.raw_text, comment.found) == ("", [])
    assert (comment.received_date, comment.due_date) == (None, None)
    decision = comment.decisions.get()
    assert (decision.by, decision.mask_was_changed) == (cast.north_manager, False)
    assert "Patel" not in str(Entry.objects.values())


def test_the_database_keeps_no_time_with_a_released_comment(comment: Comment) -> None:
    comment.state = Comment.State.RELEASED
    with pytest.raises(IntegrityError), transaction.atomic():
        comment.save()


def test_an_urgent_comment_is_taken_on_before_it_is_decided(
    survey_round: Round, cast: Cast
) -> None:
    (comment,) = take_in(survey_round, wrote("It is unsafe at night."))
    for decide in (
        lambda: release(comment, cast),
        lambda: actions.release_many(comments=[comment], by=cast.north_manager, at=NOW),
        lambda: actions.withhold(
            comment=comment, because="EMPTY", reason="", by=cast.north_manager, at=NOW
        ),
    ):
        with pytest.raises(Refusal, match="may be urgent"):
            decide()
    actions.take_on(comment=comment, note="Rang the trust.", by=cast.north_manager, at=NOW)
    assert release(comment, cast).state == Comment.State.RELEASED


def test_nobody_took_it_on_within_a_day(survey_round: Round, cast: Cast) -> None:
    late, taken, _ = take_in(
        survey_round, wrote("Unsafe."), wrote("Also unsafe."), wrote("The rota is late.")
    )
    actions.take_on(comment=taken, note="I am at it.", by=cast.north_manager, at=NOW)
    assert actions.lift_urgent(by=None, at=NOW) == 0
    tomorrow = NOW + timedelta(days=1)
    assert actions.lift_urgent(by=None, at=tomorrow) == 1
    assert actions.lift_urgent(by=None, at=tomorrow) == 0
    late.refresh_from_db()
    assert late.lifted_at == tomorrow


def test_withheld_for_a_reason_and_taken_back_when_it_was_out(comment: Comment, cast: Cast) -> None:
    release(comment, cast, is_public=True)
    with pytest.raises(Refusal, match="Choose why"):
        actions.withhold(comment=comment, because="", reason="", by=cast.north_manager, at=NOW)
    with pytest.raises(Refusal, match="Say why"):
        actions.withhold(
            comment=comment, because="OTHER", reason=" ", by=cast.north_manager, at=NOW
        )
    actions.withhold(
        comment=comment, because="IDENTIFIES", reason="", by=cast.north_manager, at=NOW
    )
    comment.refresh_from_db()
    assert (comment.state, comment.is_public) == (Comment.State.WITHHELD, False)
    assert [one.outcome for one in comment.decisions.all()] == ["released", "withheld"]


def test_many_that_were_read_are_released_together(survey_round: Round, cast: Cast) -> None:
    comments = take_in(survey_round, wrote("Good rota."), wrote("Kind staff."))
    actions.release_many(comments=comments, by=cast.north_manager, at=NOW)
    assert Comment.objects.filter(state="released", raw_text="").count() == 2
    with pytest.raises(Refusal, match="meanwhile"):
        actions.release_many(comments=comments, by=cast.north_manager, at=NOW)


def test_only_moderators_of_the_place_decide(
    survey_round: Round, comment: Comment, cast: Cast
) -> None:
    for person in (cast.south_manager, cast.director, cast.icb_lead, cast.learner):
        with pytest.raises(NotPermitted):
            release(comment, cast, by=person)
        assert comment not in Comment.objects.visible_to(person)
    (national,) = take_in(survey_round, wrote("Few.", provider="ZP00001", programme="CST"))
    with pytest.raises(NotPermitted, match="whole country"):
        release(national, cast)
    assert release(national, cast, by=cast.national).state == Comment.State.RELEASED


def test_decisions_are_only_added_to(comment: Comment, cast: Cast) -> None:
    release(comment, cast)
    for change in (
        lambda: CommentDecision.objects.update(reason="x"),
        lambda: CommentDecision.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sightline.base.refusal import Refusal
from sightline.conftest import NOW, Cast, Country
from sightline.listen.questionnaires.models import Questionnaire, QuestionnaireVersion
from sightline.listen.replies import actions, confirmation, rules
from sightline.listen.replies.models import Reopening, Reply
from sightline.listen.rounds.models import Collection
from sightline.listen.surveys.models import Round, Survey

pytestmark = pytest.mark.django_db


@pytest.fixture
def collection(country: Country, cast: Cast) -> Collection:
    """The round of the year after the reply."""
    survey = Survey.objects.create(code="learner-survey", name="Learner survey")
    round_ = Round.objects.create(
        survey=survey,
        year=2027,
        label="Summer 2027",
        collected_from=date(2027, 5, 1),
        collected_to=date(2027, 7, 31),
    )
    asked = Questionnaire.objects.create(code="q", name="Q")
    version = QuestionnaireVersion.objects.create(
        questionnaire=asked, number=1, definition={}, source="bank", made_at=NOW
    )
    return Collection.objects.create(
        round=round_,
        version=version,
        opens_at=NOW + timedelta(days=160),
        closes_at=NOW + timedelta(days=240),
        made_at=NOW,
        made_by=cast.north_manager,
    )


def count(collection: Collection, reply: Reply, **counts: int) -> tuple[int, int, int]:
    found = confirmation.record(
        round=collection.round, reference=reply.reference, counts=counts, by=None, at=NOW
    )
    return found.yes, found.no, found.not_sure


def test_later_learners_are_asked_about_what_was_done_there(
    collection: Collection, reply: Reply, cast: Cast, country: Country
) -> None:
    assert confirmation.question_for(collection, country.trust, country.surgery) is None
    actions.publish(reply=reply, by=cast.north_manager, at=NOW)
    asked = confirmation.question_for(collection, country.trust, country.surgery)
    assert asked is not None
    assert asked.legend == (
        "Last year learners here said: “Supervisors are hard to find at night.” "
        "We did: “Every shift now names one.” Have you seen this?"
    )
    assert [value for value, _ in asked.answers] == ["yes", "no", "not_sure"]
    assert confirmation.question_for(collection, country.other_trust, None) is None


def test_the_round_that_said_it_is_not_asked(
    collection: Collection, reply: Reply, cast: Cast, country: Country
) -> None:
    actions.publish(reply=reply, by=cast.north_manager, at=NOW)
    collection.round.year = 2026
    assert confirmation.question_for(collection, country.trust, None) is None


def test_counts_move_by_ten_or_more(collection: Collection, reply: Reply) -> None:
    assert count(collection, reply, yes=6, no=3) == (0, 0, 0)
    assert count(collection, reply, not_sure=1) == (6, 3, 1)
    assert count(collection, reply, yes=9) == (6, 3, 1)
    with pytest.raises(Refusal):
        count(collection, reply, maybe=1)
    with pytest.raises(Refusal):
        count(collection, reply, yes=-1)


def test_enough_that_have_not_seen_it_re_open_the_reply_once(
    collection: Collection, reply: Reply, cast: Cast
) -> None:
    actions.publish(reply=reply, by=cast.north_manager, at=NOW)
    count(collection, reply, yes=7, no=3)
    assert not Reopening.objects.exists()
    count(collection, reply, no=10)
    count(collection, reply, no=10)
    reopening = Reopening.objects.get()
    assert (reopening.yes, reopening.no) == (7, 13)
    actions.answer_reopening(
        reopening=reopening, answer="Boards go up in May.", by=cast.director, at=NOW
    )
    with pytest.raises(Refusal, match="already"):
        actions.answer_reopening(reopening=reopening, answer="Again", by=cast.director, at=NOW)


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 40))
def test_more_who_have_seen_it_never_re_open(yes: int, no: int, not_sure: int) -> None:
    if rules.reopens(yes=yes + 1, no=no, not_sure=not_sure):
        assert rules.reopens(yes=yes, no=no, not_sure=not_sure) or yes + no + not_sure == 9
    assert not rules.reopens(yes=yes, no=min(no, 4), not_sure=not_sure)

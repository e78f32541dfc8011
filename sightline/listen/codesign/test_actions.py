from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from sightline.base.refusal import NotPermitted, Refusal
from sightline.conftest import Cast, Country
from sightline.listen.codesign import actions, factories, result, rules, voting
from sightline.listen.codesign.models import Conversation, Participant, Statement, Vote
from sightline.listen.forums import factories as forums
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db
CAMP_A = ("agree", "agree", "disagree", "agree")
CAMP_B = ("agree", "disagree", "agree", "pass")


def closed(conversation: Conversation) -> result.Result:
    actions.close(conversation=conversation, by=None, at=timezone.now())
    conversation.refresh_from_db()
    return result.of(conversation)


@pytest.mark.parametrize("person", ["director", "icb_lead", "south_manager", "learner"])
def test_others_run_none_there(
    person: str, conversation: Conversation, cast: Cast, country: Country
) -> None:
    by, now = getattr(cast, person), timezone.now()
    with pytest.raises(NotPermitted):
        factories.conversation(country.trust, by, now)
    with pytest.raises(NotPermitted):
        actions.put(conversation=conversation, text="One more.", by=by, at=now)
    with pytest.raises(NotPermitted):
        actions.close(conversation=conversation, by=by, at=now)


def test_providers_see_it_when_it_has_its_result(conversation: Conversation, cast: Cast) -> None:
    assert not Conversation.objects.visible_to(cast.director).exists()
    closed(conversation)
    assert Conversation.objects.visible_to(cast.director).exists()
    assert not Conversation.objects.visible_to(cast.other_director).exists()
    assert not Conversation.objects.visible_to(cast.learner).exists()


def test_it_opens_with_statements_and_a_last_day(cast: Cast, country: Country) -> None:
    now = timezone.now()
    made = factories.conversation(country.trust, cast.north_manager, now, opened=False)
    with pytest.raises(Refusal, match="already"):
        actions.put(conversation=made, text=factories.STATEMENTS[0], by=cast.north_manager, at=now)
    today = timezone.localdate(now)
    with pytest.raises(Refusal, match="after today"):
        actions.open_(conversation=made, closes_date=today, by=cast.north_manager, at=now)
    made.statements.filter(number__gt=2).delete()
    with pytest.raises(Refusal, match="at least 3"):
        actions.open_(
            conversation=made, closes_date=today + timedelta(1), by=cast.north_manager, at=now
        )


def test_a_vote_counts_once_and_can_be_changed(conversation: Conversation) -> None:
    today = timezone.localdate()
    participant = voting.participant_of(conversation, voting.join(conversation))
    assert participant is not None
    first = conversation.statements.first()
    assert first is not None
    for choice in ("agree", "agree", "disagree"):
        voting.vote(participant, first, choice, today)
    assert Vote.objects.get().choice == rules.DISAGREE
    ballot = voting.ballot_of(participant)
    assert (ballot.done, len(ballot.statements)) == (1, 4)
    assert ballot.next != first
    with pytest.raises(Refusal, match="agree, disagree or pass"):
        voting.vote(participant, first, "maybe", today)
    with pytest.raises(Refusal, match="closed"):
        voting.vote(participant, first, "agree", today + timedelta(days=15))


def test_what_the_group_adds_is_read_first_and_nobody_knows_who(
    conversation: Conversation, cast: Cast
) -> None:
    today, now = timezone.localdate(), timezone.now()
    participant = voting.participant_of(conversation, voting.join(conversation))
    assert participant is not None
    voting.add_statement(participant, "Lockers for students.", today)
    voting.add_statement(participant, "Parking  for\nstudents.", today)
    waiting = conversation.statements.get(text="Parking for students.")
    assert waiting.state == Statement.State.WAITING
    assert waiting not in voting.ballot_of(participant).statements
    with pytest.raises(Refusal, match="already"):
        voting.add_statement(participant, "lockers for students.", today)
    actions.moderate(statement=waiting, show=True, reason="", by=cast.north_manager, at=now)
    assert waiting.pk in {one.pk for one in voting.ballot_of(participant).statements}
    other = conversation.statements.get(text="Lockers for students.")
    with pytest.raises(Refusal, match="why"):
        actions.moderate(statement=other, show=False, reason="", by=cast.north_manager, at=now)
    actions.moderate(statement=other, show=False, reason="repeat", by=cast.north_manager, at=now)
    with pytest.raises(Refusal, match="already"):
        actions.moderate(statement=other, show=True, reason="", by=cast.north_manager, at=now)
    voting.add_statement(participant, "A third.", today)
    with pytest.raises(Refusal, match="as many as"):
        voting.add_statement(participant, "A fourth.", today)
    assert not any("Parking" in entry.summary for entry in Entry.objects.all())


def test_ten_people_have_counts_and_no_groups(conversation: Conversation) -> None:
    factories.vote(conversation, [CAMP_A] * 6 + [CAMP_B] * 4, timezone.now())
    found = closed(conversation)
    assert (found.people, found.groups) == (10, ())
    lines = found.statements
    assert lines[0].is_all_alike
    assert lines[0].counts is None
    assert lines[1].counts == (6, 4, 0)
    assert lines[0].leaning == "shared"
    # Nothing leads from a browser to votes any more.
    assert not Participant.objects.exclude(key_hash=None).exists()


def test_nine_people_have_no_result(conversation: Conversation) -> None:
    factories.vote(conversation, [CAMP_A] * 9, timezone.now())
    found = closed(conversation)
    assert found.people is None
    assert all(one.counts is None and one.votes is None for one in found.statements)


def test_opinion_groups_agree_and_differ(conversation: Conversation) -> None:
    factories.vote(conversation, [CAMP_A] * 14 + [CAMP_B] * 11, timezone.now())
    found = closed(conversation)
    assert found.groups == (14, 11)
    first, second = found.statements[:2]
    # Everybody agreed with the first, so that is not split.
    assert first.groups == (None, None)
    assert second.groups == ((14, 0, 0), (0, 11, 0))
    assert second.leaning == "dividing"
    assert [one.number for one in found.leaning_to("dividing")] == [2, 3, 4]


def test_it_closes_for_good(conversation: Conversation) -> None:
    closed(conversation)
    with pytest.raises(Refusal, match="open conversation"):
        closed(conversation)
    with pytest.raises(Refusal):
        voting.join(conversation)


def test_a_statement_becomes_a_point_with_its_votes(
    conversation: Conversation, cast: Cast, country: Country
) -> None:
    now = timezone.now()
    factories.vote(conversation, [CAMP_A] * 6 + [CAMP_B] * 4, now)
    closed(conversation)
    meeting = forums.meeting(
        forums.forum(country.trust, cast.north_manager, now), cast.north_manager, now
    )
    point = actions.take_to_forum(
        conversation=conversation, number=2, meeting=meeting, theme="rotas",
        by=cast.north_manager, at=now,
    )  # fmt: skip
    assert (point.agreed, point.present) == (6, 10)
    assert point.from_reference == conversation.reference
    with pytest.raises(Refusal, match="no such statement"):
        actions.take_to_forum(
            conversation=conversation, number=99, meeting=meeting, theme="rotas",
            by=cast.north_manager, at=now,
        )  # fmt: skip


def test_the_database_refuses_what_must_not_be(conversation: Conversation) -> None:
    for change in ({"title": ""}, {"state": "closed"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Conversation.objects.filter(pk=conversation.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.update(state="left_out")

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine

from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, Cast
from sightline.listen.invitations import contact, links
from sightline.listen.invitations.factories import Pocket, invite, row
from sightline.listen.invitations.messages import actions, sending
from sightline.listen.invitations.messages.actions import CannotSend
from sightline.listen.invitations.messages.models import Contact, OptOut, Outgoing, Wave
from sightline.listen.invitations.models import Invitation
from sightline.listen.rounds import actions as rounds
from sightline.listen.rounds.factories import open_round
from sightline.listen.rounds.models import Collection

pytestmark = pytest.mark.django_db
Kind, State = Wave.Kind, Wave.State
EMAIL, TEXT = Invitation.Channel.EMAIL, Invitation.Channel.TEXT


def send(
    collection: Collection, cast: Cast, pocket: Pocket, kind: str = Kind.INVITATION,
    at: datetime = NOW, texts: Pocket | None = None,
) -> Wave:  # fmt: skip
    """Plan a wave for now and let it go out as a whole."""
    wave = actions.plan(
        collection=collection, kind=kind, planned_at=at, by=cast.north_manager, at=at
    )
    assert sending.begin(wave, at)
    while sending.send_some(wave, at, {EMAIL: pocket, TEXT: texts or pocket}):
        pass
    wave.refresh_from_db()
    return wave


def token_of(pocket: Pocket, address: str) -> str:
    found = next(one for one in reversed(pocket.sent) if one.address == address)
    return found.parts["link"].rstrip("/").rsplit("/", 1)[1]


def test_everybody_on_the_list_is_written_to_once(asked: Collection, cast: Cast) -> None:
    pocket = Pocket()
    wave = send(asked, cast, pocket)
    assert (wave.state, wave.to_send, wave.sent) == (State.DONE, 11, 11)
    assert {one.address for one in pocket.sent} == {
        *(f"learner{number}@example.org" for number in range(1, 10)),
        "+447700900110",
        "+447700900111",
    }
    # A second wave of invitations finds nobody.
    again = send(asked, cast, pocket)
    assert (again.to_send, len(pocket.sent)) == (0, 11)


def test_the_outbox_is_empty_after_sending_and_holds_no_text_before(
    asked: Collection, cast: Cast
) -> None:
    wave = actions.plan(
        collection=asked, kind=Kind.INVITATION, planned_at=NOW, by=cast.north_manager, at=NOW
    )
    sending.begin(wave, NOW)
    assert wave.outgoing.count() == 11
    kept = {field.name for field in Outgoing._meta.get_fields()}
    assert kept == {"id", "wave", "invitation", "state", "reason", "taken_at"}
    pocket = Pocket()
    while sending.send_some(wave, NOW, {EMAIL: pocket, TEXT: pocket}):
        pass
    assert not Outgoing.objects.exists()


def test_only_a_hash_of_the_link_is_kept_and_it_opens(asked: Collection, cast: Cast) -> None:
    pocket = Pocket()
    send(asked, cast, pocket)
    token = token_of(pocket, "learner3@example.org")
    found = links.invitation_of(token)
    assert found is not None
    assert found.address == "learner3@example.org"
    assert found.times_asked == 1
    assert bytes(found.link_hash) == links.hash_of(token)


def test_a_reminder_goes_only_to_those_who_have_not_answered_and_starts_afresh(
    asked: Collection, cast: Cast
) -> None:
    pocket = Pocket()
    send(asked, cast, pocket)
    old = token_of(pocket, "learner1@example.org")
    answered = links.invitation_of(token_of(pocket, "learner2@example.org"))
    assert answered is not None
    links.mark_completed(answered)
    reminders = Pocket()
    later = NOW + timedelta(days=7)
    wave = send(asked, cast, reminders, Kind.REMINDER, later)
    assert wave.sent == 10
    assert "learner2@example.org" not in {one.address for one in reminders.sent}
    new = token_of(reminders, "learner1@example.org")
    assert links.invitation_of(old) is None
    assert links.invitation_of(new) is not None
    text = next(one for one in reminders.sent if one.address == "learner1@example.org").text
    assert "starts afresh" in text
    assert "no longer works" in text


def test_somebody_who_was_not_asked_gets_no_reminder(asked: Collection, cast: Cast) -> None:
    assert send(asked, cast, Pocket(), Kind.REMINDER).to_send == 0


def test_a_message_that_could_not_be_sent_leaves_the_old_link_and_can_be_sent_again(
    asked: Collection, cast: Cast
) -> None:
    first = Pocket()
    send(asked, cast, first)
    old = token_of(first, "learner4@example.org")
    later = NOW + timedelta(days=7)
    refusing = Pocket("learner4@example.org")
    wave = send(asked, cast, refusing, Kind.REMINDER, later)
    assert (wave.sent, wave.outgoing.get().reason) == (10, Outgoing.Reason.REFUSED)
    assert links.invitation_of(old) is not None
    actions.send_again(wave=wave, by=cast.north_manager, at=later)
    working = Pocket()
    while sending.send_some(wave, later, {EMAIL: working, TEXT: working}):
        pass
    assert [one.address for one in working.sent] == ["learner4@example.org"]
    wave.refresh_from_db()
    assert (wave.sent, wave.state) == (11, State.DONE)
    assert links.invitation_of(old) is None
    with pytest.raises(CannotSend, match="nothing to send again"):
        actions.send_again(wave=wave, by=cast.north_manager, at=later)


def test_nobody_gets_more_messages_than_the_cap_over_all_surveys(
    asked: Collection, cast: Cast
) -> None:
    send(asked, cast, Pocket())
    send(asked, cast, Pocket(), Kind.REMINDER, NOW + timedelta(days=3))
    other = open_round(cast.north_manager, name="Another survey", place=asked.place)
    invite(other, [row(number) for number in range(1, 6)], cast.north_manager, NOW)
    third = send(other, cast, Pocket(), at=NOW + timedelta(days=6))
    assert (third.sent, third.capped) == (5, 0)
    fourth = send(asked, cast, Pocket(), Kind.REMINDER, NOW + timedelta(days=9))
    assert (fourth.sent, fourth.capped) == (6, 5)
    assert Contact.objects.filter(key=contact.key_of("learner1@example.org")).count() == 3


def test_whoever_asked_not_to_be_written_to_is_left_out_everywhere(
    asked: Collection, cast: Cast
) -> None:
    actions.opt_out(key=contact.key_of("learner1@example.org"), by=None, at=NOW)
    actions.opt_out(key=contact.key_of("learner1@example.org"), by=None, at=NOW)
    pocket = Pocket()
    wave = send(asked, cast, pocket)
    assert (wave.sent, wave.opted_out) == (10, 1)
    assert "learner1@example.org" not in {one.address for one in pocket.sent}
    assert b"learner" not in bytes(OptOut.objects.get().key)


def test_quiet_hours_wait(asked: Collection, cast: Cast) -> None:
    evening = NOW.replace(hour=19)
    wave = actions.plan(
        collection=asked, kind=Kind.INVITATION, planned_at=evening, by=cast.north_manager, at=NOW
    )
    assert wave.planned_at == NOW.replace(hour=8, minute=30) + timedelta(days=1)
    # One that is going out stops when they begin, and says when it goes on.
    now = actions.plan(
        collection=asked, kind=Kind.INVITATION, planned_at=NOW, by=cast.north_manager, at=NOW
    )
    sending.begin(now, NOW)
    pocket = Pocket()
    assert not sending.send_some(now, evening, {EMAIL: pocket})
    now.refresh_from_db()
    assert (pocket.sent, now.resumes_at) == ([], wave.planned_at)


# The task reads the clock, and nobody is written to at night.
@time_machine.travel(NOW + timedelta(minutes=11))
def test_a_process_that_ends_while_sending_loses_no_message(asked: Collection, cast: Cast) -> None:
    wave = actions.plan(
        collection=asked, kind=Kind.INVITATION, planned_at=NOW, by=cast.north_manager, at=NOW
    )
    sending.begin(wave, NOW)

    class Killed(Pocket):
        def send(self, written: object) -> None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sending.send_some(wave, NOW, {EMAIL: Killed(), TEXT: Killed()})
    pocket = Pocket()
    # Another process does not take what may still be going out,
    assert not sending.send_some(wave, NOW, {EMAIL: pocket, TEXT: pocket})
    wave.refresh_from_db()
    assert wave.state == State.SENDING
    # but after a while it does: here at once, with text messages not set up.
    later = NOW + timedelta(minutes=11)
    assert actions.begin_due(by=None, at=later) == 1
    asked_by_email = Invitation.objects.filter(channel=EMAIL)
    assert set(asked_by_email.values_list("times_asked", flat=True)) == {1}
    assert set(wave.outgoing.values_list("state", "reason")) == {("failed", "not_set_up")}


def test_what_is_planned_begins_on_its_day(asked: Collection, cast: Cast) -> None:
    day = NOW + timedelta(days=3)
    wave = actions.plan(
        collection=asked, kind=Kind.INVITATION, planned_at=day, by=cast.north_manager, at=NOW
    )
    assert actions.begin_due(by=None, at=NOW) == 0
    assert actions.begin_due(by=None, at=day) == 1
    wave.refresh_from_db()
    assert wave.begun_at == day


def test_waves_that_make_no_sense_are_refused(asked: Collection, cast: Cast) -> None:
    def plan(days: int) -> Wave:
        moment = NOW + timedelta(days=days)
        by = cast.north_manager
        return actions.plan(collection=asked, kind=Kind.REMINDER, planned_at=moment, by=by, at=NOW)

    with pytest.raises(CannotSend, match="has passed"):
        plan(-1)
    with pytest.raises(CannotSend, match="closes before that"):
        plan(14)
    for days in range(1, 7):
        wave = plan(days)
    with pytest.raises(CannotSend, match="6 waves already"):
        plan(7)
    actions.call_off(wave=wave, by=cast.north_manager, at=NOW)
    with pytest.raises(CannotSend, match="gone out already"):
        actions.call_off(wave=wave, by=cast.north_manager, at=NOW)
    plan(7)


def test_only_whoever_runs_the_round_may_write(asked: Collection, cast: Cast) -> None:
    for stranger in (cast.south_manager, cast.director, cast.learner):
        with pytest.raises(NotPermitted):
            actions.plan(collection=asked, kind=Kind.REMINDER, planned_at=NOW, by=stranger, at=NOW)


def test_addresses_are_wiped_when_the_round_has_closed(asked: Collection, cast: Cast) -> None:
    send(asked, cast, Pocket("learner5@example.org"))
    actions.plan(
        collection=asked, kind=Kind.REMINDER, by=cast.north_manager, at=NOW,
        planned_at=NOW + timedelta(days=2),
    )  # fmt: skip
    assert actions.wipe(by=None, at=NOW) == 0
    rounds.close(collection=asked, by=cast.north_manager, at=NOW)
    assert actions.wipe(by=None, at=NOW) == 11
    assert not Invitation.objects.exclude(address="").exists()
    assert not Outgoing.objects.exists()
    assert set(Wave.objects.values_list("state", flat=True)) == {State.DONE, State.CANCELLED}
    # The cap goes on holding for as long as it looks back.
    assert Contact.objects.exists()
    actions.wipe(by=None, at=NOW + timedelta(days=31))
    assert not Contact.objects.exists()


def test_sending_asks_a_fixed_number_of_queries_for_each_message(
    asked: Collection, cast: Cast, django_assert_max_num_queries: object
) -> None:
    wave = actions.plan(
        collection=asked, kind=Kind.INVITATION, planned_at=NOW, by=cast.north_manager, at=NOW
    )
    sending.begin(wave, NOW)
    pocket = Pocket()
    # Eight for each of eleven (savepoints are two of them), and a dozen for all.
    with django_assert_max_num_queries(11 * 8 + 14):  # type: ignore[operator]
        sending.send_some(wave, NOW, {EMAIL: pocket, TEXT: pocket})

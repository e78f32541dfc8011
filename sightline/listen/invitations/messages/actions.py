"""Every change to waves of messages goes through here: plan, begin, call off, resend, wipe."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from sightline.base.refusal import Refusal
from sightline.design.show import format_moment
from sightline.listen.invitations.messages import rules, sending, tasks
from sightline.listen.invitations.messages.models import Contact, OptOut, Outgoing, Wave
from sightline.listen.invitations.models import Invitation
from sightline.listen.invitations.policy import policy_on
from sightline.listen.rounds import running
from sightline.listen.rounds.models import Collection
from sightline.people.models import User
from sightline.trail import record

State = Wave.State


class CannotSend(Refusal):
    """Messages cannot be sent (then): a sentence for the page."""


@transaction.atomic
def plan(
    *, collection: Collection, kind: str, planned_at: datetime, by: User | None, at: datetime
) -> Wave:
    """Plan a wave for a moment; one in quiet hours goes out when they end.

    ``by`` is None when the service plans it on the day of a touchpoint.
    """
    collection = running.locked(collection)
    running.require(by, collection.place)
    wanted = Wave.objects.filter(collection=collection).exclude(state=State.CANCELLED)
    why = rules.against_planning(
        state=collection.state,
        planned_at=planned_at,
        closes_at=collection.closes_at,
        at=at,
        # A touchpoint has a wave on every day on which somebody is due.
        waves=wanted.exclude(made_by=None).count() if by else 0,
    )
    if why:
        raise CannotSend(why)
    moment = policy_on(timezone.localdate(planned_at)).next_allowed(planned_at)
    wave = Wave.objects.create(
        collection=collection, kind=kind, planned_at=moment, made_by=by, made_at=at
    )
    _line("plan", wave, by, at, f"{wave.get_kind_display()} planned for {format_moment(moment)}.")
    return wave


def begin_due(*, by: User | None, at: datetime) -> int:
    """Begin what is planned for now, and go on with what waited: how many waves."""
    due = Wave.objects.filter(collection__state=Collection.State.OPEN)
    begun = 0
    for wave in due.filter(state=State.PLANNED, planned_at__lte=at).select_related("collection"):
        running.require(by, wave.collection.place)
        if sending.begin(wave, at):
            tasks.send_wave.enqueue(wave.pk)
            begun += 1
    waiting = due.filter(state=State.SENDING, resumes_at__lte=at)
    stuck = due.filter(
        state=State.SENDING,
        outgoing__taken_at__lt=at - sending.TAKEN_AGAIN_AFTER,
    )
    for wave in (waiting | stuck).distinct():
        Wave.objects.filter(pk=wave.pk).update(resumes_at=None)
        tasks.send_wave.enqueue(wave.pk)
        begun += 1
    return begun


@transaction.atomic
def call_off(*, wave: Wave, by: User, at: datetime) -> Wave:
    """Stop a wave that has not gone out as a whole. What was sent was sent."""
    wave = _locked(wave)
    running.require(by, wave.collection.place)
    if wave.state not in (State.PLANNED, State.SENDING):
        raise CannotSend("It has gone out already, so it cannot be called off.")
    if wave.state == State.PLANNED:
        wave.state = State.CANCELLED
    else:
        wave.state = State.DONE
        wave.outgoing.exclude(state=Outgoing.State.FAILED).delete()
    wave.finished_at = at
    wave.save(update_fields=["state", "finished_at"])
    _line("call_off", wave, by, at, f"{wave.get_kind_display()} called off.")
    return wave


@transaction.atomic
def send_again(*, wave: Wave, by: User, at: datetime) -> int:
    """Try again what could not be sent: how many messages."""
    wave = _locked(wave)
    running.require(by, wave.collection.place)
    if wave.collection.state != Collection.State.OPEN:
        raise CannotSend("The round is not open, so nobody is written to.")
    others = Wave.objects.filter(collection=wave.collection, state=State.SENDING)
    if wave.state != State.DONE or others.exists():
        raise CannotSend("Messages of this round are going out now. Wait until they have.")
    failed = wave.outgoing.filter(state=Outgoing.State.FAILED)
    number = failed.update(state=Outgoing.State.WAITING, reason="")
    if not number:
        raise CannotSend("There is nothing to send again.")
    wave.state, wave.finished_at = State.SENDING, None
    wave.save(update_fields=["state", "finished_at"])
    _line("send_again", wave, by, at, f"{number:,} messages are tried again.")
    transaction.on_commit(lambda: tasks.send_wave.enqueue(wave.pk))
    return number


@transaction.atomic
def opt_out(*, key: bytes, by: User | None, at: datetime) -> None:
    """Somebody wants no more messages about surveys. ``by`` is None: they need no account."""
    OptOut.objects.get_or_create(key=key, defaults={"on_date": timezone.localdate(at)})


@transaction.atomic
def opt_in(*, key: bytes, by: User | None, at: datetime) -> None:
    """They changed their mind."""
    OptOut.objects.filter(key=key).delete()


def wipe(*, by: User | None, at: datetime) -> int:
    """Delete addresses of closed rounds, what is left in outboxes, and old contacts.

    Gives how many addresses were wiped. Also done for rounds whose time is over.
    """
    with transaction.atomic():
        closed = Collection.objects.filter(state=Collection.State.CLOSED)
        wiped = (
            Invitation.objects.filter(collection__in=closed).exclude(address="").update(address="")
        )
        Outgoing.objects.filter(wave__collection__in=closed).delete()
        Wave.objects.filter(collection__in=closed, state=State.PLANNED).update(
            state=State.CANCELLED, finished_at=at
        )
        Wave.objects.filter(collection__in=closed, state=State.SENDING).update(
            state=State.DONE, finished_at=at, resumes_at=None
        )
        Invitation.objects.filter(collection__in=closed).exclude(next_link_hash=None).update(
            link_hash=F("next_link_hash"), next_link_hash=None
        )
        looks_back = policy_on(timezone.localdate(at)).within_days
        Contact.objects.filter(
            on_date__lt=timezone.localdate(at) - timedelta(days=looks_back)
        ).delete()
    return wiped


def _locked(wave: Wave) -> Wave:
    return (
        Wave.objects.select_for_update(of=("self",))
        .select_related("collection__round__survey", "collection__place")
        .get(pk=wave.pk)
    )


def _line(verb: str, wave: Wave, by: User | None, at: datetime, summary: str) -> None:
    record.record(
        action=f"listen.invitations.messages.{verb}",
        subject=wave.collection,
        by=by,
        at=at,
        summary=summary,
    )

"""Send the messages of a wave, a few at a time, so that any process may stop at any moment.

A few messages are taken from the outbox in a transaction of their own; each is then sent outside
of one. A new link is noted beside the old one before its message goes out and takes its place
after (see links.py). A message whose process was ended while it was being sent is taken again
after a while: better two messages than none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone

from sightline.listen.invitations import contact, links
from sightline.listen.invitations.messages import adapters, rules, wording
from sightline.listen.invitations.messages.adapters import Adapter, NotSent
from sightline.listen.invitations.messages.models import Contact, OptOut, Outgoing, Wave
from sightline.listen.invitations.models import Invitation
from sightline.listen.invitations.policy import Policy, policy_on
from sightline.listen.invitations.touchpoints import rules as touchpoints
from sightline.listen.rounds.models import Collection
from sightline.trail import record

AT_A_TIME = 50
TAKEN_AGAIN_AFTER = timedelta(minutes=10)
_BATCH = 2000
State = Outgoing.State


def recipients(wave: Wave, day: datetime) -> Iterable[int]:
    """Keys of the invitations that a wave is for, as things stand."""
    found = Invitation.objects.filter(collection=wave.collection_id, is_completed=False).exclude(
        address=""
    )
    if wave.kind == Wave.Kind.INVITATION:
        today = timezone.localdate(day)
        still = today - timedelta(days=touchpoints.LATE_DAYS)
        found = found.filter(times_asked=0).filter(
            Q(due_date=None) | Q(due_date__lte=today, due_date__gte=still)
        )
    else:
        found = found.filter(times_asked__gte=1)
    return found.values_list("pk", flat=True).iterator(chunk_size=_BATCH)


@transaction.atomic
def begin(wave: Wave, at: datetime) -> bool:
    """Fill the outbox of a planned wave. False if it is not planned, or another is going out."""
    wave = Wave.objects.select_for_update().get(pk=wave.pk)
    collection = Collection.objects.select_for_update(of=("self",)).get(pk=wave.collection_id)
    if wave.state != Wave.State.PLANNED or collection.state != Collection.State.OPEN:
        return False
    if Wave.objects.filter(collection=collection, state=Wave.State.SENDING).exists():
        return False
    outgoing = [Outgoing(wave=wave, invitation_id=pk) for pk in recipients(wave, at)]
    Outgoing.objects.bulk_create(outgoing, batch_size=_BATCH)
    wave.state, wave.begun_at, wave.to_send = Wave.State.SENDING, at, len(outgoing)
    wave.save(update_fields=["state", "begun_at", "to_send"])
    return True


def send_some(wave: Wave, at: datetime, by_channel: dict[str, Adapter] | None = None) -> bool:
    """Send the next few; True if there is more to do now. ``by_channel`` is for tests and demos."""
    rule = policy_on(timezone.localdate(at))
    if rule.is_quiet(at):
        Wave.objects.filter(pk=wave.pk, state=Wave.State.SENDING).update(
            resumes_at=rule.next_allowed(at)
        )
        return False
    taken = _take(wave, at)
    if not taken:
        return _finish(wave, at)
    counts = _leave_out(taken, rule, at)
    opened: dict[str, Adapter | NotSent] = dict(by_channel or {})
    collection = _collection(wave)
    try:
        for one in taken:
            counts[_send(one, wave, collection, opened, at)] += 1
    finally:
        for adapter in opened.values():
            if not isinstance(adapter, NotSent):
                adapter.close()
    Wave.objects.filter(pk=wave.pk).update(
        resumes_at=None, **{name: F(name) + number for name, number in counts.items() if name}
    )
    return True


def _collection(wave: Wave) -> Collection:
    return Collection.objects.select_related("round__survey", "version", "place").get(
        pk=wave.collection_id
    )


@transaction.atomic
def _take(wave: Wave, at: datetime) -> list[Outgoing]:
    """The next few messages, kept from other processes."""
    locked = (
        Wave.objects.select_for_update(of=("self",)).select_related("collection").get(pk=wave.pk)
    )
    if (
        locked.state != Wave.State.SENDING
        or locked.collection.state != Collection.State.OPEN
        or locked.collection.closes_at <= at
    ):
        return []
    free = Q(state=State.WAITING) | Q(state=State.TAKEN, taken_at__lt=at - TAKEN_AGAIN_AFTER)
    rows = list(
        Outgoing.objects.filter(free, wave=wave)
        .select_related("invitation")
        .order_by("pk")[:AT_A_TIME]
    )
    Outgoing.objects.filter(pk__in=[one.pk for one in rows]).update(state=State.TAKEN, taken_at=at)
    return rows


def _leave_out(taken: list[Outgoing], rule: Policy, at: datetime) -> Counter[str]:
    """Take out messages that may not go out. How many, by the wave's column."""
    keys = [one.invitation.contact_key for one in taken if one.invitation.contact_key]
    since = timezone.localdate(at) - timedelta(days=rule.within_days)
    opted_out = {
        bytes(k) for k in OptOut.objects.filter(key__in=keys).values_list("key", flat=True)
    }
    written_to = {
        bytes(key): number
        for key, number in Contact.objects.filter(key__in=keys, on_date__gt=since)
        .values_list("key")
        .annotate(number=Count("pk"))
    }
    left_out: dict[int, str] = {}
    for one in taken:
        key = bytes(one.invitation.contact_key or b"")
        if one.invitation.is_completed or not one.invitation.address:
            left_out[one.pk] = "answered"
        elif key in opted_out:
            left_out[one.pk] = "opted_out"
        elif not rules.may_write(written_to.get(key, 0), rule.most_messages):
            left_out[one.pk] = "capped"
    Outgoing.objects.filter(pk__in=left_out).delete()
    taken[:] = [one for one in taken if one.pk not in left_out]
    return Counter(left_out.values())


def _send(
    one: Outgoing,
    wave: Wave,
    collection: Collection,
    opened: dict[str, Adapter | NotSent],
    at: datetime,
) -> str:
    """Send one message: "sent" if it went out, else blank; the outbox then says why."""
    invitation = one.invitation
    adapter = opened.get(invitation.channel)
    if adapter is None:
        try:
            adapter = adapters.adapter_for(invitation.channel)
        except NotSent as refusal:
            adapter = refusal
        opened[invitation.channel] = adapter
    token = links.new_token()
    key = contact.key_of(invitation.address)
    try:
        if isinstance(adapter, NotSent):
            raise adapter
        links.note_new(invitation, token)
        adapter.send(
            wording.write(
                collection=collection,
                kind=wave.kind,
                address=invitation.address,
                key=key,
                token=token,
            )
        )
    except NotSent as refusal:
        with transaction.atomic():
            links.forget_new(invitation)
            Outgoing.objects.filter(pk=one.pk).update(
                state=State.FAILED, reason=refusal.reason, taken_at=None
            )
        return ""
    with transaction.atomic():
        links.replace_by_new(invitation, token)
        Contact.objects.create(key=key, on_date=timezone.localdate(at))
        Outgoing.objects.filter(pk=one.pk).delete()
    return "sent"


@transaction.atomic
def _finish(wave: Wave, at: datetime) -> bool:
    """The wave is done when nothing waits or is being sent. Gives False: nothing to do now."""
    wave = Wave.objects.select_for_update(of=("self",)).select_related("collection").get(pk=wave.pk)
    closed = wave.collection.state == Collection.State.CLOSED or wave.collection.closes_at <= at
    left = wave.outgoing.exclude(state=State.FAILED)
    if wave.state != Wave.State.SENDING or (left.exists() and not closed):
        return False
    left.delete()
    wave.state, wave.finished_at, wave.resumes_at = Wave.State.DONE, at, None
    wave.save(update_fields=["state", "finished_at", "resumes_at"])
    record.record(
        action="listen.invitations.messages.sent",
        subject=wave.collection,
        by=None,
        at=at,
        summary=f"{wave.get_kind_display()}: {rules.about(wave.kind, wave.sent)} messages sent.",
    )
    return False

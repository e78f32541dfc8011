"""Asking for news, confirming, stopping, and telling."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sightline.listen.invitations.messages.adapters import NotSent
from sightline.listen.invitations.messages.models import Outgoing
from sightline.listen.invitations.policy import policy_on
from sightline.listen.news import messages, rules
from sightline.listen.news.models import News, NewsAddress
from sightline.listen.replies.models import Reply
from sightline.organisations.models import Organisation, Programme
from sightline.people.models import User
from sightline.trail import record

log = logging.getLogger(__name__)
#: Replies that were published longer ago than this are no news.
_NEWS_DAYS = 14
#: So many text messages go out in one look of the clock.
_TEXTS_AT_A_TIME = 200
Channel = NewsAddress.Channel


def ask(
    *,
    organisation: Organisation,
    programme: Programme | None,
    address: str,
    channel: str = Channel.EMAIL,
    by: User | None,
    at: datetime,
) -> None:
    """Somebody leaves an address. It is asked to confirm, once a day at most; see rules.

    Says nothing about whether the address is known: anybody could ask. ``by`` is None: they need
    no account. ``address`` is in its one form (invitations.contact.read).
    """
    today = timezone.localdate(at)
    address = address.strip().lower()
    with transaction.atomic():
        asked = NewsAddress.objects.filter(asked_date=today, is_confirmed=False)
        may = rules.may_ask(
            asked_today=asked.filter(address=address).count(),
            by_channel_today=asked.filter(channel=channel).count(),
            is_text=channel == Channel.TEXT,
        )
        if not may:
            return
        found, is_new = NewsAddress.objects.select_for_update().get_or_create(
            address=address,
            organisation=organisation,
            programme=programme,
            defaults={"asked_date": today, "channel": channel},
        )
        if found.is_confirmed or (not is_new and found.asked_date >= today):
            return
        found.asked_date = today
        found.save(update_fields=["asked_date"])
        transaction.on_commit(lambda: messages.send_confirm(found))


def confirm(*, address: NewsAddress, by: User | None, at: datetime) -> None:
    NewsAddress.objects.filter(pk=address.pk).update(
        is_confirmed=True, asked_date=timezone.localdate(at)
    )


def stop(*, address: NewsAddress, by: User | None, at: datetime) -> None:
    """Delete the address."""
    NewsAddress.objects.filter(pk=address.pk).delete()


def tell(*, by: User | None, at: datetime) -> int:
    """Tell confirmed addresses of replies that nobody was told about. Gives how many messages.

    Nobody is told in quiet hours, nor twice a day about one place: what is published after that
    is told of tomorrow. A reply is marked as told before its messages go: nobody is told of it
    twice. Somebody who asked for a programme hears of replies to the whole provider too, but once.
    """
    if policy_on(timezone.localdate(at)).is_quiet(at):
        return 0
    addresses = _take_up(by, at)
    by_email = [one for one in addresses if one.channel == Channel.EMAIL]
    sent = messages.send_news(by_email) if by_email else 0
    return sent + _send_texts()


@transaction.atomic
def _take_up(by: User | None, at: datetime) -> list[NewsAddress]:
    """Mark what is new as told, and numbers as owed a message; the addresses it is for."""
    told_today = News.objects.filter(at__date=timezone.localdate(at), count__gt=0).values(
        "reply__organisation"
    )
    replies = list(
        Reply.objects.public()
        .select_for_update(of=("self",))
        .filter(news=None, published_at__gte=at - timedelta(days=_NEWS_DAYS))
        .exclude(organisation__in=told_today)
        .order_by("pk")
    )
    wanted = Q(pk__in=())
    for reply in replies:
        here = Q(organisation=reply.organisation_id)
        wanted |= here & Q(programme=reply.programme_id) if reply.programme_id else here
    addresses = list(
        NewsAddress.objects.filter(wanted, is_confirmed=True).select_related(
            "organisation", "programme"
        )
    )
    NewsAddress.objects.filter(
        pk__in=[one.pk for one in addresses if one.channel == Channel.TEXT]
    ).update(is_owed=True)
    for reply in replies:
        News.objects.create(
            reply=reply,
            at=at,
            count=sum(
                one.organisation_id == reply.organisation_id
                and reply.programme_id in (None, one.programme_id)
                for one in addresses
            ),
        )
        record.record(
            action="listen.news.tell",
            subject=reply,
            by=by,
            at=at,
            reference=reply.reference,
            summary="Those who asked for it were told that there is news",
        )
    return addresses


def _send_texts() -> int:
    """Send a few of the text messages that are owed; how many went out.

    A number that is refused is not tried again; where the sending service cannot be reached, what
    is left waits for the next look. Each is marked before it goes: better none than two.
    """
    sent = 0
    owed = NewsAddress.objects.filter(is_owed=True).select_related("organisation", "programme")
    for one in owed.order_by("pk")[:_TEXTS_AT_A_TIME]:
        if not NewsAddress.objects.filter(pk=one.pk, is_owed=True).update(is_owed=False):
            continue  # another process was quicker, or they stopped it
        try:
            messages.send_text_of_news(one)
        except NotSent as refusal:
            if refusal.reason != Outgoing.Reason.REFUSED:
                NewsAddress.objects.filter(pk=one.pk).update(is_owed=True)
                log.warning("News by text message waits: %s", refusal)
                break
        else:
            sent += 1
    return sent

"""Asking for news, confirming, stopping, and telling."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from sightline.listen.news import messages
from sightline.listen.news.models import News, NewsAddress
from sightline.listen.replies.models import Reply
from sightline.organisations.models import Organisation, Programme
from sightline.people.models import User
from sightline.trail import record

#: Replies that were published longer ago than this are no news.
_NEWS_DAYS = 14


def ask(
    *,
    organisation: Organisation,
    programme: Programme | None,
    address: str,
    by: User | None,
    at: datetime,
) -> None:
    """Somebody leaves an address. It is asked to confirm, once a day at most.

    Says nothing about whether the address is known: anybody could ask. ``by`` is None: they need
    no account.
    """
    today = timezone.localdate(at)
    with transaction.atomic():
        found, is_new = NewsAddress.objects.select_for_update().get_or_create(
            address=address.strip().lower(),
            organisation=organisation,
            programme=programme,
            defaults={"asked_date": today},
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

    A reply is marked as told before its messages go: nobody is told twice. Somebody who asked for
    a programme hears of replies to the whole provider too, but once.
    """
    with transaction.atomic():
        replies = list(
            Reply.objects.public()
            .select_for_update(of=("self",))
            .filter(news=None, published_at__gte=at - timedelta(days=_NEWS_DAYS))
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
    return messages.send_news(addresses) if addresses else 0

"""Find things by a word or a reference, each kind within the viewer's patch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from sightline.access.permissions import Permission
from sightline.commitments.models import Commitment
from sightline.listen.replies.models import Reply
from sightline.organisations import search as folding
from sightline.organisations.models import Organisation
from sightline.people.models import User
from sightline.respond.register.models import Concern
from sightline.standards.models import FrameworkVersion

MOST_SHOWN = 10


@dataclass(frozen=True)
class Hit:
    text: str
    href: str
    detail: str = ""


@dataclass(frozen=True)
class Found:
    """Hits of one kind. ``more_href`` leads to all of them where there are more than shown."""

    heading: str
    hits: tuple[Hit, ...]
    more_href: str = ""


def exactly(words: str, viewer: User) -> str:
    """The address of the one record that has this reference or code, or ""."""
    if Concern.objects.visible_to(viewer).filter(reference__iexact=words).exists():
        return reverse("respond:register:show", args=[words.upper()])
    if Commitment.objects.visible_to(viewer).filter(reference__iexact=words).exists():
        return reverse("commitments:show", args=[words.upper()])
    if Reply.objects.visible_to(viewer).filter(reference__iexact=words).exists():
        return reverse("listen:replies:show", args=[words.upper()])
    return ""


def find(words: str, viewer: User, day: date) -> list[Found]:
    """What matches, by kind; kinds without a hit are left out."""
    found = [
        concerns(words, viewer),
        commitments(words, viewer),
        replies(words, viewer),
        organisations(words, viewer),
        standards(words, day),
    ]
    return [one for one in found if one.hits]


def _found(heading: str, hits: Iterable[Hit], more_href: str = "") -> Found:
    listed = tuple(hits)
    return Found(heading, listed[:MOST_SHOWN], more_href if len(listed) > MOST_SHOWN else "")


def _to(name: str, words: str) -> str:
    return reverse(name, query={"q": words})


def concerns(words: str, viewer: User) -> Found:
    rows = (
        Concern.objects.visible_to(viewer)
        .filter(Q(reference__icontains=words) | Q(title__icontains=words))
        .select_related("organisation")[: MOST_SHOWN + 1]
    )
    return _found(
        "Concerns",
        (
            Hit(
                f"{row.reference}: {row.title}",
                reverse("respond:register:show", args=[row.reference]),
                row.organisation.name,
            )
            for row in rows
        ),
        _to("respond:register:list", words),
    )


def commitments(words: str, viewer: User) -> Found:
    rows = (
        Commitment.objects.visible_to(viewer)
        .filter(Q(reference__icontains=words) | Q(promise__icontains=words))
        .select_related("organisation")
        .order_by("-agreed_at", "pk")[: MOST_SHOWN + 1]
    )
    return _found(
        "Commitments",
        (
            Hit(
                f"{row.reference}: {row.promise}",
                reverse("commitments:show", args=[row.reference]),
                row.organisation.name,
            )
            for row in rows
        ),
        _to("commitments:list", words),
    )


def replies(words: str, viewer: User) -> Found:
    rows = (
        Reply.objects.visible_to(viewer)
        .filter(Q(reference__icontains=words) | Q(you_said__icontains=words))
        .select_related("organisation")
        .order_by("-drafted_at", "pk")[: MOST_SHOWN + 1]
    )
    return _found(
        "Replies to learners",
        (
            Hit(
                f"{row.reference}: {row.you_said}",
                reverse("listen:replies:show", args=[row.reference]),
                row.organisation.name,
            )
            for row in rows
        ),
        _to("listen:replies:list", words),
    )


def organisations(words: str, viewer: User) -> Found:
    # Signs alone (“%%”) fold to nothing, which every organisation would match.
    if not viewer.can(Permission.VIEW_ORGANISATIONS) or not folding.words(words):
        return Found("Organisations", ())
    matching: QuerySet[Any] = (
        Organisation.objects.visible_to(viewer).matching(words).best_match_first(words)
    )
    rows = matching.select_related("parent").order_by("rank", "name", "code")[: MOST_SHOWN + 1]
    return _found(
        "Organisations",
        (
            Hit(
                row.name,
                reverse("organisations:show", args=[row.code]),
                ", ".join(
                    part
                    for part in (
                        row.get_kind_display(),
                        row.code,
                        row.parent.name if row.parent else "",
                        "closed" if row.is_closed else "",
                    )
                    if part
                ),
            )
            for row in rows
        ),
        _to("organisations:list", words),
    )


def standards(words: str, day: date) -> Found:
    version = FrameworkVersion.in_force_on(day)
    if version is None:
        return Found("Standards", ())
    number = words.lower().removeprefix("standard").strip()
    rows = version.standards.filter(Q(number=number) | Q(wording__icontains=words))
    return _found(
        "Standards",
        (
            Hit(f"{row.number} {row.wording}", reverse("standards:standard", args=[row.number]))
            for row in rows.order_by("position")
        ),
        reverse("standards:framework"),
    )

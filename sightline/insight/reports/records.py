"""What is recorded about many providers at once, as far as a viewer may see it.

A fixed number of queries for any number of providers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sightline.access.viewer import Viewer
from sightline.commitments.models import Commitment
from sightline.commitments.words import Status
from sightline.listen.comments import queries as comments
from sightline.listen.comments.models import Comment
from sightline.listen.replies.models import Reply
from sightline.listen.surveys.models import Round
from sightline.respond.register.queries import about
from sightline.respond.register.queries.about import ConcernLine

One = TypeVar("One", Commitment, Reply)


@dataclass(frozen=True)
class Records:
    """Of one provider. Concerns and commitments are those that are open; newest replies first."""

    concerns: Sequence[ConcernLine] = ()
    commitments: Sequence[Commitment] = ()
    replies: Sequence[Reply] = ()
    comments: Sequence[Comment] = ()


def at_providers(
    providers: Collection[int], viewer: Viewer, round_: Round | None, day: date
) -> dict[int, Records]:
    """By the provider's key. Four queries."""
    concerns = about.open_at(providers, viewer)
    promised = (
        Commitment.objects.visible_to(viewer)
        .filter(organisation__provider__in=providers)
        .with_status(day)
        .select_related("organisation", "programme")
    )
    commitments = _by_provider(
        sorted(
            (one for one in promised if one.status != Status.KEPT),
            key=lambda one: (one.due_date, one.pk),
        )
    )
    replies = _by_provider(
        Reply.objects.visible_to(viewer)
        .filter(state=Reply.State.PUBLISHED, organisation__provider__in=providers)
        .select_related("organisation", "programme")
        .order_by("-published_at", "-pk")
    )
    written = comments.readable_at(round_, providers)
    return {
        pk: Records(
            concerns.get(pk, ()), commitments.get(pk, ()), replies.get(pk, ()), written.get(pk, ())
        )
        for pk in providers
    }


def _by_provider(rows: Iterable[One]) -> dict[int, list[One]]:
    found: dict[int, list[One]] = defaultdict(list)
    for one in rows:
        if one.organisation.provider_id is not None:
            found[one.organisation.provider_id].append(one)
    return found

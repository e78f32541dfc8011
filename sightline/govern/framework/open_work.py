"""What is open of each kind, and which of it names standards of the version before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Model, OuterRef, QuerySet, Subquery

from sightline.access.viewer import Viewer
from sightline.assess.returns.models import Return, ReturnQuerySet
from sightline.commitments.models import Commitment
from sightline.commitments.words import Status
from sightline.govern.framework.words import Kind
from sightline.listen.bank.models import BankItem
from sightline.listen.outside.models import Indicator
from sightline.respond.register.models import Concern, Standing
from sightline.respond.requests.models import ReviewRequest
from sightline.results.models import Measure
from sightline.standards.models import FrameworkVersion


@dataclass(frozen=True)
class Source:
    """Records of one kind, and the table that says which standards each names.

    ``record`` is the name of the record in that table. ``is_internal``: its line in the trail is
    read by the quality team only. ``is_of_a_place``: not everybody sees every record.
    """

    model: type[Model]
    through: Any
    record: str
    open_on: Callable[[date], QuerySet[Any]]
    is_internal: bool = False
    is_of_a_place: bool = True


def _concerns(day: date) -> QuerySet[Any]:
    latest = (
        Standing.objects.filter(concern=OuterRef("pk")).order_by("-at", "-id").values("state")[:1]
    )
    found = Concern.objects.annotate(state=Subquery(latest)).order_by()
    return found.exclude(state=Standing.State.CLOSED)


def _commitments(day: date) -> QuerySet[Any]:
    found: Any = Commitment.objects.with_status(day)
    return found.exclude(status=Status.KEPT).order_by()


SOURCES: Mapping[Kind, Source] = {
    Kind.CONCERNS: Source(
        Concern, Concern.standards.through, "concern", _concerns, is_internal=True
    ),
    Kind.COMMITMENTS: Source(Commitment, Commitment.standards.through, "commitment", _commitments),
    Kind.REQUESTS: Source(
        ReviewRequest,
        ReviewRequest.standards.through,
        "reviewrequest",
        lambda day: ReviewRequest.objects.filter(answer=None).order_by(),
        is_internal=True,
    ),
    Kind.ITEMS: Source(
        BankItem, BankItem.standards.through, "bankitem", lambda day: BankItem.objects.order_by()
    ),
    Kind.MEASURES: Source(
        Measure,
        Measure.standards.through,
        "measure",
        lambda day: Measure.objects.order_by(),
        is_of_a_place=False,
    ),
    Kind.INDICATORS: Source(
        Indicator,
        Indicator.standards.through,
        "indicator",
        lambda day: Indicator.objects.order_by(),
        is_of_a_place=False,
    ),
}


def seen(kind: Kind, day: date, viewer: Viewer) -> QuerySet[Any]:
    """What is open of a kind, as far as a viewer may see it."""
    found: Any = SOURCES[kind].open_on(day)
    return found.visible_to(viewer) if SOURCES[kind].is_of_a_place else found


def pairs(
    kind: Kind, version: FrameworkVersion, day: date, viewer: Viewer | None = None
) -> set[tuple[int, int]]:
    """(key of an open record, key of a standard of the version that it names). One query.

    Of the whole country, or of what a viewer may see.
    """
    source = SOURCES[kind]
    held = source.open_on(day) if viewer is None else seen(kind, day, viewer)
    rows = source.through.objects.filter(
        standard__version=version, **{f"{source.record}__in": held.values("pk")}
    )
    return set(rows.values_list(f"{source.record}_id", "standard_id"))


def returns(version: FrameworkVersion, day: date) -> ReturnQuerySet:
    """Self-assessments in the wording of a version that can still be answered."""
    return Return.objects.filter(
        campaign__framework=version, campaign__last_date__gte=day, is_locked=False
    )

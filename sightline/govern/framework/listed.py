"""What names standards of the version before, by name: each kind of record, as the viewer sees it.

Deciding is for the whole country; reading is for one's own patch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from sightline.access.viewer import Viewer
from sightline.assess.evidence.models import Evidence, EvidenceQuerySet
from sightline.assess.judgements.models import Judgement, JudgementQuerySet
from sightline.govern.framework import open_work
from sightline.govern.framework.words import Kind
from sightline.standards.models import FrameworkVersion, Standard

#: Beside the kinds of open work: what stands and is left as it is.
JUDGEMENTS, EVIDENCE = "judgements", "evidence"
_PLACE = ("organisation", "environment", "programme")


@dataclass(frozen=True)
class Row:
    """A record: what it is, whom or what it is about, where it leads ("" where it has no page)."""

    text: str
    about: str
    href: str
    standards: str = ""


@dataclass(frozen=True)
class Listing:
    """A kind of record. ``named`` is the table that says which standards each names, if any."""

    heading: str
    rows: Callable[[FrameworkVersion, date, Viewer], QuerySet[Any]]
    row: Callable[[Any], Row]
    related: tuple[str, ...] = ()
    record: str = ""
    named: Any = None


def judgements(version: FrameworkVersion, day: date) -> JudgementQuerySet:
    """Those that stand, on standards of a version."""
    return Judgement.objects.filter(standard__version=version, superseded_by=None)


def evidence(day: date) -> EvidenceQuerySet:
    """What is fresh on a day and not withdrawn."""
    return Evidence.objects.filter(withdrawal=None, stale_date__gt=day)


def _open(kind: Kind) -> Callable[[FrameworkVersion, date, Viewer], QuerySet[Any]]:
    return lambda version, day, viewer: open_work.seen(kind, day, viewer)


def _referred(page: str, words: str) -> Callable[[Any], Row]:
    def row(one: Any) -> Row:
        return Row(
            f"{one.reference}: {getattr(one, words)}",
            one.organisation.name,
            reverse(page, args=[one.reference]),
        )

    return row


def _of_place(page: str, words: Callable[[Any], str]) -> Callable[[Any], Row]:
    def row(one: Any) -> Row:
        return Row(
            f"{one.reference}: {words(one)}", one.place.name, reverse(page, args=[one.reference])
        )

    return row


def _item(one: Any) -> Row:
    label = one.newest[0].label if one.newest else ""
    return Row(f"{one.code} {label}".strip(), "Question bank",
               reverse("listen:bank:show", args=[one.code]))  # fmt: skip


def _of_source(kind: Kind) -> dict[str, Any]:
    source = open_work.SOURCES[kind]
    return {"rows": _open(kind), "record": source.record, "named": source.through}


LISTINGS: Mapping[str, Listing] = {
    Kind.CONCERNS: Listing(
        Kind.CONCERNS.label,
        row=_referred("respond:register:show", "title"),
        related=("organisation",),
        **_of_source(Kind.CONCERNS),
    ),
    Kind.COMMITMENTS: Listing(
        Kind.COMMITMENTS.label,
        row=_referred("commitments:show", "promise"),
        related=("organisation",),
        **_of_source(Kind.COMMITMENTS),
    ),
    Kind.REQUESTS: Listing(
        Kind.REQUESTS.label,
        row=_of_place("respond:requests:show", lambda one: one.reason),
        related=_PLACE,
        **_of_source(Kind.REQUESTS),
    ),
    Kind.ITEMS: Listing(Kind.ITEMS.label, row=_item, **_of_source(Kind.ITEMS)),
    Kind.MEASURES: Listing(
        Kind.MEASURES.label,
        row=lambda one: Row(f"{one.code} {one.label}", f"Survey {one.survey}", ""),
        **_of_source(Kind.MEASURES),
    ),
    Kind.INDICATORS: Listing(
        Kind.INDICATORS.label,
        row=lambda one: Row(
            one.label, one.source.name, reverse("listen:outside:source", args=[one.source.code])
        ),
        related=("source",),
        **_of_source(Kind.INDICATORS),
    ),
    Kind.RETURNS: Listing(
        Kind.RETURNS.label,
        rows=lambda version, day, viewer: open_work.returns(version, day).visible_to(viewer),
        row=_referred("assess:returns:show", "campaign"),
        related=("organisation", "campaign"),
    ),
    JUDGEMENTS: Listing(
        "Judgements that stand",
        rows=lambda version, day, viewer: judgements(version, day).visible_to(viewer),
        row=lambda one: Row(
            f"{one.reference}: {one.get_outcome_display()}", one.place.name,
            reverse("assess:judgements:show", args=[one.reference]), one.standard.number,
        ),
        related=(*_PLACE, "standard"),
    ),
    EVIDENCE: Listing(
        "Evidence that is fresh",
        rows=lambda version, day, viewer: evidence(day).visible_to(viewer),
        row=_of_place("assess:evidence:show", lambda one: one.title),
        related=_PLACE,
        record="evidence",
        named=Evidence.standards.through,
    ),
}  # fmt: skip


def rows(
    kind: str, version: FrameworkVersion, day: date, viewer: Viewer, number: str = ""
) -> QuerySet[Any]:
    """Records of a kind that name a standard of a version, or the one of a number."""
    listing = LISTINGS[kind]
    found = listing.rows(version, day, viewer).select_related(*listing.related)
    if kind == Kind.ITEMS:
        found = found.with_wording()  # type: ignore[attr-defined]
    standards = Standard.objects.filter(version=version)
    if number:
        standards = standards.filter(number=number)
    if kind == JUDGEMENTS:
        return found.filter(standard__in=standards)
    if listing.named is None:
        return found
    naming = listing.named.objects.filter(standard__in=standards)
    return found.filter(pk__in=naming.values(f"{listing.record}_id"))


def lines(
    kind: str, version: FrameworkVersion, found: Iterable[Any], results_of: tuple[str, str] | None
) -> list[Row]:
    """Rows of records, with the numbers of the version that each names. One query.

    ``results_of`` is the place (level, code) whose results of a survey item the viewer may read.
    """
    listing, held = LISTINGS[kind], list(found)
    if listing.named is None:
        return [listing.row(one) for one in held]
    numbers: dict[int, list[str]] = {}
    key = f"{listing.record}_id"
    pairs = listing.named.objects.filter(
        standard__version=version, **{f"{key}__in": [one.pk for one in held]}
    )
    for record, number in pairs.order_by("standard__position").values_list(key, "standard__number"):
        numbers.setdefault(record, []).append(number)
    made = []
    for one in held:
        row = listing.row(one)
        href = row.href
        if kind == Kind.MEASURES and results_of:
            href = reverse("insight:item", args=[*results_of, one.code])
        made.append(Row(row.text, row.about, href, ", ".join(numbers.get(one.pk, ()))))
    return made

"""Find where sources disagree, all over the country: a handful of queries, and the gate."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone

from sightline.assess.evidence import kinds
from sightline.assess.evidence.models import Evidence
from sightline.assess.evidence.words import Direction
from sightline.assess.places import Level
from sightline.design.show import format_date
from sightline.insight.tensions import against_learners, rules
from sightline.insight.tensions.found import Found
from sightline.insight.tensions.words import Kind
from sightline.respond.register.models import Concern, Standing
from sightline.standards.succession import queries as succession


def find_all(day: date) -> Iterator[Found]:
    """Every tension on a day, as far as it has two sides that are fresh."""
    yield from against_learners.find(day)
    yield from _visits(day)
    yield from _regulators(day)


# What a visit found, and concerns since


def _open_standings() -> QuerySet[Standing]:
    """How every concern that is not closed stands now. One query."""
    latest = (
        Standing.objects.filter(concern=OuterRef("concern")).order_by("-at", "-id").values("pk")[:1]
    )
    return (
        Standing.objects.filter(pk=Subquery(latest))
        .exclude(state=Standing.State.CLOSED)
        .select_related("concern__organisation", "category")
    )


def _place_key(one: Concern | Evidence) -> tuple[object, ...]:
    environment = one.environment_id if one.level == Level.ENVIRONMENT else None
    programme = one.programme_id if one.level == Level.PROGRAMME else None
    return (one.level, one.organisation_id, environment, programme)


def _visits(day: date) -> Iterator[Found]:
    """A visit said met, and a concern about the same place and standard opened since."""
    standings = (
        _open_standings().filter(state=Standing.State.OPEN).prefetch_related("concern__standards")
    )
    lineage = succession.lineage_on(day)
    opened: dict[tuple[object, ...], list[tuple[Concern, frozenset[str]]]] = {}
    for one in standings:
        numbers = lineage.numbers(standard.pk for standard in one.concern.standards.all())
        opened.setdefault(_place_key(one.concern), []).append((one.concern, numbers))
    if not opened:
        return
    visits = (
        Evidence.objects.filter(
            kind=kinds.VISIT,
            direction=Direction.MEETS,
            withdrawal=None,
            stale_date__gt=day,
            organisation__in={key[1] for key in opened},
        )
        .select_related("organisation", "environment", "programme")
        .prefetch_related("standards")
        .order_by("pk")
    )
    for visit in visits:
        for concern, numbers in opened.get(_place_key(visit), ()):
            raised = timezone.localdate(concern.raised_at)
            if not rules.opened_since(visit.period_to, raised):
                continue
            for standard in visit.standards.all():
                if lineage.numbers([standard.pk]) & numbers:
                    yield Found(
                        kind=Kind.VISIT_THEN_CONCERN,
                        place=visit.place,
                        standard=standard,
                        cause=f"{visit.reference}|{concern.reference}|{standard.number}",
                        one_says=f"A visit that ended on {format_date(visit.period_to)} found it "
                        f"met: {visit.title} ({visit.reference}).",
                        other_says=f"A concern opened on {format_date(raised)}: {concern.title} "
                        f"({concern.reference}).",
                    )


# What a regulator decided, and our register


def _regulators(day: date) -> Iterator[Found]:
    """The latest status that a regulator gave means closer watch, and our register says 0."""
    facts = (
        Evidence.objects.exclude(fact="")
        .filter(withdrawal=None, fact_date__lte=day, stale_date__gt=day)
        .select_related("organisation", "environment", "programme")
        .order_by("fact_date", "pk")
    )
    latest = {(_place_key(one), one.kind): one for one in facts}
    watched = []
    for one in latest.values():
        kind = kinds.all_kinds().get(one.kind)
        fact = kind.fact(one.fact) if kind else None
        if fact is not None and fact.monitors:
            watched.append(one)
    if not watched:
        return
    categories: dict[int, list[int | None]] = {}
    for standing in _open_standings():
        organisation = standing.concern.organisation
        number = standing.category.number if standing.category else None
        for key in {organisation.pk, organisation.provider_id} - {None}:
            categories.setdefault(key, []).append(number)  # type: ignore[arg-type]
    for one in watched:
        known = categories.get(one.organisation_id, [])
        if rules.is_ours_quiet(known):
            ours = "has no concern that is open" if not known else "has no category above 0"
            yield Found(
                kind=Kind.REGULATOR_ONLY,
                place=one.place,
                standard=None,
                cause=one.reference,
                one_says=f"{one.kind_name}: {one.fact_name}, on {format_date(one.fact_date)} "
                f"({one.reference}).",
                other_says=f"Our register {ours} for {one.organisation.name}.",
            )

"""What is stored, as far as loading a list is concerned."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from sightline.organisations.models import Organisation, Succession
from sightline.organisations.ods.plan import HOLDS, Current, Known
from sightline.organisations.words import LoadKind


def current(kind: LoadKind) -> Current:
    """Everything that the rows of a list are compared with: four queries."""
    organisations: dict[str, Known] = {}
    rows = Organisation.objects.order_by().values_list(
        "code",
        "kind",
        "name",
        "parent__code",
        "postcode",
        "opened_date",
        "closed_date",
    )
    since = _latest_days(kind)
    for code, kind_, name, parent, postcode, opened, closed in rows:
        name_from, parent_from = since.get(code, (None, None))
        organisations[code] = Known(
            code, kind_, name, parent or "", postcode, opened, closed, name_from, parent_from
        )
    took_over = {
        (before, after): day
        for before, after, day in Succession.objects.values_list(
            "predecessor__code", "successor__code", "on_date"
        )
    }
    return Current(organisations, took_over)


def _latest_days(kind: LoadKind) -> dict[str, tuple[date | None, date | None]]:
    """By code, the day of the latest name and of the latest place; only where there is one."""
    held = Organisation.objects.filter(kind=HOLDS[kind]).order_by()
    names = dict(
        held.filter(names__from_date__isnull=False)
        .annotate(latest=Max("names__from_date"))
        .values_list("code", "latest")
    )
    places = dict(
        held.filter(belongings__from_date__isnull=False)
        .annotate(latest=Max("belongings__from_date"))
        .values_list("code", "latest")
    )
    return {code: (names.get(code), places.get(code)) for code in {*names, *places}}

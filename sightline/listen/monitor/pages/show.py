"""How many have answered one round, by group: never who."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.filters import Choice, Filters, Search
from sightline.design.tables import Column, Kind, Table, Withheld
from sightline.listen.monitor import queries, rules
from sightline.listen.monitor.queries import NAMES, Group, Level
from sightline.listen.rounds.models import Collection
from sightline.organisations.models import Profession, Programme
from sightline.people.request import SignedInRequest

_MOST_NUDGES = 5
_TOO_FEW = Withheld("Fewer than ten are expected")


def _professions() -> list[tuple[str, str]]:
    return list(Profession.objects.values_list("code", "name"))


def _programmes() -> list[tuple[str, str]]:
    return list(Programme.objects.values_list("code", "name"))


FILTERS = Filters(
    filters=(
        Choice(
            "by",
            "Show by",
            options=[(level.value, name) for level, name in NAMES.items()],
            any_text="What fits you",
        ),
        Search(
            "place",
            "Code of a region, board or provider",
            narrow=lambda rows, code: rows.filter(queries.at_place(code.upper())),
        ),
        Choice(
            "profession",
            "Profession",
            options=_professions,
            narrow=lambda rows, code: rows.filter(profession__code=code),
        ),
        Choice(
            "programme",
            "Programme",
            options=_programmes,
            narrow=lambda rows, code: rows.filter(programme__code=code),
        ),
    )
)


@allow(Permission.VIEW_ROUNDS)
def show(request: SignedInRequest, pk: int) -> HttpResponseBase:
    collection = get_object_or_404(
        Collection.objects.visible_to(request.user).select_related("round__survey", "place"), pk=pk
    )
    chosen = FILTERS.read(request)
    cells = chosen.narrow(queries.cells_of(collection, request.user))
    level = Level(chosen.values["by"] or _usual(request))
    found = queries.groups(cells, level)
    table = _table(collection, level, found)
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(table, wanted, filters=chosen.said)
    page = chosen.page(found)
    return render(
        request,
        "listen/monitor/pages/show.jinja",
        {
            "collection": collection,
            "chosen": chosen,
            "level": level,
            "level_name": NAMES[level],
            "total": queries.total(cells),
            "page": page,
            "table": _table(collection, level, page.rows),
            "nudges": [one for one in found if one.is_low][:_MOST_NUDGES],
            "now": timezone.now(),
            "rules": rules,
            "may_run": Collection.objects.run_by(request.user).filter(pk=pk).exists(),
        },
    )


def _usual(request: SignedInRequest) -> Level:
    """What somebody looks at first: regions, providers of a region, programmes of a provider."""
    patch = request.user.patch(Permission.VIEW_ROUNDS)
    if patch.nation:
        return Level.REGION
    return Level.PROVIDER if patch.regions or patch.icbs else Level.PROGRAMME


def _table(collection: Collection, level: Level, found: Sequence[Group]) -> Table:
    return Table(
        caption=f"Who has answered, by {NAMES[level][0].lower()}{NAMES[level][1:]}",
        columns=(
            Column(NAMES[level]),
            Column("Expected", Kind.NUMBER),
            Column("Have answered", Kind.PERCENT),
        ),
        rows=[
            (
                one.name or "Counted in a wider group only",
                one.expected if one.rate is not None else _TOO_FEW,
                one.rate if one.rate is not None else _TOO_FEW,
            )
            for one in found
        ],
        notes=(
            f"{collection.round}. Answers count by fives, and rates are rounded down to five "
            "points, so that nobody can see who answered. Fewer than ten expected are not shown.",
        ),
        made_up=holds_made_up_data(),
    )

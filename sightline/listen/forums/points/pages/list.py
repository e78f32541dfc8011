from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.filters import Choice, Filters, Order, Search, Tick
from sightline.design.tables import Column, Kind, Linked, Table
from sightline.listen.forums import rules
from sightline.listen.forums.points import queries
from sightline.listen.forums.points.models import Point
from sightline.listen.forums.running import run_by
from sightline.listen.forums.words import Theme
from sightline.organisations.choosing import by_region
from sightline.people.request import SignedInRequest


def _by_words(rows: QuerySet[Point], text: str) -> QuerySet[Point]:
    return rows.filter(
        Q(reference__iexact=text)
        | Q(text__icontains=text)
        | Q(practice__icontains=text)
        | Q(meeting__forum__name__icontains=text)
        | Q(place__name__icontains=text)
    )


FILTERS = Filters(
    filters=(
        Search("q", "Reference, place or words", narrow=_by_words),
        Choice(
            "theme",
            "Theme",
            options=Theme.choices,
            narrow=lambda rows, value: rows.filter(theme=value),
        ),
        Choice(
            "state",
            "What came of it",
            options=Point.State.choices,
            narrow=lambda rows, value: rows.filter(state=value),
        ),
        by_region("place__region"),
        Search(
            "standard",
            "Number of a standard",
            narrow=lambda rows, value: rows.filter(standards__number=value).distinct(),
        ),
        Search(
            "forum",
            "Forum’s reference",
            narrow=lambda rows, value: rows.filter(meeting__forum__reference__iexact=value),
        ),
        Tick(
            "practice",
            "Good practice only",
            narrow=lambda rows, value: rows.exclude(practice=""),
        ),
    ),
    orders=(Order("newest", "Newest first", ("-meeting__held_date", "-at", "-pk")),),
)


@allow(Permission.VIEW_FORUMS)
def list_points(request: SignedInRequest) -> HttpResponseBase:
    """Everything that was said in the forums that the viewer may see, with its themes."""
    chosen = FILTERS.read(request)
    found = chosen.narrow(Point.objects.visible_to(request.user).with_state())
    rows = queries.with_told(found).select_related("meeting__forum", "place")
    runs = run_by(request.user)
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(_table(rows, runs), wanted, filters=chosen.said)
    page = chosen.page(rows)
    return render(
        request,
        "listen/forums/points/pages/list.jinja",
        {
            "chosen": chosen,
            "page": page,
            "table": _table(page.rows, runs),
            "themes": _themes(queries.by_theme(found)),
        },
    )


def _themes(lines: list[queries.ThemeLine]) -> Table:
    return Table(
        caption="Themes",
        columns=(
            Column("Theme"),
            Column("Points", Kind.NUMBER),
            Column("Forums", Kind.NUMBER),
            Column("Open", Kind.NUMBER),
            Column("Done", Kind.NUMBER),
        ),
        rows=[(line.theme, line.points, line.forums, line.open, line.done) for line in lines],
        made_up=holds_made_up_data(),
    )


def _table(rows: Any, runs: frozenset[int]) -> Table:
    """One table for the page and the download."""
    return Table(
        caption="What was said",
        columns=(
            Column("Reference"),
            Column("What was said"),
            Column("How many agreed"),
            Column("Theme"),
            Column("Where"),
            Column("Forum"),
            Column("Meeting held", Kind.DATE),
            Column("What came of it"),
            Column("Told back"),
        ),
        rows=[
            (
                Linked(one.reference, reverse("listen:forums:points:show", args=[one.reference])),
                one.text,
                rules.how_many(one.agreed, one.present, exact=one.meeting.forum_id in runs),
                one.get_theme_display(),
                one.place.name if one.place else "England",
                one.meeting.forum.name,
                one.meeting.held_date,
                Point.State(one.state).label,
                "Yes" if one.is_told else "Not yet",
            )
            for one in rows
        ],
        notes=(
            "Fewer than five people, and all but fewer than five, are said in words, so that "
            "nobody can be recognised.",
        ),
        made_up=holds_made_up_data(),
    )

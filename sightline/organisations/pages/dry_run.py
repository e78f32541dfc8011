"""What a file would change, and the button that does it."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design import downloads
from sightline.design.show import format_date, pluralise
from sightline.design.tables import Column, Kind, Linked, Table, Value
from sightline.organisations.models import OdsLoad, Organisation
from sightline.organisations.networks import queries as networks
from sightline.organisations.ods import actions, storing
from sightline.organisations.ods.plan import Change, LoadPlan
from sightline.organisations.words import ChangeKind, LoadKind, openness

#: The longest list on the page; the download has all.
MOST_SHOWN = 100


@allow(Permission.LOAD_ORGANISATIONS)
def dry_run(request: HttpRequest, pk: int) -> HttpResponseBase:
    load = get_object_or_404(OdsLoad.objects.select_related("made_by", "applied_by"), pk=pk)
    if request.method == "POST":
        try:
            actions.apply_dry_run(load=load, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{load.source_name} was applied.")
        return redirect("organisations:dry_run", pk=pk)
    plan = storing.plan(load.plan)
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(_everything(load, plan), wanted, f"{load.kind}-{load.file_date}")
    return render(
        request,
        "organisations/pages/dry_run.jinja",
        {
            "load": load,
            "plan": plan,
            "counts": load.counts,
            "sections": _sections(plan),
            "most_shown": MOST_SHOWN,
        },
    )


def _sections(plan: LoadPlan) -> list[dict[str, object]]:
    """The tables of the page; empty ones are left out."""
    names = _names(plan)
    found: list[dict[str, object]] = []

    def add(id_: str, heading: str, columns: Iterable[Column], rows: list[list[Value]]) -> None:
        if rows:
            table = Table(f"{heading}: {len(rows):,}", tuple(columns), rows[:MOST_SHOWN])
            found.append({"id": id_, "heading": heading, "total": len(rows), "table": table})

    said = tuple(map(Column, ("Line", "Code", "What the matter is")))
    add(
        "errors",
        "Rows in error",
        said,
        [[one.line, one.code, one.sentence] for one in plan.errors],
    )
    add(
        "add",
        "Added",
        map(Column, ("Name", "Code", "Belongs to", "Open")),
        [
            [
                row.name,
                row.code,
                names.get(row.parent_code, row.parent_code),
                openness(row.opened_date, row.closed_date),
            ]
            for row in plan.adds
        ],
    )
    for kind in ChangeKind:
        rows = [_change(one, names, plan.kind) for one in plan.of(kind)]
        if kind == ChangeKind.DETAILS:
            add(kind.value, kind.label, _COLUMNS[:-1], [row[:-1] for row in rows])
        else:
            add(kind.value, kind.label, _COLUMNS, rows)
    add("left-out", "Left out", said, [[one.line, one.code, one.sentence] for one in plan.left_out])
    add(
        "missing",
        "Stored as open and not in the file",
        map(Column, ("Name", "Code")),
        [[Linked(one.name, _href(one.code)), one.code] for one in plan.missing],
    )
    return found


_COLUMNS = tuple(map(Column, ("Name", "Code", "Before", "After", "From")))


def _href(code: str) -> str:
    return reverse("organisations:show", args=[code])


def _change(one: Change, names: dict[str, str], of: LoadKind) -> list[Value]:
    if one.kind == ChangeKind.MOVE:
        before = names.get(one.before, one.before or "Not known")
        after = names.get(one.after, one.after)
    elif one.kind == ChangeKind.JOIN:
        before, after = (names.get(code, code) or "No network" for code in (one.before, one.after))
    elif one.kind == ChangeKind.CLOSE:
        before, after = "Open", "Closed"
    elif one.kind == ChangeKind.REOPEN:
        before, after = f"Closed from {one.before}", "Open"
    else:
        before, after = one.before, one.after
    # A network has no page of its own.
    is_network = of == LoadKind.NETWORKS and one.kind == ChangeKind.RENAME
    name = one.name if is_network else Linked(one.name, _href(one.code))
    return [name, one.code, before, after, one.from_date]


def _names(plan: LoadPlan) -> dict[str, str]:
    """Names of what the rows shown belong to, by code, with one query, of networks two."""
    codes = {row.parent_code for row in plan.adds[:MOST_SHOWN]}
    for change in plan.of(ChangeKind.MOVE)[:MOST_SHOWN]:
        codes |= {change.before, change.after}
    found = dict(Organisation.objects.filter(code__in=codes).values_list("code", "name"))
    joined = plan.of(ChangeKind.JOIN)[:MOST_SHOWN]
    found |= networks.names(code for one in joined for code in (one.before, one.after) if code)
    return found | {row.code: row.name for row in plan.adds if plan.kind == LoadKind.NETWORKS}


def _everything(load: OdsLoad, plan: LoadPlan) -> Table:
    """All that the page shows, in one table for download."""
    rows: list[tuple[Value, ...]] = [
        (one.line, one.code, "Row in error", "", one.sentence) for one in plan.errors
    ]
    rows += [(row.line, row.code, "Added", row.name, row.parent_code) for row in plan.adds]
    rows += [
        (one.line, one.code, one.kind.label, one.before, " ".join(filter(None, _after(one))))
        for one in plan.changes
    ]
    rows += [(one.line, one.code, "Left out", "", one.sentence) for one in plan.left_out]
    rows += [(None, one.code, "Not in the file", one.name, "") for one in plan.missing]
    columns = (
        Column("Line", Kind.NUMBER),
        *map(Column, ("Code", "What", "Before or name", "After or reason")),
    )
    state = load.get_state_display()
    notes = [
        f"{load.source_name} of {format_date(load.file_date)}: {state}",
        f"{pluralise(plan.unchanged, 'row')} without change",
    ]
    return Table(
        f"{load.get_kind_display()}: what the file changes",
        columns,
        rows,
        notes,
        made_up=load.is_made_up,
    )


def _after(change: Change) -> tuple[str, str]:
    day = format_date(change.from_date)
    return change.after, f"from {day}" if day else ""

"""One file: what it was recognised as, what it would change, and the button that does it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.tables import Column, Kind, Table, Value
from sightline.listen.outside import actions, tasks
from sightline.listen.outside.models import OutsideImport
from sightline.listen.outside.words import Role, Withheld
from sightline.people.request import SignedInRequest
from sightline.trail import record

_REFRESH_SECONDS = 3
_MOST = 50
State = OutsideImport.State


@allow(Permission.IMPORT_SURVEY)
def file(request: SignedInRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(
        OutsideImport.objects.visible_to(request.user).select_related("source", "uploaded_by"),
        pk=pk,
    )
    now = timezone.now()
    if request.method == "POST":
        _do(request, found)
        return redirect(f"{reverse('listen:outside:file', args=[pk])}?after={_begun(found)}")
    # Asked for and not begun: the worker has something else to do first.
    is_asked = found.state == State.DRY_RUN and request.GET.get("after") == _begun(found)
    is_at_work = (
        is_asked or found.state == State.WAITING or (found.is_running and not found.is_stuck(now))
    )
    response = render(
        request,
        "listen/outside/pages/file.jinja",
        {
            "one": found,
            "is_at_work": is_at_work,
            "is_stuck": found.is_stuck(now),
            "told": found.findings,
            "sections": _sections(found.findings) if found.findings else [],
            "trail": record.lines_about(found, internal=True, limit=30),
        },
    )
    if is_at_work:
        response["Refresh"] = str(_REFRESH_SECONDS)
    return response


def _begun(found: OutsideImport) -> str:
    """Tells one piece of work on a file from the next."""
    return str(int(found.began_at.timestamp() * 1000)) if found.began_at else "0"


def _do(request: SignedInRequest, found: OutsideImport) -> None:
    what = request.POST.get("do", "")
    if what == "apply":
        tasks.apply_file.enqueue(found.pk, by=request.user.pk)
    elif what == "read":
        tasks.read_file.enqueue(found.pk, by=request.user.pk)
    elif what == "set_aside":
        try:
            actions.set_aside(outside_import=found, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{found.original_name} was set aside.")


def _sections(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The tables of the page; empty ones are left out."""
    found: list[dict[str, Any]] = []

    def add(id_: str, text: str, columns: list[str], rows: list[list[Value]], note: str) -> None:
        if rows:
            heads = [
                Column(name, Kind.NUMBER if name in ("Rows", "Line", "Columns") else Kind.TEXT)
                for name in columns
            ]
            table = Table(text, heads, rows[:_MOST], first_is_header=id_ != "faults")
            found.append({"id": id_, "table": table, "note": note, "more": len(rows) - _MOST})

    add(
        "faults",
        "Rows in error",
        ["Line", "Sheet", "What the matter is"],
        [[line, sheet or "–", message] for line, sheet, message in told["fault_rows"]],
        "They are left out. Mend them in the file and import it again, or apply the rest.",
    )
    codes = ["Code", "Name in the file", "First on line", "Rows"]
    add(
        "unknown",
        "Codes that are not known here",
        codes,
        [[code, *rest] for code, rest in told["unknown"].items()],
        "Their results are kept under the code in the file, and read by people who see the whole "
        "country. Once the organisation is loaded, they stand at it.",
    )
    add(
        "closed",
        "Organisations that are closed",
        codes,
        [[code, *rest] for code, rest in told["closed"].items()],
        "Results stay with the organisation as it was.",
    )
    add(
        "schools",
        "Education providers that will be added",
        ["UKPRN", "Name"],
        [[ukprn, name] for ukprn, name in told["schools"].items()],
        "",
    )
    add(
        "indicators",
        "Indicators that are new",
        ["Indicator", "Rows"],
        [[label, rows] for label, rows in told["indicators"].items()],
        "They were not in the list that comes with the service. They bear on no standard yet.",
    )
    figures = ["Line", "Unit", "Indicator", "Year"]
    add(
        "changes",
        "Differences to what was imported before",
        [*figures, "Before", "In this file"],
        [[line, u, i, str(year), b, a] for line, u, i, year, b, a in told["changes"]],
        "",
    )
    add(
        "differences",
        "Outcomes that differ from the source’s own rule",
        [*figures, "The file says", "The rule gives"],
        [[line, u, i, str(year), s, w] for line, u, i, year, s, w in told["differences"]],
        "The rule was worked out from the means, numbers and intervals in the file. Its benchmark "
        "is the one in the file, or else the other units of the same kind in the file: a file of "
        "a part of the country gives another benchmark than the publisher’s. What the file says "
        "stands first; both are shown.",
    )
    add(
        "words",
        "Outcomes in words that are not known",
        ["Words", "Rows"],
        [[words, rows] for words, rows in told["words"].items()],
        "",
    )
    add(
        "withheld",
        "Results that will not be shown",
        ["Why", "Rows"],
        [[Withheld(why).label, rows] for why, rows in told["withheld"].items()],
        "No number of them is stored.",
    )
    add(
        "skipped",
        "Not read",
        ["What", "Rows"],
        [[why, rows] for why, rows in told["skipped"].items()],
        "",
    )
    add(
        "columns",
        "What the columns are",
        ["Heading", "Read as"],
        [
            [heading or "(blank)", Role(role).label if role else "Left out"]
            for heading, role in told["columns"]
        ],
        "",
    )
    return found

"""The codebook: every code, how often it was given, and how well the machine proposes."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.base.service_state import holds_made_up_data
from sightline.design import downloads
from sightline.design.tables import Column, Kind, Linked, Table
from sightline.listen.codebook import actions
from sightline.listen.codebook.coding import queries as coding
from sightline.listen.codebook.learning.models import Learning
from sightline.listen.codebook.models import Code
from sightline.listen.codebook.runs import actions as work
from sightline.listen.codebook.runs import queries as runs
from sightline.listen.codebook.runs import words
from sightline.listen.codebook.runs.pages import asking
from sightline.people.request import SignedInRequest

_NONE = coding.Use(0, 0, 0)


@allow(Permission.CODE_COMMENTS)
def list_codes(request: SignedInRequest) -> HttpResponseBase:
    problem = ""
    if request.method == "POST":
        try:
            return _done(request)
        except Refusal as refusal:
            problem = str(refusal)
    used = coding.uses()
    codes = list(Code.objects.select_related("merged_into"))
    table = _table(codes, used)
    if (wanted := request.GET.get("format")) in downloads.FORMATS:
        return downloads.response(table, wanted)
    rounds = coding.rounds(request.user)
    learning = Learning.objects.first()
    run = runs.not_done(words.Kind.LEARN, since=learning.at if learning else None)
    return render(
        request,
        "listen/codebook/pages/list.jinja",
        {
            "table": table,
            "reach": reach,
            "rounds": [(one, coding.progress(request.user, one)) for one in rounds[:3]],
            "learning": learning,
            "run": run,
            "is_stuck": run is not None and run.is_stuck(timezone.now()),
            "proposed": sum(one.proposed for one in used.values()),
            "taken": sum(one.taken for one in used.values()),
            "may_keep": request.user.patch(Permission.CODE_COMMENTS).nation,
            "problem": problem,
        },
    )


def reach(**asked: str) -> str:
    """The same page with a question, such as ``format``."""
    return f"?{urlencode(asked)}"


def _done(request: SignedInRequest) -> HttpResponseBase:
    """Ask the machine to learn again, or begin with the themes of the surveys."""
    now = timezone.now()
    if request.POST.get("do") == "learn":
        return asking.begin(request, lambda: work.ask_to_learn(by=request.user, at=now))
    made = actions.add_survey_themes(by=request.user, at=now)
    messages.success(request, f"Added: {', '.join(one.name for one in made)}.")
    return redirect("listen:codebook:list")


def _table(codes: list[Code], used: dict[int, coding.Use]) -> Table:
    rows: list[list[Any]] = []
    for one in sorted(codes, key=lambda code: (code.state != "in_use", code.name.casefold())):
        use = used.get(one.pk, _NONE)
        state = one.get_state_display()
        if one.merged_into:
            state = f"{state} into {one.merged_into.name}"
        rows.append(
            [
                Linked(one.name, reverse("listen:codebook:show", args=[one.pk])),
                one.description,
                state,
                use.given,
                use.proposed,
                use.taken,
            ]
        )
    return Table(
        caption="Codes",
        columns=(
            Column("Code"),
            Column("When to use it"),
            Column("State"),
            Column("Comments", Kind.NUMBER),
            Column("Proposed", Kind.NUMBER),
            Column("Of these taken", Kind.NUMBER),
        ),
        rows=rows,
        notes=("Comments of a merged code count for the code that it went into.",),
        made_up=holds_made_up_data(),
    )

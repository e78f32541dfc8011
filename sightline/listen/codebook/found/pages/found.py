"""Themes that the machine finds among the comments of a round."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.codebook.coding import queries as coding
from sightline.listen.codebook.found import queries
from sightline.listen.codebook.runs import actions as work
from sightline.listen.codebook.runs import queries as runs
from sightline.listen.codebook.runs import words
from sightline.listen.codebook.runs.pages import asking
from sightline.people.request import SignedInRequest


@allow(Permission.CODE_COMMENTS)
def found(request: SignedInRequest) -> HttpResponse:
    rounds = coding.rounds(request.user)
    asked = request.GET.get("round", "")
    round_ = next((one for one in rounds if str(one.pk) == asked), None)
    if round_ is None and asked:
        raise Http404
    round_ = round_ or (rounds[0] if rounds else None)
    problem = ""
    if request.method == "POST" and round_ is not None:
        try:
            return asking.begin(
                request, lambda: work.ask_to_look(round=round_, by=request.user, at=timezone.now())
            )
        except Refusal as refusal:
            problem = str(refusal)
    search = queries.last_search(round_) if round_ else None
    since = search.at if search else None
    run = runs.not_done(words.Kind.LOOK, round_, since=since) if round_ else None
    return render(
        request,
        "listen/codebook/found/pages/found.jinja",
        {
            "round": round_,
            "others": [one for one in rounds if one != round_],
            "search": search,
            "themes": queries.themes(request.user, search) if search else [],
            "may_settle": request.user.patch(Permission.CODE_COMMENTS).nation,
            "problem": problem,
            "run": run,
            "is_stuck": run is not None and run.is_stuck(timezone.now()),
            "by_meaning": bool(settings.COMMENTS_MODEL),
        },
    )

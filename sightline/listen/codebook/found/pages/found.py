"""Themes that the machine finds among the comments of a round."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.show import pluralise
from sightline.listen.codebook.coding import queries as coding
from sightline.listen.codebook.found import actions, queries
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
            search = actions.look(round=round_, by=request.user, at=timezone.now())
        except Refusal as refusal:
            problem = str(refusal)
        else:
            count = pluralise(search.themes.count(), "theme is", "themes are")
            messages.success(request, f"{count} found among {search.comments:,} comments.")
            return redirect(f"{reverse('listen:codebook:found')}?round={round_.pk}")
    search_ = queries.last_search(round_) if round_ else None
    return render(
        request,
        "listen/codebook/found/pages/found.jinja",
        {
            "round": round_,
            "others": [one for one in rounds if one != round_],
            "search": search_,
            "themes": queries.themes(request.user, search_) if search_ else [],
            "may_settle": request.user.patch(Permission.CODE_COMMENTS).nation,
            "problem": problem,
            "by_meaning": bool(settings.COMMENTS_MODEL),
        },
    )

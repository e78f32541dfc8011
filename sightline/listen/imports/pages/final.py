"""Close a round: its results stay, what respondents gave as ID goes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.imports import actions
from sightline.listen.surveys.models import Round
from sightline.people.request import SignedInRequest


@allow(Permission.IMPORT_SURVEY)
def final(request: SignedInRequest, code: str, year: int) -> HttpResponse:
    round_ = get_object_or_404(
        Round.objects.visible_to(request.user).select_related("survey", "dataset"),
        survey__code=code,
        year=year,
    )
    if request.method == "POST":
        try:
            actions.make_final(round=round_, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"{round_} is final.")
        return redirect("listen:surveys:show", code=code)
    return render(request, "listen/imports/pages/final.jinja", {"round": round_})

"""What a version of the framework changes, standard by standard, and what follows what. Public."""

from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sightline.access.allow import PUBLIC, allow
from sightline.access.permissions import Permission
from sightline.access.viewer import Viewer
from sightline.base.refusal import Refusal
from sightline.standards.models import FrameworkVersion
from sightline.standards.succession import actions, queries, rules
from sightline.standards.succession.words import Change


@allow(PUBLIC)
def show(request: HttpRequest, code: str) -> HttpResponse:
    new = get_object_or_404(FrameworkVersion, code=code)
    old = queries.before(new)
    if old is None:
        raise Http404
    lines = queries.lines(old, new)
    user = request.user
    return render(
        request,
        "standards/succession/pages/show.jinja",
        {
            "old": old,
            "new": new,
            "by_change": [
                (change, [one for one in lines if one.step.change is change]) for change in Change
            ],
            "pieces": rules.pieces,
            "waiting": [one for one in lines if one.waits],
            "renumbered_wait": any(
                one.waits for one in lines if one.step.change is Change.RENUMBERED
            ),
            "may_see_work": user.is_authenticated and user.can(Permission.VIEW_OPEN_WORK),
            "may_decide": user.is_authenticated and user.can(Permission.MANAGE_STANDARDS),
        },
    )


@require_POST
@allow(Permission.MANAGE_STANDARDS)
def accept(request: HttpRequest, code: str) -> HttpResponse:
    new = get_object_or_404(FrameworkVersion, code=code)
    viewer = cast(Viewer, request.user)
    try:
        count = actions.accept_renumbered(into=new, by=viewer, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{count} accepted: their words stay, their number changes.")
    return redirect("standards:succession", code=code)

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.show import pluralise
from sightline.listen.comments import actions
from sightline.listen.comments.models import Comment
from sightline.listen.comments.pages.list import where
from sightline.people.request import SignedInRequest

AT_A_TIME = 10


@allow(Permission.MODERATE_COMMENTS)
def read(request: SignedInRequest) -> HttpResponse:
    """Ten comments on one page, each with a tick that releases it as it is masked."""
    rows = (
        Comment.objects.visible_to(request.user)
        .to_read()
        .filter(is_urgent=False)
        .select_related("round__survey", "organisation", "profession", "programme")
        .order_by("due_date", "key")
    )
    problem = ""
    if request.method == "POST":
        keys = request.POST.getlist("key")[:AT_A_TIME]
        chosen = list(Comment.objects.visible_to(request.user).filter(key__in=keys))
        try:
            if not chosen:
                raise Refusal("Tick at least one comment, or open it to mask or withhold it.")
            actions.release_many(comments=chosen, by=request.user, at=timezone.now())
        except Refusal as refusal:
            problem = str(refusal)
        else:
            released = pluralise(len(chosen), "comment is", "comments are")
            messages.success(request, f"{released} released.")
            return redirect("listen:comments:read")
    return render(
        request,
        "listen/comments/pages/read.jinja",
        {
            "comments": list(rows[:AT_A_TIME]),
            "count": rows.count(),
            "problem": problem,
            "where": where,
        },
    )

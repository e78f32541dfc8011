from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form, RadioChoiceField
from sightline.listen.forums.pages import fields
from sightline.listen.forums.points import actions
from sightline.listen.forums.points.models import Promise
from sightline.listen.forums.running import run_by
from sightline.people.request import SignedInRequest


class SettleForm(Form):
    is_kept = RadioChoiceField(
        label="Was it kept?", choices=[("yes", "Yes"), ("no", "No, because")]
    )
    text = fields.prose("What was done, or why not?", rows=3)


@allow(Permission.VIEW_FORUMS)
def settle(request: SignedInRequest, key: int) -> HttpResponse:
    """Say whether a promise was kept: for whoever made it, and those who run the forum."""
    mine = Q(owner=request.user) | Q(point__meeting__forum__in=list(run_by(request.user)))
    promise = get_object_or_404(
        Promise.objects.filter(mine).select_related("point__meeting__forum"), pk=key
    )
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.settle(
                promise=promise,
                is_kept=form.cleaned_data["is_kept"] == "yes",
                text=form.cleaned_data["text"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The promise is settled.")
            return redirect("home:today")
    return render(
        request, "listen/forums/points/pages/settle.jinja", {"promise": promise, "form": form}
    )

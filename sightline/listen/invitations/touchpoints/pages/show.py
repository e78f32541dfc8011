"""The touchpoints of a series: what is due, and the roster that they are fed by."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.invitations.policy import policy_on
from sightline.listen.invitations.roster import actions as rosters
from sightline.listen.invitations.roster import tasks
from sightline.listen.invitations.roster.pages.upload import UploadForm
from sightline.listen.invitations.touchpoints import queries, rules
from sightline.listen.invitations.touchpoints.models import Series
from sightline.people.request import SignedInRequest


@allow(Permission.RUN_ROUND)
def show(request: SignedInRequest, pk: int) -> HttpResponse:
    series = get_object_or_404(
        Series.objects.visible_to(request.user).select_related("place"), pk=pk
    )
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            roster = rosters.upload(
                series=series, file=file, name=file.name, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            tasks.check_roster.enqueue(roster.pk, request.user.pk)
            return redirect("listen:invitations:roster:show", pk=roster.pk)
    today = timezone.localdate()
    return render(
        request,
        "listen/invitations/touchpoints/pages/show.jinja",
        {
            "series": series,
            "form": form,
            "due": queries.due_of(series, today),
            "rosters": series.rosters.all()[:20],
            "policy": policy_on(today),
            "late_days": rules.LATE_DAYS,
        },
    )

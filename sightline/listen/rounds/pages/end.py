"""Have a round close on another day."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import DateField, Form
from sightline.listen.rounds import actions
from sightline.listen.rounds.models import Collection
from sightline.listen.rounds.pages.asked_of import end_of
from sightline.people.request import SignedInRequest


class EndForm(Form):
    closes_on = DateField(label="Last day", help_text="Whoever can answer, can until midnight.")


@allow(Permission.RUN_ROUND)
def end(request: SignedInRequest, pk: int) -> HttpResponse:
    collection = get_object_or_404(
        Collection.objects.run_by(request.user).select_related("round__survey"), pk=pk
    )
    initial = {"closes_on": timezone.localdate(collection.closes_at)}
    form = EndForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.move_the_end(
                collection=collection,
                closes_at=end_of(form.cleaned_data["closes_on"]),
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("closes_on", str(refusal))
        else:
            messages.success(request, "The last day is moved.")
            return redirect("listen:rounds:show", pk=pk)
    return render(request, "listen/rounds/pages/end.jinja", {"form": form, "round": collection})

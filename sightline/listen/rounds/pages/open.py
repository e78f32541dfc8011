"""Open a round, now or by itself on its first day."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.rounds import actions
from sightline.listen.rounds.models import Collection
from sightline.people.request import SignedInRequest

NOW, THEN = "now", "then"


class WhenForm(Form):
    when = forms.ChoiceField(
        label="When should it open?",
        choices=[(NOW, "Now"), (THEN, "By itself on its first day")],
        widget=forms.RadioSelect,
    )


@allow(Permission.RUN_ROUND)
def open_round(request: SignedInRequest, pk: int) -> HttpResponse:
    collection = get_object_or_404(
        Collection.objects.run_by(request.user).select_related("round__survey"), pk=pk
    )
    at = timezone.now()
    form = WhenForm(request.POST or None)
    if collection.opens_at <= at:
        form.fields["when"].choices = [(NOW, "Now")]  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        act = actions.open_ if form.cleaned_data["when"] == NOW else actions.schedule
        try:
            act(collection=collection, by=request.user, at=at)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            said = (
                "It is open: people can answer." if act is actions.open_ else "It opens by itself."
            )
            messages.success(request, said)
            return redirect("listen:rounds:show", pk=pk)
    return render(request, "listen/rounds/pages/open.jinja", {"form": form, "round": collection})

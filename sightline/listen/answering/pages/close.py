"""Close a round by hand."""

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
from sightline.listen.answering import closing
from sightline.listen.rounds.models import Collection
from sightline.people.request import SignedInRequest


class CloseForm(Form):
    sure = forms.BooleanField(label="Close it now. I know that it cannot be opened again")


@allow(Permission.RUN_ROUND)
def close(request: SignedInRequest, pk: int) -> HttpResponse:
    collection = get_object_or_404(
        Collection.objects.run_by(request.user)
        .exclude(state=Collection.State.DRAFT)
        .select_related("round__survey", "version", "place"),
        pk=pk,
    )
    if collection.state == Collection.State.CLOSED and not closing.is_unfinished(collection):
        return redirect("listen:live:show", pk=pk)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            closing.close(collection=collection, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The round is closed and its results are final.")
            return redirect("listen:live:show", pk=pk)
    return render(
        request, "listen/answering/pages/close.jinja", {"form": form, "collection": collection}
    )

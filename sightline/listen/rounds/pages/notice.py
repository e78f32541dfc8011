"""Choose the privacy notice that people read before they answer."""

from __future__ import annotations

from typing import Any

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
from sightline.listen.rounds.notices.models import PrivacyNotice
from sightline.people.request import SignedInRequest


class NoticeForm(Form):
    notice = forms.ModelChoiceField(PrivacyNotice.objects.none(), label="Privacy notice")


@allow(Permission.RUN_ROUND)
def notice(request: SignedInRequest, pk: int) -> HttpResponse:
    collection = get_object_or_404(
        Collection.objects.run_by(request.user).select_related("round__survey"), pk=pk
    )
    form = NoticeForm(request.POST or None, initial={"notice": collection.notice_id})
    field: Any = form.fields["notice"]
    field.queryset = PrivacyNotice.objects.visible_to(request.user).newest()
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_notice(
                collection=collection,
                notice=form.cleaned_data["notice"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error("notice", str(refusal))
        else:
            messages.success(request, "The notice is chosen.")
            return redirect("listen:rounds:show", pk=pk)
    return render(request, "listen/rounds/pages/notice.jinja", {"form": form, "round": collection})

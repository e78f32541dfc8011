from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.codebook.found import actions, queries
from sightline.listen.codebook.found.models import FoundTheme
from sightline.listen.codebook.found.words import How
from sightline.listen.codebook.words import LONGEST_NAME, LONGEST_REASON
from sightline.people.request import SignedInRequest


class SettleForm(Form):
    how = forms.ChoiceField(
        label="What becomes of it?", choices=How.choices, widget=forms.RadioSelect
    )
    name = forms.CharField(
        label="Name", help_text="Not needed to discard it.", required=False,
        max_length=LONGEST_NAME,
    )  # fmt: skip
    reason = forms.CharField(label="Reason", required=False, max_length=LONGEST_REASON)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("how") in (How.NAMED, How.CODED) and not cleaned.get("name"):
            self.add_error("name", "Enter a name")
        return cleaned


@allow(Permission.CODE_COMMENTS)
def settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name a found theme, make it a code, or discard it."""
    if not request.user.patch(Permission.CODE_COMMENTS).nation:
        raise Http404
    theme = get_object_or_404(FoundTheme.objects.select_related("search__round__survey"), pk=pk)
    back = f"{reverse('listen:codebook:found')}?round={theme.search.round_id}"
    form = SettleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.settle(
                theme=theme, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            said = {
                How.NAMED: f"It is called “{made.name}”.",
                How.CODED: f"“{made.name}” is a code now, and proposed for its comments.",
                How.DISCARDED: "The theme is discarded.",
            }
            messages.success(request, said[How(made.how)])
            return redirect(back)
    return render(
        request,
        "listen/codebook/found/pages/settle.jinja",
        {"form": form, "found": queries.theme(request.user, theme), "back_to": back},
    )

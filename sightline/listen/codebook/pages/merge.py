from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.listen.codebook import actions, queries
from sightline.listen.codebook.models import Code
from sightline.listen.codebook.pages.change import found_to_keep
from sightline.listen.codebook.words import LONGEST_REASON
from sightline.people.request import SignedInRequest


class MergeForm(Form):
    into = forms.ChoiceField(label="Into which code?")
    reason = forms.CharField(label="Reason", max_length=LONGEST_REASON)


@allow(Permission.CODE_COMMENTS)
def merge(request: SignedInRequest, pk: int) -> HttpResponse:
    code = found_to_keep(request, pk)
    others = {str(one.pk): one for one in queries.in_use() if one.pk != code.pk}
    form = MergeForm(request.POST or None)
    into: forms.ChoiceField = form.fields["into"]  # type: ignore[assignment]
    into.choices = [("", "Choose a code"), *((key, one.name) for key, one in others.items())]
    if request.method == "POST" and form.is_valid():
        chosen: Code = others[form.cleaned_data["into"]]
        try:
            actions.merge(
                code=code,
                into=chosen,
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=timezone.now(),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{code.name}” counts for “{chosen.name}” from now on.")
            return redirect("listen:codebook:show", pk=chosen.pk)
    return render(request, "listen/codebook/pages/merge.jinja", {"form": form, "code": code})

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.codebook import actions
from sightline.listen.codebook.models import Code
from sightline.listen.codebook.pages.add import CodeForm
from sightline.listen.codebook.words import LONGEST_REASON, State
from sightline.people.request import SignedInRequest


def found_to_keep(request: SignedInRequest, pk: int, *, in_use: bool = True) -> Code:
    """The code, or a 404 for whoever does not keep the codebook."""
    if not request.user.patch(Permission.CODE_COMMENTS).nation:
        raise Http404
    codes = Code.objects.filter(state=State.IN_USE) if in_use else Code.objects.exclude(
        state=State.IN_USE
    )  # fmt: skip
    return get_object_or_404(codes, pk=pk)


class ChangeForm(CodeForm):
    reason = forms.CharField(label="Why is it changed?", required=False, max_length=LONGEST_REASON)


@allow(Permission.CODE_COMMENTS)
def change(request: SignedInRequest, pk: int) -> HttpResponse:
    code = found_to_keep(request, pk)
    form = ChangeForm(
        request.POST or None, initial={"name": code.name, "description": code.description}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(code=code, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Stored. Earlier versions are kept.")
            return redirect("listen:codebook:show", pk=pk)
    return render(request, "listen/codebook/pages/change.jinja", {"form": form, "code": code})

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
from sightline.listen.codebook import actions
from sightline.listen.codebook.pages.change import found_to_keep
from sightline.listen.codebook.words import LONGEST_REASON
from sightline.people.request import SignedInRequest


class ReasonForm(Form):
    reason = forms.CharField(label="Reason", max_length=LONGEST_REASON)


@allow(Permission.CODE_COMMENTS)
def retire(request: SignedInRequest, pk: int) -> HttpResponse:
    """Offer the code to nobody any more."""
    return _page(request, pk, is_back=False)


@allow(Permission.CODE_COMMENTS)
def bring_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Use a retired or merged code again."""
    return _page(request, pk, is_back=True)


def _page(request: SignedInRequest, pk: int, *, is_back: bool) -> HttpResponse:
    code = found_to_keep(request, pk, in_use=not is_back)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        do = actions.bring_back if is_back else actions.retire
        try:
            do(code=code, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(
                request, f"“{code.name}” is {'in use again' if is_back else 'retired'}."
            )
            return redirect("listen:codebook:show", pk=pk)
    return render(
        request,
        "listen/codebook/pages/retire.jinja",
        {"form": form, "code": code, "is_back": is_back},
    )

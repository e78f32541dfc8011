from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.evidence import actions, queries
from sightline.assess.evidence.pages.found import evidence_for
from sightline.assess.pages import fields
from sightline.base.refusal import Refusal
from sightline.design.forms import Form
from sightline.people.request import SignedInRequest


class WithdrawForm(Form):
    reason = fields.prose("Why is it withdrawn?", rows=3)


@allow(Permission.ADD_EVIDENCE)
def withdraw(request: SignedInRequest, reference: str) -> HttpResponse:
    evidence = evidence_for(request, reference)
    if not queries.may_withdraw(evidence, request.user):
        raise Http404
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(
                evidence=evidence, **form.cleaned_data, by=request.user, at=timezone.now()
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{reference} is withdrawn. It can still be read.")
            return redirect("assess:evidence:show", reference=reference)
    return render(
        request, "assess/evidence/pages/withdraw.jinja", {"form": form, "evidence": evidence}
    )

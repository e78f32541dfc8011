"""Put right, or take out, a piece of evidence that a return names."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.answering import naming
from sightline.assess.returns.answering.models import ReturnEvidence
from sightline.assess.returns.answering.pages.evidence import EvidenceForm
from sightline.assess.returns.models import Return
from sightline.base.refusal import Refusal
from sightline.people.request import SignedInRequest


def _named(request: SignedInRequest, reference: str, pk: int) -> ReturnEvidence:
    found = get_object_or_404(Return.objects.answered_by(request.user), reference=reference)
    return get_object_or_404(found.evidence.select_related("self_assessment__organisation"), pk=pk)


@allow(Permission.ANSWER_RETURN)
def change(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    named = _named(request, reference, pk)
    form = EvidenceForm(request.POST or None, initial={"title": named.title, "where": named.where})
    if request.method == "POST" and form.is_valid():
        try:
            naming.change(named=named, **form.cleaned_data, by=request.user, at=timezone.now())
        except Refusal as refusal:
            form.add_error("title", str(refusal))
        else:
            messages.success(request, f"“{form.cleaned_data['title']}” is saved.")
            return redirect("assess:returns:evidence", reference=reference)
    return render(
        request,
        "assess/returns/answering/pages/named.jinja",
        {"found": named.self_assessment, "named": named, "form": form,
         "used": named.answers.count()},
    )  # fmt: skip


@require_POST
@allow(Permission.ANSWER_RETURN)
def take_out(request: SignedInRequest, reference: str, pk: int) -> HttpResponse:
    named = _named(request, reference, pk)
    try:
        title = naming.take_out(named=named, by=request.user, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"“{title}” is taken out.")
    return redirect("assess:returns:evidence", reference=reference)

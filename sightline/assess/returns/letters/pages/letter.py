"""The feedback letter: read by the provider and its reviewers; before that, written and sent."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from sightline.access.allow import allow
from sightline.access.permissions import Permission
from sightline.assess.returns.letters import actions, document, writing
from sightline.assess.returns.letters.models import FeedbackLetter
from sightline.assess.returns.models import Return
from sightline.base.refusal import Refusal
from sightline.design.documents import pdf
from sightline.people.request import SignedInRequest


@allow(Permission.VIEW_RETURNS)
def letter(request: SignedInRequest, reference: str) -> HttpResponseBase:
    """The page, or the same as a file."""
    found = get_object_or_404(
        Return.objects.visible_to(request.user).select_related("campaign", "organisation"),
        reference=reference,
    )
    if not found.is_read_inside(request.user):
        raise Http404
    sent = get_object_or_404(
        FeedbackLetter.objects.select_related("sent_by"), signature=found.current_id
    )
    shown = _shown(found, sent.content, sent)
    if (wanted := request.GET.get("format")) == "pdf":
        content = pdf.pdf(shown["letter"])
        name = f"feedback-letter-{found.reference.lower()}.pdf"
        kind = "application/pdf"
        return FileResponse(
            io.BytesIO(content), as_attachment=True, filename=name, content_type=kind
        )
    if wanted:
        raise Http404
    return render(request, "assess/returns/letters/pages/letter.jinja", shown)


@allow(Permission.REVIEW_RETURN)
def send_letter(request: SignedInRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(
        Return.objects.reviewed_by(request.user).select_related(
            "campaign", "organisation", "current"
        ),
        reference=reference,
    )
    signature = found.current
    if signature is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.send(signature=signature, by=request.user, at=timezone.now())
        except Refusal as refusal:
            messages.warning(request, str(refusal))
            return redirect("assess:returns:review", reference=reference)
        return redirect("assess:returns:letter", reference=reference)
    shown = _shown(found, writing.write(found, signature), None)
    return render(request, "assess/returns/letters/pages/letter.jinja", shown)


def _shown(found: Return, content: dict[str, Any], sent: FeedbackLetter | None) -> dict[str, Any]:
    return {"found": found, "letter": document.of(found, content, sent), "sent": sent}

"""A concern that begins with an answer of a signed self-assessment."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone

from sightline.assess.returns.attestation.rules import label_of, questions_of
from sightline.assess.returns.models import Return
from sightline.design.show import format_date
from sightline.people.request import SignedInRequest
from sightline.respond.register.models import Concern
from sightline.standards.models import Standard


def is_named(request: HttpRequest) -> bool:
    """Does the address say so? ``?from=SA-2026-ZN001.supervision``."""
    return request.GET.get("from", "").startswith("SA-")


def initial(request: SignedInRequest) -> dict[str, Any]:
    """What the form begins with; 404 for a return that the viewer does not review."""
    if not is_named(request):
        return {}
    reference, _, code = request.GET["from"].partition(".")
    found = (
        Return.objects.reviewed_by(request.user)
        .filter(reference=reference)
        .select_related("current", "campaign")
        .first()
    )
    if found is None or found.current is None:
        raise Http404
    asked = questions_of(found.current.content).get(code)
    day = format_date(timezone.localdate(found.current.signed_at))
    said = f"Found in the review of self-assessment {found.reference}, signed on {day}."
    if asked is None:
        return {"source": Concern.Source.PROVIDER, "evidence_text": said}
    return {
        "source": Concern.Source.PROVIDER,
        "standards": list(
            Standard.objects.filter(
                version=found.campaign.framework_id, number__in=asked["standards"]
            ).values_list("pk", flat=True)
        ),
        "evidence_text": f"{said} “{asked['ask']}” The provider answers: "
        f"{label_of(asked['outcome']).lower()}.",
    }

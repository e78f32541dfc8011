from __future__ import annotations

from django.shortcuts import get_object_or_404

from sightline.insight.signals.models import Signal
from sightline.people.request import SignedInRequest


def signal_for(request: SignedInRequest, reference: str) -> Signal:
    """The signal, or a 404 for whoever has no part in its place."""
    return get_object_or_404(
        Signal.objects.visible_to(request.user).select_related(
            "organisation",
            "programme__profession",
            "profession",
            "dataset",
            "ending__by",
            "ending__concern",
        ),
        reference=reference,
    )

"""Cases for tests, raised as people raise them."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.utils import timezone

from sightline.conftest import NOW
from sightline.listen.voices import actions
from sightline.organisations.models import Organisation


def said(organisation: Organisation, at: datetime = NOW, **other: Any) -> actions.Said:
    told: dict[str, Any] = {
        "kind": "concern",
        "who": "learner",
        "privacy": "anonymous",
        "organisation": organisation,
        "what_happened": "The rota is changed the night before.",
        "begins_on": timezone.localdate(at),
        "patients_safety": "no",
        "somebodys_safety": "no",
    }
    return actions.Said(**(told | other))


def make_receipt(organisation: Organisation, at: datetime = NOW, **other: Any) -> actions.Receipt:
    """What somebody raised, with the words that open it."""
    return actions.raise_voice(
        form=secrets.token_hex(32), said=said(organisation, at, **other), by=None, at=at
    )


def make_voice(organisation: Organisation, at: datetime = NOW, **other: Any) -> Any:
    return make_receipt(organisation, at, **other).voice

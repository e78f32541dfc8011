"""What is found: two sources that disagree about a place."""

from __future__ import annotations

from dataclasses import dataclass

from sightline.assess.places import Place
from sightline.standards.models import Standard


@dataclass(frozen=True)
class Found:
    """Two sources that disagree; see models.Tension."""

    kind: str
    place: Place
    standard: Standard | None
    cause: str
    one_says: str
    other_says: str

"""The tables of this stage stand with their nouns."""

from sightline.govern.capacity.models import CapacityFigure, CapacityFile
from sightline.govern.expansions.models import ExpansionDecision, ExpansionRequest
from sightline.govern.framework.models import OpenWorkDecision
from sightline.govern.passports.models import FrozenPassport

__all__ = [
    "CapacityFigure",
    "CapacityFile",
    "ExpansionDecision",
    "ExpansionRequest",
    "FrozenPassport",
    "OpenWorkDecision",
]

"""The tables of this stage stand with their nouns."""

from sightline.assess.applicable.models import Applicability, SettingSaid
from sightline.assess.evidence.models import Evidence, EvidenceFile, Withdrawal
from sightline.assess.judgements.models import Cited, Judgement

__all__ = [
    "Applicability",
    "Cited",
    "Evidence",
    "EvidenceFile",
    "Judgement",
    "SettingSaid",
    "Withdrawal",
]

"""The tables of this stage stand with their nouns."""

from sightline.assess.applicable.models import Applicability, SettingSaid
from sightline.assess.evidence.models import Evidence, EvidenceFile, Withdrawal
from sightline.assess.judgements.models import Cited, Judgement
from sightline.assess.returns.answering.models import (
    Answer,
    OfflineFile,
    ReturnEvidence,
    SectionWork,
)
from sightline.assess.returns.attestation.models import Signature, SignedAnswer
from sightline.assess.returns.campaigns.models import Campaign
from sightline.assess.returns.contributors.models import Contributor, LaterLink, SectionNote
from sightline.assess.returns.letters.models import FeedbackLetter
from sightline.assess.returns.models import Return
from sightline.assess.returns.reminders.models import Reminder
from sightline.assess.returns.review.models import QueryReply, ReturnFinding, ReviewDecision

__all__ = [
    "Answer",
    "Applicability",
    "Campaign",
    "Cited",
    "Contributor",
    "Evidence",
    "EvidenceFile",
    "FeedbackLetter",
    "Judgement",
    "LaterLink",
    "OfflineFile",
    "QueryReply",
    "Reminder",
    "Return",
    "ReturnEvidence",
    "ReturnFinding",
    "ReviewDecision",
    "SectionNote",
    "SectionWork",
    "SettingSaid",
    "Signature",
    "SignedAnswer",
    "Withdrawal",
]

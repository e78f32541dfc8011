"""The tables of this stage stand with their nouns."""

from sightline.govern.approvals.conditions.models import Condition, ConditionWord
from sightline.govern.approvals.documents.models import ApprovalDocument, DocumentWithdrawal
from sightline.govern.approvals.joining.models import (
    ActsFor,
    NewPlace,
    OpenedSection,
    PlaceContact,
    Readiness,
)
from sightline.govern.approvals.models import Approval, ApprovalLine, Coverage, Step
from sightline.govern.approvals.panels.models import (
    ApprovedNumber,
    Decision,
    Declaration,
    Panel,
    PanelMember,
)
from sightline.govern.approvals.reminders.models import ReviewReminder
from sightline.govern.approvals.sharing.models import Question, QuestionAnswer, Reliance
from sightline.govern.capacity.models import CapacityFigure, CapacityFile
from sightline.govern.expansions.models import ExpansionDecision, ExpansionRequest
from sightline.govern.framework.models import OpenWorkDecision
from sightline.govern.passports.models import FrozenPassport

__all__ = [
    "ActsFor",
    "Approval",
    "ApprovalDocument",
    "ApprovalLine",
    "ApprovedNumber",
    "CapacityFigure",
    "CapacityFile",
    "Condition",
    "ConditionWord",
    "Coverage",
    "Decision",
    "Declaration",
    "DocumentWithdrawal",
    "ExpansionDecision",
    "ExpansionRequest",
    "FrozenPassport",
    "NewPlace",
    "OpenWorkDecision",
    "OpenedSection",
    "Panel",
    "PanelMember",
    "PlaceContact",
    "Question",
    "QuestionAnswer",
    "Readiness",
    "Reliance",
    "ReviewReminder",
    "Step",
]

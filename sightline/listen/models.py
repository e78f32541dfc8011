"""The tables of this stage stand with their nouns."""

from sightline.listen.imports.models import SurveyImport
from sightline.listen.invitations.models import Cell, Invitation, OpenLink
from sightline.listen.questionnaires.models import Questionnaire, QuestionnaireVersion
from sightline.listen.replies.models import Reply
from sightline.listen.rounds.models import Collection
from sightline.listen.surveys.models import Mapping, Round, Survey

__all__ = [
    "Cell",
    "Collection",
    "Invitation",
    "Mapping",
    "OpenLink",
    "Questionnaire",
    "QuestionnaireVersion",
    "Reply",
    "Round",
    "Survey",
    "SurveyImport",
]

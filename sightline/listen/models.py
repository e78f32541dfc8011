"""The tables of this stage stand with their nouns."""

from sightline.listen.imports.models import SurveyImport
from sightline.listen.replies.models import Reply
from sightline.listen.surveys.models import Mapping, Round, Survey

__all__ = ["Mapping", "Reply", "Round", "Survey", "SurveyImport"]

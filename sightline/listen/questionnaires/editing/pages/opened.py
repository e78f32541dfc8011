"""The questionnaire that is edited, and its form as it stands now."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404
from django.shortcuts import get_object_or_404

from sightline.listen.questionnaires.form import Form, Group, Question
from sightline.listen.questionnaires.models import Questionnaire, QuestionnaireVersion
from sightline.people.models import User


@dataclass(frozen=True)
class Opened:
    questionnaire: Questionnaire
    version: QuestionnaireVersion

    @property
    def form(self) -> Form:
        return self.version.form

    @property
    def is_draft(self) -> bool:
        return self.version.published_at is None

    def node(self, path: str) -> Question | Group:
        """The question or page of that path; Http404 where there is none."""
        found = dict(self.form.nodes()).get(path)
        if found is None:
            raise Http404
        return found


def opened(viewer: User, code: str) -> Opened:
    """The draft, or the newest version where there is no draft. Raises Http404."""
    questionnaire = get_object_or_404(Questionnaire.objects.visible_to(viewer), code=code)
    version = questionnaire.versions.order_by("-number").first()
    if version is None:
        raise Http404
    return Opened(questionnaire, version)

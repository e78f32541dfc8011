"""A questionnaire of two pages in two languages, as a draft."""

from __future__ import annotations

import re
from typing import Any

import pytest

from sightline.conftest import NOW, Cast
from sightline.listen.questionnaires import actions
from sightline.listen.questionnaires.factories import agreement, make_form, question, yes_no
from sightline.listen.questionnaires.form import Group, Language
from sightline.listen.questionnaires.models import QuestionnaireVersion

BASE = "/listen/questionnaires/"
FORM = make_form(
    Group(
        "care",
        (
            yes_no("seen", required="true()"),
            question("why", "text", "Why?", relevant="${seen} = 'no'"),
        ),
        {"en": "Care", "cy": "Gofal"},
    ),
    Group("rest", (agreement("LS01"),), {"en": "The rest"}),
    languages=(Language("en", "English"), Language("cy", "Cymraeg")),
)


@pytest.fixture
def version(cast: Cast) -> QuestionnaireVersion:
    made = actions.create(
        code="wards", name="Ward survey", audience="learners", by=cast.national, at=NOW
    )
    return actions.save_draft(
        questionnaire=made, form=FORM, source="xlsform", source_name="", by=cast.national, at=NOW
    )


def hidden(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page.content.decode())
    assert found is not None, name
    return found[1]


STRANGERS = ["icb_lead", "director", "learner"]

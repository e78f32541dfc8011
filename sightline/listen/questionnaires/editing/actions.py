"""The plain editor changes drafts through here; each change is one saved draft."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from sightline.base.refusal import Refusal
from sightline.listen.questionnaires import actions
from sightline.listen.questionnaires.form import Form, Language
from sightline.listen.questionnaires.models import Questionnaire, QuestionnaireVersion
from sightline.people.models import User

ENGLISH = Language("en", "English")


@transaction.atomic
def begin(
    *,
    code: str,
    name: str,
    audience: str,
    like: QuestionnaireVersion | None,
    is_made_up: bool = False,
    by: User,
    at: datetime,
) -> QuestionnaireVersion:
    """A questionnaire with a first draft: empty, or like a version that there is."""
    made = actions.create(
        code=code, name=name, audience=audience, is_made_up=is_made_up, by=by, at=at
    )
    form = like.form if like else Form({"en": name}, (), (ENGLISH,))
    return actions.save_draft(
        questionnaire=made,
        form=Form({**form.title, "en": name}, form.children, form.languages, form.choice_lists),
        source=QuestionnaireVersion.Source.BANK,
        source_name="",
        by=by,
        at=at,
    )


@transaction.atomic
def edit(
    *, questionnaire: Questionnaire, change: Callable[[Form], Form], by: User, at: datetime
) -> QuestionnaireVersion:
    """Change the draft; without one the newest version is where it begins.

    Two people may edit at once: each change is done to what the other one left. Raises a Refusal
    with a sentence if the questionnaire could not be asked afterwards; then nothing is changed.
    """
    found = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    newest = found.versions.order_by("-number").first()
    if newest is None:
        raise Refusal("This questionnaire has no wording yet. Upload one, or make one here.")
    try:
        form = change(newest.form)
    except KeyError:
        raise Refusal(
            "That question is not there any more: somebody else has changed the draft. Look at it "
            "again."
        ) from None
    return actions.save_draft(
        questionnaire=found,
        form=form,
        source=QuestionnaireVersion.Source.BANK,
        source_name="",
        by=by,
        at=at,
    )

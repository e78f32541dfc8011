"""Every change to a questionnaire goes through here."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.base.refusal import Refusal
from sightline.listen.questionnaires import compiled
from sightline.listen.questionnaires.form import Form
from sightline.listen.questionnaires.models import Questionnaire, QuestionnaireVersion
from sightline.people.models import User
from sightline.trail import record

_CODE = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def _require(by: User | None) -> None:
    """``None`` is the service itself, which loads what it ships with."""
    if by is not None:
        viewer.require(by, Permission.MANAGE_QUESTIONNAIRES)


@transaction.atomic
def create(
    *,
    code: str,
    name: str,
    audience: str,
    by: User | None,
    at: datetime,
    is_made_up: bool = False,
) -> Questionnaire:
    """A questionnaire without any wording yet.

    ``code`` is small letters, figures and hyphens, at most 40, and stays for good; ``audience``
    is one of Questionnaire.Audience. Raises Refusal if the code is taken.
    """
    _require(by)
    code, name = code.strip(), name.strip()
    if not _CODE.fullmatch(code) or len(code) > 40:
        raise Refusal(
            "The code may have up to 40 small letters, figures and hyphens, like “ward-survey”."
        )
    if not name or len(name) > 160:
        raise Refusal("Give the questionnaire a name of up to 160 characters.")
    if audience not in Questionnaire.Audience:
        raise Refusal("Choose who answers the questionnaire.")
    if Questionnaire.objects.filter(code=code).exists():
        raise Refusal(f"There is a questionnaire “{code}” already. Choose another code.")
    questionnaire = Questionnaire.objects.create(
        code=code, name=name, audience=audience, is_made_up=is_made_up
    )
    record.record(
        action="listen.questionnaires.create",
        subject=questionnaire,
        by=by,
        at=at,
        reference=code,
        summary="Questionnaire created",
        fields=["code", "name", "audience"],
    )
    return questionnaire


@transaction.atomic
def save_draft(
    *,
    questionnaire: Questionnaire,
    form: Form,
    source: str,
    source_name: str,
    by: User | None,
    at: datetime,
) -> QuestionnaireVersion:
    """Make this form the draft of the questionnaire, in place of an earlier draft.

    ``source`` is one of QuestionnaireVersion.Source; ``source_name`` the file's name or "".
    Raises FormRefused, with a sentence for each fault, if the form could not be asked.
    """
    _require(by)
    compiled.compile_form(form)
    found = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    what = {
        "definition": form.to_json(),
        "source": source,
        "source_name": source_name[:200],
        "made_at": at,
        "made_by": by,
    }
    draft = found.versions.select_for_update().filter(published_at=None).first()
    if draft is None:
        newest = found.versions.aggregate(newest=Max("number"))["newest"] or 0
        draft = QuestionnaireVersion.objects.create(questionnaire=found, number=newest + 1, **what)
    else:
        for name, value in what.items():
            setattr(draft, name, value)
        draft.save(update_fields=list(what))
        draft.__dict__.pop("form", None)
    record.record(
        action="listen.questionnaires.save_draft",
        subject=found,
        by=by,
        at=at,
        reference=found.code,
        summary=f"Draft of version {draft.number} saved",
        fields=["definition", "source"],
    )
    return draft


@transaction.atomic
def publish(
    *, version: QuestionnaireVersion, by: User | None, at: datetime
) -> QuestionnaireVersion:
    """Fix the wording of a draft for good, so that rounds can ask it."""
    _require(by)
    found = (
        QuestionnaireVersion.objects.select_for_update(of=("self",))
        .select_related("questionnaire")
        .get(pk=version.pk)
    )
    if found.published_at is not None:
        raise Refusal(f"{found} is published already. Nothing was changed.")
    asked = compiled.compile_form(found.form)
    if not asked.pages:
        raise Refusal("There is no question to ask yet. Add one, then publish.")
    found.published_at = at
    found.save(update_fields=["published_at"])
    record.record(
        action="listen.questionnaires.publish",
        subject=found.questionnaire,
        by=by,
        at=at,
        reference=found.questionnaire.code,
        summary=f"Version {found.number} published",
        fields=["published_at"],
    )
    return found

"""A focused survey in one step: questionnaire, round and opening, all of it or nothing."""

from __future__ import annotations

from collections.abc import Collection as CollectionOf
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sightline.base.references import next_reference
from sightline.listen.questionnaires import actions as questionnaires
from sightline.listen.questionnaires.models import Questionnaire, QuestionnaireVersion
from sightline.listen.rounds import actions as rounds
from sightline.listen.rounds.focused.composing import form_of
from sightline.listen.rounds.models import Collection
from sightline.listen.rounds.notices.models import PrivacyNotice
from sightline.listen.rounds.running import require
from sightline.listen.surveys.smallest import Smallest
from sightline.organisations.models import Organisation
from sightline.people.models import User


@transaction.atomic
def make(
    *,
    name: str,
    items: Sequence[str],
    closes_at: datetime,
    notice: PrivacyNotice | None,
    languages: Sequence[str] = ("en",),
    place: Organisation | None = None,
    access: str = Collection.Access.BOTH,
    who: Mapping[str, CollectionOf[str]] | None = None,
    sampling: rounds.Sampling = rounds.EVERYBODY,
    shows: Smallest | None = None,
    is_open: bool = True,
    is_made_up: bool = False,
    by: User,
    at: datetime,
) -> Collection:
    """A survey of its own from items of the bank, published, and open unless told otherwise.

    Raises:
        CannotMake, CannotOpen: a sentence for the page; nothing is stored.
        NotPermitted: ``by`` may not run rounds at that place.
    """
    require(by, place)
    if not items:
        raise rounds.CannotMake("Choose at least one question.")
    if not name.strip():
        raise rounds.CannotMake("Give the survey a name. People see it before they answer.")
    questionnaire = questionnaires.create(
        code=next_reference("F", timezone.localdate(at).year).lower(),
        name=name,
        audience=Questionnaire.Audience.ANYONE,
        is_made_up=is_made_up,
        by=by,
        at=at,
    )
    draft = questionnaires.save_draft(
        questionnaire=questionnaire,
        form=form_of(name, items, languages),
        source=QuestionnaireVersion.Source.BANK,
        source_name="",
        by=by,
        at=at,
    )
    collection = rounds.make(
        version=questionnaires.publish(version=draft, by=by, at=at),
        name=name,
        place=place,
        access=access,
        who=who,
        sampling=sampling,
        shows=shows,
        notice=notice,
        opens_at=at,
        closes_at=closes_at,
        is_made_up=is_made_up,
        by=by,
        at=at,
    )
    return rounds.open_(collection=collection, by=by, at=at) if is_open else collection

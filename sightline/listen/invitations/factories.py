"""A small round and people who are asked in it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sightline.listen.invitations import links
from sightline.listen.invitations.models import Cell, Invitation, OpenLink
from sightline.listen.questionnaires.models import Questionnaire, QuestionnaireVersion
from sightline.listen.rounds.models import Collection
from sightline.listen.surveys.models import Round, Survey
from sightline.organisations.models import Organisation
from sightline.people.models import User

FORM = {"title": "Three questions", "languages": ["en"], "default_language": "en", "nodes": []}


def make_round(
    by: User, at: datetime, *, code: str = "ward-pulse", name: str = "Ward pulse", **fields: Any
) -> Collection:
    """An open round of three weeks that began on the day before ``at``."""
    survey = Survey.objects.create(code=code, name=name)
    opens, closes = at - timedelta(days=1), at + timedelta(days=20)
    round = Round.objects.create(
        survey=survey,
        year=at.year,
        label=f"autumn {at.year}",
        collected_from=opens.date(),
        collected_to=closes.date(),
    )
    questionnaire = Questionnaire.objects.create(code=code, name=name)
    version = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire,
        number=1,
        definition=FORM,
        source=QuestionnaireVersion.Source.BANK,
        made_at=opens,
        published_at=opens,
    )
    given: dict[str, Any] = {
        "state": Collection.State.OPEN,
        "opens_at": opens,
        "closes_at": closes,
        "opened_at": opens,
        "made_at": opens,
        "made_by": by,
        **fields,
    }
    return Collection.objects.create(round=round, version=version, **given)


def make_cell(collection: Collection, provider: Organisation, **fields: Any) -> Cell:
    return Cell.objects.create(collection=collection, provider=provider, **fields)


def make_invitation(cell: Cell, **fields: Any) -> tuple[Invitation, str]:
    """Somebody of a cell, and the token of their link."""
    token = links.new_token()
    given: dict[str, Any] = {"link_hash": links.hash_of(token), **fields}
    found = Invitation.objects.create(
        collection=cell.collection,
        cell=cell,
        provider=cell.provider,
        programme=cell.programme,
        profession=cell.profession,
        **given,
    )
    cell.expected += 1
    cell.save(update_fields=["expected"])
    return found, token


def make_open_link(
    collection: Collection, organisation: Organisation, by: User, at: datetime, **fields: Any
) -> OpenLink:
    return OpenLink.objects.create(
        collection=collection,
        token=links.new_open_token(),
        organisation=organisation,
        made_at=at,
        made_by=by,
        **fields,
    )

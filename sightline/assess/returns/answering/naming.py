"""What is named as evidence of a return, put right until it is signed.

A signed version keeps a copy of its own, so nothing that was signed changes here.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from sightline.access import viewer
from sightline.access.permissions import Permission
from sightline.assess.evidence.models import Evidence
from sightline.assess.returns import lines
from sightline.assess.returns.answering import actions
from sightline.assess.returns.answering.models import ReturnEvidence
from sightline.assess.returns.locking import locked
from sightline.assess.returns.models import Return
from sightline.assess.returns.rules import CannotAnswer
from sightline.people.models import User


@transaction.atomic
def choose(
    *, self_assessment: Return, evidence: Evidence, by: User, at: datetime
) -> ReturnEvidence:
    """Name a piece of evidence of the provider that is here already: ``where`` is its reference."""
    found = _open(self_assessment, by, at)
    seen = Evidence.objects.visible_to(by).filter(
        organisation__provider=found.organisation_id, withdrawal=None
    )
    if not seen.filter(pk=evidence.pk).exists():
        raise CannotAnswer("Choose a piece of evidence about your organisation that still stands.")
    if found.evidence.filter(where=evidence.reference).exists():
        raise CannotAnswer(f"{evidence.reference} is named already. Choose it beside your answers.")
    return actions.add_evidence(
        self_assessment=found, title=evidence.title, where=evidence.reference, by=by, at=at
    )


@transaction.atomic
def change(
    *, named: ReturnEvidence, title: str, where: str, by: User, at: datetime
) -> ReturnEvidence:
    """Put right what it is and where it is kept, beside every answer that it shows."""
    found = _open(named.self_assessment, by, at)
    held = _held(found, named)
    if not title.strip() or not where.strip():
        raise CannotAnswer("Say what it is and where it is kept.")
    before = held.title
    held.title, held.where = title.strip(), where.strip()
    held.save(update_fields=["title", "where"])
    lines.write(
        "answering.change_evidence", found, by, at,
        f"Evidence put right: “{before}” is “{held.title}”", ["title", "where"],
    )  # fmt: skip
    return held


@transaction.atomic
def take_out(*, named: ReturnEvidence, by: User, at: datetime) -> str:
    """Take it out, and away from every answer. Gives its title."""
    found = _open(named.self_assessment, by, at)
    held = _held(found, named)
    title = held.title
    held.answers.clear()
    held.delete()
    lines.write("answering.take_out_evidence", found, by, at, f"Evidence taken out: “{title}”")
    return title


def _open(self_assessment: Return, by: User, at: datetime) -> Return:
    found = locked(self_assessment)
    viewer.require(by, Permission.ANSWER_RETURN, at=found.organisation)
    found.refuse_unless_open(timezone.localdate(at))
    return found


def _held(found: Return, named: ReturnEvidence) -> ReturnEvidence:
    held = found.evidence.select_for_update().filter(pk=named.pk).first()
    if held is None:
        raise CannotAnswer("It was taken out already. Nothing was changed.")
    return held

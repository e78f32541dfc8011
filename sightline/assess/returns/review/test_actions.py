from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from sightline.assess.returns.attestation import actions as attestation
from sightline.assess.returns.attestation.models import Signature
from sightline.assess.returns.attestation.rules import questions_of
from sightline.assess.returns.attestation.test_actions import change
from sightline.assess.returns.conftest import Asked, begin, fill_in, sign
from sightline.assess.returns.letters import actions as letters
from sightline.assess.returns.review import actions, queries
from sightline.assess.returns.review.models import ReturnFinding, ReviewDecision
from sightline.assess.returns.review.rules import CannotReview
from sightline.base.refusal import NotPermitted
from sightline.commitments.models import Commitment
from sightline.conftest import NOW, Cast
from sightline.trail.models import Entry

pytestmark = pytest.mark.django_db


def test_accept_query_disagree_and_the_providers_reply(
    signed: Signature, asked: Asked, cast: Cast
) -> None:
    told: dict[str, Any] = {"signature": signed, "by": cast.north_manager, "at": NOW}
    with pytest.raises(CannotReview, match="Say why"):
        actions.decide(question="value", outcome="queried", reason=" ", **told)
    with pytest.raises(CannotReview, match="no such answer"):
        actions.decide(question="nothing", outcome="accepted", reason="", **told)
    query = actions.decide(question="value", outcome="queried", reason="Since when?", **told)
    with pytest.raises(NotPermitted):
        actions.reply(decision=query, text="June", by=cast.director, at=NOW)
    actions.reply(decision=query, text="Since June.", by=asked.manager, at=NOW)
    with pytest.raises(CannotReview, match="answered already"):
        actions.reply(decision=query, text="Again", by=asked.manager, at=NOW)
    accepted = actions.decide(question="value", outcome="accepted", reason="", **told)
    with pytest.raises(CannotReview, match="nothing to reply"):
        actions.reply(decision=accepted, text="Thanks", by=asked.manager, at=NOW)
    assert actions.accept_the_rest(signature=signed, by=cast.north_manager, at=NOW) == 11
    assert all(one.decision for one in queries.reviewed(signed))
    assert ReviewDecision.objects.filter(question="value").count() == 2, "what was said stays"


def test_only_the_region_reviews_and_only_what_is_current(
    signed: Signature, asked: Asked, cast: Cast
) -> None:
    for person in (cast.south_manager, cast.icb_lead, asked.manager, asked.partner):
        with pytest.raises(NotPermitted):
            actions.decide(
                signature=signed, question="value", outcome="accepted", reason="", by=person, at=NOW
            )
    attestation.amend(self_assessment=asked.practice, reason="More", by=asked.manager, at=NOW)
    change(asked.practice, asked.manager, "partly", "Less.")
    sign(asked.practice, asked.partner)
    with pytest.raises(CannotReview, match="newer version"):
        actions.accept_the_rest(signature=signed, by=cast.north_manager, at=NOW)


def test_a_finding_becomes_a_commitment_that_leads_back(
    signed: Signature, asked: Asked, cast: Cast
) -> None:
    told: dict[str, Any] = {
        "signature": signed,
        "question": "value",
        "by": cast.north_manager,
        "at": NOW,
    }
    with pytest.raises(CannotReview, match="who does it and by when"):
        actions.find(kind="requirement", text="Do it.", owner_name="", due_date=None, **told)
    made = actions.find(
        kind="requirement", text="Do it.", owner_name="Practice manager",
        due_date=date(2027, 2, 1), **told,
    )  # fmt: skip
    commitment = Commitment.objects.get()
    assert made.commitment == commitment
    assert (commitment.because_kind, commitment.because_reference, commitment.kind) == (
        "return", "SA-2026-ZP00001", "requirement",
    )  # fmt: skip
    assert [one.number for one in commitment.standards.all()] == ["1.1"]
    line = Entry.objects.get(action="assess.returns.review.find")
    asked_as = questions_of(signed.content)["value"]["ask"]
    assert line.summary == f"Requirement written down about standards 1.1, 1.4: {asked_as}"[:300]
    with pytest.raises(DatabaseError, match="only added to"), transaction.atomic():
        ReturnFinding.objects.update(text="Another")


def test_a_letter_is_kept_as_it_was_sent_and_tells_of_practice_nearby(
    signed: Signature, asked: Asked, cast: Cast
) -> None:
    found = begin(asked.trust, cast.director)
    fill_in(found, cast.director)
    trusts = sign(found, asked.executive)
    actions.find(
        signature=trusts, question="s1-1", kind="practice", text="A buddy for every learner.",
        owner_name="", due_date=None, by=cast.north_manager, at=NOW,
    )  # fmt: skip
    with pytest.raises(letters.CannotSend, match="12 answers have not been looked at"):
        letters.send(signature=signed, by=cast.north_manager, at=NOW)
    actions.accept_the_rest(signature=signed, by=cast.north_manager, at=NOW)
    letter = letters.send(signature=signed, by=cast.north_manager, at=NOW)
    assert letter.content["practice"] == {
        "text": "A buddy for every learner.", "where": "Aldermoor Hospitals", "code": "ZN001",
    }  # fmt: skip
    assert letter.content["own"] == {"Met": 11, "Partly met": 1}
    assert not letter.content["is_compared"]
    assert len(letter.content["suggestions"]) == 3
    with pytest.raises(letters.CannotSend, match="sent already"):
        letters.send(signature=signed, by=cast.north_manager, at=NOW)

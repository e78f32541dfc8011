from __future__ import annotations

from datetime import timedelta

import pytest

from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.govern.approvals import queries
from sightline.govern.approvals.conditions import actions
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.documents import actions as documents
from sightline.govern.approvals.factories import (
    add_document,
    approved,
    condition,
    decide,
    sent_in,
    with_panel,
)
from sightline.govern.approvals.joining import actions as joining
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.rules import CannotApprove

pytestmark = pytest.mark.django_db
DUE = TODAY + timedelta(days=60)


@pytest.fixture
def found(country: Country, cast: Cast, schools: Schools) -> Approval:
    return approved(
        country, schools.lead, cast.north_manager, schools.first,
        conditions=[condition(DUE), condition(DUE, "The induction is written.")],
    )  # fmt: skip


def test_met_with_evidence_and_then_there_are_none(
    found: Approval, cast: Cast, schools: Schools
) -> None:
    one, two = found.conditions.all()
    team = cast.north_manager
    with pytest.raises(CannotApprove, match="Nobody has sent evidence"):
        actions.check(condition=one, said="met", text="Seen.", by=team, at=NOW)
    paper = add_document(found, schools.manager)
    actions.prove(condition=one, text="Trained in May.", document=paper, by=schools.manager, at=NOW)
    actions.check(condition=one, said="met", text="Certificate seen.", by=team, at=NOW)
    found.refresh_from_db()
    assert found.state == "conditions"
    actions.prove(condition=two, text="It is written.", by=schools.lead, at=NOW)
    actions.check(condition=two, said="met", text="Read.", by=team, at=NOW)
    found.refresh_from_db()
    assert found.state == "approved"
    with pytest.raises(CannotApprove, match="nothing more is asked"):
        actions.prove(condition=two, text="Again.", by=schools.lead, at=NOW)


def test_not_met_on_what_was_withdrawn(found: Approval, cast: Cast, schools: Schools) -> None:
    one, _ = found.conditions.all()
    team, place = cast.north_manager, schools.manager
    papers = [add_document(found, place) for _ in range(2)]
    actions.prove(condition=one, text="See it.", document=papers[0], by=place, at=NOW)
    documents.withdraw(document=papers[0], reason="The wrong one.", by=place, at=NOW)
    with pytest.raises(CannotApprove, match="evidence for this condition that still stands"):
        actions.check(condition=one, said="met", text="Seen.", by=team, at=NOW)
    actions.prove(condition=one, text="See this one.", document=papers[1], by=place, at=NOW)
    assert actions.check(condition=one, said="met", text="Seen.", by=team, at=NOW).said == "met"


def test_not_met_asks_for_a_decision_and_ends_nothing(
    found: Approval, cast: Cast, schools: Schools
) -> None:
    one, _ = found.conditions.all()
    team = cast.north_manager
    actions.check(condition=one, said="not_met", text="Nobody was trained.", by=team, at=NOW)
    found.refresh_from_db()
    assert found.state == "conditions"
    assert queries.standing_of(found, TODAY) == "not_met"
    decide(
        with_panel(found, team), team, outcome="conditions",
        conditions=[condition(DUE, "Trained by June.")],
    )  # fmt: skip
    found.refresh_from_db()
    assert queries.standing_of(found, TODAY) == "conditions"
    assert sorted(one.state for one in found.conditions.all()) == ["open", "replaced", "replaced"]


def test_what_cannot_be_said(
    found: Approval, country: Country, cast: Cast, schools: Schools
) -> None:
    one, _ = found.conditions.all()
    with pytest.raises(CannotApprove, match="Say how you know"):
        actions.prove(condition=one, text=" ", by=schools.lead, at=NOW)
    with pytest.raises(CannotApprove, match="whether the condition is met"):
        actions.check(condition=one, said="proof", text="x", by=cast.north_manager, at=NOW)
    other = sent_in(country, schools.lead, schools.first, setting="community")
    with pytest.raises(CannotApprove, match="a document of this approval"):
        actions.prove(
            condition=one, text="x", document=add_document(other, schools.lead),
            by=schools.lead, at=NOW,
        )  # fmt: skip
    for person in (schools.second_lead, cast.south_manager):
        with pytest.raises((NotPermitted, CannotApprove)):
            actions.prove(condition=one, text="x", by=person, at=NOW)
    for person in (schools.lead, schools.manager, cast.icb_lead):
        with pytest.raises(NotPermitted):
            actions.check(condition=one, said="met", text="x", by=person, at=NOW)


def test_somebody_of_the_place_sends_evidence_by_a_link(
    found: Approval, country: Country, cast: Cast, schools: Schools, framework: object
) -> None:
    one, _ = found.conditions.all()
    contact, _ = joining.invite(
        approval=found, name="Ros Reception", email="ros@example.org", by=schools.manager, at=NOW
    )
    word = actions.prove(condition=one, text="Trained.", contact=contact, by=None, at=NOW)
    assert (word.by, word.by_name) == (None, "Ros Reception")
    with pytest.raises(CannotApprove, match="does not lead here"):
        actions.prove(condition=one, text="Trained.", by=None, at=NOW)
    late = NOW + timedelta(days=61)
    with pytest.raises(CannotApprove, match="This link ended"):
        actions.prove(condition=one, text="Trained.", contact=contact, by=None, at=late)

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, Cast, Country
from sightline.govern.approvals import actions as applying
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import approved, begin, decide, sent_in, with_panel
from sightline.govern.approvals.joining import actions as joining
from sightline.govern.approvals.joining.models import ActsFor
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.rules import CannotApprove
from sightline.govern.approvals.sharing import actions
from sightline.govern.approvals.sharing.models import Reliance

pytestmark = pytest.mark.django_db


def rely(found: Approval, schools: Schools, programme: object = None, at: object = NOW) -> Reliance:
    return actions.rely(
        approval=found, education_provider=schools.second, programme=programme,  # type: ignore[arg-type]
        by=schools.second_lead, at=at,  # type: ignore[arg-type]
    )  # fmt: skip


def test_approved_once_for_two(country: Country, cast: Cast, schools: Schools) -> None:
    found = approved(country, schools.lead, cast.north_manager, schools.first)
    made = rely(found, schools, country.adult_nursing)
    assert (made.at, made.programme) == (NOW, country.adult_nursing)
    with pytest.raises(CannotApprove, match="relies on it already"):
        rely(found, schools, country.adult_nursing)
    with pytest.raises(CannotApprove, match="not among the learners"):
        rely(found, schools, country.surgery)
    rely(found, schools)
    with pytest.raises(IntegrityError), transaction.atomic():
        Reliance.objects.create(
            approval=found, education_provider=schools.second, at=NOW, by=schools.second_lead
        )
    actions.end_relying(reliance=made, by=schools.second_lead, at=NOW)
    with pytest.raises(CannotApprove, match="ended already"):
        actions.end_relying(reliance=made, by=schools.second_lead, at=NOW)
    assert found.reliances.count() == 2


def test_relying_before_the_decision_waits_for_it_and_opens_nothing(
    country: Country, cast: Cast, schools: Schools
) -> None:
    found = sent_in(country, schools.lead, schools.first)
    assert found not in Approval.objects.visible_to(schools.second_lead)
    rely(found, schools)
    assert found not in Approval.objects.visible_to(schools.second_lead)
    decide(with_panel(found, cast.north_manager), cast.north_manager)
    assert found in Approval.objects.visible_to(schools.second_lead)
    assert found.reliances.get().ended_at is None


def test_on_what_nobody_can_begin_to_rely(country: Country, cast: Cast, schools: Schools) -> None:
    draft = begin(country, schools.lead, schools.first, setting="community")
    with pytest.raises(NotPermitted):
        rely(draft, schools)
    found = approved(country, schools.lead, cast.north_manager, schools.first)
    with pytest.raises(CannotApprove, match="past its review date"):
        rely(found, schools, at=NOW + timedelta(days=400))
    applying.suspend(approval=found, reason="No supervisor.", by=cast.north_manager, at=NOW)
    with pytest.raises(CannotApprove, match="“suspended”"):
        rely(found, schools)
    applying.end(approval=found, reason="It closes.", by=cast.north_manager, at=NOW)
    with pytest.raises(CannotApprove, match="Nobody can rely"):
        rely(found, schools)


def test_only_for_whom_somebody_acts(country: Country, cast: Cast, schools: Schools) -> None:
    found = approved(country, schools.lead, cast.north_manager, schools.first)
    for person in (schools.lead, cast.north_manager, cast.director, cast.icb_lead):
        with pytest.raises((CannotApprove, NotPermitted)):
            actions.rely(
                approval=found, education_provider=schools.second, programme=None,
                by=person, at=NOW,
            )  # fmt: skip
    made = rely(found, schools)
    with pytest.raises(CannotApprove, match="do not act for"):
        actions.end_relying(reliance=made, by=schools.lead, at=NOW)
    joining.end_acts_for(
        acts_for=ActsFor.objects.get(user=schools.second_lead), by=cast.administrator, at=NOW
    )
    with pytest.raises(CannotApprove, match="do not act for"):
        actions.end_relying(reliance=made, by=schools.second_lead, at=NOW)


def test_a_question_is_answered_once_by_the_quality_team(
    country: Country, cast: Cast, schools: Schools
) -> None:
    found = approved(country, schools.lead, cast.north_manager, schools.first)
    given: dict[str, Any] = {"approval": found, "text": "Is there a bus?", "at": NOW}
    made = actions.ask(
        **given, kind="question", education_provider=schools.second, by=schools.second_lead
    )
    actions.ask(**given, kind="objection", education_provider=None, by=cast.icb_lead)
    for person, school in (
        (cast.south_manager, None), (cast.director, None), (schools.second_lead, None),
        (schools.second_lead, schools.first),
    ):  # fmt: skip
        with pytest.raises((NotPermitted, CannotApprove)):
            actions.ask(**given, kind="question", education_provider=school, by=person)
    with pytest.raises(CannotApprove, match="a question or an objection"):
        actions.ask(**given, kind="praise", education_provider=None, by=cast.icb_lead)
    with pytest.raises(CannotApprove, match="Write your"):
        actions.ask(
            **{**given, "text": " "}, kind="question", education_provider=None, by=cast.icb_lead
        )
    with pytest.raises(NotPermitted):
        actions.answer(question=made, text="Yes.", by=schools.lead, at=NOW)
    with pytest.raises(CannotApprove, match="Write the answer"):
        actions.answer(question=made, text=" ", by=cast.north_manager, at=NOW)
    actions.answer(question=made, text="Every hour.", by=cast.north_manager, at=NOW)
    with pytest.raises(CannotApprove, match="answered already"):
        actions.answer(question=made, text="Every hour.", by=cast.north_manager, at=NOW)

"""Approvals for tests, made by the same actions as people use."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sightline.conftest import NOW, TODAY, Country
from sightline.govern.approvals import actions
from sightline.govern.approvals.documents import actions as documents
from sightline.govern.approvals.joining import actions as joining
from sightline.govern.approvals.models import Approval
from sightline.govern.approvals.panels import actions as panels
from sightline.govern.approvals.panels.actions import NewCondition
from sightline.govern.approvals.panels.models import Decision, Panel
from sightline.listen.outside.models import EducationProvider
from sightline.people.models import User


def begin(
    country: Country,
    by: User,
    school: EducationProvider | None,
    at: datetime = NOW,
    **other: Any,
) -> Approval:
    """A draft for the small practice."""
    given: dict[str, Any] = {
        "organisation": country.practice, "environment": None, "setting": "gp_practice",
    }  # fmt: skip
    return actions.begin(**{**given, **other}, education_provider=school, by=by, at=at)


def begin_new_place(country: Country, by: User, school: EducationProvider) -> Approval:
    """A complete draft for a place that the same education provider put in by hand."""
    made = joining.register_place(
        name="Elmbrook Surgery", address="1 High Street", postcode="ab1 2cd", kind="practice",
        setting="gp_practice", board=country.north_icb, ods_code="", by=by, at=NOW,
    )  # fmt: skip
    return fill(begin(country, by, school, organisation=made), country, by)


def fill(approval: Approval, country: Country, by: User, at: datetime = NOW) -> Approval:
    """Everything that has to be said, so that it can be sent in."""
    actions.add_line(
        approval=approval, profession=country.nursing, programme=country.adult_nursing,
        level="undergraduate", learners=2, by=by, at=at,
    )  # fmt: skip
    return actions.save(
        approval=approval, what_for="Six weeks in the treatment room.",
        supervision="Two practice nurses, trained as assessors.", supervisors=2,
        seen_version=approval.version, by=by, at=at,
    )  # fmt: skip


def sent_in(
    country: Country, by: User, school: EducationProvider | None, at: datetime = NOW, **other: Any
) -> Approval:
    found = begin(country, by, school, at, **other)
    fill(found, country, by, at)
    return actions.submit(approval=found, by=by, at=at)


def add_document(approval: Approval, by: User, content: bytes = b"Our induction.") -> Any:
    return documents.add(
        approval=approval, title="Induction plan", file=io.BytesIO(content),
        file_name="induction.txt", by=by, at=NOW,
    )  # fmt: skip


def with_panel(
    approval: Approval, by: User, at: datetime = NOW, meets: date = TODAY, names: int = 2
) -> Panel:
    panel = panels.open_panel(approval=approval, meets_date=meets, notes="", by=by, at=at)
    for name in ("Hester Lay", "Ivo Educator", "Jun Learner")[:names]:
        seat(panel, by, name=name, at=at)
    return panel


def seat(panel: Panel, by: User, at: datetime = NOW, **other: Any) -> Any:
    given: dict[str, Any] = {
        "name": "Kit Extra", "capacity": "lay", "email": "", "has_interest": False, "interest": "",
        "belongs_to_place": False,
    }  # fmt: skip
    return panels.add_member(panel=panel, **{**given, **other}, by=by, at=at)


def decide(panel: Panel, by: User, at: datetime = NOW, **other: Any) -> Decision:
    """Approved for a year by everybody on the panel, unless said otherwise."""
    given: dict[str, Any] = {
        "outcome": "approved", "reasons": "Supervision and induction are sound.",
        "decided_date": at.date(), "review_date": at.date() + timedelta(days=364), "lead": None,
        "without_readiness": "Visited last month.", "why_early": "",
        "deciders": list(panel.members.all()),
        "conditions": [], "numbers": {}, "evidence": [], "documents": [],
    }  # fmt: skip
    return panels.decide(panel=panel, **{**given, **other}, by=by, at=at)


def condition(due: date, text: str = "A second supervisor is trained.") -> NewCondition:
    return NewCondition(text, "Practice manager", due)


def approved(
    country: Country,
    by: User,
    team: User,
    school: EducationProvider | None,
    at: datetime = NOW,
    *,
    conditions: Sequence[NewCondition] = (),
    **other: Any,
) -> Approval:
    """An approval in force, decided on the day of ``at``; with conditions when some are given."""
    found = sent_in(country, by, school, at)
    outcome = "conditions" if conditions else "approved"
    panel = with_panel(found, team, at, meets=at.date())
    decide(panel, team, at, outcome=outcome, conditions=conditions, **other)
    return Approval.objects.get(pk=found.pk)

from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from sightline.commitments import actions as commitments
from sightline.commitments.models import Commitment
from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.listen.replies.models import Reply
from sightline.organisations.models import Organisation
from sightline.people.models import User
from sightline.respond.register import actions as register
from sightline.respond.register import factories
from sightline.respond.register.models import Concern
from sightline.results.models import Dataset
from sightline.standards.models import FrameworkVersion


def agree(organisation: Organisation, by: User, due: date, promise: str) -> Commitment:
    return commitments.agree(
        kind="commitment",
        organisation=organisation,
        programme=None,
        promise=promise,
        evidence_expected="",
        owner_name="The director",
        owner=None,
        because_kind="concern",
        because_reference="Q-2026-0001",
        measures=[],
        standards=[],
        due_date=due,
        by=by,
        at=NOW - timedelta(days=60),
    )


@dataclass
class Records:
    """One of each errand in the north, and a concern in the south that nobody there may see."""

    concern: Concern
    asked: Concern
    southern: Concern
    overdue: Commitment
    proved: Commitment
    draft: Reply
    published: Reply
    dataset: Dataset


def reply(
    reference: str, organisation: Organisation, dataset: Dataset, by: User, state: str
) -> Reply:
    return Reply.objects.create(
        reference=reference,
        organisation=organisation,
        dataset=dataset,
        you_said=f"Supervision was thin ({reference})",
        outcome=Reply.Outcome.CHANGED,
        we_did="Two supervisors more.",
        state=state,
        drafted_at=NOW,
        drafted_by=by,
        published_at=NOW if state == Reply.State.PUBLISHED else None,
    )


@pytest.fixture
def records(country: Country, cast: Cast, framework: FrameworkVersion) -> Records:
    manager, trust = cast.north_manager, country.trust
    concern = factories.raise_concern(
        trust, manager, NOW - timedelta(days=40), next_review_date=TODAY - timedelta(days=1)
    )
    asked = factories.raise_concern(
        trust,
        manager,
        NOW,
        title="Rotas come late",
        share=True,
        next_review_date=TODAY + timedelta(days=60),
    )
    register.ask_provider(concern=asked, text="When is the rota out?", by=manager, at=NOW)
    southern = factories.raise_concern(country.southern_trust, cast.south_manager, NOW)
    overdue = agree(trust, manager, TODAY - timedelta(days=3), "Publish the rota")
    proved = agree(trust, manager, TODAY + timedelta(days=9), "Name a supervisor")
    commitments.send_proof(
        commitment=proved, text="See the list.", done_date=TODAY, by=cast.director, at=NOW
    )
    dataset = factories.dataset()
    return Records(
        concern=concern,
        asked=asked,
        southern=southern,
        overdue=overdue,
        proved=proved,
        draft=reply("Y-2026-0001", trust, dataset, manager, Reply.State.DRAFT),
        published=reply("Y-2026-0002", trust, dataset, manager, Reply.State.PUBLISHED),
        dataset=dataset,
    )

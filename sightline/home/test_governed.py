from datetime import timedelta
from typing import Any

import pytest

from sightline.conftest import NOW, TODAY, Cast, Country
from sightline.govern.approvals.factories import approved, begin, condition, sent_in
from sightline.govern.approvals.joining import actions as joining
from sightline.govern.approvals.models import Approval
from sightline.home.errand import Urgency
from sightline.home.governed import applications_to_send, approvals_to_decide
from sightline.listen.outside.models import EducationProvider
from sightline.people.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(cast: Cast) -> User:
    """The administrator of the tests acts for a university as well."""
    school = EducationProvider.objects.create(ukprn="90000001", name="Fernhill University")
    joining.say_acts_for(user=cast.administrator, education_provider=school, by=None, at=NOW)
    return cast.administrator


def test_what_waits_for_a_decision(
    country: Country, cast: Cast, lead: User, django_assert_num_queries: Any
) -> None:
    school = EducationProvider.objects.get()
    made = approved(
        country, lead, cast.north_manager, school,
        conditions=[condition(TODAY + timedelta(days=10))],
    )  # fmt: skip
    assert approvals_to_decide(cast.north_manager, TODAY) is None
    late = approvals_to_decide(cast.north_manager, TODAY + timedelta(days=11))
    assert late is not None
    assert late.items[0].urgency == Urgency.USUAL
    grave = approvals_to_decide(cast.north_manager, TODAY + timedelta(days=50))
    assert grave is not None
    assert grave.items[0].urgency == Urgency.LATE
    assert grave.items[0].status == "Conditions not met: decide"
    assert grave.items[0].hint.startswith("Review by")
    Approval.objects.filter(pk=made.pk).update(state="withdrawn")
    made.coverages.update(is_open=False)
    sent = sent_in(country, lead, school)
    cast.north_manager.roles_today  # noqa: B018 - looked up once for a whole page
    with django_assert_num_queries(1):
        found = approvals_to_decide(cast.north_manager, TODAY)
    assert found is not None
    assert [one.text for one in found.items] == [f"{sent.reference}: Dunmere Surgery"]
    for person in (cast.south_manager, cast.director, cast.icb_lead):
        assert approvals_to_decide(person, TODAY) is None


def test_what_was_begun_and_not_sent_in(country: Country, cast: Cast, lead: User) -> None:
    school = EducationProvider.objects.get()
    draft = begin(country, lead, school)
    found = applications_to_send(lead, TODAY)
    assert found is not None
    assert found.items[0].text == f"{draft.reference}: Dunmere Surgery"
    for person in (cast.director, cast.icb_lead, cast.north_manager):
        assert applications_to_send(person, TODAY) is None

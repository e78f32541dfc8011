from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from sightline.access.roles import Role
from sightline.assess.applicable import queries as applicable
from sightline.assess.places import Level, Place
from sightline.assess.returns.models import Return
from sightline.base.refusal import NotPermitted
from sightline.conftest import NOW, TODAY, Cast, Country, make_users
from sightline.govern.approvals import actions as applying
from sightline.govern.approvals.conftest import Schools
from sightline.govern.approvals.factories import begin, begin_new_place, fill
from sightline.govern.approvals.joining import actions, queries
from sightline.govern.approvals.joining.models import NewPlace
from sightline.govern.approvals.rules import CannotApprove

pytestmark = pytest.mark.django_db


@pytest.fixture
def email(settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example.org"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def place(country: Country, by: Any, **other: Any) -> Any:
    given: dict[str, Any] = {
        "name": "Elmbrook Hospice", "address": "1 High Street", "postcode": "ab1 2cd",
        "kind": "independent", "setting": "independent", "board": country.north_icb,
        "ods_code": "",
    }  # fmt: skip
    return actions.register_place(**{**given, **other}, by=by, at=NOW)


def test_a_new_place_is_an_organisation_in_its_board(
    country: Country, cast: Cast, schools: Schools
) -> None:
    made = place(country, schools.lead)
    assert (made.code, made.postcode) == ("NP-2026-0001", "AB1 2CD")
    assert (made.icb, made.region, made.provider) == (country.north_icb, country.north, made)
    assert made.new_place.address == "1 High Street"
    found = begin(country, schools.lead, schools.first, organisation=made, setting="independent")
    fill(found, country, schools.lead)
    school = place(country, cast.north_manager, kind="other_provider", setting="school")
    applies = applicable.of_place(Place(Level.ORGANISATION, school))
    assert applies.setting is not None
    assert applies.setting.code == "school"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"ods_code": "zp00001"}, "is here already"),
        ({"kind": "trust"}, "what kind of place"),
        ({"setting": "ward"}, "one of the settings"),
        ({"address": " "}, "Enter the address"),
    ],
)
def test_what_is_no_new_place(
    changed: dict[str, Any], said: str, country: Country, schools: Schools
) -> None:
    with pytest.raises(CannotApprove, match=said):
        place(country, schools.lead, **changed)


def test_one_place_is_put_in_once(country: Country, cast: Cast, schools: Schools) -> None:
    made = place(country, schools.lead, ods_code="zq9")
    with pytest.raises(actions.KnownPlace, match=f"Choose it instead: {made.code}") as refused:
        place(country, schools.second_lead, name="Elmbrook", ods_code=" zQ9 ")
    assert refused.value.organisation == made
    without = [place(country, schools.lead, name=name) for name in ("One", "Two")]
    assert len({one.code for one in without}) == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        NewPlace.objects.filter(organisation=without[0]).update(ods_code="Zq9")


def test_who_cannot_put_a_place_in(country: Country, cast: Cast, schools: Schools) -> None:
    with pytest.raises(CannotApprove, match="integrated care board"):
        place(country, schools.lead, board=country.north)
    for person in (cast.south_manager, cast.icb_lead, schools.manager, cast.learner):
        with pytest.raises(NotPermitted):
            place(country, person)


def test_an_administrator_says_who_acts_for_whom(
    country: Country, cast: Cast, schools: Schools
) -> None:
    with pytest.raises(NotPermitted):
        actions.say_acts_for(
            user=cast.director, education_provider=schools.first, by=cast.national, at=NOW
        )
    made = actions.say_acts_for(
        user=cast.director, education_provider=schools.first, by=cast.administrator, at=NOW
    )
    assert cast.director.given_roles.filter(role=Role.EDUCATION_LEAD, place=None).count() == 1
    with pytest.raises(CannotApprove, match="already"):
        actions.say_acts_for(
            user=cast.director, education_provider=schools.first, by=cast.administrator, at=NOW
        )
    with pytest.raises(NotPermitted):
        actions.end_acts_for(acts_for=made, by=cast.national, at=NOW)
    actions.end_acts_for(acts_for=made, by=cast.administrator, at=NOW)
    assert queries.schools_of(cast.director) == set()
    with pytest.raises(CannotApprove, match="ended already"):
        actions.end_acts_for(acts_for=made, by=cast.administrator, at=NOW)


def test_asked_how_ready_it_is_with_the_learners_of_the_application(
    country: Country, cast: Cast, schools: Schools, framework: object
) -> None:
    found = begin(country, schools.lead, schools.first)
    with pytest.raises(CannotApprove, match="Add the learners first"):
        actions.ask_readiness(approval=found, by=schools.manager, at=NOW)
    fill(found, country, schools.lead)
    for _ in range(2):
        made = actions.ask_readiness(approval=found, by=schools.manager, at=NOW)
    asked = Return.objects.get()
    assert made.self_assessment == asked == queries.assessment_of(found)
    assert (asked.reference, asked.journey_code) == ("SA-READY-2026-ZP00001", "prospective")
    assert (asked.learners, list(asked.professions.all())) == (2, [country.nursing])
    assert queries.signed_assessment(found, TODAY) is None
    with pytest.raises(NotPermitted):
        actions.ask_readiness(approval=found, by=schools.second_lead, at=NOW)


def test_a_link_goes_out_without_a_word_of_the_application(
    country: Country, cast: Cast, schools: Schools, framework: object, email: None,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    found = begin_new_place(country, schools.lead, schools.first)
    with django_capture_on_commit_callbacks(execute=True):
        contact, token = actions.invite(
            approval=found, name="Ros  Reception", email="ROS@example.org", by=schools.lead, at=NOW
        )
    assert (contact.name, contact.last_date) == ("Ros Reception", TODAY + timedelta(days=60))
    (sent,) = mail.outbox
    assert token in sent.body
    assert sent.to == ["ros@example.org"]
    told = (found.organisation.name, "Dunmere", "nurs", "treatment room", found.reference)
    assert not [word for word in told if word in f"{sent.subject} {sent.body}"]
    assert queries.contact_of(token) == contact
    assert queries.contact_of("x" * 22) is None
    section = actions.open_section(contact=contact, section="ready", by=None, at=NOW)
    again = actions.open_section(contact=contact, section="ready", by=None, at=NOW)
    theirs = Return.objects.get().contributors
    assert section != again
    assert theirs.filter(ended_at=None).count() == 1
    with pytest.raises(CannotApprove, match="This link ended on"):
        actions.open_section(contact=contact, section="ready", by=None, at=NOW + timedelta(days=61))
    actions.end_link(contact=contact, by=schools.lead, at=NOW)
    assert not theirs.filter(ended_at=None).exists(), "what it had opened ends with it"
    for act, said in (
        (lambda: actions.open_section(contact=contact, section="ready", by=None, at=NOW), "ended"),
        (lambda: actions.end_link(contact=contact, by=schools.lead, at=NOW), "ended already"),
    ):
        with pytest.raises(CannotApprove, match=said):
            act()


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"name": " "}, "Enter the person’s name"), ({"email": "ros@"}, "email address")],
)
def test_who_cannot_be_invited(
    changed: dict[str, str], said: str, country: Country, schools: Schools, framework: object
) -> None:
    found = begin_new_place(country, schools.lead, schools.first)
    given = {"name": "Ros", "email": "ros@example.org", **changed}
    with pytest.raises(CannotApprove, match=said):
        actions.invite(approval=found, **given, by=schools.lead, at=NOW)
    with pytest.raises(NotPermitted):
        actions.invite(
            approval=found, name="Ros", email="ros@example.org", by=schools.second_lead, at=NOW
        )


def test_an_outsider_asks_only_a_place_that_their_own_people_put_in(
    country: Country, cast: Cast, schools: Schools, framework: object
) -> None:
    """Whoever holds the link reads and writes the place's own answers."""
    person = {"name": "Ros", "email": "ros@example.org"}
    there = fill(begin(country, schools.lead, schools.first), country, schools.lead)
    made = begin_new_place(country, schools.lead, schools.first)
    begun = begin(country, schools.second_lead, schools.second, organisation=made.organisation)
    theirs = fill(begun, country, schools.second_lead)
    for found, by in ((there, schools.lead), (theirs, schools.second_lead)):
        with pytest.raises(CannotApprove, match="its own people or the quality team"):
            actions.ask_readiness(approval=found, by=by, at=NOW)
        with pytest.raises(CannotApprove, match="its own people or the quality team"):
            actions.invite(approval=found, **person, by=by, at=NOW)
    assert not Return.objects.exists()
    actions.invite(approval=made, **person, by=schools.lead, at=NOW)
    make_users(("Mo Manager", Role.EXECUTIVE, made.organisation))
    with pytest.raises(CannotApprove, match="its own people or the quality team"):
        actions.invite(approval=made, **person, by=schools.lead, at=NOW)
    for found, by in ((there, schools.manager), (there, cast.north_manager)):
        actions.invite(approval=found, **person, by=by, at=NOW)


def test_a_link_opens_nothing_when_all_is_over(
    country: Country, schools: Schools, framework: object
) -> None:
    found = begin_new_place(country, schools.lead, schools.first)
    contact, _ = actions.invite(
        approval=found, name="Ros", email="ros@example.org", by=schools.lead, at=NOW
    )
    actions.open_section(contact=contact, section="ready", by=None, at=NOW)
    applying.withdraw(approval=found, reason="Not this year.", by=schools.lead, at=NOW)
    assert not Return.objects.get().contributors.filter(ended_at=None).exists()
    with pytest.raises(CannotApprove, match="nothing more is asked of the place"):
        actions.open_section(contact=contact, section="ready", by=None, at=NOW)
